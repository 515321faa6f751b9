package session

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db/user"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account/secret"
)

func TestAGuestIsKnownByTheCookie(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest := s.begin(browser)
	require.Nil(t, guest.Tokens)
	require.Equal(t, GuestLife, guest.Life)
	require.Equal(t, 1, s.statements(guest.Cookie), "the first request reads the row")
	require.Zero(t, s.statements(guest.Cookie), "the next one does not")
	require.Zero(t, s.neighbour(nil).statements(guest.Cookie), "nor does another server")

	v := s.byCookie(guest.Cookie)
	require.Equal(t, viewer.Viewer{Session: guest.Viewer.Session, Client: browser}, v)
	require.Equal(t, guest.Viewer, v)
	row := s.row(v.Session)
	require.Equal(t, s.clock.Now().Add(GuestLife), row.ExpiresAt.UTC())
	require.Equal(t, browser.Address, *row.IPAddress)
	require.NotContains(t, guest.Cookie, string(row.TokenHash), "only the hash is stored")
}

func TestAStrangeCookieIsNobody(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest, other := s.begin(browser), s.begin(browser)
	wrong, _ := secret.Random(secret.Cookie, guest.Viewer.Session)
	nowhere, _ := secret.Random(secret.Cookie, uuid.New())
	refresh, _ := secret.Random(secret.Refresh, guest.Viewer.Session)
	mixed := guest.Cookie[:3+21] + other.Cookie[3+21:]
	for _, token := range []string{"", "zw_", "garbage", wrong, nowhere, refresh, mixed, guest.Cookie + "A", s.Keys.Access(guest.Viewer.Session, s.clock.Now())} {
		require.Equal(t, viewer.Viewer{Client: browser}, s.byCookie(token), token)
	}
	require.NotZero(t, s.byCookie(guest.Cookie).Session, "and the right one still is somebody")
}

// Somebody who planted their guest's cookie in another's browser must not be
// signed in with them.
func TestSigningInKeepsTheSessionAndNotTheCookie(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest, ada := s.begin(browser), s.person()
	require.NotZero(t, s.byCookie(guest.Cookie).Session, "it is hot when she signs in")
	s.clock.pass(time.Hour)
	signed := s.signIn(guest.Viewer, ada)

	require.Equal(t, guest.Viewer.Session, signed.Viewer.Session)
	require.Equal(t, PersonLife, signed.Life)
	v := s.byCookie(signed.Cookie)
	require.Equal(t, signed.Viewer, v)
	require.Equal(t, ada.ID, v.User)
	require.Equal(t, viewer.Customer, v.Role)
	require.Equal(t, s.clock.Now(), v.SignedInAt)
	require.Equal(t, s.clock.Now().Add(PersonLife), s.row(v.Session).ExpiresAt.UTC())

	late := viewer.Viewer{Client: browser, Late: true}
	require.Equal(t, late, s.byCookie(guest.Cookie))
	s.clock.pass(lateFor - time.Microsecond)
	require.Equal(t, late, s.byCookie(guest.Cookie))
	s.clock.pass(time.Microsecond)
	require.Equal(t, viewer.Viewer{Client: browser}, s.byCookie(guest.Cookie))
	require.Equal(t, ada.ID, s.byCookie(signed.Cookie).User)
}

func TestSigningInEndsThePersonBefore(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	ada, bola := s.person(), s.person()
	first := s.signIn(s.begin(browser).Viewer, ada)
	require.Equal(t, ada.ID, s.byCookie(first.Cookie).User)
	ended, stop := s.Watch(first.Viewer.Session)
	defer stop()

	second := s.signIn(first.Viewer, bola)
	require.NotEqual(t, first.Viewer.Session, second.Viewer.Session)
	require.Zero(t, s.byCookie(first.Cookie).Session)
	require.NotNil(t, s.row(first.Viewer.Session).RevokedAt)
	<-ended
	require.Equal(t, bola.ID, s.byCookie(second.Cookie).User)

	third := s.signIn(second.Viewer, bola)
	require.NotEqual(t, second.Viewer.Session, third.Viewer.Session, "the same person is known anew too")
	require.Zero(t, s.byCookie(second.Cookie).Session)
}

// A guest's session that ended while its owner typed the password is no reason
// to refuse.
func TestSigningInOnASessionThatEnded(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest := s.begin(browser)
	s.revoke(guest.Viewer.Session)
	signed := s.signIn(guest.Viewer, s.person())
	require.NotEqual(t, guest.Viewer.Session, signed.Viewer.Session)
	require.Equal(t, signed.Viewer, s.byCookie(signed.Cookie))
}

func TestASignInThatIsRolledBackLeavesTheGuest(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest, ada := s.begin(browser), s.person()
	var signed *Issued
	err := postgres.InTx(t.Context(), s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		if signed, err = s.SignIn(ctx, tx, guest.Viewer, ada); err != nil {
			return err
		}
		return context.Canceled
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, guest.Viewer, s.byCookie(guest.Cookie))
	require.Zero(t, s.byCookie(signed.Cookie).Session)
}

func TestANewRoleIsSeenByTheNextRequest(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	other := s.neighbour(nil)
	signed := s.signed(browser)
	v := other.byCookie(signed.Cookie)
	require.Equal(t, viewer.Customer, v.Role)
	var running []uuid.UUID
	s.inTx(func(ctx context.Context, tx postgres.Tx) (err error) {
		if err = tx.Ent().User.UpdateOneID(v.User).SetRole(user.RoleStaff).Exec(ctx); err != nil {
			return err
		}
		running, err = s.Running(ctx, tx, v.User)
		return err
	})
	require.Equal(t, []uuid.UUID{v.Session}, running)
	require.NoError(t, s.Renew(t.Context(), running...))
	require.True(t, other.byCookie(signed.Cookie).May(viewer.Staff))
}

func TestADeletedPersonIsNobody(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	page, app := s.signed(browser), s.signed(phone)
	require.NotZero(t, s.byCookie(page.Cookie).User)
	for _, signed := range []*Issued{page, app} {
		s.exec("UPDATE users SET deleted_at = now() WHERE id = $1", signed.Viewer.User)
		require.NoError(t, s.Renew(t.Context(), signed.Viewer.Session))
	}
	require.Equal(t, viewer.Viewer{Client: browser}, s.byCookie(page.Cookie))
	v, expired := s.byAccess(app.Tokens.AccessToken)
	require.Zero(t, v.Session)
	require.False(t, expired, "there is nothing to refresh")
	requireSpent(t, s, app.Tokens.RefreshToken)
}

func TestAWebSessionRunsOut(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	signed := s.signed(browser)
	s.clock.pass(PersonLife - time.Microsecond)
	require.NotZero(t, s.byCookie(signed.Cookie).Session)
	// The copy ends with the day in which it is not used; here it is taken away.
	require.NoError(t, s.Renew(t.Context(), signed.Viewer.Session))
	s.clock.pass(time.Microsecond)
	require.Zero(t, s.byCookie(signed.Cookie).Session)
}
