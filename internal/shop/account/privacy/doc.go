// Package privacy keeps the one list of what the shop knows of a person, and
// does two things with it: it writes everything into a file for the person, and
// it removes the person from everything.
//
// What holds:
//   - Every table with a column that leads to a person is in the list; a test
//     walks the live database and names what is missing.
//   - An export is of one moment, holds nothing of anybody else, and no secret.
//   - Erasure removes the person and keeps what the shop must: orders with their
//     lines and amounts, payments with their amounts, ratings, counts. They stay
//     on an empty row of users, which nobody is behind any more.
//   - Erasure is made of small steps, each of which finds for itself what is left
//     to do. It can be cut off anywhere and run again; twice is the same as once.
package privacy
