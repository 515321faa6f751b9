package review

import (
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

func TestAVoteCountsAPersonOnce(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	author, review := s.reviewed(5)
	s.dropped = nil
	ada, bola := s.customer(), s.customer()
	for _, step := range []struct {
		who     string
		helpful bool
		count   int
		dropped int
	}{
		{"ada", false, 0, 0}, {"ada", true, 1, 1}, {"ada", true, 1, 1}, {"bola", true, 2, 2},
		{"ada", false, 1, 3}, {"ada", false, 1, 3}, {"bola", false, 0, 4},
	} {
		ctx := ada
		if step.who == "bola" {
			ctx = bola
		}
		voted, err := s.Vote(ctx, review.ID, step.helpful)
		require.NoError(t, err)
		require.Equal(t, step.count, voted.HelpfulCount, step)
		require.Len(t, s.dropped, step.dropped, "what changes nothing drops nothing")
	}
	_, err := s.Vote(author, review.ID, true)
	refused(t, err, fault.InputInvalid, "id")
	_, err = s.Vote(t.Context(), review.ID, true)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = s.Vote(ada, 12345, true)
	refused(t, err, fault.Gone, "id")
	staff, _ := s.person(viewer.Staff)
	_, err = s.Moderate(staff, review.ID, ModerateInput{Hidden: true, Reason: "rude"})
	require.NoError(t, err)
	_, err = s.Vote(ada, review.ID, true)
	refused(t, err, fault.Gone, "id")
	s.exact()
}
