package loyalty

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"zuka/ent/db/pointsentry"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
)

// Award is points for somebody.
type Award struct {
	User uuid.UUID
	// Points is never below zero; an award of none is skipped.
	Points int
	Source Source
	// Of is the id of what they are for: a person is given them once for it.
	Of string
	// Text is the reason in words for the person.
	Text string
}

// Earned is what an award gave.
type Earned struct {
	// Points is how many it gave, also where a debt took some of them; 0 when they
	// had been given before, and for somebody who is not there any more.
	Points int
	// Balance, XP and Level are what the person has then; Before is the level
	// before.
	Balance, XP   int
	Level, Before Level
}

// givesXP tells whether points of a source are earned. The points of a reward
// were paid for with points, and what comes back was earned before: with XP for
// them, two friends could climb by handing each other the same gift.
func givesXP(source Source) bool {
	switch source {
	case pointsentry.SourceTypeReward, pointsentry.SourceTypeCheckoutReturn, pointsentry.SourceTypeDebt:
		return false
	}
	return true
}

// Earn gives points, each award once for its source, its id and its person: what
// was given already is skipped. Who was erased gets none. The answers are in the
// order of the awards. People are locked in the order of their ids, whatever the
// order of the awards is.
func (s *Service) Earn(ctx context.Context, tx postgres.Tx, awards ...Award) ([]Earned, error) {
	c, err := s.begin(ctx, tx, receivers(awards)...)
	if err != nil {
		return nil, err
	}
	return c.earn(ctx, awards)
}

func receivers(awards []Award) []uuid.UUID {
	people := make([]uuid.UUID, len(awards))
	for i, award := range awards {
		people[i] = award.User
	}
	return people
}

func (c *change) earn(ctx context.Context, awards []Award) ([]Earned, error) {
	earned := make([]Earned, len(awards))
	for i, award := range awards {
		if award.Points < 0 || award.Of == "" {
			return nil, fmt.Errorf("an award of %s is of %d points for %q", award.Source, award.Points, award.Of)
		}
		p := c.of(award.User)
		if p == nil {
			earned[i].Level, earned[i].Before = levels[0], levels[0]
			continue
		}
		before := LevelAt(p.xp)
		given, err := c.give(ctx, p, award)
		if err != nil {
			return nil, err
		}
		earned[i] = Earned{Points: given, Balance: p.balance, XP: p.xp, Level: LevelAt(p.xp), Before: before}
	}
	return earned, nil
}

// give answers how many points an award gave.
func (c *change) give(ctx context.Context, p *purse, award Award) (int, error) {
	if award.Points == 0 {
		return 0, nil // The ledger has no lines of nothing.
	}
	e := entry{points: award.Points, source: award.Source, of: award.Of, text: award.Text}
	if givesXP(award.Source) {
		e.xp = award.Points
	}
	made, err := c.post(ctx, p, e)
	if err != nil || !made {
		return 0, err
	}
	return award.Points, nil
}

const (
	// nairaAPoint is what one has to pay for a point, in full.
	nairaAPoint = 100
	// mostPurchase is how many points an order gives at most, multiplied: more
	// than any real one, and far from what the columns hold.
	mostPurchase = 100_000_000
)

// EarnPurchase gives the points of a paid order that is worth so much: one for
// every full 100 naira, times the multiplier of the level that the person has at
// that moment, rounded down; once for the order. Nobody, and who was erased, gets
// none. Other awards of the same moment are given with it, so that everybody is
// locked at once. It answers the points of the purchase.
func (s *Service) EarnPurchase(ctx context.Context, tx postgres.Tx, user uuid.UUID, order int, number string, worth money.Naira, also ...Award) (points int, err error) {
	c, err := s.begin(ctx, tx, append(receivers(also), user)...)
	if err != nil {
		return 0, err
	}
	purchase := Award{User: user, Source: pointsentry.SourceTypePurchase, Of: strconv.Itoa(order), Text: "For order " + number}
	if p := c.of(user); p != nil {
		purchase.Points = purchasePoints(worth, LevelAt(p.xp))
	}
	earned, err := c.earn(ctx, append([]Award{purchase}, also...))
	if err != nil {
		return 0, err
	}
	return earned[0].Points, nil
}

func purchasePoints(worth money.Naira, level Level) int {
	full := int(max(0, worth) / nairaAPoint)
	return min(mostPurchase, full/100*level.MultiplierPercent+full%100*level.MultiplierPercent/100)
}
