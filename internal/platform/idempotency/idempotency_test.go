package idempotency_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/idempotency"
	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func key(t *testing.T, owner, name string, request any) idempotency.Key {
	t.Helper()
	made, err := idempotency.NewKey(owner, name, request)
	require.NoError(t, err)
	return made
}

// once does a request, and says what it was answered and whether it was done.
func once(ctx context.Context, pool *postgres.Pool, key idempotency.Key, at time.Time, answer idempotency.Answer) (got idempotency.Answer, did bool, err error) {
	err = postgres.InTx(ctx, pool, func(ctx context.Context, tx postgres.Tx) error {
		before, err := idempotency.Claim(ctx, tx, key, at)
		if err != nil {
			return err
		}
		if before != nil {
			got = *before
			return nil
		}
		got, did = answer, true
		return idempotency.Keep(ctx, tx, key, answer)
	})
	return got, did, err
}

func TestAKeyIsCheckedByName(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		"12345678": true, strings.Repeat("k", 200): true, "0190-aB_~": true,
		"": false, "1234567": false, strings.Repeat("k", 201): false, "with space": false, "with\x00nul!": false, "ünicode-key": false,
	} {
		_, err := idempotency.NewKey("user:1", text, nil)
		if good {
			require.NoError(t, err, text)
			continue
		}
		require.True(t, fault.Is(err, fault.BadUserInput), text)
		require.ErrorContains(t, err, "idempotencyKey: ")
	}
}

func TestTheSameRequestIsAnsweredAgain(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	first := idempotency.Answer{Kind: "Order", ID: "17", Body: json.RawMessage(`{"a": 1}`)}
	_, did, err := once(t.Context(), pool, key(t, "user:1", "key-0001", 5), now, first)
	require.NoError(t, err)
	require.True(t, did)

	got, did, err := once(t.Context(), pool, key(t, "user:1", "key-0001", 5), now, idempotency.Answer{ID: "18"})
	require.NoError(t, err)
	require.False(t, did)
	require.Equal(t, "17", got.ID)
	require.JSONEq(t, `{"a": 1}`, string(got.Body))

	_, _, err = once(t.Context(), pool, key(t, "user:1", "key-0001", 6), now, first)
	require.True(t, fault.For(err, fault.IdempotencyKeyReused))
	_, did, err = once(t.Context(), pool, key(t, "user:2", "key-0001", 6), now, first)
	require.NoError(t, err)
	require.True(t, did, "the key is another owner's")

	found, err := idempotency.Find(t.Context(), pool, key(t, "user:1", "key-0001", 5))
	require.NoError(t, err)
	require.Equal(t, "17", found.ID)
	found, err = idempotency.Find(t.Context(), pool, key(t, "user:1", "key-0002", 5))
	require.NoError(t, err)
	require.Nil(t, found)
}

func TestAFailedRequestLeavesItsKeyFree(t *testing.T) {
	t.Parallel()
	pool, refused := testenv.Pool(t), errors.New("refused")
	k := key(t, "user:1", "key-0001", nil)
	err := postgres.InTx(t.Context(), pool, func(ctx context.Context, tx postgres.Tx) error {
		_, err := idempotency.Claim(ctx, tx, k, now)
		return errors.Join(err, refused)
	})
	require.ErrorIs(t, err, refused)
	_, did, err := once(t.Context(), pool, k, now, idempotency.Answer{Kind: "Order", ID: "1"})
	require.NoError(t, err)
	require.True(t, did)
}

func TestAnAnswerIsKeptForAWeek(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	k := key(t, "user:1", "key-0001", nil)
	for _, step := range []struct {
		at  time.Time
		did bool
	}{{now, true}, {now.Add(idempotency.Life - time.Second), false}, {now.Add(idempotency.Life), true}} {
		_, did, err := once(t.Context(), pool, k, step.at, idempotency.Answer{Kind: "Order", ID: "1"})
		require.NoError(t, err)
		require.Equal(t, step.did, did, step.at)
	}
	gone, err := idempotency.Clean(t.Context(), pool, now.Add(2*idempotency.Life))
	require.NoError(t, err)
	require.Equal(t, 1, gone)
}

func TestFortyClicksAreDoneOnce(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	k := key(t, "user:1", "key-0001", nil)
	var done atomic.Int32
	var group sync.WaitGroup
	start := make(chan struct{})
	errs := make(chan error, 40)
	for i := range 40 {
		group.Go(func() {
			<-start
			_, did, err := once(t.Context(), pool, k, now, idempotency.Answer{Kind: "Order", ID: string(rune('a' + i%26))})
			if did {
				done.Add(1)
			}
			errs <- err
		})
	}
	close(start)
	group.Wait()
	close(errs)
	for err := range errs {
		require.NoError(t, err)
	}
	require.EqualValues(t, 1, done.Load())
}

func TestWhatWasNotClaimedCannotBeKept(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	err := postgres.InTx(t.Context(), pool, func(ctx context.Context, tx postgres.Tx) error {
		return idempotency.Keep(ctx, tx, key(t, "user:1", "key-0001", nil), idempotency.Answer{})
	})
	require.ErrorContains(t, err, "was not claimed")
}
