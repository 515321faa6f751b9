package graph

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/pointsentry"
	rewardrow "zuka/ent/db/reward"
	"zuka/ent/db/user"
	"zuka/graph/loader"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account"
	"zuka/internal/shop/loyalty"
)

// GemLevels are the levels, the lowest first.
func (query) GemLevels(context.Context) ([]*loyalty.Level, error) {
	return pointers(loyalty.Levels()), nil
}

// Rewards are what points can buy.
func (q query) Rewards(ctx context.Context) ([]*db.Reward, error) { return q.Loyalty.Catalogue(ctx) }

// ManagedRewards are all of them, for staff.
func (q query) ManagedRewards(ctx context.Context) ([]*db.Reward, error) {
	return q.Loyalty.CatalogueAll(ctx)
}

// Points are what the person has.
func (m meFields) Points(ctx context.Context, self *account.Self) (*loyalty.Account, error) {
	return m.Loyalty.AccountOf(ctx, self.User)
}

// Rewards are those that the person got.
func (m meFields) Rewards(
	ctx context.Context, self *account.Self, state loyalty.RewardState, first *int32, after *string, last *int32, before *string,
) (*loyalty.HeldConnection, error) {
	return m.Loyalty.Held(ctx, self.User, loyalty.RewardFilter{State: state}, page.Args{First: first, After: after, Last: last, Before: before})
}

// PointsUpdated follows the points of whoever is signed in.
func (s subscription) PointsUpdated(ctx context.Context) (<-chan *loyalty.Account, error) {
	return followed[*loyalty.Account](ctx)(s.Loyalty.FollowPoints(ctx))
}

// DailyCheckIn notes that the person was here today.
func (m mutation) DailyCheckIn(ctx context.Context) (*model.CheckInPayload, error) {
	return checkedIn(m.Loyalty.CheckIn(ctx))
}

// RewardClaim takes a gift.
func (m mutation) RewardClaim(ctx context.Context, code string) (*model.CheckInPayload, error) {
	return checkedIn(m.Loyalty.Claim(ctx, code))
}

func checkedIn(got *loyalty.CheckedIn, failed error) (*model.CheckInPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	payload := &model.CheckInPayload{UserErrors: errs}
	if got != nil {
		payload.Points, payload.Account = int32(got.Points), got.Account
	}
	return payload, nil
}

// account is what the caller has; what a mutation did is not hidden because it
// cannot be read.
func (r *Resolver) account(ctx context.Context) (*loyalty.Account, error) {
	return r.Loyalty.AccountOf(ctx, viewer.From(ctx).User)
}

// RewardRedeem buys a reward.
func (m mutation) RewardRedeem(ctx context.Context, input model.RewardRedeemInput) (*model.UserRewardPayload, error) {
	var bought *db.UserReward
	key, failed := input.RewardID.Int("Reward", "input.rewardId")
	if failed == nil {
		bought, failed = m.Loyalty.Redeem(ctx, loyalty.RedeemInput{Reward: key, IdempotencyKey: input.IdempotencyKey})
	}
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	left, err := m.account(ctx)
	return &model.UserRewardPayload{Reward: bought, Account: left, UserErrors: errs}, err
}

// PointsAdjust changes somebody's points.
func (m mutation) PointsAdjust(ctx context.Context, input model.PointsAdjustInput) (*model.PointsPayload, error) {
	var changed *loyalty.Account
	whose, failed := input.UserID.UUID("User", "input.userId")
	if failed == nil {
		changed, failed = m.Loyalty.Adjust(ctx, loyalty.AdjustInput{
			User: whose, Points: int(input.Points), Reason: input.Reason, IdempotencyKey: input.IdempotencyKey,
		})
	}
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.PointsPayload{Points: changed, UserErrors: errs}, nil
}

// RewardUpsert makes or changes a reward.
func (m mutation) RewardUpsert(ctx context.Context, input model.RewardUpsertInput) (*model.RewardPayload, error) {
	in := loyalty.UpsertInput{
		Slug: input.Slug, Name: input.Name, Description: input.Description, Type: input.Type, Cost: int(input.Cost),
		ValuePercent: whole(input.ValuePercent.Value()), ValueAmount: amount(input.ValueAmount.Value()), MinSpend: amount(input.MinSpend.Value()),
		MinLevel: input.MinGem, ValidDays: int(input.ValidDays), Active: input.Active, DisplayOrder: int(input.DisplayOrder),
	}
	var made *db.Reward
	var failed error
	if id := input.ID.Value(); id != nil {
		var key int
		key, failed = id.Int("Reward", "input.id")
		in.ID = &key
	}
	if failed == nil {
		made, failed = m.Loyalty.Upsert(ctx, in)
	}
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.RewardPayload{Reward: made, UserErrors: errs}, nil
}

type pointsFields struct{ *Resolver }

// Level is the level that was reached.
func (pointsFields) Level(_ context.Context, points *loyalty.Account) (*loyalty.Level, error) {
	return &points.Standing.Level, nil
}

// NextLevel is the next one; nil at the highest.
func (pointsFields) NextLevel(_ context.Context, points *loyalty.Account) (*loyalty.Level, error) {
	return points.Standing.Next, nil
}

// XpToNext is how many XP are missing.
func (pointsFields) XpToNext(_ context.Context, points *loyalty.Account) (int32, error) {
	return int32(points.Standing.ToNext), nil
}

// Progress is how far it is.
func (pointsFields) Progress(_ context.Context, points *loyalty.Account) (float64, error) {
	return points.Standing.Progress, nil
}

// History is every change.
func (p pointsFields) History(
	ctx context.Context, points *loyalty.Account, sources []pointsentry.SourceType, first *int32, after *string, last *int32, before *string,
) (*loyalty.EntryConnection, error) {
	return p.Loyalty.History(ctx, points.User, loyalty.HistoryFilter{Sources: sources}, page.Args{First: first, After: after, Last: last, Before: before})
}

type catalogueRewardFields struct{ *Resolver }

// MinGem is the level that one must have.
func (catalogueRewardFields) MinGem(_ context.Context, reward *db.Reward) (user.GemLevel, error) {
	return user.GemLevel(reward.MinGemLevel), nil
}

// Type is what kind of thing it is.
func (rewardFields) Type(_ context.Context, reward *db.UserReward) (rewardrow.Type, error) {
	return rewardrow.Type(reward.Type), nil
}

// State is how it stands.
func (r rewardFields) State(_ context.Context, reward *db.UserReward) (loyalty.RewardState, error) {
	return r.Loyalty.StateOf(reward), nil
}

// Reward is what was bought.
func (rewardFields) Reward(ctx context.Context, reward *db.UserReward) (*db.Reward, error) {
	if reward.RewardID == nil {
		return nil, nil
	}
	return loader.PlayFrom(ctx).Reward.Get(ctx, *reward.RewardID)
}

// reward is one of the catalogue, as the viewer may see it.
func (r *Resolver) reward(ctx context.Context, id int) (*db.Reward, error) {
	return r.Loyalty.Reward(ctx, id)
}

// userID is the person that a filter names; nil when it names none.
func userID(id *globalid.ID, field string) (*uuid.UUID, error) {
	if id == nil {
		return nil, nil
	}
	key, err := id.UUID("User", field)
	if err != nil {
		return nil, fault.Invalid(field, "is no id of a person")
	}
	return &key, nil
}
