package idtoken

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/testenv/idp"
	"zuka/internal/testenv/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

const (
	app    = "web.apps.googleusercontent.com"
	other  = "android.apps.googleusercontent.com"
	bundle = "com.zuka.shop"
	nonce  = "Zk3vJ0mQ4rT9wY2x"
)

var start = time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)

// hands is a clock that a test moves.
type hands struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hands) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hands) move(by time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(by)
}

// desk is a verifier with both providers at hand.
type desk struct {
	*Verifier
	google, apple *idp.Server
	clock         *hands
}

func newDesk(t *testing.T) desk {
	t.Helper()
	made := desk{google: idp.New(t), apple: idp.New(t), clock: &hands{now: start}}
	made.apple.Rotate() // Else both would have the same key.
	google, apple := GoogleDefaults(), AppleDefaults()
	google.KeysURL, google.HTTP, google.Clock = made.google.KeysURL(), made.google.Client(), made.clock
	google.Audiences = []string{app, other}
	apple.KeysURL, apple.HTTP, apple.Clock = made.apple.KeysURL(), made.apple.Client(), made.clock
	apple.Audiences = []string{bundle}
	made.Verifier = New(map[Provider]Config{Google: google, Apple: apple})
	return made
}

// rejected checks the reason, and that nothing of the token is in the error.
func rejected(t *testing.T, err error, reason Reason, token string) {
	t.Helper()
	require.ErrorIs(t, err, ErrRejected)
	var rejection *Rejection
	require.ErrorAs(t, err, &rejection)
	require.Equal(t, reason, rejection.Reason)
	require.NotContains(t, err.Error(), "@")
	require.NotContains(t, err.Error(), nonce)
	if token != "" {
		require.NotContains(t, err.Error(), token)
	}
}

func TestGoogle(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	claims, err := desk.Verify(t.Context(), Google, desk.google.Mint(t, idp.Google(app, nonce, start)), nonce)
	require.NoError(t, err)
	require.Equal(t, Claims{
		Provider: Google, Subject: "110169484474386276334", Email: "ada@gmail.com", EmailVerified: true, EmailAuthoritative: true,
		Name: "Ada Obi", Picture: "https://lh3.googleusercontent.com/a/ada",
	}, claims)
}

func TestApple(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	claims, err := desk.Verify(t.Context(), Apple, desk.apple.Mint(t, idp.Apple(bundle, nonce, start)), nonce)
	require.NoError(t, err)
	require.Equal(t, Claims{
		Provider: Apple, Subject: "001230.0123456789abcdef0123456789abcdef.0400", Email: "x7k2@privaterelay.appleid.com",
		EmailVerified: true, EmailAuthoritative: true, PrivateRelay: true,
	}, claims)
}

// change is a claim that differs; nil takes it out.
type change = map[string]any

func TestClaimsOfGoogleAreChecked(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	at := func(by time.Duration) int64 { return start.Add(by).Unix() }
	sum := sha256.Sum256([]byte(nonce))
	hash := hex.EncodeToString(sum[:])
	for name, test := range map[string]struct {
		change change
		reason Reason
	}{
		"legacy issuer":               {change{"iss": "accounts.google.com"}, ""},
		"wrong issuer":                {change{"iss": "https://accounts.google.com.evil.test"}, ReasonIssuer},
		"issuer with a slash":         {change{"iss": "https://accounts.google.com/"}, ReasonIssuer},
		"Apple's issuer":              {change{"iss": "https://appleid.apple.com"}, ReasonIssuer},
		"no issuer":                   {change{"iss": nil}, ReasonIssuer},
		"second audience of the list": {change{"aud": other}, ""},
		"wrong audience":              {change{"aud": "somebody-elses-app"}, ReasonAudience},
		"Apple's audience":            {change{"aud": bundle}, ReasonAudience},
		"audience by prefix":          {change{"aud": app + ".evil.test"}, ReasonAudience},
		"no audience":                 {change{"aud": nil}, ReasonAudience},
		"empty audience":              {change{"aud": ""}, ReasonAudience},
		"empty list of audiences":     {change{"aud": []string{}}, ReasonAudience},
		"list of one":                 {change{"aud": []string{app}}, ""},
		"one audience, foreign azp":   {change{"azp": "android"}, ""},
		"one audience, no azp":        {change{"azp": nil}, ""},
		"several, our azp":            {change{"aud": []string{"x", app}, "azp": other}, ""},
		"several, foreign azp":        {change{"aud": []string{"x", app}, "azp": "x"}, ReasonAudience},
		"several, no azp":             {change{"aud": []string{"x", app}, "azp": nil}, ReasonAudience},
		"several, none ours":          {change{"aud": []string{"x", "y"}, "azp": app}, ReasonAudience},
		"expired":                     {change{"exp": at(-time.Second)}, ReasonExpired},
		"expires now":                 {change{"exp": at(0)}, ReasonExpired},
		"expires soon":                {change{"exp": at(time.Second)}, ""},
		"never expires":               {change{"exp": nil}, ReasonExpired},
		"not valid yet":               {change{"nbf": at(2 * time.Minute)}, ReasonEarly},
		"valid within the leeway":     {change{"nbf": at(time.Minute)}, ""},
		"issued ten minutes ago":      {change{"iat": at(-10 * time.Minute)}, ""},
		"stale":                       {change{"iat": at(-10*time.Minute - time.Second)}, ReasonStale},
		"issued at no time":           {change{"iat": nil}, ReasonStale},
		"issued within the leeway":    {change{"iat": at(time.Minute)}, ""},
		"issued in the future":        {change{"iat": at(time.Minute + time.Second)}, ReasonFuture},
		"hashed nonce":                {change{"nonce": hash}, ""},
		"hash in capitals":            {change{"nonce": strings.ToUpper(hash)}, ReasonNonce},
		"wrong nonce":                 {change{"nonce": "another"}, ReasonNonce},
		"part of the nonce":           {change{"nonce": nonce[:8]}, ReasonNonce},
		"empty nonce":                 {change{"nonce": ""}, ReasonNonce},
		"no nonce":                    {change{"nonce": nil}, ReasonNonce},
		"no subject":                  {change{"sub": nil}, ReasonSubject},
		"empty subject":               {change{"sub": ""}, ReasonSubject},
		"long subject":                {change{"sub": strings.Repeat("1", 255)}, ""},
		"too long a subject":          {change{"sub": strings.Repeat("1", 256)}, ReasonSubject},
		"claims of a wrong type":      {change{"email": 7}, ReasonClaims},
		"subject of a wrong type":     {change{"sub": []string{"x"}}, ReasonClaims},
		"email_verified is a number":  {change{"email_verified": 1}, ReasonClaims},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token := desk.google.Mint(t, idp.With(idp.Google(app, nonce, start), test.change))
			claims, err := desk.Verify(t.Context(), Google, token, nonce)
			if test.reason == "" {
				require.NoError(t, err)
				return
			}
			rejected(t, err, test.reason, token)
			require.Zero(t, claims)
		})
	}
}

func TestClaimsOfAppleAreChecked(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	for name, test := range map[string]struct {
		change change
		reason Reason
	}{
		"issuer without a scheme": {change{"iss": "appleid.apple.com"}, ReasonIssuer},
		"Google's issuer":         {change{"iss": "https://accounts.google.com"}, ReasonIssuer},
		"Google's audience":       {change{"aud": app}, ReasonAudience},
		"no nonce":                {change{"nonce": nil, "nonce_supported": false}, ReasonNonce},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			token := desk.apple.Mint(t, idp.With(idp.Apple(bundle, nonce, start), test.change))
			_, err := desk.Verify(t.Context(), Apple, token, nonce)
			rejected(t, err, test.reason, token)
		})
	}
}

func TestOneProviderCannotSpeakForTheOther(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	_, err := desk.Verify(t.Context(), Google, desk.apple.Mint(t, idp.Google(app, nonce, start)), nonce)
	rejected(t, err, ReasonKey, "")
	_, err = desk.Verify(t.Context(), Google, desk.apple.Mint(t, idp.Apple(bundle, nonce, start)), nonce)
	rejected(t, err, ReasonKey, "")
}

// The first sign-in of an app makes a nonce, and the second another. Whether
// one nonce is used twice is for the caller to see: it must delete it.
func TestATokenOfAnEarlierSignInIsRefused(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	token := desk.google.Mint(t, idp.Google(app, nonce, start))
	_, err := desk.Verify(t.Context(), Google, token, nonce)
	require.NoError(t, err)
	_, err = desk.Verify(t.Context(), Google, token, "the next sign-in's")
	rejected(t, err, ReasonNonce, token)
	_, err = desk.Verify(t.Context(), Google, token, nonce)
	require.NoError(t, err, "a nonce that its caller does not use up is good again")
	desk.clock.move(maxAge + time.Second)
	_, err = desk.Verify(t.Context(), Google, token, nonce)
	rejected(t, err, ReasonStale, token)
}

func TestAnEmptyCheckRefusesEveryToken(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	sum := sha256.Sum256(nil)
	for _, claim := range []any{nil, "", nonce, hex.EncodeToString(sum[:])} {
		token := desk.google.Mint(t, idp.With(idp.Google(app, nonce, start), change{"nonce": claim}))
		_, err := desk.Verify(t.Context(), Google, token, "")
		rejected(t, err, ReasonNonce, token)
	}
}

func TestEmail(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	for name, test := range map[string]struct {
		provider                       Provider
		change                         change
		verified, authoritative, relay bool
	}{
		"Gmail":                    {Google, change{"email": "Ada@GMail.com"}, true, true, false},
		"Gmail, verified as text":  {Google, change{"email_verified": "true"}, true, true, false},
		"Gmail, not verified":      {Google, change{"email_verified": "false"}, false, false, false},
		"Gmail, nothing said":      {Google, change{"email_verified": nil}, false, false, false},
		"looks like Gmail":         {Google, change{"email": "ada@notgmail.com"}, true, false, false},
		"foreign":                  {Google, change{"email": "ada@yahoo.com"}, true, false, false},
		"Workspace":                {Google, change{"email": "ada@zuka.ng", "hd": "zuka.ng"}, true, true, false},
		"Workspace, not verified":  {Google, change{"email": "ada@zuka.ng", "hd": "zuka.ng", "email_verified": false}, false, false, false},
		"Google, none":             {Google, change{"email": nil}, false, false, false},
		"relay's name at Google":   {Google, change{"email": "a@privaterelay.appleid.com", "is_private_email": true}, true, false, false},
		"relay":                    {Apple, nil, true, true, true},
		"relay, booleans":          {Apple, change{"email_verified": true, "is_private_email": true}, true, true, true},
		"relay by its domain":      {Apple, change{"is_private_email": nil}, true, true, true},
		"Apple, shown address":     {Apple, change{"email": "ada@yahoo.com", "is_private_email": "false"}, true, true, false},
		"Apple, null":              {Apple, change{"email": "ada@yahoo.com", "is_private_email": false, "email_verified": new(any)}, false, false, false},
		"Apple, none at all":       {Apple, change{"email": nil, "email_verified": nil, "is_private_email": nil}, false, false, false},
		"Apple, none but verified": {Apple, change{"email": nil}, false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from, said := desk.google, idp.Google(app, nonce, start)
			if test.provider == Apple {
				from, said = desk.apple, idp.Apple(bundle, nonce, start)
			}
			said = idp.With(said, test.change)
			claims, err := desk.Verify(t.Context(), test.provider, from.Mint(t, said), nonce)
			require.NoError(t, err)
			address, _ := said["email"].(string)
			require.Equal(t, address, claims.Email)
			require.Equal(t, test.verified, claims.EmailVerified, "verified")
			require.Equal(t, test.authoritative, claims.EmailAuthoritative, "authoritative")
			require.Equal(t, test.relay, claims.PrivateRelay, "relay")
		})
	}
}

func TestAProviderWithoutAllItNeedsIsOff(t *testing.T) {
	t.Parallel()
	whole := GoogleDefaults()
	whole.Audiences = []string{" " + app + " "}
	require.True(t, New(map[Provider]Config{Google: whole}).Enabled(Google))
	blank, nameless, keyless := whole, whole, whole
	blank.Audiences = []string{"", " "}
	nameless.Issuer = ""
	keyless.KeysURL = ""
	for name, config := range map[string]Config{
		"default": GoogleDefaults(), "blank": blank, "nameless": nameless, "keyless": keyless,
	} {
		verifier := New(map[Provider]Config{Google: config, Apple: AppleDefaults()})
		require.False(t, verifier.Enabled(Google), name)
		_, err := verifier.Verify(t.Context(), Google, "a.b.c", nonce)
		rejected(t, err, ReasonDisabled, "a.b.c")
		_, err = verifier.Verify(t.Context(), Apple, "a.b.c", nonce)
		rejected(t, err, ReasonDisabled, "a.b.c")
	}
	require.False(t, New(nil).Enabled(Apple))
}

func TestTheCallersConfigIsItsOwn(t *testing.T) {
	t.Parallel()
	server := idp.New(t)
	client := server.Client()
	config := GoogleDefaults()
	config.KeysURL, config.HTTP, config.Audiences = server.KeysURL(), client, []string{app}
	given := map[Provider]Config{Google: config}
	before := maps.Clone(given)
	verifier := New(given)
	require.Nil(t, client.CheckRedirect)
	require.Equal(t, before, given)
	config.Audiences[0] = "changed"
	now := time.Now() // Without a clock of the test it is the machine's.
	_, err := verifier.Verify(t.Context(), Google, server.Mint(t, idp.Google(app, nonce, now)), nonce)
	require.NoError(t, err)
	require.Nil(t, http.DefaultClient.CheckRedirect)
}
