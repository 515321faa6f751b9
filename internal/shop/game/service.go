package game

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"

	"github.com/google/uuid"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/ratelimit"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/game/board"
	"zuka/internal/shop/game/quiz"
)

// Points are what games give.
type Points interface {
	// EarnedToday is what games gave a person on this day in Lagos. Until the
	// transaction ends nobody else can give them any.
	EarnedToday(ctx context.Context, tx postgres.Tx, user uuid.UUID) (int, error)
	// Earn gives points for a score, once.
	Earn(ctx context.Context, tx postgres.Tx, user uuid.UUID, points, score int, text string) error
	// TakeBack takes back what a score gave, once; nothing if it gave none.
	TakeBack(ctx context.Context, tx postgres.Tx, score int, text string) error
}

// Boards are told of what counts, after the commit. What fails there is theirs
// to mend.
type Boards interface {
	Scored(ctx context.Context, score board.Score)
	Voided(ctx context.Context, score board.Score)
}

// Notice is something to tell a person once: never again from the same source.
type Notice struct {
	User           uuid.UUID
	Title, Message string
	ActionURL      string
	Source         string
}

// Notices tell people what happened to their scores.
type Notices interface {
	// Tell leaves a notice within a transaction.
	Tell(ctx context.Context, tx postgres.Tx, notice Notice) error
}

// Config says what the service works with.
type Config struct {
	Pool   *postgres.Pool
	Points Points
	// Boards is nil where nobody keeps any.
	Boards Boards
	// Notices is nil where people are not told.
	Notices Notices
	// Limits is nil where rounds are not counted.
	Limits *ratelimit.Limiter
	Quiz   *quiz.Bank
	Clock  clock.Clock
	Log    *slog.Logger
	// Random decides what the wheel gives, and seeds rounds; nil for the
	// system's own, which nobody can foretell.
	Random io.Reader
}

// Service lets people play. It is safe for use from many goroutines.
type Service struct{ Config }

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	if config.Random == nil {
		config.Random = rand.Reader
	}
	return &Service{config}
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

func staff(ctx context.Context) error {
	_, err := me(ctx)
	if err == nil && !viewer.From(ctx).May(viewer.Staff) {
		err = fault.New(fault.Forbidden, "only staff may do this")
	}
	return err
}
