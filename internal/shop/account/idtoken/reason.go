package idtoken

import "errors"

// ErrRejected says that a token cannot be accepted, now or later.
var ErrRejected = errors.New("the ID token is rejected")

// Reason says which check a token failed, for the log. The texts are constants:
// nothing of a token, and so nothing of a person, is ever in them.
type Reason string

// The reasons, in the order of the checks.
const (
	ReasonDisabled  Reason = "the provider is switched off"
	ReasonSize      Reason = "the token is longer than 8 KB"
	ReasonForm      Reason = "it is not a signed token of three parts"
	ReasonAlgorithm Reason = "it is not signed with RS256"
	ReasonKey       Reason = "the provider has no such key"
	ReasonSignature Reason = "the signature is wrong"
	ReasonClaims    Reason = "the claims cannot be read"
	ReasonIssuer    Reason = "it is from another issuer"
	ReasonAudience  Reason = "it is for another app"
	ReasonExpired   Reason = "it has expired"
	ReasonEarly     Reason = "it is not valid yet"
	ReasonStale     Reason = "it was issued too long ago, or it does not say when"
	ReasonFuture    Reason = "it was issued in the future"
	ReasonNonce     Reason = "the nonce is another one, or there is none"
	ReasonSubject   Reason = "the subject is empty or too long"
)

// Rejection is an ErrRejected with its reason. Callers tell clients no more
// than that the token was rejected: the reason would help a forger.
type Rejection struct {
	Provider Provider
	Reason   Reason
}

// Error is the provider and the reason, and may be logged.
func (r *Rejection) Error() string {
	return string(r.Provider) + ": " + ErrRejected.Error() + ": " + string(r.Reason)
}

// Unwrap makes every rejection an ErrRejected.
func (r *Rejection) Unwrap() error { return ErrRejected }
