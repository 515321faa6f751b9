package intake_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/account/privacy"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/testenv"
)

// newShopToLeave is one that people can be erased from.
func newShopToLeave(t *testing.T) (s *shop, leave func()) {
	t.Helper()
	pool := testenv.Pool(t)
	client, prefix := testenv.RedisClient(t)
	s = newShopOn(t, pool.Pgx(), client, prefix)
	return s, func() {
		t.Helper()
		s.exec(`UPDATE users SET deleted_at = now() WHERE id = $1`, s.ada)
		require.NoError(t, privacy.Erase(t.Context(), pool, s.ada))
	}
}

// fill gives every field of a struct something to say, also one that is added later.
func fill(of reflect.Value) {
	for i := range of.NumField() {
		switch field := of.Field(i); field.Kind() {
		case reflect.String:
			field.SetString("the " + of.Type().Field(i).Name)
		case reflect.Int, reflect.Int64:
			field.SetInt(int64(i + 1))
		}
	}
}

// telling is an event of which everything tells something.
func telling(user, session uuid.UUID) event.Event {
	var detail shape.EventDetail
	fill(reflect.ValueOf(&detail).Elem())
	none := 0
	detail.ResultCount, detail.Labels = &none, []shape.Label{{Name: "note", Value: "word"}}
	var one event.Event
	fill(reflect.ValueOf(&one).Elem())
	one.ID, one.User, one.Session, one.Detail, one.At = uuid.New(), user, session, &detail, now()
	one.Type, one.Platform, one.Device, one.Product = event.Search, "ios", "mobile", 4
	return one
}

const withoutIDs = `SELECT to_jsonb(e) - '{id,event_id,created_at,updated_at,entry}'::text[] FROM analytics_events AS e WHERE event_id = $1`

func (s *shop) stored(one event.Event) (row map[string]any) {
	s.Helper()
	require.NoError(s, s.pool.QueryRow(context.Background(), withoutIDs, one.ID).Scan(&row))
	return row
}

// An event that waited while its person was erased is as erasure leaves those in
// the table; both ways of writing are.
func TestAnEventOfWhoWasErasedIsAsErasureLeavesIt(t *testing.T) {
	t.Parallel()
	s, leave := newShopToLeave(t)
	session, elsewhere := uuid.New(), uuid.New()
	labelled := func(user uuid.UUID) event.Event {
		one := telling(user, session)
		one.Detail = &shape.EventDetail{DeviceID: "Ada's"}
		return one
	}
	events := func() []event.Event {
		plain := telling(s.ada, session)
		plain.Detail = nil
		return []event.Event{telling(s.ada, session), telling(uuid.Nil, session), labelled(s.ada), plain, telling(uuid.Nil, elsewhere)}
	}
	before, copied, merged, there := events(), events(), events(), viewed(1)
	s.write(1, append(before, there)...)
	untouched := s.stored(before[4])
	leave()
	detail := *copied[0].Detail
	given := copied[0].Detail
	s.write(2, copied...)
	require.Len(t, fresh(s.write(3, append(merged, there)...)), len(merged), "one is there, so that the others are merged")
	for i := range before {
		want := s.stored(before[i])
		require.Equal(t, want, s.stored(copied[i]), "copied %d", i)
		require.Equal(t, want, s.stored(merged[i]), "merged %d", i)
	}
	require.Equal(t, untouched, s.stored(copied[4]), "it is somebody else's")
	require.Equal(t, detail, *given, "the teller's own is not changed")
	require.Equal(t, event.Search, copied[0].Type)
	require.Equal(t, 4, copied[0].Product, "it counts")
}

// A row of users that is missing is nobody's, as one that was deleted.
func TestAnEventOfWhoIsMissingTellsNothing(t *testing.T) {
	t.Parallel()
	s, leave := newShopToLeave(t)
	deleted, missing := telling(s.ada, uuid.New()), telling(uuid.New(), uuid.New())
	leave()
	s.write(1, deleted, missing)
	want, found := s.stored(deleted), s.stored(missing)
	delete(want, "session_id")
	delete(found, "session_id")
	require.Equal(t, want, found)
	require.Nil(t, found["search_query"])
}

func TestWhatWaitedDuringAnErasureTellsNothing(t *testing.T) {
	t.Parallel()
	s, leave := newShopToLeave(t)
	session := uuid.New()
	events := []event.Event{telling(uuid.Nil, session), telling(s.ada, session)}
	s.puts(events...)
	leave()
	s.runs(s.consumer(nil))
	s.drains()
	require.EqualValues(t, 2, s.count(`SELECT count(*) FROM analytics_events WHERE screen_name IS NOT NULL
		AND num_nonnulls(user_id, ip_address, user_agent, search_query, page_path, referrer_url, city) = 0 AND NOT metadata ?| '{device_id,language,labels,order_id,coupon,corrected_query}'`))
	require.EqualValues(t, 2, s.hour().Events)
}

// Who has the lock of the writers has looked for people since: erasure, which takes
// it once for itself, has only to wait for those before.
func TestPeopleAreLookedForUnderTheLock(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	held, err := s.pool.Begin(t.Context())
	require.NoError(t, err)
	defer func() { _ = held.Rollback(context.WithoutCancel(t.Context())) }()
	_, err = held.Exec(t.Context(), `SELECT pg_advisory_xact_lock($1)`, postgres.EventsLock)
	require.NoError(t, err)
	one := telling(s.ada, uuid.New())
	s.puts(one)
	s.runs(s.consumer(nil))
	s.await(func() bool {
		return s.count(`SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`, postgres.EventsLock) == 1
	}, "the writer waits for the lock")
	_, err = held.Exec(t.Context(), `UPDATE users SET deleted_at = now() WHERE id = $1`, s.ada)
	require.NoError(t, err)
	require.NoError(t, held.Commit(t.Context()))
	s.drains()
	row := s.stored(one)
	require.Nil(t, row["user_id"])
	require.Nil(t, row["search_query"])
}
