package taste_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/shape"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/taste"
)

const day = 24 * time.Hour

var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

func black(weight float64) brain.Sign {
	return brain.Sign{Kind: taste.KindColor, Value: "black", Weight: weight}
}

func priced(low, high int64) brain.Sign {
	return brain.Sign{Kind: taste.KindPrice, Weight: 1, Min: low, Max: high}
}

// step is something that happens to what a pet knows.
type step struct {
	sign   brain.Sign
	source string
	after  time.Duration
	forget bool
}

func (s step) apply(p *shape.PetPreferences) bool {
	if s.forget {
		return taste.Forget(p, s.sign.Kind, s.sign.Value, noon.Add(s.after))
	}
	taste.Learn(p, []brain.Sign{s.sign}, s.source, noon.Add(s.after))
	return true
}

func TestSignsAddUp(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		steps  []step
		weight float64 // 0 means that nothing is known
		source string
		days   int
	}{
		"one":                          {[]step{{sign: black(2), source: taste.Said}}, 2, taste.Said, 0},
		"two at once":                  {[]step{{sign: black(2), source: taste.Said}, {sign: black(1), source: taste.Said}}, 3, taste.Said, 0},
		"the older weighs half":        {[]step{{sign: black(2), source: taste.Said}, {sign: black(2), source: taste.Said, after: 60 * day}}, 3, taste.Said, 60},
		"the same in the other order":  {[]step{{sign: black(2), source: taste.Said, after: 60 * day}, {sign: black(2), source: taste.Said}}, 3, taste.Said, 60},
		"a look does not hide a word":  {[]step{{sign: black(2), source: taste.Said}, {sign: black(0.2), source: taste.Viewed}}, 2.2, taste.Said, 0},
		"a word hides a look":          {[]step{{sign: black(0.2), source: taste.Viewed}, {sign: black(2), source: taste.Said}}, 2.2, taste.Said, 0},
		"a change of mind":             {[]step{{sign: black(0.2), source: taste.Viewed}, {sign: black(-0.5), source: taste.Refused}}, -0.3, taste.Refused, 0},
		"what cancels out is not kept": {[]step{{sign: black(0.5), source: taste.Viewed}, {sign: black(-0.5), source: taste.Refused}}, 0, "", 0},
		"never above ten":              {[]step{{sign: black(9), source: taste.Said}, {sign: black(9), source: taste.Said}}, 10, taste.Said, 0},
		"nor below":                    {[]step{{sign: black(-99), source: taste.Said}}, -10, taste.Said, 0},
		"forgotten":                    {[]step{{sign: black(2), source: taste.Said}, {sign: black(0), after: day, forget: true}}, 0, "", 0},
		"older signs stay away": {[]step{{sign: black(2), source: taste.Said}, {sign: black(0), after: day, forget: true},
			{sign: black(1.5), source: taste.Bought}, {sign: black(2), source: taste.Said, after: day}}, 0, "", 0},
		"newer deeds do not": {[]step{{sign: black(2), source: taste.Said}, {sign: black(0), after: day, forget: true},
			{sign: black(1.5), source: taste.Bought, after: 2 * day}, {sign: black(2), source: taste.Said}}, 1.5, taste.Bought, 2},
		"a newer word ends it": {[]step{{sign: black(2), source: taste.Said}, {sign: black(0), after: day, forget: true},
			{sign: black(2), source: taste.Said, after: 60 * day}, {sign: black(2), source: taste.Bought}}, 3, taste.Said, 60},
		"written otherwise": {[]step{{sign: black(2), source: taste.Said}, {sign: brain.Sign{Kind: "color", Value: " Black ", Weight: 1}, source: taste.Said}}, 3, taste.Said, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &shape.PetPreferences{}
			for _, s := range test.steps {
				require.True(t, s.apply(p))
			}
			if test.weight == 0 {
				require.Empty(t, p.Colors)
				return
			}
			require.Len(t, p.Colors, 1)
			require.Equal(t, "black", p.Colors[0].Value)
			require.InDelta(t, test.weight, p.Colors[0].Weight, 1e-6)
			require.Equal(t, test.source, p.Colors[0].Source)
			require.Equal(t, noon.Add(time.Duration(test.days)*day), p.Colors[0].LearnedAt)
		})
	}
}

func TestPrices(t *testing.T) {
	t.Parallel()
	none := (*shape.PriceRange)(nil)
	for name, test := range map[string]struct {
		steps []step
		want  *shape.PriceRange
	}{
		"asked":             {[]step{{sign: priced(0, 20_000)}}, &shape.PriceRange{MaxNGN: 20_000}},
		"the wrong way":     {[]step{{sign: priced(30_000, 10_000)}}, &shape.PriceRange{MinNGN: 10_000, MaxNGN: 30_000}},
		"nothing":           {[]step{{sign: priced(0, 0)}, {sign: priced(-5, -1)}}, none},
		"widened":           {[]step{{sign: priced(10_000, 20_000)}, {sign: priced(15_000, 30_000)}}, &shape.PriceRange{MinNGN: 10_000, MaxNGN: 30_000}},
		"elsewhere":         {[]step{{sign: priced(10_000, 20_000)}, {sign: priced(50_000, 60_000)}}, &shape.PriceRange{MinNGN: 50_000, MaxNGN: 60_000}},
		"long ago":          {[]step{{sign: priced(10_000, 20_000)}, {sign: priced(15_000, 18_000), after: 90 * day}}, &shape.PriceRange{MinNGN: 15_000, MaxNGN: 18_000}},
		"older than known":  {[]step{{sign: priced(10_000, 20_000), after: day}, {sign: priced(0, 5_000)}}, &shape.PriceRange{MinNGN: 10_000, MaxNGN: 20_000}},
		"open both ways":    {[]step{{sign: priced(0, 20_000)}, {sign: priced(10_000, 0)}}, &shape.PriceRange{MinNGN: 10_000}},
		"forgotten":         {[]step{{sign: priced(0, 20_000)}, {sign: priced(0, 0), after: day, forget: true}, {sign: priced(0, 9_000)}}, none},
		"said after that":   {[]step{{sign: priced(0, 20_000)}, {sign: priced(0, 0), forget: true}, {sign: priced(0, 9_000), after: day}}, &shape.PriceRange{MaxNGN: 9_000}},
		"beyond all prices": {[]step{{sign: priced(1, math.MaxInt64)}}, &shape.PriceRange{MinNGN: 1, MaxNGN: 1_000_000_000}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &shape.PetPreferences{}
			for _, s := range test.steps {
				s.source = taste.Said
				require.True(t, s.apply(p))
			}
			require.Equal(t, test.want, p.Price)
			require.Equal(t, p.Price == nil, p.PriceLearnedAt.IsZero())
		})
	}
}

func TestWhatCannotBeLearned(t *testing.T) {
	t.Parallel()
	p := &shape.PetPreferences{}
	taste.Learn(p, []brain.Sign{
		{Kind: "mood", Value: "good", Weight: 1}, {Kind: "color", Weight: 1}, {Kind: "color", Value: "  ", Weight: 1}, {Kind: "color", Value: "red"},
		{Kind: "size", Value: "M", Weight: math.NaN()}, {Kind: "brand", Value: "eko", Weight: math.Inf(1)},
		{Kind: "brand", Value: fmt.Sprintf("%0200d", 1), Weight: 1},
	}, taste.Said, noon)
	require.Equal(t, &shape.PetPreferences{}, p)
	for _, kind := range []string{"mood", "color", "price"} {
		require.False(t, taste.Forget(p, kind, "red", noon))
	}
	require.Equal(t, &shape.PetPreferences{}, p, "what is not known is not forgotten either")
}

func TestTheStrongestAreKept(t *testing.T) {
	t.Parallel()
	p := &shape.PetPreferences{}
	for i := range 30 {
		weight := float64(1 + i%15)
		if i%2 == 1 {
			weight = -weight
		}
		taste.Learn(p, []brain.Sign{{Kind: taste.KindBrand, Value: fmt.Sprintf("maker-%02d", i), Weight: weight / 4}}, taste.Said, noon)
	}
	require.Len(t, p.Brands, taste.MaxValues)
	require.Equal(t, "maker-14", p.Brands[0].Value)
	require.InDelta(t, 3.75, p.Brands[0].Weight, 1e-9)
	require.Equal(t, "maker-29", p.Brands[1].Value)
	require.GreaterOrEqual(t, math.Abs(p.Brands[taste.MaxValues-1].Weight), 1.5)
}

func TestTheLastHundredForgettingsAreKept(t *testing.T) {
	t.Parallel()
	p := &shape.PetPreferences{}
	for i := range 130 {
		sign := brain.Sign{Kind: taste.KindSize, Value: fmt.Sprint(i), Weight: 1}
		taste.Learn(p, []brain.Sign{sign}, taste.Viewed, noon)
		require.True(t, taste.Forget(p, sign.Kind, sign.Value, noon.Add(time.Duration(i)*time.Minute)))
	}
	require.Len(t, p.Forgotten, 100)
	require.Equal(t, "30", p.Forgotten[0].Value)
	require.Empty(t, p.Sizes)
}

func TestWhateverIsLearned(t *testing.T) {
	t.Parallel()
	kinds := rapid.SampledFrom([]string{taste.KindColor, taste.KindSize, taste.KindBrand, taste.KindCategory, taste.KindPrice})
	sources := rapid.SampledFrom([]string{taste.Said, taste.Viewed, taste.Bought, taste.Refused})
	rapid.Check(t, func(t *rapid.T) {
		p := &shape.PetPreferences{}
		for range rapid.IntRange(1, 120).Draw(t, "steps") {
			s := step{sign: brain.Sign{Kind: kinds.Draw(t, "kind"), Value: fmt.Sprint(rapid.IntRange(0, 40).Draw(t, "value")),
				Weight: rapid.Float64Range(-15, 15).Draw(t, "weight"), Min: rapid.Int64().Draw(t, "min"), Max: rapid.Int64().Draw(t, "max")},
				source: sources.Draw(t, "source"), after: time.Duration(rapid.Int64Range(-400, 400).Draw(t, "hours")) * time.Hour,
				forget: rapid.IntRange(0, 5).Draw(t, "forget") == 0}
			known := s.apply(p)
			sound(t, p)
			if s.forget && known {
				before := marshal(t, p)
				s.forget, s.after = false, s.after-time.Duration(rapid.Int64Range(0, 99).Draw(t, "earlier"))*time.Hour
				s.apply(p)
				require.Equal(t, before, marshal(t, p), "a sign of before a forgetting changes nothing")
			}
		}
	})
}

func marshal(t require.TestingT, p *shape.PetPreferences) string {
	text, err := json.Marshal(p)
	require.NoError(t, err)
	return string(text)
}

// sound fails unless what a pet knows keeps the rules.
func sound(t require.TestingT, p *shape.PetPreferences) {
	total := 0
	for _, list := range [][]shape.Learned{p.Colors, p.Sizes, p.Brands, p.Categories} {
		require.LessOrEqual(t, len(list), taste.MaxValues)
		total += len(list)
		seen := map[string]bool{}
		for _, l := range list {
			require.LessOrEqual(t, math.Abs(l.Weight), float64(taste.MaxWeight))
			require.NotZero(t, l.Weight)
			require.False(t, seen[l.Value])
			seen[l.Value] = true
		}
	}
	if p.Price != nil {
		total++
		require.True(t, p.Price.MaxNGN == 0 || p.Price.MinNGN <= p.Price.MaxNGN)
		require.True(t, p.Price.MaxNGN > 0 || p.Price.MinNGN > 0)
	}
	require.LessOrEqual(t, len(p.Forgotten), 100)
	known := taste.Known(p, taste.Names{})
	require.Len(t, known, total)
	for i := 1; i < len(known); i++ {
		require.GreaterOrEqual(t, math.Abs(known[i-1].Weight), math.Abs(known[i].Weight))
	}
	again := &shape.PetPreferences{}
	require.NoError(t, json.Unmarshal([]byte(marshal(t, p)), again))
	require.Equal(t, p, again)
	require.Equal(t, marshal(t, p), marshal(t, again))
}
