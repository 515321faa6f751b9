package report

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/money"
)

// CategoryFigures are how a category's products, with those of the categories
// below it, were looked at and bought.
type CategoryFigures struct {
	Views int
	// ProductsViewed count a product once a day.
	ProductsViewed int
	// Purchases are lines of paid orders, Revenue what they came to in naira.
	Purchases int
	Revenue   money.Naira
}

// PurchaseRate is how often a view led to a purchase; nil without views.
func (f CategoryFigures) PurchaseRate() *float64 { return share(f.Purchases, f.Views) }

func (f *CategoryFigures) into() []any {
	return []any{&f.Views, &f.ProductsViewed, &f.Purchases, &f.Revenue}
}

// Categories is the report on them.
type Categories struct {
	// Totals, Before and Points are of the categories at the top, which contain
	// all others.
	Totals CategoryFigures
	Before *CategoryFigures
	Points []CategoryPoint
	// Rows are all that were looked at, the largest revenue first.
	Rows []CategoryRow
	Freshness
}

// CategoryPoint is an interval; To is the day after its last.
type CategoryPoint struct {
	Frame
	Figures CategoryFigures
}

// CategoryRow is one category.
type CategoryRow struct {
	// CategoryID and ParentID are numbers; ParentID is nil at the top.
	CategoryID int
	ParentID   *int
	Name, Slug string
	Figures    CategoryFigures
}

const (
	categorySums = `coalesce(sum(views_count), 0)::bigint, coalesce(sum(products_viewed_count), 0)::bigint, coalesce(sum(purchases_count), 0)::bigint, coalesce(sum(revenue_ngn), 0)::bigint`

	categoriesByFrame = `SELECT coalesce(frame, 0), ` + categorySums + `
		FROM (SELECT width_bucket(date, $3::date[]) AS frame, a.* FROM category_analytics AS a JOIN categories AS c ON c.id = a.category_id
			WHERE c.parent_id IS NULL AND date >= $1::date AND date < $2::date) AS d` + byFrame

	categoryRows = `SELECT c.id, c.parent_id, c.name, c.slug, ` + categorySums + ` FROM category_analytics AS a JOIN categories AS c ON c.id = a.category_id
		WHERE a.date >= $1::date AND a.date < $2::date GROUP BY c.id ORDER BY sum(revenue_ngn) DESC, sum(views_count) DESC, c.id`
)

// Categories is how categories were looked at and bought from.
func (s *Service) Categories(ctx context.Context, r Range) (*Categories, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	report := &Categories{}
	var points []CategoryFigures
	if report.Totals, report.Before, points, err = compared(ctx, s, "categories", categoriesByFrame, in, (*CategoryFigures).into); err != nil {
		return nil, err
	}
	report.Points = pointed(in, points, func(from, to time.Time, f CategoryFigures) CategoryPoint { return CategoryPoint{Frame{from, to}, f} })
	report.Rows, err = collect(ctx, s, "categories", categoryRows, func(rows pgx.Rows, one *CategoryRow) error {
		return rows.Scan(append([]any{&one.CategoryID, &one.ParentID, &one.Name, &one.Slug}, one.Figures.into()...)...)
	}, in.from, in.to)
	if err != nil {
		return nil, err
	}
	report.Freshness, err = s.upTo(ctx, "category_analytics")
	return report, err
}
