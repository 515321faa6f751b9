package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

// ProductVariant is one size and colour of a product, with its own stock.
type ProductVariant struct{ ent.Schema }

// Fields are the columns of product_variants.
func (ProductVariant) Fields() []ent.Field {
	return []ent.Field{
		key(),
		ref("product_id", "The product it is a variant of.").fixed(),
		text("size", "The size; empty when it comes in one.").or(""),
		text("color", "The colour; empty when it comes in one.").or(""),
		text("sku", "The stock-keeping code of this variant.").unique(),
		count("stock_count", "Pieces on hand of this variant."),
		naira("price_ngn", "The price of this variant; NULL means the product's.").null(),
		text("image_url", "A picture of this variant; NULL means the product's.").null(),
	}
}

// Edges are the references of product_variants.
func (ProductVariant) Edges() []ent.Edge {
	return []ent.Edge{needsFixed("product", Product.Type, "product_id", cascade)}
}

// Indexes are the indexes of product_variants.
func (ProductVariant) Indexes() []ent.Index {
	return []ent.Index{on("idx_product_variants_options", by("product_id", "size", "color"), unique)}
}

// Annotations name the table.
func (ProductVariant) Annotations() []schema.Annotation {
	return table("product_variants",
		"One size and colour of a product. A product that has variants sells only variants.",
		ProductVariant{}.Fields(), nil)
}
