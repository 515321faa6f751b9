package session

import (
	"context"
	"crypto/subtle"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account/secret"
)

// ByCookie is who holds a web session's token. The client is what is known of
// the program that asks; a token that is nobody's answers a viewer without a
// session. The error is never about the token: it means that nobody can tell.
func (s *Store) ByCookie(ctx context.Context, token string, client viewer.Client) (viewer.Viewer, error) {
	nobody := viewer.Viewer{Client: client}
	id, hash, ok := secret.Read(secret.Cookie, token)
	if !ok {
		return nobody, nil
	}
	found, err := s.find(ctx, id)
	if err != nil || found == nil || found.Platform != viewer.Web {
		return nobody, err
	}
	if subtle.ConstantTimeCompare(hash, found.Hash) != 1 {
		nobody.Late = s.Clock.Now().Before(found.RotatedAt.Add(lateFor))
		return nobody, nil
	}
	return s.recognised(id, found, client), nil
}

// ByAccess is who holds an app's access token. Expired tells that the token was
// good and has run out, or was replaced: the app should refresh it.
func (s *Store) ByAccess(ctx context.Context, token string, client viewer.Client) (v viewer.Viewer, expired bool, err error) {
	nobody := viewer.Viewer{Client: client}
	id, made, ok := s.Keys.ReadAccess(token)
	if !ok {
		return nobody, false, nil
	}
	if !s.Clock.Now().Before(made.Add(AccessLife)) {
		return nobody, true, nil
	}
	found, err := s.find(ctx, id)
	if err != nil || found == nil || found.Platform == viewer.Web {
		return nobody, false, err
	}
	// What was made before somebody signed in is a guest's, and stays out.
	if made.Before(found.RotatedAt.Truncate(time.Millisecond)) {
		return nobody, true, nil
	}
	client.Platform = found.Platform
	return s.recognised(id, found, client), false, nil
}

func (s *Store) recognised(id uuid.UUID, found *record, client viewer.Client) viewer.Viewer {
	s.note(id, client)
	return viewer.Viewer{
		Session: id, User: found.User, Role: found.Role, SignedInAt: found.SignedInAt, Client: client,
	}
}
