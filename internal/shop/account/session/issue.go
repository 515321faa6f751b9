package session

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/usersession"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account/secret"
)

// Tokens are what an app holds.
type Tokens struct {
	// AccessToken goes with every request, as a bearer.
	AccessToken string
	// AccessExpiresAt is when it must have been refreshed.
	AccessExpiresAt time.Time
	// RefreshToken is exchanged for the next tokens, once.
	RefreshToken string
	// RefreshExpiresAt is when the app is signed out unless it came back.
	RefreshExpiresAt time.Time
}

// Issued is a session that was just begun or changed hands: what its client
// must be given. Nothing holds it but the answer.
type Issued struct {
	Viewer viewer.Viewer
	// Cookie is a web page's token; empty for an app.
	Cookie string
	// Life is how long the cookie lives.
	Life time.Duration
	// Tokens are an app's; nil for a web page.
	Tokens *Tokens
}

// Deliver makes the rest of the request that of the new session, and hands a
// web page its cookie. Call it after the commit.
func (i *Issued) Deliver(ctx context.Context) { viewer.Become(ctx, i.Viewer, i.Cookie, i.Life) }

// Begin gives a visitor who has none a guest's session.
func (s *Store) Begin(ctx context.Context, client viewer.Client) (*Issued, error) {
	var issued *Issued
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		issued, err = s.create(ctx, tx, client, nil)
		return err
	})
	return issued, err
}

// SignIn makes the viewer's session that of a person, under a new token: who
// knew the old one, such as somebody who planted it, does not come along. A
// guest keeps the session, and with it the cart; somebody else who was signed
// in is signed out first. It is part of the caller's transaction; after the
// commit, Settle.
func (s *Store) SignIn(ctx context.Context, tx postgres.Tx, v viewer.Viewer, user *db.User) (*Issued, error) {
	if v.Session != uuid.Nil && v.User == uuid.Nil {
		issued, err := s.promote(ctx, tx, v, user)
		if issued != nil || err != nil {
			return issued, err
		}
	}
	if v.SignedIn() {
		if _, err := s.end(ctx, tx, usersession.IDEQ(v.Session)); err != nil {
			return nil, err
		}
	}
	return s.create(ctx, tx, v.Client, user)
}

// promote signs a person in on a guest's session; nil when it has ended
// meanwhile or somebody else was quicker.
func (s *Store) promote(ctx context.Context, tx postgres.Tx, v viewer.Viewer, user *db.User) (*Issued, error) {
	now := s.Clock.Now()
	// Asked before anything is drawn, which takes away the refresh tokens of
	// whoever was quicker.
	free, err := tx.Ent().UserSession.Query().
		Where(usersession.ID(v.Session), usersession.UserIDIsNil(), usersession.RevokedAtIsNil(), usersession.ExpiresAtGT(now)).
		ForUpdate().Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("finding the session to sign in on: %w", err)
	}
	if !free {
		return nil, nil
	}
	issued, hash, err := s.draw(ctx, tx, v.Session, v.Client, user, now)
	if err != nil {
		return nil, err
	}
	err = tx.Ent().UserSession.UpdateOneID(v.Session).
		SetUserID(user.ID).SetTokenHash(hash).SetSignedInAt(now).SetRotatedAt(now).SetLastActivityAt(now).
		SetExpiresAt(now.Add(life(v.Client.Platform, true))).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("signing in on a session: %w", err)
	}
	return issued, nil
}

func (s *Store) create(ctx context.Context, tx postgres.Tx, client viewer.Client, user *db.User) (*Issued, error) {
	now := s.Clock.Now()
	id := uuid.Must(uuid.NewV7())
	create := tx.Ent().UserSession.Create().SetID(id).
		SetPlatform(usersession.Platform(client.Platform)).SetStartedAt(now).SetLastActivityAt(now).
		SetExpiresAt(now.Add(life(client.Platform, user != nil)))
	if client.Address != "" {
		create.SetIPAddress(client.Address)
	}
	if client.UserAgent != "" {
		create.SetUserAgent(short(client.UserAgent, longestAgent))
	}
	if client.DeviceID != "" {
		create.SetDeviceID(client.DeviceID)
	}
	if device := deviceOf(client); *device != (shape.SessionDevice{}) {
		create.SetMetadata(device)
	}
	if user != nil {
		create.SetUserID(user.ID).SetSignedInAt(now).SetRotatedAt(now)
	}
	// The row goes first: a refresh token refers to it.
	token, hash := secret.Random(secret.Cookie, id)
	if err := create.SetTokenHash(hash).Exec(ctx); err != nil {
		return nil, fmt.Errorf("beginning a session: %w", err)
	}
	issued := s.issued(id, client, user, now)
	if client.Platform == viewer.Web {
		issued.Cookie = token
		return issued, nil
	}
	var err error
	issued.Tokens, _, err = s.tokens(ctx, tx, id, now)
	return issued, err
}

// draw makes the secrets of a session that exists, and takes an app's older
// refresh tokens away. The hash belongs into the row.
func (s *Store) draw(ctx context.Context, tx postgres.Tx, id uuid.UUID, client viewer.Client, user *db.User, now time.Time) (*Issued, []byte, error) {
	issued := s.issued(id, client, user, now)
	if client.Platform == viewer.Web {
		token, hash := secret.Random(secret.Cookie, id)
		issued.Cookie = token
		return issued, hash, nil
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM refresh_tokens WHERE session_id = $1`, id); err != nil {
		return nil, nil, fmt.Errorf("taking older refresh tokens away: %w", err)
	}
	tokens, hash, err := s.tokens(ctx, tx, id, now)
	issued.Tokens = tokens
	return issued, hash, err
}

func (s *Store) issued(id uuid.UUID, client viewer.Client, user *db.User, now time.Time) *Issued {
	issued := &Issued{
		Viewer: viewer.Viewer{Session: id, Client: client}, Life: life(client.Platform, user != nil),
	}
	if user != nil {
		issued.Viewer.User, issued.Viewer.Role, issued.Viewer.SignedInAt = user.ID, viewer.Role(user.Role), now
	}
	return issued
}

func (s *Store) tokens(ctx context.Context, tx postgres.Tx, id uuid.UUID, now time.Time) (*Tokens, []byte, error) {
	refresh, hash := secret.Random(secret.Refresh, id)
	expires := now.Add(AppLife)
	if err := tx.Ent().RefreshToken.Create().SetSessionID(id).SetTokenHash(hash).SetCreatedAt(now).SetExpiresAt(expires).Exec(ctx); err != nil {
		return nil, nil, fmt.Errorf("making a refresh token: %w", err)
	}
	return &Tokens{
		AccessToken: s.Keys.Access(id, now), AccessExpiresAt: now.Add(AccessLife),
		RefreshToken: refresh, RefreshExpiresAt: expires,
	}, hash, nil
}

func deviceOf(client viewer.Client) *shape.SessionDevice {
	return &shape.SessionDevice{Name: client.DeviceName, AppVersion: client.AppVersion, Language: client.Language}
}

// errSpent means that a refresh token is no good, and why is not told.
var errSpent = fault.Refuse(fault.TokenInvalid, "refreshToken", "is not valid any more, please sign in again")

// Refresh exchanges a refresh token for the next tokens. A token that was used
// before ends its session, unless that was a moment ago.
func (s *Store) Refresh(ctx context.Context, token string, client viewer.Client) (*Issued, error) {
	id, hash, ok := secret.Read(secret.Refresh, token)
	if !ok {
		return nil, errSpent
	}
	var issued *Issued
	var stolen bool
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		// The session's row is locked before its tokens, as by whoever ends it:
		// the other way round the two wait for each other.
		if _, err := tx.ExecContext(ctx, `SELECT FROM user_sessions WHERE id = $1 FOR UPDATE`, id); err != nil {
			return fmt.Errorf("locking the session of a refresh token: %w", err)
		}
		claimed, reused, err := s.claim(ctx, tx, id, hash)
		if err != nil {
			return err
		}
		if reused {
			stolen = true
			_, err := s.end(ctx, tx, usersession.IDEQ(id))
			return err
		}
		if claimed {
			issued, err = s.prolong(ctx, tx, id, client)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if stolen {
		s.Log.WarnContext(ctx, "a refresh token was used twice, so its session was ended", "session", id)
		if err := s.Over(ctx, id); err != nil {
			s.Log.WarnContext(ctx, "the session is taken out of Redis later", "session", id, "cause", err)
		}
		return nil, errSpent
	}
	if issued == nil {
		return nil, errSpent
	}
	return issued, nil
}

// claim uses the token once, in one statement that only one request can win.
func (s *Store) claim(ctx context.Context, tx postgres.Tx, id uuid.UUID, hash []byte) (claimed, reused bool, err error) {
	now := s.Clock.Now()
	done, err := tx.ExecContext(ctx, `UPDATE refresh_tokens SET used_at = $3
		WHERE token_hash = $2 AND session_id = $1 AND used_at IS NULL AND expires_at > $3`, id, hash, now)
	if err != nil {
		return false, false, fmt.Errorf("using a refresh token: %w", err)
	}
	if rows, err := done.RowsAffected(); err != nil || rows == 1 {
		return rows == 1, false, err
	}
	var used sql.NullTime
	err = tx.QueryRowContext(ctx, `SELECT used_at FROM refresh_tokens WHERE token_hash = $2 AND session_id = $1`, id, hash).Scan(&used)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, false, nil
	case err != nil:
		return false, false, fmt.Errorf("finding a refresh token: %w", err)
	case !used.Valid: // Expired.
		return false, false, nil
	}
	late := now.Sub(used.Time) > RefreshGrace
	return !late, late, nil
}

func (s *Store) prolong(ctx context.Context, tx postgres.Tx, id uuid.UUID, client viewer.Client) (*Issued, error) {
	now := s.Clock.Now()
	row, err := tx.Ent().UserSession.Query().
		Where(usersession.ID(id), usersession.RevokedAtIsNil(), usersession.ExpiresAtGT(now), usersession.PlatformNEQ(usersession.PlatformWeb)).
		WithUser().ForUpdate().Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("finding the session of a refresh token: %w", err)
	}
	if row.Edges.User != nil && row.Edges.User.DeletedAt != nil {
		return nil, nil
	}
	client.Platform = viewer.Platform(row.Platform)
	tokens, hash, err := s.tokens(ctx, tx, id, now)
	if err != nil {
		return nil, err
	}
	if err := tx.Ent().UserSession.UpdateOneID(id).SetTokenHash(hash).SetLastActivityAt(now).SetExpiresAt(now.Add(AppLife)).Exec(ctx); err != nil {
		return nil, fmt.Errorf("prolonging a session: %w", err)
	}
	issued := s.issued(id, client, row.Edges.User, now)
	if row.SignedInAt != nil {
		issued.Viewer.SignedInAt = *row.SignedInAt
	}
	issued.Tokens = tokens
	return issued, nil
}
