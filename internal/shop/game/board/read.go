package board

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"

	"zuka/internal/platform/page"
)

// mostAround bounds how many neighbours are read in one direction.
const mostAround = page.MaxSize

// read answers from Redis when the board is whole there, and from PostgreSQL
// else. The key names the question.
func read[T any](
	ctx context.Context, s *Service, b Board, key string,
	fast func(context.Context) (T, bool, error), slow func(context.Context) (T, error),
) (T, error) {
	key = b.name() + " " + key
	if !b.kept(s.cfg.Clock.Now()) {
		return ask(ctx, &s.spare, key, true, slow)
	}
	found, ready, err := fast(ctx)
	switch {
	case err != nil: // The breaker has told the log.
		return ask(ctx, &s.spare, key, true, slow)
	case !ready:
		s.want(b)
		return ask(ctx, &s.spare, key, false, slow)
	}
	return found, nil
}

// entries is read for a part of a board.
func (s *Service) entries(
	ctx context.Context, b Board, key string, slow func(context.Context) ([]Entry, error), script *redis.Script, args ...any,
) ([]Entry, error) {
	return read(ctx, s, b, key, func(ctx context.Context) ([]Entry, bool, error) {
		reply, err := s.run(ctx, script, b, args...)
		if err != nil {
			return nil, false, err
		}
		return entriesOf(reply)
	}, slow)
}

// RawTop is the first n places, 100 at most, without their players. What it
// answers is shared and must not be written to.
func (s *Service) RawTop(ctx context.Context, b Board, n int) ([]Entry, error) {
	n = max(0, min(n, page.MaxSize))
	if n == 0 {
		return nil, nil
	}
	return s.entries(ctx, b, fmt.Sprint("top ", n),
		func(ctx context.Context) ([]Entry, error) { return s.topOf(ctx, b, n) }, topScript, n)
}

// Top is the first n places, 100 at most, as they are now.
func (s *Service) Top(ctx context.Context, b Board, n int) ([]*Entry, error) {
	entries, err := s.RawTop(ctx, b, n)
	if err != nil {
		return nil, err
	}
	return s.named(ctx, entries)
}

// Around is a person's place with up to so many before and after it, 100 each
// at most, as they are now; nothing when the person is not on the board.
func (s *Service) Around(ctx context.Context, b Board, user uuid.UUID, before, after int) ([]*Entry, error) {
	before, after = max(0, min(before, mostAround)), max(0, min(after, mostAround))
	entries, err := s.entries(ctx, b, fmt.Sprint("around ", user, before, after),
		func(ctx context.Context) ([]Entry, error) { return s.aroundOf(ctx, b, user, before, after) },
		aroundScript, raw(user), before, after)
	if err != nil {
		return nil, err
	}
	return s.named(ctx, entries)
}

// Place is where a person is now; nil when they are not on the board.
func (s *Service) Place(ctx context.Context, b Board, user uuid.UUID) (*Entry, error) {
	around, err := s.Around(ctx, b, user, 0, 0)
	if err != nil || len(around) == 0 {
		return nil, err
	}
	return around[0], nil
}

// Places is where these people are now, in one round trip; who is not on the
// board is left out. It is meant for up to 10,000 people, who are looked up some
// hundred at a time: others may move in between.
func (s *Service) Places(ctx context.Context, b Board, users []uuid.UUID) (map[uuid.UUID]Place, error) {
	if len(users) == 0 {
		return map[uuid.UUID]Place{}, nil
	}
	slow := func(ctx context.Context) (map[uuid.UUID]Place, error) { return s.placesOf(ctx, b, users) }
	if b.kept(s.cfg.Clock.Now()) {
		found, ready, err := s.fastPlaces(ctx, b, users)
		if err == nil && ready {
			return found, nil
		}
		if err == nil {
			s.want(b)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, spareTimeout)
	defer cancel()
	return limited(ctx, &s.spare, slow) // Nobody else asks for the same people.
}

// placesSize is how many people one run of the script looks up: a hundred
// times as many would keep everybody else from Redis for a tenth of a second.
const placesSize = 500

func (s *Service) fastPlaces(ctx context.Context, b Board, users []uuid.UUID) (map[uuid.UUID]Place, bool, error) {
	var calls []call
	for some := range slices.Chunk(users, placesSize) {
		args := make([]any, len(some))
		for i, user := range some {
			args[i] = raw(user)
		}
		calls = append(calls, call{b, args})
	}
	replies, err := s.runAll(ctx, placesScript, calls)
	if err != nil {
		return nil, false, err
	}
	places := make(map[uuid.UUID]Place, len(users))
	for i, reply := range replies {
		parts, ready, err := whole(reply, 1)
		if err != nil || !ready {
			return nil, false, err
		}
		packed, _ := parts[0].(string)
		if err := unpack(places, users[i*placesSize:min(len(users), (i+1)*placesSize)], packed); err != nil {
			return nil, false, err
		}
	}
	return places, true, nil
}

// unpack reads what placesScript says of people.
func unpack(places map[uuid.UUID]Place, users []uuid.UUID, packed string) error {
	const width = 16
	if len(packed) != width*len(users) {
		return errReply
	}
	for i, user := range users {
		one := []byte(packed[i*width : (i+1)*width])
		if rank := binary.BigEndian.Uint32(one); rank > 0 {
			places[user] = Place{
				Rank: int(rank), Score: int(binary.BigEndian.Uint32(one[4:])), ScoreID: idOf(string(one[idSize:])),
			}
		}
	}
	return nil
}

// Count is how many players the board has now.
func (s *Service) Count(ctx context.Context, b Board) (int, error) {
	return read(ctx, s, b, "count", func(ctx context.Context) (int, bool, error) {
		reply, err := s.run(ctx, countScript, b)
		if err != nil {
			return 0, false, err
		}
		parts, ready, err := whole(reply, 1)
		if err != nil || !ready {
			return 0, false, err
		}
		n, ok := parts[0].(int64)
		if !ok {
			return 0, false, errReply
		}
		return int(n), true, nil
	}, func(ctx context.Context) (int, error) { return s.countOf(ctx, b) })
}
