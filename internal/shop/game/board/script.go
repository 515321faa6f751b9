package board

import "github.com/redis/go-redis/v9"

// shared stands before every script; KEYS are those of Service.keys.
const shared = `
local places, people, gone, rebuild = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local builtPlaces, builtPeople = KEYS[5], KEYS[6]

-- Lua's own comparison of strings follows the locale of the server.
local function first(a, b)
  for i = 1, 8 do
    local x, y = a:byte(i), b:byte(i)
    if x ~= y then return x > y end
  end
  return false
end

local function put(places, people, score, id, user)
  local had = redis.call('HGET', people, user)
  if had then
    local old = tonumber(redis.call('ZSCORE', places, had .. user))
    if old and (old > score or old == score and not first(id, had)) then return false end
    redis.call('ZREM', places, had .. user)
  end
  redis.call('ZADD', places, score, id .. user)
  redis.call('HSET', people, user, id)
  return true
end

-- barred tells which scores may not come back.
local function barred()
  if redis.call('EXISTS', gone) == 0 then return function() return false end end
  return function(id, user)
    return redis.call('SISMEMBER', gone, id) == 1 or redis.call('SISMEMBER', gone, user) == 1
  end
end

-- expire says how long the board is kept, in ms, 0 for ever.
local function expire(ms, key)
  if ms ~= '0' then redis.call('PEXPIRE', key, ms) else redis.call('PERSIST', key) end
end

-- Half of a board, as when Redis had to evict a key, is none.
local function whole(places, people)
  return redis.call('HEXISTS', people, 'ready') == 1
    and redis.call('HLEN', people) == redis.call('ZCARD', places) + 1
end
local function ready() return whole(places, people) end
`

// applyScript applies scores to the board and to the one that is being built.
// ARGV: channel, how long the board and an unfinished one are kept in ms, then
// score, id and person of each. It answers how many
// changed the board, whether it is whole, and of a single score the rank
// before and after, from 0 and -1 for none, and who is just below.
var applyScript = redis.NewScript(shared + `
local building, bars, changed = redis.call('EXISTS', rebuild) == 1, barred(), 0
local before, after, below = -1, -1, ''
local function rank(user)
  local had = redis.call('HGET', people, user)
  return had and redis.call('ZREVRANK', places, had .. user) or -1
end
for i = 4, #ARGV, 3 do
  local score, id, user = tonumber(ARGV[i]), ARGV[i + 1], ARGV[i + 2]
  if not bars(id, user) then
    if #ARGV == 6 then before = rank(user) end
    if put(places, people, score, id, user) then changed = changed + 1 end
    if building then put(builtPlaces, builtPeople, score, id, user) end
  end
end
if building then
  redis.call('PEXPIRE', builtPlaces, ARGV[3])
  redis.call('PEXPIRE', builtPeople, ARGV[3])
end
if changed > 0 then
  expire(ARGV[2], places)
  expire(ARGV[2], people)
  if #ARGV == 6 then
    after = rank(ARGV[6])
    below = redis.call('ZREVRANGE', places, after + 1, after + 1)[1] or ''
  end
  redis.call('PUBLISH', ARGV[1], '{}')
end
return {changed, ready() and 1 or 0, before, after, below}`)

// removeScript takes away a score, or a person whatever their score is where
// the id is empty, and keeps them away. ARGV: channel, how long in ms, id,
// person. It answers whether the board has changed.
var removeScript = redis.NewScript(shared + `
local id, user = ARGV[3], ARGV[4]
redis.call('SADD', gone, id ~= '' and id or user)
redis.call('PEXPIRE', gone, ARGV[2])
local function take(places, people)
  local had = redis.call('HGET', people, user)
  if not had or id ~= '' and had ~= id then return 0 end
  redis.call('ZREM', places, had .. user)
  redis.call('HDEL', people, user)
  return 1
end
if redis.call('EXISTS', rebuild) == 1 then take(builtPlaces, builtPeople) end
local changed = take(places, people)
if changed == 1 then redis.call('PUBLISH', ARGV[1], '{}') end
return changed`)

// beginScript begins a rebuild, unless one is under way, and clears away what an
// earlier one left behind. ARGV: token, how long it holds in ms. It may come
// twice.
var beginScript = redis.NewScript(shared + `
local is = redis.call('GET', rebuild)
if is then return is == ARGV[1] and 1 or 0 end
redis.call('UNLINK', builtPlaces, builtPeople)
redis.call('SET', rebuild, ARGV[1], 'PX', ARGV[2])
return 1`)

// loadScript adds scores to the board that is being built, while that is still
// this rebuild's to do. ARGV: token, how long the token holds and how long the
// unfinished board is kept in ms, the number of this batch from 1, then score,
// id and person of each, nobody twice. The batches are counted because a Redis that came back
// from a snapshot may have lost some; the same one may come twice.
var loadScript = redis.NewScript(shared + `
if redis.call('GET', rebuild) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', rebuild, ARGV[2])
places, people = builtPlaces, builtPeople
local loaded = tonumber(redis.call('HGET', people, 'ready') or 0)
if loaded ~= ARGV[4] - 1 and loaded ~= tonumber(ARGV[4]) then return 0 end
redis.call('HSET', people, 'ready', ARGV[4])
local bars, users, had = barred(), {}, {}
for i = 7, #ARGV, 3 do users[#users + 1] = ARGV[i] end
if #users > 0 then had = redis.call('HMGET', people, unpack(users)) end
local new, of = {}, {} -- Nearly all, for which two commands do.
for k, user in ipairs(users) do
  local score, id = ARGV[2 + 3 * k], ARGV[3 + 3 * k]
  if bars(id, user) then
  elseif had[k] then
    put(places, people, tonumber(score), id, user)
  else
    new[#new + 1], new[#new + 2] = score, id .. user
    of[#of + 1], of[#of + 2] = user, id
  end
end
if #new > 0 then
  redis.call('ZADD', places, unpack(new))
  redis.call('HSET', people, unpack(of))
end
redis.call('PEXPIRE', places, ARGV[3])
redis.call('PEXPIRE', people, ARGV[3])
return 1`)

// finishScript puts the board that was built in the place of the old one, if
// nothing of it is missing. ARGV: token, time, how long the board is kept in ms,
// channel, number of batches. It may come twice.
var finishScript = redis.NewScript(shared + `
local done = ARGV[2] .. ' ' .. ARGV[1]
if redis.call('HGET', people, 'ready') == done then return 1 end
if redis.call('GET', rebuild) ~= ARGV[1] then return 0 end
if redis.call('HGET', builtPeople, 'ready') ~= ARGV[5] or not whole(builtPlaces, builtPeople) then return 0 end
redis.call('HSET', builtPeople, 'ready', done)
redis.call('UNLINK', places, people) -- RENAME alone would free a million places while all wait.
if redis.call('EXISTS', builtPlaces) == 1 then redis.call('RENAME', builtPlaces, places) end
redis.call('RENAME', builtPeople, people)
expire(ARGV[3], places)
expire(ARGV[3], people)
redis.call('DEL', rebuild)
redis.call('PUBLISH', ARGV[4], '{}')
return 1`)

// abandonScript gives a rebuild up, if it is still this one. ARGV: token.
var abandonScript = redis.NewScript(shared + `
if redis.call('GET', rebuild) ~= ARGV[1] then return 0 end
return redis.call('UNLINK', rebuild, builtPlaces, builtPeople)`)

// beatScript holds on to a rebuild. ARGV: token, how long in ms.
var beatScript = redis.NewScript(shared + `
if redis.call('GET', rebuild) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', rebuild, ARGV[2])`)

// markScript moves the mark if it is still what was read. KEYS: the mark. ARGV:
// id and time that were read, empty for none, id and time that are new.
var markScript = redis.NewScript(`
local is = redis.call('HMGET', KEYS[1], 'id', 'at')
if (is[1] or '') ~= ARGV[1] or (is[2] or '') ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], 'id', ARGV[3], 'at', ARGV[4])
return 1`)

// The scripts that read answer {0} when the board is not whole.

// countScript answers {1, players}.
var countScript = redis.NewScript(shared + `
if not ready() then return {0} end
return {1, redis.call('ZCARD', places)}`)

// topScript answers {1, 0, members with scores}. ARGV: how many.
var topScript = redis.NewScript(shared + `
if not ready() then return {0} end
return {1, 0, redis.call('ZREVRANGE', places, 0, ARGV[1] - 1, 'WITHSCORES')}`)

// aroundScript answers {1, rank of the first from 0, members with scores}.
// ARGV: person, how many before and after.
var aroundScript = redis.NewScript(shared + `
if not ready() then return {0} end
local had = redis.call('HGET', people, ARGV[1])
if not had then return {1, 0, {}} end
local rank = redis.call('ZREVRANK', places, had .. ARGV[1])
local from = math.max(0, rank - ARGV[2])
return {1, from, redis.call('ZREVRANGE', places, from, rank + ARGV[3], 'WITHSCORES')}`)

// placesScript answers {1, 16 bytes for each person}: rank from 1, or 0 for
// none, and score of 4 bytes each, then the id as in members. ARGV: people.
var placesScript = redis.NewScript(shared + `
if not ready() then return {0} end
local none, found, members = string.rep('\0', 16), {}, {}
local had = redis.call('HMGET', people, unpack(ARGV))
for i, user in ipairs(ARGV) do members[i] = (had[i] or '') .. user end
local scores = redis.call('ZMSCORE', places, unpack(members))
for i = 1, #ARGV do
  found[i] = had[i] and struct.pack('>I4I4',
    redis.call('ZREVRANK', places, members[i]) + 1, tonumber(scores[i])) .. had[i] or none
end
return {1, table.concat(found)}`)

// pageScript answers {1, rank of the first from 0, members with scores}, from
// the top in either direction. ARGV: how many, "1" for the last of them instead
// of the first, score and id that the page lies after, both empty for none, and
// those that it lies before. Among equal scores it searches: there may be as
// many as there are people.
var pageScript = redis.NewScript(shared + `
if not ready() then return {0} end
local function above(score, id, inclusive)
  local low = redis.call('ZCOUNT', places, '(' .. score, '+inf')
  local high = low + redis.call('ZCOUNT', places, score, score)
  while low < high do
    local middle = math.floor((low + high) / 2)
    local there = redis.call('ZREVRANGE', places, middle, middle)[1]:sub(1, 8)
    if first(there, id) or inclusive and there == id then low = middle + 1 else high = middle end
  end
  return low
end
local size, from, to = tonumber(ARGV[1]), 0, redis.call('ZCARD', places)
if ARGV[3] ~= '' then from = above(ARGV[3], ARGV[4], true) end
if ARGV[5] ~= '' then to = above(ARGV[5], ARGV[6], false) end
if ARGV[2] == '1' then from = math.max(from, to - size) else to = math.min(to, from + size) end
if from >= to then return {1, 0, {}} end
return {1, from, redis.call('ZREVRANGE', places, from, to - 1, 'WITHSCORES')}`)
