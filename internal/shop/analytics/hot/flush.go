package hot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
)

// closeFinished closes the quarters that are over and answers with those that were
// not added yet. What was closed long ago and is done with is forgotten: the
// clock does not go back by a day.
var closeFinished = redis.NewScript(`
local current = math.floor((redis.call('TIME')[1] + tonumber(ARGV[1])) / tonumber(ARGV[2]))
local due = {}
for _, bucket in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  if tonumber(bucket) < current then
    redis.call('SADD', KEYS[2], bucket)
    due[#due + 1] = tonumber(bucket)
  end
end
for _, bucket in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  if tonumber(bucket) < current - 96 and redis.call('SISMEMBER', KEYS[1], bucket) == 0 then
    redis.call('SREM', KEYS[2], bucket)
  end
end
return due`)

// markFlushed forgets a quarter that was added, in a while.
var markFlushed = redis.NewScript(`
redis.call('SREM', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[2], ARGV[2])
return 1`)

// holdProducts locks the products in the order of their ids, as checkouts do, so
// that the two never wait for each other in a circle.
const holdProducts = `SELECT id FROM products WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE`

// addViews adds to products that are locked. It is a statement of its own: one that
// locks and adds looks for the rows as they were before it waited. No trigger fires
// for view_count, and updated_at stays: nothing was edited.
const addViews = `UPDATE products AS p SET view_count = least(p.view_count + c.views, 2147483647)
	FROM unnest($1::bigint[], $2::bigint[]) AS c (id, views) WHERE p.id = c.id`

// Flushed is what a flush added.
type Flushed struct {
	// Buckets is the number of quarters, and Views what they held together.
	Buckets int
	Views   int64
}

// Flush adds the views of every quarter that is over to its products, each quarter
// once whoever else does it at the same time and whatever dies. An error leaves the
// quarters that were not added for the next call.
func (c *Counters) Flush(ctx context.Context, pool *pgxpool.Pool) (Flushed, error) {
	var flushed Flushed
	due, err := closeFinished.Run(ctx, c.redis, []string{c.open(), c.closed()}, seconds(c.ahead), seconds(quarter)).Int64Slice()
	if err != nil {
		return flushed, fmt.Errorf("closing the quarters that are over: %w", err)
	}
	slices.Sort(due)
	for _, bucket := range due {
		products, views, err := c.counted(ctx, bucket)
		if err != nil {
			return flushed, err
		}
		added, err := add(ctx, pool, bucket, products, views)
		if err != nil {
			return flushed, fmt.Errorf("adding the views of quarter %d: %w", bucket, err)
		}
		if added {
			flushed.Buckets++
			flushed.Views += sum(views)
		}
		if err := markFlushed.Run(ctx, c.redis, []string{c.open(), c.views(bucket)}, bucket, seconds(flushedKept)).Err(); err != nil {
			return flushed, fmt.Errorf("forgetting quarter %d: %w", bucket, err)
		}
	}
	return flushed, nil
}

// counted reads the views of a quarter, by product.
func (c *Counters) counted(ctx context.Context, bucket int64) (products, views []int64, err error) {
	found, err := c.redis.HGetAll(ctx, c.views(bucket)).Result()
	if err != nil {
		return nil, nil, fmt.Errorf("reading the views of quarter %d: %w", bucket, err)
	}
	for product, count := range found {
		id, wrong := strconv.ParseInt(product, 10, 64)
		n, strange := strconv.ParseInt(count, 10, 64)
		if err := errors.Join(wrong, strange); err != nil {
			return nil, nil, fmt.Errorf("reading the views of quarter %d: %w", bucket, err)
		}
		products, views = append(products, id), append(views, n)
	}
	return products, views, nil
}

// add adds the views of a quarter unless that was done before.
func add(ctx context.Context, pool *pgxpool.Pool, bucket int64, products, views []int64) (added bool, err error) {
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		done, err := tx.Exec(ctx, `INSERT INTO analytics_flushes (bucket, products_count, views_count)
			VALUES ($1, $2, $3) ON CONFLICT (bucket) DO NOTHING`, bucket, len(products), sum(views))
		if err != nil || done.RowsAffected() == 0 {
			return err
		}
		added = true
		if _, err := tx.Exec(ctx, holdProducts, products); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, addViews, products, views)
		return err
	})
	return added && err == nil, err
}

func sum(all []int64) (total int64) {
	for _, n := range all {
		total += n
	}
	return total
}
