package graph

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/productreview"
	"zuka/graph/loader"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/review"
)

// said shows a review as the catalogue does: with its author.
func said(ctx context.Context, found *db.ProductReview) (*catalog.Review, error) {
	if found == nil {
		return nil, nil
	}
	author, err := loader.BuyingFrom(ctx).Customer.Get(ctx, found.UserID)
	if err != nil {
		return nil, err
	}
	shown := &catalog.Review{ProductReview: *found}
	if author != nil {
		shown.Author.Name = author.Name
	}
	return shown, nil
}

func reviewed(ctx context.Context, found *db.ProductReview, failed error) (*model.ReviewPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	shown, err := said(ctx, found)
	return &model.ReviewPayload{Review: shown, UserErrors: errs}, err
}

// ReviewCreate says what a product is like.
func (m mutation) ReviewCreate(ctx context.Context, input model.ReviewCreateInput) (*model.ReviewPayload, error) {
	key, err := input.ProductID.Int("Product", "productId")
	if err != nil {
		return reviewed(ctx, nil, fault.Below("input", err))
	}
	found, failed := m.Review.Create(ctx, review.CreateInput{
		Product: key, Rating: int(input.Rating), Title: orEmpty(input.Title.Value()), Comment: orEmpty(input.Comment.Value()), Images: input.Images.Value(),
	})
	return reviewed(ctx, found, fault.Below("input", failed))
}

// ReviewUpdate changes one's own.
func (m mutation) ReviewUpdate(ctx context.Context, id globalid.ID, input model.ReviewUpdateInput) (*model.ReviewPayload, error) {
	key, err := id.Int("ProductReview", "id")
	if err != nil {
		return reviewed(ctx, nil, err)
	}
	in := review.UpdateInput{Rating: whole(input.Rating.Value())}
	set(input.Title, func(v *string) { in.Title = new(orEmpty(v)) })
	set(input.Comment, func(v *string) { in.Comment = new(orEmpty(v)) })
	set(input.Images, func(v []string) { in.Images = &v })
	found, failed := m.Review.Update(ctx, key, in)
	return reviewed(ctx, found, besideID(failed))
}

// ReviewDelete takes one's own away.
func (m mutation) ReviewDelete(ctx context.Context, id globalid.ID) (*model.ActionPayload, error) {
	key, err := id.Int("ProductReview", "id")
	if err != nil {
		return done(err)
	}
	return done(m.Review.Delete(ctx, key))
}

// ReviewVote says whether one helped.
func (m mutation) ReviewVote(ctx context.Context, id globalid.ID, helpful bool) (*model.ReviewPayload, error) {
	key, failed := id.Int("ProductReview", "id")
	var found *db.ProductReview
	if failed == nil {
		found, failed = m.Review.Vote(ctx, key, helpful)
	}
	return reviewed(ctx, found, failed)
}

// ReviewModerate shows or hides one.
func (m mutation) ReviewModerate(ctx context.Context, input model.ReviewModerateInput) (*model.ReviewPayload, error) {
	key, err := input.ID.Int("ProductReview", "id")
	if err != nil {
		return reviewed(ctx, nil, fault.Below("input", err))
	}
	found, failed := m.Review.Moderate(ctx, key, review.ModerateInput{
		Hidden: input.Status == productreview.StatusHidden, Reason: orEmpty(input.Reason.Value()),
	})
	return reviewed(ctx, found, fault.Below("input", failed))
}

// Reviews are all of them, for staff.
func (q query) Reviews(ctx context.Context, filter *model.ReviewFilter, first *int32, after *string, last *int32, before *string) (*review.Connection, error) {
	var wanted review.Filter
	if filter != nil {
		wanted = review.Filter{Status: filter.Status.Value(), Rating: whole(filter.Rating.Value()), Query: filter.Query.Value()}
		if id := filter.ProductID.Value(); id != nil {
			key, err := id.Int("Product", "filter.productId")
			if err != nil {
				return nil, err
			}
			wanted.Product = &key
		}
	}
	return q.Review.List(ctx, wanted, page.Args{First: first, After: after, Last: last, Before: before})
}

type moderatedPage struct{ *Resolver }

// Nodes are the reviews of the page; their authors are one statement.
func (moderatedPage) Nodes(ctx context.Context, found *review.Connection) ([]*catalog.Review, error) {
	rows := found.Nodes()
	authors := make([]uuid.UUID, len(rows))
	for i, row := range rows {
		authors[i] = row.UserID
	}
	people, errs := loader.BuyingFrom(ctx).Customer.LoadMany(ctx, authors)()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	all := make([]*catalog.Review, len(rows))
	for i, row := range rows {
		all[i] = &catalog.Review{ProductReview: *row}
		if people[i] != nil {
			all[i].Author.Name = people[i].Name
		}
	}
	return all, nil
}

type moderatedEdge struct{ *Resolver }

// Node is the review of an edge.
func (moderatedEdge) Node(ctx context.Context, edge *review.Edge) (*catalog.Review, error) {
	return said(ctx, edge.Node)
}

// Status tells whether people can read it. What the catalogue shows, they can.
func (reviewFields) Status(_ context.Context, found *catalog.Review) (productreview.Status, error) {
	if found.ProductReview.Status == "" {
		return productreview.StatusPublished, nil
	}
	return found.ProductReview.Status, nil
}
