package session

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/shop/account/secret"
)

func TestRefreshingRotates(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	first := s.signed(phone)
	s.clock.pass(10 * time.Minute)
	second := s.refresh(first.Tokens.RefreshToken)
	require.NotEqual(t, first.Tokens.RefreshToken, second.Tokens.RefreshToken)
	require.Equal(t, first.Viewer.Session, second.Viewer.Session)
	require.Equal(t, first.Viewer.User, second.Viewer.User)
	row := s.row(second.Viewer.Session)
	require.Equal(t, s.clock.Now(), row.LastActivityAt.UTC())
	require.Equal(t, s.clock.Now().Add(AppLife), row.ExpiresAt.UTC())
	for _, token := range []string{first.Tokens.AccessToken, second.Tokens.AccessToken} {
		v, _ := s.byAccess(token)
		require.Equal(t, first.Viewer.User, v.User, "requests under way keep their token")
	}
	// An answer that was lost: the app comes again with the token it has.
	s.clock.pass(RefreshGrace)
	third := s.refresh(first.Tokens.RefreshToken)
	s.refresh(second.Tokens.RefreshToken)
	s.refresh(third.Tokens.RefreshToken)
}

// forty calls work from 40 goroutines that begin together.
func forty(work func()) {
	var begun, ended sync.WaitGroup
	gate := make(chan struct{})
	for range 40 {
		begun.Add(1)
		ended.Go(func() {
			begun.Done()
			<-gate
			work()
		})
	}
	begun.Wait()
	close(gate)
	ended.Wait()
}

// countClaims makes the database itself count how often a token became used.
func (s *shop) countClaims() func() (claims int) {
	s.exec(`CREATE TABLE claims (token uuid);
		CREATE FUNCTION claimed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO claims VALUES (new.id); RETURN new; END';
		CREATE TRIGGER claimed AFTER UPDATE OF used_at ON refresh_tokens FOR EACH ROW EXECUTE FUNCTION claimed()`)
	return func() (claims int) {
		require.NoError(s.t, s.Pool.Pgx().QueryRow(s.t.Context(), "SELECT count(*) FROM claims").Scan(&claims))
		return claims
	}
}

func TestRequestsSideBySideShareOneClaim(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	app := s.signed(phone)
	claims := s.countClaims()
	answers := make(chan *Issued, 40)
	forty(func() {
		issued, err := s.Refresh(t.Context(), app.Tokens.RefreshToken, phone)
		if err != nil {
			t.Error(err)
		}
		answers <- issued
	})
	close(answers)
	require.False(t, t.Failed())
	require.Equal(t, 1, claims())

	tokens := map[string]bool{}
	for issued := range answers {
		tokens[issued.Tokens.RefreshToken] = true
		v, _ := s.byAccess(issued.Tokens.AccessToken)
		require.Equal(t, app.Viewer.User, v.User)
		s.refresh(issued.Tokens.RefreshToken)
	}
	require.Len(t, tokens, 40, "everybody got a token of their own")
	require.Nil(t, s.row(app.Viewer.Session).RevokedAt)
}

// blocked waits until so many others wait for a lock in PostgreSQL.
func (s *shop) blocked(least int) {
	s.t.Helper()
	require.Eventually(s.t, func() bool {
		waiting := 0
		err := s.Pool.Pgx().QueryRow(s.t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting)
		return err == nil && waiting >= least
	}, patience, time.Millisecond)
}

// The lock on the session keeps requests apart; the claim does not depend on
// it. Six stand before the token's row at once, as many as the pool has room for:
// one that had read it beforehand would still believe it to be unused.
func TestAClaimIsAtomicByItself(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	app := s.signed(phone)
	id, hash, _ := secret.Read(secret.Refresh, app.Tokens.RefreshToken)
	claims := s.countClaims()
	claim := func() {
		err := postgres.InTx(t.Context(), s.Pool, func(ctx context.Context, tx postgres.Tx) error {
			claimed, reused, err := s.claim(ctx, tx, id, hash)
			if !claimed || reused {
				t.Error("a request side by side was not forgiven")
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	var all sync.WaitGroup
	s.inTx(func(ctx context.Context, tx postgres.Tx) error {
		_, err := tx.ExecContext(ctx, "SELECT FROM refresh_tokens WHERE token_hash = $1 FOR UPDATE", hash)
		require.NoError(t, err)
		for range 6 {
			all.Go(claim)
		}
		s.blocked(6)
		return nil
	})
	all.Wait()
	require.Equal(t, 1, claims())
}

func TestALaterSecondUseEndsTheFamily(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	first := s.signed(phone)
	second := s.refresh(first.Tokens.RefreshToken)
	third := s.refresh(second.Tokens.RefreshToken)
	other := s.signed(phone)
	v, _ := s.byAccess(third.Tokens.AccessToken)
	require.Equal(t, first.Viewer.User, v.User, "it is hot")
	ended, stop := s.Watch(first.Viewer.Session)
	defer stop()

	s.clock.pass(RefreshGrace + time.Microsecond)
	requireSpent(t, s, first.Tokens.RefreshToken)
	require.NotNil(t, s.row(first.Viewer.Session).RevokedAt)
	<-ended
	for _, issued := range []*Issued{first, second, third} {
		v, expired := s.byAccess(issued.Tokens.AccessToken)
		require.Zero(t, v.Session)
		require.False(t, expired)
		requireSpent(t, s, issued.Tokens.RefreshToken)
	}
	s.refresh(other.Tokens.RefreshToken)
}

func TestARefreshTokenThatIsNoGood(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	app, other := s.signed(phone), s.signed(phone)
	guessed, _ := secret.Random(secret.Refresh, app.Viewer.Session)
	nowhere, _ := secret.Random(secret.Refresh, uuid.New())
	ofOther, _ := secret.Random(secret.Refresh, other.Viewer.Session)
	// The secret of one session under the name of another: 24 signs are 18
	// bytes, of which the name is 16, so that the seam lies in the secret.
	mixed := ofOther[:3+20] + app.Tokens.RefreshToken[3+20:]
	for _, token := range []string{"", "zr_", "garbage", guessed, nowhere, mixed, app.Tokens.RefreshToken[:60], app.Tokens.RefreshToken + "=", app.Tokens.AccessToken} {
		requireSpent(t, s, token)
	}
	s.refresh(app.Tokens.RefreshToken)
	s.refresh(other.Tokens.RefreshToken)

	s.revoke(other.Viewer.Session)
	left, err := s.Pool.Ent().RefreshToken.Query().Count(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, left, "the tokens of an ended session are gone")
	requireSpent(t, s, other.Tokens.RefreshToken)
}

// Whoever ends a session holds its row and then deletes its tokens. A refresh
// that holds a token and waits for the row would make the two wait for each
// other until PostgreSQL refuses one of them.
func TestEndingDoesNotCollideWithRefreshing(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	app := s.signed(phone)
	refused := make(chan error, 1)
	s.inTx(func(ctx context.Context, tx postgres.Tx) error {
		_, err := tx.ExecContext(ctx, "SELECT FROM user_sessions WHERE id = $1 FOR UPDATE", app.Viewer.Session)
		require.NoError(t, err)
		go func() {
			_, err := s.Refresh(t.Context(), app.Tokens.RefreshToken, phone)
			refused <- err
		}()
		s.blocked(1)
		_, err = s.End(ctx, tx, app.Viewer.Session, nil)
		return err
	})
	require.Equal(t, errSpent, <-refused)
}
