package graph

import (
	"context"
	"strconv"

	"zuka/ent/db"
	"zuka/ent/db/gamescore"
	"zuka/ent/db/usersession"
	"zuka/graph/loader"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account"
	"zuka/internal/shop/game"
	"zuka/internal/shop/game/board"
	"zuka/internal/shop/game/quiz"
	"zuka/internal/shop/loyalty"
)

// Games are the games with their rules.
func (query) Games(context.Context) ([]*game.Game, error) { return pointers(game.Games()), nil }

// GameScores are the rounds that people finished, for staff.
func (q query) GameScores(
	ctx context.Context, filter *model.GameScoreFilter, first *int32, after *string, last *int32, before *string,
) (*game.Connection, error) {
	var wanted game.ScoreFilter
	if filter != nil {
		var err error
		if wanted.User, err = userID(filter.UserID.Value(), "filter.userId"); err != nil {
			return nil, err
		}
		wanted.Game, wanted.Status = filter.Game.Value(), filter.Status.Value()
	}
	return q.Resolver.Games.Scores(ctx, wanted, page.Args{First: first, After: after, Last: last, Before: before})
}

// GameScores are the person's own.
func (m meFields) GameScores(
	ctx context.Context, self *account.Self, which *board.Game, first *int32, after *string, last *int32, before *string,
) (*game.Connection, error) {
	return m.Resolver.Games.Mine(ctx, self.User, which, page.Args{First: first, After: after, Last: last, Before: before})
}

// GameStart opens a round.
func (m mutation) GameStart(ctx context.Context, which board.Game) (*model.GameStartPayload, error) {
	round, failed := m.Games.Start(ctx, game.StartInput{Game: which})
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.GameStartPayload{Round: round, UserErrors: errs}, nil
}

// GameFinish ends a round.
func (m mutation) GameFinish(ctx context.Context, input model.GameFinishInput) (*model.GameFinishPayload, error) {
	in := game.FinishInput{Score: whole(input.Score.Value()), Level: whole(input.Level.Value()), Moves: whole(input.Moves.Value())}
	for _, one := range input.Answers.Value() {
		in.Answers = append(in.Answers, game.Answer{Question: one.QuestionID, Choice: int(one.Choice)})
	}
	var done *game.Finished
	var failed error
	if in.Round, failed = input.RoundID.UUID("GameRound", "input.roundId"); failed == nil {
		done, failed = m.Games.Finish(ctx, in)
	}
	payload := &model.GameFinishPayload{Marks: []*game.Mark{}}
	if done != nil {
		payload.Score, payload.Points, payload.Best, payload.Prize = done.Score, int32(done.Points), done.Best, done.Prize
		payload.Marks = pointers(done.Marks)
		if failed == nil && done.Rejected != nil {
			failed = done.Rejected
		}
	}
	var err error
	payload.UserErrors, err = usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return payload, nil
}

type finishFields struct{ *Resolver }

// Account is what the person has now.
func (f finishFields) Account(ctx context.Context, _ *model.GameFinishPayload) (*loyalty.Account, error) {
	return f.account(ctx)
}

// Place is where the person stands on the board of the day. A board that cannot
// be read hides nothing of what was played.
func (f finishFields) Place(ctx context.Context, done *model.GameFinishPayload) (*board.Place, error) {
	if done.Score == nil || done.Score.Status != gamescore.StatusAccepted {
		return nil, nil
	}
	return f.Boards.Standing(ctx, board.At(done.Score.GameType, board.Daily, done.Score.CreatedAt), viewer.From(ctx).User), nil
}

// GameScoreVoid takes a score off.
func (m mutation) GameScoreVoid(ctx context.Context, input model.GameScoreVoidInput) (*model.GameScorePayload, error) {
	var off *db.GameScore
	key, failed := input.ScoreID.Int("GameScore", "input.scoreId")
	if failed == nil {
		off, failed = m.Games.Void(ctx, game.VoidInput{Score: key, Reason: input.Reason})
	}
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.GameScorePayload{Score: off, UserErrors: errs}, nil
}

type gameFields struct{ *Resolver }

// RoundSeconds is how long a round may take.
func (gameFields) RoundSeconds(_ context.Context, info *game.Game) (int32, error) {
	return int32(info.RoundTime.Seconds()), nil
}

// RoundsPerDay is how many rounds there are.
func (gameFields) RoundsPerDay(_ context.Context, info *game.Game) (*int32, error) {
	if info.RoundsADay == 0 {
		return nil, nil
	}
	return new(int32(info.RoundsADay)), nil
}

// DailyPoints is what all games give on a day.
func (gameFields) DailyPoints(context.Context, *game.Game) (int32, error) {
	return game.DailyPoints, nil
}

// Segments are the fields of the wheel.
func (gameFields) Segments(_ context.Context, info *game.Game) ([]*game.Segment, error) {
	return pointers(info.Segments), nil
}

type roundFields struct{ *Resolver }

// Game is which game.
func (roundFields) Game(_ context.Context, round *game.Round) (board.Game, error) {
	return board.Game(round.GameType), nil
}

// Seed is written as text, for JavaScript's numbers are too short for it.
func (roundFields) Seed(_ context.Context, round *game.Round) (string, error) {
	return strconv.Itoa(round.GameRound.Seed), nil
}

// Questions are what a quiz asks.
func (roundFields) Questions(_ context.Context, round *game.Round) ([]*quiz.Asked, error) {
	return pointers(round.Asked), nil
}

type scoreFields struct{ *Resolver }

// Platform is where it was played.
func (scoreFields) Platform(_ context.Context, score *db.GameScore) (usersession.Platform, error) {
	return usersession.Platform(score.DevicePlatform), nil
}

// Reason is why it does not count.
func (scoreFields) Reason(_ context.Context, score *db.GameScore) (*string, error) {
	if score.Status == gamescore.StatusRejected && score.Metadata != nil {
		return &score.Metadata.Rejected, nil
	}
	return score.VoidReason, nil
}

// Player is who played, for staff.
func (scoreFields) Player(ctx context.Context, score *db.GameScore) (*db.User, error) {
	return loader.BuyingFrom(ctx).Customer.Get(ctx, score.UserID)
}

// round is one of the viewer's rounds.
func (r *Resolver) round(ctx context.Context, id globalid.ID, field string) (globalid.Node, error) {
	key, err := id.UUID("GameRound", field)
	if err != nil {
		return nil, err
	}
	found, err := r.Games.FindRound(ctx, viewer.From(ctx).User, key)
	if err != nil || found == nil {
		return nil, err
	}
	return found, nil
}

// score is a score of the viewer's own.
func (r *Resolver) score(ctx context.Context, id int) (*db.GameScore, error) {
	return r.Games.Find(ctx, viewer.From(ctx).User, id)
}
