// Package loyalty is points and rewards: what people earn with the shop, the
// levels and streaks that come of it, and how it becomes money at checkout.
//
// What holds:
//   - users.reward_points is the sum of the person's ledger and never below
//     zero. The person's row is locked first, several in the order of their ids;
//     then one statement writes the line and changes the person.
//   - A line of the ledger is there once for what it was for: an order takes
//     points once and gives them back once, however often it is tried.
//   - users.points_owed is the sum of the lines of source "debt": what was taken
//     back when it had been spent already. Who owes has no points to spend, and
//     every point that comes pays the debt first.
//   - total_xp is every point earned and not taken back. Spending takes none
//     away and getting points back adds none; nor do the points of a reward,
//     which were earned by whoever bought it.
//   - points_version grows with every change, and who follows the points is told
//     of it after the commit.
//   - A reward works once; an order that is cancelled gives it back once.
//   - A row of user_rewards is locked before the person's.
package loyalty
