package pet

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/petrun"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/pet/brain"
)

// Two processes are told of all runs at once: each run is answered by one.
func TestEachRunIsAnsweredOnceByTwoProcesses(t *testing.T) {
	t.Parallel()
	k := newKennel(t, echo())
	k.Unlimited = true
	ctx, _, pet := k.owner()
	const runs = 60
	var sent []*Sent
	for range runs {
		sent = append(sent, k.says(ctx, pet, nil, "hello"))
	}
	both := []*Thinker{k.thinker(k.Service), k.thinker(k.process(echo()))}
	together(len(both)*runs, func(i int) { both[i%2].Begin(sent[i/2].Run.ID) })
	for _, t := range both {
		t.work.Wait()
	}
	for _, one := range sent {
		require.Equal(t, 1, k.ended(one.Run.ID, petrun.StateDone).Attempt)
		require.Equal(t, "re: hello", k.answer(one.Run.ID))
	}
	require.Equal(t, runs, k.number("SELECT count(*) FROM pet_conversations WHERE role = 'pet'"))
	require.Equal(t, runs*ForMessage, k.number("SELECT xp FROM user_pets WHERE id = $1", pet))
	require.Equal(t, LevelAt(runs*ForMessage), k.number("SELECT level FROM user_pets WHERE id = $1", pet))
}

// Workers take the runs of a conversation in any order; the answers come in the
// order of the messages, and each knows of those before it.
func TestAnswersOfAConversationComeInOrder(t *testing.T) {
	t.Parallel()
	h := newHeld()
	k := newKennel(t, h)
	ctx, _, pet := k.owner()
	first := k.says(ctx, pet, nil, "one")
	sent := []*Sent{first}
	for _, text := range []string{"two", "three", "four", "five"} {
		sent = append(sent, k.says(ctx, pet, &first.Run.ConversationID, text))
	}
	thinker := k.thinker(k.Service)
	for i := range sent {
		thinker.Begin(sent[len(sent)-1-i].Run.ID)
	}
	var said []brain.Turn
	for _, one := range sent {
		c := h.next(k)
		require.Equal(t, one.Message.MessageText, c.ask.Message)
		require.Equal(t, said, c.ask.History)
		require.Empty(t, h.asked, "the others wait")
		require.NoError(t, c.say("re: "+c.ask.Message))
		c.end()
		said = append(said, brain.Turn{FromShopper: true, Text: c.ask.Message}, brain.Turn{Text: "re: " + c.ask.Message})
	}
	thinker.work.Wait()
	for i, one := range sent {
		run := k.ended(one.Run.ID, petrun.StateDone)
		require.Equal(t, 1+i*Window, run.FirstSeq)
	}
}

// A brain that is held holds no connection, and an answer is some statements.
func TestNothingIsHeldWhileABrainThinks(t *testing.T) {
	t.Parallel()
	h := newHeld()
	k := newKennel(t, h)
	ctx, _, pet := k.owner()
	sent := k.says(ctx, pet, nil, "hello")
	thinker := k.thinker(k.Service)
	counted, counter := postgres.WithCounter(t.Context())
	over := aside(func() { k.think(thinker, sent.Run.ID) })
	_ = counted
	c := h.next(k)
	require.Zero(t, k.Pool.Pgx().Stat().AcquiredConns())
	require.Zero(t, k.Pool.SQL().Stats().InUse)
	c.end()
	k.soon(over, "the end")
	again := k.says(ctx, pet, &sent.Run.ConversationID, "hello again")
	over = aside(func() { require.NoError(t, thinker.Think(counted, again.Run.ID)) })
	c = h.next(k)
	require.NoError(t, c.say("hello"))
	c.end()
	k.soon(over, "the end")
	require.LessOrEqual(t, len(counter.Statements()), 18, strings.Join(counter.Statements(), "\n"))
}

var errBrain = errors.New("the brain has a headache")

// What a brain does wrong ends the answer, and the next one is answered.
func TestABrainThatFails(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		do    func(say brain.Say) error
		state petrun.State
		says  string
		tries int
	}{
		"with an error":        {func(brain.Say) error { return errBrain }, petrun.StateFailed, "", mostAttempts},
		"by panicking":         {func(brain.Say) error { panic("oh") }, petrun.StateFailed, "", mostAttempts},
		"in mid-answer":        {func(say brain.Say) error { return errors.Join(say("a"), errBrain) }, petrun.StateFailed, "aaaa", mostAttempts},
		"by saying nothing":    {func(brain.Say) error { return nil }, petrun.StateFailed, "", 1},
		"by saying blanks":     {func(say brain.Say) error { return say(" \n ") }, petrun.StateFailed, "", 1},
		"with what is no text": {func(say brain.Say) error { return say("a\x00b\xffc") }, petrun.StateDone, "abc", 1},
		"by never ending": {func(say brain.Say) error {
			for range 3_000 {
				if err := say("word "); err != nil {
					return err
				}
			}
			return say(".")
		}, petrun.StateDone, strings.TrimSpace(strings.Repeat("word ", longestAnswer/5)), 1},
		"by many events": {func(say brain.Say) error {
			for range longestAnswer {
				if err := say("x"); err != nil {
					return err
				}
			}
			return nil
		}, petrun.StateDone, strings.Repeat("x", longestAnswer), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newKennel(t, script{do: func(_ context.Context, ask brain.Ask, _ brain.Desk, say brain.Say) (brain.Answer, error) {
				if ask.Message == "again" {
					return brain.Answer{}, say("fine")
				}
				return brain.Answer{}, row.do(say)
			}})
			ctx, _, pet := k.owner()
			sent := k.says(ctx, pet, nil, "hello")
			next := k.says(ctx, pet, &sent.Run.ConversationID, "again")
			listener := k.listens(ctx, sent)
			thinker := k.thinker(k.Service)
			k.goesOn(thinker, sent.Run.ID, row.tries)
			run := k.ended(sent.Run.ID, row.state)
			require.Equal(t, row.says, k.answer(run.ID))
			require.Equal(t, row.tries, run.Attempt)
			end := listener.until(isEnd)
			_, whole := end.(*MessageDone)
			require.Equal(t, row.state == petrun.StateDone, whole)
			require.Equal(t, row.state == petrun.StateFailed, run.Failure != nil)
			thinker.work.Wait()
			require.Equal(t, "fine", k.answer(k.ended(next.Run.ID, petrun.StateDone).ID))
			k.hearsTheEnd(ctx, sent, row.state)
		})
	}
}

// goesOn lets a process answer a run, again and again after its process was lost.
func (k *kennel) goesOn(t *Thinker, run uuid.UUID, tries int) {
	k.Helper()
	for try := range tries {
		k.lose(run)
		err := t.Think(k.Context(), run)
		require.Equal(k, try < tries-1, err != nil, "try %d: %v", try, err)
	}
}

// lose lets a run look as if nobody is at it any more.
func (k *kennel) lose(run uuid.UUID) {
	k.Helper()
	k.exec("UPDATE pet_runs SET seen_at = now() - interval '1 hour' WHERE id = $1", run)
}

// hearsTheEnd checks what a reader gets who comes when the log has gone.
func (k *kennel) hearsTheEnd(ctx context.Context, sent *Sent, state petrun.State) {
	k.Helper()
	require.NoError(k, k.Events.Forget(ctx, sent.Run.ConversationID))
	end := k.listens(ctx, sent).until(isEnd)
	switch end := end.(type) {
	case *MessageDone:
		require.Equal(k, petrun.StateDone, state)
		require.Equal(k, sent.Run.ID, end.Run)
		require.Equal(k, *k.run(sent.Run.ID).AnswerID, end.Message)
	case *ReplyFailed:
		require.Equal(k, sent.Run.ID, end.Run)
		require.Equal(k, state == petrun.StateCanceled, end.Canceled)
		require.NotEqual(k, petrun.StateDone, state)
	}
}

func TestWhoComesAfterTheLogIsGoneGetsTheWholeAnswers(t *testing.T) {
	t.Parallel()
	k := newKennel(t, echo())
	k.Unlimited = true
	ctx, user, pet := k.owner()
	first := k.says(ctx, pet, nil, "hello")
	thinker := k.thinker(k.Service)
	k.think(thinker, first.Run.ID)
	const others = 120
	for range others {
		k.think(thinker, k.says(ctx, pet, &first.Run.ConversationID, "hello").Run.ID)
	}
	require.NoError(t, k.Events.Forget(ctx, first.Run.ConversationID))
	listener := k.listens(ctx, first)
	last := 0
	for range mostEnds {
		end := listener.until(isEnd).(*MessageDone)
		require.Greater(t, end.Seq, last)
		last = end.Seq
		require.Equal(t, user, end.User)
		messages, err := k.Messages(ctx, user, []int{end.Message})
		require.NoError(t, err)
		require.Equal(t, "re: hello", messages[end.Message].MessageText)
	}
	require.Equal(t, others*Window+2, last, "the newest ones")
}
