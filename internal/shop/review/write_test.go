package review

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

func TestWhatABuyerSaysIsKeptAsItIsShown(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ctx := s.customer()
	made, err := s.Create(ctx, CreateInput{
		Product: 1, Rating: 4, Title: "  Fits\t well ", Comment: " First line.\r\nSecond line 👩‍👩‍👧. ", Images: []string{"https://pictures.example/a.jpg"},
	})
	require.NoError(t, err)
	require.Equal(t, "Fits well", made.Title)
	require.Equal(t, "First line.\nSecond line 👩‍👩‍👧.", made.Comment)
	require.Equal(t, []shape.Image{{URL: "https://pictures.example/a.jpg"}}, made.Images)
	require.True(t, made.VerifiedPurchase)
	require.Equal(t, noon, made.CreatedAt.UTC())
	require.Equal(t, "4.00 of 1", s.rating())
	require.Equal(t, []int{1}, s.dropped)
	mine, err := s.Mine(ctx, 1)
	require.NoError(t, err)
	require.Equal(t, made.ID, mine.ID)
	for name, other := range map[string]context.Context{"another": s.customer(), "a guest": t.Context()} {
		mine, err := s.Mine(other, 1)
		require.NoError(t, err, name)
		require.Nil(t, mine, name)
	}
}

func TestAReviewIsCheckedFieldByField(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("ẹ", n) }
	many := func(n int) []string { return strings.Split(strings.Repeat("https://a.example/b ", n), " ")[:n] }
	for _, row := range []struct {
		name  string
		in    CreateInput
		field string // Empty when it is accepted.
	}{
		{"no stars", CreateInput{Rating: 0}, "rating"},
		{"six stars", CreateInput{Rating: 6}, "rating"},
		{"stars alone", CreateInput{Rating: 5}, ""},
		{"a title at the limit", CreateInput{Rating: 5, Title: long(120)}, ""},
		{"a title above it", CreateInput{Rating: 5, Title: long(121)}, "title"},
		{"a title with NUL", CreateInput{Rating: 5, Title: "a\x00b"}, "title"},
		{"a title of bad UTF-8", CreateInput{Rating: 5, Title: "a\xff"}, "title"},
		{"a title that turns the page around", CreateInput{Rating: 5, Title: "a\u202eb"}, "title"},
		{"a short comment", CreateInput{Rating: 5, Comment: "ok, thanks"}, ""},
		{"a shorter one", CreateInput{Rating: 5, Comment: "ok thanks"}, "comment"},
		{"spaces do not count", CreateInput{Rating: 5, Comment: "ok" + strings.Repeat(" ", 20)}, "comment"},
		{"a long comment", CreateInput{Rating: 5, Comment: long(4000)}, ""},
		{"a longer one", CreateInput{Rating: 5, Comment: long(4001)}, "comment"},
		{"a comment with an escape", CreateInput{Rating: 5, Comment: "0123456789\x1b[31m"}, "comment"},
		{"a comment with NUL", CreateInput{Rating: 5, Comment: "0123456789\x00"}, "comment"},
		{"a comment of bad UTF-8", CreateInput{Rating: 5, Comment: "0123456789\xc3"}, "comment"},
		{"five pictures", CreateInput{Rating: 5, Images: many(5)}, ""},
		{"six pictures", CreateInput{Rating: 5, Images: many(6)}, "images"},
		{"a picture in the clear", CreateInput{Rating: 5, Images: []string{"https://a.example/", "http://a.example/"}}, "images.1"},
		{"a script", CreateInput{Rating: 5, Images: []string{"javascript:alert(1)"}}, "images.0"},
		{"a password in an address", CreateInput{Rating: 5, Images: []string{"https://a:b@c.example/"}}, "images.0"},
		{"an address with NUL", CreateInput{Rating: 5, Images: []string{"https://a.example/\x00"}}, "images.0"},
	} {
		err := row.in.Validate()
		if row.field == "" {
			require.NoError(t, err, row.name)
			continue
		}
		require.Error(t, err, row.name)
		require.Len(t, err, 1, row.name)
		refused(t, err, fault.InputInvalid, strings.Split(row.field, ".")...)
		update := UpdateInput{Rating: &row.in.Rating, Title: &row.in.Title, Comment: &row.in.Comment, Images: &row.in.Images}
		require.EqualError(t, update.Validate(), err.Error(), row.name)
	}
	bad := CreateInput{Title: "\x00", Comment: "short", Images: []string{"x"}}
	require.Len(t, bad.Validate(), 4, "all are told at once")
}

func TestOnlyWhoBoughtItReviewsItOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, err := s.Create(t.Context(), CreateInput{Product: 1, Rating: 5})
	require.True(t, fault.Is(err, fault.Unauthenticated))
	stranger, id := s.person(viewer.Customer)
	s.strangers[id] = true
	_, err = s.Create(stranger, CreateInput{Product: 1, Rating: 5})
	refused(t, err, fault.NotPurchased, "productId")
	buyer, _ := s.reviewed(5)
	_, err = s.Create(buyer, CreateInput{Product: 1, Rating: 1})
	refused(t, err, fault.AlreadyExists, "productId")
	for _, product := range []int{9, 10, -1} { // Archived, and none.
		_, err = s.Create(buyer, CreateInput{Product: product, Rating: 1})
		refused(t, err, fault.Gone, "productId")
	}
	require.Equal(t, "5.00 of 1", s.rating())
	require.Equal(t, []int{1}, s.dropped, "what was refused drops nothing")
	s.exact()
}

func TestAnAuthorChangesAndTakesAwayTheirOwn(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.reviewed(2)
	author, mine := s.reviewed(5)
	require.Equal(t, "3.50 of 2", s.rating())
	changed, err := s.Update(author, mine.ID, UpdateInput{Title: pointer("Good")})
	require.NoError(t, err)
	require.Equal(t, "Good", changed.Title)
	require.Equal(t, 5, changed.Rating, "what is not named stays")
	changed, err = s.Update(author, mine.ID, UpdateInput{Rating: pointer(3), Title: pointer(""), Images: &[]string{"https://a.example/b"}})
	require.NoError(t, err)
	require.Empty(t, changed.Title)
	require.Len(t, changed.Images, 1)
	require.Equal(t, "2.50 of 2", s.rating())
	changed, err = s.Update(author, mine.ID, UpdateInput{})
	require.NoError(t, err)
	require.Equal(t, 3, changed.Rating)

	other := s.customer()
	_, err = s.Update(other, mine.ID, UpdateInput{Rating: pointer(1)})
	refused(t, err, fault.Gone, "id")
	_, errNone := s.Update(other, 12345, UpdateInput{Rating: pointer(1)})
	require.EqualError(t, errNone, err.Error(), "another's is as if it were not there")
	require.EqualError(t, s.Delete(other, mine.ID), err.Error())
	require.True(t, fault.Is(s.Delete(t.Context(), mine.ID), fault.Unauthenticated))

	_, err = s.Vote(other, mine.ID, true)
	require.NoError(t, err)
	s.exec(`UPDATE products SET active = false WHERE id = 1`)
	require.NoError(t, s.Delete(author, mine.ID), "also of what is not sold any more")
	refused(t, s.Delete(author, mine.ID), fault.Gone, "id")
	require.Equal(t, "2.00 of 1", s.rating())
	require.Zero(t, ask[int](s, `SELECT count(*) FROM review_votes`))
	s.exact()
}

func TestTheLastReviewLeavesNoRating(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	author, mine := s.reviewed(4)
	require.NoError(t, s.Delete(author, mine.ID))
	require.Equal(t, "0.00 of 0", s.rating())
}

type failing struct{}

func (failing) ReviewsChanged(context.Context, int) error { return errors.New("redis is away") }

func TestACacheThatIsAwayFailsNobody(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.Service = New(Config{Pool: s.pool, Purchases: s, Catalogue: failing{}, Clock: clock.Fixed(noon)})
	author, mine := s.reviewed(4)
	require.NoError(t, s.Delete(author, mine.ID))
}
