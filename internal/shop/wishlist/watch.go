package wishlist

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
)

// dueSQL finds the next wishes whose product is another than the person knows,
// notes what they know from now on, and answers what they knew. What another
// worker has at hand is left to that one, and what it has done meanwhile is seen
// when the row is locked. A price is kept until it is undercut while there is
// something to buy: a rise is no news.
const dueSQL = `WITH due AS MATERIALIZED (
	SELECT w.id, w.user_id, w.seen_in_stock, w.seen_price_ngn, p.in_stock, p.current_price_ngn, p.name, p.slug
	FROM wishlists AS w JOIN products AS p ON p.id = w.product_id
	WHERE w.id > $1 AND p.active AND (p.in_stock <> w.seen_in_stock OR w.seen_price_ngn IS NULL
		OR p.in_stock AND p.current_price_ngn < w.seen_price_ngn)
	ORDER BY w.id LIMIT $2 FOR UPDATE OF w SKIP LOCKED
), noted AS (
	UPDATE wishlists AS w SET seen_in_stock = due.in_stock,
		seen_price_ngn = CASE WHEN due.in_stock OR w.seen_price_ngn IS NULL
			THEN least(due.current_price_ngn, w.seen_price_ngn) ELSE w.seen_price_ngn END
	FROM due WHERE w.id = due.id
)
SELECT id, user_id, seen_in_stock, seen_price_ngn, in_stock, current_price_ngn, name, slug FROM due ORDER BY id`

// due is a wish whose product has changed.
type due struct {
	id         int
	user       uuid.UUID
	knewStock  bool
	knewPrice  *money.Naira
	inStock    bool
	price      money.Naira
	name, slug string
}

// Watch tells people that what they wish for is back in stock or costs less than
// they know. It stops when nothing is left, or at about limit notices, and
// answers how many it told. It may run anywhere, at any time, as often as one
// likes.
func (s *Service) Watch(ctx context.Context, limit int) (told int, err error) {
	for after := 0; told < limit; {
		found, notices, err := s.watch(ctx, after, min(watchBatch, limit-told))
		if err != nil {
			return told, err
		}
		told += notices
		if len(found) == 0 {
			break
		}
		after = found[len(found)-1].id
	}
	return told, nil
}

// watch is one batch.
func (s *Service) watch(ctx context.Context, after, most int) (found []due, told int, err error) {
	var notices []Notice
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		if found, err = next(ctx, tx, after, most); err != nil {
			return fmt.Errorf("finding wishes with news: %w", err)
		}
		for _, one := range found {
			notices = append(notices, one.notices(s.Clock.Now())...)
		}
		if told = len(notices); told == 0 {
			return nil
		}
		return s.Notices.Tell(ctx, tx, notices)
	})
	if err != nil {
		return nil, 0, err
	}
	for _, one := range notices {
		s.Notices.Told(ctx, one)
	}
	return found, told, nil
}

func next(ctx context.Context, tx postgres.Tx, after, most int) (found []due, err error) {
	rows, err := tx.QueryContext(ctx, dueSQL, after, most)
	if err != nil {
		return nil, err
	}
	for rows.Next() && err == nil {
		var d due
		err = rows.Scan(&d.id, &d.user, &d.knewStock, &d.knewPrice, &d.inStock, &d.price, &d.name, &d.slug)
		found = append(found, d)
	}
	if err == nil {
		err = rows.Err()
	}
	if closed := rows.Close(); err == nil {
		err = closed
	}
	return found, err
}

// notices are what there is to tell of it. The hour is in their source beside
// what is told, so that the same can be told again another time, and a worker
// that read an old stock does not tell it twice.
func (d due) notices(now time.Time) (all []Notice) {
	tell := func(what, title, message string) {
		all = append(all, Notice{
			User: d.user, Title: title, Message: message, ActionURL: "/products/" + d.slug,
			Source: fmt.Sprintf("wish:%d:%s:%d", d.id, what, now.Unix()/3600),
		})
	}
	if !d.inStock {
		return nil
	}
	if !d.knewStock {
		tell("stock", "Back in stock", fmt.Sprintf("%s is back in stock, for %s.", d.name, d.price.Formatted()))
	}
	if d.knewPrice != nil && d.price < *d.knewPrice {
		tell(fmt.Sprintf("price:%d", d.price), "Price drop", fmt.Sprintf("%s fell from %s to %s.", d.name, d.knewPrice.Formatted(), d.price.Formatted()))
	}
	return all
}
