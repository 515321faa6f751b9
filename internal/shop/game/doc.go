// Package game is the games of the shop: rounds that the server opens, what is
// reached in them, and the points that it gives.
//
//	Start ─▶ open ──Finish──▶ finished, with a score: accepted ─Void─▶ voided
//	           │                                      rejected
//	           ├── a newer round of the game ─▶ abandoned
//	           └── its time is over ─▶ nothing comes of it
//
// What holds:
//   - A person has one open round of a game at most.
//   - A round is finished once. The same sent again gets the same answer; input
//     that cannot be read costs nothing and leaves the round open.
//   - The server decides what the wheel gives and marks the quiz. What others
//     say they reached has to be possible in the time that passed on the
//     server's clock; what is not gives nothing and is kept for staff.
//   - Games give a person at most DailyPoints on a day in Lagos, also in rounds
//     that end at the same moment: the person is locked while they are counted.
//   - game_scores.points_earned is what the ledger has for that score.
//   - The boards hear of a score after its commit, and cannot undo it.
//
// Locks come in this order: the round, the person, the new rows.
package game
