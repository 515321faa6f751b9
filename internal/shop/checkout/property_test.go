package checkout_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/db"
	"zuka/ent/db/order"
	"zuka/internal/devpay"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/checkout"
)

// TestWhateverHappensTheShopAddsUp lets a few people, the providers and staff do
// what they like, in any order.
func TestWhateverHappensTheShopAddsUp(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	staff := s.staff()
	rapid.Check(t, func(rt *rapid.T) {
		w := &world{shop: s, T: rt, staff: staff, tag: uuid.NewString()[:8]}
		w.begin()
		rt.Repeat(map[string]func(*rapid.T){
			"add": w.add, "coupon": w.applyCoupon, "reward": w.applyReward, "points": w.applyPoints, "complete": w.complete, "again": w.again,
			"complete too": w.complete, "begin payment": w.beginPayment, "payer": w.payer, "provider": w.provider, "messages": w.messages,
			"verify": w.verify, "cancel": w.cancel, "time": w.time, "status": w.status, "collect": w.collect, "refund": w.refund, "price": w.price,
			"": func(*rapid.T) {},
		})
		w.end()
	})
}

// world is what one sequence happens to.
type world struct {
	*shop
	*rapid.T
	staff    context.Context
	tag      string
	people   []context.Context
	lines    []cart.LineInput
	made     []*checkout.Completed
	inputs   []checkout.Input
	ordered  []context.Context
	attempts []*db.Payment
}

func (w *world) begin() {
	for i := range 3 {
		if i == 2 {
			ctx, _ := w.guest()
			w.people = append(w.people, ctx)
			continue
		}
		ctx, user := w.rich(1_500)
		w.reward(user, fmt.Sprint("R", i, w.tag), "")
		w.people = append(w.people, ctx)
	}
	varied := w.varied(9_000, 2, "M", "L")
	w.lines = []cart.LineInput{
		{Product: w.product(3_000, 4)}, {Product: w.product(20_000, 3)},
		{Product: varied, Size: new("M"), Color: new("red")}, {Product: varied, Size: new("L"), Color: new("red")},
	}
	w.coupon("C"+w.tag, "usage_limit = 2, type = 'percentage', value_percent = 50")
	w.coupon("D"+w.tag, "user_limit = 1, type = 'percentage', value_percent = 100")
}

// may is an error that people are told of, or none.
func (w *world) may(err error) {
	if _, expected := fault.From(err); err != nil && !expected {
		w.T.Fatalf("%v", err)
	}
}

func pick[T any](t *rapid.T, from []T, what string) (one T, at int) {
	if len(from) == 0 {
		t.Skip("there is no " + what)
	}
	at = rapid.IntRange(0, len(from)-1).Draw(t, what)
	return from[at], at
}

func (w *world) add(t *rapid.T) {
	who, _ := pick(t, w.people, "person")
	line, _ := pick(t, w.lines, "line")
	line.Quantity = rapid.IntRange(1, 3).Draw(t, "quantity")
	_, err := w.Cart.Add(who, []cart.LineInput{line})
	w.may(err)
}

func (w *world) applyCoupon(t *rapid.T) {
	who, _ := pick(t, w.people, "person")
	_, err := w.ApplyCoupon(who, rapid.SampledFrom([]string{"c", "d"}).Draw(t, "code")+w.tag)
	w.may(err)
}

func (w *world) applyReward(t *rapid.T) {
	who, at := pick(t, w.people, "person")
	_, err := w.ApplyReward(who, fmt.Sprint("r", at, w.tag))
	w.may(err)
}

func (w *world) applyPoints(t *rapid.T) {
	who, _ := pick(t, w.people, "person")
	_, err := w.Cart.SetPoints(who, rapid.SampledFrom([]int{0, 100, 700, 1_500}).Draw(t, "points"))
	w.may(err)
}

func (w *world) complete(t *rapid.T) {
	who, _ := pick(t, w.people, "person")
	in := w.input(who, rapid.SampledFrom([]order.PaymentMethod{online, waved, cash}).Draw(t, "method"))
	done, err := w.Complete(who, in)
	w.may(err)
	if err != nil {
		return
	}
	require.NoError(w.T, done.Unreached)
	require.Equal(w.T, in.ExpectedTotal, done.Order.TotalNgn)
	w.made, w.inputs, w.ordered = append(w.made, done), append(w.inputs, in), append(w.ordered, who)
	if done.Payment != nil {
		w.attempts = append(w.attempts, done.Payment)
	}
}

func (w *world) again(t *rapid.T) {
	done, at := pick(t, w.made, "order")
	again, err := w.Complete(w.ordered[at], w.inputs[at])
	require.NoError(w.T, err)
	require.Equal(w.T, done.Order.ID, again.Order.ID)
	require.Equal(w.T, done.AccessToken, again.AccessToken)
}

// named is one of the orders, as who ordered names it.
func (w *world) named(t *rapid.T) (context.Context, checkout.Named, int) {
	done, at := pick(t, w.made, "order")
	if viewer.From(w.ordered[at]).SignedIn() {
		return w.ordered[at], checkout.Named{ID: &done.Order.ID}, done.Order.ID
	}
	return w.ordered[at], checkout.Named{Number: &done.Order.OrderNumber, Token: &done.AccessToken}, done.Order.ID
}

func (w *world) beginPayment(t *rapid.T) {
	who, named, _ := w.named(t)
	paying, err := w.BeginPayment(who, named, new(rapid.SampledFrom([]order.PaymentMethod{online, waved}).Draw(t, "method")))
	w.may(err)
	if err == nil {
		w.attempts = append(w.attempts, paying.Payment)
	}
}

func (w *world) payer(t *rapid.T) {
	attempt, _ := pick(t, w.attempts, "attempt")
	action := devpay.Action{Kind: rapid.SampledFrom([]devpay.Kind{
		devpay.Succeed, devpay.Succeed, devpay.SucceedWithoutWebhook, devpay.Fail, devpay.Abandon, devpay.Pend, devpay.WrongAmount, devpay.LyingWebhook,
		devpay.ForgedWebhook,
	}).Draw(t, "does")}
	_ = w.pay.Act(w.Context(), string(attempt.Provider), attempt.Reference, action) // It may not be possible any more.
}

func (w *world) provider(t *rapid.T) {
	attempt, _ := pick(t, w.attempts, "attempt")
	action := devpay.Action{Times: 3, Concurrent: true, Kind: rapid.SampledFrom([]devpay.Kind{
		devpay.DuplicateWebhook, devpay.RefundProcessed, devpay.RefundProcessed, devpay.RefundFailed,
	}).Draw(t, "does")}
	_ = w.pay.Act(w.Context(), string(attempt.Provider), attempt.Reference, action)
}

func (w *world) messages(t *rapid.T) {
	if rapid.Bool().Draw(t, "twice") {
		w.exec("INSERT INTO outbox (kind, ref) SELECT kind, ref FROM outbox WHERE kind <> 'order'")
	}
	w.jobs()
}

func (w *world) verify(t *rapid.T) {
	attempt, _ := pick(t, w.attempts, "attempt")
	_, err := w.VerifyPayment(w.staff, attempt.Reference, nil)
	w.may(err)
}

func (w *world) cancel(t *rapid.T) {
	who, named, _ := w.named(t)
	_, err := w.Cancel(who, named, "")
	w.may(err)
}

func (w *world) time(t *rapid.T) {
	w.clock.add(time.Duration(rapid.SampledFrom([]int{3, 20, 31, 70}).Draw(t, "minutes")) * time.Minute)
	for _, sweep := range []func(context.Context) (int, error){w.CheckDue, w.ExpireUnpaid, w.CheckRefunds} {
		_, err := sweep(w.Context())
		require.NoError(w.T, err)
	}
}

func (w *world) status(t *rapid.T) {
	_, _, id := w.named(t)
	status := rapid.SampledFrom([]order.Status{order.StatusProcessing, order.StatusShipped, order.StatusDelivered, order.StatusCancelled}).Draw(t, "status")
	_, err := w.SetStatus(w.staff, checkout.StatusInput{Order: id, Status: status, Carrier: new("GIG")})
	w.may(err)
}

func (w *world) collect(t *rapid.T) {
	_, _, id := w.named(t)
	_, err := w.MarkPaid(w.staff, checkout.CashInput{Order: id, Amount: w.read(id).TotalNgn, How: "pos", IdempotencyKey: uuid.NewString()})
	w.may(err)
}

func (w *world) refund(t *rapid.T) {
	_, _, id := w.named(t)
	_, err := w.Refund(w.staff, checkout.RefundInput{Order: id, Reason: "torn", IdempotencyKey: uuid.NewString()})
	w.may(err)
}

func (w *world) price(t *rapid.T) {
	line, _ := pick(t, w.lines, "line")
	w.exec("UPDATE products SET sale_price_ngn = $2 WHERE id = $1", line.Product, rapid.SampledFrom([]*int{nil, new(2_999), new(2_500)}).Draw(t, "price"))
}

func (w *world) end() {
	if !w.sound() {
		w.T.Fatalf("the shop does not add up")
	}
	w.jobs()
	if !w.sound() {
		w.T.Fatalf("the shop does not add up once everything is done")
	}
}
