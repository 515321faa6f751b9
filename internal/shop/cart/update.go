package cart

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// LineUpdate is how many pieces a line is to have; 0 takes it out.
type LineUpdate struct{ Line, Quantity int }

// here changes the caller's cart where there is one.
func (s *Service) here(ctx context.Context, work work) (*Result, error) {
	owner, ok := OwnerOf(viewer.From(ctx))
	if !ok {
		if viewer.From(ctx).Late {
			return nil, errNobody()
		}
		return &Result{}, nil
	}
	return s.change(ctx, owner, false, work)
}

// Update sets how many pieces lines have, all or none of them. More than there
// are becomes as many as there are.
func (s *Service) Update(ctx context.Context, lines []LineUpdate) (*Result, error) {
	if err := several("lines", len(lines)); err != nil {
		return nil, err
	}
	var faults fault.Faults
	named := map[int]bool{}
	for i, line := range lines {
		faults.Check(!named[line.Line], field(numbered(i), "id"), "is named twice")
		named[line.Line] = true
		faults.Check(line.Quantity >= 0 && line.Quantity <= MostQuantity, field(numbered(i), "quantity"), "must be 0 to %d, got %d", MostQuantity, line.Quantity)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	result, err := s.here(ctx, func(ctx context.Context, tx postgres.Tx, cart *Cart) (outcome, error) {
		u, err := set(cart, lines)
		if err != nil {
			return outcome{}, err
		}
		return outcome{len(u.puts)+len(u.drops) > 0, u.notes}, s.keep(ctx, tx, cart.Owner(), u.puts, u.drops)
	})
	if err == nil && result.Cart == nil { // Who has no cart has none of these lines.
		_, err = set(&Cart{}, lines)
	}
	if err != nil {
		return nil, err
	}
	return result, nil
}

// update is what becomes of lines whose quantities are set.
type update struct {
	puts  []*place
	drops []int
	notes []note
}

func set(cart *Cart, lines []LineUpdate) (update, error) {
	there := make(map[int]*Line, len(cart.Lines))
	for _, line := range cart.Lines {
		there[line.ID] = line
	}
	var (
		u      update
		faults fault.Faults
	)
	for i, one := range lines {
		line := there[one.Line]
		switch {
		case line == nil:
			faults = append(faults, fault.Refuse(fault.Gone, field(numbered(i), "id"), "is not in the cart"))
		case one.Quantity == 0:
			u.drops = append(u.drops, line.ID)
		default:
			faults.Keep(u.line(line, one.Quantity, numbered(i)))
		}
	}
	return u, faults.Err()
}

// line sets one line to 1 or more.
func (u *update) line(line *Line, wanted int, at string) error {
	name := label(line.Now.Name, line.Size, line.Color)
	if !line.Now.Sold() {
		return fault.Refuse(fault.Gone, field(at, "id"), "%s is not sold any more", name)
	}
	if line.Now.Stock <= 0 {
		return fault.Refuse(fault.InsufficientStock, field(at, "quantity"), "%s is sold out", name).With(fault.StockDetail{})
	}
	after := min(wanted, line.Now.Stock)
	if after < wanted {
		u.notes = append(u.notes, reduced(keyOf(line.ProductID, line.Size, line.Color), name, after, wanted, line.Now.Stock))
	}
	seen := line.UnitPriceNgn
	if after == line.Quantity && seen != nil && *seen == line.Now.Price {
		return nil
	}
	price := line.Now.Price
	u.puts = append(u.puts, &place{line.ProductID, line.Size, line.Color, line.Quantity, after, &price})
	return nil
}

// Remove takes lines out of the caller's cart; those that are not in it are no
// failure.
func (s *Service) Remove(ctx context.Context, lines []int) (*Result, error) {
	if err := several("ids", len(lines)); err != nil {
		return nil, err
	}
	return s.here(ctx, func(ctx context.Context, tx postgres.Tx, cart *Cart) (outcome, error) {
		return s.takeOut(ctx, tx, cart, "id = ANY($2)", lines)
	})
}

// Clear takes all lines out of the caller's cart. Codes that were typed stay.
func (s *Service) Clear(ctx context.Context) (*Result, error) {
	return s.here(ctx, func(ctx context.Context, tx postgres.Tx, cart *Cart) (outcome, error) {
		return s.takeOut(ctx, tx, cart, "true")
	})
}

func (s *Service) takeOut(ctx context.Context, tx postgres.Tx, cart *Cart, which string, args ...any) (outcome, error) {
	owner := cart.Owner()
	done, err := tx.ExecContext(ctx, "DELETE FROM carts WHERE "+owner.column()+" = $1 AND "+which, append([]any{owner.id()}, args...)...)
	if err != nil {
		return outcome{}, fmt.Errorf("taking lines out of a cart: %w", err)
	}
	taken, err := done.RowsAffected()
	return outcome{changed: taken > 0}, err
}

// SetCoupon puts a coupon's code on the caller's cart, or takes it off. Whether
// it works has been asked before.
func (s *Service) SetCoupon(ctx context.Context, code *string) (*Result, error) {
	code, err := typed(code)
	if err != nil {
		return nil, err
	}
	return s.set(ctx, "coupon_code", code, code != nil)
}

// SetCouponTx is SetCoupon within a transaction, which has not locked anything
// that comes after a cart. The caller tells of it by Changed after the commit.
func (s *Service) SetCouponTx(ctx context.Context, tx postgres.Tx, code string) error {
	typed, err := typed(&code)
	if err != nil {
		return err
	}
	owner, ok := OwnerOf(viewer.From(ctx))
	if !ok {
		return errNobody()
	}
	cart, err := s.Lock(ctx, tx, owner)
	if err != nil {
		return err
	}
	if cart == nil {
		return fault.Refuse(fault.CartEmpty, "", "there is nothing in the cart")
	}
	out, err := put(ctx, tx, cart, "coupon_code", typed)
	if err == nil && out.changed {
		_, err = s.next(ctx, tx, owner)
	}
	return err
}

// SetReward puts a reward's code on the person's cart, or takes it off.
func (s *Service) SetReward(ctx context.Context, code *string) (*Result, error) {
	if !viewer.From(ctx).SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "please sign in")
	}
	code, err := typed(code)
	if err != nil {
		return nil, err
	}
	return s.set(ctx, "reward_code", code, code != nil)
}

// SetPoints says how many points the person wants to spend on the order.
func (s *Service) SetPoints(ctx context.Context, points int) (*Result, error) {
	if !viewer.From(ctx).SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "please sign in")
	}
	if points < 0 || points > 1<<31-1 {
		return nil, fault.Invalid("points", "must not be negative, nor more than anybody has")
	}
	return s.set(ctx, "points", points, points > 0)
}

// set changes one column of the header. Where there is no cart there is nothing
// to take off, and nothing that anything could be put on.
func (s *Service) set(ctx context.Context, column string, value any, on bool) (*Result, error) {
	result, err := s.here(ctx, func(ctx context.Context, tx postgres.Tx, cart *Cart) (outcome, error) {
		return put(ctx, tx, cart, column, value)
	})
	if err == nil && result.Cart == nil && on {
		return nil, fault.Refuse(fault.CartEmpty, "", "there is nothing in the cart")
	}
	return result, err
}

// put changes one column of a locked cart's header.
func put(ctx context.Context, tx postgres.Tx, cart *Cart, column string, value any) (outcome, error) {
	done, err := tx.ExecContext(ctx, "UPDATE cart_headers SET "+column+" = $2 WHERE id = $1 AND "+column+" IS DISTINCT FROM $2", cart.ID, value)
	if err != nil {
		return outcome{}, fmt.Errorf("setting %s of a cart: %w", column, err)
	}
	changed, err := done.RowsAffected()
	return outcome{changed: changed > 0}, err
}

// typed is a code as it can be kept.
func typed(code *string) (*string, error) {
	if code == nil {
		return nil, nil
	}
	text := strings.TrimSpace(*code)
	if text == "" || len(text) > longestCode || !utf8.ValidString(text) || strings.Contains(text, "\x00") {
		return nil, fault.Invalid("code", "must be 1 to %d characters", longestCode)
	}
	return &text, nil
}

// Acknowledge notes that the shopper has seen what the lines of this cart cost
// now: the prices that were shown, which may have changed again since.
func (s *Service) Acknowledge(ctx context.Context, shown *Cart) error {
	prices := map[int]money.Naira{}
	for _, line := range shown.Lines {
		if line.UnitPriceNgn == nil || *line.UnitPriceNgn != line.Now.Price {
			prices[line.ID] = line.Now.Price
		}
	}
	if len(prices) == 0 {
		return nil
	}
	_, err := s.change(ctx, shown.Owner(), false, func(ctx context.Context, tx postgres.Tx, cart *Cart) (outcome, error) {
		var puts []*place
		for _, line := range cart.Lines {
			if price, ok := prices[line.ID]; ok {
				puts = append(puts, &place{line.ProductID, line.Size, line.Color, line.Quantity, line.Quantity, &price})
			}
		}
		return outcome{changed: len(puts) > 0}, s.keep(ctx, tx, cart.Owner(), puts, nil)
	})
	return err
}

// Empty takes everything out of a locked cart after an order, the codes and
// points too. The caller tells of it by Changed after the commit.
func (s *Service) Empty(ctx context.Context, tx postgres.Tx, cart *Cart) error {
	owner := cart.Owner()
	_, err := tx.ExecContext(ctx, "WITH gone AS (DELETE FROM carts WHERE "+owner.column()+` = $1)
		UPDATE cart_headers SET coupon_code = NULL, reward_code = NULL, points = 0, version = version + 1, updated_at = $3 WHERE id = $2`,
		owner.id(), cart.ID, s.Clock.Now())
	if err != nil {
		return fmt.Errorf("emptying a cart: %w", err)
	}
	return nil
}
