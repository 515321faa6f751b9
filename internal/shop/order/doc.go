// Package order is what somebody asked to buy, and how far it has come.
//
//	pending ──▶ paid ──▶ processing ──▶ shipped ──▶ delivered
//	   ├──▶ cancelled         paid…delivered ──▶ refunded
//	   └──▶ processing (cash on delivery)
//
// What holds:
//   - Move is the only writer of an order's status, and policy.go says which
//     status may follow which, by whom. A step is one conditional UPDATE: of
//     steps that exclude each other exactly one is taken.
//   - Every step makes a version and a row of the timeline with its number, in
//     one transaction with the job that tells people: versions have no gaps.
//   - An order is read by who ordered it, by staff, or with its number and its
//     access token. To everybody else it does not exist, in the same words as
//     one that was never placed. The right is asked anew at every read; who
//     follows an order by the same right shares one.
//   - The access token is computed from the number and the server's key, so
//     that a mail can carry it later; the database has only its SHA-256.
//   - The pieces of an order are out of the stock once, and come back once.
//
// The package moves no stock, money or points: checkout drives those together.
package order
