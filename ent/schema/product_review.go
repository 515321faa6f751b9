package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

var reviewStatuses = []string{"published", "hidden"}

// ProductReview is what one person says about one product.
type ProductReview struct{ ent.Schema }

// Mixin adds the times.
func (ProductReview) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of product_reviews.
func (ProductReview) Fields() []ent.Field {
	return []ent.Field{
		key(),
		ref("product_id", "The product spoken of.").fixed(),
		id("user_id", "Who speaks.").fixed(),
		whole("rating", "Stars, 1 to 5.").where("@ >= 1 AND @ <= 5"),
		text("title", "The headline; may be empty.").or(""),
		text("comment", "What the person says; may be empty.").or(""),
		list("images", "Pictures the person took.", []shape.Image{}),
		flag("verified_purchase", "Whether the person bought the product here.").or(false),
		count("helpful_count", "How many people found it helpful: the rows of review_votes."),
		choice("status", "Whether shoppers see it; staff hide what offends.", reviewStatuses).or("published"),
	}
}

// Edges are the references of product_reviews.
func (ProductReview) Edges() []ent.Edge {
	return []ent.Edge{
		needsFixed("product", Product.Type, "product_id", cascade),
		needsFixed("user", User.Type, "user_id", cascade),
	}
}

// Indexes are the indexes of product_reviews.
func (ProductReview) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_product_reviews_user_product", by("user_id", "product_id"), unique),
		on("idx_product_reviews_product_newest", by("product_id", "created_at-", "id-")),
		on("idx_product_reviews_product_rating", by("product_id", "rating", "id-")),
		on("idx_product_reviews_product_helpful", by("product_id", "helpful_count-", "id-")),
		on("idx_product_reviews_created", by("created_at-", "id-")),
	}
}

// Annotations name the table.
func (ProductReview) Annotations() []schema.Annotation {
	return table("product_reviews", "What one person says about one product.", ProductReview{}.Fields(), nil)
}
