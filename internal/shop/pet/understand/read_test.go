package understand

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/shop/pet/brain"
)

func FuzzRead(f *testing.F) {
	all, _ := examples(f)
	for _, e := range all {
		f.Add(e.message)
	}
	for _, odd := range []string{"", " ", "\x00", "\xff\xfe", "₦", "#", "-", "₦₦₦20k", "99999999999999999999k", "1.2.3.4k", "add -1", "size size size", "\u0301", "İ", "ẞ'", "’",
		"zuka-2026-", "ZUKA-2026-00123456789012345678", "extra extra extra large", "between and", "1-2-3-4 years", "\u202eadd it", "0xl", "½ of 20k", "٤٢", "👍🏾", "a-b-c-d apply"} {
		f.Add(odd)
	}
	lexicon, scenes := seedLexicon(), contexts()
	f.Fuzz(func(t *testing.T, message string) {
		for _, scene := range []string{"fresh", "shown", "asksize", "askcoupon"} {
			m := lexicon.Read(message, scenes[scene])
			require.Equal(t, m, lexicon.Read(message, scenes[scene]))
			require.NotEmpty(t, m.Intent)
			require.False(t, m.Quantity < 0 || m.Quantity > 999 || m.Search.Min < 0 || m.Search.Max < 0)
			require.False(t, m.Refers && m.Ordinal != 0)
			require.False(t, Asked(m, scenes[scene], brain.Add{}, brain.Product{}))
		}
	})
}

func TestReadIsBounded(t *testing.T) {
	t.Parallel()
	lexicon := seedLexicon()
	for _, piece := range []string{"a ", "add ", "snekers ", "20k ", "no ", "how much is my ", "extra ", "\xff", "é", "zuka-", "between 10 and ", "wear what can i add ", "1 ", "one hundred and ", "the first ", "😂"} {
		message := strings.Repeat(piece, 2000/len(piece)+1)
		fastest := time.Hour // Another process may take the processor away, but not each time.
		for range 5 {
			started := time.Now()
			lexicon.Read(message, Context{})
			fastest = min(fastest, time.Since(started))
		}
		require.Less(t, fastest, 5*time.Second, piece)
	}
}

func TestReadIsSafeFromManyGoroutines(t *testing.T) {
	t.Parallel()
	lexicon := seedLexicon()
	want := written(lexicon.Read("show me red ankara gown under 20k size 12", Context{}))
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for range 50 {
				require.Equal(t, want, written(lexicon.Read("show me red ankara gown under 20k size 12", Context{})))
			}
		})
	}
}

func TestAnEmptyLexicon(t *testing.T) {
	t.Parallel()
	lexicon := NewLexicon(nil, nil, nil, nil)
	require.Equal(t, Greeting, lexicon.Read("hello", Context{}).Intent)
	require.EqualValues(t, 20000, lexicon.Read("red gown under 20k size 12", Context{}).Search.Max)
}

func BenchmarkRead(b *testing.B) {
	lexicon := seedLexicon()
	shown := contexts()["shown"]
	for name, message := range map[string]string{
		"search": "abeg show me fine red ankara gown for my wife wey no pass 15k, size 12", "add": "hi, add the second one in size 42 and apply EKO2000",
		"talk": "how far na", "long": strings.Repeat("abeg show me snekers wey no pass 15k or the second one. ", 36),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				lexicon.Read(message, shown)
			}
		})
	}
}
