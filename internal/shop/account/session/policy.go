package session

import (
	"time"

	"zuka/internal/platform/viewer"
)

// How long things hold, from rules.md ("Cache lifetimes") and hardening.md 11.
const (
	// HotLife is how long the copy in Redis lives after the last use.
	HotLife = 24 * time.Hour
	// PersonLife is how long a person stays signed in on the web after the
	// last use.
	PersonLife = 24 * time.Hour
	// GuestLife is how long a guest's session, and so the cart, is kept after
	// the last use.
	GuestLife = 30 * 24 * time.Hour
	// AppLife is how long an app may stay away before its refresh token ends.
	AppLife = 60 * 24 * time.Hour
	// AccessLife is how long an access token is believed.
	AccessLife = 15 * time.Minute
	// RefreshGrace is how long a refresh token that was used may be used
	// again, by requests that ran side by side or whose answer was lost.
	RefreshGrace = 20 * time.Second

	// lateFor is how long the token before the last exchange is known to be
	// merely late.
	lateFor = time.Minute
	// leaseLife is how long filling a hot copy may take.
	leaseLife = 5 * time.Second
	// touchEvery is how often at most the durable row learns of being used.
	touchEvery = time.Minute
	// lookEvery is how often open streams are looked after, should the news of
	// an end have been lost. Ends reach them within 5 seconds.
	lookEvery = 4 * time.Second
	// redisRest is how long Redis is left alone after it failed.
	redisRest = time.Second
)

// life is how long a session lasts after its last use.
func life(platform viewer.Platform, signedIn bool) time.Duration {
	switch {
	case platform != viewer.Web:
		return AppLife
	case signedIn:
		return PersonLife
	}
	return GuestLife
}
