// Package hot counts in Redis what happens right now.
//
// Counts are kept in quarters of an hour and in minutes of Redis's own clock, by
// the moment in which an event was written, not by the one it tells. A quarter
// that is over is added to the products' view_count and forgotten an hour later;
// all else is forgotten after two hours.
//
// # What may be relied on
//
// An entry of the stream is acknowledged, counted and deleted in one script: it
// counts when the acknowledgement was its first, and never else. Whatever dies
// before the script has counted nothing, whatever dies after it has counted once.
//
// A quarter is closed before it is read: what is counted later, as after a step
// back of the clock, goes to the next one that is open. The table
// analytics_flushes remembers in PostgreSQL's own transaction which quarters were
// added, so that one is added once whoever dies in between.
package hot
