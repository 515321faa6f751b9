package idtoken

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/testenv/idp"
)

// mint is a token of now, by Google's current key.
func (d desk) mint(t *testing.T) string {
	t.Helper()
	return d.google.Mint(t, idp.Google(app, nonce, d.clock.Now()))
}

// sign is a token of now, by the stranger under a name of its choice.
func (d desk) sign(t *testing.T, name string) string {
	t.Helper()
	return idp.Sign(t, idp.Signing{Alg: "RS256", KeyID: name, Key: idp.Stranger().Private}, idp.Google(app, nonce, d.clock.Now()))
}

func (d desk) ask(t *testing.T, token string) error {
	t.Helper()
	_, err := d.Verify(t.Context(), Google, token, nonce)
	return err
}

// settled waits for a fetch that runs beside, if one does.
func (d desk) settled() {
	keys := d.sources[Google].keys
	keys.mu.Lock()
	running := keys.running
	keys.mu.Unlock()
	if running != nil {
		<-running
	}
}

func unavailable(t *testing.T, err error) *fault.Fault {
	t.Helper()
	require.True(t, fault.Is(err, fault.ServiceUnavailable), "%v", err)
	require.NotErrorIs(t, err, ErrRejected)
	found, _ := fault.From(err)
	require.Positive(t, found.RetryAfter)
	return found
}

func TestKeysAreFetchedOnce(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	require.Zero(t, desk.google.Fetches(), "nobody has signed in")
	for range 5 {
		require.NoError(t, desk.ask(t, desk.mint(t)))
		require.ErrorIs(t, desk.ask(t, desk.sign(t, desk.google.Key().ID)), ErrRejected, "a bad signature is no reason to fetch")
	}
	require.Equal(t, 1, desk.google.Fetches())
	require.Zero(t, desk.apple.Fetches())
}

func TestInventedKeysDoNotHammerTheProvider(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	require.NoError(t, desk.ask(t, desk.mint(t)))
	const minutes, each = 5, 20
	for minute := range minutes {
		for i := range each {
			rejected(t, desk.ask(t, desk.sign(t, fmt.Sprintf("invented-%d-%d", minute, i))), ReasonKey, "")
			desk.clock.move(time.Minute / each)
		}
	}
	require.LessOrEqual(t, desk.google.Fetches(), 1+minutes)
	require.GreaterOrEqual(t, desk.google.Fetches(), minutes)
	require.NoError(t, desk.ask(t, desk.mint(t)), "customers are served beside it")
}

func TestANewKeyIsFoundWithinAMinute(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	require.NoError(t, desk.ask(t, desk.mint(t)))
	old := desk.google.Key()
	desk.google.Overlap()
	rejected(t, desk.ask(t, desk.mint(t)), ReasonKey, "")
	require.Equal(t, 1, desk.google.Fetches(), "the pause is not over")
	desk.clock.move(pause)
	require.NoError(t, desk.ask(t, desk.mint(t)))
	require.NoError(t, desk.ask(t, idp.Sign(t, old.Signing(), idp.Google(app, nonce, desk.clock.Now()))), "both are served")
	require.Equal(t, 2, desk.google.Fetches())
}

func TestAWithdrawnKeyIsForgotten(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	require.NoError(t, desk.ask(t, desk.mint(t)))
	old := desk.google.Key()
	byOld := func() string { return idp.Sign(t, old.Signing(), idp.Google(app, nonce, desk.clock.Now())) }
	desk.google.Rotate()
	desk.clock.move(freshFor - time.Second)
	require.NoError(t, desk.ask(t, byOld()))
	desk.settled()
	require.Equal(t, 1, desk.google.Fetches())
	desk.clock.move(time.Second)
	require.NoError(t, desk.ask(t, byOld()), "the fetch runs beside")
	desk.settled()
	require.Equal(t, 2, desk.google.Fetches())
	rejected(t, desk.ask(t, byOld()), ReasonKey, "")
	require.NoError(t, desk.ask(t, desk.mint(t)))
}

func TestAnOutageIsBridgedButNotForEver(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	require.NoError(t, desk.ask(t, desk.mint(t)))
	desk.google.Down()
	desk.clock.move(freshFor)
	require.NoError(t, desk.ask(t, desk.mint(t)))
	desk.settled()
	require.NoError(t, desk.ask(t, desk.mint(t)))
	require.Equal(t, 2, desk.google.Fetches())
	unavailable(t, desk.ask(t, desk.sign(t, "perhaps-new"))) // It may be a key of today.
	desk.clock.move(trustFor - freshFor - time.Second)
	require.NoError(t, desk.ask(t, desk.mint(t)))
	desk.settled()
	desk.clock.move(time.Second)
	unavailable(t, desk.ask(t, desk.mint(t)))
	desk.google.Up()
	desk.clock.move(firstPause)
	require.NoError(t, desk.ask(t, desk.mint(t)))
}

func TestASlowProviderDoesNotHoldUpKnownKeys(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	require.NoError(t, desk.ask(t, desk.mint(t)))
	release := desk.google.Hang()
	desk.clock.move(freshFor)
	require.NoError(t, desk.ask(t, desk.mint(t)))
	require.NoError(t, desk.ask(t, desk.mint(t)))
	release()
	desk.settled()
	require.Equal(t, 2, desk.google.Fetches())
}

func TestAFirstFetchThatFailsIsTriedAgainSooner(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	desk.google.Down()
	for range 10 {
		found := unavailable(t, desk.ask(t, desk.mint(t)))
		require.Equal(t, firstPause, found.RetryAfter)
	}
	require.Equal(t, 1, desk.google.Fetches())
	desk.clock.move(firstPause - time.Second)
	unavailable(t, desk.ask(t, desk.mint(t)))
	require.Equal(t, 1, desk.google.Fetches())
	desk.google.Up()
	desk.clock.move(time.Second)
	require.NoError(t, desk.ask(t, desk.mint(t)))
	require.Equal(t, 2, desk.google.Fetches())
}

func TestWrongAnswersAreAnOutage(t *testing.T) {
	t.Parallel()
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	for name, fail := range map[string]func(*idp.Server){
		"status":     (*idp.Server).Down,
		"rubbish":    func(s *idp.Server) { s.Answer(http.StatusOK, "<html>captive portal</html>") },
		"empty":      func(s *idp.Server) { s.Answer(http.StatusOK, "") },
		"no keys":    func(s *idp.Server) { s.Answer(http.StatusOK, `{"keys":[]}`) },
		"bad keys":   func(s *idp.Server) { s.Answer(http.StatusOK, `{"keys":[{"kty":"OKP","kid":"a"},{"kty":"RSA"},7]}`) },
		"short key":  func(s *idp.Server) { s.Answer(http.StatusOK, idp.KeySet(idp.Key{ID: "key-1", Private: small})) },
		"no content": func(s *idp.Server) { s.Answer(http.StatusNoContent, "") },
		"redirect":   func(s *idp.Server) { s.Redirect("/keys?elsewhere") },
		"too long":   func(s *idp.Server) { s.Answer(http.StatusOK, idp.KeySet(s.Key())+strings.Repeat(" ", maxKeys)) },
		"for another": func(s *idp.Server) {
			s.Answer(http.StatusOK, strings.ReplaceAll(idp.KeySet(s.Key()), `"sig"`, `"enc"`))
		},
		"for RS512": func(s *idp.Server) {
			s.Answer(http.StatusOK, strings.ReplaceAll(idp.KeySet(s.Key()), "RS256", "RS512"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			desk := newDesk(t)
			fail(desk.google)
			unavailable(t, desk.ask(t, desk.mint(t)))
			require.Equal(t, 1, desk.google.Fetches())
			desk.google.Up()
			desk.clock.move(firstPause)
			require.NoError(t, desk.ask(t, desk.mint(t)))
			fail(desk.google)
			desk.clock.move(pause)
			unavailable(t, desk.ask(t, desk.sign(t, "strange")))
			require.NoError(t, desk.ask(t, desk.mint(t)), "what was good is kept")
		})
	}
}

func TestStrangeKeysAreNoHindrance(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	good := idp.KeySet(desk.google.Key())
	desk.google.Answer(http.StatusOK, strings.Replace(good, "[", `[{"kty":"AKP","kid":"new","alg":"ML-DSA-44"},{"kty":"EC"},`, 1))
	require.NoError(t, desk.ask(t, desk.mint(t)))
}

func TestAServerThatIsGone(t *testing.T) {
	t.Parallel()
	config := GoogleDefaults()
	config.Audiences = []string{app}
	server := idp.New(t)
	token := server.Mint(t, idp.Google(app, nonce, time.Now()))
	for _, address := range []string{"http://127.0.0.1:1/keys", "not an address", "http://%"} {
		config.KeysURL = address
		_, err := New(map[Provider]Config{Google: config}).Verify(t.Context(), Google, token, nonce)
		found := unavailable(t, err)
		require.NotContains(t, found.Error(), address, "clients are not told where the keys are")
		require.NotContains(t, fmt.Sprint(found.Unwrap()), token)
	}
}

func TestAHangingServerIsGivenUp(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	require.Equal(t, 5*time.Second, desk.sources[Google].keys.timeout)
	desk.sources[Google].keys.timeout = 10 * time.Millisecond
	release := desk.google.Hang()
	defer release()
	err := desk.ask(t, desk.mint(t))
	unavailable(t, err)
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestCallersShareOneFetch(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	release := desk.google.Hang()
	token := desk.mint(t)
	const crowd = 20
	results := make(chan error, crowd)
	for range crowd {
		go func() {
			_, err := desk.Verify(context.Background(), Google, token, nonce)
			results <- err
		}()
	}
	<-desk.google.Arrived()
	release()
	for range crowd {
		require.NoError(t, <-results)
	}
	require.Equal(t, 1, desk.google.Fetches())
}

// The one who began the fetch leaves; those who wait with it are served.
func TestACallerWhoLeavesDoesNotEndTheFetch(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	release := desk.google.Hang()
	token := desk.mint(t)
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() {
		_, err := desk.Verify(ctx, Google, token, nonce)
		left <- err
	}()
	<-desk.google.Arrived()
	leave()
	err := <-left
	unavailable(t, err)
	require.ErrorIs(t, err, context.Canceled)
	stayed := make(chan error, 1)
	go func() {
		_, err := desk.Verify(context.Background(), Google, token, nonce)
		stayed <- err
	}()
	release()
	require.NoError(t, <-stayed)
	require.Equal(t, 1, desk.google.Fetches())
}

// Keys are as old as the question, not as the answer.
func TestAnAnswerThatComesTooLateIsNotTrusted(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	release := desk.google.Hang()
	token := desk.mint(t)
	result := make(chan error, 1)
	go func() {
		_, err := desk.Verify(context.Background(), Google, token, nonce)
		result <- err
	}()
	<-desk.google.Arrived()
	desk.clock.move(trustFor)
	release()
	unavailable(t, <-result)
}
