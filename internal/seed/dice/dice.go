// Package dice gives the seed its chance: streams of pseudo-random numbers that depend on nothing but a name
// and an index, so that row 70,000 of a table can be made without making the 69,999 before it.
package dice

import (
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
)

// Roll is one stream of numbers.
type Roll struct{ *rand.Rand }

// New returns the stream called name for the row with this index. Equal arguments give equal streams, for ever.
func New(name string, index int) Roll {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	s := h.Sum64()
	return Roll{rand.New(rand.NewPCG(s, mix(s^mix(uint64(index)+1))))}
}

// mix is the finaliser of splitmix64: neighbouring indexes give unrelated streams.
func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// Pick returns one element of s, which must not be empty.
func Pick[T any](r Roll, s []T) T { return s[r.IntN(len(s))] }

// Some returns n different elements of s (all of them when there are fewer), in the order of s.
func Some[T any](r Roll, s []T, n int) []T {
	if n >= len(s) {
		return append([]T(nil), s...)
	}
	out := make([]T, 0, n)
	for i, left := 0, len(s); i < len(s) && n > 0; i, left = i+1, left-1 {
		if r.IntN(left) < n {
			out = append(out, s[i])
			n--
		}
	}
	return out
}

// Chance is true in percent cases of a hundred.
func (r Roll) Chance(percent float64) bool { return r.Float64()*100 < percent }

// Between returns a number from low to high, both included.
func (r Roll) Between(low, high int) int {
	if high <= low {
		return low
	}
	return low + r.IntN(high-low+1)
}

// Weighted returns an index of weights, chosen in proportion to them.
func (r Roll) Weighted(weights ...int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	n := r.IntN(total)
	for i, w := range weights {
		if n < w {
			return i
		}
		n -= w
	}
	return len(weights) - 1
}

// Time returns a moment from a to b, whole microseconds, as PostgreSQL keeps them.
func (r Roll) Time(a, b time.Time) time.Time {
	d := b.Sub(a)
	if d <= 0 {
		return a
	}
	return a.Add(time.Duration(r.Int64N(int64(d)))).Truncate(time.Microsecond)
}

// UUID returns the version 7 identifier that row index of the stream name, made at t, always has.
func UUID(t time.Time, name string, index int) uuid.UUID {
	r := New("uuid:"+name, index)
	var u uuid.UUID
	ms := uint64(t.UnixMilli())
	for i := range 6 {
		u[i] = byte(ms >> (40 - 8*i))
	}
	a, b := r.Uint64(), r.Uint64()
	for i := range 8 {
		u[8+i] = byte(b >> (8 * i))
	}
	u[6] = 0x70 | byte(a)&0x0f
	u[7] = byte(a >> 8)
	u[8] = 0x80 | u[8]&0x3f
	return u
}
