package loyalty

import (
	"context"
	"errors"
	"fmt"
	"strings"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/pointsentry"
	"zuka/ent/db/userreward"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
)

// Reward is what a person's reward does to an order.
type Reward struct {
	*db.UserReward
	// Discount is what it takes off the goods.
	Discount     money.Naira
	FreeShipping bool
	// Cashback is how many points it gives once the order is paid.
	Cashback int
}

// RewardFor is what a code of a person would do to an order of this subtotal,
// without using it.
func (s *Service) RewardFor(ctx context.Context, user uuid.UUID, code string, subtotal money.Naira) (*Reward, error) {
	return s.try(ctx, s.Pool.Ent(), user, code, subtotal)
}

// UseReward uses a code for an order that is placed in this transaction. Once
// the order is there, BindReward says which it is.
func (s *Service) UseReward(ctx context.Context, tx postgres.Tx, user uuid.UUID, code string, subtotal money.Naira) (*Reward, error) {
	reward, err := s.try(ctx, tx.Ent(), user, code, subtotal)
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	used, err := tx.Ent().UserReward.Update().Where(userreward.ID(reward.ID), userreward.Used(false)).
		SetUsed(true).SetUsedAt(now).SetUpdatedAt(now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("using a reward: %w", err)
	}
	if used != 1 {
		return nil, refuse("this reward has been used")
	}
	reward.Used, reward.UsedAt = true, &now
	return reward, nil
}

// BindReward notes the order that a reward was used on, in the same transaction
// as UseReward.
func (s *Service) BindReward(ctx context.Context, tx postgres.Tx, reward, order int) error {
	bound, err := tx.Ent().UserReward.Update().Where(userreward.ID(reward), userreward.Used(true), userreward.UsedOrderIDIsNil()).
		SetUsedOrderID(order).SetUpdatedAt(s.Clock.Now()).Save(ctx)
	if err == nil && bound != 1 {
		err = errors.New("it was not used")
	}
	if err != nil {
		return fmt.Errorf("binding reward %d: %w", reward, err)
	}
	return nil
}

// ReturnReward makes the reward of an order usable again, once; its last day
// stays what it was. It does nothing for an order without one.
func (s *Service) ReturnReward(ctx context.Context, tx postgres.Tx, order int) error {
	err := tx.Ent().UserReward.Update().Where(userreward.UsedOrderID(order), userreward.Used(true)).
		SetUsed(false).ClearUsedAt().ClearUsedOrderID().SetUpdatedAt(s.Clock.Now()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("giving a reward back: %w", err)
	}
	return nil
}

// CashbackOf is what the reward of an order gives when the order is paid, for
// EarnPurchase; nil when the order used none of that kind. A reward that came
// back from an order gives again on the next: the award is of both. Who takes it
// back asks before ReturnReward, which lets go of the order.
func (s *Service) CashbackOf(ctx context.Context, tx postgres.Tx, order int) (*Award, error) {
	found, err := tx.Ent().UserReward.Query().Where(userreward.UsedOrderID(order), userreward.Used(true), userreward.TypeEQ(userreward.TypeCashback)).First(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the cashback of order %d: %w", order, err)
	}
	return &Award{
		User: found.UserID, Points: cashback(found), Source: pointsentry.SourceTypeReward,
		Of: fmt.Sprintf("cashback:%d:%d", found.ID, order), Text: "Cashback of " + found.Code,
	}, nil
}

// Rewards are those of a person that can be used on an order now, the first to
// run out first.
func (s *Service) Rewards(ctx context.Context, user uuid.UUID) ([]*db.UserReward, error) {
	return s.Pool.Ent().UserReward.Query().Where(userreward.UserID(user), userreward.Used(false),
		userreward.TypeIn(userreward.TypeDiscount, userreward.TypeFreeShipping, userreward.TypeCashback),
		userreward.Or(userreward.ExpiresAtIsNil(), userreward.ExpiresAtGT(s.Clock.Now()))).
		Order(userreward.ByExpiresAt(entsql.OrderNullsLast()), userreward.ByID()).All(ctx)
}

// Find is one of a person's rewards, used or not; nil when it is another's, or
// is not.
func (s *Service) Find(ctx context.Context, user uuid.UUID, id int) (*db.UserReward, error) {
	found, err := s.Pool.Ent().UserReward.Query().Where(userreward.ID(id), userreward.UserID(user)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

func (s *Service) try(ctx context.Context, client *db.Client, user uuid.UUID, typed string, subtotal money.Naira) (*Reward, error) {
	code, readable := readCode(typed)
	if user == uuid.Nil || !readable {
		return nil, refuse("you have no such reward")
	}
	// Another's code is looked up like one that is not there.
	found, err := client.UserReward.Query().Where(userreward.UserID(user), userreward.CodeEqualFold(code)).First(ctx)
	if db.IsNotFound(err) {
		return nil, refuse("you have no such reward")
	}
	if err != nil {
		return nil, fmt.Errorf("reading a reward: %w", err)
	}
	reward, problem := try(found, subtotal, s.Clock.Now())
	if problem != "" {
		return nil, refuse(problem)
	}
	return reward, nil
}

// readCode is a code as it is looked for. What cannot be one is not asked for.
func readCode(typed string) (code string, readable bool) {
	code = strings.TrimSpace(strings.ToValidUTF8(typed, ""))
	return code, code != "" && len(code) <= longestCode && !strings.Contains(code, "\x00")
}

func refuse(why string) *fault.Fault { return fault.Refuse(fault.RewardRefused, "code", "%s", why) }
