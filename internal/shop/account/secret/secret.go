// Package secret makes the words that prove something: codes in SMS, links in
// mails, tokens of sessions. What must be sent later by a job is computed from
// an id and the server's key, so that neither a table nor a job's arguments
// hold it; what a client keeps is random, and only its SHA-256 is stored.
package secret

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
)

const (
	// LeastKey is the fewest bytes a key may have.
	LeastKey = 32
	// codeDigits is how many digits a code has, and codes how many there are.
	codeDigits, codes = 6, 1_000_000
	macBytes          = 32
	// randomBytes are the bytes of a token that nobody can guess: 256 bit.
	randomBytes = 32
)

// Keys are the server's secrets: the first makes, all are believed, so that a
// key can be replaced while what it made is still out.
type Keys [][]byte

// NewKeys checks the keys.
func NewKeys(keys ...string) (Keys, error) {
	if len(keys) == 0 {
		return nil, errors.New("there is no secret key")
	}
	all := make(Keys, len(keys))
	for i, key := range keys {
		if len(key) < LeastKey {
			return nil, fmt.Errorf("a secret key has %d bytes, fewer than %d", len(key), LeastKey)
		}
		all[i] = []byte(key)
	}
	return all, nil
}

// mac separates its parts by their lengths, so that no two lists of parts have
// the same mac.
func mac(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	var length [4]byte
	for _, part := range parts {
		binary.BigEndian.PutUint32(length[:], uint32(len(part)))
		h.Write(length[:])
		h.Write([]byte(part))
	}
	return h.Sum(nil)
}

// Code is the 6-digit code of a challenge. A code of another purpose or for
// another address differs.
func (k Keys) Code(purpose string, challenge uuid.UUID, to string) string {
	return code(k[0], purpose, challenge, to)
}

func code(key []byte, purpose string, challenge uuid.UUID, to string) string {
	sum := mac(key, "code", purpose, challenge.String(), to)
	// Of 2^64 values the last 551,616 are left over: no code is likelier by
	// more than one in 10^13.
	return fmt.Sprintf("%0*d", codeDigits, binary.BigEndian.Uint64(sum)%codes)
}

// IsCode compares what a person typed, in constant time.
func (k Keys) IsCode(typed, purpose string, challenge uuid.UUID, to string) bool {
	typed = digits(typed)
	right := 0
	for _, key := range k {
		right |= subtle.ConstantTimeCompare([]byte(typed), []byte(code(key, purpose, challenge, to)))
	}
	return right == 1
}

// digits forgives how people copy a code: with spaces and dashes, or in
// Arabic-Indic digits.
func digits(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r == ' ' || r == '-' || r == '\u00a0':
			return -1
		}
		return '?' // Anything else must not make a wrong code right.
	}, typed)
}

// Link is the token in a mailed link: it names its challenge and proves that
// the mail was read.
func (k Keys) Link(purpose string, challenge uuid.UUID, to string) string {
	return "zl_" + encode(challenge[:], mac(k[0], "link", purpose, challenge.String(), to))
}

// Challenge is the challenge that a link's token names; it proves nothing yet.
func Challenge(token string) (uuid.UUID, bool) {
	raw, ok := decode(token, "zl_", len(uuid.UUID{})+macBytes)
	if !ok {
		return uuid.Nil, false
	}
	return uuid.UUID(raw[:16]), true
}

// IsLink tells whether the token is the one that was mailed.
func (k Keys) IsLink(token, purpose string, challenge uuid.UUID, to string) bool {
	raw, ok := decode(token, "zl_", len(uuid.UUID{})+macBytes)
	if !ok {
		return false
	}
	right := 0
	for _, key := range k {
		right |= subtle.ConstantTimeCompare(raw[16:], mac(key, "link", purpose, challenge.String(), to))
	}
	return right == 1 && uuid.UUID(raw[:16]) == challenge
}

// Nonce is what an ID token must carry to answer a challenge.
func (k Keys) Nonce(challenge uuid.UUID) string {
	return encode(mac(k[0], "nonce", challenge.String())[:24])
}

// Nonces are what it may carry while a key is being replaced.
func (k Keys) Nonces(challenge uuid.UUID) []string {
	all := make([]string, len(k))
	for i := range k {
		all[i] = k[i:].Nonce(challenge)
	}
	return all
}

// Token is a word of 128 bits, in 22 characters of base64url, that is the same
// for the same use and text, and known to nobody without the key.
func (k Keys) Token(use, text string) string {
	return base64.RawURLEncoding.EncodeToString(mac(k[0], "token", use, text)[:16])
}

// Derive makes a key for another use, such as signing links to files.
func (k Keys) Derive(use string) []byte { return mac(k[0], "key", use) }

// Kind is what a token is for; its text begins every token of the kind, so
// that one found in the wrong place is known for what it is.
type Kind string

// The tokens that clients hold.
const (
	// Cookie is a web session's.
	Cookie Kind = "zw_"
	// Refresh prolongs an app's session.
	Refresh Kind = "zr_"
	access  Kind = "za_"
)

// Random makes a token of a session that only its holder knows, and the hash
// that is stored.
func Random(kind Kind, session uuid.UUID) (token string, hash []byte) {
	random := make([]byte, randomBytes)
	_, _ = rand.Read(random) // It never fails; without randomness the process ends.
	return string(kind) + encode(session[:], random), Hash(random)
}

// Hash is how a token's random part is stored.
func Hash(random []byte) []byte {
	sum := sha256.Sum256(random)
	return sum[:]
}

// Read takes a random token apart: whose it claims to be, and its hash.
func Read(kind Kind, token string) (session uuid.UUID, hash []byte, ok bool) {
	raw, ok := decode(token, string(kind), len(session)+randomBytes)
	if !ok {
		return uuid.Nil, nil, false
	}
	return uuid.UUID(raw[:16]), Hash(raw[16:]), true
}

// Access makes an app's access token: it names the session and when it was
// made, to the millisecond, and is believed for as long as the caller says.
func (k Keys) Access(session uuid.UUID, made time.Time) string {
	body := binary.BigEndian.AppendUint64(session[:], uint64(made.UnixMilli()))
	return string(access) + encode(body, mac(k[0], "access", string(body)))
}

// ReadAccess believes an access token that one of the keys made.
func (k Keys) ReadAccess(token string) (session uuid.UUID, made time.Time, ok bool) {
	raw, ok := decode(token, string(access), 24+macBytes)
	if !ok {
		return uuid.Nil, time.Time{}, false
	}
	right := 0
	for _, key := range k {
		right |= subtle.ConstantTimeCompare(raw[24:], mac(key, "access", string(raw[:24])))
	}
	if right == 0 {
		return uuid.Nil, time.Time{}, false
	}
	return uuid.UUID(raw[:16]), time.UnixMilli(int64(binary.BigEndian.Uint64(raw[16:24]))).UTC(), true
}

func encode(parts ...[]byte) string {
	var all []byte
	for _, part := range parts {
		all = append(all, part...)
	}
	return base64.RawURLEncoding.EncodeToString(all)
}

func decode(token, prefix string, length int) ([]byte, bool) {
	text, found := strings.CutPrefix(token, prefix)
	if !found || len(text) != base64.RawURLEncoding.EncodedLen(length) {
		return nil, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	// Line breaks are left out even by the strict encoding: what has some is
	// shorter than it looks.
	return raw, err == nil && len(raw) == length
}
