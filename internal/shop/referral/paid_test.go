package referral_test

import (
	"strconv"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	dbreferral "zuka/ent/db/referral"
	"zuka/internal/platform/page"
	"zuka/internal/shop/referral"
)

func TestTheFirstLargeOrderRewardsBoth(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	referrer, friend, row := c.claimed()
	rewards, err := c.pay(c.order(friend, referral.LeastOrder-1, "+2348039990001"))
	require.NoError(t, err)
	require.Empty(t, rewards, "too small")
	require.Equal(t, dbreferral.StatusPending, c.row(row.ID).Status)
	o := c.order(friend, referral.LeastOrder, "+2348039990001")
	rewards, err = c.pay(o)
	require.NoError(t, err)
	of := strconv.Itoa(row.ID)
	require.Equal(t, []referral.Reward{
		{User: friend.id, Points: 250, Of: of, Text: "Welcome: your first order through a friend"},
		{User: referrer.id, Points: 500, Of: of, Text: "A friend's first order"},
	}, rewards)
	done := c.row(row.ID)
	require.Equal(t, dbreferral.StatusCompleted, done.Status)
	require.Equal(t, []int{500, 250, o.ID}, []int{done.ReferrerRewardPoints, done.ReferredRewardPoints, *done.OrderID})
	require.True(t, done.FirstPurchaseCompleted)
	require.Equal(t, noon, done.CompletedAt.UTC())
	require.Len(t, c.told.all, 2)
	for i, person := range []member{friend, referrer} {
		require.Equal(t, person.id, c.told.all[i].User)
		require.Equal(t, "referral:"+of, c.told.all[i].Source)
	}
	require.Contains(t, c.told.all[1].Message, "Ada2 O. placed")
	for range 2 {
		rewards, err = c.pay(c.order(friend, 9_000, "+2348039990001"))
		require.NoError(t, err)
		require.Empty(t, rewards, "only the first")
	}
	for n := range 2 {
		reversed, err := c.giveBack(o.ID)
		require.NoError(t, err)
		require.Equal(t, [][]string{{of}, nil}[n], reversed)
	}
	back := c.row(row.ID)
	require.Equal(t, dbreferral.StatusRefused, back.Status)
	require.Equal(t, "The order was given back.", *back.RefusedReason)
	require.Zero(t, back.ReferrerRewardPoints+back.ReferredRewardPoints)
	rewards, err = c.pay(c.order(friend, 9_000, "+2348039990001"))
	require.NoError(t, err)
	require.Empty(t, rewards, "buying again does not bring it back")
}

func TestOrdersThatRewardNobody(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	guest := c.order(c.member(), 9_000, "")
	guest.UserID = nil
	rewards, err := c.pay(guest)
	require.NoError(t, err)
	require.Empty(t, rewards)
	rewards, err = c.pay(c.order(c.member(), 9_000, ""))
	require.NoError(t, err)
	require.Empty(t, rewards, "nobody invited them")
	reversed, err := c.giveBack(guest.ID)
	require.NoError(t, err)
	require.Empty(t, reversed)
}

func TestAnInvitationOfOneselfIsSeenWhenItIsPaid(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	for name, row := range map[string]struct {
		phone, reason string
		before        func(referrer, friend member)
	}{
		"sent to the referrer's phone": {phone: "08061111111", before: func(r, _ member) { c.set(r, "phone", "+2348061111111") }},
		"sent to the referrer's house": {phone: "+2348062222222", before: func(r, _ member) { c.address(r, "+2348062222222") }},
		"sent where they had theirs":   {phone: "+2348063333333", before: func(r, _ member) { c.order(r, 100, "+234 806 333 3333") }},
		"on the referrer's device": {phone: "+2348039990001", before: func(r, f member) {
			c.session(r, "later", "10.0.0.1")
			c.session(f, "later", "10.0.0.1")
		}},
		"bought in the same moment": {phone: "+2348039990001", reason: "The friend had bought before.", before: func(_, f member) { c.order(f, 5_000, "") }},
	} {
		t.Run(name, func(t *testing.T) {
			referrer, friend, made := c.claimed()
			row.before(referrer, friend)
			o := c.order(friend, 9_000, row.phone)
			rewards, err := c.pay(o)
			require.NoError(t, err)
			require.Empty(t, rewards)
			now := c.row(made.ID)
			require.Equal(t, dbreferral.StatusRefused, now.Status)
			if row.reason == "" {
				row.reason = "The invitation seems to come from the friend's own account, phone or device."
			}
			require.Equal(t, row.reason, *now.RefusedReason)
			require.Equal(t, o.ID, *now.OrderID)
			require.Zero(t, now.ReferrerRewardPoints+now.ReferredRewardPoints)
			reversed, err := c.giveBack(o.ID)
			require.NoError(t, err)
			require.Empty(t, reversed)
		})
	}
	require.Empty(t, c.told.all)
}

func TestAReferrerWhoIsGoneGetsNothing(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	referrer, friend, row := c.claimed()
	c.exec("UPDATE users SET deleted_at = now(), name = '' WHERE id = $1", referrer.id)
	rewards, err := c.pay(c.order(friend, 9_000, "+2348039990001"))
	require.NoError(t, err)
	require.Len(t, rewards, 1)
	require.Equal(t, friend.id, rewards[0].User)
	require.Zero(t, c.row(row.ID).ReferrerRewardPoints)
	require.Equal(t, 250, c.row(row.ID).ReferredRewardPoints)
	require.Len(t, c.told.all, 1)
}

func TestWhatACodeSays(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	referrer := c.member()
	own, err := c.Mine(t.Context(), referrer.id)
	require.NoError(t, err)
	require.Equal(t, &referral.Own{Code: referrer.code, URL: "https://zuka.example/r/" + referrer.code}, own)
	made, err := c.Invite(c.as(referrer))
	require.NoError(t, err)
	for _, code := range []string{referrer.code, made.ReferralCode} {
		said, err := c.Code(t.Context(), "  "+code+" ")
		require.NoError(t, err)
		require.Equal(t, &referral.Invitation{Code: code, Referrer: "Ada1 O.", ReferrerPoints: 500, FriendPoints: 250, LeastOrder: 5_000}, said)
	}
	_, err = c.Claim(c.as(c.member()), made.ReferralCode)
	require.NoError(t, err)
	none := func(code string) {
		said, err := c.Code(t.Context(), code)
		require.NoError(t, err)
		require.Nil(t, said, code)
	}
	none(made.ReferralCode)
	none("")
	none("NOBODY")
	none("\xff")
	c.exec("UPDATE users SET deleted_at = now() WHERE id = $1", referrer.id)
	none(referrer.code)
	own, err = c.Mine(t.Context(), referrer.id)
	require.NoError(t, err)
	require.Nil(t, own)
}

func TestPeopleSeeWhatTheySent(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	referrer, friend, first := c.claimed()
	for range 6 {
		_, err := c.Invite(c.as(referrer))
		require.NoError(t, err)
	}
	var ids []int
	three, args := int32(3), page.Args{}
	for args.First = &three; ; {
		read, err := c.List(t.Context(), referrer.id, args)
		require.NoError(t, err)
		for _, one := range read.Nodes() {
			ids = append(ids, one.ID)
		}
		total, err := read.TotalCount(t.Context())
		require.NoError(t, err)
		require.Equal(t, 7, total)
		if args.After = read.PageInfo.EndCursor; !read.PageInfo.HasNextPage {
			break
		}
	}
	require.Len(t, ids, 7)
	require.IsDecreasing(t, ids, "those of one moment by their number")
	last, err := c.List(t.Context(), referrer.id, page.Args{Last: &three})
	require.NoError(t, err)
	require.Equal(t, ids[6], last.Nodes()[2].ID)
	for person, sees := range map[uuid.UUID]bool{referrer.id: true, friend.id: true, c.member().id: false} {
		one, err := c.Find(t.Context(), person, first.ID)
		require.NoError(t, err)
		require.Equal(t, sees, one != nil)
	}
	none, err := c.List(t.Context(), friend.id, page.Args{})
	require.NoError(t, err)
	require.Empty(t, none.Nodes(), "only who invites has it in the list")
	c.exec("UPDATE users SET deleted_at = now() WHERE id = $1", friend.id)
	names, err := c.Friends(t.Context(), []uuid.UUID{referrer.id, friend.id, uuid.New()})
	require.NoError(t, err)
	require.Equal(t, map[uuid.UUID]string{referrer.id: "Ada1 O.", friend.id: "A shopper"}, names)
}
