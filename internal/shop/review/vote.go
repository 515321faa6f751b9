package review

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/productreview"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// Vote says whether whoever is signed in finds a review helpful; false takes
// that back. To say the same again changes nothing.
func (s *Service) Vote(ctx context.Context, id int, helpful bool) (*db.ProductReview, error) {
	voter, err := me(ctx)
	if err != nil {
		return nil, err
	}
	var voted *db.ProductReview
	var changed bool
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if err := lockForVote(ctx, tx, id, voter); err != nil {
			return err
		}
		if changed, err = vote(ctx, tx, id, voter, helpful); err != nil {
			return err
		}
		voted, err = tx.Ent().ProductReview.Get(ctx, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if changed {
		s.show(ctx, voted.ProductID)
	}
	return voted, nil
}

// lockForVote locks a review before a vote for it is written. The vote refers
// to the review, which locks it weakly; to lock it properly after that could
// meet a deletion that waits between two voters.
func lockForVote(ctx context.Context, tx postgres.Tx, id int, voter uuid.UUID) error {
	var author uuid.UUID
	var status productreview.Status
	err := tx.QueryRowContext(ctx, "SELECT user_id, status FROM product_reviews WHERE id = $1 FOR NO KEY UPDATE", id).Scan(&author, &status)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return noReview
	case err != nil:
		return fmt.Errorf("locking a review: %w", err)
	case author == voter:
		return fault.Invalid("id", "is your own review")
	case status != productreview.StatusPublished:
		return noReview
	}
	return nil
}

// vote tells whether the vote changed anything. The votes are counted anew: a
// count that were wrong once would stay wrong.
func vote(ctx context.Context, tx postgres.Tx, id int, voter uuid.UUID, helpful bool) (bool, error) {
	statement := "INSERT INTO review_votes (review_id, user_id) VALUES ($1, $2) ON CONFLICT (review_id, user_id) DO NOTHING"
	if !helpful {
		statement = "DELETE FROM review_votes WHERE review_id = $1 AND user_id = $2"
	}
	result, err := tx.ExecContext(ctx, statement, id, voter)
	if err != nil {
		return false, fmt.Errorf("voting: %w", err)
	}
	if rows, err := result.RowsAffected(); err != nil || rows == 0 {
		return false, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE product_reviews SET helpful_count = (SELECT count(*) FROM review_votes WHERE review_id = $1) WHERE id = $1`, id)
	if err != nil {
		return false, fmt.Errorf("counting votes: %w", err)
	}
	return true, nil
}
