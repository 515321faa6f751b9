package pet

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/ent/db"
	"zuka/ent/db/petaction"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
)

// Conversation is what was said between a person and a pet in one go.
type Conversation struct {
	ID  uuid.UUID
	Pet int
	// Opening are the person's first words.
	Opening                  string
	StartedAt, LastMessageAt time.Time
	Messages                 int
	last                     int // the newest message, which the list is sorted by
}

// GlobalID names the conversation in the API.
func (c *Conversation) GlobalID() globalid.ID { return globalid.New("Conversation", c.ID) }

// longestTitle is how many characters a title has.
const longestTitle = 60

// Title are the first words, shortened.
func (c *Conversation) Title() string { return cut(plain(c.Opening, false), longestTitle) }

// MessageCount is how many messages it has.
func (c *Conversation) MessageCount() int { return c.Messages }

// The pages of a pet's lists, and their edges.
type (
	ConversationConnection = page.Connection[*Conversation]
	ConversationEdge       = page.Edge[*Conversation]
	MessageConnection      = page.Connection[*db.PetConversation]
	MessageEdge            = page.Edge[*db.PetConversation]
	ActionConnection       = page.Connection[*db.PetAction]
	ActionEdge             = page.Edge[*db.PetAction]
)

// Listing is a page of the lists of several pets or conversations, each of which
// is sorted by the number of its newest row, downwards.
type Listing struct {
	Window page.Window
	// State narrows a list of actions; nil for all.
	State *petaction.State
	what  string
	list  page.List
}

// NewListing checks what a client asked for. The faults name the arguments.
func NewListing(what string, state *petaction.State, args page.Args) (*Listing, error) {
	l := &Listing{State: state, what: what}
	narrowed := ""
	if state != nil {
		narrowed = string(*state)
	}
	l.list = page.NewNumberList(what, narrowed)
	var err error
	l.Window, err = args.Window(l.list)
	return l, err
}

// Key tells listings apart that cannot be read together.
func (l *Listing) Key() string {
	state := ""
	if l.State != nil {
		state = string(*l.State)
	}
	return fmt.Sprint(l.what, state, l.Window.Size, l.Window.Backward, keyOf(l.Window.After), keyOf(l.Window.Before))
}

func keyOf(cursor *page.Cursor) page.Key {
	if cursor == nil {
		return nil
	}
	return cursor.Key
}

// after and before are the numbers between which the page lies; the list goes
// downwards.
func (l *Listing) after() *int  { return l.Window.After.Number() }
func (l *Listing) before() *int { return l.Window.Before.Number() }

// order is the direction in which rows are read.
func (l *Listing) order() string {
	if l.Window.Backward {
		return "ASC"
	}
	return "DESC"
}

// pages cuts the rows of several lists.
func pages[K comparable, T any](l *Listing, keys []K, rows map[K][]page.Item[T], count func(K) func(context.Context) (int, error)) map[K]*page.Connection[T] {
	found := make(map[K]*page.Connection[T], len(keys))
	for _, key := range keys {
		found[key] = page.Cut(l.list, l.Window, rows[key]).CountWith(count(key))
	}
	return found
}

// collect reads the rows of several lists.
func collect[K comparable, T any](rows pgx.Rows, err error, what string, scan func(pgx.Rows) (K, page.Item[T], error)) (map[K][]page.Item[T], error) {
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", what, err)
	}
	defer rows.Close()
	found := make(map[K][]page.Item[T])
	for rows.Next() {
		key, item, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", what, err)
		}
		found[key] = append(found[key], item)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", what, err)
	}
	return found, nil
}

func item[T any](id int, node T) page.Item[T] {
	return page.Item[T]{Node: node, Key: page.Key{strconv.Itoa(id)}}
}
