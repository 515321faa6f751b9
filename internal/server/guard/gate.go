package guard

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"zuka/internal/platform/fault"
	"zuka/internal/server/repeat"
)

const (
	// cacheBytes bounds what parsed documents may keep in memory.
	cacheBytes = 64 << 20
	// bytesPerLetter is about what a parsed document takes for each byte of
	// its text.
	bytesPerLetter = 64
	// mostErrors bounds the answer to a document with very many mistakes.
	mostErrors = 20
)

// Gate lets a document through to the executor: it parses within the token
// limit, measures the shape, only then validates, and weighs the operation
// with its variables. Documents that passed are kept, so that a known one is
// only weighed, and not even that when no variable changes its cost.
//
// It is both a gqlgen extension and the executor's query cache: the extension
// leaves the document in the operation context, where the cache finds it. So
// nothing the executor runs has gone round the gate. Extensions that exchange
// the query's text have to be registered before it.
type Gate struct {
	inspector     *Inspector
	rules         *rules.Rules
	introspection func(context.Context) bool
	spend         func(context.Context, int) error
	known         *otter.Cache[string, *passed]
}

var (
	_ graphql.OperationParameterMutator = (*Gate)(nil)
	_ graphql.HandlerExtension          = (*Gate)(nil)
	_ graphql.Cache[*ast.QueryDocument] = (*Gate)(nil)
	_ graphql.ResponseInterceptor       = (*Gate)(nil)
)

// Settings is what a Gate is made of.
type Settings struct {
	Limits Limits
	// Suggest lets validation errors say which name may have been meant.
	Suggest bool
	// Introspection says whether this caller may read the schema; nil is
	// nobody.
	Introspection func(context.Context) bool
	// Spend counts a cost against the caller, and answers a fault when too
	// much was spent; nil counts nothing.
	Spend func(ctx context.Context, cost int) error
}

// bytesPerCost is how much text of an unknown document costs one: reading and
// validating it is work as well.
const bytesPerCost = 100

// passed is a document that may run.
type passed struct {
	doc       *ast.QueryDocument
	fragments map[string]*ast.FragmentDefinition
	// costs holds the operations whose cost no variable changes.
	costs       map[*ast.OperationDefinition]int
	introspects bool
}

// NewGate makes the gate of one schema.
func NewGate(schema *ast.Schema, settings Settings) *Gate {
	introspection := settings.Introspection
	if introspection == nil {
		introspection = func(context.Context) bool { return false }
	}
	spend := settings.Spend
	if spend == nil {
		spend = func(context.Context, int) error { return nil }
	}
	return &Gate{
		spend:         spend,
		inspector:     NewInspector(schema, settings.Limits),
		rules:         validationRules(settings.Suggest),
		introspection: introspection,
		known: otter.Must(&otter.Options[string, *passed]{
			MaximumWeight: cacheBytes,
			Weigher:       func(query string, _ *passed) uint32 { return uint32(1024 + bytesPerLetter*len(query)) },
		}),
	}
}

// ExtensionName is the gate's name in gqlgen's messages.
func (*Gate) ExtensionName() string { return "Gate" }

// Validate accepts every schema.
func (*Gate) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters refuses what may not run. Several validation
// errors come as one, which Expand takes apart.
func (g *Gate) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	document, known := g.known.GetIfPresent(params.Query)
	if !known {
		if err := g.spend(ctx, 1+len(params.Query)/bytesPerCost); err != nil {
			return Refusal(err)
		}
		var errs gqlerror.List
		if document, errs = g.prepare(params.Query); len(errs) > 0 {
			return fold(errs)
		}
		g.known.Set(params.Query, document)
	}
	opCtx := graphql.GetOperationContext(ctx)
	if document.introspects {
		if !g.introspection(ctx) {
			return Refusal(fault.New(fault.Forbidden, "introspection is switched off"))
		}
		opCtx.DisableIntrospection = false
	}
	if err := g.weigh(ctx, document, params); err != nil {
		return Refusal(err)
	}
	opCtx.Doc = document.doc
	return nil
}

// Get is the executor's way to the document that passed.
func (g *Gate) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	doc := graphql.GetOperationContext(ctx).Doc
	return doc, doc != nil
}

// Add does nothing: the executor meets no document that is not known here.
func (g *Gate) Add(context.Context, string, *ast.QueryDocument) {}

func (g *Gate) prepare(query string) (*passed, gqlerror.List) {
	if problem := BadText(query); problem != "" {
		return nil, gqlerror.List{Refusal(fault.Invalid("query", "%s", problem))}
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, g.inspector.limits.Tokens)
	if err != nil {
		return nil, gqlerror.List{g.parseError(err)}
	}
	if len(doc.Operations) == 0 {
		return nil, gqlerror.List{Refusal(fault.Invalid("", "the document has no operation"))}
	}
	fragments := indexFragments(doc)
	shape, _, err := g.inspector.shape(doc, fragments)
	if err != nil {
		return nil, gqlerror.List{Refusal(err)}
	}
	if errs := validator.ValidateWithRules(g.inspector.schema, doc, g.rules); len(errs) > 0 {
		errs = errs[:min(len(errs), mostErrors)]
		for _, err := range errs {
			errcode.Set(err, string(fault.BadUserInput))
		}
		return nil, errs
	}
	document := &passed{doc: doc, fragments: fragments, introspects: shape.Introspects,
		costs: make(map[*ast.OperationDefinition]int, len(doc.Operations))}
	for _, operation := range doc.Operations {
		if cost, varies, _ := g.inspector.cost(operation, fragments, nil); !varies {
			document.costs[operation] = cost
		}
	}
	return document, nil
}

// weigh refuses an operation that costs too much, or more than its caller has
// left.
func (g *Gate) weigh(ctx context.Context, document *passed, params *graphql.RawParams) error {
	operation := document.doc.Operations.ForName(params.OperationName)
	if operation == nil {
		return nil // the executor tells that the name is unknown
	}
	cost, fixed := document.costs[operation]
	if !fixed {
		cost, _, _ = g.inspector.cost(operation, document.fragments, params.Variables)
	}
	if params.Extensions[costKey] == true {
		params.Extensions[costKey] = told{cost}
	}
	if err := g.inspector.checkCost(cost); err != nil {
		return err
	}
	repeat.Add(graphql.GetOperationContext(ctx), func(ctx context.Context, _ repeat.Request) error { return g.spend(ctx, cost) })
	return g.spend(ctx, cost)
}

// parseError gives the parser's error its code. The token limit is a limit
// like the others.
func (g *Gate) parseError(err error) *gqlerror.Error {
	var parse *gqlerror.Error
	if !errors.As(err, &parse) {
		return Refusal(fault.Invalid("", "the document cannot be parsed"))
	}
	if len(parse.Locations) == 0 {
		// The parser's only error without a place is that of its token limit.
		return Refusal(exceeded("token", "the document is too long", g.inspector.limits.Tokens))
	}
	errcode.Set(parse, string(fault.BadUserInput))
	return parse
}

// Refusal is a fault as gqlgen carries it; the presenter finds the fault by
// errors.As.
func Refusal(err error) *gqlerror.Error {
	wrapped := &gqlerror.Error{Err: err, Message: err.Error()}
	if known, ok := fault.From(err); ok {
		wrapped.Message = known.Message
		wrapped.Extensions = map[string]any{"code": string(known.Code)}
		if known.RetryAfter > 0 {
			wrapped.Extensions["retryAfter"] = known.RetryAfter.Seconds()
		}
	}
	return wrapped
}

// fold makes one error of many, for gqlgen's extensions give back only one.
func fold(errs gqlerror.List) *gqlerror.Error {
	if len(errs) == 1 {
		return errs[0]
	}
	folded := *errs[0]
	folded.Err = errs
	return &folded
}

// Expand takes apart what the gate folded and gives gqlgen's own refusals
// the shop's code.
func Expand(errs gqlerror.List) gqlerror.List {
	if len(errs) == 1 {
		if folded, ok := errs[0].Err.(gqlerror.List); ok {
			errs = folded
		}
	}
	for _, err := range errs {
		switch err.Extensions["code"] {
		case errcode.ParseFailed, errcode.ValidationFailed, nil:
			errcode.Set(err, string(fault.BadUserInput))
		}
	}
	return errs
}
