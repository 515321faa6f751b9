package page

import (
	"context"
	"slices"
	"sync"
)

// CountCap is where counting a list stops: nobody reads past it, and counting
// all of a large list costs more than showing its page.
const CountCap = 10_000

// Connection is one page of a list.
type Connection[T any] struct {
	PageInfo Info
	list     List
	items    []Item[T]
	count    func(context.Context) (int, error)
}

// Edge is one item of a page with its cursor.
type Edge[T any] struct {
	Node T
	list List
	key  Key
}

// Cursor is the opaque place of this item in its list.
func (e Edge[T]) Cursor() string { return e.list.Cursor(e.key) }

// Edges are the items of the page, each with its cursor.
func (c *Connection[T]) Edges() []Edge[T] {
	edges := make([]Edge[T], len(c.items))
	for i, item := range c.items {
		edges[i] = Edge[T]{Node: item.Node, list: c.list, key: item.Key}
	}
	return edges
}

// Nodes are the items of the page without their cursors.
func (c *Connection[T]) Nodes() []T {
	nodes := make([]T, len(c.items))
	for i, item := range c.items {
		nodes[i] = item.Node
	}
	return nodes
}

// Drop leaves items out of the page without moving its bounds: rows that have
// gone since the page was read.
func (c *Connection[T]) Drop(gone func(T) bool) {
	c.items = slices.DeleteFunc(c.items, func(item Item[T]) bool { return gone(item.Node) })
}

// CountWith says how the whole list is counted. It runs at most once, and only
// when a client asks; it counts up to CountCap+1.
func (c *Connection[T]) CountWith(count func(context.Context) (int, error)) *Connection[T] {
	var (
		once  sync.Once
		total int
		err   error
	)
	c.count = func(ctx context.Context) (int, error) {
		once.Do(func() { total, err = count(ctx) })
		return total, err
	}
	return c
}

// TotalCount is the number of items in the whole list, or CountCap where there
// are more. It costs a statement.
func (c *Connection[T]) TotalCount(ctx context.Context) (int, error) {
	total, err := c.total(ctx)
	return min(total, CountCap), err
}

// TotalCountCapped tells whether the list has more than CountCap items.
func (c *Connection[T]) TotalCountCapped(ctx context.Context) (bool, error) {
	total, err := c.total(ctx)
	return total > CountCap, err
}

func (c *Connection[T]) total(ctx context.Context) (int, error) {
	if c.count == nil {
		return len(c.items), nil // A list that was never longer than its page.
	}
	return c.count(ctx)
}
