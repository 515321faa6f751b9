package merchandising

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	entsql "entgo.io/ent/dialect/sql"

	"zuka/ent/db"
	"zuka/ent/db/predicate"
	"zuka/ent/db/product"
	"zuka/ent/db/productvariant"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
)

// Managed is a product as staff see it, for sale or archived.
type Managed struct {
	*db.Product
	// Variants are in the order of their sizes.
	Variants []*db.ProductVariant
}

// Filter narrows the list of products.
type Filter struct {
	// Query finds products each of whose words is in the name, the SKU or the
	// slug.
	Query *string
	// Active is for sale, or archived.
	Active *bool
	// LowStock is at or below the threshold, or above it.
	LowStock *bool
	// Category finds those right in a category, Brand those of a brand.
	Category, Brand *int
}

// ManagedConnection is a page of products, the newest first.
type ManagedConnection = page.Connection[*Managed]

// ManagedEdge is a product on a page.
type ManagedEdge = page.Edge[*Managed]

// One is a product for staff; nil when there is none.
func (s *Service) One(ctx context.Context, id int) (*Managed, error) {
	if _, err := staff(ctx); err != nil {
		return nil, err
	}
	found, err := managed(ctx, s.Pool.Ent(), id)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// managed reads a product, within a transaction where the client is of one.
func managed(ctx context.Context, client *db.Client, id int) (*Managed, error) {
	row, err := client.Product.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	variants, err := variantsOf(ctx, client, []int{id})
	return &Managed{Product: row, Variants: variants[id]}, err
}

// VariantsOf are the variants of products for staff, with their stock, in the
// order of their sizes; a product without any has an empty list.
func (s *Service) VariantsOf(ctx context.Context, products []int) (map[int][]*db.ProductVariant, error) {
	if _, err := staff(ctx); err != nil {
		return nil, err
	}
	return variantsOf(ctx, s.Pool.Ent(), products)
}

func variantsOf(ctx context.Context, client *db.Client, products []int) (map[int][]*db.ProductVariant, error) {
	rows, err := client.ProductVariant.Query().Where(productvariant.ProductIDIn(products...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading variants: %w", err)
	}
	slices.SortFunc(rows, func(a, b *db.ProductVariant) int {
		return cmp.Or(compareSizes(a.Size, b.Size), cmp.Compare(a.ID, b.ID))
	})
	found := make(map[int][]*db.ProductVariant, len(products))
	for _, id := range products {
		found[id] = []*db.ProductVariant{}
	}
	for _, row := range rows {
		found[row.ProductID] = append(found[row.ProductID], row)
	}
	return found, nil
}

// list is the list of these products; its keys are a time and an id.
func (f Filter) list() page.List {
	parts := []any{"managed products", value(f.Query), value(f.Active), value(f.LowStock), value(f.Category), value(f.Brand)}
	return page.NewList(2, func(key page.Key) bool {
		_, badTime := time.Parse(time.RFC3339Nano, key[0])
		_, badID := strconv.Atoi(key[1])
		return badTime == nil && badID == nil
	}, parts...)
}

func value[T any](pointer *T) any {
	if pointer == nil {
		return nil
	}
	return *pointer
}

// Managed is all products for staff, archived ones too. Their variants are
// read by one statement for the page.
func (s *Service) Managed(ctx context.Context, filter Filter, args page.Args) (*ManagedConnection, error) {
	if _, err := staff(ctx); err != nil {
		return nil, err
	}
	where, err := filter.where()
	if err != nil {
		return nil, err
	}
	list := filter.list()
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	query := s.Pool.Ent().Product.Query().Where(where...)
	bound(query, window)
	order := []product.OrderOption{product.ByCreatedAt(entsql.OrderDesc()), product.ByID(entsql.OrderDesc())}
	if window.Backward {
		order = []product.OrderOption{product.ByCreatedAt(), product.ByID()}
	}
	rows, err := query.Order(order...).Limit(window.Size + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]int, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	variants, err := variantsOf(ctx, s.Pool.Ent(), ids)
	if err != nil {
		return nil, err
	}
	items := make([]page.Item[*Managed], len(rows))
	for i, row := range rows {
		key := page.Key{row.CreatedAt.UTC().Format(time.RFC3339Nano), strconv.Itoa(row.ID)}
		items[i] = page.Item[*Managed]{Node: &Managed{Product: row, Variants: variants[row.ID]}, Key: key}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().Product.Query().Where(where...).Limit(page.CountCap + 1).Count(ctx)
	}), nil
}

func (f Filter) where() ([]predicate.Product, error) {
	var faults fault.Faults
	var where []predicate.Product
	if f.Query != nil {
		for _, word := range strings.Fields(short(longestQuery)(&faults, "filter.query", *f.Query)) {
			where = append(where, product.Or(named(word), product.SkuContainsFold(word), product.SlugContainsFold(word)))
		}
	}
	if f.Active != nil {
		where = append(where, product.Active(*f.Active))
	}
	if f.LowStock != nil {
		low := predicate.Product(func(sel *entsql.Selector) {
			sel.Where(entsql.ColumnsLTE(sel.C(product.FieldStockCount), sel.C(product.FieldLowStockThreshold)))
		})
		if !*f.LowStock {
			low = product.Not(low)
		}
		where = append(where, low)
	}
	if f.Category != nil {
		where = append(where, product.CategoryID(*f.Category))
	}
	if f.Brand != nil {
		where = append(where, product.BrandID(*f.Brand))
	}
	return where, faults.Err()
}

// named finds a word in names, whatever its case and accents, in the form that
// idx_products_name_trgm holds.
func named(word string) predicate.Product {
	literal := strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(word)
	return func(sel *entsql.Selector) {
		sel.Where(entsql.P(func(b *entsql.Builder) {
			b.WriteString("zuka_unaccent(lower(").Ident(sel.C(product.FieldName)).WriteString(")) LIKE zuka_unaccent(lower(").Arg("%" + literal + "%").WriteString("))")
		}))
	}
}

// bound keeps a page between its cursors.
func bound(query *db.ProductQuery, window page.Window) {
	keep := func(cursor *page.Cursor, beyond func([]string, ...any) *entsql.Predicate) {
		if cursor == nil {
			return
		}
		created, _ := time.Parse(time.RFC3339Nano, cursor.Key[0]) // The list has checked both.
		id, _ := strconv.Atoi(cursor.Key[1])
		query.Where(func(sel *entsql.Selector) {
			sel.Where(beyond([]string{sel.C(product.FieldCreatedAt), sel.C(product.FieldID)}, created, id))
		})
	}
	keep(window.After, entsql.CompositeLT) // The list descends.
	keep(window.Before, entsql.CompositeGT)
}
