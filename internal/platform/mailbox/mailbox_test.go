package mailbox

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/mail"
	"zuka/internal/platform/sms"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var noon = time.Date(2026, 10, 1, 12, 0, 0, 123456789, time.UTC)

func TestTheNewestLetterIsFirst(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.RedisClient(t)
	worker := New(client, prefix, clock.Fixed(noon))
	server := New(client, prefix, clock.System{})
	letters, err := server.Letters(t.Context())
	require.NoError(t, err)
	require.NotNil(t, letters)
	require.Empty(t, letters)

	written := mail.Message{To: "Ada <ada@zuka.example>", Subject: "₦45,000 paid", Text: "Hello\nAda", HTML: "<b>Ada</b>"}
	require.NoError(t, worker.Mail().Send(t.Context(), written))
	require.NoError(t, worker.SMS().Send(t.Context(), sms.Message{To: "+2348031234567", Text: "Code 012345"}))
	letters, err = server.Letters(t.Context())
	require.NoError(t, err)
	require.Len(t, letters, 2)
	require.NotEqual(t, letters[0].ID, letters[1].ID)
	require.Equal(t, Letter{
		ID: letters[0].ID, Kind: KindSMS, To: "+2348031234567", Text: "Code 012345", SentAt: noon,
	}, letters[0])
	require.Equal(t, Letter{
		ID: letters[1].ID, Kind: KindMail, To: written.To, Subject: written.Subject, Text: written.Text, HTML: written.HTML, SentAt: noon,
	}, letters[1])
}

func TestOthersHaveOtherLetters(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.RedisClient(t)
	require.NoError(t, New(client, prefix+"a:", clock.System{}).SMS().Send(t.Context(), sms.Message{To: "+2348031234567", Text: "x"}))
	letters, err := New(client, prefix+"b:", clock.System{}).Letters(t.Context())
	require.NoError(t, err)
	require.Empty(t, letters)
}

func TestTheOldestLetterGoes(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.RedisClient(t)
	box := New(client, prefix, clock.System{})
	const writers, each = 6, 40
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for range each {
				if err := box.SMS().Send(t.Context(), sms.Message{To: "+2348031234567", Text: "early"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	for i := range 3 {
		require.NoError(t, box.SMS().Send(t.Context(), sms.Message{To: "+2348031234567", Text: strconv.Itoa(i)}))
	}
	letters, err := box.Letters(t.Context())
	require.NoError(t, err)
	require.Len(t, letters, Capacity)
	require.Equal(t, []string{"2", "1", "0", "early"}, []string{letters[0].Text, letters[1].Text, letters[2].Text, letters[3].Text})
	length, err := client.LLen(t.Context(), prefix+"letters").Result()
	require.NoError(t, err)
	require.EqualValues(t, Capacity, length)
}

func TestWhatWouldNotBeSentIsNotKept(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.RedisClient(t)
	box := New(client, prefix, clock.System{})
	require.ErrorIs(t, box.Mail().Send(t.Context(), mail.Message{To: "ada@zuka.example\nBcc: eve@zuka.example", Subject: "x", Text: "x"}), mail.ErrRefused)
	require.ErrorIs(t, box.SMS().Send(t.Context(), sms.Message{To: "08031234567", Text: "x"}), sms.ErrRefused)
	letters, err := box.Letters(t.Context())
	require.NoError(t, err)
	require.Empty(t, letters)
}

func TestFailuresAreTold(t *testing.T) {
	t.Parallel()
	client, prefix := testenv.RedisClient(t)
	box := New(client, prefix, clock.System{})
	require.NoError(t, client.LPush(t.Context(), prefix+"letters", "not a letter").Err())
	_, err := box.Letters(t.Context())
	require.ErrorContains(t, err, prefix)

	away := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", MaxRetries: -1})
	t.Cleanup(func() { require.NoError(t, away.Close()) })
	box = New(away, prefix, clock.System{})
	_, err = box.Letters(t.Context())
	require.Error(t, err)
	err = box.SMS().Send(t.Context(), sms.Message{To: "+2348031234567", Text: "x"})
	require.Error(t, err)
	require.NotErrorIs(t, err, sms.ErrRefused)
}
