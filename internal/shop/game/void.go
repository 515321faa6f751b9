package game

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"zuka/ent/db"
	"zuka/ent/db/gamescore"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// shortestReason and longestReason are how many characters a reason has.
const shortestReason, longestReason = 3, 200

// VoidInput takes a score off the boards.
type VoidInput struct {
	Score int
	// Reason is told to the person.
	Reason string
}

// Validate tells what is wrong with it.
func (in *VoidInput) Validate() error {
	var faults fault.Faults
	in.Reason = strings.TrimSpace(in.Reason)
	length := utf8.RuneCountInString(in.Reason)
	faults.Check(length >= shortestReason && length <= longestReason, "input.reason", "must have %d to %d characters", shortestReason, longestReason)
	faults.Check(utf8.ValidString(in.Reason) && !strings.ContainsFunc(in.Reason, unicode.IsControl), "input.reason", "contains characters that cannot be shown")
	return faults.Err()
}

// Void lets staff take a score off the boards, and its points back. Doing it again
// changes nothing and answers the same, the first reason too.
func (s *Service) Void(ctx context.Context, in VoidInput) (*db.GameScore, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	if err := in.Validate(); err != nil {
		return nil, err
	}
	var score *db.GameScore
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		voided, err := tx.Ent().GameScore.Update().Where(gamescore.ID(in.Score), gamescore.StatusEQ(gamescore.StatusAccepted)).
			SetStatus(gamescore.StatusVoided).SetVoidReason(in.Reason).SetUpdatedAt(s.Clock.Now()).Save(ctx)
		if err != nil {
			return fmt.Errorf("voiding a score: %w", err)
		}
		score, err = tx.Ent().GameScore.Get(ctx, in.Score)
		switch {
		case db.IsNotFound(err):
			return fault.Refuse(fault.Gone, "input.scoreId", "is no score")
		case err != nil:
			return fmt.Errorf("reading a score: %w", err)
		case voided == 1:
			return s.voided(ctx, tx, score)
		case score.Status == gamescore.StatusRejected:
			return fault.Refuse(fault.StateConflict, "input.scoreId", "never counted")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return score, nil
}

// voided does what follows from it.
func (s *Service) voided(ctx context.Context, tx postgres.Tx, score *db.GameScore) error {
	name := title(score.GameType)
	if err := s.Points.TakeBack(ctx, tx, score.ID, name+": a score was taken back"); err != nil {
		return fmt.Errorf("taking the points of a score back: %w", err)
	}
	if s.Boards != nil {
		tx.After(func(ctx context.Context) { s.Boards.Voided(ctx, onBoard(score)) })
	}
	if s.Notices == nil {
		return nil
	}
	what := fmt.Sprintf("Your score of %d in %s does not count any more.", score.Score, name)
	if score.PointsEarned > 0 {
		what = fmt.Sprintf("Your score of %d in %s and its %d points do not count any more.", score.Score, name, score.PointsEarned)
	}
	err := s.Notices.Tell(ctx, tx, Notice{
		User: score.UserID, Title: "A score was taken back", Message: what + " The reason: " + *score.VoidReason,
		ActionURL: "/games", Source: fmt.Sprintf("void:%d", score.ID),
	})
	if err != nil {
		return fmt.Errorf("telling of a voided score: %w", err)
	}
	return nil
}
