package notify

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/notification"
	"zuka/internal/platform/mail"
	"zuka/internal/platform/sms"
	"zuka/internal/testenv/smtp"
)

const (
	number = "ZUKA-2026-001234"
	street = "1 Allen Avenue"
)

// order writes an order; a user that is nil makes it a guest's with an address.
func (w *world) order(user uuid.UUID, number, status string, at time.Time) (id int) {
	w.Helper()
	var who *uuid.UUID
	if user != uuid.Nil {
		who = &user
	}
	w.scan(&id, `INSERT INTO orders (created_at, order_number, user_id, guest_email, guest_phone, status, payment_method, subtotal_ngn, total_ngn, tax_ngn, shipping_address, estimated_delivery_date, expires_at)
		VALUES ($1, $2, $3, CASE WHEN $3::uuid IS NULL THEN 'guest@zuka.example' END, CASE WHEN $3::uuid IS NULL THEN '+2348031234567' END, $4, 'paystack', 25000, 25000, 1744,
		jsonb_build_object('recipient_name', 'Chidi Eze', 'phone', '+2348031234567', 'street_address', '`+street+`', 'city', 'Ikeja', 'state', 'Lagos', 'country', 'NG'), '2026-05-22', '2026-05-20T12:30:00Z') RETURNING id`,
		at, number, who, status)
	w.exec(`INSERT INTO order_items (order_id, product_id, product_snapshot, quantity, unit_price_ngn, total_price_ngn, size)
		VALUES ($1, $2, '{"name": "Ankara dress", "slug": "a", "sku": "a", "price_ngn": 12500}', 2, 12500, 25000, 'M')`, id, w.product)
	return id
}

// step writes a row of a timeline, and how the order stands after it.
func (w *world) step(order, version int, kind, actor, note, status, payment string) {
	w.Helper()
	w.exec(`INSERT INTO order_events (created_at, order_id, version, kind, actor, note) VALUES ($6, $1, $2, $3, $4, $5)`, order, version, kind, actor, note, noon)
	if status == "paid" {
		w.exec(`UPDATE orders SET paid_at = $2 WHERE id = $1`, order, noon)
	}
	if status == "cancelled" {
		w.exec(`UPDATE orders SET cancelled_at = $2, paid_at = $2 WHERE id = $1`, order, noon)
	}
	w.exec(`UPDATE orders SET version = $2, status = $3, payment_status = $4, shipping_provider = 'GIG', tracking_number = 'GIG-77' WHERE id = $1`, order, version, status, payment)
}

func TestEachStepIsToldToWhomItConcerns(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		kind, actor, note, status, payment string
		notice, mail, sms                  string // What is in it; empty when there is none.
	}{
		{"placed", "customer", "", "pending", "pending", "Please pay before 13:30 on 20 May.", "2 × Ankara dress (M): ₦25,000", "Please pay NGN 25,000"},
		{"placed", "customer", "", "paid", "paid", "We have your order " + number + " of ₦25,000.", "2 × Ankara dress (M): ₦25,000", "See it: "},
		{"placed", "customer", "", "cancelled", "pending", "", "", ""},
		{"paid", "provider", "", "paid", "paid", "received your payment of ₦25,000", "We received your payment of ₦25,000", ""},
		{"payment_late", "provider", "It came late.", "paid", "paid", "Order " + number + " goes on.", "We received your payment", ""},
		{"payment_late", "provider", "Nothing is left.", "cancelled", "paid", "goes back to you. Nothing is left.", "Why: Nothing is left.", ""},
		{"payment_late", "provider", "It came twice.", "shipped", "paid", "goes back to you. It came twice.", "Why: It came twice.", ""},
		{"payment_failed", "provider", "Insufficient funds", "pending", "failed", "try again", "Insufficient funds", ""},
		{"payment_failed", "provider", "", "paid", "paid", "", "", ""},
		{"payment_wrong", "provider", "", "pending", "pending", "", "", ""},
		{"processing", "staff", "", "processing", "paid", "getting your order", "", ""},
		{"shipped", "staff", "", "shipped", "paid", "on its way to you with GIG.", "Tracking number: GIG-77", "on its way: GIG GIG-77. "},
		{"delivered", "staff", "", "delivered", "paid", "was delivered", "was delivered", "was delivered"},
		{"cash_collected", "staff", "", "delivered", "paid", "You paid ₦25,000", "", ""},
		{"cancelled", "shop", "", "cancelled", "pending", "It was not paid in time.", "Why: It was not paid in time.", ""},
		{"cancelled", "customer", "", "cancelled", "pending", "You asked for it.", "Why: You asked for it.", ""},
		{"cancelled", "staff", "Out of stock", "cancelled", "pending", "Out of stock", "Why: Out of stock", ""},
		{"refund_requested", "staff", "Damaged", "paid", "paid", "sending back your ₦25,000", "Why: Damaged", ""},
		{"refund_failed", "provider", "", "paid", "paid", "", "", ""},
		{"refunded", "provider", "It came twice.", "shipped", "paid", "₦25,000 for order " + number + ". It came twice.", "It came twice.", ""},
		{"refunded", "provider", "", "refunded", "refunded", "sent back your ₦25,000", "We sent back your ₦25,000", ""},
		{"linked", "customer", "", "paid", "paid", "is in your account now", "", ""},
	} {
		t.Run(row.kind+" "+row.status, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			ada := w.person("ada@zuka.example")
			adas, guests, byPhone := w.order(ada, number, "pending", noon), w.order(uuid.Nil, "ZUKA-2026-000002", "pending", noon), w.order(uuid.Nil, "ZUKA-2026-000003", "pending", noon)
			w.exec(`UPDATE orders SET guest_email = NULL WHERE id = $1`, byPhone)
			for _, order := range []int{adas, guests, byPhone} {
				w.step(order, 3, row.kind, row.actor, row.note, row.status, row.payment)
				for range 2 { // The job runs again.
					require.NoError(t, w.service.OrderChanged(t.Context(), order, 3))
				}
			}
			notices := w.pool.Ent().Notification.Query().AllX(t.Context())
			if row.notice == "" {
				require.Empty(t, notices)
			} else {
				require.Len(t, notices, 1)
				require.Contains(t, notices[0].Message, row.notice)
				require.NotContains(t, notices[0].Message, "  ")
				require.Equal(t, ada, notices[0].UserID)
				require.Equal(t, notification.TypeOrderUpdate, notices[0].Type)
				require.Equal(t, "/orders/"+number, *notices[0].ActionURL)
				require.Equal(t, sourceOf(adas, 3), *notices[0].Source)
			}
			w.requireLetters(row.mail, row.sms)
			require.Len(t, w.announced, 6)
			require.Equal(t, 3, w.announced[0].Version)
			require.Equal(t, adas, w.announced[0].ID)
		})
	}
}

// requireLetters are a mail to the person, one to the guest, and an SMS to the
// guest who gave only a phone.
func (w *world) requireLetters(said, text string) {
	w.Helper()
	if said == "" {
		require.Empty(w, w.mails)
	} else {
		require.Len(w, w.mails, 2)
		require.Equal(w, "ada@zuka.example", w.mails[0].To)
		require.Contains(w, w.mails[0].Text, "Hello Ada,")
		require.Contains(w, w.mails[0].Text, "https://zuka.ng/orders/"+number+"\n", "who has an account signs in")
		require.Equal(w, "guest@zuka.example", w.mails[1].To)
		require.Contains(w, w.mails[1].Text, "Hello Chidi,")
		require.Contains(w, w.mails[1].Text, "https://zuka.ng/orders/ZUKA-2026-000002?token=token-of-ZUKA-2026-000002\n")
		for _, message := range w.mails {
			require.Contains(w, message.Text, said)
		}
	}
	if text == "" {
		require.Empty(w, w.texts)
		return
	}
	require.Len(w, w.texts, 1)
	require.Equal(w, "+2348031234567", w.texts[0].To)
	require.Contains(w, w.texts[0].Text, text)
	require.True(w, strings.HasSuffix(w.texts[0].Text, "https://zuka.ng/orders/ZUKA-2026-000003?token=token-of-ZUKA-2026-000003"))
}

func TestRunsAtTheSameTimeSendOneLetter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada := w.person("ada@zuka.example")
	orders := []int{w.order(ada, number, "pending", noon), w.order(uuid.Nil, "ZUKA-2026-000002", "pending", noon)}
	for _, order := range orders {
		w.step(order, 1, "placed", "customer", "", "pending", "pending")
	}
	// The first that sends waits until every other run has found the letter
	// taken, so that they do meet.
	const crowd = 10
	var others atomic.Int32
	away := make(chan struct{})
	w.fail = func() error {
		select {
		case <-away:
		case <-time.After(patience):
			t.Error("the others did not come by")
		}
		return nil
	}
	together(crowd*len(orders), func(i int) {
		err := w.service.OrderChanged(context.Background(), orders[i%len(orders)], 1)
		if errors.Is(err, errUnderWay) && others.Add(1) == (crowd-1)*int32(len(orders)) {
			close(away)
		} else if err != nil && !errors.Is(err, errUnderWay) {
			t.Error(err)
		}
	})
	require.Len(t, w.mails, 2)
	require.Equal(t, 1, w.pool.Ent().Notification.Query().CountX(t.Context()))
	for _, order := range orders { // They are tried again, and find it done.
		require.NoError(t, w.service.OrderChanged(t.Context(), order, 1))
	}
	require.Len(t, w.mails, 2)
}

func TestALetterThatFailedIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada := w.person("ada@zuka.example")
	order := w.order(ada, number, "pending", noon)
	w.step(order, 1, "placed", "customer", "", "pending", "pending")
	busy := errors.New("the server is busy")
	w.fail = func() error { return busy }
	require.ErrorIs(t, w.service.OrderChanged(t.Context(), order, 1), busy)
	// The caller is gone while it is sent: that does not keep the mark.
	gone, leave := context.WithCancel(t.Context())
	w.fail = func() error {
		leave()
		return context.Canceled
	}
	require.ErrorIs(t, w.service.OrderChanged(gone, order, 1), context.Canceled)
	w.fail = nil
	require.NoError(t, w.service.OrderChanged(t.Context(), order, 1))
	require.NoError(t, w.service.OrderChanged(t.Context(), order, 1))
	require.Len(t, w.mails, 1)
	require.Equal(t, 1, w.pool.Ent().Notification.Query().CountX(t.Context()))
}

func TestALetterRefusedForGoodIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	order := w.order(uuid.Nil, number, "pending", noon)
	w.step(order, 1, "placed", "customer", "", "pending", "pending")
	for _, refused := range []error{mail.ErrRefused, sms.ErrRefused} {
		w.exec(`DELETE FROM idempotency_keys`)
		w.fail = func() error { return refused }
		require.ErrorIs(t, w.service.OrderChanged(t.Context(), order, 1), ErrUndeliverable)
		w.fail = nil
		require.NoError(t, w.service.OrderChanged(t.Context(), order, 1))
	}
	require.Empty(t, w.mails)
}

// A process that dies while it sends leaves its mark: it runs out.
func TestALetterOfARunThatDiedIsSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	order := w.order(uuid.Nil, number, "pending", noon)
	w.step(order, 1, "placed", "customer", "", "pending", "pending")
	ours, err := w.service.takeMark(t.Context(), sourceOf(order, 1))
	require.NoError(t, err)
	require.True(t, ours)
	w.at(noon.Add(markLease - time.Second))
	require.ErrorIs(t, w.service.OrderChanged(t.Context(), order, 1), errUnderWay)
	require.Empty(t, w.mails)
	w.at(noon.Add(markLease))
	require.NoError(t, w.service.OrderChanged(t.Context(), order, 1))
	require.NoError(t, w.service.OrderChanged(t.Context(), order, 1))
	w.at(noon.Add(markLife - time.Hour))
	require.NoError(t, w.service.OrderChanged(t.Context(), order, 1))
	require.Len(t, w.mails, 1)
}

func TestWhereNothingCanBeSentNothingIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada, byPhone, gone := w.person("ada@zuka.example"), w.person(""), w.person("gone@zuka.example")
	w.exec(`UPDATE users SET phone = '+2348055555555' WHERE id = $1`, byPhone)
	w.exec(`UPDATE users SET deleted_at = now() WHERE id = $1`, gone)
	place := func(who uuid.UUID, number string) int {
		id := w.order(who, number, "pending", noon)
		w.step(id, 1, "placed", "customer", "", "pending", "pending")
		return id
	}
	require.NoError(t, w.service.OrderChanged(t.Context(), place(byPhone, "ZUKA-2026-000001"), 1), "a person with only a phone has the notice")
	require.NoError(t, w.service.OrderChanged(t.Context(), place(gone, "ZUKA-2026-000002"), 1))
	require.Equal(t, 1, w.pool.Ent().Notification.Query().CountX(t.Context()))
	adas := place(ada, number)
	require.NoError(t, w.service.OrderChanged(t.Context(), adas, 7), "a step that is not there")
	require.NoError(t, w.service.OrderChanged(t.Context(), adas+100, 1))
	w.service.Mail, w.service.SMS = nil, nil
	guests := place(uuid.Nil, "ZUKA-2026-000003")
	require.NoError(t, w.service.OrderChanged(t.Context(), adas, 1))
	require.NoError(t, w.service.OrderChanged(t.Context(), guests, 1))
	require.Empty(t, w.mails)
	require.Empty(t, w.texts)
	// One that belonged to a guest goes on to the address that the guest gave.
	w.service.Mail = mailer{w.post}
	w.exec(`UPDATE orders SET user_id = $2 WHERE id = $1`, guests, byPhone)
	require.NoError(t, w.service.OrderChanged(t.Context(), guests, 1))
	require.Len(t, w.mails, 1)
	require.Equal(t, "guest@zuka.example", w.mails[0].To)
}

func TestALetterArrivesAtAMailServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server := smtp.Start(t)
	sender, err := mail.NewSMTP(mail.SMTPConfig{URL: server.URL(), From: "Zuka <hello@zuka.example>"})
	require.NoError(t, err)
	w.service.Mail = sender
	order := w.order(uuid.Nil, number, "pending", noon)
	w.step(order, 1, "placed", "customer", "", "pending", "pending")
	server.Defer("guest@zuka.example")
	err = w.service.OrderChanged(t.Context(), order, 1)
	require.Error(t, err)
	require.NotErrorIs(t, err, ErrUndeliverable)
	for _, secret := range []string{"guest@zuka.example", "+2348031234567", "Chidi", street, "token-of"} {
		require.NotContains(t, err.Error(), secret, "an error of a job is kept")
		require.NotContains(t, w.logged.String(), secret)
	}
	server.Allow("guest@zuka.example")
	require.NoError(t, w.service.OrderChanged(t.Context(), order, 1))
	arrived := server.Await(t)
	require.NoError(t, arrived.Fault)
	require.Equal(t, []string{"guest@zuka.example"}, arrived.To)
	require.Equal(t, "Your order "+number, arrived.Subject)
	for _, said := range []string{"Ankara dress", "₦25,000", street, "Friday, 22 May 2026", "before 13:30 on 20 May"} {
		require.Contains(t, arrived.Text, said)
		require.Contains(t, arrived.HTML, said)
	}
	require.Contains(t, arrived.HTML, `href="https://zuka.ng/orders/`+number+`?token=token-of-`+number+`"`)
	require.NoError(t, w.service.OrderChanged(t.Context(), order, 1))
	require.Len(t, server.Messages(), 1)

	server.Refuse("guest@zuka.example")
	w.step(order, 2, "paid", "provider", "", "paid", "paid")
	require.ErrorIs(t, w.service.OrderChanged(t.Context(), order, 2), ErrUndeliverable)
}
