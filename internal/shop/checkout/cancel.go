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
	return s.giveUp(ctx, order.Step{
		Order: found.ID, From: []order.Status{row.StatusPending}, To: row.StatusCancelled, Kind: orderevent.KindCancelled,
		Actor: orderevent.ActorCustomer, Person: person(viewer.From(ctx).User), Note: reason,
	})
}

// giveUp cancels an order and gives back what it took, once.
func (s *Service) giveUp(ctx context.Context, step order.Step) (*db.Order, error) {
	var st *settling
	now := s.Clock.Now()
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		st = &settling{Service: s, tx: tx, order: &db.Order{ID: step.Order}}
		set := step.Set
		step.Set = func(update *db.OrderUpdate) {
			update.SetCancelledAt(now)
			if set != nil {
				set(update)
			}
		}
		if err := st.step(ctx, step); err != nil {
			return err
		}
		return st.undo(ctx, true)
	})
	if err != nil {
		return nil, err
	}
	st.tell(ctx)
	return st.order, nil
}

// undo gives back what an order took: coupon, reward and points, and its pieces
// when they are still in the house. Each goes back once, in the order of the
// locks.
func (st *settling) undo(ctx context.Context, pieces bool) error {
	id := st.order.ID
	if err := st.Coupon.Return(ctx, st.tx, id); err != nil {
		return err
	}
	if err := st.Loyalty.ReturnReward(ctx, st.tx, id); err != nil {
		return err
	}
	if pieces {
		if err := st.restock(ctx); err != nil {
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
	for _, id := range due {
		gone, err := s.expire(ctx, id)
		if err != nil {
			s.Log.WarnContext(ctx, "an unpaid order could not be given up", "order", id, "cause", err)
		}
		if gone {
			given++
		}
	}
	return given, ctx.Err()
}

func (s *Service) expire(ctx context.Context, id int) (bool, error) {
	attempts, err := s.Pool.Ent().Payment.Query().Where(payment.OrderID(id), payment.StatusEQ(payment.StatusPending)).All(ctx)
	if err != nil {
		return false, err
	}
	for _, attempt := range attempts {
		if err := s.ask(ctx, attempt.ID); err != nil {
			// A provider that is away must not lose an order that was paid; the
			// next run asks again, and after a while without it.
			if found, looked := s.Pool.Ent().Order.Get(ctx, id); looked != nil || s.patient(found) {
				return false, err
			}
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
