package builtin

import (
	"context"

	"zuka/internal/shop/pet/brain"
)

// or is the first text that is not empty.
func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// count writes a number as shoppers read it: 1,200.
func count(n int) string { return brain.Naira(int64(n))[len("₦"):] }

// nth is the product at a place, from 1, or the last for -1; nil where there is
// none.
func nth(products []brain.Product, place int) *brain.Product {
	if place < 0 {
		place += len(products) + 1
	}
	if place < 1 || place > len(products) {
		return nil
	}
	return &products[place-1]
}

// hide drops the failure of something that only adds to an answer. The end of
// the context is told.
func hide(ctx context.Context, err error) error {
	if err != nil {
		return ctx.Err()
	}
	return nil
}
