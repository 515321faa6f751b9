package app

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"zuka/ent/db/notification"
	"zuka/ent/db/pointsentry"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/game"
	"zuka/internal/shop/game/board"
	"zuka/internal/shop/game/live"
	"zuka/internal/shop/game/quiz"
	"zuka/internal/shop/loyalty"
	"zuka/internal/shop/notify"
	"zuka/internal/shop/referral"
)

// Play are the domains by which people play and earn, beside the points, which
// belong to buying too.
type Play struct {
	Referrals *referral.Service
	Games     *game.Service
	Boards    *board.Service
	Live      *live.Service
}

// boards wires what of play is one a process: the boards and who watches them.
func (a *App) boards() {
	a.Play.Boards = board.New(board.Config{
		Pool: a.Pool, Redis: a.redis, Prefix: a.Config.RedisPrefix, OpTimeout: 2 * a.Config.RedisTimeout, Bus: a.bus, Outbox: a.outlook.outbox,
		Notices: overtakenBridge{a.Pool, a.Buying.Notify}, Log: a.Log,
	})
	a.Play.Live = live.New(live.Config{Source: a.Play.Boards, Hub: a.hub, Log: a.Log})
	a.Play.Games = a.games(a.Pool, a.Buying)
	a.Play.Referrals = a.Buying.Referrals
}

// games wires the games over a database.
func (a *App) games(pool *postgres.Pool, b *Buying) *game.Service {
	return game.New(game.Config{
		Pool: pool, Points: gamePointsBridge{b.Loyalty}, Boards: a.Play.Boards, Notices: noticeBridge{b.Notify}, Limits: a.limits, Quiz: quiz.New(), Log: a.Log,
	})
}

// noticeBridge tells people of points, rewards, invitations and games.
type noticeBridge struct{ notices *notify.Service }

func (b noticeBridge) tell(ctx context.Context, tx postgres.Tx, notice notify.Notice) error {
	if err := b.notices.Tell(ctx, tx, notice); err != nil {
		return err
	}
	tx.After(func(ctx context.Context) { b.notices.Told(ctx, notice.User, notice.Source) })
	return nil
}

// loyaltyNotices lets the ledger tell people.
type loyaltyNotices struct{ noticeBridge }

// Tell leaves a notice.
func (b loyaltyNotices) Tell(ctx context.Context, tx postgres.Tx, n loyalty.Notice) error {
	return b.tell(ctx, tx, notify.Notice{
		User: n.User, Type: notification.Type(n.Kind), Title: n.Title, Message: n.Message, ActionURL: optional(n.ActionURL), Source: n.Source,
	})
}

// referralNotices lets invitations tell people.
type referralNotices struct{ noticeBridge }

// Tell leaves a notice.
func (b referralNotices) Tell(ctx context.Context, tx postgres.Tx, n referral.Notice) error {
	return b.tell(ctx, tx, notify.Notice{
		User: n.User, Type: notification.TypeReferral, Title: n.Title, Message: n.Message, ActionURL: optional(n.ActionURL), Source: n.Source,
	})
}

// Tell leaves a notice of a game.
func (b noticeBridge) Tell(ctx context.Context, tx postgres.Tx, n game.Notice) error {
	return b.tell(ctx, tx, notify.Notice{
		User: n.User, Type: notification.TypeGame, Title: n.Title, Message: n.Message, ActionURL: optional(n.ActionURL), Source: n.Source,
	})
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// overtakenBridge tells people that somebody passed them, once a day in Lagos.
type overtakenBridge struct {
	pool    *postgres.Pool
	notices *notify.Service
}

// Overtaken leaves a notice.
func (b overtakenBridge) Overtaken(ctx context.Context, user uuid.UUID, which board.Game, rank int) error {
	day := clock.Day(clock.System{}.Now()).Format("2006-01-02")
	return postgres.InTx(ctx, b.pool, func(ctx context.Context, tx postgres.Tx) error {
		return noticeBridge{b.notices}.tell(ctx, tx, notify.Notice{
			User: user, Type: notification.TypeGame, Title: "You were overtaken", ActionURL: optional("/games/" + string(which)),
			Message: "Somebody passed you in " + game.NameOf(which) + ": you are number " + strconv.Itoa(rank) + " of the week now. Take it back!",
			Source:  "overtaken:" + day,
		})
	})
}

// gamePointsBridge gives and takes the points of games.
type gamePointsBridge struct{ points *loyalty.Service }

// EarnedToday is what games have given a person on this day in Lagos; nobody
// else gets at the person's points until the end.
func (b gamePointsBridge) EarnedToday(ctx context.Context, tx postgres.Tx, user uuid.UUID) (int, error) {
	return b.points.EarnedToday(ctx, tx, user, pointsentry.SourceTypeGame)
}

// Earn gives the points of a score.
func (b gamePointsBridge) Earn(ctx context.Context, tx postgres.Tx, user uuid.UUID, points, score int, text string) error {
	_, err := b.points.Earn(ctx, tx, loyalty.Award{
		User: user, Points: points, Source: pointsentry.SourceTypeGame, Of: strconv.Itoa(score), Text: text,
	})
	return err
}

// TakeBack takes the points of a score back.
func (b gamePointsBridge) TakeBack(ctx context.Context, tx postgres.Tx, score int, text string) error {
	return b.points.Reverse(ctx, tx, pointsentry.SourceTypeGame, strconv.Itoa(score), pointsentry.SourceTypeGameReversal, text)
}

// reviewPointsBridge thanks those who review.
type reviewPointsBridge struct{ points *loyalty.Service }

// Reviewed gives the points of a review of a product, once for each person and
// product, however often the review is written anew.
func (b reviewPointsBridge) Reviewed(ctx context.Context, tx postgres.Tx, user uuid.UUID, product int) error {
	_, err := b.points.Earn(ctx, tx, loyalty.Award{
		User: user, Points: loyalty.ForReview, Source: pointsentry.SourceTypeReview, Of: strconv.Itoa(product), Text: "A review of something you bought",
	})
	return err
}

// rewardsShown drops answers that show the catalogue of rewards.
type rewardsShown struct{ catalog *catalog.Service }

// RewardsChanged drops them.
func (s rewardsShown) RewardsChanged(ctx context.Context) error {
	return s.catalog.Everything().Move(ctx)
}

// boardsLater forgets people on the boards, which are wired after the accounts.
type boardsLater struct{ app *App }

// Forget takes a person off all boards.
func (b boardsLater) Forget(ctx context.Context, user uuid.UUID) error {
	return b.app.Play.Boards.Forget(ctx, user)
}
