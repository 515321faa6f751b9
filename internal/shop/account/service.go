package account

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/internal/platform/blob"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/mail"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/ratelimit"
	"zuka/internal/platform/sms"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account/idtoken"
	"zuka/internal/shop/account/letter"
	"zuka/internal/shop/account/password"
	"zuka/internal/shop/account/secret"
	"zuka/internal/shop/account/session"
)

// Outbox leaves work for later in a transaction: it is done if and only if the
// transaction commits. Only ids go with it, never a code, an address or a
// number.
type Outbox interface {
	// SendChallenge mails or texts what a challenge asks for.
	SendChallenge(ctx context.Context, tx postgres.Tx, challenge uuid.UUID) error
	// MakeExport writes the file of a data export.
	MakeExport(ctx context.Context, tx postgres.Tx, export uuid.UUID) error
	// Erase removes what is left of a person whose account was deleted.
	Erase(ctx context.Context, tx postgres.Tx, user uuid.UUID) error
	// ForgetSessions takes ended sessions out of Redis, should it be away now.
	ForgetSessions(ctx context.Context, tx postgres.Tx, sessions []uuid.UUID) error
}

// Merger brings what a guest kept, such as a cart, to the person that they turn
// out to be.
type Merger interface {
	// Merge does it within the transaction of the sign-in.
	Merge(ctx context.Context, tx postgres.Tx, session, user uuid.UUID) (Merged, error)
}

// Merged is what was merged. Settle tells of it after the commit.
type Merged interface{ Settle(ctx context.Context) }

// Boards show people where they stand.
type Boards interface {
	// Forget takes a person off all of them; after an error it must be done
	// again.
	Forget(ctx context.Context, user uuid.UUID) error
}

// Orders tell of what a person has ordered.
type Orders interface {
	// OnTheWay tells whether an order of theirs has yet to come.
	OnTheWay(ctx context.Context, user uuid.UUID) (bool, error)
}

// Config says what the service works with.
type Config struct {
	Pool     *postgres.Pool
	Sessions *session.Store
	Keys     secret.Keys
	Hasher   *password.Hasher
	Limits   *ratelimit.Limiter
	Tokens   *idtoken.Verifier
	Outbox   Outbox
	// Merger is nil where guests keep nothing, and Orders where nothing is sold.
	Merger Merger
	Orders Orders
	// Boards is nil where nobody plays.
	Boards Boards
	// Mail and SMS are nil where the shop has none: what needs them is not
	// offered then.
	Mail  mail.Sender
	SMS   sms.Sender
	Files blob.Store
	// Letters knows how the shop writes to people.
	Letters letter.Writer
	Clock   clock.Clock
	Log     *slog.Logger
}

// Service signs people in and out and keeps their accounts. It is safe for use
// from many goroutines.
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

// SignedIn is the outcome of signing in.
type SignedIn struct {
	User *db.User
	// Session is what the client must be given.
	Session *session.Issued
	// Created tells that the account was made by this sign-in.
	Created bool
	// Merged is what a guest kept and is the person's now; nil for who was none.
	Merged Merged
}

// signIn opens the viewer's session for a person, within a transaction. What it
// answers is delivered by settle after the commit.
func (s *Service) signIn(ctx context.Context, tx postgres.Tx, user *db.User) (*SignedIn, error) {
	v := viewer.From(ctx)
	now := s.Clock.Now()
	user, err := tx.Ent().User.UpdateOne(user).SetLastLoginAt(now).Save(ctx)
	if err != nil {
		return nil, err
	}
	var merged Merged
	if s.Merger != nil && v.Session != uuid.Nil && !v.SignedIn() {
		// Before the session becomes the person's.
		if merged, err = s.Merger.Merge(ctx, tx, v.Session, user.ID); err != nil {
			return nil, err
		}
	}
	issued, err := s.Sessions.SignIn(ctx, tx, v, user)
	if err != nil {
		return nil, err
	}
	if v.Session != uuid.Nil {
		if err := s.Outbox.ForgetSessions(ctx, tx, []uuid.UUID{v.Session}); err != nil {
			return nil, err
		}
	}
	return &SignedIn{User: user, Session: issued, Merged: merged}, nil
}

// settle hands the new session over, once it is committed. What the session
// was before is taken out of Redis; streams that were opened before end, for
// they are a guest's or another person's.
func (s *Service) settle(ctx context.Context, signed *SignedIn) {
	if before := viewer.From(ctx).Session; before != uuid.Nil {
		s.over(ctx, before)
	}
	signed.Session.Deliver(ctx)
	if signed.Merged != nil {
		signed.Merged.Settle(ctx)
	}
}

// over ends sessions for all servers after the commit. An error is no failure
// of the caller's work: the job that was left with it does it again.
func (s *Service) over(ctx context.Context, sessions ...uuid.UUID) {
	if err := s.Sessions.Over(ctx, sessions...); err != nil {
		s.Log.WarnContext(ctx, "ended sessions are taken out of Redis later", "sessions", len(sessions), "cause", err)
	}
}

// me is who is signed in.
func me(ctx context.Context) (viewer.Viewer, error) {
	v := viewer.From(ctx)
	if !v.SignedIn() {
		return v, fault.New(fault.Unauthenticated, "please sign in")
	}
	return v, nil
}

// fresh is who is signed in, when they proved it a moment ago.
func (s *Service) fresh(ctx context.Context) (viewer.Viewer, error) {
	v, err := me(ctx)
	if err != nil {
		return v, err
	}
	if s.Clock.Now().Sub(v.SignedInAt) > freshFor {
		return v, fault.Refuse(fault.SignInAgain, "", "please sign in again: this needs a sign-in of the last %d minutes", int(freshFor/time.Minute))
	}
	return v, nil
}

// person is the account of somebody who is signed in.
func (s *Service) person(ctx context.Context, id uuid.UUID) (*db.User, error) {
	found, err := s.Pool.Ent().User.Get(ctx, id)
	if db.IsNotFound(err) || err == nil && found.DeletedAt != nil {
		return nil, fault.New(fault.Unauthenticated, "please sign in")
	}
	return found, err
}

// mailable counts a mail to an address against those who may ask for one.
func (s *Service) mailable(ctx context.Context, email string) error {
	return s.mailableBy(ctx, by(mailTo, strings.ToLower(email)))
}

func (s *Service) mailableBy(ctx context.Context, use ratelimit.Use) error {
	if s.Mail == nil {
		return fault.Refuse(fault.NotOffered, "", "nothing that needs mail is offered")
	}
	return s.limit(ctx, use, by(mailFrom, viewer.From(ctx).Client.Network()))
}

// limit counts an attempt against each of the limits.
func (s *Service) limit(ctx context.Context, uses ...ratelimit.Use) error {
	return s.Limits.Take(ctx, uses...)
}

func by(limit ratelimit.Limit, key string) ratelimit.Use {
	return ratelimit.Use{Limit: limit, Key: key}
}
