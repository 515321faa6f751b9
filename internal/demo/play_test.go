package demo

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/testenv/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

// played plays with a clock of its own, so minutes take no time.
func played(t *testing.T, change func(*shop, *Options)) (s *shop, summary Summary, out string, err error) {
	t.Helper()
	schema()
	synctest.Test(t, func(t *testing.T) {
		var lines strings.Builder
		s = newShop(t)
		o := s.options(&lines)
		if change != nil {
			change(s, &o)
		}
		summary, err = Play(t.Context(), o)
		out = lines.String()
	})
	return s, summary, out, err
}

func TestScoresComeAtTheRateAndAreBelieved(t *testing.T) {
	t.Parallel()
	s, summary, out, err := played(t, nil)
	require.NoError(t, err)
	require.Equal(t, 2*time.Minute, summary.Took)
	require.Zero(t, summary.Rejected)
	require.Len(t, s.scores, summary.Rounds)
	require.InDelta(t, 360, summary.Rounds, 90, "3 a second for 2 minutes")
	require.Len(t, s.names, 8)
	require.Len(t, s.devices, 8)
	for _, name := range s.names {
		require.Contains(t, out, name)
	}
	require.Contains(t, out, "8 players, snake, 3 rounds a second for 2m0s\n")
	require.Regexp(t, `(?m)^Adaeze Okafor +\d+ +\d+ points  rank today \d+$`, out)
	require.Equal(t, summary.Rounds, strings.Count(out, "rank today"))
	third := len(s.scores) / 3
	require.Greater(t, mean(s.scores[2*third:]), mean(s.scores[:third]), "scores grow")
}

func mean(scores []int) float64 {
	sum := 0
	for _, score := range scores {
		sum += score
	}
	return float64(sum) / float64(len(scores))
}

func TestEveryGameIsBelieved(t *testing.T) {
	t.Parallel()
	for _, g := range games {
		for range 2_000 {
			took := g.length(4 * time.Second)
			require.GreaterOrEqual(t, took, g.shortest)
			got := g.score(took, skill(float64(took%1000)/1000))
			require.GreaterOrEqual(t, got.score, 0)
			require.LessOrEqual(t, got.level, min(100, 1+got.score/100))
			switch g.kind {
			case "SNAKE":
				require.LessOrEqual(t, float64(got.score), min(4_000, 10*took.Seconds()+50))
			case "TETRIS":
				require.LessOrEqual(t, float64(got.score), min(1_000_000, 150*took.Seconds()+400))
			case "MEMORY":
				require.Equal(t, 1_200-20*got.moves, got.score)
				require.GreaterOrEqual(t, got.moves, 8)
				require.LessOrEqual(t, float64(got.moves), min(300, took.Seconds()/0.5))
			}
		}
	}
}

func TestRoundsHaveTheirMean(t *testing.T) {
	t.Parallel()
	g, _ := gameOf("snake")
	const rounds = 20_000
	var sum time.Duration
	for range rounds {
		sum += g.length(5 * time.Second)
	}
	require.InDelta(t, 5, (sum / rounds).Seconds(), 0.25)
	require.Equal(t, time.Second, g.length(time.Millisecond))
}

func TestWhoHasPlayedEnoughMakesRoom(t *testing.T) {
	t.Parallel()
	s, summary, out, err := played(t, func(s *shop, _ *Options) { s.starts = 10 })
	require.NoError(t, err)
	require.InDelta(t, 360, summary.Rounds, 90)
	require.Greater(t, len(s.names), 25)
	require.Contains(t, out, "Adaeze Okafor rests\n")
}

func TestASessionIsMadeAnewBeforeItEnds(t *testing.T) {
	t.Parallel()
	s, summary, _, err := played(t, func(s *shop, o *Options) { s.session, o.Players, o.Rate = 3*time.Minute, 1, 0.5 })
	require.NoError(t, err)
	require.NotZero(t, summary.Rounds)
	require.InDelta(t, 2, len(s.names), 1)
	require.Len(t, s.devices, 1)
}

// What passes is waited for; the same score is not sent as another.
func TestWhatPassesIsWaitedFor(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]func(w http.ResponseWriter){
		"a proxy without a server": func(w http.ResponseWriter) { http.Error(w, "<html>", http.StatusBadGateway) },
		"a server that stops":      func(w http.ResponseWriter) { say(w, http.StatusServiceUnavailable, "SERVICE_UNAVAILABLE", 0) },
		"a limit":                  func(w http.ResponseWriter) { say(w, http.StatusOK, "RATE_LIMITED", 7) },
	} {
		for _, operation := range []string{"DemoNonce", "DemoSignIn", "DemoName", "DemoStart", "DemoFinish"} {
			s, summary, out, err := played(t, func(s *shop, o *Options) {
				o.Players, o.Rate = 2, 1
				s.before = func(w http.ResponseWriter, asked string, times int) bool {
					// The very first sign-in tells at once that nothing plays there.
					stops := asked == operation && times > 1 && times < 5
					if stops {
						answer(w)
					}
					return stops
				}
			})
			require.NoError(t, err, name)
			require.Greater(t, summary.Rounds, 80, "%s at %s", name, operation)
			require.Len(t, s.devices, 2)
			require.NotContains(t, out, "lost")
		}
	}
}

// The shop counts both steps of a sign-in: here a step every 2 seconds.
func TestPeopleSignInAsFastAsTheyMay(t *testing.T) {
	t.Parallel()
	s, summary, out, err := played(t, func(s *shop, o *Options) {
		o.Players = 20
		last := time.Now().Add(-time.Hour)
		s.before = func(w http.ResponseWriter, operation string, _ int) bool {
			if operation != "DemoNonce" && operation != "DemoSignIn" {
				return false
			}
			if wait := 2*time.Second - time.Since(last); wait > 0 {
				_, _ = fmt.Fprint(w, `{"data":{"result":{"userErrors":[{"code":"RETRY_LATER","message":"no","retryAfter":2}]}}}`)
				return true
			}
			last = time.Now()
			return false
		}
	})
	require.NoError(t, err)
	require.Len(t, s.names, 20, "all sit after 80 seconds")
	require.Greater(t, summary.Rounds, 100)
	require.Equal(t, 1, strings.Count(out, "Adaeze Okafor waits to sign in\n"))
}

func say(w http.ResponseWriter, status int, code string, retryAfter int) {
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `{"errors":[{"message":"no","extensions":{"code":%q,"retryAfter":%d}}],"data":null}`, code, retryAfter)
}

func TestALostSessionOrRoundOrScoreIsNoEnd(t *testing.T) {
	t.Parallel()
	s, summary, out, err := played(t, func(s *shop, o *Options) {
		o.Players, o.Rate = 1, 1
		s.before = func(_ http.ResponseWriter, operation string, times int) bool {
			switch {
			case operation == "DemoStart" && times == 5:
				clear(s.names)
			case operation == "DemoFinish" && times == 10:
				clear(s.rounds)
			case operation == "DemoFinish" && times == 15:
				for id := range s.rounds {
					s.rounds[id] = time.Now().Add(time.Hour)
				}
			}
			return false
		}
	})
	require.NoError(t, err)
	require.Equal(t, 1, summary.Rejected)
	require.Greater(t, summary.Rounds, 80)
	require.Equal(t, 2, s.times["DemoSignIn"])
	require.Contains(t, out, "Adaeze Okafor lost a round: no (NOT_FOUND)\n")
	require.Contains(t, out, "Adaeze Okafor was not believed:")
}

func TestWhatDoesNotPassEndsIt(t *testing.T) {
	t.Parallel()
	_, summary, _, err := played(t, func(s *shop, _ *Options) {
		s.before = func(w http.ResponseWriter, operation string, times int) bool {
			stops := operation == "DemoFinish" && times == 20
			if stops {
				say(w, http.StatusOK, "GRAPHQL_VALIDATION_FAILED", 0)
			}
			return stops
		}
	})
	require.ErrorContains(t, err, "GRAPHQL_VALIDATION_FAILED")
	require.Less(t, summary.Rounds, 30)
}

func TestCtrlC(t *testing.T) {
	t.Parallel()
	schema()
	synctest.Test(t, func(t *testing.T) {
		var lines strings.Builder
		s := newShop(t)
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
		defer stop()
		summary, err := Play(ctx, s.options(&lines))
		require.NoError(t, err)
		require.Equal(t, 10*time.Second, summary.Took)
	})
}

func TestOverTheNetwork(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	var lines strings.Builder
	o := s.options(&lines)
	o.URL, o.HTTP, o.For, o.Rate = server.URL, nil, 6*time.Second, math.Inf(1) // A busy machine needs some of them to begin.
	summary, err := Play(t.Context(), o)
	require.NoError(t, err)
	require.NotZero(t, summary.Rounds)
	require.LessOrEqual(t, summary.Rounds, 8*6, "a round of snake takes a second at least")
	require.Zero(t, summary.Rejected)
}

func TestAShopThatIsNotThereIsToldAtOnce(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	o := newShop(t).options(&strings.Builder{})
	o.URL, o.HTTP = server.URL, nil
	_, err := Play(t.Context(), o)
	require.ErrorContains(t, err, "is no GraphQL API: it answers 404")
	server.Close()
	_, err = Play(t.Context(), o)
	require.ErrorContains(t, err, "is `zuka dev` running?")
}

func TestAServerWithoutIdentitiesIsNamed(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	mux := http.NewServeMux()
	mux.Handle("/graphql", s)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	o := s.options(&strings.Builder{})
	o.URL, o.HTTP = server.URL, nil
	_, err := Play(t.Context(), o)
	require.ErrorContains(t, err, "is it a development server?")
}

func TestAllFaultsOfTheOptionsAreTold(t *testing.T) {
	t.Parallel()
	_, err := Play(t.Context(), Options{URL: "localhost:8080", Rate: math.NaN(), Game: "chess"})
	for _, part := range []string{"http://", "1 to 500 players", "rate must be", "time must be", "snake, tetris, memory"} {
		require.ErrorContains(t, err, part)
	}
	require.NoError(t, newShop(t).options(nil).Validate())
}

func TestPeopleAreTheSameEachTimeAndHaveNamesOfTheirOwn(t *testing.T) {
	t.Parallel()
	names, addresses := make(map[string]bool), make(map[string]bool)
	for number := range 572 {
		p := personOf(number)
		require.Equal(t, p, personOf(number))
		names[p.name], addresses[p.email] = true, true
	}
	require.Len(t, names, 572)
	require.Len(t, addresses, 572)
}
