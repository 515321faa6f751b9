package event

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/shape"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/nigeria"
	"zuka/internal/testenv"
)

// anyText is what people, programs and attackers write.
var anyText = rapid.OneOf(
	rapid.SampledFrom([]string{"", " ", "Lagos", "abuja", "web", "IOS", "red dress", "\x00", "a\x00b", "\xff", "Ẹ̀kọ́", "{}", `"`, `\u0000`, "\u2028", "😀", "https://zuka.ng/?utm_source=%00&utm_medium=%ff&utm_campaign=eid"}),
	rapid.String(),
	rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) }),
	rapid.Custom(func(t *rapid.T) string {
		return strings.Repeat(rapid.SampledFrom([]string{"x", "ọ", "\x01", "\xff"}).Draw(t, "of"), rapid.IntRange(1, 2100).Draw(t, "times"))
	}),
)

// anyTold is mostly good, so that good events come of it, and wrong in any way.
func anyTold() *rapid.Generator[Told] {
	mostly := func(t *rapid.T, good string) string {
		if rapid.IntRange(0, 59).Draw(t, "odd") != 59 {
			return good
		}
		return anyText.Draw(t, "text")
	}
	seldom := rapid.Custom(func(t *rapid.T) string { return mostly(t, "") })
	number := rapid.Ptr(rapid.Custom(func(t *rapid.T) int {
		if mostly(t, "") == "" {
			return rapid.IntRange(1, 9).Draw(t, "small")
		}
		return rapid.Int().Draw(t, "any")
	}), true)
	kinds := slices.Sorted(func(yield func(string) bool) {
		for kind := range types {
			if !yield(kind) {
				return
			}
		}
	})
	return rapid.Custom(func(t *rapid.T) Told {
		id := uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		told := Told{
			ID: mostly(t, id.String()), SessionID: mostly(t, visit.String()), Type: mostly(t, rapid.SampledFrom(kinds).Draw(t, "type")),
			Name: mostly(t, "name"), Platform: mostly(t, "android"), ProductID: mostly(t, globalid.New("Product", 42).String()),
			At:       Moment{Time: noon.Add(time.Duration(rapid.Int64Range(int64(-oldest)-10, int64(mostAhead)+10).Draw(t, "at")))},
			Quantity: number.Draw(t, "n"), Position: number.Draw(t, "n"), ResultCount: number.Draw(t, "n"), Score: number.Draw(t, "n"),
			ValueNGN: rapid.Ptr(rapid.Int64Range(-1, mostValue), true).Draw(t, "n"),
		}
		for _, text := range []*string{
			&told.PagePath, &told.ScreenName, &told.Category, &told.SearchQuery, &told.State, &told.City, &told.Referrer, &told.URL,
			&told.UTMSource, &told.UTMMedium, &told.UTMCampaign, &told.List, &told.Coupon, &told.Game, &told.AppVersion,
		} {
			*text = seldom.Draw(t, "text")
		}
		for range rapid.IntRange(0, 22).Draw(t, "labels") {
			told.Labels = append(told.Labels, shape.Label{Name: mostly(t, "fit"), Value: mostly(t, "slim")})
		}
		return told
	})
}

// fits is what the table and the rules ask of an event.
func fits(t require.TestingT, e Event) {
	require.NotEqual(t, uuid.Nil, e.ID)
	require.NotEqual(t, uuid.Nil, e.Session)
	require.Contains(t, types, string(e.Type))
	require.Contains(t, []string{"web", "android", "ios"}, e.Platform)
	require.Contains(t, []string{"", "mobile", "tablet", "desktop"}, e.Device)
	require.NotEmpty(t, e.Name)
	require.GreaterOrEqual(t, e.Product, 0)
	require.True(t, e.State == "" || slices.Contains(nigeria.States, e.State), e.State)
	for _, text := range texts(&e) {
		require.True(t, utf8.ValidString(*text) && !strings.Contains(*text, "\x00"))
		require.Equal(t, strings.TrimSpace(*text), *text)
		require.LessOrEqual(t, utf8.RuneCountInString(*text), 2_000)
	}
	require.Equal(t, e.At.Truncate(time.Microsecond), e.At)
	require.False(t, e.At.Before(noon.Add(-oldest).Truncate(time.Microsecond)) || e.At.After(noon.Add(mostAhead)))
	if e.Detail != nil {
		whole, err := json.Marshal(e.Detail)
		require.NoError(t, err)
		require.LessOrEqual(t, len(whole), 4096)
		var back shape.EventDetail
		require.NoError(t, json.Unmarshal(whole, &back))
		require.Equal(t, *e.Detail, back, "invalid UTF-8 would not come back")
		for _, text := range append([]shape.Label{{Name: back.List, Value: back.Coupon}, {Name: back.Game, Value: back.AppVersion}}, back.Labels...) {
			require.NotContains(t, text.Name+text.Value, "\x00")
		}
	}
}

func TestGoodEventsFit(t *testing.T) {
	t.Parallel()
	goods := 0
	rapid.Check(t, func(t *rapid.T) {
		told := rapid.SliceOfN(anyTold(), 1, 5).Draw(t, "told")
		origin := Origin{Session: visit, Platform: anyText.Draw(t, "platform"), UserAgent: anyText.Draw(t, "agent")}
		good, faults := Check(told, origin, noon)
		bad := map[int]bool{}
		for _, fault := range faults {
			require.True(t, fault.Index >= 0 && fault.Index < len(told))
			require.NotEmpty(t, fault.Field)
			bad[fault.Index] = true
		}
		require.LessOrEqual(t, len(good)+len(bad), len(told))
		for _, event := range good {
			fits(t, event)
		}
		goods += len(good)
		back, err := Decode(Encode(good))
		require.NoError(t, err)
		require.ElementsMatch(t, good, back)
	})
	require.Greater(t, goods, 50, "the generator must make good events too")
}

// FuzzRead takes any bytes the whole way.
func FuzzRead(f *testing.F) {
	f.Add([]byte("[" + full + "]"))
	f.Add([]byte(`{"events":[{"id":1},` + full + `,{"at":"x"}]}`))
	f.Add([]byte(`{"events":[{"city":"\ud800"},{"unknown":[]},null,3]`))
	f.Add([]byte("[{\"city\":\"\xff\"}]"))
	f.Fuzz(func(t *testing.T, body []byte) {
		told, err := Read(body)
		if err != nil {
			require.Empty(t, told)
			return
		}
		good, faults := Check(told, Origin{Session: visit, UserAgent: string(body)}, noon)
		require.LessOrEqual(t, len(good), len(told))
		require.True(t, len(told) == 0 || len(good)+len(faults) > 0)
		for _, event := range good {
			fits(t, event)
		}
	})
}

// FuzzAgent reads any header.
func FuzzAgent(f *testing.F) {
	for _, row := range agents {
		f.Add(row.agent)
	}
	f.Fuzz(func(t *testing.T, agent string) {
		device, os, browser := Agent(agent)
		require.Contains(t, []string{"", "mobile", "tablet", "desktop"}, device)
		require.Less(t, max(len(os), len(browser)), 20, "one of the shop's own words")
		Origin{UserAgent: agent}.Bot()
	})
}

func connect(t *testing.T) *pgx.Conn {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), testenv.Postgres(t))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, connection.Close(context.Background())) })
	return connection
}

// TestTheTableTakesWhatIsGood writes good events of every kind: what PostgreSQL
// would refuse, Check has to.
func TestTheTableTakesWhatIsGood(t *testing.T) {
	t.Parallel()
	table := connect(t)
	var good []Event
	for kind := range types {
		told := with(func(t *Told) { t.ID, t.Type, t.Name = uuid.NewString(), kind, "name" })
		one, faults := Check([]Told{told}, Origin{UserAgent: agents[len(good)%len(agents)].agent}, noon)
		require.Empty(t, faults)
		good = append(good, one...)
	}
	for seed := range 400 {
		one, _ := Check([]Told{anyTold().Example(seed)}, Origin{Session: visit, UserAgent: anyText.Example(seed)}, noon)
		good = append(good, one...)
	}
	require.Greater(t, len(good), len(types)+100)
	columns := []string{"event_id", "session_id", "event_type", "event_name", "platform", "page_path", "screen_name", "category", "search_query", "metadata",
		"user_agent", "device_type", "os", "browser", "state", "city", "referrer_url", "utm_source", "utm_medium", "utm_campaign", "created_at"}
	null := func(text string) any {
		if text == "" {
			return nil
		}
		return text
	}
	for _, e := range good { // One by one, so that a refusal names its event.
		_, err := table.CopyFrom(t.Context(), pgx.Identifier{"analytics_events"}, columns, pgx.CopyFromRows([][]any{{
			e.ID, e.Session, string(e.Type), e.Name, e.Platform, null(e.PagePath), null(e.ScreenName), null(e.Category), null(e.SearchQuery), e.Detail,
			null(e.UserAgent), null(e.Device), null(e.OS), null(e.Browser), null(e.State), null(e.City), null(e.Referrer), null(e.UTMSource), null(e.UTMMedium),
			null(e.UTMCampaign), e.At,
		}}))
		require.NoError(t, err, "%+v", e)
	}
	for _, e := range good { // The moment that came back is the moment that was told.
		var same bool
		require.NoError(t, table.QueryRow(t.Context(), "SELECT created_at = $2 FROM analytics_events WHERE event_id = $1", e.ID, e.At).Scan(&same))
		require.True(t, same)
	}
}

// TestTheTypesAreThoseOfTheTable finds the rule of the column in the table, so
// that neither knows a kind that the other does not.
func TestTheTypesAreThoseOfTheTable(t *testing.T) {
	t.Parallel()
	var rule string
	require.NoError(t, connect(t).QueryRow(t.Context(), `SELECT pg_get_constraintdef(oid) FROM pg_constraint
		WHERE conname = 'analytics_events_event_type_check' AND conrelid = 'analytics_events'::regclass`).Scan(&rule))
	require.Equal(t, len(types)+1, strings.Count(rule, "::text"), "all of them and purchase: %s", rule)
	for kind := range types {
		require.Contains(t, rule, "'"+kind+"'")
	}
	require.Contains(t, rule, "'"+string(Purchase)+"'")
}
