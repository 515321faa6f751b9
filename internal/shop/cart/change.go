package cart

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// Result is a cart after a change, with what was changed beyond what was asked
// for. The cart is nil where there was nothing to change.
type Result struct {
	Cart     *Cart
	Warnings []Warning
}

// Lock locks a cart for the rest of the transaction and reads it, so that
// nothing about it changes any more; nil when there is none. It comes before
// every other lock of the transaction.
func (s *Service) Lock(ctx context.Context, tx postgres.Tx, owner Owner) (*Cart, error) {
	var id uuid.UUID
	err := tx.QueryRowContext(ctx, "SELECT id FROM cart_headers WHERE "+owner.column()+" = $1 FOR UPDATE", owner.id()).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("locking a cart: %w", err)
	}
	// A statement of its own: the lines are those of after the wait.
	return within(ctx, tx, owner)
}

// open is Lock for a cart that is to be there.
func (s *Service) open(ctx context.Context, tx postgres.Tx, owner Owner) (*Cart, error) {
	if owner.Session != uuid.Nil {
		if err := guest(ctx, tx, owner.Session); err != nil {
			return nil, err
		}
	}
	// Most carts are there already: only the first thing costs making one.
	cart, err := s.Lock(ctx, tx, owner)
	if err != nil || cart != nil {
		return cart, err
	}
	user, session := owner.columns()
	now := s.Clock.Now()
	_, err = tx.ExecContext(ctx, `INSERT INTO cart_headers (id, user_id, session_id, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $4) ON CONFLICT DO NOTHING`, uuid.Must(uuid.NewV7()), user, session, now)
	if err != nil {
		return nil, fmt.Errorf("making a cart: %w", err)
	}
	cart, err = s.Lock(ctx, tx, owner)
	if err == nil && cart == nil {
		// The person's account was erased in between.
		err = errNobody()
	}
	return cart, err
}

// guest keeps a guest's session a guest's for the rest of the transaction.
// Signing in on it waits, and then finds everything that was put in; who came
// too late for that is told so.
func guest(ctx context.Context, tx postgres.Tx, session uuid.UUID) error {
	var one int
	err := tx.QueryRowContext(ctx, "SELECT 1 FROM user_sessions WHERE id = $1 AND user_id IS NULL AND revoked_at IS NULL FOR SHARE", session).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return errNobody()
	}
	if err != nil {
		return fmt.Errorf("keeping a guest's session: %w", err)
	}
	return nil
}

// work changes a locked cart. It answers what to tell of it; an error undoes
// everything.
type work func(ctx context.Context, tx postgres.Tx, cart *Cart) (outcome, error)

// outcome says whether work changed anything, and what is to be told.
type outcome struct {
	changed bool
	notes   []note
}

// change runs work on the owner's cart in one transaction and tells of it after
// the commit. Where there is no cart it makes one if begin is set, and else does
// nothing.
func (s *Service) change(ctx context.Context, owner Owner, begin bool, work work) (*Result, error) {
	var (
		result *Result
		told   bool
	)
	lock := s.Lock
	if begin {
		lock = s.open
	}
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		cart, err := lock(ctx, tx, owner)
		if err != nil || cart == nil {
			result = &Result{}
			return err
		}
		out, err := work(ctx, tx, cart)
		if err != nil {
			return err
		}
		if told = out.changed; told {
			if cart, err = s.next(ctx, tx, owner); err != nil {
				return err
			}
		}
		result = &Result{Cart: cart, Warnings: tellAll(out.notes, cart)}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if told {
		s.tell(ctx, owner, result.Cart.Version)
	}
	return result, nil
}

// next raises the version of a changed cart and reads it.
func (s *Service) next(ctx context.Context, tx postgres.Tx, owner Owner) (*Cart, error) {
	_, err := tx.ExecContext(ctx, "UPDATE cart_headers SET version = version + 1, updated_at = $2 WHERE "+owner.column()+" = $1", owner.id(), s.Clock.Now())
	if err != nil {
		return nil, fmt.Errorf("raising a cart's version: %w", err)
	}
	return within(ctx, tx, owner)
}

// keep writes what lines are to be, and takes lines out.
func (s *Service) keep(ctx context.Context, tx postgres.Tx, owner Owner, puts []*place, drops []int) error {
	if len(drops) > 0 {
		if _, err := tx.ExecContext(ctx, "DELETE FROM carts WHERE "+owner.column()+" = $1 AND id = ANY($2)", owner.id(), drops); err != nil {
			return fmt.Errorf("taking lines out of a cart: %w", err)
		}
	}
	if len(puts) == 0 {
		return nil
	}
	var (
		products, quantities []int
		sizes, colors        []*string
		prices               []*int64
	)
	for _, p := range puts {
		products, quantities = append(products, p.product), append(quantities, p.after)
		sizes, colors = append(sizes, p.size), append(colors, p.color)
		prices = append(prices, (*int64)(p.seen))
	}
	user, session := owner.columns()
	// The header is locked, so the quantities are what they were when read.
	_, err := tx.ExecContext(ctx, `INSERT INTO carts (user_id, session_id, product_id, size, color, quantity, unit_price_ngn, added_at, updated_at)
		SELECT $1, $2, l.product, l.size, l.color, l.quantity, l.price, $3, $3
		FROM unnest($4::bigint[], $5::text[], $6::text[], $7::int[], $8::bigint[]) WITH ORDINALITY AS l (product, size, color, quantity, price, n)
		ORDER BY l.n
		ON CONFLICT (user_id, session_id, product_id, size, color)
		DO UPDATE SET quantity = excluded.quantity, unit_price_ngn = excluded.unit_price_ngn, updated_at = excluded.updated_at`,
		user, session, s.Clock.Now(), products, sizes, colors, quantities, prices)
	if err != nil {
		return fmt.Errorf("writing lines of a cart: %w", err)
	}
	return nil
}

// field is the path of a field of the line at a path.
func field(at, name string) string { return at + "." + name }

// several refuses a call that names none or too many.
func several(list string, n int) error {
	if n < 1 || n > MostLines {
		return fault.Invalid(list, "must be 1 to %d, got %d", MostLines, n)
	}
	return nil
}
