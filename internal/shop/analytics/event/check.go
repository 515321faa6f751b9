package event

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"zuka/ent/shape"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/nigeria"
)

// types are those that a client may tell, by how it may write them.
var types = map[string]Type{
	"page_view": PageView, "product_view": ProductView, "search": Search, "add_to_cart": AddToCart,
	"remove_from_cart": RemoveFromCart, "wishlist_add": WishlistAdd, "checkout_start": CheckoutStart,
	"coupon_apply": CouponApply, "review_submit": ReviewSubmit, "game_play": GamePlay, "pet_message": PetMessage,
	"share": Share, "sign_up": SignUp, "sign_in": SignIn, "custom": Custom,
}

// Check makes events of what was told at the moment now. Every wrong field is
// a fault that names its event and itself; an event with one is left out and
// takes no other along. An id that comes again in the same call counts once.
//
// A call of more than Max events is one fault, of Index -1.
func Check(told []Told, origin Origin, now time.Time) (good []Event, faults []Fault) {
	if len(told) > Max {
		return nil, []Fault{{Index: -1, Field: "events", Message: tooMany.Message}}
	}
	if len(told) == 0 {
		return nil, nil
	}
	c := &checker{now: now, common: origin.Event(now)}
	good = make([]Event, 0, len(told))
	seen := make(map[uuid.UUID]struct{}, len(told))
	for i := range told {
		before := len(c.faults)
		c.index, c.id = i, short(told[i].ID)
		event := c.event(&told[i])
		if len(c.faults) > before {
			continue
		}
		if _, again := seen[event.ID]; again {
			continue
		}
		seen[event.ID] = struct{}{}
		good = append(good, event)
	}
	origin.introduce(good)
	return good, c.faults
}

// introduce has the first event of each session tell what the request says of the
// program: of a visit that is enough, and of all its events much.
func (o Origin) introduce(events []Event) {
	version, device, language := storable(o.AppVersion, longestCode), storable(o.DeviceID, longestName), storable(o.Language, longestCode)
	if version == "" && device == "" && language == "" {
		return
	}
	known := make(map[uuid.UUID]struct{}, 1)
	for i := range events {
		one := &events[i]
		if _, again := known[one.Session]; again {
			continue
		}
		known[one.Session] = struct{}{}
		if one.Detail == nil {
			one.Detail = &shape.EventDetail{}
		}
		one.Detail.AppVersion = cmp.Or(one.Detail.AppVersion, version)
		one.Detail.DeviceID, one.Detail.Language = device, language
	}
}

// Event is what the request says of each of its events, at a moment as PostgreSQL
// has it.
func (o Origin) Event(at time.Time) Event {
	common := Event{At: at.Truncate(time.Microsecond), User: o.User, Session: o.Session, Platform: "web", UserAgent: storable(o.UserAgent, longestAgent)}
	if isPlatform(o.Platform) {
		common.Platform = o.Platform
	}
	common.Device, common.OS, common.Browser = Agent(common.UserAgent)
	return common
}

func isPlatform(name string) bool { return name == "web" || name == "android" || name == "ios" }

// checker makes events one by one and collects what is wrong.
type checker struct {
	now    time.Time
	common Event
	faults []Fault
	// index and id are of the event at hand.
	index int
	id    string
}

func (c *checker) refuse(field, format string, args ...any) {
	c.faults = append(c.faults, Fault{Index: c.index, ID: c.id, Field: field, Message: fmt.Sprintf(format, args...)})
}

func (c *checker) event(told *Told) Event {
	event := c.common
	if told.unread != nil {
		c.refuse(told.unread.Field, "%s", told.unread.Message)
		return event
	}
	c.identity(&event, told)
	event.PagePath = c.text("pagePath", told.PagePath, longestPath)
	event.ScreenName = c.text("screenName", told.ScreenName, longestName)
	event.Product = c.product(told.ProductID)
	event.Category = c.text("category", told.Category, longestName)
	event.SearchQuery = c.text("searchQuery", told.SearchQuery, longestQuery)
	event.State, _ = nigeria.State(c.text("state", told.State, longestName))
	event.City = c.text("city", told.City, longestName)
	event.Referrer = c.text("referrer", told.Referrer, longestReferrer)
	c.campaign(&event, told)
	event.Detail = c.detail(told)
	event.At = c.moment(told.At)
	return event
}

// identity is which event it is, whose, and of what kind.
func (c *checker) identity(event *Event, told *Told) {
	event.ID = c.uuid("id", told.ID)
	switch {
	case told.SessionID != "":
		event.Session = c.uuid("sessionId", told.SessionID)
	case event.Session == uuid.Nil:
		c.refuse("sessionId", "is missing")
	}
	event.Type = c.kind(told.Type)
	event.Name = c.text("name", told.Name, longestName)
	if event.Name == "" {
		event.Name = string(event.Type)
		if event.Type == Custom {
			c.refuse("name", "is missing: a custom event is told by its name")
		}
	}
	if told.Platform == "" {
		return
	}
	event.Platform = strings.ToLower(told.Platform)
	if !isPlatform(event.Platform) {
		c.refuse("platform", "must be web, android or ios")
	}
}

// uuid takes the usual form alone: others of the same id would be others.
func (c *checker) uuid(field, written string) uuid.UUID {
	if written == "" {
		c.refuse(field, "is missing")
		return uuid.Nil
	}
	id, err := uuid.Parse(written)
	if err != nil || len(written) != 36 || id == uuid.Nil {
		c.refuse(field, "must be a UUID")
		return uuid.Nil
	}
	return id
}

func (c *checker) kind(written string) Type {
	if kind, known := types[written]; known {
		return kind
	}
	if len(written) <= longestCode { // Clients of GraphQL know them in capital letters.
		written = strings.ToLower(written)
	}
	kind, known := types[written]
	switch {
	case known:
	case written == string(Purchase):
		c.refuse("type", "must not be purchase: the shop itself tells what was paid")
	case written == "":
		c.refuse("type", "is missing")
	default:
		c.refuse("type", "is unknown")
	}
	return kind
}

func (c *checker) product(id string) int {
	if id == "" {
		return 0
	}
	parsed, err := globalid.Parse(id)
	if err != nil {
		c.refuse("productId", "is not an id of this shop")
		return 0
	}
	number, err := parsed.Int("Product", "productId")
	if err != nil {
		c.refuse("productId", "is not the id of a product")
	}
	return number
}

// moment keeps microseconds, as PostgreSQL does, so that an event which is told
// again is of the same moment.
func (c *checker) moment(told Moment) time.Time {
	at := told.Time
	switch {
	case told.wrong:
		c.refuse("at", "must be a time like 2026-01-31T12:00:00Z")
	case at.IsZero():
		at = c.now
	case at.After(c.now.Add(mostAhead)):
		c.refuse("at", "is more than 24 hours ahead of the shop's clock")
	case at.Before(c.now.Add(-oldest)):
		c.refuse("at", "is more than 30 days ago")
	}
	return at.UTC().Truncate(time.Microsecond)
}

// campaign is what was told of it, and for the rest what the address says.
// Nobody chose the address to fit in here, so it is cut and never refused.
func (c *checker) campaign(event *Event, told *Told) {
	event.UTMSource = c.text("utmSource", told.UTMSource, longestName)
	event.UTMMedium = c.text("utmMedium", told.UTMMedium, longestName)
	event.UTMCampaign = c.text("utmCampaign", told.UTMCampaign, longestName)
	address, _, _ := strings.Cut(c.text("url", told.URL, longestURL), "#")
	_, query, _ := strings.Cut(address, "?")
	if !strings.Contains(query, "utm_") {
		return
	}
	values, _ := url.ParseQuery(query) // What can be read of it is good.
	for name, to := range map[string]*string{"utm_source": &event.UTMSource, "utm_medium": &event.UTMMedium, "utm_campaign": &event.UTMCampaign} {
		if *to == "" {
			*to = storable(values.Get(name), longestName)
		}
	}
}

// text is a text without the space around it, which PostgreSQL can hold.
func (c *checker) text(field, told string, longest int) string {
	if told == "" {
		return ""
	}
	if len(told) > longest && utf8.RuneCountInString(told) > longest {
		c.refuse(field, "must be at most %d characters", longest)
		return ""
	}
	if !utf8.ValidString(told) || strings.IndexByte(told, 0) >= 0 {
		c.refuse(field, "must be text without NUL, in UTF-8")
		return ""
	}
	return strings.TrimSpace(told)
}

// storable makes a text fit that its writer cannot be told about.
func storable(text string, longest int) string {
	if !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0 {
		text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
	}
	return strings.TrimSpace(cut(strings.TrimSpace(text), longest))
}
