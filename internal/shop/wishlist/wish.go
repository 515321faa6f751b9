package wishlist

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/wishlist"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
)

// Add wishes for a product. Who wishes for it already has the same wish.
func (s *Service) Add(ctx context.Context, product int) (wish *db.Wishlist, err error) {
	owner, err := me(ctx)
	if err != nil {
		return nil, err
	}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		wish, err = s.add(ctx, tx, owner, product)
		return err
	})
	if err != nil {
		return nil, err
	}
	return wish, nil
}

func (s *Service) add(ctx context.Context, tx postgres.Tx, owner uuid.UUID, product int) (*db.Wishlist, error) {
	// One wish of a person after the other, or there would be more than there may be.
	var one int
	err := tx.QueryRowContext(ctx, "SELECT 1 FROM users WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE", owner).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Unauthenticated, "please sign in")
	}
	if err != nil {
		return nil, fmt.Errorf("waiting for one's wishes: %w", err)
	}
	var (
		price        money.Naira
		inStock      bool
		wish, wishes int
	)
	err = tx.QueryRowContext(ctx, `SELECT p.current_price_ngn, p.in_stock,
			coalesce((SELECT w.id FROM wishlists AS w WHERE w.user_id = $1 AND w.product_id = p.id), 0),
			(SELECT count(*) FROM wishlists AS w WHERE w.user_id = $1)
		FROM products AS p WHERE p.id = $2 AND p.active`, owner, product).Scan(&price, &inStock, &wish, &wishes)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.Refuse(fault.Gone, "productId", "is nothing that the shop sells")
	}
	if err != nil {
		return nil, fmt.Errorf("finding what is wished for: %w", err)
	}
	if wish != 0 {
		return tx.Ent().Wishlist.Get(ctx, wish)
	}
	if wishes >= MostWishes {
		return nil, fault.Refuse(fault.LimitReached, "", "there can be at most %d wishes", MostWishes)
	}
	return tx.Ent().Wishlist.Create().SetUserID(owner).SetProductID(product).SetCreatedAt(s.Clock.Now()).
		SetSeenPriceNgn(price).SetSeenInStock(inStock).Save(ctx)
}

// Remove stops wishing for a product. It is false when nobody did.
func (s *Service) Remove(ctx context.Context, product int) (bool, error) {
	owner, err := me(ctx)
	if err != nil {
		return false, err
	}
	gone, err := s.Pool.Ent().Wishlist.Delete().Where(wishlist.UserID(owner), wishlist.ProductID(product)).Exec(ctx)
	return gone > 0, err
}
