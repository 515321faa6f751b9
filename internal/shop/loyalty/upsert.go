package loyalty

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"zuka/ent/db"
	"zuka/ent/db/reward"
	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
)

// UpsertInput is a reward as staff want it.
type UpsertInput struct {
	// ID names the one that is changed; nil makes a new one.
	ID                      *int
	Slug, Name, Description string
	Type                    reward.Type
	// Cost is in points.
	Cost int
	// ValuePercent or ValueAmount is what a discount takes off; cashback and gifts
	// give ValueAmount in points.
	ValuePercent          *int
	ValueAmount, MinSpend *money.Naira
	MinLevel              user.GemLevel
	ValidDays             int
	Active                bool
	DisplayOrder          int
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Validate tidies the texts and finds everything that cannot be accepted.
func (in *UpsertInput) Validate() error {
	in.Slug = strings.TrimSpace(in.Slug)
	in.Name = strings.Join(strings.Fields(in.Name), " ")
	in.Description = strings.TrimSpace(in.Description)
	var faults fault.Faults
	number := func(field string, value, least, most int) {
		faults.Check(value >= least && value <= most, field, "must be between %d and %d", least, most)
	}
	faults.Check(slugForm.MatchString(in.Slug) && len(in.Slug) <= longestSlug, "input.slug", "must be small letters, digits and hyphens, at most %d", longestSlug)
	number("input.name", utf8.RuneCountInString(in.Name), 1, longestName)
	faults.Check(shows(in.Name, false), "input.name", "contains characters that cannot be shown")
	faults.Check(utf8.RuneCountInString(in.Description) <= longestText, "input.description", "must have at most %d characters", longestText)
	faults.Check(shows(in.Description, true), "input.description", "contains characters that cannot be shown")
	number("input.cost", in.Cost, 1, mostCost)
	number("input.validDays", in.ValidDays, 1, mostDays)
	number("input.displayOrder", in.DisplayOrder, -mostPlaces, mostPlaces)
	faults.Check(user.GemLevelValidator(in.MinLevel) == nil, "input.minGem", "is unknown")
	in.value(&faults)
	return faults.Err()
}

// value checks what the reward gives against its type.
func (in *UpsertInput) value(faults *fault.Faults) {
	if reward.TypeValidator(in.Type) != nil {
		faults.Check(false, "input.type", "is unknown")
		return
	}
	discount, points := in.Type == reward.TypeDiscount, in.Type == reward.TypeCashback || in.Type == reward.TypePoints
	faults.Check(discount || in.ValuePercent == nil, "input.valuePercent", "does not go with a reward of this type")
	faults.Check(discount || points || in.ValueAmount == nil, "input.valueAmount", "does not go with a reward of this type")
	faults.Check(!points || in.ValueAmount != nil, "input.valueAmount", "is missing: a reward of this type needs it")
	faults.Check(!discount || in.ValuePercent != nil || in.ValueAmount != nil, "input.valuePercent", "is missing: a discount needs it or an amount")
	faults.Check(!discount || in.ValuePercent == nil || in.ValueAmount == nil, "input.valueAmount", "does not go together with a percentage")
	faults.Check(in.Type != reward.TypePoints || in.MinSpend == nil, "input.minSpend", "does not go with a gift, which is not for an order")
	faults.Check(in.ValuePercent == nil || *in.ValuePercent >= 1 && *in.ValuePercent <= 100, "input.valuePercent", "must be between 1 and 100")
	most := money.Naira(mostNaira)
	if points {
		most = mostCost
	}
	faults.Check(in.ValueAmount == nil || *in.ValueAmount >= 1 && *in.ValueAmount <= most, "input.valueAmount", "must be between 1 and %d", most)
	faults.Check(in.MinSpend == nil || *in.MinSpend >= 0 && *in.MinSpend <= mostNaira, "input.minSpend", "must be between 0 and %d", mostNaira)
}

// Upsert makes a reward or changes one, for staff. Codes that people have keep
// what they were bought as. Faults are below "input".
func (s *Service) Upsert(ctx context.Context, in UpsertInput) (*db.Reward, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	if err := in.Validate(); err != nil {
		return nil, err
	}
	var saved *db.Reward
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		tx.After(s.shown)
		saved, err = in.save(ctx, tx, s.Clock.Now())
		return err
	})
	switch {
	case db.IsNotFound(err):
		return nil, fault.Refuse(fault.Gone, "input.id", "is no reward")
	case db.IsConstraintError(err) && strings.Contains(err.Error(), "rewards_slug_key"):
		return nil, fault.Refuse(fault.AlreadyTaken, "input.slug", "is another reward's")
	case err != nil:
		return nil, fmt.Errorf("writing a reward: %w", err)
	}
	return saved, nil
}

func (s *Service) shown(ctx context.Context) {
	if s.Shown == nil {
		return
	}
	if err := s.Shown.RewardsChanged(ctx); err != nil {
		s.Log.WarnContext(ctx, "a changed reward is shown later", "cause", err)
	}
}

func (in *UpsertInput) save(ctx context.Context, tx postgres.Tx, now time.Time) (*db.Reward, error) {
	least := reward.MinGemLevel(in.MinLevel)
	if in.ID == nil {
		return tx.Ent().Reward.Create().SetSlug(in.Slug).SetName(in.Name).SetDescription(in.Description).SetType(in.Type).SetCostPoints(in.Cost).
			SetNillableValuePercent(in.ValuePercent).SetNillableValueAmountNgn(in.ValueAmount).SetNillableMinSpendNgn(in.MinSpend).
			SetMinGemLevel(least).SetValidDays(in.ValidDays).SetActive(in.Active).SetDisplayOrder(in.DisplayOrder).
			SetCreatedAt(now).SetUpdatedAt(now).Save(ctx)
	}
	update := tx.Ent().Reward.UpdateOneID(*in.ID).SetSlug(in.Slug).SetName(in.Name).SetDescription(in.Description).SetType(in.Type).SetCostPoints(in.Cost).
		SetMinGemLevel(least).SetValidDays(in.ValidDays).SetActive(in.Active).SetDisplayOrder(in.DisplayOrder).SetUpdatedAt(now).
		ClearValuePercent().ClearValueAmountNgn().ClearMinSpendNgn()
	// What is set after it was cleared is written.
	return update.SetNillableValuePercent(in.ValuePercent).SetNillableValueAmountNgn(in.ValueAmount).SetNillableMinSpendNgn(in.MinSpend).Save(ctx)
}
