package game

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/gameround"
	"zuka/ent/db/gamescore"
	"zuka/ent/shape"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/ratelimit"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/game/quiz"
)

// StartInput says what somebody wants to play.
type StartInput struct{ Game gamescore.GameType }

// Round is a round of a game with what it asks.
type Round struct {
	*db.GameRound
	// Asked are the questions of a quiz, without what is right.
	Asked []quiz.Asked
}

// Start opens a round for who is signed in. It takes the place of one of the same
// game that is open. A game that was played as often as it can be today, or too
// many starts, are faults that say when to come back.
func (s *Service) Start(ctx context.Context, in StartInput) (*Round, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	law := lawOf(in.Game)
	if law == nil {
		return nil, fault.Invalid("game", "is no game of this shop")
	}
	if s.Limits != nil {
		if err := s.Limits.Take(ctx, ratelimit.Use{Limit: startsOf, Key: user.String()}); err != nil {
			return nil, err
		}
	}
	seed, err := s.seed()
	if err != nil {
		return nil, err
	}
	var asks []shape.QuizQuestion
	if law.Questions > 0 {
		asks = s.Quiz.Draw(int64(seed), law.Questions)
	}
	var round *db.GameRound
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		round, err = s.open(ctx, tx, law, user, seed, asks)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.asking(round), nil
}

func (s *Service) asking(round *db.GameRound) *Round {
	return &Round{GameRound: round, Asked: s.Quiz.Ask(round.Questions)}
}

// open takes the place of an open round. Starts of the same person and game
// follow one another, or two that find nothing open would both open one. They do
// not lock the person: who finishes a round locks that after the round.
func (s *Service) open(ctx context.Context, tx postgres.Tx, law *law, user uuid.UUID, seed int, asks []shape.QuizQuestion) (*db.GameRound, error) {
	key := "game:" + user.String() + ":" + string(law.Type)
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", key); err != nil {
		return nil, fmt.Errorf("waiting for another start: %w", err)
	}
	now := s.Clock.Now()
	if law.RoundsADay > 0 {
		played, err := tx.Ent().GameScore.Query().Where(gamescore.UserID(user), gamescore.GameTypeEQ(law.Type),
			gamescore.CreatedAtGTE(clock.Day(now))).Count(ctx)
		if err != nil {
			return nil, fmt.Errorf("counting rounds: %w", err)
		}
		if played >= law.RoundsADay {
			return nil, tomorrow(now, "game")
		}
	}
	kind := gameround.GameType(law.Type)
	err := tx.Ent().GameRound.Update().Where(gameround.UserID(user), gameround.GameTypeEQ(kind),
		gameround.FinishedAtIsNil(), gameround.AbandonedAtIsNil()).SetAbandonedAt(now).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("giving up an open round: %w", err)
	}
	round, err := tx.Ent().GameRound.Create().SetUserID(user).SetGameType(kind).SetSeed(seed).
		SetDevicePlatform(gameround.DevicePlatform(platform(ctx))).SetQuestions(append([]shape.QuizQuestion{}, asks...)).
		SetStartedAt(now).SetExpiresAt(now.Add(law.RoundTime)).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("opening a round: %w", err)
	}
	return round, nil
}

// tomorrow tells that a game was played as often as it can be today.
func tomorrow(now time.Time, field string) *fault.Fault {
	refused := fault.Invalid(field, "was played today: come back after midnight")
	refused.Code = fault.RateLimited
	// Clients are told whole seconds, and coming back early would be refused again.
	wait := clock.Day(now).AddDate(0, 0, 1).Sub(now)
	refused.RetryAfter = (wait + time.Second - 1).Truncate(time.Second)
	return refused
}

// seed is not negative and of 31 bits: an integer in every client's language. It
// is no secret, and nothing that is worth points follows from it alone.
func (s *Service) seed() (int, error) {
	var bytes [4]byte
	if _, err := io.ReadFull(s.Random, bytes[:]); err != nil {
		return 0, fmt.Errorf("making a seed: %w", err)
	}
	return int(binary.BigEndian.Uint32(bytes[:]) >> 1), nil
}

// platform is where the viewer plays; what does not say is a web page.
func platform(ctx context.Context) viewer.Platform {
	switch p := viewer.From(ctx).Client.Platform; p {
	case viewer.Android, viewer.IOS:
		return p
	}
	return viewer.Web
}
