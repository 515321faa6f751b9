package pet

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/clock"
)

// spending is what models have cost the shop today, as it was a moment ago.
type spending struct {
	mu     sync.Mutex
	tokens int
	until  time.Time
}

// spendingLife is how old the shop's sum may be: it is of all of today's runs.
const spendingLife = 5 * time.Second

const spentBy = `SELECT coalesce(sum(tokens_in + tokens_out), 0) FROM pet_runs WHERE user_id = $1 AND created_at >= $2`

const spentByAll = `SELECT coalesce(sum(tokens_in + tokens_out), 0) FROM pet_runs WHERE created_at >= $1`

// mayAskModel tells whether there is a model and the budget of the Lagos day is
// not used up. What cannot be read is taken for used up: the other brain is
// always there.
func (w *work) mayAskModel(ctx context.Context) bool {
	if w.Model == nil {
		return false
	}
	today := clock.Day(w.Clock.Now())
	if w.Budget.Person > 0 {
		spent, err := w.spentBy(ctx, w.run.UserID, today)
		if err != nil || spent >= w.Budget.Person {
			w.outOfBudget(ctx, "of the person", err)
			return false
		}
	}
	if w.Budget.Shop > 0 {
		spent, err := w.spentByAll(ctx, today)
		if err != nil || spent >= w.Budget.Shop {
			w.outOfBudget(ctx, "of the shop", err)
			return false
		}
	}
	return true
}

func (w *work) outOfBudget(ctx context.Context, whose string, err error) {
	w.failure = "the budget " + whose + " is used up"
	if err != nil {
		w.failure = "the budget could not be read"
		w.Log.WarnContext(ctx, "what models cost could not be read", "cause", err)
	}
}

func (w *work) spentBy(ctx context.Context, user uuid.UUID, today time.Time) (tokens int, err error) {
	err = w.Pool.Pgx().QueryRow(ctx, spentBy, user, today).Scan(&tokens)
	return tokens, err
}

func (w *work) spentByAll(ctx context.Context, today time.Time) (int, error) {
	w.spent.mu.Lock()
	defer w.spent.mu.Unlock()
	now := w.Clock.Now()
	if now.Before(w.spent.until) {
		return w.spent.tokens, nil
	}
	err := w.Pool.Pgx().QueryRow(ctx, spentByAll, today).Scan(&w.spent.tokens)
	if err == nil {
		w.spent.until = now.Add(spendingLife)
	}
	return w.spent.tokens, err
}
