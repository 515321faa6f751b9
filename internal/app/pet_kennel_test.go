package app_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/chatserver"
	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

// kennel is a shop at work where people have pets.
type kennel struct {
	*stadium
	// model is what the pets think with; nil for the built-in brain.
	model *chatserver.Server
}

// kennelPlan says what a kennel is like. The zero one has the built-in brain,
// which speaks without a pause, and the shared Redis.
type kennelPlan struct {
	script   func(chatserver.Request) chatserver.Turn
	pace     time.Duration
	ownRedis bool
	limits   bool
	// statements are run before the shop opens.
	statements []string
}

// newKennel is one with as many people, on a phone each. The jobs do not run
// yet: opens begins with them.
func newKennel(t *testing.T, people int, plan kennelPlan) *kennel {
	t.Helper()
	config := sample(t, false)
	config.PayerDomain, config.LimitsOff, config.PetPace = "no-email.shop.test", !plan.limits, plan.pace
	k := &kennel{}
	if plan.script != nil {
		k.model = chatserver.New(chatserver.Options{Script: plan.script, Keep: 10_000})
		t.Cleanup(k.model.Close)
		config.PetURL, config.PetModel = k.model.URL, "scripted"
	}
	prepares(t, config, append([]string{
		`UPDATE product_variants SET stock_count = 40`, `UPDATE products SET stock_count = 80`,
		`INSERT INTO coupons (code, name, description, type, value_percent) VALUES ('OWAMBE10', 'Ten', '10% off', 'percentage', 10)`,
	}, plan.statements...))
	if !plan.ownRedis {
		k.stadium = stadiumOf(t, config, people)
		return k
	}
	own := testenv.OwnRedis(t)
	config.RedisURL, config.RedisPrefix = own.URL(), "zuka:"
	k.stadium = stadiumOf(t, config, people)
	k.own = own
	return k
}

// prepares changes a database before a shop opens on it.
func prepares(t *testing.T, config app.Config, statements []string) {
	t.Helper()
	pool, err := postgres.Open(t.Context(), postgres.Options{URL: config.DatabaseURL, MaxConns: 1})
	require.NoError(t, err)
	defer pool.Close()
	for _, statement := range statements {
		_, err := pool.Pgx().Exec(t.Context(), statement)
		require.NoError(t, err, statement)
	}
}

const petFields = `id persona name avatarUrl level xp nextLevelXp memory`

// adopts has a pet from now on and gives its id.
func (v *visitor) adopts(persona, name string) string {
	v.t.Helper()
	payload, codes := v.do("petAdopt", "input: {persona: "+persona+", name: $name}", "pet { "+petFields+" }", map[string]any{"name": name})
	require.Empty(v.t, codes)
	return payload["pet"].(map[string]any)["id"].(string)
}

// sentence is a message that was taken.
type sentence struct {
	pet, conversation, run string
	after                  int
}

const tellDocument = `mutation($in: PetMessageSendInput!) { result: petMessageSend(input: $in) {
	run { id conversationId state afterSeq } message { id role text } userErrors { code message field } } }`

// tells says something to a pet; without a conversation a new one begins.
func (v *visitor) tells(pet, conversation, text string) sentence {
	v.t.Helper()
	in := map[string]any{"petId": pet, "text": text, "idempotencyKey": uuid.NewString()}
	if conversation != "" {
		in["conversationId"] = conversation
	}
	payload := v.ask(tellDocument, map[string]any{"in": in})["result"].(map[string]any)
	require.Empty(v.t, payload["userErrors"])
	run := payload["run"].(map[string]any)
	return sentence{pet, run["conversationId"].(string), run["id"].(string), int(run["afterSeq"].(float64))}
}

// part is a part of an answer as a reader is given it.
type part struct {
	Kind     string `json:"__typename"`
	Seq      int
	RunID    string
	Text     string
	Reason   string
	Products []card
	Action   *petAct
	Message  *petMessage
	Pet      *struct {
		ID    string
		XP    int
		Level int
	}
}

type card struct {
	ID, Slug, Name string
	CurrentPrice   struct{ Amount int }
}

type petAct struct {
	ID, Tool, State              string
	Size, CouponCode, Message    *string
	Quantity                     *int
	Product                      *card
	ExpiresAt, ResolvedAt, Color *string
}

type petMessage struct {
	ID, Role, Type, Text string
	Products             []card
	Actions              []petAct
}

const (
	cardFields   = `id slug name currentPrice { amount }`
	actFields    = `id tool state size color couponCode message quantity expiresAt resolvedAt product { ` + cardFields + ` }`
	replyMessage = `id role type text products { ` + cardFields + ` } actions { ` + actFields + ` }`
	replyFields  = `{ __typename ... on PetTextDelta { seq runId text } ... on PetProductsShown { seq runId products { ` + cardFields + ` } }
		... on PetActionProposed { seq runId action { ` + actFields + ` } } ... on PetActionDone { seq runId action { ` + actFields + ` } }
		... on PetMessageDone { seq runId message { ` + replyMessage + ` } pet { id xp level } } ... on PetReplyFailed { seq runId reason text } }`
)

func replyField(conversation string, after int) string {
	head, err := json.Marshal(conversation)
	if err != nil {
		panic(err) // A string is always JSON.
	}
	number, _ := json.Marshal(after) // So is a number.
	return "petReply(conversationId: " + string(head) + ", afterSeq: " + string(number) + ") " + replyFields
}

// partOf reads what a stream gave.
func partOf(t *testing.T, text string) part {
	t.Helper()
	var got struct {
		Data   struct{ Told *part }
		Errors []struct{ Message string }
	}
	require.NoError(t, json.Unmarshal([]byte(text), &got), text)
	require.Empty(t, got.Errors, text)
	require.NotNil(t, got.Data.Told, text)
	return *got.Data.Told
}

// answer is an answer as it was read to its end.
type answer struct {
	text  string
	parts []part
	end   part
}

// hear takes the next part, and tells whether it was the end of the run.
func (a *answer) hear(t *testing.T, p part, run string) (ended bool) {
	t.Helper()
	if n := len(a.parts); n > 0 {
		require.Greater(t, p.Seq, a.parts[n-1].Seq, "numbers grow")
	}
	a.parts = append(a.parts, p)
	if p.RunID != run {
		return false
	}
	if p.Kind == "PetTextDelta" {
		a.text += p.Text
	}
	a.end = p
	return p.Kind == "PetMessageDone" || p.Kind == "PetReplyFailed"
}

// cards are the products that were shown, in order.
func (a answer) cards() (all []card) {
	for _, p := range a.parts {
		all = append(all, p.Products...)
	}
	return all
}

// acts are what was proposed or done, with the kind of the part.
func (a answer) acts(kind string) (all []petAct) {
	for _, p := range a.parts {
		if p.Kind == kind {
			all = append(all, *p.Action)
		}
	}
	return all
}

// hears reads an answer to its end.
func (f *follower) hears(run string) answer {
	f.t.Helper()
	var a answer
	limit := time.After(longPatience)
	for {
		select {
		case text, open := <-f.events:
			require.True(f.t, open, "%s ended", f.what)
			if a.hear(f.t, partOf(f.t, text), run) {
				return a
			}
		case <-limit:
			require.Fail(f.t, "the answer does not end", "%+v", a.parts)
		}
	}
}

// whole is an answer that came to its end, as it must be: the pieces are the
// message that is kept.
func (f *follower) whole(run string) answer {
	f.t.Helper()
	a := f.hears(run)
	require.Equal(f.t, "PetMessageDone", a.end.Kind, "%+v", a.parts)
	require.Equal(f.t, strings.TrimSpace(a.text), a.end.Message.Text, "the pieces are the message")
	require.NotEmpty(f.t, a.end.Message.Text)
	return a
}

// talk is a conversation that its person listens to.
type talk struct {
	v                 *visitor
	server            *httptest.Server
	pet, conversation string
}

// says says something and reads the answer.
func (c *talk) says(text string) answer {
	c.v.t.Helper()
	sent := c.v.tells(c.pet, c.conversation, text)
	c.conversation = sent.conversation
	stream := c.v.reads(c.server, sent.conversation, sent.after)
	defer stream.leave()
	return stream.whole(sent.run)
}

// reading is a stream that its reader can leave.
type reading struct {
	*follower
	leave func()
}

// reads follows a conversation by server-sent events.
func (v *visitor) reads(server *httptest.Server, conversation string, after int) reading {
	v.t.Helper()
	ctx, leave := context.WithCancel(v.t.Context())
	body, err := json.Marshal(map[string]any{"query": "subscription { told: " + replyField(conversation, after) + " }"})
	require.NoError(v.t, err)
	request := v.request(ctx, http.MethodPost, server.URL+"/graphql", body, map[string]string{
		"Content-Type": "application/json", "Accept": "text/event-stream",
	})
	request.RequestURI = ""
	got, err := server.Client().Do(request)
	require.NoError(v.t, err)
	require.Equal(v.t, http.StatusOK, got.StatusCode)
	events := make(chan string)
	go func() {
		defer func() { _ = got.Body.Close() }() // The reader has left.
		lines := make(chan string)
		go readEvents(got.Body, lines)
		passes(ctx, lines, events)
	}()
	return reading{&follower{t: v.t, what: "petReply by events", events: events}, leave}
}

// passes hands on until somebody leaves, and then empties what still comes.
func passes(ctx context.Context, from <-chan string, to chan<- string) {
	defer close(to)
	for text := range from {
		select {
		case to <- text:
		case <-ctx.Done():
			for range from {
				continue // The writer must not wait for ever.
			}
			return
		}
	}
}

// readsBySocket follows a conversation by a WebSocket.
func (v *visitor) readsBySocket(server *httptest.Server, conversation string, after int) reading {
	v.t.Helper()
	ctx, leave := context.WithCancel(v.t.Context())
	conn, _, err := websocket.Dial(ctx, server.URL+"/graphql", &websocket.DialOptions{
		Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"X-Client-Platform": {string(v.platform)}},
	})
	require.NoError(v.t, err)
	s := socket{conn, v.t}
	s.say(map[string]any{"type": "connection_init", "payload": map[string]any{"authorization": "Bearer " + v.access}})
	s.hears("", "connection_ack")
	s.subscribe("1", "subscription { told: "+replyField(conversation, after)+" }")
	events := make(chan string)
	go func() {
		defer func() { _ = conn.CloseNow() }() // The reader has left.
		lines := make(chan string)
		go func() {
			defer close(lines)
			for {
				_, text, err := s.Read(ctx)
				var got struct {
					Type    string
					Payload json.RawMessage
				}
				if err != nil || json.Unmarshal(text, &got) != nil || got.Type == "complete" {
					return
				}
				lines <- string(got.Payload)
			}
		}()
		passes(ctx, lines, events)
	}()
	return reading{&follower{t: v.t, what: "petReply by socket", events: events}, leave}
}
