package intake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"zuka/internal/shop/analytics/event"
)

// columns are what is written of an event, in the order of row.values; the others
// have their defaults.
var columns = []string{
	"event_id", "user_id", "session_id", "event_type", "event_name", "platform", "page_path", "screen_name",
	"product_id", "category", "search_query", "metadata", "user_agent", "device_type", "os", "browser", "state", "city",
	"referrer_url", "utm_source", "utm_medium", "utm_campaign", "created_at", "entry",
}

// row is an event on its way to the table.
type row struct {
	event *event.Event
	// at is the event's own time as the table holds it.
	at time.Time
	// entry is the number of the entry that brought it; 0 for none.
	entry  int64
	detail []byte
	result *Result
	// twins brought the same event in the same batch. Which of them it counts for
	// is decided by the row in the table: one of them may have written it before.
	twins []twin
}

// twin is a second bringer of an event.
type twin struct {
	entry  int64
	result *Result
}

// identity is what makes two events one.
type identity struct {
	id uuid.UUID
	at int64
}

func (r *row) identity() identity { return identity{r.event.ID, r.at.UnixMicro()} }

// count notes that the table holds the event as of an entry: the first who brought
// it by that entry has written it.
func (r *row) count(stored int64) {
	r.result.Fresh = r.entry == stored
	done := r.result.Fresh
	for _, other := range r.twins {
		other.result.Fresh = !done && other.entry == stored
		done = done || other.result.Fresh
	}
}

// rowsOf makes rows of events. Of two with the same id and time only the first
// gets one. They are in the order of their ids: writers that meet over the same
// events then wait for each other in one direction only.
func rowsOf(events []event.Event, entries []int64, results []Result) ([]row, error) {
	rows := make([]row, 0, len(events))
	seen := make(map[identity]int, len(events))
	for i := range events {
		one := row{event: &events[i], at: events[i].At.UTC().Truncate(time.Microsecond), result: &results[i]}
		if entries != nil {
			one.entry = entries[i]
		}
		if before, twice := seen[one.identity()]; twice {
			rows[before].twins = append(rows[before].twins, twin{one.entry, one.result})
			continue
		}
		seen[one.identity()] = len(rows)
		if one.event.Detail != nil {
			var err error
			if one.detail, err = json.Marshal(one.event.Detail); err != nil {
				return nil, fmt.Errorf("writing down the detail of an event: %w", err)
			}
		}
		rows = append(rows, one)
	}
	slices.SortFunc(rows, func(a, b row) int {
		if order := bytes.Compare(a.event.ID[:], b.event.ID[:]); order != 0 {
			return order
		}
		return a.at.Compare(b.at)
	})
	return rows, nil
}

// values are the values of the columns; nil is NULL.
func (r *row) values() []any {
	e := r.event
	return []any{
		id(e.ID), id(e.User), pgtype.UUID{Bytes: e.Session, Valid: true}, string(e.Type), e.Name, e.Platform,
		text(e.PagePath), text(e.ScreenName), number(int64(e.Product)), text(e.Category), text(e.SearchQuery), document(r.detail),
		text(e.UserAgent), text(e.Device), text(e.OS), text(e.Browser), text(e.State), text(e.City),
		text(e.Referrer), text(e.UTMSource), text(e.UTMMedium), text(e.UTMCampaign), r.at, number(r.entry),
	}
}

func id(of uuid.UUID) any {
	if of == uuid.Nil {
		return nil
	}
	return pgtype.UUID{Bytes: of, Valid: true}
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func number(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

func document(d []byte) any {
	if d == nil {
		return nil
	}
	return string(d)
}
