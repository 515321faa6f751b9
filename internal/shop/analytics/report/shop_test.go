package report

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

func TestCoupons(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for id, code := range []string{"EKO2000", "SHIPFREE"} {
		w.exec("INSERT INTO coupons (id, code, name, type, value_percent) VALUES ($1, $2::text, $2::text, 'percentage', 10)", id+1, code)
	}
	ada := w.user("2026-01-01")
	use := func(coupon int, at, status, payment string, user uuid.UUID, discount int, returned bool) {
		order := w.order(sale{at: at, status: status, payment: payment, subtotal: 10_000, discount: discount})
		w.exec(`INSERT INTO coupon_redemptions (coupon_id, order_id, user_id, discount_ngn, created_at, returned_at) VALUES ($1, $2, nullif($3, $7::uuid), $4, $5::timestamptz, CASE WHEN $6 THEN $5::timestamptz END)`,
			coupon, order, user, discount, lagos(t, at), returned, uuid.Nil)
	}
	use(1, "2026-11-10", "paid", "paid", ada, 1_000, false)
	use(1, "2026-11-12 23:59:59", "pending", "pending", ada, 500, false)
	use(1, "2026-11-11", "refunded", "refunded", uuid.Nil, 700, false)
	use(1, "2026-11-11", "cancelled", "failed", ada, 900, true)
	use(2, "2026-11-11", "paid", "paid", uuid.Nil, 0, false)
	use(2, "2026-11-13", "paid", "paid", uuid.Nil, 0, false)
	use(2, "2026-11-09 23:59:59", "paid", "paid", uuid.Nil, 5, false)
	got, err := w.Coupons(t.Context(), days(t, "2026-11-10", "2026-11-13", Day))
	require.NoError(t, err)
	require.Equal(t, CouponFigures{Redemptions: 4, Returned: 1, People: 1, Discount: 2_200, PaidOrders: 2, Revenue: 19_000}, got.Totals)
	require.Equal(t, &CouponFigures{Redemptions: 1, Discount: 5, PaidOrders: 1, Revenue: 9_995}, got.Before)
	require.Equal(t, CouponFigures{Redemptions: 2, Returned: 1, Discount: 700, PaidOrders: 1, Revenue: 10_000}, got.Points[1].Figures)
	require.Equal(t, []CouponRow{
		{1, "EKO2000", "EKO2000", CouponFigures{3, 1, 1, 2_200, 1, 9_000}}, {2, "SHIPFREE", "SHIPFREE", CouponFigures{1, 0, 0, 0, 1, 10_000}},
	}, got.Rows)
}

func TestGames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada, bola := w.user("2026-01-01"), w.user("2026-01-01")
	play := func(user uuid.UUID, game, at, status string, points int) {
		w.exec("INSERT INTO game_scores (user_id, game_type, created_at, status, points_earned) VALUES ($1, $2, $3, $4, $5)", user, game, lagos(t, at), status, points)
	}
	play(ada, "snake", "2026-11-10", "accepted", 20)
	play(ada, "snake", "2026-11-12 23:59:59", "accepted", 10)
	play(bola, "snake", "2026-11-10", "voided", 60)
	play(bola, "quiz", "2026-11-10", "accepted", 0)
	play(bola, "quiz", "2026-11-10", "rejected", 0)
	play(bola, "quiz", "2026-11-13", "accepted", 99)
	play(bola, "wheel", "2026-11-09 23:59:59", "accepted", 50)
	got, err := w.Games(t.Context(), days(t, "2026-11-10", "2026-11-13", Day))
	require.NoError(t, err)
	require.Equal(t, GameFigures{Plays: 3, Players: 2, Refused: 2, Points: 30}, got.Totals)
	require.Equal(t, &GameFigures{Plays: 1, Players: 1, Points: 50}, got.Before)
	require.Equal(t, []GameFigures{{2, 2, 2, 20}, {}, {1, 1, 0, 10}}, []GameFigures{got.Points[0].Figures, got.Points[1].Figures, got.Points[2].Figures})
	require.Equal(t, []GameRow{{"snake", GameFigures{2, 1, 1, 30}}, {"tetris", GameFigures{}}, {"memory", GameFigures{}},
		{"quiz", GameFigures{1, 1, 1, 0}}, {"wheel", GameFigures{}}}, got.Rows)
}

func TestPets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pet := func(user uuid.UUID, persona string) (id int) {
		require.NoError(t, w.pool.Pgx().QueryRow(t.Context(), "INSERT INTO user_pets (user_id, persona_type, name) VALUES ($1, $2, 'Pet') RETURNING id", user, persona).Scan(&id))
		return id
	}
	ada, bola := w.user("2026-01-01"), w.user("2026-01-01")
	funny, rude := pet(ada, "funny"), pet(bola, "rude")
	say := func(user uuid.UUID, pet int, conversation uuid.UUID, role, at string) {
		w.exec("INSERT INTO pet_conversations (user_id, pet_id, session_id, role, message_text, created_at) VALUES ($1, $2, $3, $4, 'x', $5)", user, pet, conversation, role, lagos(t, at))
	}
	say(ada, funny, newID(1), "user", "2026-11-10")
	say(ada, funny, newID(1), "pet", "2026-11-10")
	say(ada, funny, newID(2), "user", "2026-11-12 23:59:59")
	say(bola, rude, newID(3), "user", "2026-11-11")
	say(bola, rude, newID(3), "user", "2026-11-13")
	say(bola, rude, newID(3), "pet", "2026-11-09 23:59:59")
	did := func(user uuid.UUID, pet int, action, state, data, at string, proposed bool) {
		w.exec(`INSERT INTO pet_actions (user_id, pet_id, action_type, state, action_data, created_at, expires_at) VALUES ($1, $2, $3, $4, $5::text::jsonb, $6::timestamptz, CASE WHEN $7 THEN $6::timestamptz END)`,
			user, pet, action, state, data, lagos(t, at), proposed)
	}
	did(ada, funny, "recommend", "done", `{"product_ids": [4, 5]}`, "2026-11-10", false)          // taken 7 days later less a second
	did(ada, funny, "recommend", "done", `{"product_ids": [6]}`, "2026-11-10", false)             // only offered
	did(bola, rude, "recommend", "done", `{"product_ids": [5]}`, "2026-11-11", false)             // taken, but by Ada
	did(ada, funny, "recommend", "done", `{}`, "2026-11-11", false)                               // nothing was named
	did(ada, funny, "recommend", "done", `{"product_ids": [7]}`, "2026-11-12 10:00:00", false)    // was put there before
	did(ada, funny, "add_to_cart", "done", `{"product_id": 7}`, "2026-11-12 09:59:59", false)     //
	did(ada, funny, "add_to_cart", "declined", `{"product_id": 6}`, "2026-11-12", true)           //
	did(ada, funny, "coupon_apply", "accepted", `{}`, "2026-11-12", true)                         //
	did(ada, funny, "add_to_cart", "accepted", `{"product_id": 5}`, "2026-11-16 23:59:59", false) // outside of the range, but within 7 days
	got, err := w.Pets(t.Context(), days(t, "2026-11-10", "2026-11-13", Day))
	require.NoError(t, err)
	require.Equal(t, PetFigures{TalkFigures{Lines: 4, Messages: 3, Conversations: 3, People: 2}, AdviceFigures{Given: 5, Accepted: 1, Proposed: 2, Agreed: 1}}, got.Totals)
	require.InDelta(t, 0.2, *got.Totals.AcceptedShare(), 0)
	require.Equal(t, &PetFigures{TalkFigures{Lines: 1, Conversations: 1, People: 1}, AdviceFigures{}}, got.Before)
	require.Equal(t, PetFigures{TalkFigures{1, 1, 1, 1}, AdviceFigures{Given: 2}}, got.Points[1].Figures)
	require.Equal(t, []PersonaRow{{"grumpy", TalkFigures{}}, {"rude", TalkFigures{1, 1, 1, 1}}, {"nonchalant", TalkFigures{}}, {"funny", TalkFigures{3, 2, 2, 1}}}, got.Personas)
	require.Equal(t, []ActionRow{{"add_to_cart", "declined", 1}, {"add_to_cart", "done", 1}, {"coupon_apply", "accepted", 1}, {"recommend", "done", 5}}, got.Actions)
}

func TestPayments(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pay := func(provider, at, status, reason string, amount int) {
		order := w.order(sale{at: at, status: "pending", payment: "pending"})
		w.exec("INSERT INTO payments (order_id, provider, reference, status, failure_reason, amount_ngn, created_at) VALUES ($1, $2, gen_random_uuid(), $3, nullif($4, ''), $5, $6)",
			order, provider, status, reason, amount, lagos(t, at))
	}
	pay("paystack", "2026-11-10", "success", "", 5_000)
	pay("paystack", "2026-11-11", "failed", "Declined", 1)
	pay("paystack", "2026-11-12 23:59:59", "failed", "Declined", 2)
	pay("paystack", "2026-11-12", "failed", "paid twice: ref-1 had paid the order before", 3)
	pay("flutterwave", "2026-11-12", "failed", "held for staff: 5 kobo short", 4)
	pay("flutterwave", "2026-11-12", "pending", "", 4)
	pay("cash_on_delivery", "2026-11-12", "success", "taken back: by the bank", 700)
	pay("paystack", "2026-11-13", "success", "", 9)
	pay("paystack", "2026-11-09 23:59:59", "failed", "", 9)
	got, err := w.Payments(t.Context(), days(t, "2026-11-10", "2026-11-13", Day))
	require.NoError(t, err)
	require.Equal(t, PaymentFigures{Attempts: 7, Succeeded: 2, Failed: 4, Pending: 1, Received: 5_700}, got.Totals)
	require.InDelta(t, 1.0/3, *got.Totals.SuccessRate(), 1e-9)
	require.Equal(t, &PaymentFigures{Attempts: 1, Failed: 1}, got.Before)
	require.Equal(t, PaymentFigures{Attempts: 5, Succeeded: 1, Failed: 3, Pending: 1, Received: 700}, got.Points[2].Figures)
	require.Equal(t, []PaymentRow{{"paystack", PaymentFigures{4, 1, 3, 0, 5_000}}, {"flutterwave", PaymentFigures{2, 0, 1, 1, 0}}, {"cash_on_delivery", PaymentFigures{1, 1, 0, 0, 700}}}, got.Rows)
	require.Equal(t, []FailureRow{{"paystack", "Declined", 2}, {"flutterwave", "held for staff", 1}, {"paystack", "paid twice", 1}}, got.Failures)
}
