package seed

import (
	"context"
	"iter"
	"strings"

	"zuka/ent/shape"
	"zuka/internal/seed/dice"
	"zuka/internal/seed/goods"
)

// branches calls visit for every category, parents first, with its key and
// that of its parent (0 at the top).
func branches(visit func(id, parent, order int, branch goods.Branch)) {
	next := 0
	var walk func(parent int, below []goods.Branch)
	walk = func(parent int, below []goods.Branch) {
		for order, branch := range below {
			next++
			id := next
			visit(id, parent, order+1, branch)
			walk(id, branch.Below)
		}
	}
	walk(0, goods.Tree())
}

func (w *world) categoryIDs() map[string]int {
	ids := make(map[string]int)
	branches(func(id, _, _ int, branch goods.Branch) { ids[branch.Slug] = id })
	return ids
}

func brandIDs() map[string]int {
	ids := make(map[string]int)
	for i, brand := range goods.Brands() {
		ids[brand.Slug] = i + 1
	}
	return ids
}

func writeShelves(ctx context.Context, w *writer) error {
	var rows [][]any
	branches(func(id, parent, order int, branch goods.Branch) {
		rows = append(rows, []any{id, branch.Slug, branch.Name, branch.Description, optional(parent), "/media/categories/" + branch.Slug + ".svg", order, true})
	})
	if err := w.copy(ctx, "categories", "id slug name description parent_id image_url display_order active", each(rows)); err != nil {
		return err
	}
	rows = nil
	for i, brand := range goods.Brands() {
		rows = append(rows, []any{i + 1, brand.Slug, brand.Name, brand.Description, "/media/brands/" + brand.Slug + ".svg", true})
	}
	return w.copy(ctx, "brands", "id slug name description logo_url active", each(rows))
}

func each(rows [][]any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, row := range rows {
			if !yield(row) {
				return
			}
		}
	}
}

func writeProducts(ctx context.Context, w *writer) error {
	categories, brands := w.categoryIDs(), brandIDs()
	err := w.copy(ctx, "products", `id created_at updated_at sku slug name description short_description gender image_url images sizes colors tags
		material care_instructions dimensions featured new_arrival active price_ngn sale_price_ngn cost_price_ngn weight_grams stock_count
		low_stock_threshold rating_average rating_count view_count purchase_count category_id brand_id`,
		func(yield func([]any) bool) {
			for i := range w.goods {
				if !yield(w.productRow(i, categories, brands)) {
					return
				}
			}
		})
	if err != nil {
		return err
	}
	_, err = w.tx.Exec(ctx, "REFRESH MATERIALIZED VIEW search_terms")
	return err
}

func (w *writer) productRow(i int, categories, brands map[string]int) []any {
	g, r := &w.goods[i], dice.New("product", i)
	p := goods.Make(i)
	picture := "/media/products/" + p.Slug + ".svg"
	mean := 0.0
	if g.ratings > 0 {
		mean = float64(int(float64(g.stars)/float64(g.ratings)*100+0.5)) / 100
	}
	views := g.sold*r.Between(14, 40) + int(p.Appeal*float64(r.Between(50, 600)))
	updated := later(g.since, w.plan.Now.AddDate(0, 0, -r.Between(0, 40)))
	return []any{i + 1, g.since, updated, p.SKU, p.Slug, p.Name, p.Description, p.ShortDescription, p.Kind.Gender, picture, pictures(p, picture),
		list(p.Sizes), list(p.Colors), list(p.Tags), optional(p.Material), optional(p.Care),
		shape.Dimensions{LengthCM: float64(p.Box[0]), WidthCM: float64(p.Box[1]), HeightCM: float64(p.Box[2])},
		p.Featured, g.since.After(w.plan.Now.Add(-noveltyPeriod)), !r.Chance(0.5), p.Price, optional(p.Sale), optional(p.Cost), optional(p.Grams), total(g.stock),
		5, mean, g.ratings, views, g.sold, categories[p.Kind.Leaf], optional(brands[p.Brand])}
}

// views are what the pictures of a product show, the main one first.
var views = []string{"", " from behind", ", close up", " in a room"}

func pictures(p goods.Piece, main string) []shape.Image {
	images := []shape.Image{{URL: main, Alt: p.Name}}
	for view := 2; view <= min(p.Pictures, len(views)); view++ {
		images = append(images, shape.Image{URL: main + "?view=" + string(rune('0'+view)), Alt: p.Name + views[view-1]})
	}
	return images
}

func writeVariants(ctx context.Context, w *writer) error {
	err := w.copy(ctx, "product_variants", "id product_id size color sku stock_count price_ngn image_url", func(yield func([]any) bool) {
		id := 0
		for i := range w.goods {
			g := &w.goods[i]
			if !g.Kind.Variants {
				continue
			}
			for n := range g.stock {
				id++
				size, color := g.Sizes[n/len(g.Colors)], g.Colors[n%len(g.Colors)]
				if !yield([]any{id, i + 1, size, color, variantSKU(g.SKU, n), g.stock[n], w.surcharge(i, n), nil}) {
					return
				}
			}
		}
	})
	if err != nil {
		return err
	}
	return w.follow(ctx, stockFollows)
}

func variantSKU(sku string, n int) string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	return strings.Join([]string{sku, string(letters[n/len(letters)%len(letters)]) + string(letters[n%len(letters)])}, "-")
}

// surcharge is the price of a variant that differs from its product's: in some
// products the largest size takes more cloth.
func (w *writer) surcharge(i, n int) any {
	g := &w.goods[i]
	last := n/len(g.Colors) == len(g.Sizes)-1
	if !last || len(g.Sizes) < 4 || !dice.New("surcharge", i).Chance(12) || g.Sale > 0 {
		return nil
	}
	return g.Price + 2_000
}
