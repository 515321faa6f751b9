package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

var genders = []string{"men", "women", "kids", "unisex"}

// Product is something the shop sells.
type Product struct{ ent.Schema }

// Mixin adds the times.
func (Product) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of products. The column search (tsvector) is no
// field: triggers keep it, only SQL reads it.
func (Product) Fields() []ent.Field {
	return append(productText(), productFigures()...)
}

func productText() []ent.Field {
	return []ent.Field{
		key(),
		text("sku", "The stock-keeping code.").unique(),
		text("slug", "The name in addresses: lower case, words joined by hyphens.").unique(),
		text("name", "The name that people read."),
		text("description", "The whole description, plain text.").or(""),
		text("short_description", "One sentence for lists.").or(""),
		ref("category_id", "The category it hangs on, usually a leaf."),
		choice("gender", "For whom it is made.", genders).or("unisex"),
		ref("brand_id", "The maker; NULL for goods without a label.").null(),
		text("image_url", "The picture shown in lists.").or(""),
		list("images", "All pictures in the order shown.", []shape.Image{}),
		list("sizes", "The sizes it is made in, in the order shown.", []string{}),
		list("colors", "The colours it is made in.", []string{}),
		list("tags", "Words for finding it: ankara, owambe, aso-ebi.", []string{}),
		text("material", "What it is made of.").null(),
		text("care_instructions", "How to wash and keep it.").null(),
		object("dimensions", "The size of the packed product.", &shape.Dimensions{}),
		flag("featured", "Whether the home page shows it.").or(false),
		flag("new_arrival", "Whether it counts as new.").or(false),
		flag("active", "Whether it is for sale; an archived product is kept for old orders.").or(true),
	}
}

func productFigures() []ent.Field {
	return []ent.Field{
		naira("price_ngn", "The price in whole naira, VAT included."),
		naira("sale_price_ngn", "The reduced price; NULL when there is none.").null(),
		naira("cost_price_ngn", "What the shop pays for it; staff only.").null(),
		naira("current_price_ngn", "What a shopper pays now: the reduced price, else the price. Derived.").derived(),
		whole("weight_grams", "The packed weight.").null().where("@ > 0"),
		count("stock_count", "Pieces on hand; for a product with variants the sum of theirs."),
		whole("low_stock_threshold", "At or below this count staff are told.").or(5).where("@ >= 0"),
		flag("in_stock", "Whether there is a piece on hand. Derived.").derived(),
		flag("on_sale", "Whether the reduced price is below the price. Derived.").derived(),
		whole("discount_percent", "How much is off, in whole percent rounded down; 0 when nothing is. Derived.").derived(),
		decimal("rating_average", "The mean of the published reviews' stars; 0 without any.", "numeric(3,2)").
			or(0.0).where("@ >= 0 AND @ <= 5"),
		count("rating_count", "How many published reviews there are."),
		count("view_count", "How often its page was seen."),
		count("purchase_count", "How many pieces were paid for."),
	}
}

// Edges are the references of products.
func (Product) Edges() []ent.Edge {
	return []ent.Edge{
		needs("category", Category.Type, "category_id", restrict),
		may("brand", Brand.Type, "brand_id", restrict),
	}
}

// Indexes are the indexes of products. Those of the storefront's lists end in
// id, so that a page can start after a given row; a list of one category or
// brand in a rarer order sorts that category's rows.
func (Product) Indexes() []ent.Index {
	live := only("active")
	return []ent.Index{
		on("idx_products_newest", by("created_at-", "id-"), live),
		on("idx_products_price", by("current_price_ngn", "id"), live),
		on("idx_products_best_selling", by("purchase_count-", "id-"), live),
		on("idx_products_top_rated", by("rating_average-", "rating_count-", "id-"), live),
		on("idx_products_discount", by("discount_percent-", "id-"), live),
		on("idx_products_category_newest", by("category_id", "created_at-", "id-"), live),
		on("idx_products_category_price", by("category_id", "current_price_ngn", "id"), live),
		on("idx_products_brand_newest", by("brand_id", "created_at-", "id-"), live),
		on("idx_products_category_gender_stock", by("category_id", "gender", "in_stock"), only("(in_stock = true)")),
		on("idx_products_featured", by("featured", "created_at-", "id-"), only("(featured = true)")),
		on("idx_products_on_sale", by("on_sale", "discount_percent-", "id-"), only("(on_sale = true)")),
		on("idx_products_new_arrival", by("created_at-", "id-"), only("new_arrival")),
		on("idx_products_stock", by("stock_count", "id"), live),
		on("idx_products_tags_gin", by("tags"), gin("jsonb_path_ops"), only("(jsonb_array_length(tags) > 0)")),
	}
}

// Annotations name the table.
func (Product) Annotations() []schema.Annotation {
	return table("products", "Something the shop sells.", Product{}.Fields(), checks{
		"sale_below_price": "sale_price_ngn <= price_ngn",
	})
}
