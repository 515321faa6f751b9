package idp

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"
)

// Key is a private key and the name its public half is served under.
type Key struct {
	ID      string
	Private *rsa.PrivateKey
}

// Making an RSA key takes a good part of a second, so the servers of a test
// program share them: a server's nth key is the nth of these. Two servers have
// the same first key until one of them rotates.
var made struct {
	sync.Mutex
	keys []Key
}

// number is the nth key, from 0.
func number(n int) Key {
	made.Lock()
	defer made.Unlock()
	for len(made.keys) <= n {
		made.keys = append(made.keys, generate(fmt.Sprintf("key-%d", len(made.keys)+1)))
	}
	return made.keys[n]
}

// Stranger is a key that no server serves.
var Stranger = sync.OnceValue(func() Key { return generate("stranger") })

func generate(id string) Key {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic("idp: " + err.Error()) // The machine has no randomness.
	}
	return Key{ID: id, Private: private}
}

// Signing is how the provider signs with this key.
func (k Key) Signing() Signing { return Signing{Alg: "RS256", KeyID: k.ID, Key: k.Private} }

// PublicPEM is the public half as text. A forger signs with it as if it were a
// shared secret, and hopes that the algorithm is taken from the token.
func (k Key) PublicPEM() []byte {
	der, err := x509.MarshalPKIXPublicKey(&k.Private.PublicKey)
	if err != nil {
		panic("idp: " + err.Error()) // RSA keys can always be written.
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// Signing is a token's header and the key it is signed with.
type Signing struct {
	// Alg is the algorithm; "none" leaves the signature empty.
	Alg string
	// KeyID is left out of the header when empty.
	KeyID string
	// Key fits Alg: an *rsa.PrivateKey, an *ecdsa.PrivateKey, or bytes for HS256.
	Key any
}

// SignText signs a payload that need not be claims, nor JSON.
func SignText(t testing.TB, with Signing, payload string) string {
	t.Helper()
	if with.Alg == "none" {
		header := fmt.Sprintf(`{"alg":"none","kid":%q}`, with.KeyID)
		return encode(header) + "." + encode(payload) + "."
	}
	options := new(jose.SignerOptions).WithType("JWT")
	if with.KeyID != "" {
		options.WithHeader("kid", with.KeyID)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(with.Alg), Key: with.Key}, options)
	require.NoError(t, err)
	signed, err := signer.Sign([]byte(payload))
	require.NoError(t, err)
	token, err := signed.CompactSerialize()
	require.NoError(t, err)
	return token
}

func encode(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// Google is what Google says of a customer with a Gmail address, in a token it
// makes now.
func Google(audience, nonce string, now time.Time) map[string]any {
	return map[string]any{
		"iss": "https://accounts.google.com", "aud": audience, "azp": audience, "sub": "110169484474386276334",
		"email": "ada@gmail.com", "email_verified": true, "name": "Ada Obi", "picture": "https://lh3.googleusercontent.com/a/ada",
		"nonce": nonce, "iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	}
}

// Apple is what Apple says of a customer who hides the address, in a token it
// makes now. Its booleans are texts, as Apple's often are.
func Apple(audience, nonce string, now time.Time) map[string]any {
	return map[string]any{
		"iss": "https://appleid.apple.com", "aud": audience, "sub": "001230.0123456789abcdef0123456789abcdef.0400",
		"email": "x7k2@privaterelay.appleid.com", "email_verified": "true", "is_private_email": "true",
		"nonce": nonce, "nonce_supported": true, "real_user_status": 2, "auth_time": now.Unix(),
		"iat": now.Unix(), "exp": now.Add(24 * time.Hour).Unix(),
	}
}

// With is a copy of claims with changes; a nil value takes a claim out.
func With(claims, changes map[string]any) map[string]any {
	changed := maps.Clone(claims)
	for name, value := range changes {
		if value == nil {
			delete(changed, name)
		} else {
			changed[name] = value
		}
	}
	return changed
}
