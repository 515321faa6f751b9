// Package analytics is the way from a click to a report, and to the archive.
//
//	event    what happened, and what is wrong with what was told
//	intake   from a call to the table: a stream in Redis, then COPY
//	hot      counters of the last hour in Redis
//	rollup   visits, days and months made of events
//	archive  old events as Parquet files, and the partitions they leave
//	report   what staff ask
//
// An event is acknowledged when it is in the stream; it is in the table once,
// whatever dies on the way.
package analytics
