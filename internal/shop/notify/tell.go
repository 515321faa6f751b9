package notify

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/ent/db/notification"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
)

// Type is what a notice is about.
type Type = notification.Type

// Notice is something to be told to a person.
type Notice struct {
	User           uuid.UUID
	Type           Type
	Title, Message string
	// ActionURL is where it leads: a path of the storefront.
	ActionURL *string
	// Source is what it is told of, as in order:17:3; a person is told of it
	// once. Without a source nothing keeps it from being told again.
	Source string
}

// tell writes notices, in one order everywhere, so that two transactions with
// the same ones wait for each other and do not block each other.
const tell = `INSERT INTO notifications (created_at, updated_at, user_id, type, title, message, action_url, source)
	SELECT $1, $1, u.id, n.type, n.title, n.message, n.action, NULLIF(n.source, '')
	FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) WITH ORDINALITY AS n (person, type, title, message, action, source, place)
	JOIN users AS u ON u.id = n.person AND u.deleted_at IS NULL
	ORDER BY u.id, n.source, n.place
	ON CONFLICT (user_id, source) DO NOTHING RETURNING id`

// Tell writes a notice, once for its source; to a person who has left it writes
// none. After the commit Told lets the person's devices know.
func (s *Service) Tell(ctx context.Context, tx postgres.Tx, notice Notice) error {
	return s.TellAll(ctx, tx, []Notice{notice})
}

// TellAll is Tell for several notices, in one statement.
func (s *Service) TellAll(ctx context.Context, tx postgres.Tx, notices []Notice) error {
	if len(notices) == 0 {
		return nil
	}
	if _, err := tx.ExecContext(ctx, tell, s.told(notices)...); err != nil {
		return fmt.Errorf("writing notices: %w", err)
	}
	return nil
}

// told are notices as the statement takes them, one array a column.
func (s *Service) told(notices []Notice) []any {
	n := len(notices)
	people, types, titles := make([]uuid.UUID, n), make([]string, n), make([]string, n)
	messages, actions, sources := make([]string, n), make([]*string, n), make([]string, n)
	for i, one := range notices {
		people[i], types[i], titles[i] = one.User, string(one.Type), one.Title
		messages[i], actions[i], sources[i] = one.Message, one.ActionURL, one.Source
	}
	return []any{s.Clock.Now(), people, types, titles, messages, actions, sources}
}

// tellNow writes a notice on its own and answers its id; zero when it had been
// told.
func (s *Service) tellNow(ctx context.Context, notice Notice) (id int, err error) {
	err = s.Pool.Pgx().QueryRow(ctx, tell, s.told([]Notice{notice})...).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("writing a notice: %w", err)
	}
	return id, nil
}

// Told lets a person's devices know of the notice that Tell wrote for a source,
// once it is committed. It may be called again; what it cannot say is logged
// and is no failure, for the notice is there.
func (s *Service) Told(ctx context.Context, user uuid.UUID, source string) {
	id, err := s.Pool.Ent().Notification.Query().Where(notification.UserID(user), notification.Source(source)).OnlyID(ctx)
	if err != nil {
		s.Log.WarnContext(ctx, "a person learns of a notice later", "cause", err)
		return
	}
	if err := s.publish(ctx, user, id); err != nil {
		s.Log.WarnContext(ctx, "a person learns of a notice later", "notice", id, "cause", err)
	}
}

func channel(user uuid.UUID) string { return "notices:" + user.String() }

func (s *Service) publish(ctx context.Context, user uuid.UUID, id int) error {
	return s.Hub.Tell(ctx, channel(user), pubsub.News{Version: int64(id), ID: strconv.Itoa(id)})
}
