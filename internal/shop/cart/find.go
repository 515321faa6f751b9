package cart

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// Fact is what a line's product, or its variant, is now.
type Fact struct {
	// Name, Slug and Brand are the product's; SKU and ImageURL the variant's
	// where it has its own. Brand is empty where there is none.
	Name, Slug, SKU, ImageURL, Brand string
	CategoryID                       int
	// Price is what one piece costs now.
	Price money.Naira
	// Stock is how many pieces there are; 0 when the option does not exist.
	Stock int
	// Active is whether the shop sells the product.
	Active bool
	// HasVariants is whether the product is sold by variant, and OptionExists
	// whether the line names something that there is: one of the variants, or no
	// option of a product without any.
	HasVariants, OptionExists bool
	VariantID                 *int
}

// Sold tells whether the shop sells it, whether or not there is any left.
func (f Fact) Sold() bool { return f.Active && f.OptionExists }

// Line is one thing in a cart, with what it is now.
type Line struct {
	*db.CartItem
	Now Fact
}

// Cart is a cart with its lines in the order in which they were put in.
type Cart struct {
	*db.Cart
	Lines []*Line
}

// Owner is whose cart it is.
func (c *Cart) Owner() Owner {
	if c.UserID != nil {
		return Owner{User: *c.UserID}
	}
	return Owner{Session: *c.SessionID}
}

// wholeSQL reads a cart, its lines and what they are now, a row a line; a cart
// without lines is one row. The %s are the owner's column.
const wholeSQL = `SELECT h.id, h.created_at, h.updated_at, h.user_id, h.session_id, h.coupon_code, h.reward_code, h.points, h.version,
	coalesce(c.id, 0), coalesce(c.product_id, 0), coalesce(c.quantity, 0), c.size, c.color, c.unit_price_ngn,
	coalesce(c.added_at, h.created_at), coalesce(c.updated_at, h.updated_at),
	coalesce(p.name, ''), coalesce(p.slug, ''), coalesce(v.sku, p.sku, ''), coalesce(nullif(v.image_url, ''), p.image_url, ''),
	coalesce(b.name, ''), coalesce(p.category_id, 0), coalesce(v.price_ngn, p.current_price_ngn, 0),
	coalesce(v.stock_count, p.stock_count, 0), coalesce(p.active, false),
	EXISTS (SELECT FROM product_variants AS o WHERE o.product_id = p.id), v.id
FROM cart_headers AS h
LEFT JOIN carts AS c ON c.%[1]s = h.%[1]s
LEFT JOIN products AS p ON p.id = c.product_id
LEFT JOIN brands AS b ON b.id = p.brand_id
LEFT JOIN product_variants AS v ON v.product_id = c.product_id AND v.size = c.size AND v.color = c.color
WHERE h.%[1]s = $1
ORDER BY c.added_at, c.id`

var (
	wholeOfUser    = fmt.Sprintf(wholeSQL, "user_id")
	wholeOfSession = fmt.Sprintf(wholeSQL, "session_id")
)

func (o Owner) whole() string {
	if o.column() == "user_id" {
		return wholeOfUser
	}
	return wholeOfSession
}

// rows are the rows of pgx and those of database/sql.
type rows interface {
	Next() bool
	Scan(into ...any) error
	Err() error
}

// fold makes one cart of its rows; nil where there are none.
func fold(found rows) (*Cart, error) {
	var cart *Cart
	for found.Next() {
		h, c, f := &db.Cart{}, &db.CartItem{}, Fact{}
		err := found.Scan(&h.ID, &h.CreatedAt, &h.UpdatedAt, &h.UserID, &h.SessionID, &h.CouponCode, &h.RewardCode, &h.Points, &h.Version,
			&c.ID, &c.ProductID, &c.Quantity, &c.Size, &c.Color, &c.UnitPriceNgn, &c.AddedAt, &c.UpdatedAt,
			&f.Name, &f.Slug, &f.SKU, &f.ImageURL, &f.Brand, &f.CategoryID, &f.Price, &f.Stock, &f.Active, &f.HasVariants, &f.VariantID)
		if err != nil {
			return nil, err
		}
		if cart == nil {
			cart = &Cart{Cart: h}
		}
		if c.ID == 0 {
			continue // The one row of a cart without lines.
		}
		c.UserID, c.SessionID = h.UserID, h.SessionID
		f.OptionExists = f.VariantID != nil || !f.HasVariants && plain(c.Size) && plain(c.Color)
		if !f.OptionExists {
			f.Stock = 0
		}
		cart.Lines = append(cart.Lines, &Line{CartItem: c, Now: f})
	}
	return cart, found.Err()
}

// plain tells whether nothing was chosen.
func plain(option *string) bool { return option == nil || *option == "" }

// Mine is the caller's cart as it is now, read with one statement; nil when
// nothing was ever put into it.
func (s *Service) Mine(ctx context.Context) (*Cart, error) {
	owner, ok := OwnerOf(viewer.From(ctx))
	if !ok {
		return nil, nil
	}
	return s.of(ctx, owner)
}

// Find is the caller's cart, if it is the one with this id; nil otherwise.
func (s *Service) Find(ctx context.Context, id uuid.UUID) (*Cart, error) {
	cart, err := s.Mine(ctx)
	if err != nil || cart == nil || cart.ID != id {
		return nil, err
	}
	return cart, nil
}

// FindLine is a line of the caller's cart; nil when it is in another's, or in
// none.
func (s *Service) FindLine(ctx context.Context, id int) (*Line, error) {
	cart, err := s.Mine(ctx)
	if err != nil || cart == nil {
		return nil, err
	}
	for _, line := range cart.Lines {
		if line.ID == id {
			return line, nil
		}
	}
	return nil, nil
}

func (s *Service) of(ctx context.Context, owner Owner) (*Cart, error) {
	found, err := s.Pool.Pgx().Query(ctx, owner.whole(), owner.id())
	if err != nil {
		return nil, fmt.Errorf("reading a cart: %w", err)
	}
	defer found.Close()
	cart, err := fold(found)
	if err != nil {
		return nil, fmt.Errorf("reading a cart: %w", err)
	}
	return cart, nil
}

// within reads a cart inside of a transaction.
func within(ctx context.Context, tx postgres.Tx, owner Owner) (*Cart, error) {
	found, err := tx.QueryContext(ctx, owner.whole(), owner.id())
	if err != nil {
		return nil, fmt.Errorf("reading a cart: %w", err)
	}
	cart, err := fold(found)
	if err := closing(found, err); err != nil {
		return nil, fmt.Errorf("reading a cart: %w", err)
	}
	return cart, nil
}

// closing closes rows; the first error is the one to tell.
func closing(found interface{ Close() error }, err error) error {
	if closed := found.Close(); err == nil {
		return closed
	}
	return err
}

// label is a thing as people say it: Ankara Dress (M, Blue).
func label(name string, options ...*string) string {
	if name == "" {
		name = "a product"
	}
	var chosen []string
	for _, option := range options {
		if !plain(option) {
			chosen = append(chosen, *option)
		}
	}
	if len(chosen) == 0 {
		return name
	}
	return name + " (" + strings.Join(chosen, ", ") + ")"
}
