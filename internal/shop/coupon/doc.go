// Package coupon is codes that make an order cheaper: a share of the goods, a
// fixed amount, or the delivery.
//
// What holds:
//   - Checking a code never uses it. Placing an order does, in the order's own
//     transaction, and cancelling the order gives it back once.
//   - usage_count is how many orders use a coupon now. It changes by conditional
//     updates only, and never passes usage_limit however many order at once.
//   - The limit of a person counts their redemptions under the lock of the
//     coupon's row, so two orders at once cannot both be the last.
//   - A refusal names the code and the reason.
//   - A coupon takes off no more than what the lines that it works on cost.
//
// The coupon is locked before any product, here and when it is given back.
package coupon
