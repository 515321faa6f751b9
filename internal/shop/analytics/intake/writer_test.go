package intake_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/analytics/event"
	"zuka/internal/shop/analytics/intake"
)

// write writes events that came by one entry.
func (s *shop) write(entry int64, events ...event.Event) []intake.Result {
	s.Helper()
	entries := make([]int64, len(events))
	for i := range entries {
		entries[i] = entry
	}
	results, err := intake.NewWriter(s.pool).Write(context.Background(), events, entries)
	require.NoError(s, err)
	return results
}

// fresh are the numbers of the events that are fresh.
func fresh(results []intake.Result) (numbers []int) {
	for i, result := range results {
		if result.Fresh {
			numbers = append(numbers, i)
		}
	}
	return numbers
}

// Both ways of writing keep every word.
func TestARowIsTheEvent(t *testing.T) {
	t.Parallel()
	s, three := newShop(t), 3
	full := event.Event{
		ID: uuid.New(), User: s.ada, Session: uuid.New(), Type: event.Search, Name: "search", Platform: "ios", PagePath: "/a", ScreenName: "Search",
		Product: 4, Category: "gowns", SearchQuery: "àṣọ òkè", Detail: &shape.EventDetail{ResultCount: &three, Labels: []shape.Label{{Name: "a", Value: `"quoted"`}}},
		UserAgent: "agent", Device: "mobile", OS: "iOS", Browser: "Safari", State: "Lagos", City: "Ikeja", Referrer: "https://a.ng",
		UTMSource: "s", UTMMedium: "m", UTMCampaign: "c", At: now(),
	}
	bare := event.Event{ID: uuid.New(), Session: uuid.New(), Type: event.Custom, Name: "x", Platform: "web", At: now()}
	again := full
	again.ID = uuid.New()
	s.write(7, full, bare)
	require.Equal(t, []int{1}, fresh(s.write(8, bare, again)), "one is there, so that the other is merged")
	const want = `SELECT to_jsonb(e) - '{id,event_id,updated_at,entry}'::text[] FROM analytics_events AS e WHERE event_id = $1`
	var copied, merged, empty map[string]any
	require.NoError(t, s.pool.QueryRow(t.Context(), want, full.ID).Scan(&copied))
	require.NoError(t, s.pool.QueryRow(t.Context(), want, again.ID).Scan(&merged))
	require.NoError(t, s.pool.QueryRow(t.Context(), want, bare.ID).Scan(&empty))
	require.Equal(t, copied, merged)
	delete(copied, "created_at")
	require.Equal(t, map[string]any{
		"user_id": s.ada.String(), "session_id": full.Session.String(), "event_type": "search", "event_name": "search", "platform": "ios",
		"page_path": "/a", "screen_name": "Search", "product_id": 4.0, "category": "gowns", "search_query": "àṣọ òkè",
		"metadata":   map[string]any{"result_count": 3.0, "labels": []any{map[string]any{"name": "a", "value": `"quoted"`}}},
		"ip_address": nil, "user_agent": "agent", "device_type": "mobile", "os": "iOS", "browser": "Safari", "country": "Nigeria",
		"state": "Lagos", "city": "Ikeja", "referrer_url": "https://a.ng", "utm_source": "s", "utm_medium": "m", "utm_campaign": "c",
	}, copied)
	for name, value := range empty {
		switch name {
		case "session_id", "event_type", "event_name", "platform", "country", "created_at":
			require.NotNil(t, value, name)
		default:
			require.Nil(t, value, name)
		}
	}
	require.EqualValues(t, 7, s.count(`SELECT entry FROM analytics_events WHERE event_id = $1`, full.ID))
	require.EqualValues(t, 8, s.count(`SELECT entry FROM analytics_events WHERE event_id = $1`, again.ID))
	var at time.Time
	require.NoError(t, s.pool.QueryRow(t.Context(), `SELECT created_at FROM analytics_events WHERE event_id = $1`, full.ID).Scan(&at))
	require.Equal(t, full.At, at.UTC())
}

func TestADuplicateCountsForWhoeverBroughtItFirst(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	a, b, c := viewed(1), viewed(2), viewed(3)
	require.Equal(t, []int{0, 2}, fresh(s.write(1, a, a, b)), "twice in one call")
	require.Empty(t, fresh(s.write(2, a, b)), "in another call")
	require.Equal(t, []int{0, 2}, fresh(s.write(1, a, a, b)), "delivered again, as after a crash before the acknowledgement")
	require.Equal(t, []int{1}, fresh(s.write(3, a, c)))
	require.EqualValues(t, 3, s.count(`SELECT count(*) FROM analytics_events`))
	later := a
	later.At = a.At.Add(time.Second)
	require.Equal(t, []int{0}, fresh(s.write(4, later)), "the same id at another time is another event")
	finer := a
	finer.At = a.At.Add(999 * time.Nanosecond)
	require.Empty(t, fresh(s.write(5, finer)), "the table keeps microseconds")
}

// The second bringer had written the event and died before it was acknowledged; now
// both are delivered together.
func TestADuplicateCountsForItsWriterInABatchOfBoth(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	a := viewed(1)
	s.write(2, a)
	results, err := intake.NewWriter(s.pool).Write(t.Context(), []event.Event{a, a, a}, []int64{1, 2, 2})
	require.NoError(t, err)
	require.Equal(t, []int{1}, fresh(results))
}

func TestUnknownProductsAndPeopleAreNone(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	a, b, c := viewed(1), viewed(2), viewed(3)
	a.Product, a.User, b.User, c.Product = 999, uuid.New(), s.ada, 0
	events := []event.Event{a, b, c}
	results, err := intake.NewWriter(s.pool).Write(t.Context(), events, []int64{1, 1, 1})
	require.NoError(t, err)
	require.Equal(t, []int{0, 1, 2}, fresh(results))
	require.Zero(t, events[0].Product, "so that it is not counted")
	require.Zero(t, events[0].User)
	require.Equal(t, 3, events[1].Product)
	require.Equal(t, s.ada, events[1].User)
	require.EqualValues(t, 1, s.count(`SELECT count(*) FROM analytics_events WHERE product_id = 3 AND user_id = $1`, s.ada))
	require.EqualValues(t, 2, s.count(`SELECT count(*) FROM analytics_events WHERE product_id IS NULL AND user_id IS NULL`))
}

// One bad event fails nobody else's, wherever it stands and however many there are.
func TestBadEventsAreRefusedAlone(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	bad := map[int]struct {
		spoil func(*event.Event)
		why   string
	}{
		0:  {func(e *event.Event) { e.Type = "dance" }, "23514 analytics_events_event_type_check"},
		17: {func(e *event.Event) { e.Platform = "fridge" }, "23514 analytics_events_platform_check"},
		18: {func(e *event.Event) { e.Name = "nul \x00" }, "22021"},
		40: {func(e *event.Event) { e.City = "\xff\xfe" }, "22021"},
		41: {func(e *event.Event) { e.Detail = &shape.EventDetail{Coupon: "\x00"} }, "22P05"},
		77: {func(e *event.Event) { e.Name = noise(20_000) }, "54000"},
		99: {func(e *event.Event) { e.Device = "loom" }, "23514 analytics_events_device_type_check"},
	}
	for _, way := range []string{"copied", "merged"} {
		events := someViews(100)
		for i, of := range bad {
			of.spoil(&events[i])
		}
		if way == "merged" {
			s.write(1, events[50])
		}
		for i, result := range s.write(2, events...) {
			require.Equal(t, bad[i].why, result.Refused, "%s %d", way, i)
			require.Equal(t, result.Refused == "" && !(way == "merged" && i == 50), result.Fresh, "%s %d", way, i)
		}
	}
	require.EqualValues(t, 2*(100-len(bad)), s.count(`SELECT count(*) FROM analytics_events`))
}

// noise is a text that no index can compress.
func noise(n int) string {
	var text strings.Builder
	for text.Len() < n {
		text.WriteString(uuid.NewString())
	}
	return text.String()
}

func TestAddIsOnceHoweverOftenItIsCalled(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	w, lines := intake.NewWriter(s.pool), someViews(3)
	for range 3 {
		require.NoError(t, w.Add(t.Context(), lines))
	}
	require.NoError(t, w.Add(t.Context(), nil))
	require.EqualValues(t, 3, s.count(`SELECT count(*) FROM analytics_events WHERE entry IS NULL`))
	wrong := viewed(1)
	wrong.Type = "dance"
	require.ErrorContains(t, w.Add(t.Context(), append(someViews(1), wrong)), "analytics_events_event_type_check")
	require.EqualValues(t, 4, s.count(`SELECT count(*) FROM analytics_events`))
}

// A month without a partition goes to the DEFAULT one; that this is missing is no
// event's fault, and none is refused for it.
func TestAMissingPartition(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	early, second, third, month := viewed(1), viewed(2), viewed(3), now()
	second.At, third.At = month, month // No other month begins meanwhile.
	_, err := postgres.EnsurePartitions(t.Context(), s.pool, month, month)
	require.NoError(t, err)
	early.At = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	s.write(1, early, second)
	require.EqualValues(t, 1, s.count(`SELECT count(*) FROM analytics_events_default`))
	s.exec(`DROP TABLE analytics_events_default`)
	early.ID = uuid.New()
	results, err := intake.NewWriter(s.pool).Write(t.Context(), []event.Event{early, third}, []int64{2, 2})
	require.ErrorContains(t, err, "23514")
	require.Empty(t, results[0].Refused+results[1].Refused)
}
