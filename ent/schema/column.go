// Package schema says what every table of the shop is: columns, checks,
// references and indexes. The migrations create the same tables by hand, and
// a test compares the two.
package schema

import (
	"reflect"
	"strings"
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"github.com/google/uuid"

	"zuka/internal/platform/money"
)

// column is a field of a table with the CHECK that belongs to it, so that a
// rule is written once and reaches both Go and the database.
type column struct {
	d     *field.Descriptor
	check string
}

// Descriptor hands the column to ent.
func (c *column) Descriptor() *field.Descriptor { return c.d }

func of(f ent.Field, doc, sqlType string) *column {
	d := f.Descriptor()
	d.Comment = doc
	if sqlType != "" {
		d.SchemaType = map[string]string{dialect.Postgres: sqlType}
	}
	return &column{d: d}
}

// null lets the column be NULL, which Go sees as a nil pointer.
func (c *column) null() *column {
	c.d.Optional, c.d.Nillable = true, true
	return c
}

// fixed forbids changing the column after the row is written.
func (c *column) fixed() *column {
	c.d.Immutable = true
	return c
}

func (c *column) unique() *column {
	c.d.Unique = true
	return c
}

// secret keeps the value out of String and JSON.
func (c *column) secret() *column {
	c.d.Sensitive = true
	return c
}

// or gives the value used when none is set, in Go and in the database.
func (c *column) or(value any) *column {
	c.d.Default = value
	return c
}

// orNow makes the present moment the default, in Go and in the database.
func (c *column) orNow() *column {
	c.d.Default = time.Now
	c.d.Annotations = append(c.d.Annotations, entsql.DefaultExpr("now()"))
	return c
}

// where adds a CHECK. In expr, @ stands for the column's name.
func (c *column) where(expr string) *column {
	expr = strings.ReplaceAll(expr, "@", c.d.Name)
	if c.check != "" {
		expr = "(" + c.check + ") AND (" + expr + ")"
	}
	c.check = expr
	return c
}

// derived marks a generated stored column: PostgreSQL computes it, Go only
// reads it. A row just created in Go does not know it until it is read again.
func (c *column) derived() *column {
	c.d.Optional, c.d.Immutable = true, true
	return c
}

func text(name, doc string) *column   { return of(field.String(name), doc, "text") }
func citext(name, doc string) *column { return of(field.String(name), doc, "citext") }
func flag(name, doc string) *column   { return of(field.Bool(name), doc, "") }
func whole(name, doc string) *column  { return of(field.Int(name), doc, "integer") }
func number(name, doc string) *column { return of(field.Int(name), doc, "bigint") }
func moment(name, doc string) *column { return of(field.Time(name), doc, "timestamptz") }
func day(name, doc string) *column    { return of(field.Time(name), doc, "date") }
func raw(name, doc string) *column    { return of(field.Bytes(name), doc, "bytea") }

// count is a whole number that starts at zero and never goes below it.
func count(name, doc string) *column { return whole(name, doc).or(0).where("@ >= 0") }

// naira is an amount of whole naira, never below zero.
func naira(name, doc string) *column {
	return of(field.Int64(name).GoType(money.Naira(0)), doc, "bigint").where("@ >= 0")
}

// decimal is an exact fraction such as "numeric(3,2)".
func decimal(name, doc, sqlType string) *column { return of(field.Float(name), doc, sqlType) }

// key is a bigint identity.
func key() *column { return number("id", "The row's number, given by the database.") }

// uuidKey is a time-ordered UUID (version 7) that the application makes, so
// that an id is known before the row is written.
func uuidKey() *column { return id("id", "The row's UUID, version 7.").or(newID).fixed() }

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// ref is a reference by number; an edge makes it a foreign key.
func ref(name, doc string) *column { return number(name, doc) }

// id is a UUID that refers to something.
func id(name, doc string) *column { return of(field.UUID(name, uuid.UUID{}), doc, "uuid") }

// choice is one of a list of words; the list makes both Go's enum and the
// CHECK.
func choice(name, doc string, words []string) *column {
	return of(field.Enum(name).Values(words...), doc, "text").where("@ IN ('" + strings.Join(words, "', '") + "')")
}

// list is a jsonb array; zero is an empty slice of its element type.
func list(name, doc string, zero any) *column {
	c := of(field.JSON(name, zero), doc, "jsonb").or(zero).where("jsonb_typeof(@) = 'array'")
	c.d.Annotations = append(c.d.Annotations, entsql.DefaultExpr("'[]'"))
	return c
}

// object is a jsonb object of a named shape; zero is a pointer to it. It is
// NULL when there is nothing to say.
func object(name, doc string, zero any) *column {
	if reflect.TypeOf(zero).Kind() != reflect.Pointer {
		panic("schema: the shape of " + name + " must be given as a pointer")
	}
	c := of(field.JSON(name, zero), doc, "jsonb").where("jsonb_typeof(@) = 'object'")
	c.d.Optional = true
	return c
}

// checks are further CHECKs of a table, by the last part of their names.
type checks map[string]string

// table names the table and collects its CHECKs: <table>_<column>_check and
// <table>_<rule>_check.
func table(name, doc string, fields []ent.Field, more checks) []schema.Annotation {
	all := make(map[string]string)
	for _, f := range fields {
		if c, ok := f.(*column); ok && c.check != "" {
			all[name+"_"+c.d.Name+"_check"] = c.check
		}
	}
	for rule, expr := range more {
		all[name+"_"+rule+"_check"] = expr
	}
	return []schema.Annotation{schema.Comment(doc), entsql.Table(name), entsql.Checks(all)}
}
