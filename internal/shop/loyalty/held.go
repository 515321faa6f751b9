package loyalty

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/predicate"
	"zuka/ent/db/userreward"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
)

// RewardState is how a reward that a person has stands.
type RewardState string

// The states; all of them is none that a reward has.
const (
	StateAll     RewardState = "all"
	StateUsable  RewardState = "usable"
	StateUsed    RewardState = "used"
	StateExpired RewardState = "expired"
)

// RewardFilter narrows the list of a person's rewards.
type RewardFilter struct {
	// State is the wanted one; empty is all.
	State RewardState
}

// HeldConnection is a page of the rewards that a person got, the newest first.
type HeldConnection = page.Connection[*db.UserReward]

// HeldEdge is a reward on a page.
type HeldEdge = page.Edge[*db.UserReward]

// StateOf is how a reward stands now.
func (s *Service) StateOf(r *db.UserReward) RewardState {
	switch {
	case r.Used:
		return StateUsed
	case r.ExpiresAt != nil && !s.Clock.Now().Before(*r.ExpiresAt):
		return StateExpired
	}
	return StateUsable
}

func (s *Service) inState(state RewardState) ([]predicate.UserReward, error) {
	now := s.Clock.Now()
	switch state {
	case StateAll, "":
		return nil, nil
	case StateUsable:
		return []predicate.UserReward{userreward.Used(false), userreward.Or(userreward.ExpiresAtIsNil(), userreward.ExpiresAtGT(now))}, nil
	case StateUsed:
		return []predicate.UserReward{userreward.Used(true)}, nil
	case StateExpired:
		return []predicate.UserReward{userreward.Used(false), userreward.ExpiresAtLTE(now)}, nil
	}
	return nil, fault.Invalid("state", "is unknown")
}

// Held are the rewards that a person got, the newest first.
func (s *Service) Held(ctx context.Context, user uuid.UUID, filter RewardFilter, args page.Args) (*HeldConnection, error) {
	state := filter.State
	if state == "" {
		state = StateAll
	}
	where, err := s.inState(state)
	if err != nil {
		return nil, err
	}
	list := newest("rewards", user, state)
	window, err := args.Window(list)
	if err != nil {
		return nil, err
	}
	where = append(where, userreward.UserID(user))
	query := s.Pool.Ent().UserReward.Query().Where(where...)
	bounds, order := within(window)
	for _, bound := range bounds {
		query.Where(bound)
	}
	found, err := query.Order(order).Limit(window.Size + 1).All(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]page.Item[*db.UserReward], len(found))
	for i, one := range found {
		items[i] = page.Item[*db.UserReward]{Node: one, Key: keyOf(one.CreatedAt, one.ID)}
	}
	return page.Cut(list, window, items).CountWith(func(ctx context.Context) (int, error) {
		return s.Pool.Ent().UserReward.Query().Where(where...).Limit(page.CountCap + 1).Count(ctx)
	}), nil
}
