package event

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/platform/fault"
)

// full is an event with every field.
const full = `{"id":"018f3c00-0000-7000-8000-000000000001","sessionId":"0a0a0a0a-0000-4000-8000-000000000001","type":"product_view",
	"name":"seen","platform":"web","pagePath":"/p/1","screenName":"Product","productId":"UHJvZHVjdDo0Mg","category":"dresses","searchQuery":"red",
	"state":"Lagos","city":"Ikeja","referrer":"https://google.com/","utmSource":"ig","utmMedium":"story","utmCampaign":"eid","url":"https://zuka.ng/?a=1",
	"at":"2026-11-29T12:00:00.123456+01:00","quantity":2,"valueNgn":25000,"list":"search","position":3,"coupon":"EID","resultCount":0,
	"game":"snake","score":90,"appVersion":"3.2","labels":[{"name":"fit","value":"slim"}]}`

func TestEveryFieldIsRead(t *testing.T) {
	t.Parallel()
	want := Told{
		ID: first, SessionID: visit.String(), Type: "product_view", Name: "seen", Platform: "web", PagePath: "/p/1", ScreenName: "Product",
		ProductID: "UHJvZHVjdDo0Mg", Category: "dresses", SearchQuery: "red", State: "Lagos", City: "Ikeja", Referrer: "https://google.com/",
		UTMSource: "ig", UTMMedium: "story", UTMCampaign: "eid", URL: "https://zuka.ng/?a=1", Quantity: ptr(2), ValueNGN: ptr(int64(25_000)),
		List: "search", Position: ptr(3), Coupon: "EID", ResultCount: ptr(0), Game: "snake", Score: ptr(90), AppVersion: "3.2",
		Labels: []shape.Label{{Name: "fit", Value: "slim"}},
	}
	for _, body := range []string{"[" + full + "]", ` {"sentAt": 1, "events": [` + full + `], "page": {"events": 3}} `} {
		told, err := Read([]byte(body))
		require.NoError(t, err)
		require.Len(t, told, 1)
		require.True(t, told[0].At.Equal(time.Date(2026, 11, 29, 11, 0, 0, 123_456_000, time.UTC)))
		told[0].At = Moment{}
		require.Equal(t, want, told[0])
		good, faults := Check(told, Origin{}, noon)
		require.Empty(t, faults)
		require.Len(t, good, 1)
		require.Equal(t, 42, good[0].Product)
	}
}

func TestWhatIsWrongWithTheWholeText(t *testing.T) {
	t.Parallel()
	for body, says := range map[string]string{
		"":                                  "it ends too soon",
		"{":                                 "it ends too soon",
		`{"events":[`:                       "it ends too soon",
		`[` + full:                          "it ends too soon",
		"events":                            "invalid character",
		`[{"id":}]`:                         "invalid character",
		`[{}] []`:                           "more after the end",
		`[{}],`:                             "more after the end",
		"null":                              "events: must be a list",
		"3":                                 "events: must be a list",
		`"[]"`:                              "events: must be a list",
		"{}":                                "events: must be there once",
		`{"Events":[]}`:                     "events: must be there once",
		`{"events":[],"events":[]}`:         "events: must be there once",
		`{"events":null}`:                   "events: must be a list",
		`{"events":{"0":{}}}`:               "events: must be a list",
		`{"other":nul,"events":[]}`:         "invalid character",
		strings.Repeat("[", 100_000):        "exceeded max depth",
		manyEmpty(Max + 1):                  "events: are more than the 100",
		manyEmpty(40_000):                   "events: are more than the 100",
		`{"events":` + manyEmpty(200) + `}`: "events: are more than the 100",
	} {
		told, err := Read([]byte(body))
		require.Empty(t, told)
		require.True(t, fault.Is(err, fault.BadUserInput), "%.40s: %v", body, err)
		require.ErrorContains(t, err, says, "%.40s", body)
	}
	_, err := Read([]byte(manyEmpty(Max + 1)))
	require.ErrorIs(t, err, ErrTooMany)
	told, err := Read([]byte(manyEmpty(Max)))
	require.NoError(t, err)
	require.Len(t, told, Max)
}

func manyEmpty(count int) string { return "[" + strings.Repeat("{},", count-1) + "{}]" }

// One event that cannot be read takes no other along.
func TestWhatIsWrongWithOneEvent(t *testing.T) {
	t.Parallel()
	head := `{"id":"` + second + `","type":"page_view",`
	for one, says := range map[string]string{
		`{"id":3}`:                                     "events.1.id must be text",
		head + `"quantity":"2"}`:                       "events.1.quantity must be a whole number",
		head + `"quantity":1.5}`:                       "events.1.quantity must be a whole number",
		head + `"quantity":99999999999999999999}`:      "events.1.quantity must be a whole number",
		head + `"valueNgn":{"amount":1}}`:              "events.1.valueNgn must be a whole number",
		head + `"labels":{"fit":"slim"}}`:              "events.1.labels must be a list",
		head + `"labels":["slim"]}`:                    "events.1.labels must be an object with a name and a value",
		head + `"labels":[{"name":"a","value":1}]}`:    "events.1.labels.value must be text",
		head + `"properties":{"a":1}}`:                 "events.1.properties is not a field of an event",
		head + `"` + strings.Repeat("p", 500) + `":1}`: "events.1." + strings.Repeat("p", 40) + " is not a field of an event",
		head + `"at":"yesterday"}`:                     "events.1.at must be a time like 2026-01-31T12:00:00Z",
		head + `"at":1764417600000}`:                   "events.1.at must be a time like 2026-01-31T12:00:00Z",
		head + `"at":"0001-01-01T00:00:00Z"}`:          "events.1.at must be a time like 2026-01-31T12:00:00Z",
		head + "\"city\":\"Ibad\xc3\"}":                "events.1 must be UTF-8",
		head + `"city":"a\u0000b"}`:                    "events.1.city must be text without NUL, in UTF-8",
		`null`:                                         "events.1.id is missing",
		`[]`:                                           "events.1 must be an object",
		`"click"`:                                      "events.1 must be an object",
	} {
		told, err := Read([]byte("[" + full + "," + one + "," + strings.Replace(full, "0001", "0003", 1) + "]"))
		require.NoError(t, err, one)
		require.Len(t, told, 3)
		good, faults := Check(told, Origin{Session: visit}, noon)
		require.Len(t, good, 2, one)
		require.NotEmpty(t, faults, one)
		require.Equal(t, says, faults[0].Error())
		if strings.HasPrefix(one, head) {
			require.Equal(t, second, faults[0].ID, "the client finds its event by its id")
		}
	}
}

func TestTimesThatAreNotTold(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`[{"at":null}]`, `[{}]`} {
		told, err := Read([]byte(body))
		require.NoError(t, err)
		require.Equal(t, Moment{}, told[0].At)
	}
}

func TestFaultsAreJSON(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(Fault{Index: 3, ID: first, Field: "at", Message: "is wrong"})
	require.NoError(t, err)
	require.JSONEq(t, `{"index":3,"id":"`+first+`","field":"at","message":"is wrong"}`, string(text))
}

// call is a body of a hundred events as a page sends them.
func call() []byte {
	events := make([]string, Max)
	for i := range events {
		events[i] = fmt.Sprintf(`{"id":"018f3c00-0000-7000-8000-%012d","sessionId":"%s","type":"product_view","platform":"web","pagePath":"/products/ankara-%d",`+
			`"productId":"UHJvZHVjdDo0Mg","category":"dresses","state":"Lagos","city":"Ikeja","referrer":"https://www.google.com/",`+
			`"url":"https://zuka.ng/products/ankara-%d","at":"2026-11-29T12:00:00.123Z","list":"search","position":%d}`, i+1, visit, i, i, i+1)
	}
	return []byte(`{"events":[` + strings.Join(events, ",") + `]}`)
}

func BenchmarkRead(b *testing.B) {
	body := call()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(body); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*Max), "ns/event")
}

func BenchmarkCheck(b *testing.B) {
	told, err := Read(call())
	if err != nil {
		b.Fatal(err)
	}
	origin := Origin{UserAgent: agents[0].agent}
	b.ReportAllocs()
	for b.Loop() {
		if good, _ := Check(told, origin, noon); len(good) != Max {
			b.Fatal("not all are good")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*Max), "ns/event")
}
