package merchandising

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"zuka/ent/db"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// Catalogue shows shoppers what staff change.
type Catalogue interface {
	// Changed drops what is remembered of these products and brands, and with
	// lists also of every list and the tree of categories.
	Changed(ctx context.Context, products, brands []int, lists bool) error
}

// Config says what the service works with.
type Config struct {
	Pool      *postgres.Pool
	Catalogue Catalogue
	Clock     clock.Clock
	Log       *slog.Logger
}

// Service changes the catalogue for staff. It is safe for use from many
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

// staff is who asks, when they may change the catalogue.
func staff(ctx context.Context) (uuid.UUID, error) {
	v := viewer.From(ctx)
	switch {
	case !v.SignedIn():
		return uuid.Nil, fault.New(fault.Unauthenticated, "please sign in")
	case !v.May(viewer.Staff):
		return uuid.Nil, fault.New(fault.Forbidden, "only staff may do this")
	}
	return v.User, nil
}

// touched names what a committed change touched.
type touched struct {
	products, brands []int
	lists            bool
}

// show lets shoppers see a change at once. An error is no failure of the
// caller's work: what is remembered runs out by itself.
func (s *Service) show(ctx context.Context, t touched) {
	if err := s.Catalogue.Changed(ctx, t.products, t.brands, t.lists); err != nil {
		s.Log.WarnContext(ctx, "a change of the catalogue is shown later", "products", t.products, "brands", t.brands, "cause", err)
	}
}

// lockProduct locks a product's row for a change of it or of its variants.
func lockProduct(ctx context.Context, tx postgres.Tx, id int, field string) error {
	err := tx.QueryRowContext(ctx, "SELECT id FROM products WHERE id = $1 FOR NO KEY UPDATE", id).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Refuse(fault.Gone, field, "is no product of this shop")
	}
	if err != nil {
		return fmt.Errorf("locking a product: %w", err)
	}
	return nil
}

// lockProductsOf locks all products of a category or brand, which is to be
// renamed: a trigger will write them in any order, and whoever buys several of
// them locks them in the order of their ids.
func lockProductsOf(ctx context.Context, tx postgres.Tx, column string, id int) error {
	// The column is one of ours.
	_, err := tx.ExecContext(ctx, "SELECT id FROM products WHERE "+column+" = $1 ORDER BY id FOR NO KEY UPDATE", id)
	if err != nil {
		return fmt.Errorf("locking the products to be renamed: %w", err)
	}
	return nil
}

// uniques say which field is at fault when the database refuses something that
// is there already.
var uniques = map[string]*fault.Fault{
	"products_sku_key":             takenSKU,
	"product_variants_sku_key":     takenSKU,
	"products_slug_key":            takenSlug,
	"categories_slug_key":          takenSlug,
	"brands_slug_key":              takenSlug,
	"idx_product_variants_options": fault.Refuse(fault.AlreadyExists, "size", "the product has a variant of this size and colour already"),
}

var (
	takenSKU  = fault.Refuse(fault.AlreadyTaken, "sku", "is another one's already")
	takenSlug = fault.Refuse(fault.AlreadyTaken, "slug", "is another one's already")
)

// told is an error of a write, as staff are told of it.
func told(err error) error {
	var server *pgconn.PgError
	if errors.As(err, &server) {
		if known := uniques[server.ConstraintName]; known != nil {
			return known
		}
	}
	return err
}

func orElse(err, refusal error) error {
	if db.IsNotFound(err) {
		return refusal
	}
	return err
}
