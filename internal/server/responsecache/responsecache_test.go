package responsecache_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"zuka/internal/platform/cache"
	"zuka/internal/server/responsecache"
)

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	enum CacheControlScope { PUBLIC PRIVATE }
	directive @cacheControl(maxAge: Int!, scope: CacheControlScope! = PUBLIC) on FIELD_DEFINITION
	type Query {
		shop: Shop! @cacheControl(maxAge: 60)
		plain: Shop! @cacheControl(maxAge: 60, scope: PUBLIC)
		mine: Shop! @cacheControl(maxAge: 60, scope: PRIVATE)
		unsaid: Shop!
	}
	type Mutation { change: Shop! @cacheControl(maxAge: 60) }
	type Shop { name: String! liked: Boolean! @cacheControl(maxAge: 0, scope: PRIVATE) self: Shop! }`})

func operation(t *testing.T, query string) *ast.OperationDefinition {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules())
	require.Empty(t, errs, query)
	return doc.Operations[0]
}

func TestWhatIsNotSaidToBePublicIsPrivate(t *testing.T) {
	t.Parallel()
	for query, public := range map[string]bool{
		`{ shop { name } }`:                         true,
		`{ shop { name } plain { self { name } } }`: true,
		`{ ... { shop { name } } }`:                 true,
		`query Q { ...F } fragment F on Query { shop { ...G ...G } } fragment G on Shop { name self { name } }`: true,
		`{ mine { name } }`:                                              false,
		`{ unsaid { name } }`:                                            false,
		`{ shop { name } unsaid { name } }`:                              false,
		`{ shop { self { self { liked } } } }`:                           false,
		`{ shop { ... { liked } } }`:                                     false,
		`{ shop { ...G } } fragment G on Shop { self { liked } }`:        false,
		`{ ...F } fragment F on Query { shop { name } unsaid { name } }`: false,
		`{ shop { ...G } plain { ...G } } fragment G on Shop { self { ...H } } fragment H on Shop { liked }`: false,
		`{ shop { name } __schema { types { name } } }`:                                                      false,
		`mutation { change { name } }`:                                                                       false,
	} {
		require.Equal(t, public, responsecache.Public(operation(t, query)), query)
	}
	require.False(t, responsecache.Public(nil))
}

func TestFragmentsThatSpreadOneAnotherAreLookedAtOnce(t *testing.T) {
	t.Parallel()
	var query strings.Builder
	query.WriteString("{ shop { ...F00 } }")
	for i := range 40 {
		query.WriteString(" fragment F" + itoa(i) + " on Shop { self { ...F" + itoa(i+1) + " ...F" + itoa(i+1) + " } }")
	}
	query.WriteString(" fragment F40 on Shop { name }")
	doc, err := gqlparser.LoadQueryWithRules(schema, query.String(), rules.NewDefaultRules())
	require.Empty(t, err)
	require.True(t, responsecache.Public(doc.Operations[0])) // 2^40 looks would not end.
}

func itoa(i int) string { return string([]byte{byte('0' + i/10), byte('0' + i%10)}) }

// shelf is a store that never forgets.
type shelf struct {
	mu   sync.Mutex
	kept map[string]*cache.Answer
	down error
}

func (s *shelf) Get(ctx context.Context, key string, compute func(context.Context) ([]byte, error)) (*cache.Answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.down != nil {
		return nil, s.down
	}
	if data, there := s.kept[key]; there {
		return data, nil
	}
	body, err := compute(ctx)
	answer := &cache.Answer{Body: body}
	if err == nil {
		s.kept[key] = answer
	}
	return answer, err
}

// run asks a cache once; the answer says how often the operation ran.
func run(t *testing.T, kept *responsecache.Cache, query string, variables map[string]any, respond func() *graphql.Response) *graphql.Response {
	t.Helper()
	ctx := graphql.WithOperationContext(t.Context(), &graphql.OperationContext{RawQuery: query, Operation: operation(t, query), Variables: variables})
	return kept.InterceptResponse(ctx, func(context.Context) *graphql.Response { return respond() })
}

func TestAnAnswerIsKeptByAllItDependsOn(t *testing.T) {
	t.Parallel()
	kept, ran := responsecache.New(responsecache.Settings{Store: &shelf{kept: map[string]*cache.Answer{}}}), 0
	respond := func() *graphql.Response { ran++; return &graphql.Response{Data: []byte(`{"n":1}`)} }
	for _, c := range []struct {
		query     string
		variables map[string]any
		ran       int
	}{
		{`{ shop { name } }`, nil, 1}, {`{ shop { name } }`, nil, 1}, {`{ shop { name  } }`, nil, 2},
		{`{ shop { name } }`, map[string]any{"a": 1}, 3}, {`{ shop { name } }`, map[string]any{"a": 2}, 4},
		{`{ shop { name } }`, map[string]any{"a": 1}, 4}, {`{ unsaid { name } }`, nil, 5}, {`{ unsaid { name } }`, nil, 6},
	} {
		got := run(t, kept, c.query, c.variables, respond)
		require.JSONEq(t, `{"n":1}`, string(got.Data))
		require.Equal(t, c.ran, ran, c.query)
	}
}

func TestWhatWentWrongIsNotKept(t *testing.T) {
	t.Parallel()
	const query = `{ shop { name } }`
	kept, ran := responsecache.New(responsecache.Settings{Store: &shelf{kept: map[string]*cache.Answer{}}}), 0
	for _, answer := range []*graphql.Response{
		nil, {Errors: gqlerror.List{gqlerror.Errorf("no")}, Data: []byte(`{"shop":null}`)}, {Data: []byte(`{}`), Extensions: map[string]any{"cost": 1}}, {Data: nil},
	} {
		got := run(t, kept, query, nil, func() *graphql.Response { ran++; return answer })
		require.Same(t, answer, got)
	}
	require.Equal(t, 4, ran)
}

func TestAStoreThatIsDownStopsNobody(t *testing.T) {
	t.Parallel()
	kept := responsecache.New(responsecache.Settings{Store: &shelf{down: errors.New("no memory")}})
	got := run(t, kept, `{ shop { name } }`, nil, func() *graphql.Response { return &graphql.Response{Data: []byte(`{}`)} })
	require.Equal(t, `{}`, string(got.Data))
}
