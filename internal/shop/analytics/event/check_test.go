package event

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/platform/globalid"
)

var (
	noon    = time.Date(2026, 11, 29, 12, 0, 0, 123_456_789, time.UTC)
	visit   = uuid.MustParse("0a0a0a0a-0000-4000-8000-000000000001")
	visitor = uuid.MustParse("0b0b0b0b-0000-4000-8000-000000000001")
)

const (
	first  = "018f3c00-0000-7000-8000-000000000001"
	second = "018f3c00-0000-7000-8000-000000000002"
)

func ptr[T any](value T) *T { return &value }

// view is an event with nothing wrong.
func view() Told { return Told{ID: first, SessionID: visit.String(), Type: "page_view"} }

func with(change func(*Told)) Told {
	told := view()
	change(&told)
	return told
}

func at(when time.Time) Told { return with(func(t *Told) { t.At = Moment{Time: when} }) }

// The first event of each session tells of the program; no other one does.
func TestWhatTheRequestSaysOfTheProgramIsToldOnce(t *testing.T) {
	t.Parallel()
	one, again, own, other := view(), view(), view(), view()
	again.ID, own.ID, other.ID = uuid.NewString(), uuid.NewString(), uuid.NewString()
	own.SessionID, own.AppVersion, other.SessionID = uuid.NewString(), "9.9", uuid.NewString()
	origin := Origin{DeviceID: " 3f2a\x00 ", AppVersion: "2.5.0", Language: strings.Repeat("x", 100)}
	good, faults := Check([]Told{one, again, own, other}, origin, noon)
	require.Empty(t, faults)
	language := strings.Repeat("x", longestCode)
	require.Equal(t, &shape.EventDetail{AppVersion: "2.5.0", DeviceID: "3f2a", Language: language}, good[0].Detail)
	require.Nil(t, good[1].Detail)
	require.Equal(t, &shape.EventDetail{AppVersion: "9.9", DeviceID: "3f2a", Language: language}, good[2].Detail)
	require.Equal(t, "2.5.0", good[3].Detail.AppVersion)
}

// TestWhatIsRefused: each row is one wrong field, or a field at its edge.
func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	long := func(length int) string { return strings.Repeat("ọ", length) }
	labels := func(count int, value string) []shape.Label {
		made := make([]shape.Label, count)
		for i := range made {
			made[i] = shape.Label{Name: "fit", Value: value}
		}
		return made
	}
	for name, row := range map[string]struct {
		told  Told
		field string // Empty for one that is good.
		says  string
	}{
		"plain":                {view(), "", ""},
		"no id":                {with(func(t *Told) { t.ID = "" }), "id", "is missing"},
		"no UUID":              {with(func(t *Told) { t.ID = "click-1" }), "id", "must be a UUID"},
		"a UUID in braces":     {with(func(t *Told) { t.ID = "{" + first + "}" }), "id", "must be a UUID"},
		"a UUID without -":     {with(func(t *Told) { t.ID = strings.ReplaceAll(first, "-", "") }), "id", "must be a UUID"},
		"the zero UUID":        {with(func(t *Told) { t.ID = uuid.Nil.String() }), "id", "must be a UUID"},
		"a large UUID":         {with(func(t *Told) { t.ID = strings.ToUpper(first) }), "", ""},
		"no session":           {with(func(t *Told) { t.SessionID = "" }), "sessionId", "is missing"},
		"a session of its own": {with(func(t *Told) { t.SessionID = "abc" }), "sessionId", "must be a UUID"},
		"no type":              {with(func(t *Told) { t.Type = "" }), "type", "is missing"},
		"unknown type":         {with(func(t *Told) { t.Type = "click" }), "type", "is unknown"},
		"purchase":             {with(func(t *Told) { t.Type = "purchase" }), "type", "must not be purchase"},
		"PURCHASE":             {with(func(t *Told) { t.Type = "PURCHASE" }), "type", "must not be purchase"},
		"capitals":             {with(func(t *Told) { t.Type = "ADD_TO_CART" }), "", ""},
		"an endless type":      {with(func(t *Told) { t.Type = strings.Repeat("A", 1_000_000) }), "type", "is unknown"},
		"custom":               {with(func(t *Told) { t.Type, t.Name = "custom", "zoom" }), "", ""},
		"custom, no name":      {with(func(t *Told) { t.Type, t.Name = "custom", "  " }), "name", "is missing"},
		"platform":             {with(func(t *Told) { t.Platform = "ANDROID" }), "", ""},
		"unknown platform":     {with(func(t *Told) { t.Platform = "tv" }), "platform", "must be web, android or ios"},
		"name 100":             {with(func(t *Told) { t.Name = long(100) }), "", ""},
		"name 101":             {with(func(t *Told) { t.Name = long(101) }), "name", "must be at most 100 characters"},
		"path 2000":            {with(func(t *Told) { t.PagePath = long(2000) }), "", ""},
		"path 2001":            {with(func(t *Told) { t.PagePath = long(2001) }), "pagePath", "must be at most 2000 characters"},
		"screen":               {with(func(t *Told) { t.ScreenName = long(101) }), "screenName", "at most 100"},
		"category":             {with(func(t *Told) { t.Category = long(101) }), "category", "at most 100"},
		"query 200":            {with(func(t *Told) { t.SearchQuery = long(200) }), "", ""},
		"query 201":            {with(func(t *Told) { t.SearchQuery = long(201) }), "searchQuery", "at most 200"},
		"state":                {with(func(t *Told) { t.State = long(101) }), "state", "at most 100"},
		"city":                 {with(func(t *Told) { t.City = long(101) }), "city", "at most 100"},
		"referrer 2000":        {with(func(t *Told) { t.Referrer = long(2000) }), "", ""},
		"referrer 2001":        {with(func(t *Told) { t.Referrer = long(2001) }), "referrer", "at most 2000"},
		"utm":                  {with(func(t *Told) { t.UTMMedium = long(101) }), "utmMedium", "at most 100"},
		"url":                  {with(func(t *Told) { t.URL = long(8001) }), "url", "at most 8000"},
		"NUL":                  {with(func(t *Told) { t.SearchQuery = "a\x00b" }), "searchQuery", "without NUL"},
		"NUL in a state":       {with(func(t *Told) { t.State = "Lagos\x00" }), "state", "without NUL"},
		"no UTF-8":             {with(func(t *Told) { t.City = "Ibad\xc3" }), "city", "UTF-8"},
		"now":                  {at(noon), "", ""},
		"ahead by 24 h":        {at(noon.Add(24 * time.Hour)), "", ""},
		"ahead by more":        {at(noon.Add(24*time.Hour + time.Nanosecond)), "at", "more than 24 hours ahead"},
		"30 days old":          {at(noon.Add(-30 * 24 * time.Hour)), "", ""},
		"older":                {at(noon.Add(-30*24*time.Hour - time.Nanosecond)), "at", "more than 30 days ago"},
		"the year 1":           {at(time.Time{}.Add(1)), "at", "more than 30 days ago"},
		"no time":              {with(func(t *Told) { t.At = Moment{wrong: true} }), "at", "must be a time like"},
		"product":              {with(func(t *Told) { t.ProductID = globalid.New("Product", 42).String() }), "", ""},
		"a bare number":        {with(func(t *Told) { t.ProductID = "42" }), "productId", "is not an id"},
		"a brand":              {with(func(t *Told) { t.ProductID = globalid.New("Brand", 42).String() }), "productId", "is not the id of a product"},
		"quantity 0":           {with(func(t *Told) { t.Quantity = ptr(0) }), "quantity", "must be from 1 to 1000"},
		"quantity 1":           {with(func(t *Told) { t.Quantity = ptr(1) }), "", ""},
		"quantity 1000":        {with(func(t *Told) { t.Quantity = ptr(1000) }), "", ""},
		"quantity 1001":        {with(func(t *Told) { t.Quantity = ptr(1001) }), "quantity", "must be from 1 to 1000"},
		"value -1":             {with(func(t *Told) { t.ValueNGN = ptr(int64(-1)) }), "valueNgn", "must be from 0"},
		"value 10^12":          {with(func(t *Told) { t.ValueNGN = ptr(int64(1_000_000_000_000)) }), "", ""},
		"value above":          {with(func(t *Told) { t.ValueNGN = ptr(int64(1_000_000_000_001)) }), "valueNgn", "to 1000000000000"},
		"position 0":           {with(func(t *Told) { t.Position = ptr(0) }), "position", "must be from 1"},
		"results -1":           {with(func(t *Told) { t.ResultCount = ptr(-1) }), "resultCount", "must be from 0"},
		"results 0":            {with(func(t *Told) { t.ResultCount = ptr(0) }), "", ""},
		"score -1":             {with(func(t *Told) { t.Score = ptr(-1) }), "score", "must be from 0"},
		"list":                 {with(func(t *Told) { t.List = long(101) }), "list", "at most 100"},
		"coupon":               {with(func(t *Told) { t.Coupon = long(41) }), "coupon", "at most 40"},
		"game":                 {with(func(t *Told) { t.Game = long(41) }), "game", "at most 40"},
		"version":              {with(func(t *Told) { t.AppVersion = long(41) }), "appVersion", "at most 40"},
		"20 labels":            {with(func(t *Told) { t.Labels = labels(20, "slim") }), "", ""},
		"21 labels":            {with(func(t *Told) { t.Labels = labels(21, "slim") }), "labels", "must be at most 20"},
		"a nameless label":     {with(func(t *Told) { t.Labels = []shape.Label{{Name: "a"}, {Value: "b"}} }), "labels.1.name", "is missing"},
		"a long label":         {with(func(t *Told) { t.Labels = []shape.Label{{Name: long(41)}} }), "labels.0.name", "at most 40"},
		"a label of 1 MB":      {with(func(t *Told) { t.Labels = []shape.Label{{Name: "x", Value: strings.Repeat("x", 1<<20)}} }), "labels.0.value", "at most 200"},
		"labels of 4 KiB":      {with(func(t *Told) { t.Labels = labels(20, strings.Repeat("x", 200)) }), "labels", "must be smaller"},
		"labels that grow":     {with(func(t *Told) { t.Labels = labels(5, strings.Repeat("\x01", 200)) }), "labels", "must be smaller"},
		"labels just below":    {with(func(t *Told) { t.Labels = labels(18, strings.Repeat("x", 195)) }), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			beside := with(func(t *Told) { t.ID = second })
			good, faults := Check([]Told{row.told, beside}, Origin{}, noon)
			if row.field == "" {
				require.Empty(t, faults)
				require.Len(t, good, 2)
				return
			}
			require.Len(t, good, 1, "the event beside it is good")
			require.Equal(t, second, good[0].ID.String())
			require.Len(t, faults, 1)
			require.Equal(t, 0, faults[0].Index)
			require.Equal(t, row.field, faults[0].Field)
			require.Contains(t, faults[0].Message, row.says)
			require.LessOrEqual(t, len(faults[0].ID), 200)
		})
	}
}

func TestEveryFaultIsTold(t *testing.T) {
	t.Parallel()
	wrong := Told{ID: second, Type: "click", City: "\xff", Quantity: ptr(0), At: Moment{Time: noon.AddDate(1, 0, 0)}}
	good, faults := Check([]Told{view(), wrong, {}}, Origin{}, noon)
	require.Len(t, good, 1)
	var texts []string
	for _, fault := range faults {
		texts = append(texts, fault.Error())
	}
	require.Equal(t, []string{
		"events.1.sessionId is missing", "events.1.type is unknown", "events.1.city must be text without NUL, in UTF-8",
		"events.1.quantity must be from 1 to 1000", "events.1.at is more than 24 hours ahead of the shop's clock",
		"events.2.id is missing", "events.2.sessionId is missing", "events.2.type is missing",
	}, texts)
	require.Equal(t, second, faults[0].ID)
	require.Empty(t, faults[7].ID)
}

func TestACallHasAHundredEvents(t *testing.T) {
	t.Parallel()
	told := make([]Told, 101)
	for i := range told {
		told[i] = with(func(t *Told) { t.ID = uuid.NewSHA1(visit, []byte{byte(i)}).String() })
	}
	good, faults := Check(told[:100], Origin{}, noon)
	require.Len(t, good, 100)
	require.Empty(t, faults)
	good, faults = Check(told, Origin{}, noon)
	require.Empty(t, good)
	require.Len(t, faults, 1)
	require.Equal(t, "events are more than the 100 that one call may tell", faults[0].Error())
	require.ErrorContains(t, ErrTooMany, faults[0].Message)
	good, faults = Check(nil, Origin{}, noon)
	require.Empty(t, good)
	require.Empty(t, faults)
}

func TestAnIDCountsOnceInACall(t *testing.T) {
	t.Parallel()
	wrong := with(func(t *Told) { t.Type = "click" })
	named := with(func(t *Told) { t.Name = "first" })
	again := with(func(t *Told) { t.Name, t.ID = "again", strings.ToUpper(first) })
	good, faults := Check([]Told{wrong, named, again}, Origin{}, noon)
	require.Len(t, faults, 1, "what is told again is no fault")
	require.Len(t, good, 1)
	require.Equal(t, "first", good[0].Name, "the first good one")
}

func TestWhatTheRequestSays(t *testing.T) {
	t.Parallel()
	origin := Origin{User: visitor, Session: visit, Platform: "ios", UserAgent: "Zuka/3.2 (iPhone; iOS 17.5)\x00\xff" + strings.Repeat("x", 600)}
	good, faults := Check([]Told{
		{ID: first, Type: "sign_in"}, {ID: second, Type: "search", SessionID: visitor.String(), Platform: "web", Name: "find"},
	}, origin, noon)
	require.Empty(t, faults)
	require.Equal(t, Event{
		ID: uuid.MustParse(first), User: visitor, Session: visit, Type: SignIn, Name: "sign_in", Platform: "ios",
		UserAgent: good[0].UserAgent, Device: "mobile", OS: "iOS", Browser: "Zuka", At: noon.Truncate(time.Microsecond),
	}, good[0])
	require.Len(t, good[0].UserAgent, 500)
	require.NotContains(t, good[0].UserAgent, "\x00")
	require.Equal(t, []any{visitor, "web", "find", visitor}, []any{good[1].Session, good[1].Platform, good[1].Name, good[1].User})

	good, _ = Check([]Told{view()}, Origin{Platform: "fridge"}, noon)
	require.Equal(t, "web", good[0].Platform)
	require.Empty(t, good[0].Device)
}

func TestTextsAreTrimmedAndStatesKnown(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{" lagos state ": "Lagos", "ABUJA": "FCT", "Accra": "", "": ""} {
		told := with(func(t *Told) { t.State, t.City, t.SearchQuery = written, " Ikeja\n", "\tRed  Dress " })
		good, faults := Check([]Told{told}, Origin{}, noon)
		require.Empty(t, faults)
		require.Equal(t, []string{want, "Ikeja", "Red  Dress"}, []string{good[0].State, good[0].City, good[0].SearchQuery}, written)
	}
}

func TestTheAddressTellsTheCampaign(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		url, source string
		want        [3]string
	}{
		"all":            {"https://zuka.ng/?utm_source=ig&utm_medium=story&utm_campaign=eid%20sale", "", [3]string{"ig", "story", "eid sale"}},
		"told wins":      {"https://zuka.ng/?utm_source=ig&utm_medium=story", "tiktok", [3]string{"tiktok", "story", ""}},
		"a path alone":   {"/sale?utm_source=sms#top", "", [3]string{"sms", "", ""}},
		"in the hash":    {"/sale#?utm_source=sms", "", [3]string{"", "", ""}},
		"none":           {"https://zuka.ng/?q=1", "", [3]string{}},
		"half broken":    {"/?utm_source=ig&x=%zz&utm_medium=%ff%00paid", "", [3]string{"ig", "paid", ""}},
		"no address":     {"::::%%%", "", [3]string{}},
		"longer than is": {"/?utm_source=" + strings.Repeat("a", 300), "", [3]string{strings.Repeat("a", 100), "", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			told := with(func(t *Told) { t.URL, t.UTMSource = row.url, row.source })
			good, faults := Check([]Told{told}, Origin{}, noon)
			require.Empty(t, faults)
			require.Equal(t, row.want, [3]string{good[0].UTMSource, good[0].UTMMedium, good[0].UTMCampaign})
		})
	}
}

// What is told again must be of the same moment as PostgreSQL kept, whatever
// the client's zone and digits.
func TestMomentsAreThoseOfPostgreSQL(t *testing.T) {
	t.Parallel()
	moment := noon.Add(-time.Hour)
	for _, when := range []time.Time{moment, moment.In(time.FixedZone("Lagos", 3600)), moment.Truncate(time.Microsecond), moment.Truncate(time.Microsecond).Add(999)} {
		good, faults := Check([]Told{at(when)}, Origin{}, noon)
		require.Empty(t, faults)
		require.Equal(t, time.Date(2026, 11, 29, 11, 0, 0, 123_456_000, time.UTC), good[0].At)
	}
}

func TestDetails(t *testing.T) {
	t.Parallel()
	good, faults := Check([]Told{view(), {
		ID: second, SessionID: visit.String(), Type: "product_view", ProductID: globalid.New("Product", 42).String(),
		Quantity: ptr(2), ValueNGN: ptr(int64(25_000)), List: " search ", Position: ptr(3), Coupon: "EID", ResultCount: ptr(0),
		Game: "snake", Score: ptr(90), AppVersion: "3.2", Labels: []shape.Label{{Name: " fit ", Value: " slim "}},
	}}, Origin{}, noon)
	require.Empty(t, faults)
	require.Nil(t, good[0].Detail)
	require.Equal(t, 42, good[1].Product)
	require.Equal(t, &shape.EventDetail{
		Quantity: 2, ValueNGN: 25_000, List: "search", Position: 3, Coupon: "EID", ResultCount: ptr(0),
		Game: "snake", Score: 90, AppVersion: "3.2", Labels: []shape.Label{{Name: "fit", Value: "slim"}},
	}, good[1].Detail)
}
