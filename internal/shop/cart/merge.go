package cart

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"zuka/internal/platform/postgres"
)

// MergeGuest puts a guest's cart into the cart of the person who signs in, as
// part of signing in. Of what is in both, the cart has the sum, as far as there
// are so many; everything that becomes less is told. The person's coupon stays,
// else the guest's is taken over. Nothing is left of the guest's cart. The
// caller tells of it by Changed after the commit.
func (s *Service) MergeGuest(ctx context.Context, tx postgres.Tx, session, user uuid.UUID) ([]Warning, error) {
	// Who puts something in at this moment is waited for: see guest.
	if _, err := tx.ExecContext(ctx, "SELECT FROM user_sessions WHERE id = $1 FOR NO KEY UPDATE", session); err != nil {
		return nil, fmt.Errorf("waiting for a guest's session: %w", err)
	}
	guest := Owner{Session: session}
	theirs, err := s.Lock(ctx, tx, guest)
	if err != nil || theirs == nil {
		return nil, err
	}
	person := Owner{User: user}
	cart, err := s.open(ctx, tx, person)
	if err != nil {
		return nil, err
	}
	p := newPlan(merging, cart)
	p.putAll(theirs.wants())
	notes := p.notes
	if err := s.keep(ctx, tx, person, p.puts, cart.ids(p.drops)); err != nil {
		return nil, err
	}
	if dropped := otherCoupon(cart, theirs); dropped != "" {
		notes = append(notes, note{CouponDropped, "the coupon " + dropped + " was left: " + *cart.CouponCode + " is on the cart already", nil})
	}
	if err := s.dissolve(ctx, tx, theirs, cart); err != nil {
		return nil, err
	}
	if cart, err = s.next(ctx, tx, person); err != nil {
		return nil, err
	}
	return tellAll(notes, cart), nil
}

// wants are the lines of a cart as something to put into another.
func (c *Cart) wants() []want {
	all := make([]want, len(c.Lines))
	for i, line := range c.Lines {
		all[i] = want{
			at: numbered(i), key: keyOf(line.ProductID, line.Size, line.Color), size: line.Size, color: line.Color,
			label: label(line.Now.Name, line.Size, line.Color), quantity: line.Quantity, stock: line.Now.Stock,
			sold: line.Now.Sold(), seen: line.UnitPriceNgn,
		}
	}
	return all
}

// otherCoupon is the guest's coupon where the person's cart has another.
func otherCoupon(cart, guests *Cart) string {
	if guests.CouponCode == nil || cart.CouponCode == nil || strings.EqualFold(*guests.CouponCode, *cart.CouponCode) {
		return ""
	}
	return *guests.CouponCode
}

// dissolve takes the guest's cart away, and hands its coupon on.
func (s *Service) dissolve(ctx context.Context, tx postgres.Tx, guests, cart *Cart) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM carts WHERE session_id = $1", *guests.SessionID); err != nil {
		return fmt.Errorf("dissolving a guest's cart: %w", err)
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM cart_headers WHERE id = $1", guests.ID); err != nil {
		return fmt.Errorf("dissolving a guest's cart: %w", err)
	}
	if guests.CouponCode == nil || cart.CouponCode != nil {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "UPDATE cart_headers SET coupon_code = $2 WHERE id = $1", cart.ID, *guests.CouponCode); err != nil {
		return fmt.Errorf("taking over a guest's coupon: %w", err)
	}
	return nil
}
