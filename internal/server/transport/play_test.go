package transport

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/relay"
)

// telling is an event, of everybody or of one.
type telling struct {
	text  string
	board *kept
}

// Common is the board, of what everybody is told.
func (e telling) Common() relay.Keeper {
	if e.board == nil {
		return nil
	}
	return e.board
}

// placed is an event that tells each where they stand.
type placed struct {
	telling
	own   relay.Own
	board *kept
}

// Personal are the numbers.
func (e placed) Personal() (relay.Own, relay.Keeper) { return e.own, e.board }

// As is the same for another.
func (e placed) As(own relay.Own) any { e.own = own; return e }

// kept keeps what was made.
type kept struct {
	mu   sync.Mutex
	made map[any][]byte
}

func (k *kept) Rendered(key any, make func() []byte) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	if made, known := k.made[key]; known {
		return made
	}
	k.made[key] = make()
	return k.made[key]
}

// stall is an executor whose subscriptions pass on the events that it is given.
type stall struct {
	*executor.Executor
	written int
}

func newStall[T any](t *testing.T, passing func(context.Context) <-chan T, write func(event T) string) *stall {
	t.Helper()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `type Query { a: Int } type Subscription { told(n: Int): String }`})
	s := &stall{}
	s.Executor = executor.New(&graphql.ExecutableSchemaMock{SchemaFunc: func() *ast.Schema { return schema }, ExecFunc: func(ctx context.Context) graphql.ResponseHandler {
		events := passing(ctx)
		return func(ctx context.Context) *graphql.Response {
			event, more := <-events
			if !more {
				return nil
			}
			s.written++
			text := write(event)
			if text == "panics" {
				panic("outside of a resolver")
			}
			response := &graphql.Response{Data: []byte(`"` + text + `"`)}
			if text == "fails" {
				response.Errors = gqlerror.List{gqlerror.Errorf("not for all")}
			}
			return response
		}
	}})
	s.SetQueryCache(graphql.MapCache[*ast.QueryDocument]{})
	s.SetRecoverFunc(func(context.Context, any) error { return errors.New("it panicked") })
	return s
}

// hear plays a subscription to these events.
func hear[T any](t *testing.T, s *stall, query string, variables map[string]any, into chan T, events ...T) (heard []string) {
	t.Helper()
	ctx := graphql.StartOperationTrace(t.Context())
	operation, errs := s.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: variables})
	require.Empty(t, errs)
	go func() {
		for _, event := range events {
			into <- event
		}
		close(into)
	}()
	NewStreams(StreamSettings{}).play(ctx, s, operation, func(body []byte) bool {
		require.True(t, json.Valid(body))
		heard = append(heard, string(body))
		return true
	})
	return heard
}

func TestWhatIsTheSameForManyIsWrittenOnce(t *testing.T) {
	t.Parallel()
	var into chan telling
	s := newStall(t, func(ctx context.Context) <-chan telling { return relay.Through(ctx, into) },
		func(event telling) string { return event.text })
	board := &kept{made: map[any][]byte{}}
	all, own := telling{"all", board}, telling{"own", nil}
	for _, row := range []struct {
		query     string
		variables map[string]any
		written   int
	}{
		{"subscription{told}", nil, 2},
		{"subscription{told}", nil, 1},
		{"subscription{ told }", nil, 2},
		{"subscription($n:Int){told(n:$n)}", map[string]any{"n": 1}, 2},
		{"subscription($n:Int){told(n:$n)}", map[string]any{"n": 2}, 2},
		{"subscription($n:Int){told(n:$n)}", map[string]any{"n": 1}, 1},
	} {
		into, s.written = make(chan telling), 0
		require.Equal(t, []string{`{"data":"all"}`, `{"data":"own"}`}, hear(t, s, row.query, row.variables, into, all, own), row)
		require.Equal(t, row.written, s.written, row)
	}
	require.Len(t, board.made, 4)
}

// What went wrong for one may not go wrong for others.
func TestAMistakeIsNotShared(t *testing.T) {
	t.Parallel()
	var into chan telling
	s := newStall(t, func(ctx context.Context) <-chan telling { return relay.Through(ctx, into) },
		func(event telling) string { return event.text })
	board := &kept{made: map[any][]byte{}}
	for range 2 {
		into, s.written = make(chan telling), 0
		heard := hear(t, s, "subscription{told}", nil, into, telling{"fails", board})
		require.Len(t, heard, 1)
		require.Contains(t, heard[0], "not for all")
		require.Equal(t, 1, s.written)
	}
	broken := &kept{made: map[any][]byte{}}
	for range 2 {
		into = make(chan telling, 2) // Nobody takes the second.
		heard := hear(t, s, "subscription{told}", nil, into, telling{"panics", broken}, telling{"more", broken})
		require.Equal(t, []string{`{"errors":[{"message":"it panicked","extensions":{"code":"INTERNAL"}}]}`}, heard)
	}
}

func TestNumbersOfEachAreFilledIn(t *testing.T) {
	t.Parallel()
	for form, written := range map[string]int{
		"%d of %d":            2, // Both stand-ins, and nobody else.
		"%[2]d, %[1]d, %[1]d": 2,
		"1%d %d":              2,
		"none":                2,
		"1900000001 %d %d":    4, // Which looks like a stand-in, so that each is written too.
		"fails":               3, // The first stand-in does.
	} {
		var into chan placed
		s := newStall(t, func(ctx context.Context) <-chan placed { return relay.Through(ctx, into) }, func(event placed) string {
			if !strings.Contains(form, "%") {
				return form
			}
			return fmt.Sprintf(form, event.own[0], event.own[1])
		})
		board := &kept{made: map[any][]byte{}}
		for _, own := range []relay.Own{{7, 4000}, {12, -1}} {
			into = make(chan placed)
			heard := hear(t, s, "subscription{told}", nil, into, placed{own: own, board: board})
			require.Len(t, heard, 1)
			text := form
			if strings.Contains(form, "%") {
				text = fmt.Sprintf(form, own[0], own[1])
			}
			require.Contains(t, heard[0], `"data":"`+text+`"`)
		}
		require.Equal(t, written, s.written, form)
	}
}

func TestTheCrew(t *testing.T) {
	t.Parallel()
	var c crew
	var all sync.WaitGroup
	begun, release := make(chan struct{}), make(chan struct{})
	for range mostIdle() + 5 {
		all.Go(func() { c.do(func() { begun <- struct{}{}; <-release }) })
	}
	for range mostIdle() + 5 {
		<-begun // None waits for another.
	}
	close(release)
	all.Wait()
	require.Len(t, c.idle, mostIdle())
	require.PanicsWithValue(t, "as the work does", func() { c.do(func() { panic("as the work does") }) })
	require.Len(t, c.idle, mostIdle(), "it goes on")
	c.dismiss()
	require.Empty(t, c.idle)
	done := false
	c.do(func() { done = true })
	require.True(t, done)
	c.dismiss()
}
