package taste_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/shape"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/money"
)

func (s *stall) profile(user uuid.UUID) *db.BehaviorProfile {
	s.Helper()
	p, err := s.Profile(s.Context(), user)
	require.NoError(s, err)
	return p
}

// refreshes works out every profile that is outdated.
func (s *stall) refreshes(at time.Time) (profiles int) {
	s.Helper()
	service := s.at(at)
	for {
		n, err := service.RefreshProfiles(s.Context(), 100)
		require.NoError(s, err)
		if profiles += n; n == 0 {
			return profiles
		}
	}
}

func TestAProfile(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	me := s.person()
	require.Nil(t, s.profile(me))
	require.Zero(t, s.refreshes(noon))
	// 23:30 in Lagos on Monday, then half past midnight in the same visit.
	late := time.Date(2026, 11, 23, 23, 30, 0, 0, clock.Lagos)
	s.views(me, late, 1, 2)
	s.exec("UPDATE analytics_events SET created_at = $1, updated_at = $1 WHERE product_id = 2", late.Add(time.Hour))
	s.views(me, noon, 1, 1)
	s.exec("UPDATE analytics_events SET created_at = $1, updated_at = $1", noon.Add(-60*day)) // All of them weigh half.
	require.Zero(t, s.refreshes(noon), "nobody did something of late")
	s.buys(me, noon.Add(-60*day), 3, 25_000, "42", nil)
	s.buys(me, noon.Add(-10*day), 4, 45_000, nil, nil)
	s.exec("UPDATE orders SET created_at = $1, paid_at = $1 WHERE total_ngn = 45000", noon)
	back := s.buys(me, noon.Add(-5*day), 2, 20_000, "M", "White")
	s.refunds(back, noon.Add(-4*day))
	s.exec("INSERT INTO user_behavior_profiles (user_id, updated_at) VALUES ($1, $2)", s.person(), noon)
	require.Equal(t, 1, s.refreshes(noon))
	p := s.profile(me)
	// Views: three of product 1 and one of 2 at 0.5. Bought: 3 at 2.5, 4 at 5.
	require.Equal(t, []shape.Affinity{{ID: 4, Weight: 0.7894}, {ID: 2, Weight: 0.1578}, {ID: 3, Weight: 0.0526}}, p.FavoriteCategories)
	require.Equal(t, []shape.Affinity{{ID: 2, Weight: 0.5555}, {ID: 1, Weight: 0.4444}}, p.FavoriteBrands)
	require.Equal(t, []shape.Leaning{{Value: "42", Weight: 0.5555}, {Value: "M", Weight: 0.2777}, {Value: "S", Weight: 0.1666}}, p.SizePreference)
	require.Equal(t, []shape.Leaning{{Value: "Red", Weight: 0.5555}, {Value: "Black", Weight: 0.3888}, {Value: "White", Weight: 0.0555}}, p.ColorPreference)
	require.Equal(t, &shape.PriceRange{MinNGN: 10_000, MaxNGN: 45_000}, p.PriceRangePreference)
	require.Equal(t, 60, *p.PurchaseFrequency)
	require.InDelta(t, 35_000, p.AverageOrderValueNgn, 1e-9)
	require.Equal(t, money.Naira(70_000), p.LifetimeValueNgn)
	require.True(t, noon.Equal(*p.LastPurchaseAt))
	require.True(t, noon.Equal(p.UpdatedAt))
	require.Zero(t, s.refreshes(noon))

	s.exec("UPDATE analytics_events SET created_at = $1, updated_at = $1 WHERE id IN (1)", late)
	s.exec("UPDATE analytics_events SET created_at = $1, updated_at = $1 WHERE id IN (2)", late.Add(time.Hour))
	s.exec("UPDATE analytics_events SET created_at = $1, updated_at = $1 WHERE id > 2", noon.Add(time.Hour))
	require.Equal(t, 1, s.refreshes(noon.Add(time.Hour)))
	want := &shape.BrowsingPatterns{}
	want.Hours[23], want.Hours[0], want.Hours[13] = 1, 1, 1
	want.Weekdays[1], want.Weekdays[2] = 1, 2
	require.Equal(t, want, s.profile(me).BrowsingPatterns)
}

func TestWhatRefundsLeave(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	me := s.person()
	pay := func(order int, status string, amount, back int) {
		payment := s.number(`INSERT INTO payments (order_id, amount_ngn, provider, reference, status) VALUES ($1, $2, 'paystack', $3, $4) RETURNING id`,
			order, amount, uuid.NewString(), status)
		s.exec("INSERT INTO refunds (order_id, payment_id, amount_ngn, status, reason) VALUES ($1, $2, $3, 'done', 'so')", order, payment, back)
	}
	kept := s.buys(me, noon, 1, 10_000, nil, nil)
	pay(kept, "failed", 10_000, 10_000) // It was paid twice.
	part := s.buys(me, noon, 2, 20_000, nil, nil)
	s.refunds(part, noon)
	pay(part, "success", 20_000, 15_000)
	whole := s.buys(me, noon, 3, 30_000, nil, nil)
	s.refunds(whole, noon)
	require.Equal(t, 1, s.refreshes(noon))
	p := s.profile(me)
	require.Equal(t, money.Naira(15_000), p.LifetimeValueNgn)
	require.InDelta(t, 10_000, p.AverageOrderValueNgn, 1e-9)
	require.Nil(t, p.PurchaseFrequency)
	require.Nil(t, p.BrowsingPatterns)
	require.Equal(t, []shape.Affinity{{ID: 2, Weight: 1}}, p.FavoriteCategories)

	s.refunds(kept, noon.Add(20*day))
	require.Equal(t, 1, s.refreshes(noon.Add(20*day)), "an old order changed")
	p = s.profile(me)
	require.Equal(t, money.Naira(5_000), p.LifetimeValueNgn)
	require.Nil(t, p.LastPurchaseAt)
	require.Empty(t, p.FavoriteCategories)
	require.Nil(t, p.PriceRangePreference)
}

func TestWhoLeftHasNoProfile(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	gone, here := s.person(), s.person()
	s.views(gone, noon, 1)
	s.views(here, noon, 1)
	s.exec("UPDATE users SET deleted_at = $2 WHERE id = $1", gone, noon)
	n, err := s.RefreshProfiles(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, 1, n, "who left does not stand in the way")
	require.NotNil(t, s.profile(here))
	require.Zero(t, s.refreshes(noon))
	require.Nil(t, s.profile(gone))
}

func TestManyRefreshAtOnce(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	var people []uuid.UUID
	for range 40 {
		people = append(people, s.person())
		s.views(people[len(people)-1], noon, 1)
	}
	var done sync.WaitGroup
	for range 8 {
		done.Go(func() {
			for {
				if n, err := s.RefreshProfiles(t.Context(), 9); !assert.NoError(t, err) || n == 0 {
					return
				}
			}
		})
	}
	done.Wait()
	require.Equal(t, 40, s.number("SELECT count(*) FROM user_behavior_profiles WHERE lifetime_value_ngn = 0 AND updated_at = $1", noon))
	for _, person := range people {
		require.Equal(t, []shape.Affinity{{ID: 2, Weight: 1}}, s.profile(person).FavoriteCategories)
	}
}
