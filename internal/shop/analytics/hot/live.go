package hot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// topMost is how many products Live shows.
const topMost = 10

// Live is what happens in the shop right now.
type Live struct {
	// AsOf is the moment by Redis's clock.
	AsOf time.Time
	// Hour is the last sixty minutes, the one that is running among them.
	Hour Totals
	// Minutes are the events of each of these minutes, the oldest first.
	Minutes []Minute
	// Sessions5 and Users5 were active in the last five minutes, and the others in
	// the last thirty. They are estimates, within about one in a hundred.
	Sessions5, Sessions30, Users5, Users30 int64
	// Products are those viewed most, at most ten, in the quarters of an hour that
	// began within the last hour.
	Products []Product
}

// Minute is how many events were written in a minute, which At begins.
type Minute struct {
	At     time.Time
	Events int64
}

// Product is how a product fares.
type Product struct {
	ID              int
	Views, CartAdds int64
	// Viewers is an estimate of how many different people viewed it.
	Viewers int64
}

// readMinutes answers with the time, the totals of sixty minutes and how many were
// active.
var readMinutes = redis.NewScript(`
local now, base = redis.call('TIME')[1] + tonumber(ARGV[2]), ARGV[1]
local minute = math.floor(now / 60)
local minutes = {}
for m = minute - 59, minute do
  minutes[#minutes + 1] = redis.call('HMGET', base .. 'minute:' .. m,
    'events', 'product_views', 'cart_adds', 'checkouts', 'purchases', 'revenue_ngn')
end
local function active(what, most)
  local keys = {}
  for m = minute - most + 1, minute do keys[#keys + 1] = base .. what .. m end
  return redis.call('PFCOUNT', unpack(keys))
end
return cjson.encode({now = now, minutes = minutes, active = {
  active('sessions:', 5), active('sessions:', 30), active('users:', 5), active('users:', 30)}})`)

// minutes is what readMinutes answers; a field that a minute lacks is false.
type minutes struct {
	Now     int64
	Minutes [60][6]count
	Active  [4]int64
}

// count is a number as Redis has it, or false.
type count int64

// UnmarshalJSON reads a text of digits; false is zero.
func (c *count) UnmarshalJSON(text []byte) error {
	if string(text) == "false" {
		*c = 0
		return nil
	}
	var digits string
	if err := json.Unmarshal(text, &digits); err != nil {
		return err
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	*c = count(n)
	return err
}

// Live reads what happens right now, in three round trips.
func (c *Counters) Live(ctx context.Context) (Live, error) {
	text, err := readMinutes.Run(ctx, c.redis, []string{c.open()}, c.base, seconds(c.ahead)).Text()
	if err != nil {
		return Live{}, fmt.Errorf("reading the last hour: %w", err)
	}
	var read minutes
	if err := json.Unmarshal([]byte(text), &read); err != nil {
		return Live{}, fmt.Errorf("reading the last hour: %w", err)
	}
	live := Live{
		AsOf:      time.Unix(read.Now, 0).UTC(),
		Sessions5: read.Active[0], Sessions30: read.Active[1], Users5: read.Active[2], Users30: read.Active[3],
	}
	first := live.AsOf.Truncate(time.Minute).Add(-59 * time.Minute)
	for i, n := range read.Minutes {
		live.Minutes = append(live.Minutes, Minute{At: first.Add(time.Duration(i) * time.Minute), Events: int64(n[0])})
		live.Hour.Events += int64(n[0])
		live.Hour.ProductViews += int64(n[1])
		live.Hour.CartAdds += int64(n[2])
		live.Hour.Checkouts += int64(n[3])
		live.Hour.Purchases += int64(n[4])
		live.Hour.RevenueNGN += int64(n[5])
	}
	live.Products, err = c.top(ctx, read.Now/seconds(quarter))
	return live, err
}

// top are the products viewed most in the quarters up to one.
func (c *Counters) top(ctx context.Context, last int64) ([]Product, error) {
	quarters := []int64{last - 3, last - 2, last - 1, last}
	read := make([]*redis.MapStringStringCmd, len(quarters))
	_, err := c.redis.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for i, bucket := range quarters {
			read[i] = pipe.HGetAll(ctx, c.views(bucket))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the views of the last hour: %w", err)
	}
	views := map[int]int64{}
	for _, of := range read {
		for product, text := range of.Val() {
			id, wrong := strconv.Atoi(product)
			n, strange := strconv.ParseInt(text, 10, 64)
			if err := errors.Join(wrong, strange); err != nil {
				return nil, fmt.Errorf("reading the views of the last hour: %w", err)
			}
			views[id] += n
		}
	}
	var products []Product
	for id, n := range views {
		products = append(products, Product{ID: id, Views: n})
	}
	slices.SortFunc(products, func(a, b Product) int {
		if a.Views != b.Views {
			return int(b.Views - a.Views)
		}
		return a.ID - b.ID
	})
	products = products[:min(len(products), topMost)]
	return products, c.describe(ctx, quarters, products)
}

// describe fills in who viewed the products and how often they went into a cart.
func (c *Counters) describe(ctx context.Context, quarters []int64, products []Product) error {
	if len(products) == 0 {
		return nil
	}
	viewers := make([]*redis.IntCmd, len(products))
	carts := make([]*redis.SliceCmd, len(quarters))
	_, err := c.redis.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		ids := make([]string, len(products))
		for i, product := range products {
			ids[i] = strconv.Itoa(product.ID)
			keys := make([]string, len(quarters))
			for j, bucket := range quarters {
				keys[j] = c.viewers(bucket, product.ID)
			}
			viewers[i] = pipe.PFCount(ctx, keys...)
		}
		for j, bucket := range quarters {
			carts[j] = pipe.HMGet(ctx, c.carts(bucket), ids...)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading who viewed the products: %w", err)
	}
	for i := range products {
		products[i].Viewers = viewers[i].Val()
		for j := range quarters {
			text, there := carts[j].Val()[i].(string)
			n, err := strconv.ParseInt(text, 10, 64)
			if there && err != nil {
				return fmt.Errorf("reading what went into carts: %w", err)
			}
			products[i].CartAdds += n
		}
	}
	return nil
}
