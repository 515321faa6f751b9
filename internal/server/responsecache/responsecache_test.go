package responsecache_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/cache"
	"zuka/internal/server/responsecache"
)

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

// of is a cache of the test's schema.
func of(t *testing.T, store responsecache.Store) *responsecache.Cache {
	t.Helper()
	kept := responsecache.New(responsecache.Settings{Store: store})
	require.NoError(t, kept.Validate(&graphql.ExecutableSchemaMock{SchemaFunc: func() *ast.Schema { return schema }}))
	return kept
}

// run asks a cache once; the answer says how often the operation ran.
func run(t *testing.T, kept *responsecache.Cache, query string, variables map[string]any, respond func() *graphql.Response) *graphql.Response {
	t.Helper()
	ctx := graphql.WithOperationContext(t.Context(), &graphql.OperationContext{RawQuery: query, Operation: operation(t, query), Variables: variables})
	return kept.InterceptResponse(ctx, func(context.Context) *graphql.Response { return respond() })
}

func TestAnAnswerIsKeptByAllItDependsOn(t *testing.T) {
	t.Parallel()
	kept, ran := of(t, &shelf{kept: map[string]*cache.Answer{}}), 0
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
	kept, ran := of(t, &shelf{kept: map[string]*cache.Answer{}}), 0
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
	kept := of(t, &shelf{down: errors.New("no memory")})
	got := run(t, kept, `{ shop { name } }`, nil, func() *graphql.Response { return &graphql.Response{Data: []byte(`{}`)} })
	require.Equal(t, `{}`, string(got.Data))
}

func TestNothingIsKeptBeforeTheSchemaIsKnown(t *testing.T) {
	t.Parallel()
	kept, ran := responsecache.New(responsecache.Settings{Store: &shelf{kept: map[string]*cache.Answer{}}}), 0
	for range 2 {
		run(t, kept, `{ shop { name } }`, nil, func() *graphql.Response { ran++; return &graphql.Response{Data: []byte(`{}`)} })
	}
	require.Equal(t, 2, ran)
}
