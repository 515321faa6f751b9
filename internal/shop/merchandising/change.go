package merchandising

import "zuka/internal/platform/fault"

// Change is a new value for something, when one is wanted. A nil Value takes
// away what can be missing.
type Change[T any] struct {
	Wanted bool
	Value  *T
}

// To is a change to a value.
func To[T any](value T) Change[T] { return Change[T]{Wanted: true, Value: &value} }

// toAny is a change to what may be missing.
func toAny[T any](value *T) Change[T] { return Change[T]{Wanted: true, Value: value} }

// keeper checks a value and puts it into the form in which it is kept.
type keeper[T any] func(faults *fault.Faults, field string, value T) T

// may checks a change of what can be missing.
func (c *Change[T]) may(faults *fault.Faults, field string, keep keeper[T]) {
	if c.Value != nil {
		kept := keep(faults, field, *c.Value)
		c.Value = &kept
	}
}

// must checks a change of what cannot be missing.
func (c *Change[T]) must(faults *fault.Faults, field string, keep keeper[T]) {
	faults.Check(!c.Wanted || c.Value != nil, field, "cannot be taken away")
	c.may(faults, field, keep)
}

// or gives what is taken away a value that stands for nothing.
func (c *Change[T]) or(nothing T) {
	if c.Wanted && c.Value == nil {
		c.Value = &nothing
	}
}

// apply writes a wanted change by one of the setters of ent.
func (c Change[T]) apply(set func(T), clear func()) {
	switch {
	case !c.Wanted:
	case c.Value == nil:
		clear()
	default:
		set(*c.Value)
	}
}

// set writes a wanted change of what cannot be missing.
func (c Change[T]) set(set func(T)) {
	if c.Wanted {
		set(*c.Value)
	}
}

func asIs[T any](_ *fault.Faults, _ string, value T) T { return value }
