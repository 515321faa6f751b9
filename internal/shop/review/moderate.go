package review

import (
	"context"

	"zuka/ent/db"
	"zuka/ent/db/productreview"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// ModerateInput says whether shoppers are to see a review.
type ModerateInput struct {
	Hidden bool
	// Reason is told to the author; a review is hidden only with one.
	Reason string
}

// Moderate hides a review or shows it again, for staff. A hidden one does not
// count in the product's rating.
func (s *Service) Moderate(ctx context.Context, id int, in ModerateInput) (*db.ProductReview, error) {
	moderator, err := staff(ctx)
	if err != nil {
		return nil, err
	}
	var faults fault.Faults
	in.Reason = keepLine(&faults, "reason", in.Reason, longestReason)
	faults.Check(!in.Hidden || in.Reason != "", "reason", "is missing")
	if err := faults.Err(); err != nil {
		return nil, err
	}
	found, err := s.Pool.Ent().ProductReview.Get(ctx, id)
	if err != nil {
		return nil, orElse(err, noReview)
	}
	err = s.rated(ctx, found.ProductID, func(ctx context.Context, tx postgres.Tx) (err error) {
		found, err = s.moderate(ctx, tx, id, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.Log.InfoContext(ctx, "a review was moderated", "review", id, "hidden", in.Hidden, "staff", moderator)
	return found, nil
}

func (s *Service) moderate(ctx context.Context, tx postgres.Tx, id int, in ModerateInput) (*db.ProductReview, error) {
	status := productreview.StatusPublished
	if in.Hidden {
		status = productreview.StatusHidden
	}
	changed, err := tx.Ent().ProductReview.Update().Where(productreview.ID(id), productreview.StatusNEQ(status)).
		SetStatus(status).SetUpdatedAt(s.Clock.Now()).Save(ctx)
	if err != nil {
		return nil, err
	}
	found, err := tx.Ent().ProductReview.Get(ctx, id)
	if err != nil {
		return nil, orElse(err, noReview)
	}
	if changed > 0 && in.Hidden && s.Notices != nil {
		err = s.Notices.ReviewHidden(ctx, tx, found, in.Reason)
	}
	return found, err
}

// Visible is a review that the viewer may see although shoppers may not: their
// own, or any for staff; nil otherwise.
func (s *Service) Visible(ctx context.Context, id int) (*db.ProductReview, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, nil
	}
	query := s.Pool.Ent().ProductReview.Query().Where(productreview.ID(id))
	if !viewer.From(ctx).May(viewer.Staff) {
		query.Where(productreview.UserID(user))
	}
	found, err := query.Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}
