// Package report is what staff ask of the shop's figures. It reads what the
// rollup made of events (visits, days, months) and the shop's own tables, in a
// bounded number of statements a report, and never the raw events of a whole
// range.
//
// Days are Lagos days. A report has the totals of its range, those of the period
// before where they are asked for, and points by day, week (from Monday) or
// month, the empty ones too; the first and the last point are cut to the range.
//
// A figure about orders counts an order on the day it was placed, whatever became
// of it later: a refund lowers the revenue of the day of the order.
package report
