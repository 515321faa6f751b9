package loyalty

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"zuka/ent/db/pointsentry"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// AdjustInput is a change of somebody's points by staff.
type AdjustInput struct {
	User uuid.UUID
	// Points come (above zero) or go (below).
	Points int
	// Reason is for the person to read.
	Reason         string
	IdempotencyKey string
}

func (in *AdjustInput) validate(by uuid.UUID) error {
	in.Reason = strings.Join(strings.Fields(in.Reason), " ")
	var faults fault.Faults
	faults.Check(in.User != by, "input.userId", "cannot be your own account")
	faults.Check(in.Points != 0 && in.Points >= -mostAdjusted && in.Points <= mostAdjusted, "input.points",
		"must be between 1 and %d, or as many below zero", mostAdjusted)
	length := utf8.RuneCountInString(in.Reason)
	faults.Check(length >= shortestReason && length <= longestReason, "input.reason", "must have %d to %d characters", shortestReason, longestReason)
	faults.Check(shows(in.Reason, false), "input.reason", "contains characters that cannot be shown")
	return faults.Err()
}

// shows tells whether a text can be stored and shown, with or without lines.
func shows(text string, lines bool) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && !(lines && r == '\n') })
}

// Adjust gives a person points or takes some away, for staff, once for the key.
// What comes counts as earned and pays what is owed; what goes takes no XP. More
// than there is cannot be taken: InsufficientPoints. Faults are below "input".
func (s *Service) Adjust(ctx context.Context, in AdjustInput) (*Account, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	by := viewer.From(ctx).User
	if err := in.validate(by); err != nil {
		return nil, err
	}
	request := AdjustInput{User: in.User, Points: in.Points, Reason: in.Reason}
	_, err := s.once(ctx, in.IdempotencyKey, "PointsAdjustment", request, func(ctx context.Context, tx postgres.Tx) (string, error) {
		return s.adjust(ctx, tx, by, in)
	})
	if err != nil {
		return nil, err
	}
	return s.AccountOf(ctx, in.User)
}

func (s *Service) adjust(ctx context.Context, tx postgres.Tx, by uuid.UUID, in AdjustInput) (string, error) {
	c, err := s.begin(ctx, tx, in.User)
	if err != nil {
		return "", err
	}
	p := c.of(in.User)
	if p == nil {
		return "", fault.Refuse(fault.Gone, "input.userId", "is nobody's")
	}
	if p.balance+in.Points < 0 {
		return "", tooFew("input.points", p.balance)
	}
	// The client's key cannot be the line's: it may be used again when its answer
	// is forgotten, and the line is kept.
	of := uuid.NewString()
	if _, err := c.post(ctx, p, entry{points: in.Points, source: pointsentry.SourceTypeAdjustment, of: of, text: in.Reason, xp: max(0, in.Points)}); err != nil {
		return "", err
	}
	tx.After(func(ctx context.Context) {
		s.Log.InfoContext(ctx, "points were adjusted", "by", by, "user", in.User, "points", in.Points, "entry", of)
	})
	return of, nil
}
