package merchandising

import (
	"fmt"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
)

// crowd is how many do a thing at once.
const crowd = 40

// atOnce lets a crowd wait at one barrier and then act, each in its own way.
func atOnce(act func(i int) error) []error {
	failed := make([]error, crowd)
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i := range crowd {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			failed[i] = act(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	return failed
}

// succeeded is how many of a crowd did; the others must have been refused for
// one of the reasons.
func succeeded(t *testing.T, outcomes []error, reasons ...fault.Reason) (count int) {
	t.Helper()
	for _, err := range outcomes {
		if err == nil {
			count++
			continue
		}
		found, ok := fault.From(err)
		require.True(t, ok, "%v", err)
		require.Contains(t, reasons, found.Why(), "%v", err)
	}
	return count
}

func TestTheStockIsTheVariantsWhoeverChangesThemAtOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	in := gown("A")
	in.InitialStock = 10
	made := s.product(in)
	added := atOnce(func(i int) error {
		_, err := s.VariantUpsert(s.ctx, option(made.ID, strconv.Itoa(36+i%10), "Colour "+strconv.Itoa(i/10), fmt.Sprint("V-", i), i))
		return err
	})
	require.Equal(t, crowd, succeeded(t, added))
	require.Equal(t, crowd*(crowd-1)/2, s.one(made.ID).StockCount)
	s.consistent()
	variants := s.one(made.ID).Variants
	changed := atOnce(func(i int) (err error) {
		switch i % 4 {
		case 0:
			_, err = s.VariantDelete(s.ctx, variants[i].ID)
		case 1:
			_, err = s.VariantUpsert(s.ctx, VariantInput{Product: made.ID, ID: &variants[i].ID, Size: To("UK " + strconv.Itoa(i))})
		case 2:
			_, err = s.VariantUpsert(s.ctx, option(made.ID, "EU "+strconv.Itoa(i), "", fmt.Sprint("W-", i), 1))
		default:
			_, err = s.ProductUpdate(s.ctx, made.ID, ProductUpdateInput{Price: To(naira(i)), SKU: To(fmt.Sprint("A-", i))})
		}
		return err
	})
	require.Equal(t, crowd, succeeded(t, changed))
	require.Len(t, s.one(made.ID).Variants, crowd)
	s.consistent()
}

func TestOneOfManyGetsASKUAndEachASlug(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	made := atOnce(func(i int) error {
		_, err := s.ProductCreate(s.ctx, gown("SKU-"+strconv.Itoa(i/4)))
		return err
	})
	require.Equal(t, crowd/4, succeeded(t, made, fault.AlreadyTaken))
	require.Equal(t, crowd/4, ask[int](s, `SELECT count(DISTINCT slug) FROM products WHERE slug ~ '^ankara-gown(-[0-9]+)?$'`))

	products := make([]*Managed, crowd)
	for i := range products {
		products[i] = s.product(gown("P-" + strconv.Itoa(i)))
	}
	asked := atOnce(func(i int) error {
		var err error
		if i%2 == 0 {
			_, err = s.ProductUpdate(s.ctx, products[i].ID, ProductUpdateInput{Slug: To("the-one"), SKU: To("THE-ONE")})
		} else {
			_, err = s.VariantUpsert(s.ctx, option(products[i].ID, "M", "", "THE-ONE", 1))
		}
		return err
	})
	require.Equal(t, 2, succeeded(t, asked, fault.AlreadyTaken), "one product and one variant")
	named := atOnce(func(i int) (err error) {
		if i%2 == 0 {
			_, err = s.BrandUpsert(s.ctx, BrandInput{Name: To("Àṣà")})
		} else {
			_, err = s.BrandUpsert(s.ctx, BrandInput{Name: To("B"), Slug: To("b")})
		}
		return err
	})
	require.Equal(t, crowd/2+1, succeeded(t, named, fault.AlreadyTaken))
	s.consistent()
}

// First each of two hangs a category below the other's. Then products come to a
// leaf while others put categories below it, hide it and rename its sibling.
func TestTheTreeStaysOneWhoeverChangesItAtOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.exec(`INSERT INTO categories (name, slug) SELECT n, 'c-' || n FROM generate_series(1, $1) AS n`, crowd)
	const before = old
	moved := atOnce(func(i int) error {
		var err error
		a, b := before+i/2*2+1, before+i/2*2+2
		if i%2 == 1 {
			a, b = b, a
		}
		_, err = s.CategoryUpsert(s.ctx, CategoryInput{ID: &a, Parent: To(b)})
		return err
	})
	require.Equal(t, crowd/2, succeeded(t, moved, fault.InputInvalid))
	s.consistent()
	mixed := atOnce(func(i int) (err error) {
		switch i % 4 {
		case 0:
			in := gown("A-" + strconv.Itoa(i))
			in.Category = gowns
			_, err = s.ProductCreate(s.ctx, in)
		case 1:
			_, err = s.CategoryUpsert(s.ctx, CategoryInput{Name: To("Below"), Parent: To(gowns)})
		case 2:
			_, err = s.CategoryUpsert(s.ctx, CategoryInput{ID: pointer(gowns), Active: To(i%8 == 2)})
		default:
			_, err = s.CategoryUpsert(s.ctx, CategoryInput{ID: pointer(bags), Parent: To(men), Name: To("Bags " + strconv.Itoa(i))})
		}
		return err
	})
	require.Positive(t, succeeded(t, mixed, fault.StateConflict, fault.InputInvalid))
	s.consistent()
}

// Who buys several products locks them in the order of their ids; a new name of
// their brand writes all of them.
func TestANewNameIsInNobodysWay(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.exec(`INSERT INTO products (id, name, slug, sku, category_id, brand_id, price_ngn)
		SELECT 1000 - n, 'Gown', 'gown-' || n, 'G-' || n, $1, 1, 100 FROM generate_series(1, 60) AS n`, gowns)
	outcomes := atOnce(func(i int) (err error) {
		switch i % 4 {
		case 0:
			_, err = s.BrandUpsert(s.ctx, BrandInput{ID: pointer(1), Name: To("Brand " + strconv.Itoa(i))})
		case 2:
			_, err = s.CategoryUpsert(s.ctx, CategoryInput{ID: pointer(gowns), Name: To("Gowns " + strconv.Itoa(i))})
		default:
			_, err = s.pool.Pgx().Exec(t.Context(), `WITH l AS MATERIALIZED (SELECT id FROM products ORDER BY id FOR NO KEY UPDATE)
				UPDATE products AS p SET stock_count = stock_count + 1 FROM l WHERE l.id = p.id`)
		}
		return err
	})
	require.Equal(t, crowd, succeeded(t, outcomes))
	require.Equal(t, crowd/2, ask[int](s, `SELECT min(stock_count) FROM products`))
	require.Zero(t, ask[int](s, `SELECT count(*) FROM products AS p WHERE search <> products_document(p)`))
}
