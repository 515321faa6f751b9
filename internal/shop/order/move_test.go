package order

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

var (
	methods = []Method{row.PaymentMethodPaystack, row.PaymentMethodFlutterwave, row.PaymentMethodCashOnDelivery}
	actors  = []Actor{customer, staff, provider, shop}
)

// The rules as the page of rules draws them, written out a second time.
func TestTheStateMachineIsTheOneOfTheRules(t *testing.T) {
	t.Parallel()
	type step struct {
		cash, paid bool
		from, to   Status
	}
	may := map[step][]Actor{
		{false, false, "pending", "paid"}:        {provider, shop},
		{false, false, "pending", "cancelled"}:   {customer, staff, shop},
		{false, false, "cancelled", "paid"}:      {provider, shop},
		{false, true, "paid", "processing"}:      {staff},
		{false, true, "processing", "shipped"}:   {staff},
		{false, true, "shipped", "delivered"}:    {staff},
		{true, false, "pending", "processing"}:   {staff},
		{true, true, "pending", "processing"}:    {staff},
		{true, false, "pending", "cancelled"}:    {customer, staff},
		{true, false, "processing", "cancelled"}: {staff},
		{true, false, "shipped", "cancelled"}:    {staff}, // Refused at the door.
		{true, false, "processing", "shipped"}:   {staff},
		{true, true, "processing", "shipped"}:    {staff},
		{true, false, "shipped", "delivered"}:    {staff},
		{true, true, "shipped", "delivered"}:     {staff},
	}
	for _, cash := range []bool{false, true} {
		for _, from := range []Status{"pending", "paid", "processing", "shipped", "delivered", "cancelled"} {
			may[step{cash, true, from, "refunded"}] = []Actor{staff, provider, shop}
		}
	}
	for _, method := range methods {
		for _, payment := range paymentStatuses {
			for _, from := range Statuses {
				for _, to := range Statuses {
					for _, by := range actors {
						named := step{method == "cash_on_delivery", payment == "paid", from, to}
						want := from == to || payment != "refunded" && slices.Contains(may[named], by)
						require.Equal(t, want, May(method, payment, from, to, by), "%s %s: %s to %s by %s", method, payment, from, to, by)
					}
				}
			}
		}
	}
}

func TestMoneyGoesOneWay(t *testing.T) {
	t.Parallel()
	may := map[[2]PaymentStatus]bool{
		{"pending", "pending"}: true, {"pending", "paid"}: true, {"pending", "failed"}: true,
		{"failed", "pending"}: true, {"failed", "paid"}: true, {"failed", "failed"}: true, {"paid", "refunded"}: true,
	}
	for _, from := range paymentStatuses {
		for _, to := range paymentStatuses {
			require.Equal(t, may[[2]PaymentStatus{from, to}], MayPay(from, to), "%s to %s", from, to)
		}
	}
}

// model is an order as the pure rules see it.
type model struct {
	method  Method
	status  Status
	payment PaymentStatus
	version int
}

// take is what the rules say of a step: whether it is taken, and what becomes
// of the order.
func (m model) take(step Step) (model, bool) {
	if !slices.Contains(step.From, m.status) {
		return m, false
	}
	to := step.To
	if to == "" {
		to = m.status
	}
	if !May(m.method, m.payment, m.status, to, step.Actor) {
		return m, false
	}
	payment := step.PaymentStatus
	if payment == nil && to != m.status && (to == row.StatusPaid || to == row.StatusRefunded) {
		payment = ptr(PaymentStatus(to))
	}
	if payment != nil {
		if !MayPay(m.payment, *payment) {
			return m, false
		}
		m.payment = *payment
	}
	m.status, m.version = to, m.version+1
	return m, true
}

func TestMoveDoesWhatTheRulesSay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	taken, all := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		d := w.draft(nil)
		d.Method = rapid.SampledFrom(methods).Draw(t, "method")
		placed := w.place(d)
		m := model{d.Method, row.StatusPending, row.PaymentStatusPending, 1}
		for range rapid.IntRange(1, 10).Draw(t, "steps") {
			step := Step{
				Order: placed.ID, From: rapid.SliceOfNDistinct(rapid.SampledFrom(Statuses), 0, len(Statuses), rapid.ID[Status]).Draw(t, "from"),
				To:    rapid.SampledFrom(append([]Status{""}, Statuses...)).Draw(t, "to"),
				Actor: rapid.SampledFrom(actors).Draw(t, "actor"), Kind: orderevent.KindProcessing,
			}
			if rapid.Bool().Draw(t, "helped") { // Else few random steps would be possible.
				step.From, step.Actor = []Status{m.status}, staff
			}
			if rapid.IntRange(0, 3).Draw(t, "pays") == 0 {
				step.PaymentStatus = ptr(rapid.SampledFrom(paymentStatuses).Draw(t, "payment"))
			}
			moved, err := w.move(step)
			next, may := m.take(step)
			all++
			if !may {
				require.True(t, fault.For(err, fault.StateConflict), "%+v from %+v: %v", step, m, err)
				continue
			}
			require.NoError(t, err, "%+v from %+v", step, m)
			require.Equal(t, next, model{moved.PaymentMethod, moved.Status, moved.PaymentStatus, moved.Version})
			if next.status != row.StatusPending {
				require.True(t, m.status == next.status || moved.ExpiresAt == nil)
			}
			require.Equal(t, next.payment == row.PaymentStatusPaid || next.payment == row.PaymentStatusRefunded, moved.PaidAt != nil)
			require.True(t, next.status != row.StatusCancelled || moved.CancelledAt != nil)
			require.True(t, next.status != row.StatusDelivered || moved.DeliveredAt != nil)
			m = next
			taken++
		}
		versions, _ := w.timeline(placed.ID)
		require.Equal(t, upTo(m.version), versions)
	})
	require.Greater(t, taken, all/20, "of %d steps", all)
}

func TestAStepSetsWhatBelongsToIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user := w.person(viewer.Customer)
	boss := w.person(viewer.Staff)
	placed := w.place(w.draft(&user))
	_, err := w.move(Step{Order: placed.ID, From: []Status{row.StatusPending}, To: row.StatusPaid, Kind: orderevent.KindPaid, Actor: provider})
	require.NoError(t, err)
	_, err = w.move(Step{Order: placed.ID, From: []Status{row.StatusPaid}, To: row.StatusProcessing, Kind: orderevent.KindProcessing, Actor: staff, Person: &boss})
	require.NoError(t, err)
	moved, err := w.move(Step{
		Order: placed.ID, From: []Status{row.StatusProcessing}, To: row.StatusShipped, Kind: orderevent.KindShipped, Actor: staff, Person: &boss, Note: "With care",
		Set: func(update *db.OrderUpdate) {
			update.SetTrackingNumber("GIG-1").SetShippingProvider("GIG").SetStatus(row.StatusRefunded)
		},
	})
	require.NoError(t, err)
	require.Equal(t, row.StatusShipped, moved.Status, "the status is Move's alone")
	require.Equal(t, 4, moved.Version)
	require.Equal(t, "GIG-1", *moved.TrackingNumber)
	require.WithinDuration(t, noon, *moved.PaidAt, time.Microsecond)
	require.Nil(t, moved.ExpiresAt)
	event := w.pool.Ent().OrderEvent.Query().Where(orderevent.OrderID(placed.ID), orderevent.Version(4)).OnlyX(t.Context())
	require.Equal(t, "With care", event.Note)
	require.Equal(t, boss, *event.UserID)
	require.Equal(t, []left{{placed.ID, 1}, {placed.ID, 2}, {placed.ID, 3}, {placed.ID, 4}}, w.outbox.jobs)

	// Whatever its status, money that is back ends an order once; then it is a note.
	for range 2 {
		moved, err = w.move(Step{Order: placed.ID, From: Statuses, To: row.StatusRefunded, Kind: orderevent.KindRefunded, Actor: provider})
		require.NoError(t, err)
		require.Equal(t, row.StatusRefunded, moved.Status)
		require.Equal(t, row.PaymentStatusRefunded, moved.PaymentStatus)
	}
	require.Equal(t, 6, moved.Version)

	_, err = w.move(Step{Order: placed.ID + 1, From: Statuses, Kind: orderevent.KindPaid, Actor: staff})
	require.True(t, fault.Is(err, fault.NotFound), err)
}

func TestMovingIsThreeStatements(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	placed := w.place(w.draft(nil))
	require.NoError(t, postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
		ctx, counter := postgres.WithCounter(ctx)
		_, err := w.service.Move(ctx, tx, Step{Order: placed.ID, From: []Status{row.StatusPending}, To: row.StatusPaid, Kind: orderevent.KindPaid, Actor: shop})
		require.Len(t, counter.Statements(), 3)
		return err
	}))
}

// together runs work n times at once, from behind a barrier.
func together(n int, work func(i int)) {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			<-start
			work(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
}

// Steps that exclude each other, from many sides at once: one is taken, and the
// timeline has no gap.
func TestOfConflictingStepsOneWins(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const crowd = 40
	pending, paid := []Status{row.StatusPending}, []Status{row.StatusPaid}
	for name, steps := range map[string][]Step{
		"cancel against paid": {
			{From: pending, To: row.StatusCancelled, Kind: orderevent.KindCancelled, Actor: customer},
			{From: pending, To: row.StatusPaid, Kind: orderevent.KindPaid, Actor: provider},
			{From: pending, To: row.StatusCancelled, Kind: orderevent.KindCancelled, Actor: shop},
		},
		"refund against work": {
			{From: paid, To: row.StatusRefunded, Kind: orderevent.KindRefunded, Actor: staff},
			{From: paid, To: row.StatusProcessing, Kind: orderevent.KindProcessing, Actor: staff},
		},
	} {
		placed := w.place(w.draft(nil))
		before := 1
		if name == "refund against work" {
			_, err := w.move(Step{Order: placed.ID, From: pending, To: row.StatusPaid, Kind: orderevent.KindPaid, Actor: provider})
			require.NoError(t, err)
			before = 2
		}
		var won, refused atomic.Int32
		together(crowd, func(i int) {
			step := steps[i%len(steps)]
			step.Order = placed.ID
			switch _, err := w.move(step); {
			case err == nil:
				won.Add(1)
			case fault.For(err, fault.StateConflict):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
		require.Equal(t, int32(1), won.Load(), name)
		require.Equal(t, int32(crowd-1), refused.Load(), name)
		require.Equal(t, before+1, w.pool.Ent().Order.GetX(t.Context(), placed.ID).Version)
		versions, _ := w.timeline(placed.ID)
		require.Equal(t, upTo(before+1), versions)
	}
}

// Notes exclude nobody: all are taken, one after the other.
func TestNotesAtOnceLeaveNoGap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	placed := w.place(w.draft(nil))
	together(40, func(int) {
		_, err := w.move(Step{Order: placed.ID, From: Statuses, Kind: orderevent.KindPaymentFailed, Actor: provider, PaymentStatus: ptr(row.PaymentStatusFailed)})
		if err != nil {
			t.Error(err)
		}
	})
	versions, _ := w.timeline(placed.ID)
	require.Equal(t, upTo(41), versions)
	require.Equal(t, 41, w.pool.Ent().Order.GetX(t.Context(), placed.ID).Version)
}
