package cache

import (
	"context"
	"encoding/binary"
	"time"

	"github.com/redis/go-redis/v9"
)

// fetch is the answer that Redis has for key, if it is still right.
func (s *Shown) fetch(ctx context.Context, key string) *Answer {
	raw, err := s.bus.get(ctx, []string{s.prefix + key})
	if err != nil {
		s.stats.redisErrors.Add(1)
		return nil
	}
	if raw[0] == nil {
		s.stats.redisMisses.Add(1)
		return nil
	}
	a, err := decodeAnswer(raw[0])
	if err != nil {
		s.stats.undecodable.Add(1)
		return nil
	}
	a.shown = s
	if s.now() >= a.Until || !s.unmoved(ctx, a) {
		s.stats.redisMisses.Add(1)
		return nil
	}
	s.stats.redisHits.Add(1)
	return a
}

// store hands the answer to the other processes. It overwrites what is there:
// which of two is right, their generations tell.
func (s *Shown) store(ctx context.Context, key string, a *Answer) bool {
	life := time.Duration(a.Until - s.now())
	if life < time.Millisecond {
		return false
	}
	_, err := s.bus.pipelined(ctx, 1, func(pipe redis.Pipeliner, _ int) { pipe.Set(ctx, s.prefix+key, encodeAnswer(a), life) })
	if err != nil {
		s.stats.redisErrors.Add(1)
		return false
	}
	s.stats.fills.Add(1)
	return true
}

// encodeAnswer writes an answer with what it was made of and its notes: all
// lengths are varints, and the body comes last.
func encodeAnswer(a *Answer) []byte {
	size := 2*binary.MaxVarintLen64 + len(a.Body)
	for i, name := range a.groups {
		size += 2*binary.MaxVarintLen64 + len(name) + len(a.tokens[i])
	}
	out := make([]byte, 0, size)
	out = binary.AppendVarint(out, a.Until)
	for _, list := range [][]string{a.groups, a.tokens, a.Notes} {
		out = binary.AppendUvarint(out, uint64(len(list)))
		for _, text := range list {
			out = binary.AppendUvarint(out, uint64(len(text)))
			out = append(out, text...)
		}
	}
	return append(out, a.Body...)
}

func decodeAnswer(raw []byte) (*Answer, error) {
	a := &Answer{}
	until, n := binary.Varint(raw)
	if n <= 0 {
		return nil, errShort
	}
	a.Until, raw = until, raw[n:]
	var err error
	for _, list := range []*[]string{&a.groups, &a.tokens, &a.Notes} {
		if *list, raw, err = decodeTexts(raw); err != nil {
			return nil, err
		}
	}
	if len(a.groups) != len(a.tokens) {
		return nil, errShort
	}
	a.Body = raw
	return a, nil
}

// decodeTexts reads a list of texts, and gives what comes behind it.
func decodeTexts(raw []byte) (texts []string, rest []byte, err error) {
	count, n := binary.Uvarint(raw)
	if n <= 0 || count > uint64(len(raw)) {
		return nil, nil, errShort
	}
	raw = raw[n:]
	for range count {
		length, n := binary.Uvarint(raw)
		if n <= 0 || length > uint64(len(raw)-n) {
			return nil, nil, errShort
		}
		texts = append(texts, string(raw[n:n+int(length)]))
		raw = raw[n+int(length):]
	}
	return texts, raw, nil
}
