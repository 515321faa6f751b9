package secret

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestARandomTokenIsReadBack(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		session := uuid.New()
		token, hash := Random(Cookie, session)
		require.False(t, seen[token[len(token)-20:]])
		seen[token[len(token)-20:]] = true
		read, again, ok := Read(Cookie, token)
		require.True(t, ok)
		require.Equal(t, session, read)
		require.Equal(t, hash, again)
		require.Len(t, hash, 32)
		require.NotContains(t, token, string(hash))
	}
}

func TestAnAccessTokenIsReadBack(t *testing.T) {
	t.Parallel()
	keys := newKeys(t, "k")
	rapid.Check(t, func(t *rapid.T) {
		session := uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "session"))
		made := time.UnixMilli(rapid.Int64Range(0, 1<<45).Draw(t, "made")).UTC()
		read, at, ok := keys.ReadAccess(keys.Access(session, made.Add(999*time.Microsecond)))
		require.True(t, ok)
		require.Equal(t, session, read)
		require.Equal(t, made, at, "to the millisecond")
	})
}

// readers are every way to read a token, by the kind that it takes.
func readers(keys Keys, id uuid.UUID) map[string]func(string) bool {
	return map[string]func(string) bool{
		"cookie": func(token string) bool {
			_, _, ok := Read(Cookie, token)
			return ok
		},
		"refresh": func(token string) bool {
			_, _, ok := Read(Refresh, token)
			return ok
		},
		"access": func(token string) bool {
			_, _, ok := keys.ReadAccess(token)
			return ok
		},
		"link": func(token string) bool {
			_, named := Challenge(token)
			return named || keys.IsLink(token, "reset", id, to)
		},
	}
}

func TestATokenOfOneKindIsNoOther(t *testing.T) {
	t.Parallel()
	keys, id := newKeys(t, "k"), uuid.New()
	cookie, _ := Random(Cookie, id)
	refresh, _ := Random(Refresh, id)
	tokens := map[string]string{
		"cookie": cookie, "refresh": refresh, "access": keys.Access(id, time.Now()), "link": keys.Link("reset", id, to),
	}
	for made, token := range tokens {
		for read, reads := range readers(keys, id) {
			require.Equal(t, made == read, reads(token), "%s as %s", made, read)
		}
	}
	// Nor does it become one under the other's name.
	require.False(t, keys.IsLink("zl_"+cookie[3:], "reset", id, to))
	_, _, ok := keys.ReadAccess("za_" + cookie[3:])
	require.False(t, ok)
}

// Any single bit that is turned makes another token: it is refused, or, of a
// random one, has another session or hash.
func TestATurnedBitIsNoticed(t *testing.T) {
	t.Parallel()
	keys, id := newKeys(t, "k"), uuid.New()
	cookie, hash := Random(Cookie, id)
	access, link := keys.Access(id, time.Now()), keys.Link("reset", id, to)
	rapid.Check(t, func(t *rapid.T) {
		turned := func(token string) string {
			raw := []byte(token)
			raw[rapid.IntRange(0, len(raw)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
			return string(raw)
		}
		session, other, ok := Read(Cookie, turned(cookie))
		require.False(t, ok && session == id && string(other) == string(hash))
		_, _, ok = keys.ReadAccess(turned(access))
		require.False(t, ok)
		require.False(t, keys.IsLink(turned(link), "reset", id, to))
	})
}

// A decoder that leaves line breaks out would read less than it was given.
func TestATokenHasOneSpelling(t *testing.T) {
	t.Parallel()
	keys, id := newKeys(t, "k"), uuid.New()
	cookie, _ := Random(Cookie, id)
	for kind, reads := range readers(keys, id) {
		for _, prefix := range []string{"zw_", "zr_", "za_", "zl_"} {
			for _, length := range []int{0, 1, 64, 75} {
				for _, sign := range []string{"\n", "\r", "=", " ", "\x00", "é"} {
					require.False(t, reads(prefix+strings.Repeat(sign, length)), "%s %q", kind, sign)
				}
			}
		}
		for _, token := range []string{cookie[:20] + "\n" + cookie[21:], cookie[:20] + "\n" + cookie[20:], cookie + "\n", cookie + "=", " " + cookie, strings.ToUpper(cookie[:2]) + cookie[2:]} {
			require.False(t, reads(token), "%s %q", kind, token)
		}
	}
}

func fuzzTokens(f *testing.F, keys Keys) {
	f.Helper()
	id := uuid.New()
	cookie, _ := Random(Cookie, id)
	refresh, _ := Random(Refresh, id)
	for _, token := range []string{
		"", "zw_", cookie, refresh, keys.Access(id, time.Now()), keys.Link("reset", id, to),
		"zw_" + strings.Repeat("\n", 64), "za_" + strings.Repeat("\r\n", 38), "zl_" + strings.Repeat("A", 64),
	} {
		f.Add(token)
	}
}

func FuzzRead(f *testing.F) {
	fuzzTokens(f, newKeys(f, "k"))
	f.Fuzz(func(t *testing.T, token string) {
		for _, kind := range []Kind{Cookie, Refresh} {
			session, hash, ok := Read(kind, token)
			require.Equal(t, ok, hash != nil)
			if !ok {
				require.Zero(t, session)
				continue
			}
			require.True(t, strings.HasPrefix(token, string(kind)))
			require.Len(t, token, 67, "48 bytes behind the kind, in one spelling")
		}
	})
}

func FuzzReadAccess(f *testing.F) {
	keys := newKeys(f, "k")
	fuzzTokens(f, keys)
	f.Fuzz(func(t *testing.T, token string) {
		if session, made, ok := keys.ReadAccess(token); ok {
			require.Equal(t, token, keys.Access(session, made), "only what was made is believed")
		}
	})
}

func FuzzChallenge(f *testing.F) {
	keys := newKeys(f, "k")
	fuzzTokens(f, keys)
	f.Fuzz(func(t *testing.T, token string) {
		challenge, ok := Challenge(token)
		if keys.IsLink(token, "reset", challenge, to) {
			require.True(t, ok)
			require.Equal(t, token, keys.Link("reset", challenge, to))
		}
	})
}
