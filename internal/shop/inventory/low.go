package inventory

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
)

// StockLevel is how many there are of a product or, where VariantID is set, of
// one of its variants, and the count at which staff are told.
type StockLevel struct {
	ProductID   int
	VariantID   *int
	Size, Color string
	Stock       int
	Threshold   int
}

// LowConnection is a page of what runs low, the lowest count first.
type LowConnection = page.Connection[*StockLevel]

// LowEdge is something that runs low on a page.
type LowEdge = page.Edge[*StockLevel]

// lowList is the list of what runs low; its keys are a count, a product and a
// variant, 0 for a product's own count.
var lowList = page.NewList(3, func(key page.Key) bool {
	for _, part := range key {
		if _, err := strconv.ParseInt(part, 10, 64); err != nil {
			return false
		}
	}
	return true
}, "stock.low")

// levels are the counts of active products and of their variants.
var levels = fmt.Sprintf(`(SELECT id AS product, 0::bigint AS variant, '' AS size, '' AS color, stock_count::bigint AS stock, low_stock_threshold AS low
		FROM products WHERE active AND stock_count <= low_stock_threshold
	UNION ALL
	SELECT v.product_id, v.id, v.size, v.color, v.stock_count, %[1]d
		FROM product_variants AS v JOIN products AS p ON p.id = v.product_id AND p.active
		WHERE v.stock_count <= %[1]d) AS l`, lowVariantStock)

// Low are the products and variants that staff should order more of.
func (s *Service) Low(ctx context.Context, args page.Args) (*LowConnection, error) {
	if err := staff(viewer.From(ctx)); err != nil {
		return nil, err
	}
	window, err := args.Window(lowList)
	if err != nil {
		return nil, err
	}
	where, order, values := "true", "stock, product, variant", []any{}
	bound := func(cursor *page.Cursor, beyond string) {
		if cursor == nil {
			return
		}
		n := len(values)
		where += fmt.Sprintf(" AND (stock, product, variant) %s ($%d::bigint, $%d::bigint, $%d::bigint)", beyond, n+1, n+2, n+3)
		for _, part := range cursor.Key {
			number, _ := strconv.ParseInt(part, 10, 64) // The list has checked it.
			values = append(values, number)
		}
	}
	bound(window.After, ">")
	bound(window.Before, "<")
	if window.Backward {
		order = "stock DESC, product DESC, variant DESC"
	}
	rows, err := s.Pool.Pgx().Query(ctx, fmt.Sprintf("SELECT product, variant, size, color, stock, low FROM %s WHERE %s ORDER BY %s LIMIT %d",
		levels, where, order, window.Size+1), values...)
	if err != nil {
		return nil, fmt.Errorf("reading low stock: %w", err)
	}
	items, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (page.Item[*StockLevel], error) {
		level, err := scanLevel(row)
		return page.Item[*StockLevel]{Node: level, Key: level.key()}, err
	})
	if err != nil {
		return nil, fmt.Errorf("reading low stock: %w", err)
	}
	return page.Cut(lowList, window, items).CountWith(func(ctx context.Context) (total int, err error) {
		err = s.Pool.Pgx().QueryRow(ctx, fmt.Sprintf("SELECT count(*) FROM (SELECT FROM %s LIMIT %d) AS c", levels, page.CountCap+1)).Scan(&total)
		return total, err
	}), nil
}

func (l *StockLevel) key() page.Key {
	variant := 0
	if l.VariantID != nil {
		variant = *l.VariantID
	}
	return page.Key{strconv.Itoa(l.Stock), strconv.Itoa(l.ProductID), strconv.Itoa(variant)}
}

func scanLevel(row pgx.Row) (*StockLevel, error) {
	var (
		level   StockLevel
		variant int
	)
	err := row.Scan(&level.ProductID, &variant, &level.Size, &level.Color, &level.Stock, &level.Threshold)
	if variant != 0 {
		level.VariantID = &variant
	}
	return &level, err
}

// level is the count of a product, or of a variant of it unless that is 0; nil
// when there is none that is sold.
func (s *Service) level(ctx context.Context, product, variant int) (*StockLevel, error) {
	statement, args := "SELECT id, 0, '', '', stock_count, low_stock_threshold FROM products WHERE active AND id = $1", []any{product}
	if variant != 0 {
		statement = fmt.Sprintf(`SELECT v.product_id, v.id, v.size, v.color, v.stock_count, %d
			FROM product_variants AS v JOIN products AS p ON p.id = v.product_id AND p.active
			WHERE v.product_id = $1 AND v.id = $2`, lowVariantStock)
		args = append(args, variant)
	}
	found, err := scanLevel(s.Pool.Pgx().QueryRow(ctx, statement, args...))
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return found, nil
}

// staff refuses everybody else.
func staff(v viewer.Viewer) error {
	switch {
	case !v.SignedIn():
		return fault.New(fault.Unauthenticated, "please sign in")
	case !v.May(viewer.Staff):
		return fault.New(fault.Forbidden, "only staff may do this")
	}
	return nil
}
