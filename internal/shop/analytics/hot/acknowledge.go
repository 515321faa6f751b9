package hot

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/redis/go-redis/v9"

	"zuka/internal/shop/analytics/event"
)

// Queue names the stream of the events, in whose node of a cluster the counters
// lie too.
type Queue struct {
	Stream, Group string
	// Waiting is a key that holds how many events are in the stream.
	Waiting string
	// Refused is a stream of entries that were refused, in part or as a whole.
	Refused string
}

// acknowledge counts the entries of ARGV[1] and answers, for each, 1 where this
// was the first acknowledgement and 0 where another came before.
//
// The keys of quarters and minutes are made of the time and so cannot be named in
// KEYS; their tag is the same.
var acknowledge = redis.NewScript(`
local entries, group, base = cjson.decode(ARGV[1]), ARGV[2], ARGV[3]
local kept, ahead, length = ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local answers, size, counted = {}, 0, false
local totals, views, carts, viewers, sessions, users = {}, {}, {}, {}, {}, {}

local function gather(into, from)
  for _, one in ipairs(from or {}) do into[#into + 1] = one end
end
local function count(e)
  for name, n in pairs(e.totals) do totals[name] = (totals[name] or 0) + n end
  counted = counted or e.totals.events > 0
  gather(sessions, e.sessions)
  gather(users, e.users)
  for id, of in pairs(e.products or {}) do
    if of.views > 0 then
      views[id] = (views[id] or 0) + of.views
      viewers[id] = viewers[id] or {}
      gather(viewers[id], of.viewers)
    end
    if of.carts > 0 then carts[id] = (carts[id] or 0) + of.carts end
  end
end
local function set_aside(e)
  local data = ''
  local found = redis.call('XRANGE', KEYS[1], e.id, e.id)
  if found[1] then
    for i = 1, #found[1][2], 2 do
      if found[1][2][i] == 'events' then data = found[1][2][i + 1] end
    end
  end
  redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[7], '*', 'entry', e.id, 'reason', e.refused, 'events', data)
  redis.call('EXPIRE', KEYS[3], ARGV[8])
end

for i, e in ipairs(entries) do
  if group == '' then
    answers[i] = redis.call('SET', base .. 'once:' .. e.id, 1, 'NX', 'EX', ARGV[9]) and 1 or 0
  else
    answers[i] = redis.call('XACK', KEYS[1], group, e.id)
  end
  if answers[i] == 1 then
    if e.refused then set_aside(e) end
    if group ~= '' then redis.call('XDEL', KEYS[1], e.id) end
    size = size + e.size
    count(e)
  end
end
if size > 0 and redis.call('DECRBY', KEYS[2], size) < 0 then redis.call('SET', KEYS[2], 0) end
if not counted then return answers end

local now = redis.call('TIME')[1] + ahead
local minute, bucket = math.floor(now / 60), math.floor(now / length)
while redis.call('SISMEMBER', KEYS[5], bucket) == 1 do bucket = bucket + 1 end

local function whole(n) return string.format('%.0f', n) end
local function increase(key, by)
  for name, n in pairs(by) do redis.call('HINCRBY', key, name, whole(n)) end
end
local function meet(key, who)
  for i = 1, #who, 1000 do redis.call('PFADD', key, unpack(who, i, math.min(i + 999, #who))) end
  redis.call('EXPIRE', key, kept)
end
increase(base .. 'minute:' .. minute, totals)
redis.call('EXPIRE', base .. 'minute:' .. minute, kept)
if #sessions > 0 then meet(base .. 'sessions:' .. minute, sessions) end
if #users > 0 then meet(base .. 'users:' .. minute, users) end
if next(views) then
  redis.call('SADD', KEYS[4], bucket)
  increase(base .. 'views:' .. bucket, views)
  for id, who in pairs(viewers) do meet(base .. 'viewers:' .. bucket .. ':' .. id, who) end
end
if next(carts) then
  increase(base .. 'carts:' .. bucket, carts)
  redis.call('EXPIRE', base .. 'carts:' .. bucket, kept)
end
return answers`)

// Acknowledge takes entries off the stream and counts them, all in one step, and
// tells which of them nobody had acknowledged before. What it is called for again
// counts nothing. An error leaves open whether it was done: it may be called again.
func (c *Counters) Acknowledge(ctx context.Context, queue Queue, entries []Entry) ([]bool, error) {
	return c.acknowledge(ctx, queue, entries)
}

// Once counts events of the shop's own that come by no stream, each at most once in
// eight days however often it is told. An error leaves open whether it was done: it
// may be called again.
func (c *Counters) Once(ctx context.Context, events []event.Event) error {
	entries := make([]Entry, len(events))
	for i, one := range events {
		entries[i].ID = one.ID.String()
		entries[i].Add(one)
	}
	_, err := c.acknowledge(ctx, Queue{Stream: c.base + "none", Waiting: c.base + "none", Refused: c.base + "none"}, entries)
	return err
}

func (c *Counters) acknowledge(ctx context.Context, queue Queue, entries []Entry) ([]bool, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	told, err := json.Marshal(entries)
	if err != nil {
		return nil, fmt.Errorf("writing down what is counted: %w", err)
	}
	keys := []string{queue.Stream, queue.Waiting, queue.Refused, c.open(), c.closed()}
	answers, err := acknowledge.Run(ctx, c.redis, keys, told, queue.Group, c.base,
		seconds(kept), seconds(c.ahead), seconds(quarter), refusedMost, seconds(refusedKept), seconds(onceKept)).Int64Slice()
	if err != nil {
		return nil, fmt.Errorf("counting events: %w", err)
	}
	first := make([]bool, len(answers))
	for i, answer := range answers {
		first[i] = answer == 1
	}
	return first, nil
}
