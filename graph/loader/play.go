package loader

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/internal/shop/loyalty"
	"zuka/internal/shop/referral"
)

// Play are the relations of rewards and invitations, for one request.
type Play struct {
	// Reward is one of the catalogue, on sale or not.
	Reward One[int, *db.Reward]
	// Friend is a person's public name.
	Friend One[uuid.UUID, string]
}

type playKey struct{}

// AttachPlay gives a request loaders of its own for what belongs to play.
func AttachPlay(ctx context.Context, points *loyalty.Service, referrals *referral.Service) context.Context {
	return context.WithValue(ctx, playKey{}, &Play{Reward: one(points.RewardsByID), Friend: one(referrals.Friends)})
}

// PlayFrom are the loaders of the request.
func PlayFrom(ctx context.Context) *Play {
	play, _ := ctx.Value(playKey{}).(*Play)
	return play
}
