package checkout

import (
	"context"
	"fmt"
	"strconv"

	"zuka/ent/db"
	row "zuka/ent/db/order"
	"zuka/ent/db/pointsentry"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/loyalty"
)

// sold counts a paid order as sold and gives the points for it. Points come
// last: they lock people, and until the end nobody else gets at theirs.
func (st *settling) sold(ctx context.Context) error {
	if err := st.sell(ctx, 1); err != nil {
		return err
	}
	return st.earn(ctx)
}

// earn gives what a paid order is worth: points to the buyer, what a reward of
// the order promised, and what an invitation promised to both. Each is given
// once, however often this is done. Guests have no points; a guest's order earns
// when somebody makes it their own.
func (st *settling) earn(ctx context.Context) error {
	o := st.order
	if o.UserID == nil || o.PaymentStatus != row.PaymentStatusPaid || o.Status == row.StatusCancelled || o.Status == row.StatusRefunded {
		return nil
	}
	invited, err := st.Referral.Paid(ctx, st.tx, o)
	if err != nil {
		return err
	}
	var also []loyalty.Award
	for _, one := range invited {
		also = append(also, loyalty.Award{
			User: one.User, Points: one.Points, Source: pointsentry.SourceTypeReferral, Of: one.Of, Text: one.Text,
		})
	}
	back, err := st.Loyalty.CashbackOf(ctx, st.tx, o.ID)
	if err != nil {
		return err
	}
	if back != nil {
		also = append(also, *back)
	}
	points, err := st.Loyalty.EarnPurchase(ctx, st.tx, *o.UserID, o.ID, o.OrderNumber, o.SubtotalNgn-o.DiscountNgn, also...)
	if err != nil || points == 0 {
		return err
	}
	if st.order, err = st.tx.Ent().Order.UpdateOneID(o.ID).SetPointsEarned(points).Save(ctx); err != nil {
		return fmt.Errorf("noting what an order earned: %w", err)
	}
	return nil
}

// unearn takes back what a paid order gave, from everybody. Back is what a reward
// of the order gave; it must be read before the reward goes back to its owner.
func (st *settling) unearn(ctx context.Context, back *loyalty.Award) error {
	id := strconv.Itoa(st.order.ID)
	text := "Order " + st.order.OrderNumber + " was given back"
	undone, err := st.Referral.Refunded(ctx, st.tx, st.order.ID)
	if err != nil {
		return err
	}
	all := []loyalty.Reversal{{
		Source: pointsentry.SourceTypePurchase, Of: id, By: pointsentry.SourceTypePurchaseReversal, Text: text,
	}}
	for _, of := range undone {
		all = append(all, loyalty.Reversal{
			Source: pointsentry.SourceTypeReferral, Of: of, By: pointsentry.SourceTypeReferralReversal,
			Text: "The friend's first order was given back",
		})
	}
	if back != nil {
		all = append(all, loyalty.Reversal{Source: back.Source, Of: back.Of, By: pointsentry.SourceTypeRewardReversal, Text: text})
	}
	return st.Loyalty.ReverseAll(ctx, st.tx, all...)
}

// Link makes a guest's order that of who is signed in, by its number and access
// token; a paid one earns points now.
func (s *Service) Link(ctx context.Context, number, token string) (*db.Order, error) {
	return s.Order.Link(ctx, number, token, func(ctx context.Context, tx postgres.Tx, linked *db.Order) error {
		return (&settling{Service: s, tx: tx, order: linked}).earn(ctx)
	})
}
