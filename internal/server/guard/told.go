package guard

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// costKey is the extension by which a request asks what its operation costs, with
// the value true, and by which the answer tells it.
const costKey = "cost"

// told is the cost of an operation whose request asked for it.
type told struct{ cost int }

// InterceptResponse tells what an operation costs, to who asked: a front end that
// is being written can see how near the limit it is. Kept answers tell it too.
func (g *Gate) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	operation := graphql.GetOperationContext(ctx)
	asked, ok := operation.Extensions[costKey].(told)
	if !ok || response == nil || operation.Operation == nil || operation.Operation.Operation == ast.Subscription {
		return response
	}
	own := *response // Others may be given the same.
	own.Extensions = map[string]any{costKey: map[string]int{"operation": asked.cost, "most": g.inspector.limits.Cost}}
	for name, value := range response.Extensions {
		own.Extensions[name] = value
	}
	return &own
}
