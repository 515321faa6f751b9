package review

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/productreview"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
)

func TestWhatStaffHideDoesNotCount(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.reviewed(2)
	author, bad := s.reviewed(5)
	staff, _ := s.person(viewer.Staff)
	hidden, err := s.Moderate(staff, bad.ID, ModerateInput{Hidden: true, Reason: " Names a  person. "})
	require.NoError(t, err)
	require.Equal(t, productreview.StatusHidden, hidden.Status)
	require.Equal(t, "2.00 of 1", s.rating())
	_, err = s.Moderate(staff, bad.ID, ModerateInput{Hidden: true, Reason: "again"})
	require.NoError(t, err)
	require.Equal(t, []string{"Names a person."}, s.told, "an author is told once")

	changed, err := s.Update(author, bad.ID, UpdateInput{Rating: pointer(4)})
	require.NoError(t, err)
	require.Equal(t, productreview.StatusHidden, changed.Status, "a change does not show it again")
	require.Equal(t, "2.00 of 1", s.rating())
	for _, who := range []struct {
		name  string
		sees  bool
		found func() (*db.ProductReview, error)
	}{
		{"its author", true, func() (*db.ProductReview, error) { return s.Visible(author, bad.ID) }},
		{"staff", true, func() (*db.ProductReview, error) { return s.Visible(staff, bad.ID) }},
		{"another", false, func() (*db.ProductReview, error) { return s.Visible(s.customer(), bad.ID) }},
		{"a guest", false, func() (*db.ProductReview, error) { return s.Visible(t.Context(), bad.ID) }},
	} {
		found, err := who.found()
		require.NoError(t, err)
		require.Equal(t, who.sees, found != nil, who.name)
	}

	_, err = s.Moderate(staff, bad.ID, ModerateInput{})
	require.NoError(t, err)
	require.Equal(t, "3.00 of 2", s.rating())
	s.exact()

	for name, in := range map[string]ModerateInput{"without": {Hidden: true}, "too long": {Hidden: true, Reason: strings.Repeat("x", 501)}, "NUL": {Reason: "\x00"}} {
		_, err = s.Moderate(staff, bad.ID, in)
		require.Error(t, err, name)
		refused(t, err, fault.InputInvalid, "reason")
	}
	_, err = s.Moderate(staff, 12345, ModerateInput{})
	refused(t, err, fault.Gone, "id")
}

func TestModerationIsForStaff(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, review := s.reviewed(5)
	for who, want := range map[context.Context]fault.Code{t.Context(): fault.Unauthenticated, s.customer(): fault.Forbidden} {
		_, err := s.Moderate(who, review.ID, ModerateInput{Hidden: true, Reason: "x"})
		require.True(t, fault.Is(err, want), "%v", err)
		_, err = s.List(who, Filter{}, page.Args{})
		require.True(t, fault.Is(err, want), "%v", err)
	}
}

func TestStaffReadAllReviewsTheNewestFirst(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	staff, _ := s.person(viewer.Staff)
	var ids []int
	for i := range 7 { // All of the same moment: the id decides.
		_, made := s.reviewed(i%5 + 1)
		ids = append([]int{made.ID}, ids...)
	}
	s.exec(`UPDATE product_reviews SET status = 'hidden', title = 'It is 100% LINEN', comment = 'and_more of it' WHERE id = $1`, ids[2])
	read := func(filter Filter, args page.Args) (*Connection, []int) {
		found, err := s.List(staff, filter, args)
		require.NoError(t, err)
		read := []int{}
		for _, one := range found.Nodes() {
			read = append(read, one.ID)
		}
		return found, read
	}
	first, all := read(Filter{}, page.Args{First: pointer(int32(4))})
	require.Equal(t, ids[:4], all)
	total, err := first.TotalCount(t.Context())
	require.NoError(t, err)
	require.Equal(t, 7, total)
	_, rest := read(Filter{}, page.Args{First: pointer(int32(4)), After: first.PageInfo.EndCursor})
	require.Equal(t, ids[4:], rest)
	_, last := read(Filter{}, page.Args{Last: pointer(int32(2))})
	require.Equal(t, ids[5:], last)
	_, before := read(Filter{}, page.Args{Last: pointer(int32(2)), Before: first.PageInfo.EndCursor})
	require.Equal(t, ids[1:3], before)

	for query, found := range map[string]int{"linen": 1, "linen AND_MORE": 1, "100%": 1, "%": 1, "_": 1, "linen silk": 0, " ": 7} {
		_, read := read(Filter{Query: &query}, page.Args{})
		require.Len(t, read, found, query)
	}
	_, hidden := read(Filter{Status: pointer(productreview.StatusHidden), Product: pointer(1)}, page.Args{})
	require.Equal(t, []int{ids[2]}, hidden)
	_, other := read(Filter{Product: pointer(2)}, page.Args{})
	require.Empty(t, other)
	_, rated := read(Filter{Rating: pointer(1)}, page.Args{})
	require.Len(t, rated, 2)

	for field, filter := range map[string]Filter{"rating": {Rating: pointer(6)}, "query": {Query: pointer("a\x00")}} {
		_, err := s.List(staff, filter, page.Args{})
		require.ErrorContains(t, err, "filter."+field)
	}
	_, err = s.List(staff, Filter{Rating: pointer(1)}, page.Args{After: first.PageInfo.EndCursor})
	require.ErrorContains(t, err, "after: ", "a cursor of another list")
	for _, key := range []page.Key{{"x", "1"}, {"2026-05-20T12:00:00Z", "x"}} {
		_, err = s.List(staff, Filter{}, page.Args{After: pointer(Filter{}.list().Cursor(key))})
		require.ErrorContains(t, err, "after: ", fmt.Sprint(key))
	}
}
