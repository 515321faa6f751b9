// Package live shows leaderboards while they move.
//
// A board that somebody follows has one watcher a process, however many
// follow it: it hears of changes, reads the board, and hands each reader what
// differs for that reader. A reader costs a channel and no goroutine.
//
// What holds:
//   - A reader begins with a snapshot, and who applies every update to it has
//     exactly the top of the board: take away Left, then put in Entries by
//     player, then order by rank.
//   - A board is read and pushed at once when it changes, and then at most
//     once every Config.Every. The last change is always shown.
//   - A reader that is slow has one update waiting, about the newest state:
//     it says what changed since the last update that the reader took.
//   - A reader for whom neither the top nor its own place changed is told
//     nothing.
//   - When a period ends its readers are shown the next board, from a
//     snapshot; so they are after news may have been lost.
//   - The watcher ends with its last reader.
package live
