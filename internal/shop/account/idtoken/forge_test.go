package idtoken

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/testenv/idp"
)

func TestForgeriesAreRefused(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	said := idp.Google(app, nonce, start)
	genuine, stranger := desk.google.Key(), idp.Stranger()
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	good := desk.google.Mint(t, said)
	parts := strings.Split(good, ".")
	swapped := strings.Split(desk.google.Mint(t, idp.With(said, change{"sub": "1"})), ".")
	none := idp.Sign(t, idp.Signing{Alg: "none", KeyID: genuine.ID}, said)
	flattened := `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `","x":".."}`
	for name, test := range map[string]struct {
		token  string
		reason Reason
	}{
		"alg none":                 {none, ReasonAlgorithm},
		"alg none, real signature": {none + parts[2], ReasonAlgorithm},
		"HS256 with the public key": {
			idp.Sign(t, idp.Signing{Alg: "HS256", KeyID: genuine.ID, Key: genuine.PublicPEM()}, said), ReasonAlgorithm},
		"ES256":                   {idp.Sign(t, idp.Signing{Alg: "ES256", KeyID: genuine.ID, Key: curve}, said), ReasonAlgorithm},
		"RS512 with the real key": {idp.Sign(t, idp.Signing{Alg: "RS512", KeyID: genuine.ID, Key: genuine.Private}, said), ReasonAlgorithm},
		"PS256 with the real key": {idp.Sign(t, idp.Signing{Alg: "PS256", KeyID: genuine.ID, Key: genuine.Private}, said), ReasonAlgorithm},
		"another key, real name":  {idp.Sign(t, idp.Signing{Alg: "RS256", KeyID: genuine.ID, Key: stranger.Private}, said), ReasonSignature},
		"another key, its name":   {idp.Sign(t, stranger.Signing(), said), ReasonKey},
		"no key named":            {idp.Sign(t, idp.Signing{Alg: "RS256", Key: genuine.Private}, said), ReasonKey},
		"another token's claims":  {parts[0] + "." + swapped[1] + "." + parts[2], ReasonSignature},
		"signature cut off":       {parts[0] + "." + parts[1] + ".", ReasonSignature},
		"signed, but not claims":  {idp.SignText(t, genuine.Signing(), "hello"), ReasonClaims},
		"signed, but a list":      {idp.SignText(t, genuine.Signing(), "[]"), ReasonClaims},
		"signed, but null":        {idp.SignText(t, genuine.Signing(), "null"), ReasonIssuer},
		"other form of signature": {flattened, ReasonForm},
		"empty":                   {"", ReasonForm},
		"two dots":                {"..", ReasonAlgorithm},
		"two parts":               {parts[0] + "." + parts[1], ReasonForm},
		"four parts":              {good + ".x", ReasonForm},
		"not base64":              {"a%." + parts[1] + "." + parts[2], ReasonForm},
		"too long":                {good + strings.Repeat("A", maxSize), ReasonSize},
		"long, but signed":        {desk.google.Mint(t, idp.With(said, change{"x": strings.Repeat("x", maxSize)})), ReasonSize},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			claims, err := desk.Verify(t.Context(), Google, test.token, nonce)
			rejected(t, err, test.reason, test.token)
			require.Zero(t, claims)
		})
	}
}

// What cannot be a real token must not cost the provider anything.
func TestForgeriesCostNoFetch(t *testing.T) {
	t.Parallel()
	desk := newDesk(t)
	said, genuine := idp.Google(app, nonce, start), desk.google.Key()
	for _, token := range []string{
		"", "a.b.c", strings.Repeat("x", maxSize+1), idp.Sign(t, idp.Signing{Alg: "none", KeyID: genuine.ID}, said),
		idp.Sign(t, idp.Signing{Alg: "HS256", KeyID: genuine.ID, Key: genuine.PublicPEM()}, said),
		idp.Sign(t, idp.Signing{Alg: "RS256", Key: genuine.Private}, said),
	} {
		_, err := desk.Verify(t.Context(), Google, token, nonce)
		require.ErrorIs(t, err, ErrRejected)
	}
	require.Zero(t, desk.google.Fetches())
}
