package app_test

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/chatserver"
)

// storyteller is a model that tells a story of numbered words, one for each
// receive from the gate.
func storyteller(words int, gate <-chan struct{}) func(chatserver.Request) chatserver.Turn {
	pieces := make([]string, words)
	for i := range pieces {
		pieces[i] = fmt.Sprintf("word%d ", i)
	}
	return func(chatserver.Request) chatserver.Turn { return chatserver.Turn{Pieces: pieces, Gate: gate} }
}

func story(words int) string {
	var text strings.Builder
	for i := range words {
		fmt.Fprintf(&text, "word%d ", i)
	}
	return strings.TrimSpace(text.String())
}

// lets allows a model so many words.
func lets(t *testing.T, gate chan<- struct{}, words int) {
	t.Helper()
	for range words {
		select {
		case gate <- struct{}{}:
		case <-time.After(longPatience):
			require.Fail(t, "the model is not asked")
		}
	}
}

// quiet is another server of the same shop, which does no jobs.
func (k *kennel) quiet() (*app.App, *httptest.Server) {
	k.t.Helper()
	config := k.config
	config.NoJobs = true
	shop := open(k.t, config)
	return shop, serving(k.t, shop)
}

// The reader's connection breaks fifty times, at random places, and comes back
// at the other server each time: nothing is missing and nothing comes twice.
func TestPetResumeAReaderIsCutFiftyTimes(t *testing.T) {
	t.Parallel()
	const words, cuts = 600, 50
	gate := make(chan struct{})
	k := newKennel(t, 1, kennelPlan{script: storyteller(words, gate)})
	_, elsewhere := k.quiet()
	k.opens()
	v := k.players[0]
	sent := v.tells(v.adopts("GRUMPY", "Bingo"), "", "tell me a long story")
	servers, last := []*httptest.Server{elsewhere, k.server}, sent.after
	var a answer
	for cut := range cuts {
		ways := []func(*httptest.Server, string, int) reading{v.reads, v.readsBySocket}
		stream := ways[rand.IntN(2)](servers[cut%2], sent.conversation, last)
		wanted := 1 + rand.IntN(6)
		lets(t, gate, wanted+4)
		stream.some(&a, wanted, sent.run)
		stream.leave()
		last = a.parts[len(a.parts)-1].Seq
	}
	close(gate)
	stream := v.reads(elsewhere, sent.conversation, last)
	defer stream.leave()
	stream.rest(&a, sent.run)
	require.Equal(t, "PetMessageDone", a.end.Kind, "%+v", a.end)
	require.Equal(t, story(words), strings.TrimSpace(a.text))
	require.Equal(t, story(words), a.end.Message.Text)
	require.Equal(t, 1, count(t, k.shop, `SELECT attempt FROM pet_runs`))
}

// A server is killed in mid-answer: the other goes on where it was, and what was
// bought is bought once.
func TestPetResumeAKilledServerIsTakenOver(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 1, kennelPlan{pace: 600 * time.Millisecond})
	v := k.players[0]
	dying := k.mortal()
	id := v.adopts("GRUMPY", "Bingo")
	search := dying.hears(v, id, "", "show me ankara dresses under 11k")
	stream := v.reads(k.server, search.conversation, search.after)
	defer stream.leave()
	stream.whole(search.run)

	sent := dying.hears(v, id, search.conversation, "add the second one in size M")
	var a answer
	stream.some(&a, 3, sent.run)
	dying.dies()
	require.Zero(t, count(t, k.shop, `SELECT count(*) FROM pet_runs WHERE finished_at IS NOT NULL AND id <> (SELECT id FROM pet_runs ORDER BY created_at LIMIT 1)`), "it is in the middle")
	k.opens()
	stream.rest(&a, sent.run)
	require.Equal(t, "PetMessageDone", a.end.Kind, "%+v", a.end)
	require.Equal(t, a.end.Message.Text, strings.TrimSpace(a.text), "one coherent answer")
	require.Len(t, a.acts("PetActionDone"), 1)
	require.Equal(t, 2, count(t, k.shop, `SELECT max(attempt) FROM pet_runs`))
	lines, _ := v.holds()
	require.Len(t, lines, 1)
	require.True(t, strings.HasPrefix(lines[0], "1 × "), lines[0])
	again := v.reads(k.server, sent.conversation, sent.after)
	defer again.leave()
	require.Equal(t, a.parts, again.hears(sent.run).parts, "who comes later reads the same")
}

// A server that is stopped in good order hands over at once: nobody waits until
// it is taken for dead.
func TestPetResumeARestartHandsOver(t *testing.T) {
	t.Parallel()
	k := newKennel(t, 1, kennelPlan{pace: time.Second})
	v := k.players[0]
	leaving := k.leaving()
	sent := v.at(leaving.App).tells(v.adopts("FUNNY", "Bingo"), "", "show me ankara dresses")
	stream := v.reads(k.server, sent.conversation, sent.after)
	defer stream.leave()
	var a answer
	stream.some(&a, 3, sent.run)
	k.opens()
	require.NoError(t, leaving.stop())
	begun := time.Now()
	stream.rest(&a, sent.run)
	require.Equal(t, "PetMessageDone", a.end.Kind, "%+v", a.end)
	require.Equal(t, a.end.Message.Text, strings.TrimSpace(a.text))
	require.Equal(t, 2, count(t, k.shop, `SELECT attempt FROM pet_runs`), "it was in the middle")
	t.Logf("the rest of the answer took %s", time.Since(begun))
}

// A person stops an answer at another server than the one that thinks.
func TestPetResumeACancelReachesTheThinker(t *testing.T) {
	t.Parallel()
	gate := make(chan struct{})
	k := newKennel(t, 1, kennelPlan{script: storyteller(50, gate)})
	there, elsewhere := k.quiet()
	k.opens()
	v := k.players[0]
	sent := v.tells(v.adopts("RUDE", "Bingo"), "", "tell me a long story")
	stream := v.reads(elsewhere, sent.conversation, sent.after)
	defer stream.leave()
	lets(t, gate, 6)
	var a answer
	stream.some(&a, 3, sent.run)
	for range 2 { // Twice is once.
		_, codes := v.at(there).do("petRunCancel", "id: $id", "run { state }", map[string]any{"id": typed{"ID!", sent.run}})
		require.Empty(t, codes)
	}
	stream.rest(&a, sent.run)
	require.Equal(t, []string{"PetReplyFailed", "CANCELED"}, []string{a.end.Kind, a.end.Reason})
	node := v.ask(`query($id: ID!) { node(id: $id) { ... on PetConversation { messages(first: 1) { nodes { role text } } openRuns { id } } } }`, map[string]any{"id": sent.conversation})["node"].(map[string]any)
	require.Empty(t, node["openRuns"])
	kept := node["messages"].(map[string]any)["nodes"].([]any)[0].(map[string]any)
	require.Equal(t, []any{"PET", strings.TrimSpace(a.text)}, []any{kept["role"], kept["text"]}, "what was said is kept")
	require.Zero(t, count(t, k.shop, `SELECT xp FROM user_pets`))
	close(gate)
	c := talk{v: v, server: k.server, pet: sent.pet, conversation: sent.conversation}
	require.Equal(t, story(50), strings.TrimSpace(c.says("go on").text), "the next is answered as ever")
}

// Redis is emptied in mid-answer: who reads on hears the rest, and who comes
// anew gets the end with the whole text.
func TestPetResumeAFlushedRedisLosesNoEnd(t *testing.T) {
	t.Parallel()
	gate := make(chan struct{})
	k := newKennel(t, 1, kennelPlan{script: storyteller(60, gate), ownRedis: true})
	k.opens()
	v := k.players[0]
	sent := v.tells(v.adopts("RUDE", "Bingo"), "", "tell me a long story")
	stream := v.reads(k.server, sent.conversation, sent.after)
	defer stream.leave()
	lets(t, gate, 20)
	var a answer
	stream.some(&a, 10, sent.run)
	k.flush()
	close(gate)
	stream.rest(&a, sent.run)
	require.Equal(t, "PetMessageDone", a.end.Kind, "%+v", a.end)
	require.Equal(t, story(60), a.end.Message.Text)
	k.flush()
	later := v.reads(k.server, sent.conversation, 0)
	defer later.leave()
	end := later.hears(sent.run)
	require.Equal(t, a.end, end.end)
	require.Len(t, end.parts, 1, "of what is gone only the end comes")
}

// Redis dies in mid-answer: the answer is thought to its end and kept, and the
// reader gets it, at the latest when Redis is back.
func TestPetResumeADeadRedisEndsNoAnswer(t *testing.T) {
	t.Parallel()
	gate := make(chan struct{})
	k := newKennel(t, 1, kennelPlan{script: storyteller(60, gate), ownRedis: true})
	k.opens()
	v := k.players[0]
	sent := v.tells(v.adopts("RUDE", "Bingo"), "", "tell me a long story")
	stream := v.readsBySocket(k.server, sent.conversation, sent.after)
	defer stream.leave()
	lets(t, gate, 20)
	var a answer
	stream.some(&a, 10, sent.run)
	require.NoError(t, k.own.Kill())
	close(gate)
	require.Eventually(t, func() bool {
		return count(t, k.shop, `SELECT count(*) FROM pet_runs WHERE state = 'done'`) == 1
	}, longPatience, 20*time.Millisecond)
	stream.rest(&a, sent.run) // The ends are in the database.
	require.Equal(t, "PetMessageDone", a.end.Kind, "%+v", a.end)
	require.Equal(t, story(60), a.end.Message.Text)
	require.NoError(t, k.own.Restart(t.Context()))
	for again, begun := "", time.Now(); again != story(60); { // Pieces come again by themselves.
		require.Less(t, time.Since(begun), longPatience)
		next := v.tells(sent.pet, sent.conversation, "again")
		stream := v.reads(k.server, next.conversation, next.after)
		heard := stream.hears(next.run)
		stream.leave()
		require.Equal(t, story(60), heard.end.Message.Text, "the end is there in any case")
		again = strings.TrimSpace(heard.text)
	}
}
