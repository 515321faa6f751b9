// Package intake brings events from a call to the table analytics_events.
//
// A Stream takes the events of a call into a stream of Redis; they are acknowledged
// when they are there. Consumers, one in each process, read them together, give
// them to a Writer, which copies them to PostgreSQL, and take them off the stream
// while they count them (package hot).
//
// # What may be relied on
//
// What Redis has acknowledged is in the table once, whoever dies: an entry is
// deleted only after its events were committed, and one that is delivered again
// finds its own rows by the entry's number. How much Redis itself may lose is its
// setting appendfsync: nothing with always, up to two seconds with everysec,
// everything without appendonly.
//
// One bad event fails nobody else's: what the table refuses is set aside with its
// whole entry in the stream of the refused.
package intake
