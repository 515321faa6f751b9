package pet

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/ent/db/petaction"
	"zuka/ent/db/petrun"
	"zuka/internal/platform/fault"
)

// proposal is something that a pet proposes: a product, or a coupon.
func (k *kennel) proposal(user any, pet, product int, code string) int {
	k.Helper()
	tool := petaction.ActionTypeAddToCart
	if code != "" {
		tool = petaction.ActionTypeCouponApply
	}
	return k.number(`INSERT INTO pet_actions (user_id, pet_id, action_type, action_data, state, expires_at, created_at)
		VALUES ($1, $2, $3, jsonb_build_object('product_id', $4::bigint, 'quantity', 2, 'coupon_code', $5::text), 'proposed', $6, $7) RETURNING id`,
		user, pet, tool, product, code, k.Now().Add(24*time.Hour), k.Now())
}

func (k *kennel) inCart(user any) int {
	k.Helper()
	return k.number("SELECT coalesce(sum(quantity), 0) FROM carts WHERE user_id = $1", user)
}

func TestAProposalIsAcceptedOnce(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, user, pet := k.owner()
	action := k.proposal(user, pet, k.product("Shirt", 5_000, 9), "")
	together(20, func(int) {
		done, err := k.Resolve(ctx, ResolveInput{action, true})
		if err != nil || done.Action.State != petaction.StateAccepted || done.Pet.Xp != ForProposal {
			t.Errorf("%v: %v", done, err)
		}
	})
	require.Equal(t, 2, k.inCart(user))
	require.Equal(t, ForProposal, k.number("SELECT xp FROM user_pets WHERE id = $1", pet))
	done, err := k.Resolve(ctx, ResolveInput{action, false})
	refused(t, err, fault.StateConflict, "input", "actionId")
	require.Equal(t, petaction.StateAccepted, done.Action.State)
}

func TestAcceptingRacesDeclining(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, user, pet := k.owner()
	shirt := k.product("Shirt", 5_000, 1_000)
	accepted := 0
	for range 10 {
		action := k.proposal(user, pet, shirt, "")
		var won, lost atomic.Int32
		together(10, func(i int) {
			_, err := k.Resolve(ctx, ResolveInput{action, i%2 == 0})
			switch {
			case err == nil && i%2 == 0:
				won.Add(1)
			case err == nil:
				lost.Add(1)
			case !fault.For(err, fault.StateConflict):
				t.Error(err)
			}
		})
		require.Equal(t, int32(5), won.Load()+lost.Load(), "all of one side, none of the other")
		require.Zero(t, won.Load()*lost.Load())
		accepted += int(won.Load()) / 5
		k.exec("DELETE FROM carts") // A line has a most.
	}
	require.Equal(t, accepted*ForProposal, k.number("SELECT xp FROM user_pets WHERE id = $1", pet))
	require.Equal(t, LevelAt(accepted*ForProposal), k.number("SELECT level FROM user_pets WHERE id = $1", pet))
}

func TestAProposalRunsOut(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, user, pet := k.owner()
	other, _, _ := k.owner()
	shirt := k.product("Shirt", 5_000, 9)
	action := k.proposal(user, pet, shirt, "")
	_, err := k.Resolve(other, ResolveInput{action, true})
	refused(t, err, fault.Gone, "input", "actionId")
	_, err = k.Resolve(ctx, ResolveInput{action + 1_000, true})
	refused(t, err, fault.Gone, "input", "actionId")
	k.pass(24*time.Hour - 1)
	_, err = k.Resolve(ctx, ResolveInput{action, true})
	require.NoError(t, err)
	late := k.proposal(user, pet, shirt, "")
	k.pass(24 * time.Hour)
	for _, accept := range []bool{true, false} {
		_, err = k.Resolve(ctx, ResolveInput{late, accept})
		refused(t, err, fault.StateConflict, "input", "actionId")
	}
	ended, err := k.ExpireProposals(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, ended)
	_, err = k.Resolve(ctx, ResolveInput{late, true})
	refused(t, err, fault.StateConflict, "input", "actionId")
	k.exec("UPDATE pet_actions SET state = 'done', expires_at = NULL WHERE id = $1", late)
	_, err = k.Resolve(ctx, ResolveInput{late, true})
	refused(t, err, fault.StateConflict, "input", "actionId")
	require.Equal(t, 2, k.inCart(user))
}

// What cannot be had now stays proposed, and can be accepted when it is back.
func TestAProposalOfWhatIsGoneStaysOpen(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, user, pet := k.owner()
	shirt := k.product("Shirt", 5_000, 0)
	action := k.proposal(user, pet, shirt, "")
	_, err := k.Resolve(ctx, ResolveInput{action, true})
	refused(t, err, fault.InsufficientStock)
	k.exec("UPDATE products SET active = false WHERE id = $1", shirt)
	_, err = k.Resolve(ctx, ResolveInput{action, true})
	refused(t, err, fault.Gone)
	require.Equal(t, 1, k.number("SELECT count(*) FROM pet_actions WHERE state = 'proposed' AND resolved_at IS NULL AND NOT success"))
	require.Zero(t, k.number("SELECT xp FROM user_pets WHERE id = $1", pet))
	k.exec("UPDATE products SET active = true, stock_count = 1 WHERE id = $1", shirt)
	done, err := k.Resolve(ctx, ResolveInput{action, true})
	require.NoError(t, err)
	require.Len(t, done.Warnings, 1, "there was one and not two")
	require.Equal(t, 1, k.inCart(user))
}

func TestACouponIsProposed(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, user, pet := k.owner()
	k.exec(`INSERT INTO coupons (code, name, valid_from, type, value_amount_ngn) VALUES ('DETTY', 'Detty', $1, 'fixed_amount', 1000)`, noon.Add(-time.Hour))
	action, bad := k.proposal(user, pet, 0, "detty"), k.proposal(user, pet, 0, "GONE")
	_, err := k.Resolve(ctx, ResolveInput{action, true})
	require.Error(t, err, "the cart is empty")
	_, expected := fault.From(err)
	require.True(t, expected, "%v", err)
	_, err = k.Resolve(ctx, ResolveInput{k.proposal(user, pet, k.product("Shirt", 5_000, 9), ""), true})
	require.NoError(t, err)
	_, err = k.Resolve(ctx, ResolveInput{bad, true})
	require.True(t, fault.For(err, fault.CouponRefused), "%v", err)
	done, err := k.Resolve(ctx, ResolveInput{action, true})
	require.NoError(t, err)
	require.Equal(t, petaction.StateAccepted, done.Action.State)
	require.Equal(t, 1, k.number("SELECT count(*) FROM cart_headers WHERE upper(coupon_code) = 'DETTY'"))
	require.Equal(t, 2*ForProposal, done.Pet.Xp)
	done, err = k.Resolve(ctx, ResolveInput{bad, false})
	require.NoError(t, err)
	require.Equal(t, petaction.StateDeclined, done.Action.State)
}

// A run that cannot leave its job is not sent at all.
func TestAMessageAndItsJobAreOne(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, _, pet := k.owner()
	k.jobs.fail = errors.New("no queue")
	_, err := k.Send(ctx, SendInput{pet, nil, "hello", "key-of-hello"})
	require.ErrorIs(t, err, k.jobs.fail)
	require.Zero(t, k.number(everything))
	k.jobs.fail = nil
	sent, err := k.Send(ctx, SendInput{pet, nil, "hello", "key-of-hello"})
	require.NoError(t, err)
	require.Equal(t, petrun.StateWaiting, sent.Run.State)
}
