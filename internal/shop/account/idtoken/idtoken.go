// Package idtoken verifies the ID tokens with which Google and Apple say who
// somebody is. It answers with what the provider vouches for; which account
// that is, and whether the nonce was used before, is decided by its caller.
package idtoken

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"

	"zuka/internal/platform/clock"
)

// Provider is who vouches for a customer.
type Provider string

// The providers the shop knows.
const (
	Google Provider = "google"
	Apple  Provider = "apple"
)

// Claims is what a verified token says. An account is known by Provider and
// Subject, never by the address: addresses change hands.
type Claims struct {
	Provider Provider
	// Subject is the customer's name at the provider; it never changes.
	Subject string
	// Email is as the provider wrote it, and may be empty: Apple sends it only
	// when asked, and sometimes only the first time.
	Email string
	// EmailVerified tells that the provider has seen the customer read mail at
	// Email at some time. It is false when there is no Email.
	EmailVerified bool
	// EmailAuthoritative tells that the provider can speak for Email today: for
	// Google a verified address at gmail.com or of a Workspace domain, for
	// Apple every verified address. It is never true without EmailVerified.
	EmailAuthoritative bool
	// Name is empty for Apple, which tells it to the app alone.
	Name string
	// Picture is the address of a portrait; only Google sends one.
	Picture string
	// PrivateRelay tells that Email is one of Apple's forwarding addresses,
	// which works only while the customer leaves it on.
	PrivateRelay bool
}

// Config is one provider's part of the settings.
type Config struct {
	// Issuer is what the tokens call their maker.
	Issuer string
	// KeysURL is where the maker's public keys are.
	KeysURL string
	// Audiences are the client IDs of the shop's apps. Without any the provider
	// is switched off.
	Audiences []string
	// HTTP fetches the keys; nil stands for a client of its own.
	HTTP *http.Client
	// Clock is the machine's when nil.
	Clock clock.Clock
}

// GoogleDefaults is Google as it is, switched off.
func GoogleDefaults() Config {
	return Config{Issuer: "https://accounts.google.com", KeysURL: "https://www.googleapis.com/oauth2/v3/certs"}
}

// AppleDefaults is Apple as it is, switched off.
func AppleDefaults() Config {
	return Config{Issuer: "https://appleid.apple.com", KeysURL: "https://appleid.apple.com/auth/keys"}
}

// Verifier checks tokens of the providers that are switched on. It keeps their
// keys, so there is one for the whole program. It has nothing to stop: the only
// goroutine it starts is a fetch of keys, which ends within five seconds.
type Verifier struct {
	sources map[Provider]*source
}

// New makes a verifier. A provider that lacks its issuer, its keys or every
// audience is switched off, because a token could not be checked in full.
func New(providers map[Provider]Config) *Verifier {
	verifier := &Verifier{sources: make(map[Provider]*source)}
	for provider, config := range providers {
		if made := newSource(provider, config); made != nil {
			verifier.sources[provider] = made
		}
	}
	return verifier
}

// Enabled tells whether customers can sign in with the provider.
func (v *Verifier) Enabled(provider Provider) bool {
	return v.sources[provider] != nil
}

// Verify checks a token and answers what it says. An error that is ErrRejected
// is final for this token, and carries the reason for the log; one with the
// code fault.ServiceUnavailable says that the provider's keys could not be had,
// so nothing is known about the token and the caller may try again.
//
// A token stays valid for minutes, so a caller must use up the nonce before it
// trusts the answer: that a nonce comes back a second time cannot be seen here.
func (v *Verifier) Verify(ctx context.Context, provider Provider, raw string, nonce NonceCheck) (Claims, error) {
	from := v.sources[provider]
	if from == nil {
		return Claims{}, &Rejection{provider, ReasonDisabled}
	}
	return from.verify(ctx, raw, nonce)
}

// source is one provider that is switched on.
type source struct {
	provider  Provider
	issuer    string
	audiences map[string]bool
	keys      *keySet
	clock     clock.Clock
}

func newSource(provider Provider, config Config) *source {
	audiences := make(map[string]bool)
	for _, audience := range config.Audiences {
		if audience = strings.TrimSpace(audience); audience != "" {
			audiences[audience] = true
		}
	}
	if config.Issuer == "" || config.KeysURL == "" || len(audiences) == 0 {
		return nil
	}
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	return &source{
		provider: provider, issuer: config.Issuer, audiences: audiences, clock: config.Clock,
		keys: newKeySet(config.KeysURL, config.HTTP, config.Clock),
	}
}

func (s *source) reject(reason Reason) error { return &Rejection{s.provider, reason} }

func (s *source) verify(ctx context.Context, raw string, nonce NonceCheck) (Claims, error) {
	signed, reason := read(raw)
	if reason != "" {
		return Claims{}, s.reject(reason)
	}
	key, err := s.keys.find(ctx, signed.Signatures[0].Protected.KeyID)
	switch {
	case errors.Is(err, errUnknownKey):
		return Claims{}, s.reject(ReasonKey)
	case err != nil:
		return Claims{}, err
	}
	proof := &proof{signed: signed, key: key}
	token, err := oidc.NewVerifier(s.issuer, proof, rules).Verify(ctx, raw)
	switch {
	case !proof.holds:
		return Claims{}, s.reject(ReasonSignature)
	case err != nil:
		return Claims{}, s.reject(ReasonClaims)
	}
	var said statement
	if err := token.Claims(&said); err != nil {
		return Claims{}, s.reject(ReasonClaims)
	}
	if reason := s.refuse(token, said, nonce); reason != "" {
		return Claims{}, s.reject(reason)
	}
	return s.claims(token.Subject, said), nil
}

// algorithms are those that both providers sign with. No other is ever tried,
// whatever a token asks for.
var algorithms = []jose.SignatureAlgorithm{jose.RS256}

// rules leave to go-oidc the form, the algorithm and the signature. What the
// claims must say is checked in refuse, in one order and with a reason for
// each: go-oidc knows one audience only, does not look at iat and the nonce,
// and its errors cannot be told apart.
var rules = &oidc.Config{
	SupportedSigningAlgs: []string{oidc.RS256},
	SkipClientIDCheck:    true,
	SkipIssuerCheck:      true,
	SkipExpiryCheck:      true,
}

// maxSize is far above any real token (1 to 2 KB), and little to parse.
const maxSize = 8 << 10

// read takes a token apart. Nothing in it can be believed yet.
func read(raw string) (*jose.JSONWebSignature, Reason) {
	if len(raw) > maxSize {
		return nil, ReasonSize
	}
	if strings.Count(raw, ".") != 2 {
		return nil, ReasonForm
	}
	signed, err := jose.ParseSignedCompact(raw, algorithms)
	var other *jose.ErrUnexpectedSignatureAlgorithm
	switch {
	case errors.As(err, &other):
		return nil, ReasonAlgorithm
	case err != nil || len(signed.Signatures) != 1:
		return nil, ReasonForm
	}
	return signed, ""
}
