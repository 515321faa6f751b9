package review

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

// crowd is how many do a thing at once.
const crowd = 40

// atOnce lets a crowd wait at one barrier and then act, each in its own way.
func atOnce(act func(i int) error) []error {
	failed := make([]error, crowd)
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for i := range crowd {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			failed[i] = act(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	return failed
}

func TestTheRatingIsExactWhoeverWritesAtOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	authors, reviews := make([]context.Context, crowd), make([]*db.ProductReview, crowd)
	for i := range authors {
		if authors[i] = s.customer(); i%2 == 1 {
			var err error
			reviews[i], err = s.Create(authors[i], CreateInput{Product: 1, Rating: 1})
			require.NoError(t, err)
		}
	}
	staff, _ := s.person(viewer.Staff)
	for i, err := range atOnce(func(i int) error {
		var err error
		switch {
		case i%2 == 0:
			_, err = s.Create(authors[i], CreateInput{Product: 1 + i%4/2, Rating: 1 + i%5})
		case i%8 == 1:
			err = s.Delete(authors[i], reviews[i].ID)
		case i%8 == 3:
			_, err = s.Moderate(staff, reviews[i].ID, ModerateInput{Hidden: true, Reason: "spam"})
		default:
			_, err = s.Update(authors[i], reviews[i].ID, UpdateInput{Rating: pointer(1 + i%5)})
		}
		return err
	}) {
		require.NoError(t, err, i)
	}
	s.exact()
	// 20 were there, 5 of which went and 5 were hidden; 20 came.
	require.Equal(t, 30, ask[int](s, `SELECT sum(rating_count) FROM products`))
}

func TestOnePersonAtOnceWritesOneReview(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	author := s.customer()
	made := 0
	for _, err := range atOnce(func(int) error {
		_, err := s.Create(author, CreateInput{Product: 1, Rating: 5})
		return err
	}) {
		if err == nil {
			made++
		} else {
			require.True(t, fault.For(err, fault.AlreadyExists), "%v", err)
		}
	}
	require.Equal(t, 1, made)
	s.exact()
}

// Half of the crowd is one person who clicks again and again; meanwhile the
// review may go.
func TestVotesCountPeopleWhoeverVotesAtOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	_, review := s.reviewed(5)
	doomed, gone := s.reviewed(1)
	one := s.customer()
	voters := make([]context.Context, crowd)
	for i := range voters {
		if voters[i] = one; i%2 == 0 {
			voters[i] = s.customer()
		}
	}
	for _, err := range atOnce(func(i int) error {
		if i == crowd/2 {
			return s.Delete(doomed, gone.ID)
		}
		if _, err := s.Vote(voters[i], gone.ID, true); err != nil && !fault.For(err, fault.Gone) {
			return err
		}
		_, err := s.Vote(voters[i], review.ID, true)
		return err
	}) {
		require.NoError(t, err)
	}
	require.Equal(t, crowd/2, ask[int](s, `SELECT helpful_count FROM product_reviews WHERE id = $1`, review.ID), "one of them deleted, but one voted many times")
	s.exact()
}
