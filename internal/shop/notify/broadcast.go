package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/ent/db/notification"
	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/idempotency"
	"zuka/internal/platform/postgres"
)

// Segment is whom a broadcast is for: everybody with an account, less those
// that it leaves out.
type Segment struct {
	// GemLevels are the levels wanted; none means all.
	GemLevels []user.GemLevel `json:"gem_levels,omitempty"`
	// OrderedWithinDays wants an order of the last so many days that was not
	// cancelled; nil wants none.
	OrderedWithinDays *int `json:"ordered_within_days,omitempty"`
}

// BroadcastInput is what staff tell many people.
type BroadcastInput struct {
	Type           Type
	Title, Message string
	// ActionURL is a path of the storefront, or an address that begins with
	// https://.
	ActionURL *string
	Segment   Segment
	// IdempotencyKey makes the same broadcast, sent again, the same one.
	IdempotencyKey string
}

// Broadcast is a notice on its way to many people. It is what its job carries:
// the words of staff, and nobody's name.
type Broadcast struct {
	ID        uuid.UUID `json:"id"`
	Type      Type      `json:"type"`
	Title     string    `json:"title"`
	Message   string    `json:"message"`
	ActionURL *string   `json:"action_url,omitempty"`
	Segment   Segment   `json:"segment"`
	// At is when staff sent it; the segment's days are counted from there.
	At time.Time `json:"at"`
	// Recipients is how many people the segment had then.
	Recipients int `json:"recipients"`
}

func (in BroadcastInput) validate() error {
	var faults fault.Faults
	faults.Check(notification.TypeValidator(in.Type) == nil, "type", "is unknown")
	checkText(&faults, "title", in.Title, longestTitle, false)
	checkText(&faults, "message", in.Message, longestMessage, true)
	if in.ActionURL != nil {
		url := *in.ActionURL
		checkText(&faults, "actionUrl", url, longestAction, false)
		path := strings.HasPrefix(url, "/") && !strings.HasPrefix(url, "//") && !strings.Contains(url, `\`)
		faults.Check(path || strings.HasPrefix(url, "https://"), "actionUrl", "must be a path that begins with / or an address that begins with https://")
	}
	for _, level := range in.Segment.GemLevels {
		faults.Check(user.GemLevelValidator(level) == nil, "gemLevels", "has an unknown level")
	}
	if days := in.Segment.OrderedWithinDays; days != nil {
		faults.Check(*days >= 1 && *days <= longestBack, "orderedWithinDays", "must be between 1 and %d", longestBack)
	}
	return faults.Err()
}

func checkText(faults *fault.Faults, field, text string, longest int, lines bool) {
	faults.Check(strings.TrimSpace(text) != "", field, "must not be empty")
	faults.Check(utf8.RuneCountInString(text) <= longest, field, "must be at most %d characters", longest)
	control := strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && (r != '\n' || !lines) })
	faults.Check(utf8.ValidString(text) && !control, field, "contains characters that cannot be shown")
}

// Broadcast tells a segment the same, for staff: a job does the telling.
func (s *Service) Broadcast(ctx context.Context, in BroadcastInput) (*Broadcast, error) {
	v, err := onlyStaff(ctx)
	if err != nil {
		return nil, err
	}
	if err := in.validate(); err != nil {
		return nil, err
	}
	key, err := idempotency.NewKey(v.Owner(), in.IdempotencyKey, in)
	if err != nil {
		return nil, err
	}
	sent := &Broadcast{
		ID: uuid.Must(uuid.NewV7()), Type: in.Type, Title: in.Title, Message: in.Message, ActionURL: in.ActionURL, Segment: in.Segment, At: s.Clock.Now(),
	}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		answer, err := idempotency.Claim(ctx, tx, key, sent.At)
		if err != nil {
			return err
		}
		if answer != nil {
			return json.Unmarshal(answer.Body, sent)
		}
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM users AS u WHERE "+inSegment, sent.segment()...).Scan(&sent.Recipients); err != nil {
			return fmt.Errorf("counting a segment: %w", err)
		}
		body, err := json.Marshal(sent)
		if err != nil {
			return err
		}
		if err := idempotency.Keep(ctx, tx, key, idempotency.Answer{Kind: "Broadcast", ID: sent.ID.String(), Body: body}); err != nil {
			return err
		}
		return s.Outbox.Broadcast(ctx, tx, *sent)
	})
	if err != nil {
		return nil, err
	}
	return sent, nil
}

// inSegment picks people as u; its arguments are those of segment.
const inSegment = `u.deleted_at IS NULL AND ($1::text[] IS NULL OR u.gem_level = ANY($1))
	AND ($2::timestamptz IS NULL OR EXISTS (SELECT FROM orders AS o WHERE o.user_id = u.id AND o.created_at >= $2 AND o.status <> 'cancelled'))`

func (b Broadcast) segment() []any {
	var levels []string // NULL when there are none.
	for _, level := range b.Segment.GemLevels {
		levels = append(levels, string(level))
	}
	var since *time.Time
	if days := b.Segment.OrderedWithinDays; days != nil {
		from := b.At.AddDate(0, 0, -*days)
		since = &from
	}
	return []any{levels, since}
}

// portion tells the next people of a segment, by their ids; who was told is
// passed over.
const portion = `WITH portion AS (
		SELECT u.id FROM users AS u WHERE ` + inSegment + ` AND u.id > $3 ORDER BY u.id LIMIT $4
	), told AS (
		INSERT INTO notifications (created_at, updated_at, user_id, type, title, message, action_url, source)
		SELECT $5, $5, id, $6, $7, $8, $9, $10 FROM portion ON CONFLICT (user_id, source) DO NOTHING RETURNING id, user_id
	)
	SELECT portion.id, told.id FROM portion LEFT JOIN told ON told.user_id = portion.id ORDER BY portion.id`

// recipient is a person of a portion; the notice is nil for who was told before.
type recipient struct {
	user   uuid.UUID
	notice *int
}

// DeliverBroadcast writes the notices of a broadcast, a portion at a time. Cut
// off, it is done again from the beginning and tells only who was not told.
func (s *Service) DeliverBroadcast(ctx context.Context, b Broadcast) error {
	for last := uuid.Nil; ; {
		people, err := s.deliverPortion(ctx, b, last)
		if err != nil {
			return err
		}
		s.wake(ctx, people)
		if len(people) < broadcastPortion {
			return nil
		}
		last = people[len(people)-1].user
	}
}

func (s *Service) deliverPortion(ctx context.Context, b Broadcast, last uuid.UUID) (people []recipient, err error) {
	rows, err := s.Pool.Pgx().Query(ctx, portion, append(b.segment(), last, broadcastPortion,
		s.Clock.Now(), string(b.Type), b.Title, b.Message, b.ActionURL, "broadcast:"+b.ID.String())...)
	if err != nil {
		return nil, fmt.Errorf("delivering a broadcast: %w", err)
	}
	if people, err = recipients(rows); err != nil {
		return nil, fmt.Errorf("delivering a broadcast: %w", err)
	}
	return people, nil
}

func recipients(rows pgx.Rows) ([]recipient, error) {
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (one recipient, err error) {
		err = row.Scan(&one.user, &one.notice)
		return one, err
	})
}

// wake lets the devices of those who were told know. When Redis is away, they
// learn it at their next look.
func (s *Service) wake(ctx context.Context, people []recipient) {
	for _, one := range people {
		if one.notice == nil {
			continue
		}
		if err := s.publish(ctx, one.user, *one.notice); err != nil {
			s.Log.WarnContext(ctx, "people learn of a notice later", "cause", err)
			return
		}
	}
}
