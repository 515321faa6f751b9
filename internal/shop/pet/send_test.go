package pet

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/petrun"
	"zuka/internal/platform/fault"
)

// everything counts what one message leaves.
const everything = "SELECT (SELECT count(*) FROM pet_runs) * 100 + (SELECT count(*) FROM pet_conversations)"

func TestAMessageSentFiftyTimesIsOneMessage(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, _, pet := k.owner()
	var begun atomic.Int32
	k.BeginWith(func(uuid.UUID) { begun.Add(1) })
	key := uuid.NewString()
	var mu sync.Mutex
	runs := map[uuid.UUID]int{}
	together(50, func(int) {
		sent, err := k.Send(ctx, SendInput{pet, nil, "  hello\n", key})
		if err != nil {
			t.Error(err)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		runs[sent.Run.ID]++
		if sent.Message == nil || sent.Message.MessageText != "hello" {
			t.Errorf("another message: %v", sent.Message)
		}
	})
	require.Len(t, runs, 1)
	require.Equal(t, 101, k.number(everything))
	require.EqualValues(t, 1, begun.Load())
	require.Len(t, k.jobs.left(), 1)
	_, err := k.Send(ctx, SendInput{pet, nil, "goodbye", key})
	refused(t, err, fault.IdempotencyKeyReused, "input", "idempotencyKey")
	other, _, another := k.owner()
	_, err = k.Send(other, SendInput{another, nil, "hello", key})
	require.NoError(t, err, "a key is its owner's")
	// What is answered again is the run, also when its message has gone since.
	_, err = k.Clear(ctx, ClearInput{Pet: pet, Conversations: true})
	require.NoError(t, err)
	sent, err := k.Send(ctx, SendInput{pet, nil, "hello", key})
	require.NoError(t, err)
	require.Equal(t, 1, runs[sent.Run.ID]/50)
	require.Nil(t, sent.Message)
}

func TestAMessageIsAText(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	k.Unlimited = true
	ctx, _, pet := k.owner()
	for given, kept := range map[string]string{
		"hello":                                "hello",
		"two\nlines":                           "two\nlines",
		"a\x00b\r\nc":                          "a b \nc",
		"see \u202eevil\u202c":                 "see evil",
		strings.Repeat("ẹ", MostCharacters):    strings.Repeat("ẹ", MostCharacters),
		strings.Repeat("ẹ", MostCharacters+1):  "",
		"":                                     "",
		" \t\n":                                "",
		"\u2066\u2069":                         "",
		"\x00":                                 "",
		"bad \xf0\x28":                         "",
		strings.Repeat("\x00", MostCharacters): "",
		strings.Repeat("x", 2<<20):             "",
	} {
		sent, err := k.Send(ctx, SendInput{pet, nil, given, uuid.NewString()})
		if kept == "" {
			refused(t, err, fault.InputInvalid, "input", "text")
			continue
		}
		require.NoError(t, err)
		require.Equal(t, kept, sent.Message.MessageText)
		require.Equal(t, []any{petrun.StateWaiting, 1, 0}, []any{sent.Run.State, sent.Run.FirstSeq, sent.Run.Attempt})
	}
	_, err := k.Send(ctx, SendInput{pet, nil, "hello", "short"})
	refused(t, err, fault.InputInvalid, "input", "idempotencyKey")
	_, err = k.Send(t.Context(), SendInput{pet, nil, "hello", uuid.NewString()})
	require.True(t, fault.Is(err, fault.Unauthenticated))
}

func TestOnlyOnesOwnPetsListen(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, user, pet := k.owner()
	_, err := k.Adopt(ctx, AdoptInput{"rude", "Rex"})
	require.NoError(t, err)
	second := k.number("SELECT id FROM user_pets WHERE name = 'Rex'")
	mine := k.says(ctx, pet, nil, "hello").Run
	other, stranger, theirs := k.owner()
	left := k.number(everything)
	key := uuid.NewString()
	for what, in := range map[string]struct {
		SendInput
		field string
	}{
		"another's pet":             {SendInput{pet, nil, "hi", key}, "petId"},
		"no pet":                    {SendInput{0, nil, "hi", key}, "petId"},
		"another's conversation":    {SendInput{theirs, &mine.ConversationID, "hi", key}, "conversationId"},
		"no conversation":           {SendInput{theirs, new(uuid.New()), "hi", key}, "conversationId"},
		"another's in another's":    {SendInput{pet, &mine.ConversationID, "hi", key}, "petId"},
		"the nil of conversations ": {SendInput{theirs, &uuid.Nil, "hi", key}, "conversationId"},
	} {
		_, err := k.Send(other, in.SendInput)
		require.True(t, fault.For(err, fault.Gone), what)
		refused(t, err, fault.Gone, "input", in.field)
	}
	_, err = k.Send(ctx, SendInput{second, &mine.ConversationID, "hi", key})
	refused(t, err, fault.Gone, "input", "conversationId") // A conversation is one pet's.
	require.Equal(t, left, k.number(everything))
	_, err = k.Cancel(other, mine.ID)
	refused(t, err, fault.Gone, "id")
	require.Nil(t, k.run(mine.ID).CancelAskedAt)
	_, err = k.Follow(other, mine.ConversationID, 0)
	require.True(t, fault.Is(err, fault.NotFound))
	_, err = k.Follow(ctx, mine.ConversationID, -1)
	refused(t, err, fault.InputInvalid, "afterSeq")
	_, err = k.Clear(other, ClearInput{Pet: pet, Conversations: true})
	refused(t, err, fault.Gone, "input", "petId")
	_, err = k.Forget(other, ForgetInput{Pet: pet, Kind: "price"})
	refused(t, err, fault.Gone, "input", "petId")
	found, err := k.Conversation(other, stranger, mine.ConversationID)
	require.NoError(t, err)
	require.Nil(t, found)
	found, err = k.Conversation(ctx, user, mine.ConversationID)
	require.NoError(t, err)
	require.Equal(t, []any{"hello", 1, pet}, []any{found.Title(), found.MessageCount(), found.Pet})
}

// The limit is of the hour before each message, whatever pet and conversation,
// and holds against messages that come at once.
func TestThirtyMessagesAnHour(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, user, pet := k.owner()
	var sent atomic.Int32
	together(60, func(int) {
		_, err := k.Send(ctx, SendInput{pet, nil, "hello", uuid.NewString()})
		switch {
		case err == nil:
			sent.Add(1)
		case !fault.For(err, fault.RetryLater):
			t.Error(err)
		}
	})
	require.EqualValues(t, MessagesAnHour, sent.Load())
	require.Equal(t, MessagesAnHour, k.number("SELECT count(*) FROM pet_runs WHERE user_id = $1", user))
	k.pass(time.Hour - 1500*time.Millisecond)
	_, err := k.Clear(ctx, ClearInput{Pet: pet, Conversations: true})
	require.NoError(t, err)
	require.Zero(t, k.number("SELECT count(*) FROM pet_conversations"))
	key := uuid.NewString()
	_, err = k.Send(ctx, SendInput{pet, nil, "hello", key})
	require.Equal(t, 2*time.Second, refused(t, err, fault.RetryLater).RetryAfter, "deleted messages count")
	k.pass(1499 * time.Millisecond)
	_, err = k.Send(ctx, SendInput{pet, nil, "hello", key})
	require.Equal(t, time.Second, refused(t, err, fault.RetryLater).RetryAfter)
	k.pass(time.Millisecond)
	_, err = k.Send(ctx, SendInput{pet, nil, "hello", key})
	require.NoError(t, err, "the same key, which was not used up by a refusal")
	for range MessagesAnHour - 1 {
		k.pass(time.Second)
		k.says(ctx, pet, nil, "hello")
	}
	_, err = k.Send(ctx, SendInput{pet, nil, "hello", uuid.NewString()})
	require.Equal(t, time.Hour-(MessagesAnHour-1)*time.Second, refused(t, err, fault.RetryLater).RetryAfter)
	again, err := k.Send(ctx, SendInput{pet, nil, "hello", key})
	require.NoError(t, err, "what was sent is answered again whatever the limit")
	require.NotNil(t, again.Message)
}

func TestFiveMessagesWait(t *testing.T) {
	t.Parallel()
	k := newKennel(t, echo())
	ctx, _, pet := k.owner()
	first := k.says(ctx, pet, nil, "hello")
	var sent atomic.Int32
	together(12, func(int) {
		_, err := k.Send(ctx, SendInput{pet, &first.Run.ConversationID, "and", uuid.NewString()})
		switch {
		case err == nil:
			sent.Add(1)
		case !fault.For(err, fault.StateConflict):
			t.Error(err)
		}
	})
	require.EqualValues(t, mostWaiting-1, sent.Load())
	k.says(ctx, pet, nil, "another conversation")
	k.think(k.thinker(k.Service), first.Run.ID)
	k.says(ctx, pet, &first.Run.ConversationID, "there is room again")
	require.Equal(t, 6, k.number("SELECT count(DISTINCT first_seq) FROM pet_runs WHERE conversation_id = $1 AND (first_seq - 1) % $2 = 0",
		first.Run.ConversationID, Window))
}
