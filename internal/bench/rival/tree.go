package rival

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// homeCategories is how many categories the home page shows.
const homeCategories = 20

type category struct {
	ID     int64
	Parent *int64
	Slug   string
}

func (s *Server) readCategories(ctx context.Context) error {
	rows, err := s.pool.Query(ctx, `SELECT id, parent_id, slug FROM categories WHERE active ORDER BY display_order, id`)
	if err != nil {
		return fmt.Errorf("reading the categories: %w", err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[category])
	if err != nil {
		return fmt.Errorf("reading the categories: %w", err)
	}
	children := make(map[int64][]category)
	for _, one := range all {
		parent := int64(0)
		if one.Parent != nil {
			parent = *one.Parent
		}
		children[parent] = append(children[parent], one)
	}
	s.below = make(map[string][]int64, len(all))
	var walk func(one category) []int64
	walk = func(one category) []int64 {
		ids := []int64{one.ID}
		if len(s.first) < homeCategories {
			s.first = append(s.first, one.ID)
		}
		for _, child := range children[one.ID] {
			ids = append(ids, walk(child)...)
		}
		s.below[one.Slug] = ids
		return ids
	}
	for _, top := range children[0] {
		walk(top)
	}
	return nil
}
