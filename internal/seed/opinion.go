package seed

import (
	"context"

	"zuka/internal/seed/dice"
	"zuka/internal/seed/goods"
)

func writeReviews(ctx context.Context, w *writer) error {
	err := w.copy(ctx, "product_reviews", `id created_at updated_at rating title comment images verified_purchase helpful_count status product_id
		user_id`, func(yield func([]any) bool) {
		for i := range w.reviews {
			v := &w.reviews[i]
			title, comment := goods.Review(dice.New("review text", v.textNumber), w.goods[v.ware].Piece, v.rating)
			status := "published"
			if v.hidden {
				status = "hidden"
			}
			if !yield([]any{i + 1, v.at, v.at, v.rating, title, comment, []any{}, v.verified, v.helpful, status, v.ware + 1,
				bytes16(w.customers[v.user].id)}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	return w.copy(ctx, "review_votes", "id created_at review_id user_id", func(yield func([]any) bool) {
		id := 0
		for i := range w.reviews {
			v := &w.reviews[i]
			// A step that shares no factor with the number of people would
			// visit each; so few voters never meet one twice.
			for n := range v.helpful {
				id++
				voter := (v.votersFrom + n*v.votersDistance) % len(w.customers)
				if !yield([]any{id, dice.New("vote", id).Time(v.at, w.plan.Now), i + 1, bytes16(w.customers[voter].id)}) {
					return
				}
			}
		}
	})
}
