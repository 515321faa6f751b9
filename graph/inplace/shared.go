package inplace

import (
	"context"
	"io"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/platform/relay"
)

// Keeper is a value that many are sent, and that keeps what it is written as.
type Keeper = relay.Keeper

// selection names what is asked of a value. It holds the parts of the document
// themselves: an address alone could be another document's later.
type selection struct {
	parts [mostShared]ast.Selection
	n     int
}

// mostShared is how many fields of a value may be asked for, where it is to be
// written once for all.
const mostShared = 8

// Shared writes an object that is the same for all who ask the same of it: once,
// for all of them. Documents are shared by those who send the same text, and so
// are their parts. What depends on variables is written for each.
func Shared(ctx context.Context, sel ast.SelectionSet, value Keeper, object func() graphql.Marshaler) graphql.Marshaler {
	if len(sel) > mostShared || varies(sel) {
		return object()
	}
	key := selection{n: len(sel)}
	copy(key.parts[:], sel)
	written := value.Rendered(key, func() []byte { return Body(object()) })
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = w.Write(written) // gqlgen writes into memory.
	})
}

// varies tells whether a variable decides what is written.
func varies(sel ast.SelectionSet) bool {
	for _, part := range sel {
		switch s := part.(type) {
		case *ast.Field:
			if byVariable(s.Directives) || argued(s.Arguments) || varies(s.SelectionSet) {
				return true
			}
		case *ast.InlineFragment:
			if byVariable(s.Directives) || varies(s.SelectionSet) {
				return true
			}
		case *ast.FragmentSpread:
			if s.Definition == nil || byVariable(s.Directives) || varies(s.Definition.SelectionSet) {
				return true
			}
		}
	}
	return false
}

func byVariable(directives ast.DirectiveList) bool {
	for _, one := range directives {
		if argued(one.Arguments) {
			return true
		}
	}
	return false
}

// argued tells whether an argument is a variable, or holds one.
func argued(arguments ast.ArgumentList) bool {
	for _, one := range arguments {
		if holdsVariable(one.Value) {
			return true
		}
	}
	return false
}

func holdsVariable(value *ast.Value) bool {
	if value == nil {
		return false
	}
	if value.Kind == ast.Variable {
		return true
	}
	for _, child := range value.Children {
		if holdsVariable(child.Value) {
			return true
		}
	}
	return false
}
