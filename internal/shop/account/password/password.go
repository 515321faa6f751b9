// Package password hashes passwords with argon2id, a bounded number at once:
// a hash costs memory and a processor by intent, so a rush of sign-ins waits in
// line instead of taking both from the catalogue.
package password

import (
	"context"
	"runtime"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/sync/semaphore"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/turn"
)

// Rules for passwords, after NIST SP 800-63B: length counts, and nothing else
// is asked of the signs.
const (
	Shortest = 8
	Longest  = 128
)

// params are OWASP's for argon2id: 19 MiB, two passes, one lane.
var params = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// patience is how long a sign-in waits for its turn; then the person is asked
// to try again.
const patience = 8 * time.Second

// retryAfter is what somebody who waited in vain is told to wait.
const retryAfter = 5 * time.Second

// Hasher hashes and compares. It is safe for use from many goroutines.
type Hasher struct {
	turns *semaphore.Weighted
	// stranger is the hash compared with for people who have none, so that
	// they take as long as the others.
	stranger string
}

// NewHasher makes a hasher that uses half of the processors at most, and at
// least one.
func NewHasher() *Hasher {
	stranger, err := argon2id.CreateHash("nobody has this password", params)
	if err != nil {
		panic("password: " + err.Error()) // There is no randomness; nothing can go on.
	}
	return &Hasher{turns: semaphore.NewWeighted(int64(max(1, runtime.GOMAXPROCS(0)/2))), stranger: stranger}
}

// Check says what is wrong with a password that somebody wants; field names
// the input's field.
func Check(field, password string) error {
	if length := utf8.RuneCountInString(password); length < Shortest || length > Longest {
		return fault.Invalid(field, "must have %d to %d characters", Shortest, Longest)
	}
	return nil
}

// Hash is the password's hash in PHC form.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	var hash string
	err := h.inTurn(ctx, func() (err error) {
		hash, err = argon2id.CreateHash(password, params)
		return err
	})
	return hash, err
}

// Same tells whether it is the password of a hash. A nil hash is nobody's, and
// takes as long to find out. A password that is too long to be one is compared
// as another, so that it costs no more.
func (h *Hasher) Same(ctx context.Context, password string, hash *string) (bool, error) {
	known, possible := hash != nil, utf8.RuneCountInString(password) <= Longest
	against := h.stranger
	if known {
		against = *hash
	}
	if !possible {
		password = ""
	}
	var same bool
	err := h.inTurn(ctx, func() (err error) {
		same, err = argon2id.ComparePasswordAndHash(password, against)
		return err
	})
	return same && known && possible, err
}

// inTurn hashes when it is somebody's turn to hash. The operation gives its own
// turn back meanwhile: a rush of sign-ins would hold them all, and no page would
// be read.
func (h *Hasher) inTurn(ctx context.Context, work func() error) error {
	return turn.Aside(ctx, func() error { return h.wait(ctx, work) })
}

func (h *Hasher) wait(ctx context.Context, work func() error) error {
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if h.turns.Acquire(waiting, 1) != nil {
		if err := ctx.Err(); err != nil {
			return err
		}
		busy := fault.New(fault.RateLimited, "many people are signing in, please try again in a moment")
		busy.RetryAfter = retryAfter
		return busy
	}
	defer h.turns.Release(1)
	return work()
}
