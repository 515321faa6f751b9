package taste_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/taste"
)

func (s *stall) learnt(pet int, signs ...brain.Sign) {
	s.Helper()
	p := s.knows(pet)
	taste.Learn(&p, signs, taste.Said, noon)
	s.keeps(pet, p)
}

func ids(picks []taste.Pick) (all []int) {
	for _, p := range picks {
		all = append(all, p.Product)
	}
	return all
}

func TestRecommendations(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	me := s.person()
	picks := func(first int) []taste.Pick {
		found, err := s.Recommend(t.Context(), me, first)
		require.NoError(t, err)
		return found
	}
	require.Equal(t, []taste.Pick{{Product: 4}, {Product: 3}, {Product: 2}, {Product: 1}}, picks(9), "the best sellers")
	require.Equal(t, []int{4, 3}, ids(picks(2)))

	pet := s.pet(me)
	s.learnt(pet, black(2), brain.Sign{Kind: taste.KindBrand, Value: "yaba-threads", Weight: 2}, priced(0, 12_000))
	got := picks(9)
	require.Equal(t, []int{1, 2}, ids(got)[:2])
	require.Equal(t, "because you like Yaba Threads and black", got[0].Why)
	require.Empty(t, got[2].Why)

	s.learnt(pet, brain.Sign{Kind: taste.KindCategory, Value: "wear", Weight: 8}, brain.Sign{Kind: taste.KindColor, Value: "red", Weight: -2})
	got = picks(9)
	require.Equal(t, []int{1, 2, 4}, ids(got), "nothing that is only red")
	require.Equal(t, "because you like wear and Yaba Threads", got[1].Why, "shirts hang below wear")

	s.buys(me, noon.Add(-80*day), 1, 10_000, nil, nil)
	s.buys(me, noon.Add(-99*day), 2, 10_000, nil, nil)
	require.Equal(t, []int{2, 4}, ids(picks(9)), "what was bought of late is left out")

	s.learnt(pet, brain.Sign{Kind: taste.KindBrand, Value: "yaba-threads", Weight: -9})
	require.Equal(t, []int{4}, ids(picks(9)))
	s.learnt(pet, brain.Sign{Kind: taste.KindBrand, Value: "yaba-threads", Weight: 9}, brain.Sign{Kind: taste.KindCategory, Value: "wear", Weight: -18})
	require.Equal(t, []int{4}, ids(picks(9)), "shirts hang below wear")
	s.exec("UPDATE products SET stock_count = 0 WHERE id = 4")
	require.Empty(t, picks(9))

	for _, first := range []int{0, -1, taste.MaxPicks + 1} {
		_, err := s.Recommend(t.Context(), me, first)
		require.True(t, fault.Is(err, fault.BadUserInput), "%v", err)
	}
}

func TestRecommendationsByProfile(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	me := s.person()
	s.views(me, noon, 2, 2)
	require.Equal(t, 1, s.refreshes(noon))
	got, err := s.Recommend(t.Context(), me, 2)
	require.NoError(t, err)
	require.Equal(t, taste.Pick{Product: 2, Why: "because you like shirts and Yaba Threads"}, got[0])
	require.Equal(t, taste.Pick{Product: 1, Why: "because you like Yaba Threads and black"}, got[1])
}

func TestOneSizeIsNoReason(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	me := s.person()
	s.product(5, 4, nil, 1_000, `[]`, `["One size"]`)
	s.learnt(s.pet(me), brain.Sign{Kind: taste.KindSize, Value: "one size", Weight: 9}, brain.Sign{Kind: taste.KindSize, Value: "42", Weight: 9})
	got, err := s.Recommend(t.Context(), me, 2)
	require.NoError(t, err)
	require.Equal(t, []taste.Pick{{Product: 3, Why: "because you like size 42"}, {Product: 5}}, got)
}

func TestThreeOfACategory(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	me := s.person()
	for id := 11; id <= 20; id++ {
		s.product(id, 2, nil, 10_000, `[]`, `[]`)
	}
	s.keeps(s.pet(me), shape.PetPreferences{Categories: []shape.Learned{{Value: "dresses", Weight: 10, Source: taste.Said, LearnedAt: noon}}})
	got, err := s.Recommend(t.Context(), me, 9)
	require.NoError(t, err)
	require.Equal(t, []int{20, 19, 18, 4, 3, 2, 17, 16, 15}, ids(got))
	require.Equal(t, "because you like dresses", got[0].Why)
}
