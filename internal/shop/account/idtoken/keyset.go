package idtoken

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
)

const (
	// freshFor is how long keys are used without asking again. From then on
	// they are still used, while a fetch runs beside.
	freshFor = 3 * time.Hour
	// trustFor is how long keys are used when they cannot be fetched again, and
	// so how long a key that its provider has withdrawn can be believed.
	trustFor = 6 * time.Hour
	// pause is the least time from one fetch to the next. Anybody can send
	// tokens with invented key names; the provider must not feel it.
	pause = time.Minute
	// firstPause takes the place of pause while there are no keys to use and
	// nobody can sign in.
	firstPause = 10 * time.Second
	// fetchTimeout is for the whole of a fetch, the body included.
	fetchTimeout = 5 * time.Second
	// maxKeys bounds the body. The real ones have less than 6 KB.
	maxKeys = 64 << 10
	// minBits is the least that RS256 is allowed with.
	minBits = 2048
)

var errUnknownKey = errors.New("unknown key")

// keySet is one provider's public keys, fetched when first needed. go-oidc's
// own would fetch for every token with a strange key or a bad signature, and
// believe what it has for ever.
type keySet struct {
	url     string
	client  *http.Client
	clock   clock.Clock
	timeout time.Duration

	mu        sync.Mutex
	keys      map[string]*rsa.PublicKey
	fetchedAt time.Time // When keys were asked for; zero before the first success.
	triedAt   time.Time // When the last fetch began.
	failure   error     // How the last fetch failed, if it did.
	running   chan struct{}
}

func newKeySet(url string, client *http.Client, clock clock.Clock) *keySet {
	var own http.Client
	if client != nil {
		own = *client
	}
	// Keys are at the address that is configured, and nowhere it points to.
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &keySet{url: url, client: &own, clock: clock, timeout: fetchTimeout}
}

// find is the key of this name. It fails with errUnknownKey when the provider
// has been asked lately and does not have it, and with fault.Unavailable when
// that could not be found out.
func (s *keySet) find(ctx context.Context, name string) (*rsa.PublicKey, error) {
	if name == "" {
		return nil, errUnknownKey // Both providers name their keys, always.
	}
	s.mu.Lock()
	key := s.current(name)
	running := s.refresh(key != nil)
	s.mu.Unlock()
	if key != nil {
		return key, nil
	}
	if running != nil {
		select {
		case <-running:
		case <-ctx.Done():
			return nil, fault.Unavailable(fmt.Errorf("waiting for %s: %w", s.url, ctx.Err()))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.answer(name)
}

// current is the key of this name, if the keys may still be used. It needs mu.
func (s *keySet) current(name string) *rsa.PublicKey {
	if !s.usable() {
		return nil
	}
	return s.keys[name]
}

func (s *keySet) usable() bool {
	return s.keys != nil && s.clock.Now().Sub(s.fetchedAt) < trustFor
}

// refresh begins a fetch if one is due and allowed, and answers what ends with
// the fetch that is running, if any: all who wait share it. It needs mu.
func (s *keySet) refresh(known bool) <-chan struct{} {
	now := s.clock.Now()
	switch {
	case s.running != nil:
		return s.running
	case known && now.Sub(s.fetchedAt) < freshFor:
		return nil
	case s.wait(now) > 0:
		return nil
	}
	s.triedAt = now
	s.running = make(chan struct{})
	go s.fetch(now, s.running)
	return s.running
}

// wait is how long no fetch may begin. It needs mu.
func (s *keySet) wait(now time.Time) time.Duration {
	if s.triedAt.IsZero() {
		return 0
	}
	least := firstPause
	if s.usable() {
		least = pause
	}
	return least - now.Sub(s.triedAt)
}

// answer is what can be said about a key when no fetch is to be waited for. It
// needs mu.
func (s *keySet) answer(name string) (*rsa.PublicKey, error) {
	if key := s.current(name); key != nil {
		return key, nil
	}
	if s.failure == nil && s.usable() {
		return nil, errUnknownKey
	}
	cause := s.failure
	if cause == nil {
		cause = errors.New("the keys are too old")
	}
	unavailable := fault.Unavailable(fmt.Errorf("keys of %s: %w", s.url, cause))
	unavailable.RetryAfter = max(unavailable.RetryAfter, s.wait(s.clock.Now()))
	return nil, unavailable
}

// fetch asks the provider once. It does not end with the request that began
// it, because others wait for it too.
func (s *keySet) fetch(began time.Time, done chan struct{}) {
	ctx, cancel := context.WithTimeout(context.Background(), s.timeout)
	defer cancel()
	keys, err := s.load(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure = err
	if err == nil {
		s.keys, s.fetchedAt = keys, began
	}
	s.running = nil
	close(done)
}

func (s *keySet) load(ctx context.Context) (map[string]*rsa.PublicKey, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url, nil)
	if err != nil {
		return nil, err
	}
	response, err := s.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }() // What was needed of it is read.
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxKeys+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxKeys {
		return nil, fmt.Errorf("the answer is longer than %d bytes", maxKeys)
	}
	return parseKeys(body)
}

// parseKeys takes the keys that tokens can be checked with and passes over the
// others, so that a new kind of key does not stop sign-in. An answer without a
// single one is an error: it must not replace keys that work.
func parseKeys(body []byte) (map[string]*rsa.PublicKey, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(body, &set); err != nil {
		return nil, fmt.Errorf("not a key set: %w", err)
	}
	keys := make(map[string]*rsa.PublicKey, len(set.Keys))
	for _, text := range set.Keys {
		var one jose.JSONWebKey
		if one.UnmarshalJSON(text) != nil || one.KeyID == "" {
			continue
		}
		key, isRSA := one.Key.(*rsa.PublicKey)
		forUs := (one.Use == "" || one.Use == "sig") && (one.Algorithm == "" || one.Algorithm == string(jose.RS256))
		if isRSA && forUs && key.N.BitLen() >= minBits {
			keys[one.KeyID] = key
		}
	}
	if len(keys) == 0 {
		return nil, errors.New("no key that could be used")
	}
	return keys, nil
}
