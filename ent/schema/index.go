package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/index"
)

// on is a b-tree index of this name. A column that ends in "-" is sorted
// downwards. The marks narrow it: unique, only.
func on(name string, columns []string, marks ...mark) ent.Index {
	names := make([]string, len(columns))
	var descending []string
	for i, column := range columns {
		if last := len(column) - 1; column[last] == '-' {
			column = column[:last]
			descending = append(descending, column)
		}
		names[i] = column
	}
	b := index.Fields(names...).StorageKey(name)
	var notes []schema.Annotation
	if len(descending) > 0 {
		notes = append(notes, entsql.DescColumns(descending...))
	}
	for _, m := range marks {
		if m.unique {
			b = b.Unique()
		}
		if m.note != nil {
			notes = append(notes, m.note)
		}
	}
	return b.Annotations(notes...)
}

func by(columns ...string) []string { return columns }

type mark struct {
	unique bool
	note   schema.Annotation
}

var unique = mark{unique: true}

// only makes the index partial. The predicate is written as PostgreSQL prints
// it, because ent's differ compares the text.
func only(predicate string) mark { return mark{note: entsql.IndexWhere(predicate)} }

// gin makes the index an inverted one with this operator class.
func gin(class string) mark {
	note := entsql.IndexType("GIN")
	note.OpClass = class
	return mark{note: note}
}
