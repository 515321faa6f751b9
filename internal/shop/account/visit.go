package account

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/mileusna/useragent"

	"zuka/ent/db"
	"zuka/ent/db/usersession"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account/session"
)

// Begin gives a visitor a session, to which a cart and events belong before
// anybody signs in. Who has one keeps it, and is told so by a nil answer.
func (s *Service) Begin(ctx context.Context) (*session.Issued, error) {
	v := viewer.From(ctx)
	if v.Session != uuid.Nil || v.Late {
		return nil, nil
	}
	if err := s.limit(ctx, by(guestFrom, v.Client.Network())); err != nil {
		return nil, err
	}
	issued, err := s.Sessions.Begin(ctx, v.Client)
	if err != nil {
		return nil, err
	}
	issued.Deliver(ctx)
	return issued, nil
}

// Refresh exchanges an app's refresh token.
func (s *Service) Refresh(ctx context.Context, token string) (*session.Issued, error) {
	v := viewer.From(ctx)
	if err := s.limit(ctx, by(refreshFrom, v.Client.Network())); err != nil {
		return nil, err
	}
	issued, err := s.Sessions.Refresh(ctx, token, v.Client)
	if err != nil {
		return nil, err
	}
	issued.Deliver(ctx)
	return issued, nil
}

// Visits are the running sessions of a person, the last used first.
func (s *Service) Visits(ctx context.Context, owner uuid.UUID) ([]*db.UserSession, error) {
	return s.Sessions.Of(ctx, owner)
}

// Visit is one of a person's running sessions; nil when it is another's, has
// ended, or is not.
func (s *Service) Visit(ctx context.Context, owner, id uuid.UUID) (*db.UserSession, error) {
	return s.Sessions.One(ctx, owner, id)
}

// Device is what a session runs on, as people say it.
func Device(visit *db.UserSession) string {
	if visit.Metadata != nil && visit.Metadata.Name != "" {
		return visit.Metadata.Name
	}
	var agent useragent.UserAgent
	if visit.UserAgent != nil {
		agent = useragent.Parse(*visit.UserAgent)
	}
	switch {
	case agent.Name != "" && agent.OS != "":
		return agent.Name + " on " + agent.OS
	case agent.Name != "":
		return agent.Name
	case visit.Platform == usersession.PlatformIos:
		return "iPhone or iPad"
	case visit.Platform == usersession.PlatformAndroid:
		return "Android"
	}
	return "Browser"
}

// RevokeSession ends a session of whoever is signed in; their own counts as
// signing out.
func (s *Service) RevokeSession(ctx context.Context, id uuid.UUID) error {
	v, err := me(ctx)
	if err != nil {
		return err
	}
	if id == v.Session {
		return s.Logout(ctx)
	}
	var ended []uuid.UUID
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		if ended, err = s.Sessions.End(ctx, tx, id, &v.User); err != nil {
			return err
		}
		if len(ended) == 0 {
			return fault.Refuse(fault.Gone, "id", "is no session of yours")
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.over(ctx, ended...)
	return nil
}

// RevokeOtherSessions ends every session of whoever is signed in but this one,
// and says how many there were.
func (s *Service) RevokeOtherSessions(ctx context.Context) (int, error) {
	v, err := me(ctx)
	if err != nil {
		return 0, err
	}
	var ended []uuid.UUID
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		ended, err = s.Sessions.EndAll(ctx, tx, v.User, v.Session)
		return err
	})
	if err != nil {
		return 0, err
	}
	s.over(ctx, ended...)
	return len(ended), nil
}

// end ends the viewer's own session.
func (s *Service) end(ctx context.Context, v viewer.Viewer) error {
	var ended []uuid.UUID
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		ended, err = s.Sessions.End(ctx, tx, v.Session, nil)
		return err
	})
	if err != nil {
		return err
	}
	s.over(ctx, ended...)
	return nil
}

// SessionEnd is the news that a device was signed out.
type SessionEnd struct{ At time.Time }

// WatchSession says once that the viewer's session has ended, and then closes
// the channel; it closes it without a word when ctx ends.
func (s *Service) WatchSession(ctx context.Context) (<-chan *SessionEnd, error) {
	v, err := me(ctx)
	if err != nil {
		return nil, err
	}
	ended, stop := s.Sessions.Watch(v.Session)
	news := make(chan *SessionEnd, 1) // The news needs no reader to be told.
	go func() {
		defer close(news)
		defer stop()
		select {
		case <-ctx.Done():
		case <-ended:
			news <- &SessionEnd{At: s.Clock.Now()}
		}
	}()
	return news, nil
}
