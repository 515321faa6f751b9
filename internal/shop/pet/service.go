package pet

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/userpet"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/checkout"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/stream"
	"zuka/internal/shop/pet/taste"
	"zuka/internal/shop/pet/tool"
	"zuka/internal/shop/pet/understand"
)

// Outbox leaves jobs in transactions.
type Outbox interface {
	// ThinkPet leaves the answering of a run.
	ThinkPet(ctx context.Context, tx postgres.Tx, run uuid.UUID) error
}

// Config says what the service works with.
type Config struct {
	Pool     *postgres.Pool
	Log      *slog.Logger
	Clock    clock.Clock
	Outbox   Outbox
	Events   *stream.Log
	Tools    *tool.Tools
	Taste    *taste.Service
	Catalog  *catalog.Service
	Carts    *cart.Service
	Checkout *checkout.Service
	// Builtin needs nothing of the outside. Model is nil where none is set.
	Builtin, Model brain.Brain
	// Budget bounds what a model may cost; zero fields bound nothing.
	Budget Budget
	// Unlimited lets people send any number of messages, for measuring.
	Unlimited bool
	// Lexicon knows the words of the catalogue.
	Lexicon func(context.Context) (*understand.Lexicon, error)
}

// Budget is how many tokens a model may read and write on a Lagos day.
type Budget struct{ Person, Shop int }

// Service keeps pets and answers for them. It is safe for use from many
// goroutines.
type Service struct {
	Config
	begin atomic.Pointer[func(uuid.UUID)]
}

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{Config: config}
}

// BeginWith lets this process begin with a run at once, without waiting for its
// job. It can be called while messages come.
func (s *Service) BeginWith(begin func(run uuid.UUID)) { s.begin.Store(&begin) }

// kick begins with a run where this process answers any.
func (s *Service) kick(run uuid.UUID) {
	if begin := s.begin.Load(); begin != nil {
		(*begin)(run)
	}
}

var signIn = fault.New(fault.Unauthenticated, "please sign in")

// me is who is signed in.
func me(ctx context.Context) (uuid.UUID, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return uuid.Nil, signIn
	}
	return v.User, nil
}

// mine is a pet of who is signed in. Another's is not there.
func (s *Service) mine(ctx context.Context, tx postgres.Tx, user uuid.UUID, id int, field string) (*db.UserPet, error) {
	found, err := tx.Ent().UserPet.Query().Where(userpet.ID(id), userpet.UserID(user)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, gone(field, "pet")
	}
	return found, err
}

// gone says that an input names nothing of the caller's.
func gone(field, what string) *fault.Fault {
	return fault.Refuse(fault.Gone, field, "there is no such %s", what)
}

// hold keeps a person's sending, adopting and clearing in turn for the rest of
// the transaction.
func hold(ctx context.Context, tx postgres.Tx, user uuid.UUID) error {
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", "pet:"+user.String())
	return err
}

// plain is a text as it can be kept and shown: control characters are blanks,
// but for new lines where there may be some.
func plain(text string, lines bool) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && lines:
			return r
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0, r == '\u2028', r == '\u2029':
			return ' '
		case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069':
			return -1 // They would turn what stands behind them around.
		}
		return r
	}, text))
}
