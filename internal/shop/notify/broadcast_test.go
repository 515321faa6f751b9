package notify

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/notification"
	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

func sale(key string) BroadcastInput {
	return BroadcastInput{Type: notification.TypePromotion, Title: "Sale", Message: "All dresses\nat half price", ActionURL: ptr("/sale?x=1"), IdempotencyKey: key}
}

func TestABroadcastIsOfStaffAndSound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := as(w.person("boss@zuka.example"), viewer.Staff)
	_, err := w.service.Broadcast(as(uuid.Nil, ""), sale("key-00000001"))
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = w.service.Broadcast(as(uuid.New(), viewer.Customer), sale("key-00000001"))
	require.True(t, fault.Is(err, fault.Forbidden))
	for field, change := range map[string]func(*BroadcastInput){
		"type":                      func(in *BroadcastInput) { in.Type = "spam" },
		"title":                     func(in *BroadcastInput) { in.Title = " " },
		"title: must be at":         func(in *BroadcastInput) { in.Title = strings.Repeat("ọ", longestTitle+1) },
		"title: contains":           func(in *BroadcastInput) { in.Title = "a\nb" },
		"message":                   func(in *BroadcastInput) { in.Message = "a\x00b" },
		"message: contains":         func(in *BroadcastInput) { in.Message = "\xff" },
		"actionUrl":                 func(in *BroadcastInput) { in.ActionURL = ptr("javascript:alert(1)") },
		"actionUrl: must be a path": func(in *BroadcastInput) { in.ActionURL = ptr("//evil.example") },
		"actionUrl: must be":        func(in *BroadcastInput) { in.ActionURL = ptr("http://zuka.ng") },
		"gemLevels":                 func(in *BroadcastInput) { in.Segment.GemLevels = []user.GemLevel{"plastic"} },
		"orderedWithinDays":         func(in *BroadcastInput) { in.Segment.OrderedWithinDays = ptr(0) },
		"idempotencyKey":            func(in *BroadcastInput) { in.IdempotencyKey = "short" },
	} {
		in := sale("key-00000001")
		change(&in)
		_, err := w.service.Broadcast(boss, in)
		require.ErrorContains(t, err, field)
		require.True(t, fault.Is(err, fault.BadUserInput))
	}
	require.Empty(t, w.jobs)

	sent, err := w.service.Broadcast(boss, sale("key-00000001"))
	require.NoError(t, err)
	require.Equal(t, 1, sent.Recipients)
	again, err := w.service.Broadcast(boss, sale("key-00000001"))
	require.NoError(t, err)
	require.Equal(t, sent, again)
	require.Equal(t, []Broadcast{*sent}, w.jobs, "one job")
	other := sale("key-00000001")
	other.Title = "Other"
	_, err = w.service.Broadcast(boss, other)
	require.True(t, fault.For(err, fault.IdempotencyKeyReused))

	raw, err := json.Marshal(sent)
	require.NoError(t, err)
	var read Broadcast
	require.NoError(t, json.Unmarshal(raw, &read))
	require.Equal(t, *sent, read, "as a job carries it")
}

func TestABroadcastReachesItsSegment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := as(uuid.New(), viewer.Admin)
	people := map[string]uuid.UUID{}
	for _, name := range []string{"quartz", "ruby", "buyer", "long ago", "cancelled", "gone"} {
		people[name] = w.person("")
	}
	w.exec(`UPDATE users SET gem_level = 'ruby' WHERE id = ANY($1)`, []uuid.UUID{people["ruby"], people["buyer"]})
	w.exec(`UPDATE users SET deleted_at = now() WHERE id = $1`, people["gone"])
	w.order(people["buyer"], "ZUKA-2026-000001", "delivered", noon.AddDate(0, 0, -9))
	w.order(people["long ago"], "ZUKA-2026-000002", "delivered", noon.AddDate(0, 0, -11))
	w.order(people["cancelled"], "ZUKA-2026-000003", "cancelled", noon)
	for key, row := range map[string]struct {
		segment Segment
		want    []string
	}{
		"everybody":    {Segment{}, []string{"quartz", "ruby", "buyer", "long ago", "cancelled"}},
		"gem-level":    {Segment{GemLevels: []user.GemLevel{user.GemLevelRuby, user.GemLevelDiamond}}, []string{"ruby", "buyer"}},
		"of-ten-days":  {Segment{OrderedWithinDays: ptr(10)}, []string{"buyer"}},
		"both-of-them": {Segment{GemLevels: []user.GemLevel{user.GemLevelQuartz}, OrderedWithinDays: ptr(30)}, []string{"long ago"}},
	} {
		in := sale(key)
		in.Segment = row.segment
		sent, err := w.service.Broadcast(boss, in)
		require.NoError(t, err)
		require.Equal(t, len(row.want), sent.Recipients, key)
		w.at(noon.AddDate(0, 0, 5)) // The job is late: the days count from when it was sent.
		require.NoError(t, w.service.DeliverBroadcast(t.Context(), *sent))
		w.at(noon)
		var got []uuid.UUID
		for _, notice := range w.pool.Ent().Notification.Query().Where(notification.Source("broadcast:" + sent.ID.String())).AllX(t.Context()) {
			require.Equal(t, "Sale", notice.Title)
			require.Equal(t, "/sale?x=1", *notice.ActionURL)
			got = append(got, notice.UserID)
		}
		want := make([]uuid.UUID, len(row.want))
		for i, name := range row.want {
			want[i] = people[name]
		}
		require.ElementsMatch(t, want, got, key)
	}
}

func TestABroadcastInPortionsTellsEachOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.exec(`INSERT INTO users (id, referral_code) SELECT id, id::text FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 2500)) AS many`)
	sent, err := w.service.Broadcast(as(uuid.New(), viewer.Staff), sale("key-00000001"))
	require.NoError(t, err)
	require.Equal(t, 2500, sent.Recipients)
	told := func() int {
		return w.pool.Ent().Notification.Query().Where(notification.Source("broadcast:" + sent.ID.String())).CountX(t.Context())
	}
	// Cut off after the first portion.
	people, err := w.service.deliverPortion(t.Context(), *sent, uuid.Nil)
	require.NoError(t, err)
	require.Len(t, people, broadcastPortion)
	require.Equal(t, broadcastPortion, told())
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	require.Error(t, w.service.DeliverBroadcast(cancelled, *sent))
	// Done again, twice at a time.
	together(2, func(int) {
		if err := w.service.DeliverBroadcast(context.Background(), *sent); err != nil {
			t.Error(err)
		}
	})
	require.Equal(t, 2500, told())
	require.NoError(t, w.service.DeliverBroadcast(t.Context(), *sent))
	require.Equal(t, 2500, told())
}
