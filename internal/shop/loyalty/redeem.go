package loyalty

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/pointsentry"
	"zuka/ent/db/reward"
	"zuka/ent/db/user"
	"zuka/ent/db/userreward"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// Catalogue is what points can buy, in the shop's order.
func (s *Service) Catalogue(ctx context.Context) ([]*db.Reward, error) {
	return s.Pool.Ent().Reward.Query().Where(reward.Active(true)).Order(reward.ByDisplayOrder(), reward.ByID()).All(ctx)
}

// CatalogueAll is every reward, those too that cannot be bought, for staff.
func (s *Service) CatalogueAll(ctx context.Context) ([]*db.Reward, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	return s.Pool.Ent().Reward.Query().Order(reward.ByDisplayOrder(), reward.ByID()).All(ctx)
}

// Reward is one that can be bought, or any for staff; nil when there is none.
func (s *Service) Reward(ctx context.Context, id int) (*db.Reward, error) {
	query := s.Pool.Ent().Reward.Query().Where(reward.ID(id))
	if !viewer.From(ctx).May(viewer.Staff) {
		query.Where(reward.Active(true))
	}
	found, err := query.Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// RedeemInput says which reward is bought.
type RedeemInput struct {
	Reward         int
	IdempotencyKey string
}

// Redeem buys a reward with the viewer's points, once for the key. Refused are
// one that cannot be bought (NOT_FOUND), one of a higher level (STATE_CONFLICT),
// and one that costs more than there is (InsufficientPoints). Faults are below
// "input".
func (s *Service) Redeem(ctx context.Context, in RedeemInput) (*db.UserReward, error) {
	who, err := person(ctx)
	if err != nil {
		return nil, err
	}
	id, err := s.once(ctx, in.IdempotencyKey, "UserReward", in.Reward, func(ctx context.Context, tx postgres.Tx) (string, error) {
		bought, err := s.redeem(ctx, tx, who, in.Reward)
		if err != nil {
			return "", err
		}
		return strconv.Itoa(bought.ID), nil
	})
	if err != nil {
		return nil, err
	}
	row, err := strconv.Atoi(id)
	if err != nil {
		return nil, fmt.Errorf("a bought reward was kept as %q: %w", id, err)
	}
	return s.Find(ctx, who, row)
}

func (s *Service) redeem(ctx context.Context, tx postgres.Tx, who uuid.UUID, id int) (*db.UserReward, error) {
	c, err := s.begin(ctx, tx, who)
	if err != nil {
		return nil, err
	}
	p := c.of(who)
	if p == nil {
		return nil, unknown()
	}
	wanted, err := tx.Ent().Reward.Query().Where(reward.ID(id), reward.Active(true)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, fault.Refuse(fault.Gone, "input.rewardId", "cannot be bought any more, or never could")
	}
	if err != nil {
		return nil, fmt.Errorf("reading a reward: %w", err)
	}
	if least := levelOf(user.GemLevel(wanted.MinGemLevel)); LevelAt(p.xp).Order < least.Order {
		return nil, fault.Refuse(fault.StateConflict, "input.rewardId", "is for people from the level %s on, which begins at %d XP: you have %d", least.Gem, least.FromXP, p.xp)
	}
	if p.balance < wanted.CostPoints {
		return nil, tooFew("input.rewardId", p.balance)
	}
	return c.buy(ctx, p, wanted)
}

func (c *change) buy(ctx context.Context, p *purse, wanted *db.Reward) (*db.UserReward, error) {
	ends := c.now.AddDate(0, 0, wanted.ValidDays).Truncate(time.Microsecond) // As it is stored.
	bought, err := c.tx.Ent().UserReward.Create().SetUserID(p.id).SetRewardID(wanted.ID).SetCode(newCode()).SetType(userreward.Type(wanted.Type)).
		SetNillableValuePercent(wanted.ValuePercent).SetNillableValueAmountNgn(wanted.ValueAmountNgn).SetNillableMinSpendNgn(wanted.MinSpendNgn).
		SetExpiresAt(ends).SetCreatedAt(c.now).SetUpdatedAt(c.now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("writing a bought reward: %w", err)
	}
	of := strconv.Itoa(bought.ID)
	made, err := c.post(ctx, p, entry{points: -wanted.CostPoints, source: pointsentry.SourceTypeRedemption, of: of, text: "Spent on " + wanted.Name})
	if err != nil {
		return nil, err
	}
	if !made {
		return nil, fmt.Errorf("reward %d was paid before it was bought", bought.ID)
	}
	return bought, c.tell(ctx, c.tx, Notice{
		User: p.id, Kind: KindReward, Title: "Your reward is here", ActionURL: "/rewards", Source: "reward:" + of,
		Message: fmt.Sprintf("%s: the code is %s. It works until %s.", wanted.Name, bought.Code, date(ends)),
	})
}

func date(t time.Time) string { return t.In(clock.Lagos).Format("2 January 2006") }

// codeLetters are those of codes, without the ones that look alike.
const codeLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// newCode is a code that nobody guesses: 31^10 of them.
func newCode() string {
	const length, fair = 10, 256 - 256%len(codeLetters)
	code := []byte("ZR-")
	var random [16]byte
	for len(code) < len("ZR-")+length {
		_, _ = rand.Read(random[:]) // It never fails: the process would end.
		for _, b := range random {
			// The last few values of a byte would make some letters likelier.
			if int(b) < fair && len(code) < len("ZR-")+length {
				code = append(code, codeLetters[int(b)%len(codeLetters)])
			}
		}
	}
	return string(code)
}
