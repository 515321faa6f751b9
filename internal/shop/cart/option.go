package cart

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
)

// LineInput is a thing to put into a cart: a product, and one of its variants
// where it has any, named by Variant or by size and colour. Product may be 0
// where Variant is given.
type LineInput struct {
	Product     int
	Size, Color *string
	Variant     *int
	Quantity    int
}

// check refuses what is wrong whatever the catalogue has. The path of the i-th
// line is at(i).
func check(lines []LineInput, manner manner, at func(int) string) error {
	if err := several("lines", len(lines)); err != nil {
		return err
	}
	var faults fault.Faults
	for i, line := range lines {
		most := MostQuantity
		if manner != adding {
			most = line.Quantity // What is too much is brought down and told.
		}
		faults.Check(line.Quantity >= 1 && line.Quantity <= most, field(at(i), "quantity"), "must be 1 to %d, got %d", MostQuantity, line.Quantity)
		if manner == adding {
			faults.Check(line.Product > 0 || line.Variant != nil, field(at(i), "productId"), "must be given where variantId is not")
		}
	}
	return faults.Err()
}

// optionSQL finds what each line names: the product, and the variant that has
// all that was said of it.
const optionSQL = `SELECT coalesce(p.id, 0), coalesce(p.name, ''), coalesce(p.stock_count, 0), coalesce(p.current_price_ngn, 0),
	EXISTS (SELECT FROM product_variants AS o WHERE o.product_id = p.id),
	v.id, v.size, v.color, coalesce(v.stock_count, 0), v.price_ngn
FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) WITH ORDINALITY AS i (product, variant, size, color, n)
LEFT JOIN product_variants AS named ON named.id = i.variant
LEFT JOIN products AS p ON p.id = coalesce(nullif(i.product, 0), named.product_id) AND p.active
LEFT JOIN product_variants AS v ON v.product_id = p.id AND (i.variant IS NULL OR v.id = i.variant)
	AND v.size = coalesce(i.size, named.size, '') AND v.color = coalesce(i.color, named.color, '')
ORDER BY i.n`

// option is what a line names, as the shop has it now.
type option struct {
	product     int
	name        string
	hasVariants bool
	variant     *int
	size, color *string
	stock       int
	price       money.Naira
}

// options finds what lines name, with one statement.
func options(ctx context.Context, tx postgres.Tx, lines []LineInput) ([]option, error) {
	var (
		products      []int
		variants      []*int64
		sizes, colors []*string
	)
	for _, line := range lines {
		var variant *int64
		if line.Variant != nil {
			id := int64(*line.Variant)
			variant = &id
		}
		products, variants = append(products, line.Product), append(variants, variant)
		sizes, colors = append(sizes, storable(line.Size)), append(colors, storable(line.Color))
	}
	found, err := tx.QueryContext(ctx, optionSQL, products, variants, sizes, colors)
	if err != nil {
		return nil, fmt.Errorf("finding what is to be put into a cart: %w", err)
	}
	var all []option
	for found.Next() && err == nil {
		var (
			o       option
			variant struct {
				stock int
				price *money.Naira
			}
		)
		err = found.Scan(&o.product, &o.name, &o.stock, &o.price, &o.hasVariants, &o.variant, &o.size, &o.color, &variant.stock, &variant.price)
		if o.variant != nil {
			o.stock = variant.stock
			if variant.price != nil {
				o.price = *variant.price
			}
		}
		all = append(all, o)
	}
	if err == nil {
		err = found.Err()
	}
	if err := closing(found, err); err != nil {
		return nil, fmt.Errorf("finding what is to be put into a cart: %w", err)
	}
	return all, nil
}

// storable is an option that some variant could have; what none can have
// becomes a text that none has.
func storable(text *string) *string {
	if text == nil || len(*text) <= longestOption && utf8.ValidString(*text) && !strings.Contains(*text, "\x00") {
		return text
	}
	none := strings.Repeat("?", longestOption+1)
	return &none
}

// sold is nil when the line names something that the shop sells, else what is
// wrong with it.
func (o option) sold(line LineInput, at string) *fault.Fault {
	chose := line.Variant != nil || !plain(line.Size) || !plain(line.Color)
	switch {
	case line.Variant != nil && o.variant == nil && (o.product != 0 || line.Product <= 0):
		return fault.Refuse(fault.Gone, field(at, "variantId"), "is nothing that the shop sells")
	case o.product == 0:
		return fault.Refuse(fault.Gone, field(at, "productId"), "is nothing that the shop sells")
	case o.variant != nil:
		return nil
	case chose:
		return fault.Refuse(fault.Gone, field(at, "variantId"), "%s does not come like that", label(o.name, line.Size, line.Color))
	case o.hasVariants:
		return fault.Invalid(field(at, "variantId"), "must be given: %s comes in sizes or colours", o.name)
	}
	return nil
}

// wants are what lines name. What the shop does not sell is a fault of its
// line, and in the answer not sold.
func wants(ctx context.Context, tx postgres.Tx, lines []LineInput, at func(int) string) ([]want, fault.Faults, error) {
	found, err := options(ctx, tx, lines)
	if err != nil {
		return nil, nil, err
	}
	var faults fault.Faults
	all := make([]want, len(lines))
	for i, o := range found {
		line := lines[i]
		wrong := o.sold(line, at(i))
		if wrong != nil {
			faults = append(faults, wrong)
			o.product, o.size, o.color = max(o.product, line.Product), line.Size, line.Color
		}
		all[i] = want{
			at: at(i), key: keyOf(o.product, o.size, o.color), size: o.size, color: o.color,
			label: label(o.name, o.size, o.color), quantity: line.Quantity, stock: o.stock, sold: wrong == nil, seen: &o.price,
		}
	}
	return all, faults, nil
}
