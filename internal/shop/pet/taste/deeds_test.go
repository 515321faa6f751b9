package taste_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/pet/taste"
)

func all(p shape.PetPreferences) map[string]float64 {
	return weights(p.Colors, p.Sizes, p.Brands, p.Categories)
}

// learns teaches every pet that there is something for.
func (s *stall) learns(at time.Time) (pets int) {
	s.Helper()
	service := s.at(at)
	for {
		n, err := service.LearnFromDeeds(s.Context(), 100)
		require.NoError(s, err)
		if pets += n; n == 0 {
			return pets
		}
	}
}

func TestLearningFromDeeds(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	me, other := s.person(), s.person()
	pet, idle := s.pet(me), s.pet(other)
	s.views(me, noon, 1, 2)
	s.views(other, noon.Add(-200*day), 3)
	s.buys(me, noon, 3, 30_000, "42", nil)
	s.declines(me, pet, 4, noon)
	s.declines(me, pet, 1, noon)
	require.Equal(t, 2, s.learns(noon), "a new pet is taught though its person did nothing of late")
	p := s.knows(pet)
	require.Equal(t, map[string]float64{"Black": -0.2, "White": 0.1, "Red": 1.5, "42": 1.5, "yaba-threads": -0.1, "eko-kicks": 1.5,
		"dresses": -0.3, "shirts": 0.2, "shoes": 1}, all(p))
	require.Equal(t, noon, p.ReadUntil)
	require.Equal(t, taste.Bought, p.Sizes[0].Source)
	require.Equal(t, shape.PetPreferences{ReadUntil: noon}, s.knows(idle), "what was seen is too long ago")
	require.Zero(t, s.learns(noon))
	require.Zero(t, s.learns(noon.Add(time.Hour)))
	s.views(me, noon.Add(time.Hour), 1)
	require.Equal(t, 1, s.learns(noon.Add(2*time.Hour)))
	require.InDelta(t, -0.1, all(s.knows(pet))["dresses"], 0.001)
}

func TestViewsOfOneProductCountFiveTimes(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	me := s.person()
	pet := s.pet(me)
	for hour := range 4 {
		at := noon.Add(time.Duration(hour) * time.Hour)
		s.views(me, at, 1, 1)
		s.learns(at)
	}
	require.InDelta(t, 1, all(s.knows(pet))["dresses"], 0.002)
	s.views(me, noon.Add(9*time.Hour), 2)
	s.exec("UPDATE analytics_events SET created_at = $1 WHERE product_id = 2", noon.Add(-20*day))
	require.Equal(t, 0, s.learns(noon.Add(8*time.Hour)), "it has not come yet")
	s.views(me, noon.Add(9*time.Hour), 3)
	require.Equal(t, 1, s.learns(noon.Add(9*time.Hour)))
	require.InDelta(t, 0.2, all(s.knows(pet))["shirts"], 1e-6, "what comes late is learned too, as of its time")
	require.Equal(t, noon.Add(-20*day), s.knows(pet).Categories[2].LearnedAt)
}

func TestWhatIsForgottenStaysAway(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	me := s.person()
	pet := s.pet(me)
	order := s.buys(me, noon.Add(-day), 1, 10_000, "M", "Black")
	s.learns(noon)
	p := s.knows(pet)
	require.True(t, taste.Forget(&p, taste.KindColor, "Black", noon.Add(time.Hour)))
	p.ReadUntil = time.Time{} // As when the pet begins anew.
	p.Sizes, p.Brands, p.Categories = nil, nil, nil
	s.keeps(pet, p)
	require.Equal(t, 1, s.learns(noon.Add(2*time.Hour)))
	require.Equal(t, map[string]float64{"M": 1.5, "yaba-threads": 1.5, "dresses": 1.5}, all(s.knows(pet)))
	s.views(me, noon.Add(3*time.Hour), 1)
	s.refunds(order, noon.Add(4*time.Hour))
	require.Equal(t, 1, s.learns(noon.Add(5*time.Hour)))
	require.Equal(t, 0.2, all(s.knows(pet))["Black"], "newer deeds count, and nothing is taken off for what was forgotten")
}

func TestARefundTakesBack(t *testing.T) {
	t.Parallel()
	for name, cancelled := range map[string]bool{"refunded": false, "cancelled": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStall(t)
			me := s.person()
			pet := s.pet(me)
			s.views(me, noon, 1)
			order := s.buys(me, noon, 1, 10_000, "M", "Black")
			never := s.buys(me, noon, 3, 30_000, nil, nil)
			s.exec("UPDATE orders SET status = 'cancelled', payment_status = 'pending', paid_at = NULL WHERE id = $1", never)
			s.exec("UPDATE order_events SET kind = 'cancelled' WHERE order_id = $1", never)
			s.learns(noon)
			require.Equal(t, map[string]float64{"M": 1.5, "Black": 1.7, "yaba-threads": 1.7, "dresses": 1.7}, all(s.knows(pet)), "what was never paid brought nothing")
			back := noon.Add(30 * day)
			s.refunds(order, back)
			if cancelled {
				s.exec("UPDATE orders SET status = 'cancelled' WHERE id = $1", order)
				s.exec("UPDATE order_events SET kind = 'cancelled' WHERE order_id = $1 AND version = 3", order)
			}
			require.Equal(t, 1, s.learns(back))
			require.Zero(t, s.learns(back.Add(time.Hour)))
			require.Equal(t, map[string]float64{"Black": 0.2, "yaba-threads": 0.2, "dresses": 0.2}, all(s.knows(pet)))
		})
	}
}

func TestOrdersThatBecomeSalesLater(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	me := s.person()
	pet := s.pet(me)
	cash := s.buys(me, noon.Add(-3*day), 1, 10_000, nil, nil)
	s.exec("UPDATE orders SET status = 'pending', payment_status = 'pending', payment_method = 'cash_on_delivery', paid_at = NULL WHERE id = $1", cash)
	s.exec("UPDATE order_events SET kind = 'placed' WHERE order_id = $1", cash)
	guest := s.buys(me, noon.Add(-5*day), 3, 30_000, nil, nil)
	s.exec("UPDATE orders SET user_id = NULL, guest_email = 'me@example.com' WHERE id = $1", guest)
	s.learns(noon)
	require.Empty(t, all(s.knows(pet)))

	s.exec("UPDATE orders SET status = 'processing', updated_at = $2 WHERE id = $1", cash, noon.Add(time.Hour))
	s.step(cash, 3, "processing", noon.Add(time.Hour))
	s.exec("UPDATE orders SET user_id = $2, guest_email = NULL WHERE id = $1", guest, me)
	s.step(guest, 3, "linked", noon.Add(time.Hour))
	require.Equal(t, 1, s.learns(noon.Add(2*time.Hour)))
	require.Equal(t, map[string]float64{"Black": 1.5, "yaba-threads": 1.5, "dresses": 1.5, "Red": 1.5, "eko-kicks": 1.5, "shoes": 1.5}, all(s.knows(pet)))
	s.step(cash, 4, "delivered", noon.Add(3*time.Hour))
	s.learns(noon.Add(4 * time.Hour))
	require.Equal(t, 1.5, all(s.knows(pet))["dresses"], "the next step sells nothing")
}

func TestGather(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	me := s.person()
	s.views(me, noon.Add(-3*time.Hour), 2)
	order := s.buys(me, noon.Add(-2*time.Hour), 3, 30_000, "42", "Red")
	s.refunds(order, noon.Add(-time.Hour))
	s.views(me, noon.Add(time.Second), 1)
	var deeds []taste.Observed
	var until time.Time
	gather := func(since time.Time) []taste.Observed {
		require.NoError(t, postgres.InTx(t.Context(), s.pool, func(ctx context.Context, tx postgres.Tx) (err error) {
			deeds, until, err = s.Gather(ctx, tx, me, since)
			return err
		}))
		return deeds
	}
	require.Len(t, gather(time.Time{}), 3)
	require.Equal(t, noon, until)
	require.Equal(t, []int{2, 3, 3}, []int{deeds[0].Product, deeds[1].Product, deeds[2].Product})
	require.Equal(t, []string{taste.Viewed, taste.Bought, taste.Bought}, []string{deeds[0].Source, deeds[1].Source, deeds[2].Source})
	require.Equal(t, -1.5, deeds[2].Signs[0].Weight)
	require.True(t, deeds[2].Of.Equal(deeds[1].At))
	require.Len(t, gather(noon.Add(-2*time.Hour)), 1, "the end is part of what was read")
	require.Empty(t, gather(noon))
}

func TestManyTeachersTeachOnce(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	const people = 60
	pets := make(map[int]uuid.UUID)
	for range people {
		me := s.person()
		pets[s.pet(me)] = me
		s.views(me, noon, 1)
		s.buys(me, noon, 3, 30_000, "42", nil)
	}
	for round := range 3 {
		at := noon.Add(time.Duration(round) * time.Hour)
		for _, me := range pets {
			s.views(me, at, 2)
		}
		var done sync.WaitGroup
		var taught atomic.Int32
		service := s.at(at)
		for range 8 {
			done.Go(func() {
				for {
					n, err := service.LearnFromDeeds(t.Context(), 7)
					if !assert.NoError(t, err) || n == 0 {
						return
					}
					taught.Add(int32(n))
				}
			})
		}
		done.Wait()
		require.EqualValues(t, people, taught.Load()+int32(s.learns(at)))
		for pet := range pets {
			got := all(s.knows(pet))
			require.Equal(t, []float64{0.2, 1.5}, []float64{got["dresses"], got["shoes"]})
			require.InDelta(t, 0.2*float64(round+1), got["shirts"], 0.001)
		}
	}
}

func TestHowManyStatementsTheyTake(t *testing.T) {
	t.Parallel()
	s := newStall(t)
	for range 30 {
		me := s.person()
		s.pet(me)
		s.views(me, noon, 1, 2)
		s.buys(me, noon, 3, 30_000, "42", nil)
	}
	for name, test := range map[string]struct {
		most int
		work func(context.Context) (int, error)
	}{
		"LearnFromDeeds":  {5, func(ctx context.Context) (int, error) { return s.LearnFromDeeds(ctx, 100) }},
		"RefreshProfiles": {4, func(ctx context.Context) (int, error) { return s.RefreshProfiles(ctx, 100) }},
	} {
		ctx, counter := postgres.WithCounter(t.Context())
		n, err := test.work(ctx)
		require.NoError(t, err)
		require.Equal(t, 30, n, name)
		require.LessOrEqual(t, len(counter.Statements()), test.most, "%s: %v", name, counter.Statements())
	}
	ctx, counter := postgres.WithCounter(t.Context())
	_, err := s.Recommend(ctx, s.person(), 8)
	require.NoError(t, err)
	require.Len(t, counter.Statements(), 2)
}
