package event

import (
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/shape"
)

// anyEvent is any value of the type, not only what Check lets through.
func anyEvent() *rapid.Generator[Event] {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "page_view", "web", "android", "Lagos", "Mozilla/5.0"}), rapid.String())
	id := rapid.OneOf(rapid.Just(uuid.Nil), rapid.Just(uuid.MustParse("018f0000-0000-7000-8000-000000000001")),
		rapid.Custom(func(t *rapid.T) uuid.UUID { return uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id")) }))
	number := rapid.OneOf(rapid.Just(0), rapid.Int())
	return rapid.Custom(func(t *rapid.T) Event {
		e := Event{ID: id.Draw(t, "ID"), User: id.Draw(t, "User"), Session: id.Draw(t, "Session"), Product: number.Draw(t, "Product")}
		for _, to := range texts(&e) {
			*to = text.Draw(t, "text")
		}
		e.At = time.UnixMicro(rapid.Int64().Draw(t, "At")).UTC()
		if rapid.Bool().Draw(t, "has a detail") {
			e.Detail = &shape.EventDetail{
				Quantity: number.Draw(t, "n"), ValueNGN: rapid.Int64().Draw(t, "n"), OrderID: number.Draw(t, "n"),
				Position: number.Draw(t, "n"), Score: number.Draw(t, "n"), ResultCount: rapid.Ptr(number, true).Draw(t, "n"),
				Coupon: text.Draw(t, "s"), List: text.Draw(t, "s"), CorrectedQuery: text.Draw(t, "s"), Game: text.Draw(t, "s"), AppVersion: text.Draw(t, "s"),
				DeviceID: text.Draw(t, "s"), Language: text.Draw(t, "s"),
			}
			for range rapid.IntRange(0, 3).Draw(t, "labels") {
				e.Detail.Labels = append(e.Detail.Labels, shape.Label{Name: text.Draw(t, "s"), Value: text.Draw(t, "s")})
			}
		}
		return e
	})
}

func TestEveryEventComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOfN(anyEvent(), 0, 5).Draw(t, "events")
		back, err := Decode(Encode(events))
		require.NoError(t, err)
		require.Len(t, back, len(events))
		for i := range events {
			require.Equal(t, events[i], back[i])
		}
	})
}

// TestNoFieldIsForgotten fails when the contract grows and the format does not.
func TestNoFieldIsForgotten(t *testing.T) {
	t.Parallel()
	var full Event
	fill(t, reflect.ValueOf(&full).Elem())
	back, err := Decode(Encode([]Event{full, full}))
	require.NoError(t, err)
	require.Equal(t, []Event{full, full}, back)
}

// fill gives every field a value that is not its zero.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0))
	case reflect.Array:
		v.Index(0).SetUint(9)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 1, 31, 12, 0, 0, 1000, time.UTC)))
			return
		}
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	default:
		require.FailNow(t, "a kind of field that the test does not know", "%s", v.Kind())
	}
}

func TestTimesAtTheEdgesComeBack(t *testing.T) {
	t.Parallel()
	events := []Event{{At: time.UnixMicro(math.MinInt64).UTC()}, {At: time.UnixMicro(math.MaxInt64).UTC()}, {At: time.Time{}}}
	back, err := Decode(Encode(events))
	require.NoError(t, err)
	require.Equal(t, events, back)
}

func TestWhatIsNoEntryIsRefused(t *testing.T) {
	t.Parallel()
	good := Encode(sample(3))
	for size := range good {
		_, err := Decode(good[:size])
		require.Error(t, err, "cut to %d bytes", size)
		require.NotErrorIs(t, err, ErrVersion)
	}
	_, err := Decode(append(good[:len(good):len(good)], 0))
	require.Error(t, err, "more after the end")
	_, err = Decode([]byte{version, 0xff, 0xff, 0xff, 0xff, 0x7f})
	require.Error(t, err, "billions of events in no bytes")
	_, err = Decode([]byte{version, 1, 0xff, 0xff, 0xff, 0x7f, 19: 0, 40: 0})
	require.Error(t, err, "parts that do not exist")
	for _, other := range []byte{0, version + 1, 255} {
		later := append([]byte{other}, good[1:]...)
		_, err = Decode(later)
		require.ErrorIs(t, err, ErrVersion)
	}
}

// What a server of before the deployment put into the stream is read.
func TestAnEntryOfTheVersionBeforeIsRead(t *testing.T) {
	t.Parallel()
	events := sample(3)
	entry := Encode(events)
	entry[0] = oldVersion // Nothing in it is newer.
	back, err := Decode(entry)
	require.NoError(t, err)
	require.Equal(t, events, back)
}

func TestACallOfOneClientIsSmall(t *testing.T) {
	t.Parallel()
	one, hundred := len(Encode(sample(1))), len(Encode(sample(100)))
	require.Less(t, hundred, 100*one/3, "what events share must not be written again")
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{version, 1})
	f.Add(Encode(sample(1)))
	f.Add(Encode(sample(3)))
	f.Add(Encode([]Event{{}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		events, err := Decode(data)
		if err != nil {
			return
		}
		back, err := Decode(Encode(events))
		require.NoError(t, err)
		require.Equal(t, events, back)
	})
}

// sample are events as a browser tells them.
func sample(count int) []Event {
	results := 24
	events := make([]Event, count)
	device, os, browser := Agent(agents[0].agent)
	for i := range events {
		events[i] = Event{
			ID: uuid.NewSHA1(uuid.Nil, []byte{byte(i)}), Session: uuid.UUID{1}, User: uuid.UUID{2}, Type: ProductView, Name: "product_view", Platform: "web",
			PagePath: "/products/ankara-dress-" + string(rune('a'+i%26)), Product: 1000 + i, Category: "dresses", UserAgent: agents[0].agent,
			Device: device, OS: os, Browser: browser, State: "Lagos", City: "Ikeja", Referrer: "https://www.google.com/", UTMSource: "instagram",
			Detail: &shape.EventDetail{List: "search", Position: i + 1, ResultCount: &results, ValueNGN: 25_000},
			At:     time.Date(2026, 1, 31, 12, 0, i, 123_000, time.UTC),
		}
	}
	return events
}

func BenchmarkEncode(b *testing.B) {
	events := sample(100)
	b.ReportAllocs()
	for b.Loop() {
		Encode(events)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(events)), "ns/event")
	b.ReportMetric(float64(len(Encode(events)))/float64(len(events)), "bytes/event")
}

func BenchmarkDecode(b *testing.B) {
	data := Encode(sample(100))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(data); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*100), "ns/event")
}
