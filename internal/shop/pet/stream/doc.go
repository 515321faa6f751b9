// Package stream carries the answers of pets to those who follow them: a log of
// events for each conversation in Redis, kept for ten minutes, and news of them
// over the hub. Events have numbers that grow; a reader that comes back says
// which it had last and misses nothing, and none twice. What is in the log can
// be lost with Redis: the end of an answer is in PostgreSQL too, and a reader is
// given it from there.
//
// An answer is written by one process at a time. A process that takes an answer
// over announces itself in the log with a higher attempt; what the earlier one
// still sends is refused from then on.
package stream
