// Package loyalty is points and rewards: what people earn with the shop, and
// how it becomes money at checkout.
//
// What holds:
//   - users.reward_points is the sum of the person's ledger and never below
//     zero; both change in one statement.
//   - A line of the ledger is there once for what it was for: an order takes
//     points once and gives them back once, however often it is tried.
//   - total_xp is every point ever earned. Spending points takes none away and
//     getting them back adds none.
//   - A reward works once; an order that is cancelled gives it back once.
package loyalty
