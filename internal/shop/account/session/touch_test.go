package session

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"zuka/internal/platform/viewer"
	"zuka/internal/testenv"
	"zuka/internal/testenv/leak"
)

func TestAUseIsNoted(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest, person := s.begin(browser), s.signed(browser)
	s.clock.pass(5 * time.Minute)
	moved := viewer.Client{Platform: viewer.Web, Address: "2001:db8::1", UserAgent: strings.Repeat("é", longestAgent)}
	for _, issued := range []*Issued{guest, person} {
		_, err := s.ByCookie(t.Context(), issued.Cookie, moved)
		require.NoError(t, err)
	}
	require.NotEqual(t, s.clock.Now(), s.row(guest.Viewer.Session).LastActivityAt.UTC(), "a request writes nothing itself")
	s.flush()
	for issued, life := range map[*Issued]time.Duration{guest: GuestLife, person: PersonLife} {
		row := s.row(issued.Viewer.Session)
		require.Equal(t, s.clock.Now(), row.LastActivityAt.UTC())
		require.Equal(t, s.clock.Now().Add(life), row.ExpiresAt.UTC())
		require.Equal(t, "2001:db8::1", *row.IPAddress)
		require.Equal(t, strings.Repeat("é", longestAgent/2), *row.UserAgent)
	}
	s.clock.pass(touchEvery)
	_, err := s.ByCookie(t.Context(), guest.Cookie, viewer.Client{Platform: viewer.Web})
	require.NoError(t, err)
	s.flush()
	require.Nil(t, s.row(guest.Viewer.Session).IPAddress, "what is not known is nothing")
	require.Nil(t, s.row(guest.Viewer.Session).UserAgent)
}

func TestAUseIsNotedOnceAMinute(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest := s.begin(browser)
	use := func() time.Time {
		s.byCookie(guest.Cookie)
		s.flush()
		return s.row(guest.Viewer.Session).LastActivityAt.UTC()
	}
	s.clock.pass(time.Second)
	noted := s.clock.Now()
	require.Equal(t, noted, use())
	s.clock.pass(touchEvery - time.Microsecond)
	require.Equal(t, noted, use())
	require.Empty(t, s.touched)
	s.clock.pass(time.Microsecond)
	require.Equal(t, s.clock.Now(), use())
	// A strange cookie is no use.
	s.clock.pass(touchEvery)
	s.byCookie(guest.Cookie[:len(guest.Cookie)-2] + "AA")
	require.Empty(t, s.touched)
}

func TestAnAppsExpiryMovesWithItsRefreshTokenOnly(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	app := s.signed(phone)
	expires := s.row(app.Viewer.Session).ExpiresAt
	s.clock.pass(5 * time.Minute)
	v, _ := s.byAccess(app.Tokens.AccessToken)
	require.NotZero(t, v.Session)
	s.flush()
	row := s.row(app.Viewer.Session)
	require.Equal(t, s.clock.Now(), row.LastActivityAt.UTC())
	require.Equal(t, expires, row.ExpiresAt)
}

func TestNotingShortensNothing(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	longer, newer, ended := s.begin(browser), s.begin(browser), s.begin(browser)
	s.clock.pass(time.Hour)
	for _, issued := range []*Issued{longer, newer, ended} {
		require.NotZero(t, s.byCookie(issued.Cookie).Session)
	}
	later := s.clock.Now().Add(time.Hour)
	s.exec("UPDATE user_sessions SET expires_at = $2 WHERE id = $1", longer.Viewer.Session, later.Add(2*GuestLife))
	// Another server has noted a later use meanwhile.
	s.exec("UPDATE user_sessions SET last_activity_at = $2, ip_address = 'newer' WHERE id = $1", newer.Viewer.Session, later)
	s.revoke(ended.Viewer.Session)
	over := s.row(ended.Viewer.Session).String()
	s.flush()
	require.Equal(t, later.Add(2*GuestLife), s.row(longer.Viewer.Session).ExpiresAt.UTC())
	require.Equal(t, s.clock.Now(), s.row(longer.Viewer.Session).LastActivityAt.UTC())
	require.Equal(t, later, s.row(newer.Viewer.Session).LastActivityAt.UTC())
	require.Equal(t, "newer", *s.row(newer.Viewer.Session).IPAddress)
	require.Equal(t, over, s.row(ended.Viewer.Session).String(), "what has ended stays as it was")
}

// A guest's last use gives 30 days; the person who has signed in since has one.
func TestAGuestsUseDoesNotProlongThePersonsSession(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest := s.begin(browser)
	s.clock.pass(time.Hour)
	s.signIn(s.byCookie(guest.Cookie), s.person())
	s.flush()
	require.Equal(t, s.clock.Now().Add(PersonLife), s.row(guest.Viewer.Session).ExpiresAt.UTC())
}

func TestWhatCannotBeNotedHarmsNobody(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest := s.begin(browser)
	s.clock.pass(touchEvery)
	s.byCookie(guest.Cookie)
	s.Pool.Close()
	s.flush()
	require.Empty(t, s.touched, "the next use notes it again")
	s.clock.pass(touchEvery)
	require.NotZero(t, s.byCookie(guest.Cookie).Session)
	require.Len(t, s.touched, 1)
}

func TestWhoWasNotedIsRememberedWithinBounds(t *testing.T) {
	t.Parallel()
	s := New(Config{Clock: &watchmaker{now: time.Now()}})
	for i := range mostSeen + 10 {
		s.note([16]byte{byte(i), byte(i >> 8), byte(i >> 16)}, browser)
	}
	require.LessOrEqual(t, len(s.seen), mostSeen)
}

func TestShortCutsAtALetter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text, most := rapid.String().Draw(t, "text"), rapid.IntRange(0, 40).Draw(t, "most")
		cut := short(text, most)
		require.True(t, strings.HasPrefix(text, cut))
		require.LessOrEqual(t, len(cut), most)
		require.True(t, utf8.ValidString(cut))
		require.True(t, cut == text || len(cut)+utf8.UTFMax > most, "no more is cut than has to be")
	})
}

// It is not parallel, so that no other test's goroutines are met.
func TestStopLeavesNothingBehind(t *testing.T) {
	client, prefix := testenv.RedisClient(t)
	s := openShop(t, client, prefix)
	guest := s.begin(browser)
	require.NotZero(t, s.byCookie(guest.Cookie).Session)
	require.Eventually(t, s.Hub.Connected, patience, time.Millisecond) // Else it may still dial.
	before := goleak.IgnoreCurrent()
	for range 3 {
		s.Start()
		s.Start() // Twice is once.
		s.clock.pass(touchEvery)
		forty(func() {
			_, stop := s.Watch(guest.Viewer.Session)
			_, err := s.ByCookie(t.Context(), guest.Cookie, browser)
			if err != nil {
				t.Error(err)
			}
			s.look()
			stop()
		})
		forty(s.Stop)
		require.Equal(t, s.clock.Now(), s.row(guest.Viewer.Session).LastActivityAt.UTC(), "the last uses are noted")
	}
	require.Empty(t, s.watched)
	leak.None(t, before)
}
