// Package repeat says what is still to be done for each request whose answer
// was made for an earlier one: to ask whether it may have it, to count it.
package repeat

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// Request is one that is given an answer that was made before.
type Request struct {
	Header http.Header
	// Begun is when it came.
	Begun time.Time
}

// Step is done for each such request. With an error it does not get the answer
// and is run as any other.
type Step func(ctx context.Context, request Request) error

// key is the steps' place in an operation.
const key = "repeat"

// Add has a step done for later requests that are given this operation's answer.
func Add(operation *graphql.OperationContext, step Step) {
	operation.Stats.SetExtension(key, append(Of(operation), step))
}

// Of are the steps that were added, in their order.
func Of(operation *graphql.OperationContext) []Step {
	steps, _ := operation.Stats.GetExtension(key).([]Step)
	return steps
}
