package review

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// Purchases knows who bought what.
type Purchases interface {
	// Purchased tells whether a person bought a product and got it.
	Purchased(ctx context.Context, user uuid.UUID, product int) (bool, error)
}

// Catalogue shows reviews to shoppers.
type Catalogue interface {
	// ReviewsChanged drops what is remembered of a product's reviews and its
	// rating.
	ReviewsChanged(ctx context.Context, product int) error
}

// Notices tell people what happened to what is theirs.
type Notices interface {
	// ReviewHidden tells an author that staff hid a review, and why.
	ReviewHidden(ctx context.Context, tx postgres.Tx, hidden *db.ProductReview, reason string) error
}

// Points thank those who review.
type Points interface {
	// Reviewed gives what a review of a product is worth, once for each person
	// and product.
	Reviewed(ctx context.Context, tx postgres.Tx, user uuid.UUID, product int) error
}

// Config says what the service works with.
type Config struct {
	Pool      *postgres.Pool
	Purchases Purchases
	Catalogue Catalogue
	// Notices is nil where authors are not told.
	Notices Notices
	// Points is nil where reviews are worth none.
	Points Points
	Clock  clock.Clock
	Log    *slog.Logger
}

// Service takes reviews and looks after them. It is safe for use from many
// goroutines.
type Service struct{ Config }

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{config}
}

var (
	noProduct = fault.Refuse(fault.Gone, "productId", "is no product of this shop")
	noReview  = fault.Refuse(fault.Gone, "id", "is no review")
	notYours  = fault.Refuse(fault.Gone, "id", "is no review of yours")
)

// me is who is signed in.
func me(ctx context.Context) (uuid.UUID, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return uuid.Nil, fault.New(fault.Unauthenticated, "please sign in")
	}
	return v.User, nil
}

func staff(ctx context.Context) (uuid.UUID, error) {
	user, err := me(ctx)
	if err == nil && !viewer.From(ctx).May(viewer.Staff) {
		err = fault.New(fault.Forbidden, "only staff may do this")
	}
	return user, err
}

// rated runs a change to a product's reviews and brings the product's rating
// up to date. The product is locked before anything is read, so changes to its
// reviews follow one another and each counts those before it.
func (s *Service) rated(ctx context.Context, product int, change func(context.Context, postgres.Tx) error) error {
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		var id int
		err := tx.QueryRowContext(ctx, "SELECT id FROM products WHERE id = $1 FOR NO KEY UPDATE", product).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return noProduct
		}
		if err != nil {
			return fmt.Errorf("locking a product: %w", err)
		}
		if err := change(ctx, tx); err != nil {
			return err
		}
		return s.rate(ctx, tx, product)
	})
	if err == nil {
		s.show(ctx, product)
	}
	return err
}

// rate counts the stars of a locked product. A mean that is kept up to date by
// each new rating would carry the rounding of numeric(3,2) along.
func (s *Service) rate(ctx context.Context, tx postgres.Tx, product int) error {
	_, err := tx.ExecContext(ctx, `UPDATE products SET rating_average = now.average, rating_count = now.count, updated_at = $2
		FROM (SELECT COALESCE(round(avg(rating), 2), 0) AS average, count(*) AS count
			FROM product_reviews WHERE product_id = $1 AND status = 'published') AS now
		WHERE id = $1 AND (rating_average, rating_count) IS DISTINCT FROM (now.average, now.count)`, product, s.Clock.Now())
	if err != nil {
		return fmt.Errorf("rating a product: %w", err)
	}
	return nil
}

// show lets shoppers see a change at once. An error is no failure of the
// caller's work: what is remembered runs out by itself.
func (s *Service) show(ctx context.Context, product int) {
	if err := s.Catalogue.ReviewsChanged(ctx, product); err != nil {
		s.Log.WarnContext(ctx, "a change of reviews is shown later", "product", product, "cause", err)
	}
}
