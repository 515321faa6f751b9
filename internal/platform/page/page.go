// Package page cuts long lists into pages the Relay way: by keyset cursors,
// never by offset, so that a page costs the same wherever it lies and rows
// that arrive meanwhile shift nothing.
package page

import (
	"zuka/internal/platform/fault"
)

const (
	// DefaultSize is how many items a page has when nobody says.
	DefaultSize = 20
	// MaxSize is how many items a page may have at most.
	MaxSize = 100
)

// Args are the paging arguments of a connection field, as the client sent them.
type Args struct {
	First, Last   *int32
	After, Before *string
}

// Window is the part of a list that a page shows.
type Window struct {
	// Size is the number of items wanted, 1..MaxSize.
	Size int
	// Backward means the last items before the end are wanted.
	Backward bool
	// After and Before bound the window, exclusively; nil means no bound.
	After, Before *Cursor
}

// Window checks the arguments against the list they are about. The faults name
// the argument.
func (a Args) Window(list List) (Window, error) {
	window := Window{Size: DefaultSize, Backward: a.Last != nil}
	if a.First != nil && a.Last != nil {
		return window, fault.Invalid("last", "cannot be given together with first")
	}
	for _, argument := range []struct {
		name  string
		value *int32
	}{{"first", a.First}, {"last", a.Last}} {
		if argument.value == nil {
			continue
		}
		if *argument.value < 1 || *argument.value > MaxSize {
			return window, fault.Invalid(argument.name, "must be between 1 and %d, got %d", MaxSize, *argument.value)
		}
		window.Size = int(*argument.value)
	}
	var err error
	if window.After, err = list.read("after", a.After); err != nil {
		return window, err
	}
	window.Before, err = list.read("before", a.Before)
	return window, err
}

// Info tells where a page lies in its list.
type Info struct {
	HasNextPage, HasPreviousPage bool
	// StartCursor and EndCursor are nil on an empty page.
	StartCursor, EndCursor *string
}

// Item is one element of a list with the key it is sorted by.
type Item[T any] struct {
	Node T
	Key  Key
}

// Cut makes a page of what was read: rows in reading order (backwards for a
// backward window), one more than the window's size where there are more.
func Cut[T any](list List, window Window, rows []Item[T]) *Connection[T] {
	more := len(rows) > window.Size
	if more {
		rows = rows[:window.Size]
	}
	items := make([]Item[T], len(rows))
	for i, row := range rows {
		if window.Backward {
			items[len(rows)-1-i] = row
		} else {
			items[i] = row
		}
	}
	connection := &Connection[T]{list: list, items: items}
	connection.PageInfo.HasNextPage, connection.PageInfo.HasPreviousPage = more, window.After != nil
	if window.Backward {
		connection.PageInfo.HasNextPage, connection.PageInfo.HasPreviousPage = window.Before != nil, more
	}
	if len(items) > 0 {
		start, end := list.Cursor(items[0].Key), list.Cursor(items[len(items)-1].Key)
		connection.PageInfo.StartCursor, connection.PageInfo.EndCursor = &start, &end
	}
	return connection
}
