package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"

	"zuka/internal/bench/load"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account/secret"
	"zuka/internal/shop/account/session"
)

const (
	// hotSessions is how many people come by, lookers how many at once.
	hotSessions = 10_000
	lookers     = 50
	// lookPause is the mean time between two look-ups of a looker who is not in
	// a hurry: 50 of them make 5,000 look-ups a second.
	lookPause = 10 * time.Millisecond
	// makers is how many sessions are made at once.
	makers = 20
)

var asking = viewer.Client{Platform: viewer.Web, Address: "127.0.0.1", UserAgent: "zuka bench"}

// lookup is how finding a session by its cookie did.
type lookup struct {
	lookers int
	pause   time.Duration
	figures load.Figures
	// statements is how many SQL statements ran meanwhile.
	statements int
	first      error
}

// measureLookups finds hot sessions in this process, by the shop's own code,
// over Redis.
func (o *Options) measureLookups(ctx context.Context, shop *database) (all []lookup, err error) {
	pool, err := postgres.Open(ctx, postgres.Options{URL: shop.url, MaxConns: makers, ApplicationName: "zuka bench"})
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	options, err := redis.ParseURL(o.RedisURL)
	if err != nil {
		return nil, errors.New("REDIS_URL is not an address")
	}
	client := redis.NewClient(options)
	defer func() { err = errors.Join(err, client.Close()) }()
	keys, err := secret.NewKeys(strings.Repeat("k", secret.LeastKey))
	if err != nil {
		return nil, err
	}
	// It is not started: nothing happens beside the look-ups.
	store := session.New(session.Config{Pool: pool, Redis: client, Prefix: shop.name + ":", Keys: keys, Log: o.Log})
	cookies, ids, err := hotCookies(ctx, store, pool, hotSessions)
	// The copies would stay in somebody's Redis for a day.
	defer func() { err = errors.Join(err, store.Renew(context.WithoutCancel(ctx), ids...)) }()
	if err != nil {
		return nil, err
	}
	o.Log.Info("looking up", "sessions", len(cookies))
	for _, one := range []lookup{{lookers: 1}, {lookers: lookers, pause: lookPause}, {lookers: lookers}} {
		if err := one.run(ctx, store, cookies, o.settings().duration); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// hotCookies are those of new sessions of people, each of which was found once
// and so has its copy in Redis.
func hotCookies(ctx context.Context, store *session.Store, pool *postgres.Pool, count int) ([]string, []uuid.UUID, error) {
	cookies, ids := make([]string, count), make([]uuid.UUID, count)
	var making errgroup.Group
	making.SetLimit(makers)
	for i := range count {
		making.Go(func() error {
			begun, err := store.Begin(ctx, asking)
			if err == nil {
				cookies[i], ids[i] = begun.Cookie, begun.Viewer.Session
			}
			return err
		})
	}
	if err := making.Wait(); err != nil {
		return nil, nil, err
	}
	// All in one, for signing in one by one would take minutes of hashing.
	_, err := pool.Pgx().Exec(ctx, `UPDATE user_sessions SET user_id = (SELECT id FROM users ORDER BY id LIMIT 1), signed_in_at = now(), rotated_at = now()
		WHERE id = ANY($1)`, ids)
	if err != nil {
		return nil, nil, fmt.Errorf("signing people in: %w", err)
	}
	for i := range count {
		making.Go(func() error { return find(ctx, store, cookies[i]) })
	}
	return cookies, ids, making.Wait()
}

func find(ctx context.Context, store *session.Store, cookie string) error {
	v, err := store.ByCookie(ctx, cookie, asking)
	if err == nil && !v.SignedIn() {
		err = errors.New("a session was not recognised")
	}
	return err
}

// run looks up for some time, each looker once at least.
func (l *lookup) run(ctx context.Context, store *session.Store, cookies []string, duration time.Duration) error {
	counted, counter := postgres.WithCounter(ctx)
	results := make([]load.Result, l.lookers)
	begun := time.Now()
	var group sync.WaitGroup
	for i := range results {
		group.Go(func() {
			dice, result := rand.New(rand.NewPCG(24, uint64(i))), &results[i]
			for n := 0; ctx.Err() == nil && (n == 0 || time.Since(begun) < duration); n++ {
				if l.pause > 0 {
					time.Sleep(time.Duration(dice.ExpFloat64() * float64(l.pause)))
				}
				cookie, start := cookies[dice.IntN(len(cookies))], time.Now()
				if err := find(counted, store, cookie); err != nil {
					result.Errors++
					result.First = cmpOr(result.First, err)
					continue
				}
				result.Samples = append(result.Samples, load.Sample{Took: time.Since(start)})
			}
		})
	}
	group.Wait()
	all := load.Result{Elapsed: time.Since(begun)}
	for _, result := range results {
		all.Samples = append(all.Samples, result.Samples...)
		all.Errors += result.Errors
		all.First = cmpOr(all.First, result.First)
	}
	l.figures, l.first, l.statements = all.Figures(), all.First, len(counter.Statements())
	return ctx.Err()
}
