package pet

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/shop/pet/brain"
)

// A pet is cleared while it answers. Nothing that was said before comes back:
// not into its mind, not into what the next answer is told.
func TestAPetIsClearedInMidAnswer(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		conversations, likings bool
		// late ends the answer before the process hears that it is to stop.
		late bool
	}{
		"with its conversations":               {true, false, false},
		"with its conversations, and too late": {true, false, true},
		"its mind":                             {false, false, false},
		"its mind, and too late":               {false, false, true},
		"its likings too, and too late":        {false, true, true},
		"all, and too late":                    {true, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHeld()
			k := newKennel(t, h)
			ctx, user, pet := k.owner()
			shirt := k.product("Shirt", 5_000, 9)
			sent := k.says(ctx, pet, nil, "I like red")
			thinker := k.thinker(k.Service)
			over := aside(func() { k.think(thinker, sent.Run.ID) })
			c := h.next(k)
			require.NoError(t, c.say("the secret"))
			out, err := c.desk.AddToCart(c.ctx, brain.Add{Product: shirt})
			require.NoError(t, err)
			require.Equal(t, brain.Proposed, out.State)
			k.pass(time.Second)
			cleared, err := k.Clear(ctx, ClearInput{pet, row.conversations, row.likings})
			require.NoError(t, err)
			require.Equal(t, noon.Add(time.Second), cleared.MemoryContext.ClearedAt)
			_, err = c.desk.AddToCart(c.ctx, brain.Add{Product: shirt, Quantity: 2})
			require.Error(t, err, "it proposes nothing more")
			k.pass(time.Second)
			if row.late {
				c.done <- ending{brain.Answer{Learned: []brain.Sign{{Kind: "color", Value: "Red", Weight: 2}}, Memory: brain.Memory{Subject: &brain.Product{ID: shirt, Name: "Shirt"}}}, nil}
			} else {
				require.NoError(t, thinker.pulse(ctx))
			}
			k.soon(over, "the end")
			k.forgot(pet, row.likings)
			require.Zero(t, k.number("SELECT count(*) FROM pet_actions WHERE state = 'proposed'"))
			require.Equal(t, 1, k.number("SELECT count(*) FROM pet_actions WHERE state = 'expired'"))
			require.Equal(t, 1, k.number("SELECT count(*) FROM pet_runs WHERE user_id = $1", user), "it counts against the limits")
			k.nothingComesBack(ctx, h, sent, row.conversations)
		})
	}
}

// forgot checks that nothing of before is in a pet's mind.
func (k *kennel) forgot(pet int, likings bool) {
	k.Helper()
	found, err := k.Pool.Ent().UserPet.Get(k.Context(), pet)
	require.NoError(k, err)
	require.Empty(k, found.MemoryContext.Turns)
	require.Empty(k, found.MemoryContext.Summary)
	require.Empty(k, found.MemoryContext.LastProductIDs)
	if likings {
		require.Empty(k, found.Preferences.Colors)
	}
}

func (k *kennel) nothingComesBack(ctx context.Context, h *held, sent *Sent, deleted bool) {
	k.Helper()
	in := SendInput{sent.Run.PetID, &sent.Run.ConversationID, "what was it?", "key-of-the-next"}
	if deleted {
		require.Zero(k, k.number("SELECT count(*) FROM pet_conversations"))
		require.Nil(k, k.run(sent.Run.ID).AnswerID)
		_, err := k.Send(ctx, in)
		refused(k, err, fault.Gone, "input", "conversationId")
		_, err = k.Follow(ctx, sent.Run.ConversationID, 0)
		require.True(k, fault.Is(err, fault.NotFound))
		in.Conversation = nil
	}
	next, err := k.Send(ctx, in)
	require.NoError(k, err)
	over := aside(func() { k.think(k.thinker(k.Service), next.Run.ID) })
	c := h.next(k)
	require.Empty(k, c.ask.History)
	require.Empty(k, c.ask.Memory)
	require.Empty(k, c.ask.Summary)
	c.end()
	k.soon(over, "the end")
}

// Clearing and noting runs lock the same rows, of several runs at once.
func TestClearingNeverBlocksThoseWhoThink(t *testing.T) {
	t.Parallel()
	h := newHeld()
	h.deaf = true
	k := newKennel(t, h)
	ctx, _, pet := k.owner()
	thinker := k.thinker(k.Service)
	const runs = 12
	for range runs {
		thinker.Begin(k.says(ctx, pet, nil, "hello").Run.ID)
	}
	var calls []*call
	for range runs {
		calls = append(calls, h.next(k))
	}
	together(4, func(i int) {
		for range 25 {
			var err error
			if i < 2 {
				_, err = k.Clear(ctx, ClearInput{Pet: pet})
				k.exec("UPDATE pet_runs SET cancel_asked_at = NULL WHERE id = (SELECT id FROM pet_runs ORDER BY random() LIMIT 1)")
			} else {
				err = thinker.pulse(ctx)
			}
			if err != nil {
				t.Error(err)
			}
		}
	})
	for _, c := range calls {
		c.end()
	}
	thinker.work.Wait()
	require.Zero(t, k.number("SELECT count(*) FROM pet_runs WHERE finished_at IS NULL"))
}

func TestALikingIsForgottenAndStaysSo(t *testing.T) {
	t.Parallel()
	learns := script{do: func(_ context.Context, _ brain.Ask, _ brain.Desk, say brain.Say) (brain.Answer, error) {
		return brain.Answer{Learned: []brain.Sign{{Kind: "color", Value: "Red", Weight: 2}, {Kind: "brand", Value: "yaba-threads", Weight: 1}}}, say("ok")
	}}
	k := newKennel(t, learns)
	ctx, _, pet := k.owner()
	thinker := k.thinker(k.Service)
	k.think(thinker, k.says(ctx, pet, nil, "I like red").Run.ID)
	found, err := k.Pool.Ent().UserPet.Get(ctx, pet)
	require.NoError(t, err)
	known, err := k.Known(ctx, found)
	require.NoError(t, err)
	require.Len(t, known, 2)
	k.pass(time.Minute)
	found, err = k.Forget(ctx, ForgetInput{pet, "color", "Red"})
	require.NoError(t, err)
	require.Empty(t, found.Preferences.Colors)
	_, err = k.Forget(ctx, ForgetInput{pet, "color", "Red"})
	refused(t, err, fault.Gone, "input", "value")
	_, err = k.Forget(ctx, ForgetInput{pet, "nonsense", "\x00\xff"})
	refused(t, err, fault.Gone, "input", "value")
	found, err = k.Clear(ctx, ClearInput{Pet: pet})
	require.NoError(t, err)
	require.Len(t, found.Preferences.Brands, 1, "likings stay unless they are cleared")
	found, err = k.Clear(ctx, ClearInput{Pet: pet, Preferences: true})
	require.NoError(t, err)
	require.Empty(t, found.Preferences.Brands)
	require.Equal(t, ForMessage, found.Xp, "XP are kept")
}
