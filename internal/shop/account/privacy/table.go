package privacy

import (
	"slices"
	"strings"
)

// table is what the shop knows of a person in one table. SQL in it calls a row
// of the table t and the person $1.
type table struct {
	name string
	// section and about are what the person finds in an export.
	section, about string
	// holders are the columns that lead to a person, directly or through a row
	// of another table in the list.
	holders []string
	// rows is the condition that finds the person's rows. What is in two
	// indexes is a UNION: an OR of them would read the whole table.
	rows string
	// key is the primary key; id when it is empty.
	key []string
	// left are columns that are not exported, and why.
	left map[string]string
	// shown are pairs of names and values that are exported besides or
	// instead of columns, as jsonb_build_object takes them.
	shown string
	// erasure is what becomes of the rows, in this order. With no step they
	// stay as they are, and kept says why they may.
	erasure []step
	kept    string
}

// step is one part of erasure: exactly one of remove, set and together.
type step struct {
	// rows is the condition for other rows than the table's own.
	rows string
	// remove deletes the rows.
	remove bool
	// set changes the rows.
	set []change
	// together are statements of one transaction, for what must not be seen
	// half done. They too must do nothing the second time.
	together []string
}

// change sets a column. A row whose columns all have their values is done, so
// the value of a value must be itself.
type change struct{ column, value string }

var removed = []step{{remove: true}}

func changed(changes ...change) []step { return []step{{set: changes}} }

// emptied sets columns to NULL.
func emptied(columns ...string) []change {
	changes := make([]change, len(columns))
	for i, column := range columns {
		changes[i] = change{column, "NULL"}
	}
	return changes
}

// withoutPerson empties a column that may name somebody else, too.
func withoutPerson(column string) change {
	return change{column, "nullif(t." + column + ", $1)"}
}

// onlyKeys keeps the keys of a jsonb object that are named, which are about no
// person; a key that is added later goes, until it is named here.
func onlyKeys(column string, keys ...string) change {
	return change{column, "(SELECT jsonb_object_agg(key, value) FROM jsonb_each(t." + column +
		") WHERE key IN ('" + strings.Join(keys, "', '") + "'))"}
}

// erasedCode begins codes that lead to nobody. No code that people are given
// has a hyphen in this place.
const erasedCode = "ERASED-"

// newCode replaces a code by a random one that nobody knows, once.
func newCode(column string) change {
	return change{column, "CASE WHEN t." + column + " LIKE '" + erasedCode + "%' THEN t." + column +
		" ELSE '" + erasedCode + "' || gen_random_uuid() END"}
}

const (
	byUser = "t.user_id = $1"
	// ownSessions are the person's sessions.
	ownSessions = "SELECT s.id FROM user_sessions AS s WHERE s.user_id = $1"
	// ownOrders are the person's orders, which stay theirs, or nobody's, for good.
	ownOrders = "SELECT o.id FROM orders AS o WHERE o.user_id = $1"
	// ownPayments are what the person paid, and what was paid for their orders.
	ownPayments = `SELECT p.id FROM payments AS p WHERE p.user_id = $1
		UNION SELECT p.id FROM payments AS p JOIN orders AS o ON o.id = p.order_id WHERE o.user_id = $1`
)

// tables is the list, in the order of an export: the account first. Erasure
// goes through it backwards, so that a row goes after what is found through it,
// and the account's own row last.
var tables = slices.Concat(accountTables, buyingTables, playTables, traceTables)
