package review

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"zuka/ent/db"
	"zuka/ent/db/product"
	"zuka/ent/db/productreview"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// CreateInput is what a buyer says about a product.
type CreateInput struct {
	Product int
	Rating  int
	// Title and Comment may be empty.
	Title, Comment string
	// Images are addresses of pictures on the web.
	Images []string

	images []shape.Image
}

// Validate finds everything that cannot be accepted, and puts the rest into the
// form in which it is kept.
func (in *CreateInput) Validate() error {
	var faults fault.Faults
	checkRating(&faults, "rating", in.Rating)
	in.Title = keepLine(&faults, "title", in.Title, longestTitle)
	in.Comment = keepComment(&faults, "comment", in.Comment)
	in.images = keepImages(&faults, "images", in.Images)
	return faults.Err()
}

// Create publishes what whoever is signed in says about a product that they
// bought and got.
func (s *Service) Create(ctx context.Context, in CreateInput) (*db.ProductReview, error) {
	author, err := me(ctx)
	if err != nil {
		return nil, err
	}
	if err := in.Validate(); err != nil {
		return nil, err
	}
	bought, err := s.Purchases.Purchased(ctx, author, in.Product)
	if err != nil {
		return nil, fmt.Errorf("asking for a purchase: %w", err)
	}
	if !bought {
		return nil, fault.Refuse(fault.NotPurchased, "productId", "can be reviewed by those who bought it here and got it")
	}
	var made *db.ProductReview
	err = s.rated(ctx, in.Product, func(ctx context.Context, tx postgres.Tx) error {
		sold, err := tx.Ent().Product.Query().Where(product.ID(in.Product), product.Active(true)).Exist(ctx)
		if err != nil {
			return err
		}
		if !sold {
			return noProduct
		}
		now := s.Clock.Now()
		made, err = tx.Ent().ProductReview.Create().SetProductID(in.Product).SetUserID(author).SetRating(in.Rating).SetTitle(in.Title).
			SetComment(in.Comment).SetImages(in.images).SetVerifiedPurchase(true).SetCreatedAt(now).SetUpdatedAt(now).Save(ctx)
		if err != nil || s.Points == nil {
			return onlyOne(err)
		}
		return s.Points.Reviewed(ctx, tx, author, in.Product)
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

// onlyOne tells the database's refusal of a second review of the same person.
func onlyOne(err error) error {
	var server *pgconn.PgError
	if errors.As(err, &server) && server.ConstraintName == "idx_product_reviews_user_product" {
		return fault.Refuse(fault.AlreadyExists, "productId", "has a review of yours already: change that one")
	}
	return err
}

// UpdateInput says what of a review is to change; nil leaves it alone.
type UpdateInput struct {
	Rating         *int
	Title, Comment *string
	// Images replace all that there are.
	Images *[]string

	images []shape.Image
}

// Validate finds everything that cannot be accepted, and puts the rest into the
// form in which it is kept.
func (in *UpdateInput) Validate() error {
	var faults fault.Faults
	if in.Rating != nil {
		checkRating(&faults, "rating", *in.Rating)
	}
	if in.Title != nil {
		title := keepLine(&faults, "title", *in.Title, longestTitle)
		in.Title = &title
	}
	if in.Comment != nil {
		comment := keepComment(&faults, "comment", *in.Comment)
		in.Comment = &comment
	}
	if in.Images != nil {
		in.images = keepImages(&faults, "images", *in.Images)
	}
	return faults.Err()
}

// Update changes a review of whoever is signed in. What staff hid stays hidden.
func (s *Service) Update(ctx context.Context, id int, in UpdateInput) (*db.ProductReview, error) {
	if err := in.Validate(); err != nil {
		return nil, err
	}
	var changed *db.ProductReview
	err := s.own(ctx, id, func(ctx context.Context, tx postgres.Tx, author uuid.UUID) error {
		update := tx.Ent().ProductReview.UpdateOneID(id).Where(productreview.UserID(author)).SetUpdatedAt(s.Clock.Now()).
			SetNillableRating(in.Rating).SetNillableTitle(in.Title).SetNillableComment(in.Comment)
		if in.Images != nil {
			update.SetImages(in.images)
		}
		var err error
		changed, err = update.Save(ctx)
		return orElse(err, notYours)
	})
	if err != nil {
		return nil, err
	}
	return changed, nil
}

// Delete takes a review of whoever is signed in away, with the votes for it.
func (s *Service) Delete(ctx context.Context, id int) error {
	return s.own(ctx, id, func(ctx context.Context, tx postgres.Tx, author uuid.UUID) error {
		gone, err := tx.Ent().ProductReview.Delete().Where(productreview.ID(id), productreview.UserID(author)).Exec(ctx)
		if err == nil && gone == 0 {
			err = notYours
		}
		return err
	})
}

// own runs a change to a review of whoever is signed in. The change has to
// name the author in its own predicate too: the review may go meanwhile.
func (s *Service) own(ctx context.Context, id int, change func(context.Context, postgres.Tx, uuid.UUID) error) error {
	author, err := me(ctx)
	if err != nil {
		return err
	}
	found, err := s.Pool.Ent().ProductReview.Query().Where(productreview.ID(id), productreview.UserID(author)).Only(ctx)
	if err != nil {
		return orElse(err, notYours)
	}
	return s.rated(ctx, found.ProductID, func(ctx context.Context, tx postgres.Tx) error { return change(ctx, tx, author) })
}

// Mine is what whoever is signed in said about a product; nil when they said
// nothing, and for a guest.
func (s *Service) Mine(ctx context.Context, product int) (*db.ProductReview, error) {
	author, err := me(ctx)
	if err != nil {
		return nil, nil
	}
	found, err := s.Pool.Ent().ProductReview.Query().Where(productreview.UserID(author), productreview.ProductID(product)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

func orElse(err, refusal error) error {
	if db.IsNotFound(err) {
		return refusal
	}
	return err
}
