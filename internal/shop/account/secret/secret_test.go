package secret

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const to = "ada@zuka.example"

func newKeys(t testing.TB, letters ...string) Keys {
	t.Helper()
	long := make([]string, len(letters))
	for i, letter := range letters {
		long[i] = strings.Repeat(letter, LeastKey)
	}
	keys, err := NewKeys(long...)
	require.NoError(t, err)
	return keys
}

func TestKeysHaveALength(t *testing.T) {
	t.Parallel()
	_, err := NewKeys()
	require.Error(t, err)
	short := strings.Repeat("k", LeastKey-1)
	_, err = NewKeys(strings.Repeat("k", LeastKey), short)
	require.Error(t, err)
	require.NotContains(t, err.Error(), short, "an error is logged")
}

// No digit of any place may be likelier than another. With 9 degrees of
// freedom, 45 is exceeded once in a million times; the ids are always the same.
func TestCodesAreUniform(t *testing.T) {
	t.Parallel()
	const draws = 100_000
	keys := newKeys(t, "k")
	var seen [codeDigits][10]float64
	different := map[string]bool{}
	for i := range draws {
		code := keys.Code("login", uuid.NewSHA1(uuid.Nil, []byte{byte(i), byte(i >> 8), byte(i >> 16)}), to)
		require.Len(t, code, codeDigits)
		different[code] = true
		for place, digit := range code {
			seen[place][digit-'0']++
		}
	}
	for place, digits := range seen {
		chi := 0.0
		for _, times := range digits {
			chi += (times - draws/10) * (times - draws/10) / (draws / 10)
		}
		require.Less(t, chi, 45.0, "place %d: %v", place, digits)
	}
	// Of a million codes 100,000 draws meet 95,163 on average, give or take 67.
	require.InDelta(t, 95_163, len(different), 500)
}

// Each of the parts decides; one equal code in a million pairs is chance, so
// that many ids are tried.
func TestACodeIsOfOnePurposeAddressAndKey(t *testing.T) {
	t.Parallel()
	keys, others := newKeys(t, "k"), newKeys(t, "o")
	same := 0
	for range 1000 {
		id := uuid.New()
		code := keys.Code("login", id, to)
		require.Equal(t, code, keys.Code("login", id, to), "a job that runs again sends the same")
		for _, other := range []string{
			keys.Code("logi", id, "n"+to), keys.Code("reset", id, to), keys.Code("login", id, "bola@zuka.example"),
			keys.Code("login", uuid.New(), to), others.Code("login", id, to),
		} {
			if code == other {
				same++
			}
		}
		require.True(t, keys.IsCode(code, "login", id, to))
	}
	require.Less(t, same, 3)
}

func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	keys, id := newKeys(t, "k"), uuid.MustParse("6f0f1c4e-2f5c-4b3e-9d3a-0d6f7d1b2a3c")
	code := keys.Code("login", id, to)
	in := func(zero rune) string {
		return strings.Map(func(r rune) rune { return r - '0' + zero }, code)
	}
	for _, typed := range []string{
		code, " " + code + " ", code[:3] + " " + code[3:], code[:3] + "-" + code[3:], code[:3] + "\u00a0" + code[3:],
		strings.Join(strings.Split(code, ""), " - "), in('٠'), in('۰'),
	} {
		require.True(t, keys.IsCode(typed, "login", id, to), typed)
	}
	for _, typed := range []string{"", "-", code[:5], code + "0", "0" + code, code + code, code[:5] + "x", "x" + code, code + "\n", code + "\x00", in('０'), code + "." + code} {
		require.False(t, keys.IsCode(typed, "login", id, to), typed)
	}
}

func TestALinkNamesAndProvesItsChallenge(t *testing.T) {
	t.Parallel()
	keys, id := newKeys(t, "k"), uuid.New()
	link := keys.Link("reset", id, to)
	named, ok := Challenge(link)
	require.True(t, ok)
	require.Equal(t, id, named)
	require.True(t, keys.IsLink(link, "reset", id, to))
	require.False(t, keys.IsLink(link, "registration", id, to))
	require.False(t, keys.IsLink(link, "reset", id, "bola@zuka.example"))
	require.False(t, keys.IsLink(link, "reset", uuid.New(), to))
	require.False(t, newKeys(t, "o").IsLink(link, "reset", id, to))
	// The proof of one challenge under the name of another.
	other := uuid.New()
	stolen := "zl_" + base64.RawURLEncoding.EncodeToString(append(other[:], mac(keys[0], "link", "reset", id.String(), to)...))
	require.False(t, keys.IsLink(stolen, "reset", id, to))
	require.False(t, keys.IsLink(stolen, "reset", other, to))
}

func TestANewKeyMakesAndTheOldOneIsBelieved(t *testing.T) {
	t.Parallel()
	old, during, after := newKeys(t, "o"), newKeys(t, "n", "o"), newKeys(t, "n")
	id, now := uuid.MustParse("0d6f7d1b-2a3c-4b3e-9d3a-6f0f1c4e2f5c"), time.Now()
	require.True(t, during.IsCode(old.Code("login", id, to), "login", id, to))
	require.True(t, during.IsLink(old.Link("reset", id, to), "reset", id, to))
	_, _, ok := during.ReadAccess(old.Access(id, now))
	require.True(t, ok)
	require.Equal(t, []string{after.Nonce(id), old.Nonce(id)}, during.Nonces(id))

	require.Equal(t, after.Code("login", id, to), during.Code("login", id, to))
	require.Equal(t, after.Link("reset", id, to), during.Link("reset", id, to))
	require.Equal(t, after.Access(id, now), during.Access(id, now))
	require.Equal(t, after.Nonce(id), during.Nonce(id))
	require.Equal(t, after.Derive("files"), during.Derive("files"))
	require.NotEqual(t, after.Derive("files"), after.Derive("cursors"))

	require.False(t, after.IsCode(old.Code("login", id, to), "login", id, to))
	require.False(t, after.IsLink(old.Link("reset", id, to), "reset", id, to))
	_, _, ok = after.ReadAccess(old.Access(id, now))
	require.False(t, ok)
}

// Two lists of parts that read the same one after the other are different.
func TestPartsAreKeptApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.String())
		one, two := parts.Draw(t, "one"), parts.Draw(t, "two")
		same := len(one) == len(two)
		for i := 0; same && i < len(one); i++ {
			same = one[i] == two[i]
		}
		require.Equal(t, same, string(mac(nil, one...)) == string(mac(nil, two...)))
	})
	require.NotEqual(t, mac(nil, "ab", "c"), mac(nil, "a", "bc"))
	require.NotEqual(t, mac(nil, "a"), mac(nil, "a", ""))
}
