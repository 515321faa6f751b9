package pet

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/ent/db/petrun"
	"zuka/internal/platform/pubsub"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/stream"
)

// A process hangs in the middle of an answer. The next one goes on from what was
// said; the first, which wakes up then, writes nothing more, and nobody reads
// anything twice.
func TestAnAnswerIsTakenOver(t *testing.T) {
	t.Parallel()
	hung, alive := newHeld(), newHeld()
	hung.deaf = true
	k := newKennel(t, hung)
	ctx, _, pet := k.owner()
	sent := k.says(ctx, pet, nil, "hello")
	listener := k.listens(ctx, sent)
	first, second := NewThinker(k.Service), k.thinker(k.process(alive))
	first.Begin(sent.Run.ID)
	a := hung.next(k)
	require.NoError(t, a.say("one"))
	require.NoError(t, a.say(" two"))
	k.exec("UPDATE pet_runs SET seen_at = now() + interval '10 minutes' WHERE id = $1", sent.Run.ID) // However slow the machine is.
	require.NoError(t, second.takeOver(ctx))
	second.work.Wait()
	require.Empty(t, alive.asked, "the first is believed to live")
	k.lose(sent.Run.ID)
	require.NoError(t, second.takeOver(ctx))
	b := alive.next(k)
	require.Equal(t, "one two", b.ask.Said)
	require.Equal(t, a.ask.Seed, b.ask.Seed)
	require.ErrorIs(t, a.say(" and nobody reads this"), errLost)
	require.Error(t, a.ctx.Err(), "whatever the brain makes of it")
	require.NoError(t, b.say(" three"))
	a.done <- ending{brain.Answer{TokensIn: 5, TokensOut: 2}, nil} // It makes nothing of the error.
	first.Stop()
	require.Equal(t, petrun.StateThinking, k.run(sent.Run.ID).State)
	b.end()
	second.work.Wait()
	run := k.ended(sent.Run.ID, petrun.StateDone)
	require.Equal(t, []int{2, 5, 2}, []int{run.Attempt, run.TokensIn, run.TokensOut}, "what the first one cost is counted")
	require.Equal(t, "one two three", k.answer(run.ID))
	listener.until(isEnd)
	require.Equal(t, "one two three", listener.text)
	require.Equal(t, 1, k.number("SELECT count(*) FROM pet_conversations WHERE role = 'pet'"))
}

// The same when the first one wakes up only after the end.
func TestWhoWakesUpAfterTheEndWritesNothing(t *testing.T) {
	t.Parallel()
	hung := newHeld()
	hung.deaf = true
	k := newKennel(t, hung)
	ctx, user, pet := k.owner()
	shirt := k.product("Shirt", 5_000, 9)
	sent := k.says(ctx, pet, nil, "hello")
	first, second := NewThinker(k.Service), k.thinker(k.process(saying(" two")))
	first.Begin(sent.Run.ID)
	a := hung.next(k)
	require.NoError(t, a.say("one"))
	k.lose(sent.Run.ID)
	k.think(second, sent.Run.ID)
	_, err := a.desk.AddToCart(a.ctx, brain.Add{Product: shirt})
	require.Error(t, err)
	require.Zero(t, k.number("SELECT count(*) FROM pet_actions WHERE user_id = $1", user))
	a.end()
	first.Stop()
	require.Equal(t, "one two", k.answer(k.ended(sent.Run.ID, petrun.StateDone).ID))
	events, err := k.Events.After(ctx, sent.Run.ConversationID, 0)
	require.NoError(t, err)
	require.Len(t, events, 3)
	require.Equal(t, ForMessage, k.number("SELECT xp FROM user_pets WHERE id = $1", pet))
}

// A process that stops leaves its answers to the others at once.
func TestStoppingHandsOver(t *testing.T) {
	t.Parallel()
	h, alive := newHeld(), newHeld()
	k := newKennel(t, h)
	ctx, _, pet := k.owner()
	sent := k.says(ctx, pet, nil, "hello")
	first, second := NewThinker(k.Service), k.thinker(k.process(alive))
	first.Start()
	first.Begin(sent.Run.ID)
	require.NoError(t, h.next(k).say("one"))
	jobs := len(k.jobs.left())
	first.Stop()
	require.Equal(t, petrun.StateWaiting, k.run(sent.Run.ID).State)
	require.Len(t, k.jobs.left(), jobs+1)
	over := aside(func() { k.think(second, sent.Run.ID) })
	c := alive.next(k)
	require.Equal(t, "one", c.ask.Said)
	require.NoError(t, c.say(" two"))
	c.end()
	k.soon(over, "the end")
	require.Equal(t, "one two", k.answer(k.ended(sent.Run.ID, petrun.StateDone).ID))
	first.Begin(sent.Run.ID)
	require.ErrorIs(t, first.Think(ctx, sent.Run.ID), errStopping, "its job is tried again elsewhere")
}

// Begin and Stop go together, whoever comes first.
func TestNothingBeginsBehindStop(t *testing.T) {
	t.Parallel()
	k := newKennel(t, echo())
	ctx, _, pet := k.owner()
	sent := k.says(ctx, pet, nil, "hello")
	for range 50 {
		thinker := NewThinker(k.Service)
		together(4, func(i int) {
			if i == 0 {
				thinker.Stop()
				return
			}
			thinker.Begin(sent.Run.ID)
		})
		thinker.work.Wait()
		// Fifty restarts are no reason to give a message up.
		_, err := k.Pool.Pgx().Exec(ctx, "UPDATE pet_runs SET attempt = 0 WHERE finished_at IS NULL")
		require.NoError(t, err)
	}
	k.think(k.thinker(k.Service), sent.Run.ID)
	require.Equal(t, "re: hello", k.answer(sent.Run.ID))
}

func TestAnAnswerIsStoppedWithinASecond(t *testing.T) {
	t.Parallel()
	h := newHeld()
	k := newKennel(t, h)
	ctx, _, pet := k.owner()
	sent := k.says(ctx, pet, nil, "hello")
	k.says(ctx, pet, &sent.Run.ConversationID, "and?")
	listener := k.listens(ctx, sent)
	thinker := k.thinker(k.Service)
	thinker.Start()
	k.BeginWith(thinker.Begin)
	thinker.Begin(sent.Run.ID)
	c := h.next(k)
	require.NoError(t, c.say("as I was say"))
	asked := time.Now()
	_, err := k.Cancel(ctx, sent.Run.ID)
	require.NoError(t, err)
	end := listener.until(isEnd).(*ReplyFailed)
	require.Less(t, time.Since(asked), patience, "it is within a second where a machine has no other work")
	require.True(t, end.Canceled)
	require.Equal(t, "as I was say", k.answer(k.ended(sent.Run.ID, petrun.StateCanceled).ID))
	require.Zero(t, k.number("SELECT xp FROM user_pets WHERE id = $1", pet))
	c = h.next(k)
	require.Equal(t, "and?", c.ask.Message)
	require.Len(t, c.ask.History, 2, "what was said of it is known")
	c.done <- ending{}
	k.hearsTheEnd(ctx, sent, petrun.StateCanceled)
	again, err := k.Cancel(ctx, sent.Run.ID)
	require.NoError(t, err)
	require.Equal(t, petrun.StateCanceled, again.State)
}

// What nobody began with is not begun when it was stopped before.
func TestAMessageThatIsStoppedBeforeItsAnswerBegins(t *testing.T) {
	t.Parallel()
	k := newKennel(t, echo())
	ctx, _, pet := k.owner()
	sent := k.says(ctx, pet, nil, "hello")
	thinker := k.thinker(k.Service)
	k.BeginWith(thinker.Begin)
	_, err := k.Cancel(ctx, sent.Run.ID)
	require.NoError(t, err)
	thinker.work.Wait()
	require.Empty(t, k.answer(k.ended(sent.Run.ID, petrun.StateCanceled).ID))
	k.hearsTheEnd(ctx, sent, petrun.StateCanceled)
}

// What a brain wants to change after its person said stop is not changed.
func TestAStoppedAnswerChangesNothing(t *testing.T) {
	t.Parallel()
	h := newHeld()
	h.deaf = true
	k := newKennel(t, h)
	ctx, user, pet := k.owner()
	shirt := k.product("Shirt", 5_000, 9)
	sent := k.says(ctx, pet, nil, "hello")
	thinker := k.thinker(k.Service)
	over := aside(func() { k.think(thinker, sent.Run.ID) })
	c := h.next(k)
	require.NoError(t, c.say("one"))
	_, err := k.Cancel(ctx, sent.Run.ID)
	require.NoError(t, err)
	_, err = c.desk.AddToCart(c.ctx, brain.Add{Product: shirt})
	require.Error(t, err)
	require.Error(t, c.say("two"))
	c.end() // As if all were well.
	k.soon(over, "the end")
	require.Equal(t, "one", k.answer(sent.Run.ID))
	require.Zero(t, k.number("SELECT count(*) FROM pet_actions WHERE user_id = $1", user))
}

// The built-in brain goes on where the model failed; what the model cost counts.
func TestAModelThatFails(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		model  func(say brain.Say) (brain.Answer, error)
		said   string
		brain  petrun.Brain
		tokens []int
	}{
		"not at all": {func(say brain.Say) (brain.Answer, error) {
			return brain.Answer{TokensIn: 30, TokensOut: 7}, say("all of it")
		}, "all of it", petrun.BrainLlm, []int{30, 7}},
		"at once": {func(brain.Say) (brain.Answer, error) {
			return brain.Answer{}, errBrain
		}, "[]built-in", petrun.BrainBuiltin, []int{0, 0}},
		"in mid-answer": {func(say brain.Say) (brain.Answer, error) {
			return brain.Answer{TokensIn: 30, TokensOut: 7}, errors.Join(say("half"), errBrain)
		}, "half[half]built-in", petrun.BrainBuiltin, []int{30, 7}},
		"by saying nothing": {func(brain.Say) (brain.Answer, error) {
			return brain.Answer{TokensIn: 3}, nil
		}, "[]built-in", petrun.BrainBuiltin, []int{3, 0}},
		"by panicking": {func(say brain.Say) (brain.Answer, error) {
			_ = say("ha")
			panic("oh")
		}, "ha[ha]built-in", petrun.BrainBuiltin, []int{0, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newKennel(t, script{do: func(_ context.Context, ask brain.Ask, _ brain.Desk, say brain.Say) (brain.Answer, error) {
				return brain.Answer{}, say("[" + ask.Said + "]built-in")
			}})
			k.Model = script{"llm", func(_ context.Context, _ brain.Ask, _ brain.Desk, say brain.Say) (brain.Answer, error) {
				return row.model(say)
			}}
			ctx, _, pet := k.owner()
			sent := k.says(ctx, pet, nil, "hello")
			k.think(k.thinker(k.Service), sent.Run.ID)
			run := k.ended(sent.Run.ID, petrun.StateDone)
			require.Equal(t, row.said, k.answer(run.ID))
			require.Equal(t, row.brain, *run.Brain)
			require.Equal(t, row.tokens, []int{run.TokensIn, run.TokensOut})
			require.Equal(t, row.brain == petrun.BrainBuiltin, run.Failure != nil)
		})
	}
}

// Both brains fail again and again: what each attempt cost is counted once.
func TestWhatFailedAttemptsCostIsCounted(t *testing.T) {
	t.Parallel()
	k := newKennel(t, script{do: func(context.Context, brain.Ask, brain.Desk, brain.Say) (brain.Answer, error) { panic("oh") }})
	k.Model = script{"llm", func(context.Context, brain.Ask, brain.Desk, brain.Say) (brain.Answer, error) {
		return brain.Answer{TokensIn: 10, TokensOut: 1}, errBrain
	}}
	ctx, _, pet := k.owner()
	sent := k.says(ctx, pet, nil, "hello")
	k.goesOn(k.thinker(k.Service), sent.Run.ID, mostAttempts)
	run := k.ended(sent.Run.ID, petrun.StateFailed)
	require.Equal(t, []int{10 * mostAttempts, mostAttempts}, []int{run.TokensIn, run.TokensOut})
}

func TestBudgetsOfAPersonAndOfTheShop(t *testing.T) {
	t.Parallel()
	k := newKennel(t, saying("built-in"))
	k.Unlimited = true
	k.Model = script{"llm", func(_ context.Context, _ brain.Ask, _ brain.Desk, say brain.Say) (brain.Answer, error) {
		return brain.Answer{TokensIn: 70, TokensOut: 30}, say("model")
	}}
	k.Budget = Budget{Person: 200, Shop: 500}
	thinker := k.thinker(k.Service)
	asks := func() (said []string) {
		ctx, _, pet := k.owner()
		for range 3 {
			k.pass(spendingLife) // The shop's sum may be that old.
			sent := k.says(ctx, pet, nil, "hello")
			k.think(thinker, sent.Run.ID)
			said = append(said, k.answer(sent.Run.ID))
		}
		return said
	}
	require.Equal(t, []string{"model", "model", "built-in"}, asks())
	require.Equal(t, []string{"model", "model", "built-in"}, asks(), "a budget is a person's own")
	require.Equal(t, []string{"model", "built-in", "built-in"}, asks(), "the shop has one too")
	require.Equal(t, 4, k.number("SELECT count(*) FROM pet_runs WHERE failure LIKE 'the budget %'"))
	k.pass(12 * time.Hour)
	require.Equal(t, []string{"model", "model", "built-in"}, asks(), "each day of Lagos has its own")
}

// Without Redis answers come whole, at their end.
func TestAnswersAreStoredWhileRedisIsAway(t *testing.T) {
	t.Parallel()
	k := newKennel(t, saying("one", " two"))
	// Nobody waits long for a hub that is not connected.
	away := pubsub.New(k.redis, pubsub.Options{Prefix: k.prefix, ConfirmTimeout: time.Millisecond})
	k.Events = stream.New(stream.Config{Redis: k.redis, Hub: away, Prefix: k.prefix})
	ctx, _, pet := k.owner()
	sent := k.says(ctx, pet, nil, "hello")
	require.NoError(t, k.redis.Close())
	k.think(k.thinker(k.Service), sent.Run.ID)
	require.Equal(t, "one two", k.answer(k.ended(sent.Run.ID, petrun.StateDone).ID))
	end, whole := k.listens(ctx, sent).until(isEnd).(*MessageDone)
	require.True(t, whole)
	require.Equal(t, *k.run(sent.Run.ID).AnswerID, end.Message)
}
