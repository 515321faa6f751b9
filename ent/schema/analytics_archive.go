package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// AnalyticsArchive is one file of archived events.
type AnalyticsArchive struct{ ent.Schema }

// Mixin adds the time.
func (AnalyticsArchive) Mixin() []ent.Mixin { return []ent.Mixin{created{}} }

// Fields are the columns of analytics_archives.
func (AnalyticsArchive) Fields() []ent.Field {
	return []ent.Field{
		key(),
		text("partition_name", "The partition it was made from.").fixed(),
		moment("range_from", "The first moment it covers.").fixed(),
		moment("range_to", "The first moment it no longer covers.").fixed(),
		number("row_count", "How many events it holds.").where("@ >= 0").fixed(),
		number("byte_size", "How large the file is.").where("@ >= 0").fixed(),
		text("checksum", "SHA-256 of the file in lower-case hex.").where("@ ~ '^[0-9a-f]{64}$'").fixed(),
		text("place", "Where it is: the key in the object storage.").unique().fixed(),
		moment("verified_at", "When it was read back and found whole; the partition is dropped only after.").null(),
		moment("dropped_at", "When the partition was dropped.").null(),
	}
}

// Indexes are the indexes of analytics_archives.
func (AnalyticsArchive) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_analytics_archives_range", by("range_from")),
	}
}

// Annotations name the table.
func (AnalyticsArchive) Annotations() []schema.Annotation {
	return table("analytics_archives",
		"The manifest of the Parquet files that old partitions of events went to.",
		AnalyticsArchive{}.Fields(), checks{"range": "range_to > range_from", "dropped_after_verified": "dropped_at >= verified_at OR dropped_at IS NULL"})
}
