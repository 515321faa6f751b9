package server

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

// Sessions recognise who asks.
type Sessions interface {
	// ByCookie is who holds a web page's token. A token that is nobody's
	// answers a viewer without a session; an error means that nobody can tell.
	ByCookie(ctx context.Context, token string, client viewer.Client) (viewer.Viewer, error)
	// ByAccess is who holds an app's access token, and whether it has expired.
	ByAccess(ctx context.Context, token string, client viewer.Client) (v viewer.Viewer, expired bool, err error)
}

const (
	// The prefix lets browsers take the cookie only over HTTPS, for this host
	// alone and for every path; it does not work without HTTPS.
	secureCookie = "__Host-zuka_session"
	plainCookie  = "zuka_session"
	// longestWord cuts what a client says about itself in a header.
	longestWord = 200
)

// Headers by which a client tells what it is.
const (
	PlatformHeader   = "X-Client-Platform"
	VersionHeader    = "X-Client-Version"
	DeviceIDHeader   = "X-Device-Id"
	DeviceNameHeader = "X-Device-Name"
	// VisitHeader is the UUID of the visit, as the client's events name it.
	VisitHeader = "X-Visit-Id"
)

// clientHeaders are those that a page or an app may send.
var clientHeaders = []string{"Content-Type", "Authorization", RequestIDHeader, PlatformHeader, VersionHeader, DeviceIDHeader, DeviceNameHeader, VisitHeader,
	"X-Client-Name", "Apollographql-Client-Name", "Apollographql-Client-Version"}

// noStore is shared by answers; nobody appends to it.
var noStore = []string{"private, no-store"}

// visitors finds out who asks before anything is asked.
type visitors struct {
	sessions Sessions
	proxies  []netip.Prefix
	// secure says that clients come over HTTPS.
	secure bool
}

func (v visitors) cookieName() string {
	if v.secure {
		return secureCookie
	}
	return plainCookie
}

// recognised puts who asks into the request's context.
func (v visitors) recognised(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		found, refusal := v.find(r)
		if refusal != nil {
			status := http.StatusUnauthorized
			if refusal.Code == fault.ServiceUnavailable {
				status = http.StatusServiceUnavailable
				w.Header().Set("Retry-After", "1")
			} else {
				w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			}
			refuse(w, status, refusal.Code, refusal.Message)
			return
		}
		// An answer may be about whoever asks, so nothing on the way may keep it.
		w.Header()["Cache-Control"] = noStore
		request := viewer.NewRequest(found, func(token string, life time.Duration) { http.SetCookie(w, v.cookie(token, life)) })
		next.ServeHTTP(w, r.WithContext(viewer.With(r.Context(), request)))
	})
}

// cookie is the web session's; an empty token takes it away.
func (v visitors) cookie(token string, life time.Duration) *http.Cookie {
	cookie := &http.Cookie{
		Name: v.cookieName(), Value: token, Path: "/", Secure: v.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		MaxAge: int(life.Seconds()),
	}
	if token == "" {
		cookie.MaxAge = -1
	}
	return cookie
}

// find is who asks. An app whose token is no good is told so, rather than
// taken for a guest; a page whose cookie is no good is a guest.
func (v visitors) find(r *http.Request) (viewer.Viewer, *fault.Fault) {
	client := v.client(r)
	if v.sessions == nil {
		return viewer.Viewer{Client: client}, nil
	}
	if token, is := bearer(r.Header.Get("Authorization")); is {
		return v.byAccess(r.Context(), token, client)
	}
	if client.Platform != viewer.Web {
		return viewer.Viewer{Client: client}, nil
	}
	cookie, err := r.Cookie(v.cookieName())
	if err != nil {
		return viewer.Viewer{Client: client}, nil
	}
	asking, err := v.sessions.ByCookie(r.Context(), cookie.Value, client)
	if err != nil {
		return asking, fault.Unavailable(err)
	}
	return asking, nil
}

// bearer is the token of an Authorization header of that kind.
func bearer(authorization string) (token string, is bool) {
	scheme, token, _ := strings.Cut(authorization, " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}

func (v visitors) byAccess(ctx context.Context, token string, client viewer.Client) (viewer.Viewer, *fault.Fault) {
	asking, expired, err := v.sessions.ByAccess(ctx, token, client)
	switch {
	case err != nil:
		return asking, fault.Unavailable(err)
	case expired:
		return asking, fault.New(fault.Unauthenticated, "the access token has expired: exchange the refresh token, without an Authorization header")
	case asking.Session == [16]byte{}:
		return asking, fault.New(fault.Unauthenticated, "the access token is not valid: please sign in again, without an Authorization header")
	}
	return asking, nil
}

// introduced is who says so in a socket's first message. There, what is no
// Bearer token is a mistake: nobody on the way puts a header of its own in.
func (v visitors) introduced(r *http.Request, authorization string) (viewer.Viewer, error) {
	client := v.client(r)
	if v.sessions == nil {
		return viewer.Viewer{Client: client}, nil
	}
	token, is := bearer(authorization)
	if !is {
		return viewer.Viewer{}, fault.New(fault.Unauthenticated, "the authorization must be of the kind Bearer")
	}
	asking, refusal := v.byAccess(r.Context(), token, client)
	if refusal != nil {
		return viewer.Viewer{}, refusal
	}
	return asking, nil
}

// client is what a request says of the program that sent it.
func (v visitors) client(r *http.Request) viewer.Client {
	client := viewer.Client{
		Platform: viewer.Web, Address: v.address(r), UserAgent: said(r.UserAgent()),
		DeviceID: said(r.Header.Get(DeviceIDHeader)), DeviceName: said(r.Header.Get(DeviceNameHeader)), AppVersion: said(r.Header.Get(VersionHeader)),
	}
	switch platform := viewer.Platform(strings.ToLower(r.Header.Get(PlatformHeader))); platform {
	case viewer.Android, viewer.IOS:
		client.Platform = platform
	}
	if visit := r.Header.Get(VisitHeader); visit != "" {
		client.Visit, _ = uuid.Parse(visit) // What is none is as nothing.
	}
	language, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	language, _, _ = strings.Cut(language, ";")
	client.Language = said(strings.TrimSpace(language))
	return client
}

// said is a client's word, cut and without what cannot be stored.
func said(word string) string {
	if !utf8.ValidString(word) {
		word = strings.ToValidUTF8(word, "")
	}
	word = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, word)
	if len(word) <= longestWord {
		return word
	}
	end := longestWord
	for end > 0 && !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end]
}

// address is the client's. What a proxy writes of it is believed only of the
// proxies in the settings: the last address in X-Forwarded-For that is none of
// theirs is the client's, for everything before it was written by the client.
func (v visitors) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	from, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && v.trusted(from); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		from = hop
	}
	return from.Unmap().WithZone("").String()
}

func (v visitors) trusted(address netip.Addr) bool {
	address = address.Unmap()
	for _, proxy := range v.proxies {
		if proxy.Contains(address) {
			return true
		}
	}
	return false
}
