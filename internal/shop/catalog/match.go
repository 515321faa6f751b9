package catalog

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/page"
	"zuka/internal/shop/catalog/shelf"
	"zuka/internal/shop/catalog/words"
)

// matches are all the products that words find, the best first; of equally
// good ones, the newer key first. They are found once, and what is shown of
// them (a page, a count, facets, under whatever filter) is worked out in
// memory.
type matches struct {
	ids       []int32
	relevance []int32
}

// matchSQL ranks by how well a product matches and, a little, by how well it
// sells.
const matchSQL = `SELECT coalesce(array_agg(id::int4), '{}'), coalesce(array_agg(relevance), '{}') FROM (
	SELECT id, (ts_rank(search, q) * (1 + ln(1 + purchase_count) / 10) * 1000000)::int4 AS relevance
	FROM products, to_tsquery('english', $1) AS q WHERE active AND search @@ q) AS found`

// find are the matches of words.
func (s *Service) find(ctx context.Context, query words.Query) (*matches, error) {
	return s.found.Get(ctx, query.TSQuery(), func(ctx context.Context) (*matches, error) {
		found := &matches{}
		// Planned with its own words, for how rare they are decides how to look;
		// and described first, or tens of thousands of numbers came as text.
		err := s.pool.Pgx().QueryRow(ctx, matchSQL, pgx.QueryExecModeDescribeExec, query.TSQuery()).Scan(&found.ids, &found.relevance)
		if err != nil {
			return nil, fmt.Errorf("finding words: %w", err)
		}
		if found.ids == nil {
			found.ids = []int32{} // None, where nil would mean all.
		}
		found.sort()
		return found, nil
	})
}

// weight is about how many bytes they take.
func (m *matches) weight() int {
	if m == nil {
		return 64
	}
	return 64 + 8*len(m.ids)
}

// sort puts the best first.
func (m *matches) sort() {
	keys := make([]uint64, len(m.ids))
	for i := range keys {
		keys[i] = uint64(uint32(m.relevance[i]))<<32 | uint64(uint32(m.ids[i]))
	}
	slices.Sort(keys)
	slices.Reverse(keys)
	for i, key := range keys {
		m.relevance[i], m.ids[i] = int32(key>>32), int32(key)
	}
}

// behind is the number of matches up to and including the place of a cursor,
// or without it.
func (m *matches) behind(key page.Key, included bool) int {
	relevance, _ := strconv.ParseInt(key[0], 10, 64) // The order's check has seen them.
	id, _ := strconv.ParseInt(key[1], 10, 64)
	return sort.Search(len(m.ids), func(at int) bool {
		order := cmp.Or(cmp.Compare(int64(m.relevance[at]), relevance), cmp.Compare(int64(m.ids[at]), id))
		return order < 0 || order == 0 && !included
	})
}

// places are the keys of a page of matches: one more than the page has, in
// reading order.
func (m *matches) places(listing *Listing, on *shelf.Shelf) []place {
	from, to := 0, len(m.ids)
	if after := listing.Window.After; after != nil {
		from = m.behind(after.Key, true)
	}
	if before := listing.Window.Before; before != nil {
		to = max(from, m.behind(before.Key, false))
	}
	ids, relevance := m.ids[from:to], m.relevance[from:to]
	if listing.Window.Backward {
		ids, relevance = slices.Clone(ids), slices.Clone(relevance)
		slices.Reverse(ids)
		slices.Reverse(relevance)
	}
	var places []place
	on.Pass(listing.Filter.choice(), ids, func(at int) bool {
		places = append(places, place{ID: int(ids[at]), First: int64(relevance[at])})
		return len(places) <= listing.Window.Size
	})
	return places
}

// matchCodec writes matches as pairs of numbers: JSON would take thrice the
// room.
type matchCodec struct{}

// Encode writes eight bytes a match.
func (matchCodec) Encode(m *matches) ([]byte, error) {
	data := make([]byte, 0, 8*len(m.ids))
	for i, id := range m.ids {
		data = binary.LittleEndian.AppendUint32(data, uint32(id))
		data = binary.LittleEndian.AppendUint32(data, uint32(m.relevance[i]))
	}
	return data, nil
}

// Decode reads what Encode wrote.
func (matchCodec) Decode(data []byte) (*matches, error) {
	if len(data)%8 != 0 {
		return nil, errors.New("matches that end in the middle")
	}
	m := &matches{ids: make([]int32, len(data)/8), relevance: make([]int32, len(data)/8)}
	for i := range m.ids {
		m.ids[i] = int32(binary.LittleEndian.Uint32(data[8*i:]))
		m.relevance[i] = int32(binary.LittleEndian.Uint32(data[8*i+4:]))
	}
	return m, nil
}
