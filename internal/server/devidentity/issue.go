package devidentity

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The providers that can be played, as the form names them.
const (
	google = "google"
	apple  = "apple"
)

// issuers are the real names: a verifier that believes these tokens differs
// from the real one in the address of the keys alone.
var issuers = map[string]string{
	google: "https://accounts.google.com",
	apple:  "https://appleid.apple.com",
}

// operation is what to run in the playground; its gaps are the provider's name
// and two GraphQL texts, the token and the nonce's ID.
const operation = `mutation {
  loginWith%s(input: { idToken: %s, nonceId: %s }) {
    __typename
  }
}
`

// lifetime is Google's. Nobody may use the tokens for that long: signing in
// takes those of the last ten minutes.
const lifetime = time.Hour

// maxSubject is Google's own limit.
const maxSubject = 255

// form is whose token is asked for.
type form struct {
	Provider, Email, Subject, Name, Nonce, NonceID string
	Verified, JSON                                 bool
}

// read takes the fields that were sent. An address is verified unless the form
// says "no", so that a script need not care.
func read(fields url.Values) form {
	field := func(name string) string { return strings.TrimSpace(fields.Get(name)) }
	return form{
		Provider: field("provider"), Email: field("email"), Subject: field("subject"), Name: field("name"),
		Nonce: field("nonce"), NonceID: field("nonceId"),
		Verified: field("verified") != "no", JSON: field("format") == "json",
	}
}

// filled tells a form that was sent from a first look at the page.
func (f form) filled() bool { return f.Email != "" || f.Subject != "" }

// Answer is a token and how to use it, as scripts get it.
type Answer struct {
	Provider  string    `json:"provider"`
	Subject   string    `json:"subject"`
	IDToken   string    `json:"idToken"`
	ExpiresAt time.Time `json:"expiresAt"`
	// Operation signs in with the token.
	Operation string `json:"operation"`
}

// issue makes the token, and an operation to use it in.
func (i *Identity) issue(asked form) (*Answer, error) {
	audience, played := i.audience[asked.Provider]
	switch {
	case !played:
		return nil, fmt.Errorf("the provider must be one of: %s", strings.Join(i.providers, ", "))
	case !asked.filled():
		return nil, errors.New("there must be an e-mail or a subject")
	case len(asked.Subject) > maxSubject:
		return nil, fmt.Errorf("the subject must not be longer than %d bytes", maxSubject)
	}
	if asked.Subject == "" {
		asked.Subject = subject(asked.Provider, asked.Email)
	}
	now := i.clock.Now()
	token, err := i.sign(claims(asked, audience, now))
	if err != nil {
		return nil, err
	}
	return &Answer{
		Provider: asked.Provider, Subject: asked.Subject, IDToken: token, ExpiresAt: now.Add(lifetime).Truncate(time.Second),
		Operation: fmt.Sprintf(operation, strings.ToUpper(asked.Provider[:1])+asked.Provider[1:], text(token), text(asked.NonceID)),
	}, nil
}

// claims are what the provider really says, with its habits: Apple writes its
// booleans as texts and never tells a name.
func claims(asked form, audience string, now time.Time) map[string]any {
	said := map[string]any{
		"iss": issuers[asked.Provider], "aud": audience, "sub": asked.Subject,
		"iat": now.Unix(), "exp": now.Add(lifetime).Unix(),
	}
	if asked.Nonce != "" {
		said["nonce"] = asked.Nonce
	}
	if asked.Provider == google {
		said["azp"] = audience
		if asked.Name != "" {
			said["name"] = asked.Name
		}
	} else {
		said["nonce_supported"] = true
	}
	if asked.Email == "" {
		return said
	}
	said["email"] = asked.Email
	if asked.Provider == google {
		said["email_verified"] = asked.Verified
	} else {
		said["email_verified"] = strconv.FormatBool(asked.Verified)
		said["is_private_email"] = strconv.FormatBool(strings.HasSuffix(strings.ToLower(asked.Email), "@privaterelay.appleid.com"))
	}
	return said
}

func (i *Identity) sign(said map[string]any) (string, error) {
	payload, err := json.Marshal(said)
	if err != nil {
		return "", err
	}
	signed, err := i.signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}

// subject is always the same for an address, and looks as the provider's do.
func subject(provider, email string) string {
	hash := sha256.Sum256([]byte(provider + " " + strings.ToLower(email)))
	if provider == google {
		return fmt.Sprintf("1%020d", binary.BigEndian.Uint64(hash[:8]))
	}
	return fmt.Sprintf("%06d.%x.%04d", binary.BigEndian.Uint16(hash[16:]), hash[:16], binary.BigEndian.Uint16(hash[18:])%10000)
}

// text is a value as a GraphQL text. JSON writes texts in the same way, with
// no escape that GraphQL lacks.
func text(value string) string {
	quoted, err := json.Marshal(value)
	if err != nil {
		panic("devidentity: " + err.Error()) // A text can always be written.
	}
	return string(quoted)
}
