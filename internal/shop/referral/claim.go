package referral

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/referral"
	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// Invite makes a single invitation of the viewer's, with a code of its own.
func (s *Service) Invite(ctx context.Context) (*db.Referral, error) {
	person, err := me(ctx)
	if err != nil {
		return nil, err
	}
	var made *db.Referral
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		// Under the lock of the person nobody else makes the one too many.
		people, err := lock(ctx, tx, person)
		switch {
		case err != nil:
			return err
		case people[person] == nil:
			return fault.New(fault.Unauthenticated, "please sign in")
		}
		waiting, err := tx.Ent().Referral.Query().Where(referral.ReferrerUserID(person), referral.StatusEQ(referral.StatusPending),
			referral.ReferredUserIDIsNil(), referral.ClaimedAtIsNil()).Count(ctx)
		if err != nil {
			return fmt.Errorf("counting open invitations: %w", err)
		}
		if waiting >= MostOpen {
			return fault.Refuse(fault.LimitReached, "", "at most %d invitations may be open; wait until friends have taken some", MostOpen)
		}
		now := s.Clock.Now()
		made, err = tx.Ent().Referral.Create().SetReferrerUserID(person).SetReferralCode(newCode(singlePrefix, singleSigns)).
			SetCreatedAt(now).SetUpdatedAt(now).Save(ctx)
		return err
	})
	return made, err
}

// Claim says who invited the viewer, who must have joined of late and have
// bought nothing yet. The same code again answers the same invitation.
func (s *Service) Claim(ctx context.Context, code string) (*db.Referral, error) {
	friend, err := me(ctx)
	if err != nil {
		return nil, err
	}
	code, readable := readCode(code)
	if !readable {
		return nil, unknown()
	}
	var row *db.Referral
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		row, err = claiming{s, tx, friend, code}.run(ctx)
		return err
	})
	if db.IsConstraintError(err) && strings.Contains(err.Error(), "idx_referrals_referred") {
		return nil, already() // The lock keeps this from happening; the index would still hold.
	}
	return row, err
}

func unknown() *fault.Fault {
	return fault.Refuse(fault.CodeInvalid, "code", "there is no such invitation, or somebody has taken it")
}

func already() *fault.Fault {
	return fault.Refuse(fault.AlreadyExists, "code", "somebody has invited you already")
}

// claiming is one claim on its way.
type claiming struct {
	*Service
	tx     postgres.Tx
	friend uuid.UUID
	code   string
}

func (c claiming) run(ctx context.Context) (*db.Referral, error) {
	// The code is looked up before the friend's own row: the other way round, a
	// claim that ends in between would be in neither.
	invitation, err := open(ctx, c.tx, c.code)
	if err != nil {
		return nil, err
	}
	if row, err := c.earlier(ctx); row != nil || err != nil {
		return row, err
	}
	switch {
	case invitation == nil:
		return nil, unknown()
	case invitation.referrer == c.friend:
		return nil, oneself()
	}
	people, err := lock(ctx, c.tx, c.friend, invitation.referrer)
	if err != nil {
		return nil, err
	}
	// Somebody may have been erased or have claimed until the locks were had.
	if people[invitation.referrer] == nil {
		return nil, unknown()
	}
	if row, err := c.earlier(ctx); row != nil || err != nil {
		return row, err
	}
	if err := c.allowed(ctx, people[c.friend], invitation.referrer); err != nil {
		return nil, err
	}
	return c.take(ctx, invitation)
}

// earlier is what the friend claimed before, if by the same code; by another it
// is refused. It is nil for who claimed nothing.
func (c claiming) earlier(ctx context.Context) (*db.Referral, error) {
	row, err := c.tx.Ent().Referral.Query().Where(referral.ReferredUserID(c.friend)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for who invited a person: %w", err)
	}
	if row.ReferralCode == c.code {
		return row, nil
	}
	// A row whose own code names nothing was claimed by a personal code.
	same, err := c.tx.Ent().User.Query().Where(user.ID(row.ReferrerUserID), user.ReferralCode(c.code)).Exist(ctx)
	switch {
	case err != nil:
		return nil, fmt.Errorf("comparing referral codes: %w", err)
	case same && strings.HasPrefix(row.ReferralCode, claimedPrefix):
		return row, nil
	}
	return nil, already()
}

// allowed refuses a friend who is none.
func (c claiming) allowed(ctx context.Context, joined *time.Time, referrer uuid.UUID) error {
	conflict := func(words string) error { return fault.Refuse(fault.StateConflict, "code", "%s", words) }
	switch {
	case joined == nil:
		return fault.New(fault.Unauthenticated, "please sign in")
	case c.Clock.Now().Sub(*joined) > ClaimWithin:
		return conflict("an invitation can only be taken within 30 days of joining")
	}
	mutual, err := c.tx.Ent().Referral.Query().Where(referral.ReferrerUserID(c.friend), referral.ReferredUserID(referrer)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("looking whether two invited each other: %w", err)
	}
	if mutual {
		return conflict("you have invited this person yourself")
	}
	bought, err := paidOrder(ctx, c.tx, c.friend, 0, 0)
	if err != nil {
		return err
	}
	if bought {
		return conflict("an invitation can only be taken before the first order is paid")
	}
	kinds, err := same(ctx, c.tx, pair{friend: c.friend, referrer: referrer, device: viewer.From(ctx).Client.DeviceID})
	if err != nil {
		return err
	}
	if len(kinds) > 0 {
		c.Log.InfoContext(ctx, "an invitation of oneself is refused", "friend", c.friend, "referrer", referrer, "same", kinds)
		return oneself()
	}
	return nil
}

// take makes the friend the invitation's.
func (c claiming) take(ctx context.Context, invitation *found) (*db.Referral, error) {
	now := c.Clock.Now()
	if !invitation.single.Valid {
		return c.tx.Ent().Referral.Create().SetReferrerUserID(invitation.referrer).SetReferredUserID(c.friend).
			SetReferralCode(newCode(claimedPrefix, claimedSigns)).SetClaimedAt(now).SetCreatedAt(now).SetUpdatedAt(now).Save(ctx)
	}
	id := int(invitation.single.Int64)
	taken, err := c.tx.Ent().Referral.Update().Where(referral.ID(id), referral.StatusEQ(referral.StatusPending),
		referral.ReferredUserIDIsNil(), referral.ClaimedAtIsNil()).
		SetReferredUserID(c.friend).SetClaimedAt(now).SetUpdatedAt(now).Save(ctx)
	switch {
	case err != nil:
		return nil, err
	case taken == 0:
		return nil, unknown()
	}
	return c.tx.Ent().Referral.Get(ctx, id)
}

// lock locks people in the order of their ids and answers when they joined. Who
// is erased is missing.
func lock(ctx context.Context, tx postgres.Tx, people ...uuid.UUID) (map[uuid.UUID]*time.Time, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id, created_at FROM users WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL
		ORDER BY id FOR NO KEY UPDATE`, people)
	if err != nil {
		return nil, fmt.Errorf("locking people: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err tells what failed.
	joined := make(map[uuid.UUID]*time.Time, len(people))
	for rows.Next() {
		var id uuid.UUID
		var at time.Time
		if err := rows.Scan(&id, &at); err != nil {
			return nil, fmt.Errorf("locking people: %w", err)
		}
		joined[id] = &at
	}
	return joined, rows.Err()
}

// paidOrder tells whether a person has paid for an order other than this one
// whose goods cost at least so much. One that was given back was paid; one that
// was given up before its money came was not.
func paidOrder(ctx context.Context, tx postgres.Tx, person uuid.UUID, other int, least int64) (paid bool, err error) {
	err = tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT FROM orders WHERE user_id = $1 AND id <> $2 AND subtotal_ngn - discount_ngn >= $3
		AND payment_status IN ('paid', 'refunded') AND status NOT IN ('pending', 'cancelled'))`, person, other, least).Scan(&paid)
	if err != nil {
		return false, fmt.Errorf("looking for earlier orders: %w", err)
	}
	return paid, nil
}
