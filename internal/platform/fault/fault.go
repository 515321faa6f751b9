// Package fault is the vocabulary of expected failures. A domain returns a
// *Fault for what a caller may be told; every other error is unexpected,
// logged at the edge and shown as INTERNAL.
package fault

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Code says what kind of failure it is. Its text is what clients see in
// `extensions.code`.
type Code string

// The codes of the contract. There are no others.
const (
	Unauthenticated    Code = "UNAUTHENTICATED"
	Forbidden          Code = "FORBIDDEN"
	NotFound           Code = "NOT_FOUND"
	RateLimited        Code = "RATE_LIMITED"
	BadUserInput       Code = "BAD_USER_INPUT"
	QueryTooComplex    Code = "QUERY_TOO_COMPLEX"
	PersistedNotFound  Code = "PERSISTED_QUERY_NOT_FOUND"
	PersistedRequired  Code = "PERSISTED_QUERY_REQUIRED"
	ServiceUnavailable Code = "SERVICE_UNAVAILABLE"
	Internal           Code = "INTERNAL"
)

// Fault is a failure that a caller may be told about.
type Fault struct {
	Code    Code
	Message string
	// Field is the path of the argument or input field at fault, outermost
	// first; empty when no single field is.
	Field []string
	// RetryAfter is how long to wait before trying again; zero when waiting
	// does not help.
	RetryAfter time.Duration
	// Reason is set where clients tell more kinds of failure apart than Code
	// does.
	Reason Reason
	// Detail is what else a client needs to mend it; nil, or one of the details
	// of this package.
	Detail any
	cause  error
}

// Error is the message with the field in front, for logs and tests.
func (f *Fault) Error() string {
	text := f.Message
	if len(f.Field) > 0 {
		text = strings.Join(f.Field, ".") + ": " + text
	}
	return string(f.Code) + ": " + text
}

// Unwrap is the error behind the fault, which callers are never shown.
func (f *Fault) Unwrap() error { return f.cause }

// New makes a fault of any code.
func New(code Code, format string, args ...any) *Fault {
	return &Fault{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Invalid says that one input field cannot be accepted, and why.
// The field is a dotted path, as in "filter.price.min".
func Invalid(field, format string, args ...any) *Fault {
	fault := New(BadUserInput, format, args...)
	if field != "" {
		fault.Field = strings.Split(field, ".")
	}
	return fault
}

// Faults are several wrong fields of one input, told together so that a form
// can show them all.
type Faults []*Fault

// Error is every fault's text, separated by semicolons.
func (f Faults) Error() string {
	texts := make([]string, len(f))
	for i, one := range f {
		texts[i] = one.Error()
	}
	return strings.Join(texts, "; ")
}

// Unwrap lets errors.As find the first of them.
func (f Faults) Unwrap() []error {
	each := make([]error, len(f))
	for i, one := range f {
		each[i] = one
	}
	return each
}

// Check collects a fault when a rule does not hold.
func (f *Faults) Check(holds bool, field, format string, args ...any) {
	if !holds {
		*f = append(*f, Invalid(field, format, args...))
	}
}

// Keep collects what a check elsewhere returned: a fault, several, or nothing.
func (f *Faults) Keep(err error) {
	var several Faults
	switch {
	case err == nil:
	case errors.As(err, &several):
		*f = append(*f, several...)
	default:
		one, ok := From(err)
		if !ok {
			one = &Fault{Code: Internal, Message: "internal error", cause: err}
		}
		*f = append(*f, one)
	}
}

// Err is nil when every rule held.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

// Missing says that the thing asked for does not exist, or not for this
// caller: the two are told in the same words.
func Missing(what string) *Fault {
	return New(NotFound, "%s not found", what)
}

// Unavailable says that a service behind the shop did not answer. The cause
// is for the log.
func Unavailable(cause error) *Fault {
	fault := New(ServiceUnavailable, "the service is busy, please try again")
	fault.RetryAfter = time.Second
	fault.cause = cause
	return fault
}

// From finds the fault in an error chain.
func From(err error) (*Fault, bool) {
	var fault *Fault
	ok := errors.As(err, &fault)
	return fault, ok
}

// Is reports whether err is a fault of this code.
func Is(err error, code Code) bool {
	fault, ok := From(err)
	return ok && fault.Code == code
}

// Below puts a path before the fields of an error's faults, as when the input of
// one domain is a part of another's.
func Below(path string, err error) error {
	return each(err, func(one *Fault) {
		if len(one.Field) > 0 { // What is about no field is about none of the larger input either.
			one.Field = append(strings.Split(path, "."), one.Field...)
		}
	})
}

// Within takes the field off those faults of an error that are not about a path
// or something below it: for a caller whose input has no such field.
func Within(path string, err error) error {
	steps := strings.Split(path, ".")
	return each(err, func(one *Fault) {
		if len(one.Field) < len(steps) || !slices.Equal(one.Field[:len(steps)], steps) {
			one.Field = nil
		}
	})
}

// each changes copies of an error's faults; an error without any stays.
func each(err error, change func(*Fault)) error {
	var several Faults
	if !errors.As(err, &several) {
		one, expected := From(err)
		if !expected {
			return err
		}
		several = Faults{one}
	}
	changed := make(Faults, len(several))
	for i, one := range several {
		copied := *one
		change(&copied)
		changed[i] = &copied
	}
	return changed
}
