package seed

import (
	"context"
	"time"

	"zuka/ent/shape"
	"zuka/internal/seed/dice"
)

func writePlays(ctx context.Context, w *writer) error {
	err := w.copy(ctx, "game_scores", `id created_at updated_at game_type score points_earned level_reached time_played_seconds device_platform
		status metadata user_id`, func(yield func([]any) bool) {
		for i := range w.plays {
			p := &w.plays[i]
			round := shape.GameRound{RoundID: w.roundID(i).String(), Seed: p.seed, Moves: p.moves, Prize: p.prize, Rejected: p.rejected}
			if p.game == "quiz" {
				round.Asked, round.Correct = quizAsks, p.right
			}
			status := "accepted"
			if p.rejected != "" {
				status = "rejected"
			}
			if !yield([]any{i + 1, p.at, p.at, p.game, p.score, p.points, p.level, p.seconds, p.platform, status, round,
				bytes16(w.customers[p.user].id)}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	return w.copy(ctx, "game_rounds", `id game_type seed device_platform questions started_at expires_at finished_at abandoned_at user_id
		score_id`, w.roundRows)
}

func writeLedger(ctx context.Context, w *writer) error {
	err := w.copy(ctx, "user_points_history", "id created_at updated_at points source_type source_id description user_id", func(yield func([]any) bool) {
		for i := range w.entries {
			e := &w.entries[i]
			if !yield([]any{i + 1, e.at, e.at, e.points, e.source, e.of, e.text, bytes16(w.customers[e.user].id)}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	return w.copy(ctx, "user_rewards", `id created_at updated_at code type value_percent value_amount_ngn min_spend_ngn used expires_at expired_at user_id
		reward_id`, func(yield func([]any) bool) {
		for i, got := range w.redeemed {
			r := rewards[got.reward]
			ends, ended := got.at.AddDate(0, 0, r.days), any(nil)
			if !ends.After(w.plan.Now) {
				ended = ends
			}
			if !yield([]any{i + 1, got.at, got.at, "ZR-" + referralCode(i+77_000_000), r.kind, optional(r.percent), optional(r.amount), optional(r.minSpend),
				false, ends, ended, bytes16(w.customers[got.user].id), got.reward + 1}) {
				return
			}
		}
	})
}

func writeReferrals(ctx context.Context, w *writer) error {
	return w.copy(ctx, "referrals", `id created_at updated_at referral_code status refused_reason order_id claimed_at completed_at
		referrer_reward_points referred_reward_points first_purchase_completed referrer_user_id referred_user_id`, func(yield func([]any) bool) {
		for i := range w.referrals {
			if !yield(w.referralRow(i)) {
				return
			}
		}
	})
}

func (w *writer) referralRow(i int) []any {
	f := w.referrals[i]
	status, mine, theirs, changed := "pending", 0, 0, f.at
	var friend, claimed, order, completed, reason any
	if f.friend >= 0 {
		friend, claimed = bytes16(w.customers[f.friend].id), f.at
	}
	if f.order >= 0 {
		o := &w.orders[f.order]
		order, changed = f.order+1, o.paidAt()
		switch {
		case f.refused:
			status, reason = "refused", "The invitation seems to come from the friend's own account, phone or device."
		case o.status == "refunded":
			status, reason, completed, changed = "refused", "The order was given back.", o.paidAt(), o.undoneAt()
		default:
			status, completed, mine, theirs = "completed", o.paidAt(), referrerPoints, friendPoints
		}
	}
	return []any{i + 1, f.at, changed, "IN-" + referralCode(i+55_000_000), status, reason, order, claimed, completed, mine, theirs, f.order >= 0,
		bytes16(w.customers[f.referrer].id), friend}
}

func writeNotifications(ctx context.Context, w *writer) error {
	return w.copy(ctx, "notifications", "id created_at updated_at type title message action_url read read_at user_id", func(yield func([]any) bool) {
		id := 0
		for i := range w.orders {
			o := &w.orders[i]
			if o.user < 0 || w.plan.Now.Sub(o.at) > 60*24*time.Hour {
				continue
			}
			id++
			number, at := w.number(i), w.lastChange(o)
			read, readAt := dice.New("read", i).Chance(70), any(nil)
			if read {
				readAt = w.plan.Now
			}
			if !yield([]any{id, at, at, "order_update", orderTitles[o.status], "Order " + number + ": " + orderWords[o.status], "/orders/" + number, read, readAt,
				bytes16(w.customers[o.user].id)}) {
				return
			}
		}
	})
}

var (
	orderTitles = map[string]string{
		"pending": "Waiting for your payment", "paid": "Payment received", "processing": "We are packing your order", "shipped": "On its way",
		"delivered": "Delivered", "cancelled": "Order cancelled", "refunded": "Refunded",
	}
	orderWords = map[string]string{
		"pending": "we keep it for 30 minutes.", "paid": "thank you, we start packing.", "processing": "it leaves us soon.",
		"shipped": "the rider has it.", "delivered": "tell others how you like it.", "cancelled": "nothing was charged.",
		"refunded": "the money is on its way back to you.",
	}
)
