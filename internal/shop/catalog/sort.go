package catalog

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"zuka/internal/platform/page"
)

// Sort is the order of a list of products.
type Sort string

// The orders a shopper can choose.
const (
	Newest          Sort = "NEWEST"
	PriceLowToHigh  Sort = "PRICE_LOW_TO_HIGH"
	PriceHighToLow  Sort = "PRICE_HIGH_TO_LOW"
	BestSelling     Sort = "BEST_SELLING"
	TopRated        Sort = "TOP_RATED"
	BiggestDiscount Sort = "BIGGEST_DISCOUNT"
	// Relevance is the order of a search; without words it is BestSelling.
	Relevance Sort = "RELEVANCE"
)

// ordering is how SQL sorts by a Sort: columns that all go the same way, the
// last of them the id, so that one row comparison finds the next page and one
// index serves it.
type ordering struct {
	columns   []string
	ascending bool
	// keys are the columns without the id as whole numbers, which is what
	// cursors carry; values turn them back.
	keys   []string
	values []func(int64) any
}

var orderings = map[Sort]ordering{
	Newest: {
		columns: []string{"created_at"}, keys: []string{"(extract(epoch FROM created_at) * 1000000)::bigint"},
		values: []func(int64) any{func(micros int64) any { return time.UnixMicro(micros) }},
	},
	PriceLowToHigh:  byNumber("current_price_ngn", true),
	PriceHighToLow:  byNumber("current_price_ngn", false),
	BestSelling:     byNumber("purchase_count", false),
	BiggestDiscount: byNumber("discount_percent", false),
	Relevance:       byNumber("relevance", false),
	TopRated: {
		columns: []string{"rating_average", "rating_count"},
		keys:    []string{"(rating_average * 100)::bigint", "rating_count::bigint"},
		values:  []func(int64) any{func(hundredths int64) any { return float64(hundredths) / 100 }, whole},
	},
}

func byNumber(column string, ascending bool) ordering {
	return ordering{
		columns: []string{column}, ascending: ascending,
		keys: []string{column + "::bigint"}, values: []func(int64) any{whole},
	}
}

func whole(n int64) any { return n }

// width is the number of values in a key: the sorted columns and the id.
func (o ordering) width() int { return len(o.columns) + 1 }

// check tells whether a key could be of a list in this order.
func (o ordering) check(key page.Key) bool {
	for _, part := range key {
		if _, err := strconv.ParseInt(part, 10, 64); err != nil {
			return false
		}
	}
	return true
}

// writeOrder writes ORDER BY, the other way round for the end of a list.
func (o ordering) writeOrder(s *statement, backward bool) {
	direction := " DESC, "
	if o.ascending != backward {
		direction = " ASC, "
	}
	s.add(" ORDER BY " + strings.Join(o.columns, direction) + direction + "id" + strings.TrimSuffix(direction, ", "))
}

// writeBounds writes the conditions that keep rows between two cursors.
func (o ordering) writeBounds(s *statement, after, before *page.Cursor) {
	later, earlier := " < (", " > ("
	if o.ascending {
		later, earlier = earlier, later
	}
	if after != nil {
		o.writeBound(s, later, after.Key)
	}
	if before != nil {
		o.writeBound(s, earlier, before.Key)
	}
}

func (o ordering) writeBound(s *statement, operator string, key page.Key) {
	s.add(" AND (" + strings.Join(o.columns, ", ") + ", id)" + operator)
	for i, value := range o.values {
		number, _ := strconv.ParseInt(key[i], 10, 64) // check has seen it.
		s.add("?, ", value(number))
	}
	id, _ := strconv.ParseInt(key[len(key)-1], 10, 64)
	s.add("?)", id)
}

// arrange puts the reviews of one product in reading order: a lateral join
// promises none.
func (o ordering) arrange(reviews []*Review, backward bool) {
	slices.SortFunc(reviews, func(a, b *Review) int {
		byKey := cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID))
		if o.ascending != backward {
			return byKey
		}
		return -byKey
	})
}
