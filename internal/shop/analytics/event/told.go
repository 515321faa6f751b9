package event

import (
	"bytes"
	"strconv"
	"time"

	"github.com/google/uuid"

	"zuka/ent/shape"
	"zuka/internal/platform/fault"
)

var tooMany = fault.Invalid("events", "are more than the %d that one call may tell", Max)

// ErrTooMany refuses a call that tells more events than Max. It is a fault
// that names the field `events`.
var ErrTooMany error = tooMany

// Told is what a client tells of one event, unchecked. Its JSON is what the
// beacon takes. A nil number is one that was not told.
type Told struct {
	// ID is the client's UUID for the event.
	ID string `json:"id"`
	// SessionID is the client's UUID for its session; empty for the request's.
	SessionID string `json:"sessionId"`
	// Type is one of the types, in small or in capital letters.
	Type string `json:"type"`
	// Name is the client's own word; empty for the type's.
	Name string `json:"name"`
	// Platform is web, android or ios; empty for the request's.
	Platform   string `json:"platform"`
	PagePath   string `json:"pagePath"`
	ScreenName string `json:"screenName"`
	// ProductID is the global id of a product.
	ProductID   string `json:"productId"`
	Category    string `json:"category"`
	SearchQuery string `json:"searchQuery"`
	// State is one of Nigeria's in any spelling; another is left out.
	State       string `json:"state"`
	City        string `json:"city"`
	Referrer    string `json:"referrer"`
	UTMSource   string `json:"utmSource"`
	UTMMedium   string `json:"utmMedium"`
	UTMCampaign string `json:"utmCampaign"`
	// URL is the page's address. What it says of a campaign holds where the
	// three fields above say nothing; the rest of it is not kept.
	URL string `json:"url"`
	// At is when it happened; zero for now.
	At Moment `json:"at"`

	Quantity    *int          `json:"quantity"`
	ValueNGN    *int64        `json:"valueNgn"`
	List        string        `json:"list"`
	Position    *int          `json:"position"`
	Coupon      string        `json:"coupon"`
	ResultCount *int          `json:"resultCount"`
	Game        string        `json:"game"`
	Score       *int          `json:"score"`
	AppVersion  string        `json:"appVersion"`
	Labels      []shape.Label `json:"labels"`

	// unread is what was wrong with the JSON of this event; nil when it could
	// be read.
	unread *Fault
}

// Moment is a time as a client writes it. One that cannot be read is a fault
// of its event and not of the whole call.
type Moment struct {
	time.Time
	wrong bool
}

// Untold tells that there is no time.
func (m Moment) Untold() bool { return m.IsZero() && !m.wrong }

// ReadMoment reads a time of RFC 3339. It never fails: what it cannot read is refused
// by Check.
func ReadMoment(text string) Moment {
	at, err := time.Parse(time.RFC3339, text)
	return Moment{Time: at, wrong: err != nil || at.IsZero()}
}

// UnmarshalJSON reads a time of RFC 3339 or null. It never fails: what it
// cannot read is refused by Check.
func (m *Moment) UnmarshalJSON(raw []byte) error {
	*m = Moment{}
	if bytes.Equal(raw, []byte("null")) {
		return nil
	}
	// The zero time would pass for none.
	m.wrong = m.Time.UnmarshalJSON(raw) != nil || m.IsZero()
	return nil
}

// Origin is what the request itself says of the events that it tells.
type Origin struct {
	// User is who is signed in; zero for a guest.
	User uuid.UUID
	// Session is the session for events that name none; zero for none.
	Session uuid.UUID
	// Platform is the platform for events that name none; web when it is none.
	Platform string
	// UserAgent is the header; it is cut to what can be kept.
	UserAgent string
	// DeviceID is what a mobile app calls its device, AppVersion the app's version and
	// Language the client's first choice, as a BCP 47 tag.
	DeviceID, AppVersion, Language string
}

// Bot tells whether the request comes from a crawler or a monitor, by its own
// words. What it tells is accepted and not kept: it is nobody's visit. A bare
// HTTP client is no bot.
func (o Origin) Bot() bool { return bot(o.UserAgent) }

// Fault is what is wrong with one field of one event.
type Fault struct {
	// Index is the event's place in the call, from 0; -1 for the call itself.
	Index int `json:"index"`
	// ID is what the client calls the event, where that is readable.
	ID string `json:"id,omitempty"`
	// Field is the field's name, as in "labels.2.value"; empty for what is no
	// event at all.
	Field string `json:"field"`
	// Message says what is wrong, to follow the field's name.
	Message string `json:"message"`
}

// Error is the whole fault, for logs and tests.
func (f Fault) Error() string {
	switch {
	case f.Index < 0:
		return f.Field + " " + f.Message
	case f.Field == "":
		return "events." + strconv.Itoa(f.Index) + " " + f.Message
	}
	return "events." + strconv.Itoa(f.Index) + "." + f.Field + " " + f.Message
}
