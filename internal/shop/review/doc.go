// Package review is what buyers say about products, as they write it and as
// staff look after it. Shoppers read reviews through package catalog.
//
// A review is published or hidden: it is published when it is written, and
// only staff hide it or show it again. Its author sees it either way.
//
// What holds:
//   - Only who bought a product and got it reviews it, once.
//   - rating_average and rating_count of a product are those of its published
//     reviews, exactly. So whoever changes a review locks its product first and
//     counts anew under that lock, in the same transaction.
//   - helpful_count is the number of people who found a review helpful. Who
//     votes locks the review first; nobody votes for their own.
//   - Another person's review answers as one that does not exist.
package review
