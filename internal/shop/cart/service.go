package cart

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
)

// tellFor bounds how long a change that is made waits for Redis to hear of it.
const tellFor = time.Second

// Sessions gives a stranger a guest's session: after Begin, viewer.From has one.
type Sessions interface {
	// Begin begins a guest's session; who has a session keeps it.
	Begin(ctx context.Context) error
}

// Config says what the service works with. Without a Hub nothing is told live.
type Config struct {
	Pool     *postgres.Pool
	Hub      *pubsub.Hub
	Clock    clock.Clock
	Log      *slog.Logger
	Sessions Sessions
}

// Service keeps carts. It is safe for use from many goroutines.
type Service struct{ Config }

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{config}
}

// Owner is whose a cart is: exactly one of the two is set.
type Owner struct{ User, Session uuid.UUID }

// OwnerOf is whose cart a viewer has: the person's, else the session's. A
// visitor without a session has none.
func OwnerOf(v viewer.Viewer) (Owner, bool) {
	switch {
	case v.SignedIn():
		return Owner{User: v.User}, true
	case v.Session != uuid.Nil:
		return Owner{Session: v.Session}, true
	}
	return Owner{}, false
}

// column and id are the owner in a predicate.
func (o Owner) column() string {
	if o.User != uuid.Nil {
		return "user_id"
	}
	return "session_id"
}

func (o Owner) id() uuid.UUID {
	if o.User != uuid.Nil {
		return o.User
	}
	return o.Session
}

// columns are the owner as a row has it: the person, the session, one NULL.
func (o Owner) columns() (user, session *uuid.UUID) {
	if o.User != uuid.Nil {
		return &o.User, nil
	}
	return nil, &o.Session
}

// channel is where news of the owner's cart is told.
func (o Owner) channel() string {
	if o.User != uuid.Nil {
		return "cart:user:" + o.User.String()
	}
	return "cart:session:" + o.Session.String()
}

// errNobody is told to who has no session and gets none.
func errNobody() error {
	return fault.New(fault.Unauthenticated, "there is no session: please try again")
}

// begin is whose cart is to be changed; a stranger is given a session first.
func (s *Service) begin(ctx context.Context) (Owner, error) {
	v := viewer.From(ctx)
	if owner, ok := OwnerOf(v); ok {
		return owner, nil
	}
	if v.Late || s.Sessions == nil {
		return Owner{}, errNobody()
	}
	if err := s.Sessions.Begin(ctx); err != nil {
		return Owner{}, err
	}
	owner, ok := OwnerOf(viewer.From(ctx))
	if !ok {
		return owner, errNobody()
	}
	return owner, nil
}

// Changed tells everybody who follows an owner's cart that it has changed. It
// is called after the commit; what is not heard is only seen later.
func (s *Service) Changed(ctx context.Context, owner Owner) { s.tell(ctx, owner, 0) }

func (s *Service) tell(ctx context.Context, owner Owner, version int) {
	if s.Hub == nil {
		return
	}
	// The change is made, whether or not its caller still listens.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tellFor)
	defer cancel()
	if err := s.Hub.Tell(ctx, owner.channel(), pubsub.News{Version: int64(version)}); err != nil {
		s.Log.WarnContext(ctx, "a changed cart is seen later by who follows it", "cause", err)
	}
}
