package idtoken

import (
	"context"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
)

const (
	// maxAge is how old a token may be at sign-in. Apple's live for a day, but
	// one that is used for signing in has just been made.
	maxAge = 10 * time.Minute
	// leeway is how far the provider's clock may be ahead of ours, for iat and
	// nbf. There is none on exp and maxAge, which are long already.
	leeway = time.Minute
	// maxSubject is Google's own limit; Apple's subjects are 44 characters.
	maxSubject = 255
)

// NonceCheck is the nonce that the shop gave out for this sign-in, as it was
// given out. The token must carry it as it is, or the lower-case hexadecimal
// SHA-256 of its text. Both are accepted from both providers: Apple's and some
// of Google's client libraries have the app put the hash into its request, and
// the hash binds a token to the nonce as well as the nonce does. A token
// without a nonce is refused, and an empty NonceCheck refuses every token.
type NonceCheck string

// matches takes the same time whatever the claim is, so that a nonce cannot be
// guessed piece by piece.
func (n NonceCheck) matches(claim string) bool {
	sum := sha256.Sum256([]byte(n))
	same := subtle.ConstantTimeCompare([]byte(claim), []byte(n))
	hashed := subtle.ConstantTimeCompare([]byte(claim), []byte(hex.EncodeToString(sum[:])))
	return n != "" && same|hashed == 1
}

// proof is the key set of one token: the one key that it names.
type proof struct {
	signed *jose.JSONWebSignature
	key    *rsa.PublicKey
	// holds tells that the signature was checked and is right; go-oidc's error
	// does not say whether that or something later failed.
	holds bool
}

// VerifySignature answers the payload if the key has signed it.
func (p *proof) VerifySignature(context.Context, string) ([]byte, error) {
	payload, err := p.signed.Verify(p.key)
	p.holds = err == nil
	return payload, err
}

// statement is what go-oidc does not read of a token.
type statement struct {
	NotBefore       float64 `json:"nbf"`
	AuthorizedParty string  `json:"azp"`
	Email           string  `json:"email"`
	EmailVerified   truth   `json:"email_verified"`
	HostedDomain    string  `json:"hd"`
	Name            string  `json:"name"`
	Picture         string  `json:"picture"`
	PrivateEmail    truth   `json:"is_private_email"`
}

// truth is a boolean that Apple sometimes writes as a text.
type truth bool

// UnmarshalJSON reads true and "true", false and "false"; null is false.
func (t *truth) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case `true`, `"true"`:
		*t = true
	case `false`, `"false"`, `null`:
		*t = false
	default:
		return fmt.Errorf("neither true nor false")
	}
	return nil
}

// refuse is the first check that a token with a good signature fails, or empty.
func (s *source) refuse(token *oidc.IDToken, said statement, nonce NonceCheck) Reason {
	now := s.clock.Now()
	switch {
	case !s.issued(token.Issuer):
		return ReasonIssuer
	case !s.addressed(token.Audience, said.AuthorizedParty):
		return ReasonAudience
	case !now.Before(token.Expiry):
		return ReasonExpired
	case said.NotBefore > float64(now.Add(leeway).Unix()):
		return ReasonEarly
	case now.Sub(token.IssuedAt) > maxAge:
		return ReasonStale
	case token.IssuedAt.Sub(now) > leeway:
		return ReasonFuture
	case !nonce.matches(token.Nonce):
		return ReasonNonce
	case token.Subject == "" || len(token.Subject) > maxSubject:
		return ReasonSubject
	}
	return ""
}

// issued allows the name without a scheme that Google used to write, and still
// may; it is Google's alone.
func (s *source) issued(issuer string) bool {
	return issuer == s.issuer || s.provider == Google && "https://"+issuer == s.issuer
}

// addressed tells whether the token was made for one of the shop's apps. With
// one audience the authorized party does not matter: an Android app asks for
// the web client's tokens, and is not the audience itself. A token for several
// parties is accepted only if it says that it was ours who asked for it.
func (s *source) addressed(audience []string, party string) bool {
	if len(audience) > 1 && !s.audiences[party] {
		return false
	}
	for _, one := range audience {
		if s.audiences[one] {
			return true
		}
	}
	return false
}

// claims is what the shop learns from a token that passed every check.
func (s *source) claims(subject string, said statement) Claims {
	found := Claims{
		Provider: s.provider, Subject: subject, Name: said.Name, Picture: said.Picture,
		Email: said.Email, EmailVerified: said.Email != "" && bool(said.EmailVerified),
	}
	address := strings.ToLower(said.Email)
	switch s.provider {
	case Google:
		own := strings.HasSuffix(address, "@gmail.com") || said.HostedDomain != ""
		found.EmailAuthoritative = found.EmailVerified && own
	case Apple:
		found.EmailAuthoritative = found.EmailVerified
		found.PrivateRelay = address != "" && (bool(said.PrivateEmail) || strings.HasSuffix(address, "@privaterelay.appleid.com"))
	}
	return found
}
