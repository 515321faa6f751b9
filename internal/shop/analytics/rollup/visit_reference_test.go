package rollup_test

import (
	"context"
	"crypto/md5"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// trace is an event as a visit sees it.
type trace struct {
	ID       int64
	Session  uuid.UUID
	At       time.Time
	Kind     string
	Platform string
	Product  *int64
	User     *uuid.UUID
	State    *string
	UTM      *string
	Path     *string
	Value    *int64
	Order    *int64
	Device   *string
	Language *string
}

// seen is a visit.
type seen struct {
	ID, Client              uuid.UUID
	Began, Ended            time.Time
	Seconds                 int
	Pages, Events, Products int
	Adds                    int
	Checkout, Purchase      bool
	Order, Value            int64
	User                    uuid.UUID
	Platform, State, UTM    string
	Landing, Exit           string
	Device, Language        string
}

func or[T any](value *T) (zero T) {
	if value != nil {
		return *value
	}
	return zero
}

// visitsOfEvents parts the counted events into visits, one after the other.
func (s shop) visitsOfEvents(t require.TestingT) []seen {
	rows, err := s.pool.Pgx().Query(context.Background(), `SELECT id, session_id, created_at, event_type, platform, product_id, user_id, state, utm_source,
		page_path, (metadata->>'value_ngn')::bigint, (metadata->>'order_id')::bigint, metadata->>'device_id', metadata->>'language' FROM analytics_events WHERE `+counted+` ORDER BY session_id, created_at, id`)
	require.NoError(t, err)
	traces, err := pgx.CollectRows(rows, pgx.RowToStructByPos[trace])
	require.NoError(t, err)
	all := []seen{}
	looked := map[int64]bool{}
	for i, e := range traces {
		if i == 0 || e.Session != traces[i-1].Session || e.At.Sub(traces[i-1].At) >= 30*time.Minute {
			v := seen{ID: e.Session, Client: e.Session, Began: e.At.UTC(), Platform: e.Platform}
			if i > 0 && e.Session == traces[i-1].Session {
				v.ID = laterVisit(e)
			}
			all = append(all, v)
			clear(looked)
		}
		all[len(all)-1].take(e, looked)
	}
	slices.SortFunc(all, func(a, b seen) int { return strings.Compare(a.ID.String(), b.ID.String()) })
	return all
}

func laterVisit(e trace) uuid.UUID {
	sum := md5.Sum(fmt.Appendf(nil, "%s %d.%06d", e.Session, e.At.Unix(), e.At.Nanosecond()/1000))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x0f|0x80
	return sum
}

func (v *seen) take(e trace, looked map[int64]bool) {
	v.Ended, v.Seconds = e.At.UTC(), int(e.At.Sub(v.Began).Seconds())
	v.Events++
	switch e.Kind {
	case "page_view":
		v.Pages++
	case "add_to_cart":
		v.Adds++
	case "checkout_start":
		v.Checkout = true
	case "product_view":
		if e.Product != nil && !looked[*e.Product] {
			looked[*e.Product] = true
			v.Products++
		}
	case "purchase":
		v.Purchase = true
		v.Value += or(e.Value)
		if e.Order != nil {
			v.Order = *e.Order
			if v.Order > ofEach {
				v.Order = 0
			}
		}
	}
	if v.User == uuid.Nil {
		v.User = or(e.User)
	}
	for _, f := range []struct {
		to   *string
		from *string
	}{{&v.State, e.State}, {&v.UTM, e.UTM}, {&v.Landing, e.Path}, {&v.Device, e.Device}, {&v.Language, e.Language}} {
		if *f.to == "" {
			*f.to = or(f.from)
		}
	}
	if e.Path != nil {
		v.Exit = *e.Path
	}
}

// visits are those in the table.
func (s shop) visits(t require.TestingT) []seen {
	rows, err := s.pool.Pgx().Query(context.Background(), `SELECT to_jsonb(v) FROM user_sessions_analytics AS v`)
	require.NoError(t, err)
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (v seen, err error) {
		var text []byte
		if err := row.Scan(&text); err != nil {
			return v, err
		}
		var r struct {
			SessionID       uuid.UUID  `json:"session_id"`
			ClientSessionID uuid.UUID  `json:"client_session_id"`
			UserID          *uuid.UUID `json:"user_id"`
			StartedAt       time.Time  `json:"started_at"`
			EndedAt         time.Time  `json:"ended_at"`
			Seconds         int        `json:"duration_seconds"`
			Pages           int        `json:"page_views_count"`
			Events          int        `json:"events_count"`
			Products        int        `json:"products_viewed"`
			Adds            int        `json:"cart_adds_count"`
			Checkout        bool       `json:"checkout_started"`
			Purchase        bool       `json:"purchase_completed"`
			Order           *int64     `json:"order_id"`
			Value           *int64     `json:"total_value_ngn"`
			Platform        string     `json:"platform"`
			State           *string    `json:"state"`
			UTM             *string    `json:"utm_source"`
			Device          *string    `json:"device_id"`
			Metadata        struct {
				Landing  string `json:"landing_path"`
				Exit     string `json:"exit_path"`
				Language string `json:"language"`
			} `json:"metadata"`
		}
		if err := json.Unmarshal(text, &r); err != nil {
			return v, err
		}
		return seen{
			r.SessionID, r.ClientSessionID, r.StartedAt.UTC(), r.EndedAt.UTC(), r.Seconds, r.Pages, r.Events, r.Products, r.Adds, r.Checkout, r.Purchase,
			or(r.Order), or(r.Value), or(r.UserID), r.Platform, or(r.State), or(r.UTM), r.Metadata.Landing, r.Metadata.Exit,
			or(r.Device), r.Metadata.Language,
		}, nil
	})
	require.NoError(t, err)
	slices.SortFunc(all, func(a, b seen) int { return strings.Compare(a.ID.String(), b.ID.String()) })
	return all
}
