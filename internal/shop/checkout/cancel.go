package checkout

import (
	"context"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/db/orderevent"
	"zuka/ent/db/payment"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/inventory"
	"zuka/internal/shop/loyalty"
	"zuka/internal/shop/order"
)

// Named is how a caller names an order: by its id, or by its number and, for a
// guest, its access token.
type Named struct {
	ID            *int
	Number, Token *string
}

// Find is an order that the viewer may see, or a fault NOT_FOUND.
func (s *Service) Find(ctx context.Context, named Named) (*db.Order, error) {
	found, err := s.Look(ctx, named)
	if err == nil && found == nil {
		err = fault.Refuse(fault.Gone, "", "there is no such order")
	}
	return found, err
}

// Look is an order that the viewer may see; nil when there is none.
func (s *Service) Look(ctx context.Context, named Named) (*db.Order, error) {
	switch {
	case (named.ID == nil) == (named.Number == nil):
		return nil, fault.Invalid("number", "give either the id or the number of the order")
	case named.ID != nil:
		return s.Order.Find(ctx, *named.ID)
	}
	return s.Order.ByNumber(ctx, *named.Number, named.Token)
}

// Cancel gives up an order that is not paid, for who ordered it.
func (s *Service) Cancel(ctx context.Context, named Named, reason string) (*db.Order, error) {
	reason, err := keepReason("input.reason", reason, false)
	if err != nil {
		return nil, err
	}
	found, err := s.Find(ctx, named)
	if err != nil {
		return nil, fault.Below("input", err)
	}
	v, by := viewer.From(ctx), orderevent.ActorCustomer
	if v.May(viewer.Staff) && (found.UserID == nil || *found.UserID != v.User) {
		by = orderevent.ActorStaff
	}
	return s.giveUp(ctx, order.Step{
		Order: found.ID, From: []order.Status{row.StatusPending}, To: row.StatusCancelled, Kind: orderevent.KindCancelled,
		Actor: by, Person: person(v.User), Note: reason,
	})
}

// giveUp cancels an order and gives back what it took, once.
func (s *Service) giveUp(ctx context.Context, step order.Step) (*db.Order, error) {
	var st *settling
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		st = &settling{Service: s, tx: tx, order: &db.Order{ID: step.Order}}
		if err := st.step(ctx, step); err != nil {
			return err
		}
		return st.undo(ctx, returning{pieces: true})
	})
	if err != nil {
		return nil, err
	}
	st.tell(ctx)
	return st.order, nil
}

// returning is what else comes back with an order's coupon, reward and points.
type returning struct {
	// pieces tells whether they are in the house, and sold whether they were
	// counted as sold.
	pieces, sold bool
}

// undo gives back what an order took, each thing once and in the order of the
// locks: coupon, reward, products, and the person's points last.
func (st *settling) undo(ctx context.Context, what returning) error {
	id := st.order.ID
	var cashback *loyalty.Award
	if what.sold { // While the reward is still the order's.
		var err error
		if cashback, err = st.Loyalty.CashbackOf(ctx, st.tx, id); err != nil {
			return err
		}
	}
	if err := st.Coupon.Return(ctx, st.tx, id); err != nil {
		return err
	}
	if err := st.Loyalty.ReturnReward(ctx, st.tx, id); err != nil {
		return err
	}
	if what.pieces {
		if err := st.restock(ctx); err != nil {
			return err
		}
	}
	if what.sold {
		if err := st.sell(ctx, -1); err != nil {
			return err
		}
		if err := st.unearn(ctx, cashback); err != nil {
			return err
		}
	}
	return st.Loyalty.ReturnSpent(ctx, st.tx, id)
}

func (st *settling) restock(ctx context.Context) error {
	released, err := st.Order.ReleaseStock(ctx, st.tx, st.order.ID)
	if err != nil || len(released) == 0 {
		return err
	}
	back := make([]inventory.Piece, len(released))
	for i, one := range released {
		back[i] = inventory.Piece(one)
	}
	taken, err := st.Inventory.Return(ctx, st.tx, back)
	st.taken = append(st.taken, taken...)
	return err
}

// ExpireUnpaid gives up the orders whose time to be paid is over, and says how
// many. Each is asked about once more before its pieces go back on sale. It is
// safe to run twice and in several processes.
func (s *Service) ExpireUnpaid(ctx context.Context) (given int, err error) {
	due, err := s.Order.Expired(ctx, batch)
	if err != nil {
		return 0, err
	}
	away := make(map[payment.Provider]error)
	for _, id := range due {
		if ctx.Err() != nil {
			break
		}
		gone, err := s.expire(ctx, id, away)
		if err != nil {
			s.Log.WarnContext(ctx, "an unpaid order could not be given up", "order", id, "cause", err)
		}
		if gone {
			given++
		}
	}
	return given, ctx.Err()
}

// expire gives up one order. Away are the providers that did not answer in this
// run, which are not waited for again.
func (s *Service) expire(ctx context.Context, id int, away map[payment.Provider]error) (bool, error) {
	attempts, err := s.Pool.Ent().Payment.Query().
		Where(payment.OrderID(id), payment.StatusNEQ(payment.StatusSuccess), payment.NextCheckAtNotNil()).All(ctx)
	if err != nil {
		return false, err
	}
	for _, attempt := range attempts {
		err := away[attempt.Provider]
		if err == nil {
			err = s.ask(ctx, attempt.ID)
		}
		if err == nil {
			continue
		}
		if fault.Is(err, fault.ServiceUnavailable) {
			away[attempt.Provider] = err
		}
		// A provider that is away must not lose an order that was paid; the next
		// run asks again, and after a while without it.
		if found, looked := s.Pool.Ent().Order.Get(ctx, id); looked != nil || s.patient(found) {
			return false, err
		}
	}
	_, err = s.giveUp(ctx, order.Step{
		Order: id, From: []order.Status{row.StatusPending}, To: row.StatusCancelled, Kind: orderevent.KindCancelled, Actor: orderevent.ActorShop,
		Note: "It was not paid in time.", Set: func(update *db.OrderUpdate) { update.Where(row.ExpiresAtLTE(s.Clock.Now())) },
	})
	if fault.For(err, fault.StateConflict) {
		return false, nil // It was paid, or given up, in between.
	}
	return err == nil, err
}

// patience is how long an order outlives its time because its provider cannot
// be asked.
const patience = 30 * time.Minute

func (s *Service) patient(o *db.Order) bool {
	return o.ExpiresAt != nil && s.Clock.Now().Before(o.ExpiresAt.Add(patience))
}

func staffOf(ctx context.Context) (uuid.UUID, error) {
	v := viewer.From(ctx)
	switch {
	case !v.SignedIn():
		return uuid.Nil, fault.New(fault.Unauthenticated, "please sign in")
	case !v.May(viewer.Staff):
		return uuid.Nil, fault.New(fault.Forbidden, "only staff may do this")
	}
	return v.User, nil
}
