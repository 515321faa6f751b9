package app_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/chatserver"
)

// diary is a log that can be read while it is written.
type diary struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write is the log's.
func (d *diary) Write(line []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.Write(line)
}

func (d *diary) read() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.String()
}

// What is said to a pet and what it says are in the tables of pets, and for ten
// minutes in the log of the conversation: neither in a log, a job, a metric nor
// the name of a key, also when the model fails.
func TestPetAttackWordsAreNowhereElse(t *testing.T) {
	t.Parallel()
	const told, answered, named = "zobo-canary-91", "kilishi-canary-92", "Petcanary93"
	k := newKennel(t, 1, kennelPlan{script: func(r chatserver.Request) chatserver.Turn {
		switch {
		case strings.Contains(r.Last().Content, "fail"):
			return chatserver.Turn{Pieces: []string{answered + " ", "and "}, Cut: true}
		case r.Last().Role != "tool":
			return chatserver.Use("product_search", `{"text":"`+told+`"}`)
		}
		return chatserver.Say(answered, " is what ", "I say. "+told)
	}})
	var log diary
	shop, err := app.New(t.Context(), k.config, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	require.NoError(t, err)
	t.Cleanup(shop.Close)
	k.shop = shop
	server := serving(t, shop)
	k.opens()
	v := k.players[0].at(shop)
	c := talk{v: v, server: server, pet: v.adopts("GRUMPY", named)}
	require.Contains(t, c.says("I dream of "+told).text, answered)
	require.Contains(t, c.says("please fail, "+told).text, answered)
	got, _ := v.send(`mutation { petMessageSend(input: {petId: "`+c.pet+`", text: "`+told+strings.Repeat("x", 2_000)+`", idempotencyKey: "0123456789"}) { userErrors { message } } }`, nil)
	require.Empty(t, got.Errors)
	v.send(`mutation { petMessageSend(input: {petId: "`+c.pet+`", txt: "`+told+`"}) { userErrors { message } } }`, nil)

	metrics := httptest.NewRecorder()
	shop.Handler.ServeHTTP(metrics, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	var jobs string
	require.NoError(t, shop.Pool.Pgx().QueryRow(t.Context(), `SELECT string_agg(to_jsonb(j)::text, ' ') FROM river_job AS j`).Scan(&jobs))
	keys := k.petKeys(answered)
	for place, text := range map[string]string{"log": log.read(), "metrics": metrics.Body.String(), "jobs": jobs, "keys": keys} {
		for _, canary := range []string{told, answered, named} {
			require.NotContains(t, text, canary, place)
		}
	}
	for place, sign := range map[string]string{log.read(): "the built-in brain goes on", metrics.Body.String(): "zuka_pet_model_answers_total", jobs: "think_pet", keys: "pet:{"} {
		require.Contains(t, place, sign, "what is searched is there")
	}
}

// petKeys are the names of the keys in Redis. Those of pets run out, and one
// holds this word: the log of the conversation.
func (k *kennel) petKeys(word string) string {
	t := k.t
	t.Helper()
	var names []string
	holding := 0
	all := k.keys.Scan(t.Context(), 0, k.config.RedisPrefix+"*", 1000).Iterator()
	for all.Next(t.Context()) {
		key := all.Val()
		names = append(names, key)
		if !strings.Contains(key, "pet:{") {
			continue
		}
		left, err := k.keys.PTTL(t.Context(), key).Result()
		require.NoError(t, err)
		require.Positive(t, left, "%s is kept for ever", key)
		require.LessOrEqual(t, left.Minutes(), 10.0, key)
		if k.keys.Type(t.Context(), key).Val() == "list" && strings.Contains(strings.Join(k.keys.LRange(t.Context(), key, 0, -1).Val(), ""), word) {
			holding++
		}
	}
	require.NoError(t, all.Err())
	require.Equal(t, 1, holding)
	return strings.Join(names, "\n")
}
