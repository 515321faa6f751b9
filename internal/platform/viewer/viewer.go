// Package viewer says who asks. The HTTP edge finds it out and puts it into the
// request's context; domains read it there and decide what it may see.
package viewer

import (
	"context"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// Role is what a person may do; each role may do what those before it may.
type Role string

// The roles, the least first.
const (
	Customer Role = "customer"
	Staff    Role = "staff"
	Admin    Role = "admin"
)

// rank orders the roles; a role that is none has no rank.
var rank = map[Role]int{Customer: 1, Staff: 2, Admin: 3}

// Platform is where a client runs. It decides how the client stays signed in:
// web by a cookie, the others by tokens.
type Platform string

// The platforms that user_sessions knows.
const (
	Web     Platform = "web"
	Android Platform = "android"
	IOS     Platform = "ios"
)

// Client is what is known of the program that asks.
type Client struct {
	Platform Platform
	// Address is the client's IP address, without a port.
	Address   string
	UserAgent string
	// DeviceID is what a mobile app calls its device; DeviceName and
	// AppVersion are for showing. All are the client's own words.
	DeviceID, DeviceName, AppVersion string
	// Language is the client's first choice, a BCP 47 tag.
	Language string
	// Visit is what the client calls its visit, as its events do; zero when it says
	// nothing. It is believed in nothing but figures.
	Visit uuid.UUID
}

// Network is the address as far as one customer of a provider has it: the
// address itself, or the /64 of an IPv6 address, of which anybody has 2^64.
func (c Client) Network() string {
	address, err := netip.ParseAddr(c.Address)
	if err != nil {
		return c.Address
	}
	// IPv4 addresses written as IPv6 would all be in one /64.
	if address = address.Unmap(); address.Is4() {
		return address.String()
	}
	network, err := address.Prefix(64)
	if err != nil {
		return c.Address
	}
	return network.String()
}

// Viewer is who asks.
type Viewer struct {
	// Session is the visitor's session; zero for somebody who has none yet.
	Session uuid.UUID
	// User is who is signed in; zero for a guest.
	User uuid.UUID
	Role Role
	// SignedInAt is when the person last proved who they are, on this session.
	SignedInAt time.Time
	Client     Client
	// Late means the request carries a token that was exchanged a moment ago:
	// nobody is signed in by it, and it must not begin a session of its own.
	Late bool
}

// SignedIn tells whether it is known who the person is.
func (v Viewer) SignedIn() bool { return v.User != uuid.Nil }

// May tells whether the viewer has at least this role.
func (v Viewer) May(role Role) bool {
	return v.SignedIn() && rank[v.Role] >= rank[role] && rank[role] > 0
}

// Visiting is the session that the request's events belong to: the visit that the
// client names, or its session here; zero when it has neither.
func (v Viewer) Visiting() uuid.UUID {
	if v.Client.Visit != uuid.Nil {
		return v.Client.Visit
	}
	return v.Session
}

// Owner names whose an idempotency key or a limit is: user:<uuid>,
// session:<uuid>, or the address for somebody who has neither.
func (v Viewer) Owner() string {
	switch {
	case v.SignedIn():
		return "user:" + v.User.String()
	case v.Session != uuid.Nil:
		return "session:" + v.Session.String()
	}
	return "address:" + v.Client.Network()
}

// Request is the viewer of one request. It changes when the request itself
// signs somebody in or out.
type Request struct {
	viewer atomic.Pointer[Viewer]
	cookie func(token string, life time.Duration)
}

// NewRequest begins with a viewer. Cookie hands a web client its session's
// token; an empty one takes it away.
func NewRequest(v Viewer, cookie func(token string, life time.Duration)) *Request {
	r := &Request{cookie: cookie}
	r.viewer.Store(&v)
	return r
}

type requestKey struct{}

// With puts a request's viewer into its context.
func With(ctx context.Context, r *Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// From is who asks; nobody in particular where no request is behind the
// context.
func From(ctx context.Context) Viewer {
	if r, ok := ctx.Value(requestKey{}).(*Request); ok {
		return *r.viewer.Load()
	}
	return Viewer{}
}

// Become makes the rest of the request another viewer's, and gives a web client
// the cookie of it: an empty token takes the cookie away. A client that is no
// web page gets none.
func Become(ctx context.Context, v Viewer, token string, life time.Duration) {
	r, ok := ctx.Value(requestKey{}).(*Request)
	if !ok {
		return
	}
	v.Client = r.viewer.Load().Client
	r.viewer.Store(&v)
	if v.Client.Platform == Web && r.cookie != nil {
		r.cookie(token, life)
	}
}
