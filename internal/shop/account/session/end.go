package session

import (
	"context"
	"fmt"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/predicate"
	"zuka/ent/db/usersession"
	"zuka/internal/platform/postgres"
)

var desc = entsql.OrderDesc()

// Of are a person's running sessions, the last used first.
func (s *Store) Of(ctx context.Context, user uuid.UUID) ([]*db.UserSession, error) {
	return s.Pool.Ent().UserSession.Query().
		Where(usersession.UserID(user), usersession.RevokedAtIsNil(), usersession.ExpiresAtGT(s.Clock.Now())).
		Order(usersession.ByLastActivityAt(desc), usersession.ByID(desc)).Limit(mostListed).All(ctx)
}

// mostListed bounds the list of somebody with very many devices.
const mostListed = 100

// One is a person's session; nil when it is another's, has ended, or is not.
func (s *Store) One(ctx context.Context, user, id uuid.UUID) (*db.UserSession, error) {
	found, err := s.Pool.Ent().UserSession.Query().
		Where(usersession.ID(id), usersession.UserID(user), usersession.RevokedAtIsNil(), usersession.ExpiresAtGT(s.Clock.Now())).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// End ends one session, of this user when one is named: another's is as if it
// were not there. It is part of the caller's transaction; after the commit,
// Over with what it answers.
func (s *Store) End(ctx context.Context, tx postgres.Tx, id uuid.UUID, user *uuid.UUID) ([]uuid.UUID, error) {
	where := []predicate.UserSession{usersession.IDEQ(id)}
	if user != nil {
		where = append(where, usersession.UserID(*user))
	}
	return s.end(ctx, tx, where...)
}

// EndAll ends a person's sessions but the one to keep; a zero id keeps none.
// It is part of the caller's transaction; after the commit, Over.
func (s *Store) EndAll(ctx context.Context, tx postgres.Tx, user, keep uuid.UUID) ([]uuid.UUID, error) {
	return s.end(ctx, tx, usersession.UserID(user), usersession.IDNEQ(keep))
}

func (s *Store) end(ctx context.Context, tx postgres.Tx, where ...predicate.UserSession) ([]uuid.UUID, error) {
	ids, err := tx.Ent().UserSession.Query().Where(where...).Where(usersession.RevokedAtIsNil()).
		Order(usersession.ByID()).ForUpdate().IDs(ctx)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	now := s.Clock.Now()
	if err := tx.Ent().UserSession.Update().Where(usersession.IDIn(ids...)).SetRevokedAt(now).Exec(ctx); err != nil {
		return nil, fmt.Errorf("ending sessions: %w", err)
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM refresh_tokens WHERE session_id = ANY ($1)`, ids)
	if err != nil {
		return nil, fmt.Errorf("taking refresh tokens away: %w", err)
	}
	if s.Forget != nil {
		err = s.Forget(ctx, tx, ids)
	}
	return ids, err
}

// Running are the ids of a person's sessions, for what must be learned anew by
// all of them, such as a new role.
func (s *Store) Running(ctx context.Context, tx postgres.Tx, user uuid.UUID) ([]uuid.UUID, error) {
	return tx.Ent().UserSession.Query().Where(usersession.UserID(user), usersession.RevokedAtIsNil()).IDs(ctx)
}

// Over finishes after the commit what ended sessions: no server believes them
// any more, and their streams are closed. An error means that Redis was away;
// the job that was left in the transaction does it again.
func (s *Store) Over(ctx context.Context, ids ...uuid.UUID) error {
	ctx = context.WithoutCancel(ctx)
	err := s.forget(ctx, ids...)
	s.tell(ctx, ids...)
	return err
}

// Renew lets the sessions' next requests read PostgreSQL, after a commit that
// changed what their hot copies say.
func (s *Store) Renew(ctx context.Context, ids ...uuid.UUID) error {
	return s.forget(context.WithoutCancel(ctx), ids...)
}
