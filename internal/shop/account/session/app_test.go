package session

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account/secret"
)

// requireSpent refuses a refresh token without a word of why.
func requireSpent(t testing.TB, s *shop, token string) {
	t.Helper()
	issued, err := s.Refresh(t.Context(), token, phone)
	require.Nil(t, issued)
	require.True(t, fault.For(err, fault.TokenInvalid), "%v", err)
	require.Equal(t, errSpent.Error(), err.Error())
}

func (s *shop) refresh(token string) *Issued {
	s.t.Helper()
	issued, err := s.Refresh(s.t.Context(), token, phone)
	require.NoError(s.t, err)
	require.NotNil(s.t, issued.Tokens)
	require.Empty(s.t, issued.Cookie)
	issued.Viewer.SignedInAt = issued.Viewer.SignedInAt.UTC()
	return issued
}

func TestAnAccessTokenIsGoodForAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest := s.begin(phone)
	require.Empty(t, guest.Cookie)
	require.Equal(t, s.clock.Now().Add(AccessLife), guest.Tokens.AccessExpiresAt)
	require.Equal(t, s.clock.Now().Add(AppLife), guest.Tokens.RefreshExpiresAt)
	require.Equal(t, "Tecno", s.row(guest.Viewer.Session).Metadata.Name)

	// What the request says of its platform does not count.
	v, expired, err := s.ByAccess(t.Context(), guest.Tokens.AccessToken, browser)
	require.NoError(t, err)
	require.False(t, expired)
	require.Equal(t, viewer.Android, v.Client.Platform)
	s.clock.pass(AccessLife - time.Millisecond)
	v, expired = s.byAccess(guest.Tokens.AccessToken)
	require.Equal(t, guest.Viewer, v)
	require.False(t, expired)
	s.clock.pass(time.Millisecond)
	v, expired = s.byAccess(guest.Tokens.AccessToken)
	require.Equal(t, viewer.Viewer{Client: phone}, v)
	require.True(t, expired)
}

func TestATokenInAnotherPlaceIsNobodys(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	page, app := s.begin(browser), s.begin(phone)
	app = s.refresh(app.Tokens.RefreshToken) // now its row holds the refresh token's hash
	forged := s.Keys.Access(page.Viewer.Session, s.clock.Now())
	strange := secret.Keys{[]byte("another key of which nobody knows")}.Access(app.Viewer.Session, s.clock.Now())
	for _, token := range []string{"", "za_", page.Cookie, app.Tokens.RefreshToken, forged, strange, s.Keys.Access(uuid.New(), s.clock.Now())} {
		v, expired := s.byAccess(token)
		require.Equal(t, viewer.Viewer{Client: phone}, v, token)
		require.False(t, expired, token)
	}
	for _, token := range []string{app.Tokens.AccessToken, app.Tokens.RefreshToken, string(secret.Cookie) + app.Tokens.RefreshToken[3:]} {
		require.Zero(t, s.byCookie(token).Session, token)
	}
	for _, token := range []string{page.Cookie, string(secret.Refresh) + page.Cookie[3:], app.Tokens.AccessToken} {
		requireSpent(t, s, token)
	}
}

func TestTokensFromBeforeSigningInAreWorthless(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest, ada := s.begin(phone), s.person()
	v, _ := s.byAccess(guest.Tokens.AccessToken)
	require.Equal(t, guest.Viewer, v)
	s.clock.pass(time.Second)
	signed := s.signIn(v, ada)
	require.Equal(t, guest.Viewer.Session, signed.Viewer.Session)

	v, expired := s.byAccess(guest.Tokens.AccessToken)
	require.Zero(t, v.Session)
	require.True(t, expired, "the app should use its new tokens")
	requireSpent(t, s, guest.Tokens.RefreshToken)
	v, _ = s.byAccess(signed.Tokens.AccessToken)
	require.Equal(t, signed.Viewer, v, "a late guest's token does not end the session")
	require.Equal(t, ada.ID, s.refresh(signed.Tokens.RefreshToken).Viewer.User)
}

// Two requests that both saw a guest: the second must neither get the first
// one's session nor take its tokens away.
func TestWhoSignsInLaterGetsAnotherSession(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	guest, ada, bola := s.begin(phone), s.person(), s.person()
	first := s.signIn(guest.Viewer, ada)
	second := s.signIn(guest.Viewer, bola)
	require.NotEqual(t, first.Viewer.Session, second.Viewer.Session)
	require.Equal(t, ada.ID, s.refresh(first.Tokens.RefreshToken).Viewer.User)
	require.Equal(t, bola.ID, s.refresh(second.Tokens.RefreshToken).Viewer.User)
	kept, err := s.Pool.Ent().RefreshToken.Query().Count(t.Context())
	require.NoError(t, err)
	require.Equal(t, 4, kept, "no token is left that nobody holds")
}

// The same, when the second begins before the first has committed.
func TestTwoWhoSignInAtOnceGetASessionEach(t *testing.T) {
	t.Parallel()
	for _, client := range []viewer.Client{browser, phone} {
		s := newShop(t)
		guest, ada, bola := s.begin(client), s.person(), s.person()
		var first *Issued
		second := make(chan *Issued, 1)
		s.inTx(func(ctx context.Context, tx postgres.Tx) (err error) {
			first, err = s.SignIn(ctx, tx, guest.Viewer, ada)
			go func() {
				var issued *Issued
				err := postgres.InTx(t.Context(), s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
					issued, err = s.SignIn(ctx, tx, guest.Viewer, bola)
					return err
				})
				if err != nil {
					t.Error(err)
				}
				second <- issued
			}()
			s.blocked(1)
			return err
		})
		later := <-second
		require.NotEqual(t, first.Viewer.Session, later.Viewer.Session)
		require.Equal(t, ada.ID, *s.row(guest.Viewer.Session).UserID)
		require.Equal(t, bola.ID, *s.row(later.Viewer.Session).UserID)
	}
}

// The hot copy of an app that is used every day never ends, so that the expiry
// it carries must not be the last word.
func TestAnAppThatRefreshesStaysSignedIn(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	app := s.signed(phone)
	for range 3 {
		v, expired := s.byAccess(app.Tokens.AccessToken)
		require.Equal(t, app.Viewer.User, v.User)
		require.False(t, expired)
		s.clock.pass(AppLife - time.Hour)
		signedIn := app.Viewer.SignedInAt
		app = s.refresh(app.Tokens.RefreshToken)
		require.Equal(t, signedIn, app.Viewer.SignedInAt, "refreshing proves nobody anew")
	}
	s.clock.pass(AppLife)
	requireSpent(t, s, app.Tokens.RefreshToken)
	v, _ := s.byAccess(s.Keys.Access(app.Viewer.Session, s.clock.Now()))
	require.Zero(t, v.Session, "who stays away for longer is signed out")
}
