package loyalty

import (
	"context"

	"zuka/ent/db"
	"zuka/ent/db/reward"
)

// RewardsByID are rewards of the catalogue by their ids, those too that cannot be
// bought any more.
func (s *Service) RewardsByID(ctx context.Context, ids []int) (map[int]*db.Reward, error) {
	rows, err := s.Pool.Ent().Reward.Query().Where(reward.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	found := make(map[int]*db.Reward, len(rows))
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, nil
}
