package guard

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/fault"
)

// Reader reads documents that are to be registered: what a client sends for years
// must run as it stands. It is safe for use from many goroutines.
type Reader struct{ gate *Gate }

// NewReader reads documents against a schema, within limits.
func NewReader(schema *ast.Schema, limits Limits) *Reader {
	return &Reader{NewGate(schema, Settings{Limits: limits, Suggest: true})}
}

// Read checks a document: it must have one operation with a name and be one that
// the gate lets through. The error is a fault with the first mistake and its place.
func (r *Reader) Read(text string) (name, operation string, err error) {
	document, errs := r.gate.prepare(text)
	if len(errs) > 0 {
		return "", "", mistake(errs)
	}
	if len(document.doc.Operations) != 1 || document.doc.Operations[0].Name == "" {
		return "", "", fault.Invalid("", "must have one operation, with a name")
	}
	only := document.doc.Operations[0]
	if cost, fixed := document.costs[only]; fixed {
		if err := r.gate.inspector.checkCost(cost); err != nil {
			return "", "", err
		}
	}
	return only.Name, string(only.Operation), nil
}

func mistake(errs gqlerror.List) error {
	first := errs[0]
	if known, ok := fault.From(first.Err); ok {
		return known
	}
	if len(first.Locations) > 0 {
		return fault.Invalid("", "line %d, column %d: %s", first.Locations[0].Line, first.Locations[0].Column, first.Message)
	}
	return fault.Invalid("", "%s", first.Message)
}
