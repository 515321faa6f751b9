// Package demo plays games in a development shop as several people at once, so
// that there is something to watch on the leaderboards.
//
// What holds:
//   - It knows nothing of the shop but its public API and the development
//     identity page, as an app does.
//   - What it sends could have been played: each round takes as long as its
//     score needs. So it is the number of players that makes many rounds.
//   - The people are the same in each run, one after another: who has played as
//     much as the shop lets one person play in an hour makes room for the next.
package demo
