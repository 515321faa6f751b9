package referral

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/referral"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/publicname"
)

// Reward is points that somebody is to be given for an invitation.
type Reward struct {
	User   uuid.UUID
	Points int
	// Of is the invitation's id, by which the ledger knows it.
	Of   string
	Text string
}

// Paid is called in the transaction in which an order is paid. When that
// completes an invitation it answers what to give to whom; whoever calls gives
// it in the same transaction. An order below LeastOrder leaves the invitation as
// it is.
func (s *Service) Paid(ctx context.Context, tx postgres.Tx, o *db.Order) ([]Reward, error) {
	if o.UserID == nil || o.SubtotalNgn-o.DiscountNgn < LeastOrder {
		return nil, nil
	}
	row, err := tx.Ent().Referral.Query().Where(referral.ReferredUserID(*o.UserID), referral.StatusEQ(referral.StatusPending)).
		ForUpdate(noKey).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for who invited a buyer: %w", err)
	}
	reason, err := s.unearned(ctx, tx, row, o)
	if err != nil {
		return nil, err
	}
	if reason != "" {
		return nil, tx.Ent().Referral.UpdateOne(row).SetStatus(referral.StatusRefused).SetRefusedReason(reason).SetOrderID(o.ID).
			SetFirstPurchaseCompleted(true).SetUpdatedAt(s.Clock.Now()).Exec(ctx)
	}
	return s.complete(ctx, tx, row, o)
}

// unearned is why nobody is rewarded for an order; empty when both are.
func (s *Service) unearned(ctx context.Context, tx postgres.Tx, row *db.Referral, o *db.Order) (string, error) {
	// Claiming refuses who has bought. An order that was paid in the same moment
	// may have slipped by; then this one is not the first.
	before, err := paidOrder(ctx, tx, *o.UserID, o.ID, int64(LeastOrder))
	if err != nil {
		return "", err
	}
	if before {
		return reasonBought, nil
	}
	kinds, err := same(ctx, tx, pair{friend: *o.UserID, referrer: row.ReferrerUserID, order: o})
	if err != nil || len(kinds) == 0 {
		return "", err
	}
	s.Log.InfoContext(ctx, "an invitation of oneself is not rewarded", "referral", row.ID, "order", o.ID, "same", kinds)
	return reasonSame, nil
}

// complete notes that an invitation was worth it. A referrer who is gone gets
// nothing, and the friend what was promised.
func (s *Service) complete(ctx context.Context, tx postgres.Tx, row *db.Referral, o *db.Order) ([]Reward, error) {
	var there bool
	var friend string
	err := tx.QueryRowContext(ctx, `SELECT r.deleted_at IS NULL, f.name FROM users AS r, users AS f WHERE r.id = $1 AND f.id = $2`,
		row.ReferrerUserID, *o.UserID).Scan(&there, &friend)
	if err != nil {
		return nil, fmt.Errorf("reading who is to be rewarded: %w", err)
	}
	of, now := strconv.Itoa(row.ID), s.Clock.Now()
	rewards := []Reward{{User: *o.UserID, Points: FriendPoints, Of: of, Text: "Welcome: your first order through a friend"}}
	notices := []Notice{{
		User: *o.UserID, Title: "Welcome points", Message: fmt.Sprintf("Your first order through a friend gave you %d points.", FriendPoints),
		ActionURL: "/points", Source: "referral:" + of,
	}}
	update := tx.Ent().Referral.UpdateOne(row).SetStatus(referral.StatusCompleted).SetOrderID(o.ID).SetCompletedAt(now).SetUpdatedAt(now).
		SetFirstPurchaseCompleted(true).SetReferredRewardPoints(FriendPoints)
	if there {
		update.SetReferrerRewardPoints(ReferrerPoints)
		rewards = append(rewards, Reward{User: row.ReferrerUserID, Points: ReferrerPoints, Of: of, Text: "A friend's first order"})
		notices = append(notices, Notice{
			User: row.ReferrerUserID, Title: "Your friend has shopped",
			Message:   fmt.Sprintf("%s placed a first order, and you got %d points.", publicname.Of(friend), ReferrerPoints),
			ActionURL: "/referrals", Source: "referral:" + of,
		})
	}
	if err := update.Exec(ctx); err != nil {
		return nil, fmt.Errorf("completing an invitation: %w", err)
	}
	return rewards, s.tell(ctx, tx, notices)
}

func (s *Service) tell(ctx context.Context, tx postgres.Tx, notices []Notice) error {
	if s.Notices == nil {
		return nil
	}
	for _, one := range notices {
		if err := s.Notices.Tell(ctx, tx, one); err != nil {
			return err
		}
	}
	return nil
}

// Refunded is called in the transaction in which an order is given back. It
// answers the ids of the invitations that it had completed, as the ledger knows
// them, once: whoever calls takes back what was given for them.
func (s *Service) Refunded(ctx context.Context, tx postgres.Tx, order int) (reversed []string, err error) {
	rows, err := tx.QueryContext(ctx, `UPDATE referrals SET status = 'refused', refused_reason = $2, referrer_reward_points = 0,
			referred_reward_points = 0, updated_at = $3
		WHERE order_id = $1 AND status = 'completed' RETURNING id`, order, reasonBack, s.Clock.Now())
	if err != nil {
		return nil, fmt.Errorf("taking an invitation back: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err tells what failed.
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("taking an invitation back: %w", err)
		}
		reversed = append(reversed, strconv.Itoa(id))
	}
	return reversed, rows.Err()
}
