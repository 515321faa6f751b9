package archive

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// kind is how a column is kept.
type kind int

const (
	number kind = iota // bigint
	moment             // timestamptz
	unique             // uuid
	text
	object // jsonb
)

// column is one of analytics_events, as the table and the files have it.
type column struct {
	name string
	kind kind
	null bool
	// few tells that a value comes again and again, so that a dictionary of them
	// is smaller.
	few bool
}

// columns are those of analytics_events in the table's order. A column that a
// migration adds is added here with it: a table with others is not archived.
var columns = []column{
	{"id", number, false, false}, {"event_id", unique, false, false}, {"user_id", unique, true, true}, {"session_id", unique, false, true},
	{"event_type", text, false, true}, {"event_name", text, false, true}, {"platform", text, false, true},
	{"page_path", text, true, true}, {"screen_name", text, true, true}, {"product_id", number, true, true}, {"category", text, true, true},
	{"search_query", text, true, true}, {"metadata", object, true, true}, {"ip_address", text, true, true}, {"user_agent", text, true, true},
	{"device_type", text, true, true}, {"os", text, true, true}, {"browser", text, true, true}, {"country", text, false, true},
	{"state", text, true, true}, {"city", text, true, true}, {"referrer_url", text, true, true}, {"utm_source", text, true, true},
	{"utm_medium", text, true, true}, {"utm_campaign", text, true, true}, {"created_at", moment, false, false}, {"updated_at", moment, false, false},
	{"entry", number, true, false},
}

// named finds a column.
func named(name string) (column, bool) {
	at := slices.IndexFunc(columns, func(c column) bool { return c.name == name })
	if at < 0 {
		return column{}, false
	}
	return columns[at], true
}

// selected is the list of columns that a query gives in the form of a record.
func selected() string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
		if c.kind == object {
			names[i] += "::text"
		}
	}
	return strings.Join(names, ", ")
}

// record is a row: each column as PostgreSQL sends it in binary, jsonb as text;
// nil for NULL.
type record [][]byte

const (
	// epoch is PostgreSQL's first moment, 2000-01-01, in microseconds of Unix.
	epoch = 946_684_800_000_000
	// forever is "infinity" in a file, and -forever "-infinity", as DuckDB has it.
	forever = math.MaxInt64
)

// value is a field as Parquet keeps it.
func (c column) value(field []byte) (parquet.Value, error) {
	switch {
	case field == nil:
		return parquet.NullValue(), nil
	case c.kind == number:
		return parquet.Int64Value(int64(binary.BigEndian.Uint64(field))), nil
	case c.kind == moment:
		micros, err := toUnix(int64(binary.BigEndian.Uint64(field)))
		return parquet.Int64Value(micros), err
	case c.kind == unique:
		return parquet.FixedLenByteArrayValue(field), nil
	}
	return parquet.ByteArrayValue(field), nil
}

// appendField adds a value to room as PostgreSQL has it.
func (c column) appendField(room []byte, value parquet.Value) []byte {
	switch c.kind {
	case number:
		return binary.BigEndian.AppendUint64(room, uint64(value.Int64()))
	case moment:
		return binary.BigEndian.AppendUint64(room, uint64(fromUnix(value.Int64())))
	}
	return append(room, value.ByteArray()...)
}

// toUnix is a moment counted from 1970 instead of 2000. PostgreSQL's last half
// century, about the year 294,000, does not fit.
func toUnix(micros int64) (int64, error) {
	switch {
	case micros == math.MaxInt64:
		return forever, nil
	case micros == math.MinInt64:
		return -forever, nil
	case micros >= math.MaxInt64-epoch:
		return 0, ErrTooFar
	}
	return micros + epoch, nil
}

func fromUnix(micros int64) int64 {
	switch micros {
	case forever:
		return math.MaxInt64
	case -forever:
		return math.MinInt64
	}
	return micros - epoch
}

// node is the column in the schema of a file.
func (c column) node() parquet.Node {
	var node parquet.Node
	switch c.kind {
	case number:
		node = parquet.Int(64)
	case moment:
		node = parquet.Timestamp(parquet.Microsecond)
	case unique:
		node = parquet.UUID()
	case object:
		node = parquet.JSON()
	default:
		node = parquet.String()
	}
	switch {
	case c.few:
		node = parquet.Encoded(node, &parquet.RLEDictionary)
	case c.kind == number, c.kind == moment:
		node = parquet.Encoded(node, &parquet.DeltaBinaryPacked)
	}
	if c.null {
		node = parquet.Optional(node)
	}
	return node
}

// ordered is a group whose fields stand in the order of columns; the library's
// own sorts them by name.
type ordered struct{ parquet.Group }

// Fields are the columns in their order.
func (o ordered) Fields() []parquet.Field {
	fields := o.Group.Fields()
	place := func(f parquet.Field) int {
		return slices.IndexFunc(columns, func(c column) bool { return c.name == f.Name() })
	}
	slices.SortFunc(fields, func(a, b parquet.Field) int { return place(a) - place(b) })
	return fields
}

// schema is that of the files.
var schema = func() *parquet.Schema {
	group := parquet.Group{}
	for _, c := range columns {
		group[c.name] = c.node()
	}
	return parquet.NewSchema("analytics_events", ordered{group})
}()

// inFile are the columns of a file in its order.
func inFile(file *parquet.File) ([]column, error) {
	var found []column
	for _, field := range file.Schema().Fields() {
		c, known := named(field.Name())
		if !known || !field.Leaf() || field.Type().Kind() != c.node().Type().Kind() {
			return nil, fmt.Errorf("%w: %s in the file", ErrUnknownColumn, field.Name())
		}
		found = append(found, c)
	}
	return found, nil
}
