package graph

import (
	"context"

	"zuka/internal/platform/globalid"
	"zuka/internal/platform/viewer"
)

// played finds what belongs to points and games, for who is signed in.
func (r *Resolver) played(ctx context.Context, id globalid.ID, field string) (globalid.Node, error) {
	person := viewer.From(ctx).User
	switch id.Kind {
	case "PointsEntry":
		return numbered(ctx, id, field, mine(person, r.Loyalty.Entry))
	case "Referral":
		return numbered(ctx, id, field, mine(person, r.Referrals.Find))
	case "GameScore":
		return numbered(ctx, id, field, r.score)
	}
	return r.round(ctx, id, field)
}
