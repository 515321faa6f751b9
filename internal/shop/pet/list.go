package pet

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/ent/db"
	"zuka/ent/db/petaction"
	"zuka/ent/db/petconversation"
	"zuka/ent/db/petrun"
	"zuka/ent/db/predicate"
	"zuka/ent/db/userpet"
	"zuka/internal/platform/page"
)

// conversationsOf reads pages of several pets' conversations. A pet has few: all
// of its messages of 180 days are gathered, over the index of the pet.
const conversationsOf = `SELECT w.pet, c.session_id, c.started, c.latest, c.messages, c.last, coalesce(o.message_text, '')
	FROM unnest($1::bigint[]) AS w (pet)
	CROSS JOIN LATERAL (SELECT session_id, min(created_at) AS started, max(created_at) AS latest, count(*) AS messages, max(id) AS last
		FROM pet_conversations WHERE pet_id = w.pet AND user_id = $2 GROUP BY session_id
		HAVING ($3::bigint IS NULL OR max(id) < $3) AND ($4::bigint IS NULL OR max(id) > $4)
		ORDER BY last %[1]s LIMIT $5) AS c
	LEFT JOIN LATERAL (SELECT message_text FROM pet_conversations WHERE session_id = c.session_id AND role = 'user' ORDER BY id LIMIT 1) AS o ON true
	ORDER BY w.pet, c.last %[1]s`

// ConversationPages are pages of the conversations of a person's pets.
func (s *Service) ConversationPages(ctx context.Context, user uuid.UUID, l *Listing, pets []int) (map[int]*ConversationConnection, error) {
	rows, err := s.Pool.Pgx().Query(ctx, fmt.Sprintf(conversationsOf, l.order()), pets, user, l.after(), l.before(), l.Window.Size+1)
	found, err := collect(rows, err, "conversations", func(rows pgx.Rows) (int, page.Item[*Conversation], error) {
		c := &Conversation{}
		err := rows.Scan(&c.Pet, &c.ID, &c.StartedAt, &c.LastMessageAt, &c.Messages, &c.last, &c.Opening)
		return c.Pet, item(c.last, c), err
	})
	if err != nil {
		return nil, err
	}
	return pages(l, pets, found, func(pet int) func(context.Context) (int, error) {
		return func(ctx context.Context) (n int, err error) {
			err = s.Pool.Pgx().QueryRow(ctx, `SELECT count(*) FROM (SELECT 1 FROM pet_conversations WHERE pet_id = $1 AND user_id = $2 GROUP BY session_id LIMIT $3) AS all_of_them`,
				pet, user, page.CountCap+1).Scan(&n)
			return n, err
		}
	}), nil
}

// Conversation is one of a person's; nil when there is none, or it is another's.
func (s *Service) Conversation(ctx context.Context, user, id uuid.UUID) (*Conversation, error) {
	c := &Conversation{ID: id}
	err := s.Pool.Pgx().QueryRow(ctx, `SELECT min(pet_id), min(created_at), max(created_at), count(*), max(id),
		coalesce((SELECT message_text FROM pet_conversations WHERE session_id = $1 AND role = 'user' ORDER BY id LIMIT 1), '')
		FROM pet_conversations WHERE session_id = $1 AND user_id = $2 HAVING count(*) > 0`, id, user).
		Scan(&c.Pet, &c.StartedAt, &c.LastMessageAt, &c.Messages, &c.last, &c.Opening)
	if none(err) {
		return nil, nil
	}
	return c, err
}

const messagesOf = `SELECT m.id, m.created_at, m.session_id, m.role, m.message_text, m.message_type, m.metadata, m.user_id, m.pet_id
	FROM unnest($1::uuid[]) AS w (conversation)
	CROSS JOIN LATERAL (SELECT * FROM pet_conversations WHERE session_id = w.conversation AND user_id = $2
		AND ($3::bigint IS NULL OR id < $3) AND ($4::bigint IS NULL OR id > $4) ORDER BY id %[1]s LIMIT $5) AS m
	ORDER BY m.session_id, m.id %[1]s`

// MessagePages are pages of the messages of a person's conversations.
func (s *Service) MessagePages(ctx context.Context, user uuid.UUID, l *Listing, conversations []uuid.UUID) (map[uuid.UUID]*MessageConnection, error) {
	rows, err := s.Pool.Pgx().Query(ctx, fmt.Sprintf(messagesOf, l.order()), conversations, user, l.after(), l.before(), l.Window.Size+1)
	found, err := collect(rows, err, "messages", func(rows pgx.Rows) (uuid.UUID, page.Item[*db.PetConversation], error) {
		m := &db.PetConversation{}
		err := rows.Scan(&m.ID, &m.CreatedAt, &m.SessionID, &m.Role, &m.MessageText, &m.MessageType, &m.Metadata, &m.UserID, &m.PetID)
		return m.SessionID, item(m.ID, m), err
	})
	if err != nil {
		return nil, err
	}
	return pages(l, conversations, found, func(conversation uuid.UUID) func(context.Context) (int, error) {
		return func(ctx context.Context) (int, error) {
			return s.Pool.Ent().PetConversation.Query().Where(petconversation.SessionID(conversation), petconversation.UserID(user)).Limit(page.CountCap + 1).Count(ctx)
		}
	}), nil
}

const actionsOf = `SELECT a.id, a.created_at, a.updated_at, a.action_type, a.action_data, a.state, a.expires_at, a.resolved_at, a.success, a.user_id, a.pet_id
	FROM unnest($1::bigint[]) AS w (pet)
	CROSS JOIN LATERAL (SELECT * FROM pet_actions WHERE pet_id = w.pet AND user_id = $2
		AND ($3::bigint IS NULL OR id < $3) AND ($4::bigint IS NULL OR id > $4)
		AND ($6::text IS NULL OR $6 = CASE WHEN state = 'proposed' AND expires_at <= $7 THEN 'expired' ELSE state END)
		ORDER BY id %[1]s LIMIT $5) AS a
	ORDER BY a.pet_id, a.id %[1]s`

// ActionPages are pages of what a person's pets did and proposed.
func (s *Service) ActionPages(ctx context.Context, user uuid.UUID, l *Listing, pets []int) (map[int]*ActionConnection, error) {
	rows, err := s.Pool.Pgx().Query(ctx, fmt.Sprintf(actionsOf, l.order()), pets, user, l.after(), l.before(), l.Window.Size+1, l.State, s.Clock.Now())
	found, err := collect(rows, err, "actions", func(rows pgx.Rows) (int, page.Item[*db.PetAction], error) {
		a := &db.PetAction{}
		err := rows.Scan(&a.ID, &a.CreatedAt, &a.UpdatedAt, &a.ActionType, &a.ActionData, &a.State, &a.ExpiresAt, &a.ResolvedAt, &a.Success, &a.UserID, &a.PetID)
		return a.PetID, item(a.ID, a), err
	})
	if err != nil {
		return nil, err
	}
	return pages(l, pets, found, func(pet int) func(context.Context) (int, error) {
		return func(ctx context.Context) (int, error) {
			query := s.Pool.Ent().PetAction.Query().Where(petaction.PetID(pet), petaction.UserID(user))
			if l.State != nil {
				query.Where(standsAs(*l.State, s.Clock.Now()))
			}
			return query.Limit(page.CountCap + 1).Count(ctx)
		}
	}), nil
}

// standsAs are the actions that stand so, as StateOf tells it.
func standsAs(state petaction.State, now time.Time) predicate.PetAction {
	over := petaction.And(petaction.StateEQ(petaction.StateProposed), petaction.ExpiresAtLTE(now))
	switch state {
	case petaction.StateExpired:
		return petaction.Or(petaction.StateEQ(state), over)
	case petaction.StateProposed:
		return petaction.And(petaction.StateEQ(state), petaction.Or(petaction.ExpiresAtIsNil(), petaction.ExpiresAtGT(now)))
	}
	return petaction.StateEQ(state)
}

// Actions are those of a person with these ids.
func (s *Service) Actions(ctx context.Context, user uuid.UUID, ids []int) (map[int]*db.PetAction, error) {
	rows, err := s.Pool.Ent().PetAction.Query().Where(petaction.IDIn(ids...), petaction.UserID(user)).All(ctx)
	return byID(rows, err, func(a *db.PetAction) int { return a.ID })
}

// Messages are those of a person with these ids.
func (s *Service) Messages(ctx context.Context, user uuid.UUID, ids []int) (map[int]*db.PetConversation, error) {
	rows, err := s.Pool.Ent().PetConversation.Query().Where(petconversation.IDIn(ids...), petconversation.UserID(user)).All(ctx)
	return byID(rows, err, func(m *db.PetConversation) int { return m.ID })
}

// PetsByID are those of a person with these ids.
func (s *Service) PetsByID(ctx context.Context, user uuid.UUID, ids []int) (map[int]*db.UserPet, error) {
	rows, err := s.Pool.Ent().UserPet.Query().Where(userpet.IDIn(ids...), userpet.UserID(user)).All(ctx)
	return byID(rows, err, func(p *db.UserPet) int { return p.ID })
}

func byID[K comparable, T any](rows []T, err error, id func(T) K) (map[K]T, error) {
	found := make(map[K]T, len(rows))
	for _, row := range rows {
		found[id(row)] = row
	}
	return found, err
}

// OpenRuns are the runs of a person's conversations that go on, the oldest first.
func (s *Service) OpenRuns(ctx context.Context, user uuid.UUID, conversations []uuid.UUID) (map[uuid.UUID][]*db.PetRun, error) {
	rows, err := s.Pool.Ent().PetRun.Query().Where(petrun.ConversationIDIn(conversations...), petrun.UserID(user), petrun.FinishedAtIsNil()).
		Order(petrun.ByFirstSeq()).All(ctx)
	found := make(map[uuid.UUID][]*db.PetRun, len(conversations))
	for _, row := range rows {
		found[row.ConversationID] = append(found[row.ConversationID], row)
	}
	return found, err
}
