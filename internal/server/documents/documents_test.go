package documents

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"weak"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/persisted"
	"zuka/internal/server/repeat"
)

const (
	home  = "query Home { shop { name } }"
	other = "query Other { shop { name } }"
)

// shelf is a Registry and Texts in memory.
type shelf struct {
	published map[string]string
	texts     map[string]string
	used      []string
	spent     int
	err       error
}

func (s *shelf) Find(_ context.Context, id string) (*persisted.Document, error) {
	if text, known := s.published[id]; known {
		return &persisted.Document{ID: id, SHA256: persisted.Hash(text), Text: text}, s.err
	}
	return nil, s.err
}

func (s *shelf) Used(d *persisted.Document, client, version string) {
	s.used = append(s.used, d.Text+" by "+client+" "+version)
}
func (s *shelf) Get(_ context.Context, hash string) string { return s.texts[hash] }
func (s *shelf) Set(_ context.Context, hash, text string)  { s.texts[hash] = text }
func (s *shelf) Has(hash string) bool                      { return s.texts[hash] != "" }

// spend lets a caller have something kept once.
func (s *shelf) spend(_ context.Context, cost int) error {
	if s.spent+cost > keepCost+100 {
		return fault.New(fault.RateLimited, "too much")
	}
	s.spent += cost
	return nil
}

type staff struct{}

func finder(mode Mode) (*Finder, *shelf) {
	s := &shelf{published: map[string]string{persisted.Hash(home): home}, texts: map[string]string{}}
	return New(Settings{Mode: mode, Registry: s, Texts: s, Spend: s.spend, Free: func(ctx context.Context) bool { return ctx.Value(staff{}) != nil }}), s
}

func automatic(text string) map[string]any {
	return map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": persisted.Hash(text)}}
}

func byID(id string) map[string]any { return map[string]any{IDKey: id} }

// Each mode lets through what it should, in every form in which clients ask.
func TestEveryModeRunsWhatItShould(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name       string
		mode       Mode
		query      string
		extensions map[string]any
		staff      bool
		runs, code string
	}{
		{"a text", Open, other, nil, false, other, ""},
		{"a text", Log, other, nil, false, other, ""},
		{"a text", Trusted, other, nil, false, "", "PERSISTED_QUERY_REQUIRED"},
		{"a text of staff", Trusted, other, nil, true, other, ""},
		{"a published text", Trusted, home, nil, false, home, ""},
		{"a published id", Open, "", byID(persisted.Hash(home)), false, home, ""},
		{"a published id", Trusted, "", byID(persisted.Hash(home)), false, home, ""},
		{"a published hash", Trusted, "", automatic(home), false, home, ""},
		{"a published hash with its text", Trusted, home, automatic(home), false, home, ""},
		{"an unknown id", Open, "", byID(persisted.Hash(other)), false, "", "PERSISTED_QUERY_NOT_FOUND"},
		{"an unknown hash", Log, "", automatic(other), false, "", "PERSISTED_QUERY_NOT_FOUND"},
		{"an unknown hash with its text", Log, other, automatic(other), false, other, ""},
		{"an unknown hash with its text", Trusted, other, automatic(other), false, "", "PERSISTED_QUERY_NOT_FOUND"},
		{"an unknown hash with its text of staff", Trusted, other, automatic(other), true, other, ""},
		{"another's hash", Open, other, automatic(home), false, "", "BAD_USER_INPUT"},
		{"another's id", Open, other, byID(persisted.Hash(home)), false, "", "BAD_USER_INPUT"},
		{"an empty id", Open, "", byID(""), false, "", "BAD_USER_INPUT"},
		{"an id of a number", Open, "", map[string]any{IDKey: 5}, false, "", "BAD_USER_INPUT"},
		{"a hash of a number", Open, home, map[string]any{"persistedQuery": map[string]any{"sha256Hash": 5}}, false, "", "BAD_USER_INPUT"},
		{"no object", Open, home, map[string]any{"persistedQuery": "x"}, false, "", "BAD_USER_INPUT"},
		{"null", Open, home, map[string]any{"persistedQuery": nil}, false, home, ""},
	} {
		f, _ := finder(row.mode)
		ctx := operating(t)
		if row.staff {
			ctx = context.WithValue(ctx, staff{}, true)
		}
		params := &graphql.RawParams{Query: row.query, Extensions: row.extensions, Headers: http.Header{}}
		err := f.MutateOperationParameters(ctx, params)
		if row.code != "" {
			require.NotNil(t, err, "%s in %s", row.name, row.mode)
			require.Equal(t, row.code, err.Extensions["code"], "%s in %s", row.name, row.mode)
			continue
		}
		require.Nil(t, err, "%s in %s", row.name, row.mode)
		require.Equal(t, row.runs, params.Query, "%s in %s", row.name, row.mode)
	}
}

// Apollo's clients wait for this very word to send the text.
func TestAnAutomaticQueryIsAskedForSentAndKnown(t *testing.T) {
	t.Parallel()
	f, s := finder(Log)
	err := f.MutateOperationParameters(operating(t), &graphql.RawParams{Extensions: automatic(other)})
	require.Equal(t, "PersistedQueryNotFound", err.Message)
	with := &graphql.RawParams{Query: other, Extensions: automatic(other)}
	require.Nil(t, f.MutateOperationParameters(operating(t), with))
	require.Empty(t, s.texts, "the gate has not seen it yet")
	require.Nil(t, f.Keeper().MutateOperationParameters(operating(t), with))
	again := &graphql.RawParams{Extensions: automatic(other)}
	require.Nil(t, f.MutateOperationParameters(operating(t), again))
	require.Equal(t, other, again.Query)
	require.Nil(t, f.Keeper().MutateOperationParameters(operating(t), again))
	require.Equal(t, keepCost+3*missCost, s.spent, "keeping is paid for once, asking each time")
}

// Redis has room for only so many texts, so that nobody may have many kept; and what
// clients were published with, or is too long, is not kept there at all.
func TestNotEveryTextIsKept(t *testing.T) {
	t.Parallel()
	f, s := finder(Log)
	long := "query Long { shop { name } } #" + strings.Repeat("x", longestText)
	for _, text := range []string{home, long} {
		params := &graphql.RawParams{Query: text, Extensions: automatic(text)}
		require.Nil(t, f.MutateOperationParameters(operating(t), params))
		require.Nil(t, f.Keeper().MutateOperationParameters(operating(t), params))
	}
	require.Empty(t, s.texts)
	require.Nil(t, f.Keeper().MutateOperationParameters(operating(t), &graphql.RawParams{Query: other, Extensions: automatic(other)}))
	const third = "query Third { shop { name } }"
	err := f.Keeper().MutateOperationParameters(operating(t), &graphql.RawParams{Query: third, Extensions: automatic(third)})
	require.Equal(t, "RATE_LIMITED", err.Extensions["code"])
	require.Equal(t, map[string]string{persisted.Hash(other): other}, s.texts)
}

// Asking for ids that are nobody's costs something: each is looked up.
func TestAMissIsPaidFor(t *testing.T) {
	t.Parallel()
	f, s := finder(Trusted)
	s.spent = keepCost + 100
	err := f.MutateOperationParameters(context.WithValue(operating(t), staff{}, true), &graphql.RawParams{Extensions: byID(persisted.Hash(other))})
	require.Equal(t, "RATE_LIMITED", err.Extensions["code"])
}

func TestUsesAreCountedByWhatClientsCallThemselves(t *testing.T) {
	t.Parallel()
	f, s := finder(Trusted)
	header := http.Header{"Apollographql-Client-Name": {"ios"}, "Apollographql-Client-Version": {"3.1"}}
	require.Nil(t, f.MutateOperationParameters(operating(t), &graphql.RawParams{Query: home, Headers: header}))
	header = http.Header{"X-Client-Name": {"storefront"}, "X-Client-Version": {"9"}, "Apollographql-Client-Name": {"other"}}
	require.Nil(t, f.MutateOperationParameters(operating(t), &graphql.RawParams{Extensions: byID(persisted.Hash(home)), Headers: header}))
	header = http.Header{"X-Client-Name": {"\xff"}, "X-Client-Version": {strings.Repeat("9", longestName+1)}}
	require.Nil(t, f.MutateOperationParameters(operating(t), &graphql.RawParams{Query: home, Headers: header}))
	require.Equal(t, []string{home + " by ios 3.1", home + " by storefront 9", home + " by  "}, s.used, "what cannot be written down names nobody")
}

// An answer may be kept for long; the headers of whoever asked first are not, for
// there may be a token among them.
func TestNothingOfTheFirstRequestIsKeptButItsDocument(t *testing.T) {
	t.Parallel()
	f, s := finder(Trusted)
	ctx := operating(t)
	sent := func() weak.Pointer[string] {
		words := []string{"Bearer token"}
		params := &graphql.RawParams{Extensions: automatic(home), Headers: http.Header{"Authorization": words}}
		require.Nil(t, f.MutateOperationParameters(ctx, params))
		return weak.Make(&words[0])
	}()
	runtime.GC()
	require.Nil(t, sent.Value())
	steps := repeat.Of(graphql.GetOperationContext(ctx))
	require.Len(t, steps, 1)
	require.NoError(t, steps[0](t.Context(), repeat.Request{Header: http.Header{"X-Client-Name": {"ios"}, "X-Client-Version": {"2"}}}))
	require.Equal(t, home+" by ios 2", s.used[1])
}

// While the registry cannot be read, trusted clients are told to come back; the
// other modes go on.
func TestARegistryThatIsAwayIsNoReasonToRunEverything(t *testing.T) {
	t.Parallel()
	for mode, code := range map[Mode]any{Trusted: "SERVICE_UNAVAILABLE", Log: nil} {
		f, s := finder(mode)
		s.err = errors.New("away")
		err := f.MutateOperationParameters(operating(t), &graphql.RawParams{Query: other})
		if code == nil {
			require.Nil(t, err)
			continue
		}
		require.Equal(t, code, err.Extensions["code"])
	}
}

// operating is the context of an operation that begins.
func operating(t *testing.T) context.Context {
	t.Helper()
	return graphql.WithOperationContext(t.Context(), &graphql.OperationContext{})
}

func TestTheSameIsAskedAgainForAnAnswerMadeBefore(t *testing.T) {
	t.Parallel()
	f, registry := finder(Trusted)
	ctx := operating(t)
	require.Nil(t, f.MutateOperationParameters(ctx, &graphql.RawParams{Extensions: byID(persisted.Hash(home)), Headers: http.Header{}}))
	steps := repeat.Of(graphql.GetOperationContext(ctx))
	require.Len(t, steps, 1)
	require.NoError(t, steps[0](t.Context(), repeat.Request{Header: http.Header{"X-Client-Name": {"shop"}}}))
	require.Len(t, registry.used, 2, "each use is counted")
	delete(registry.published, persisted.Hash(home))
	require.Error(t, steps[0](t.Context(), repeat.Request{Header: http.Header{}}), "it was pruned")
}
