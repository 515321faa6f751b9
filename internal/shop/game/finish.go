package game

import (
	"bytes"
	"context"
	"fmt"
	"time"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/gameround"
	"zuka/ent/db/gamescore"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/game/board"
)

// Finished is what came of a round.
type Finished struct {
	Score *db.GameScore
	// Points are what it gave: less than the game gives where the day's are
	// used up.
	Points int
	// Best tells that it is more than the person ever reached in this game.
	Best bool
	// Prize is what the wheel stopped at; nil in other games.
	Prize *Segment
	// Marks are those of a quiz's answers, in the order of the round.
	Marks []Mark
	// Rejected is why the score does not count; nil when it does.
	Rejected *fault.Fault
}

var (
	noRound   = fault.Refuse(fault.Gone, "input.roundId", "is no round of yours")
	abandoned = fault.Refuse(fault.StateConflict, "input.roundId", "a newer round of this game took its place")
	expired   = fault.Refuse(fault.StateConflict, "input.roundId", "the time of this round is over")
	used      = fault.Refuse(fault.StateConflict, "input.roundId", "this round was finished with something else")
)

// Finish ends a round of who is signed in, once. The same input again is answered
// as it was. A score that cannot be true is kept and gives nothing: Rejected says
// why. Faults leave the round open.
func (s *Service) Finish(ctx context.Context, in FinishInput) (*Finished, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	hash, err := in.hash()
	if err != nil {
		return nil, err
	}
	var done *Finished
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		round, err := tx.Ent().GameRound.Query().Where(gameround.ID(in.Round), gameround.UserID(user)).
			ForUpdate(entsql.WithLockClause("FOR NO KEY UPDATE")).Only(ctx)
		switch {
		case db.IsNotFound(err):
			return noRound
		case err != nil:
			return fmt.Errorf("locking a round: %w", err)
		case round.FinishedAt != nil:
			done, err = s.again(ctx, tx, round, in, hash)
		default:
			done, err = s.finish(ctx, tx, round, in, hash)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return done, nil
}

// finish ends a locked round that is not finished.
func (s *Service) finish(ctx context.Context, tx postgres.Tx, round *db.GameRound, in FinishInput, hash []byte) (*Finished, error) {
	now := s.Clock.Now()
	switch {
	case round.AbandonedAt != nil:
		return nil, abandoned
	case !now.Before(round.ExpiresAt):
		return nil, expired
	}
	law := lawOf(gamescore.GameType(round.GameType))
	found, err := s.decide(law, round, in, now)
	if err != nil {
		return nil, err
	}
	had, err := s.Points.EarnedToday(ctx, tx, round.UserID)
	if err != nil {
		return nil, fmt.Errorf("counting the day's points: %w", err)
	}
	before, err := past(ctx, tx, round.UserID, law.Type, clock.Day(now))
	switch {
	case err != nil:
		return nil, err
	case before.gone:
		return nil, signIn
	case law.RoundsADay > 0 && before.today >= law.RoundsADay:
		return nil, tomorrow(now, "input.roundId")
	}
	found.points = max(0, min(found.points, DailyPoints-had))
	score, err := s.keep(ctx, tx, round, found, hash, now)
	if err != nil {
		return nil, err
	}
	done := &Finished{Score: score, Points: found.points, Prize: found.prize, Marks: found.marks}
	if found.rejected != "" {
		done.Rejected = refusal(round.GameType, found.rejected)
		tx.After(func(ctx context.Context) {
			s.Log.InfoContext(ctx, "a score cannot be true", "score", score.ID, "game", string(law.Type), "cause", found.rejected)
		})
		return done, nil
	}
	done.Best = score.Score > before.best
	if s.Boards != nil {
		tx.After(func(ctx context.Context) { s.Boards.Scored(ctx, onBoard(score)) })
	}
	return done, nil
}

// history is what a person did in a game before.
type history struct {
	gone        bool
	today, best int
}

// past reads it once the person is locked: what others did meanwhile is in it.
func past(ctx context.Context, tx postgres.Tx, user uuid.UUID, game gamescore.GameType, day time.Time) (h history, err error) {
	err = tx.QueryRowContext(ctx, `SELECT count(*) = 0 OR bool_or(u.deleted_at IS NOT NULL),
		(SELECT count(*) FROM game_scores WHERE user_id = $1 AND game_type = $2 AND created_at >= $3),
		coalesce((SELECT max(score) FROM game_scores WHERE user_id = $1 AND game_type = $2 AND status = 'accepted'), 0)
		FROM users AS u WHERE u.id = $1`, user, string(game), day).Scan(&h.gone, &h.today, &h.best)
	if err != nil {
		return h, fmt.Errorf("reading what was played before: %w", err)
	}
	return h, nil
}

// keep writes the score, gives its points and uses the round up.
func (s *Service) keep(ctx context.Context, tx postgres.Tx, round *db.GameRound, found verdict, hash []byte, now time.Time) (*db.GameScore, error) {
	status := gamescore.StatusAccepted
	if found.rejected != "" {
		status = gamescore.StatusRejected
	}
	game := gamescore.GameType(round.GameType)
	score, err := tx.Ent().GameScore.Create().SetUserID(round.UserID).SetGameType(game).SetStatus(status).
		SetScore(found.score).SetPointsEarned(found.points).SetLevelReached(found.level).SetTimePlayedSeconds(found.seconds()).
		SetDevicePlatform(gamescore.DevicePlatform(platform(ctx))).SetMetadata(&found.about).
		SetCreatedAt(now).SetUpdatedAt(now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("keeping a score: %w", err)
	}
	if found.points > 0 {
		text := fmt.Sprintf("%s: a score of %d", title(game), found.score)
		if found.prize != nil {
			text = title(game) + ": " + found.prize.Label
		}
		if err := s.Points.Earn(ctx, tx, round.UserID, found.points, score.ID, text); err != nil {
			return nil, fmt.Errorf("giving points for a score: %w", err)
		}
	}
	n, err := tx.Ent().GameRound.Update().
		Where(gameround.ID(round.ID), gameround.FinishedAtIsNil(), gameround.AbandonedAtIsNil(), gameround.ExpiresAtGT(now)).
		SetFinishedAt(now).SetFinishHash(hash).SetScoreID(score.ID).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("using a round up: %w", err)
	}
	if n != 1 {
		return nil, expired // The lock makes this impossible; the row has the last word all the same.
	}
	return score, nil
}

// again answers what a finished round was answered.
func (s *Service) again(ctx context.Context, tx postgres.Tx, round *db.GameRound, in FinishInput, hash []byte) (*Finished, error) {
	if round.FinishHash == nil || !bytes.Equal(*round.FinishHash, hash) {
		return nil, used
	}
	if round.ScoreID == nil {
		return nil, noRound // An erased person's scores are gone.
	}
	score, err := tx.Ent().GameScore.Get(ctx, *round.ScoreID)
	if err != nil {
		return nil, fmt.Errorf("reading what a round came to: %w", err)
	}
	done := &Finished{Score: score, Points: score.PointsEarned}
	about := score.Metadata
	if about != nil && about.Rejected != "" {
		done.Rejected = refusal(round.GameType, about.Rejected)
		return done, nil
	}
	// Scores of a person follow one another by id: the person is locked for each.
	better, err := tx.Ent().GameScore.Query().Where(gamescore.UserID(score.UserID), gamescore.GameTypeEQ(score.GameType),
		gamescore.StatusEQ(gamescore.StatusAccepted), gamescore.IDLT(score.ID), gamescore.ScoreGTE(score.Score)).Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("comparing a score: %w", err)
	}
	done.Best = score.Score > 0 && !better
	if about != nil && about.Prize != "" {
		done.Prize = prize(about.Prize, score.Score)
	}
	if len(round.Questions) > 0 {
		chosen := make(map[string]int, len(in.Answers))
		for _, answer := range in.Answers {
			chosen[answer.Question] = answer.Choice
		}
		done.Marks = marks(s.Quiz, round.Questions, chosen)
	}
	return done, nil
}

// prize is what the wheel stopped at, also when it has no such segment any more.
func prize(label string, points int) *Segment {
	for i := range segments {
		if segments[i].Label == label {
			return &segments[i]
		}
	}
	return &Segment{Label: label, Points: points}
}

func onBoard(score *db.GameScore) board.Score {
	return board.Score{ID: score.ID, User: score.UserID, Game: score.GameType, Score: score.Score, At: score.CreatedAt.UTC()}
}
