package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"zuka/ent/shape"
)

// Detail is what a product's own page shows beyond what lists do.
type Detail struct {
	Description string
	// Images are all pictures, the main one first, with absolute addresses.
	Images              []shape.Image
	Sizes, Colors, Tags []string
	Material            *string
	CareInstructions    *string
	Dimensions          *shape.Dimensions
	// WeightGrams is nil when nobody weighed it.
	WeightGrams *int
}

// Details are those of products; what is missing is not there. They are
// shared: nobody may change them.
func (s *Service) Details(ctx context.Context, products []int) (map[int]*Detail, error) {
	s.shown.products.Saw(ctx, products...)
	return s.details.GetMany(ctx, products, func(ctx context.Context, missing []int) (map[int]*Detail, error) {
		// One product, the common case, has a statement that keeps its plan.
		where, wanted := "id = ANY($1)", any(missing)
		if len(missing) == 1 {
			where, wanted = "id = $1", missing[0]
		}
		rows, err := s.pool.Pgx().Query(ctx, "SELECT id, "+detailColumns+" FROM products WHERE active AND "+where, wanted)
		if err != nil {
			return nil, fmt.Errorf("reading the details of products: %w", err)
		}
		found := make(map[int]*Detail, len(missing))
		_, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (struct{}, error) {
			var id int
			var read detailRow
			if err := row.Scan(read.targets(&id)...); err != nil {
				return struct{}{}, err
			}
			detail, err := s.detail(&read)
			found[id] = detail
			return struct{}{}, err
		})
		if err != nil {
			return nil, fmt.Errorf("reading the details of products: %w", err)
		}
		return found, nil
	})
}

const detailColumns = `description, images::text, sizes::text, colors::text, tags::text, material, care_instructions, dimensions::text, weight_grams`

// detailRow is a Detail as it is read, its JSON still text.
type detailRow struct {
	Detail
	images, sizes, colors, tags string
	dimensions                  *string
}

// targets are where detailColumns go, behind other targets of the same row.
func (r *detailRow) targets(first ...any) []any {
	return append(first, &r.Description, &r.images, &r.sizes, &r.colors, &r.tags, &r.Material, &r.CareInstructions, &r.dimensions, &r.WeightGrams)
}

func (s *Service) detail(r *detailRow) (*Detail, error) {
	d, err := r.Detail, error(nil)
	for _, column := range []struct {
		text string
		into *[]string
	}{{r.sizes, &d.Sizes}, {r.colors, &d.Colors}, {r.tags, &d.Tags}} {
		if *column.into, err = readWords(column.text); err != nil {
			return nil, err
		}
	}
	if d.Images, err = s.readImages(r.images); err != nil {
		return nil, err
	}
	if r.dimensions != nil {
		err = json.Unmarshal([]byte(*r.dimensions), &d.Dimensions)
	}
	return &d, err
}

// readImages reads a JSON array of pictures and makes their addresses absolute.
func (s *Service) readImages(text string) ([]shape.Image, error) {
	images := []shape.Image{}
	if text == "[]" {
		return images, nil
	}
	if err := json.Unmarshal([]byte(text), &images); err != nil {
		return nil, err
	}
	for i := range images {
		images[i].URL = s.absolute(images[i].URL)
	}
	return images, nil
}

// readWords reads a JSON array of words. PostgreSQL writes one without escapes
// as ["S", "M"], which needs no parser.
func readWords(text string) ([]string, error) {
	inner, isList := strings.CutPrefix(text, `["`)
	inner, ends := strings.CutSuffix(inner, `"]`)
	if isList && ends && !strings.Contains(text, `\`) {
		return strings.Split(inner, `", "`), nil
	}
	words := []string{}
	err := json.Unmarshal([]byte(text), &words)
	return words, err
}
