package referral

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/user"
	"zuka/internal/platform/money"
	"zuka/internal/platform/publicname"
)

// Invitation is what a code says to whoever opens its link.
type Invitation struct {
	// Code is the code as it is kept.
	Code string
	// Referrer is what the one who invites is called in public.
	Referrer string
	// ReferrerPoints and FriendPoints are given when the friend's first order of
	// at least LeastOrder, in naira of goods, is paid.
	ReferrerPoints, FriendPoints int
	LeastOrder                   money.Naira
}

// found is an invitation that somebody may still claim.
type found struct {
	code     string
	referrer uuid.UUID
	name     string
	// single is the row of a single invitation.
	single sql.NullInt64
}

// opened finds what a code invites to. A row whose friend is gone keeps the time
// at which it was claimed, and is not open.
const opened = `SELECT u.referral_code, u.id, u.name, NULL::bigint FROM users AS u
	WHERE u.referral_code = $1 AND u.deleted_at IS NULL
	UNION ALL SELECT r.referral_code, u.id, u.name, r.id
	FROM referrals AS r JOIN users AS u ON u.id = r.referrer_user_id AND u.deleted_at IS NULL
	WHERE r.referral_code = $1 AND r.status = 'pending' AND r.referred_user_id IS NULL AND r.claimed_at IS NULL`

// reader is the pool or a transaction.
type reader interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// open is what a code invites to; nil when nothing.
func open(ctx context.Context, in reader, code string) (*found, error) {
	var f found
	err := in.QueryRowContext(ctx, opened, code).Scan(&f.code, &f.referrer, &f.name, &f.single)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for an invitation: %w", err)
	}
	return &f, nil
}

// Code is what a code invites to, for everybody; nil when there is no such code,
// when somebody has taken it, and when its owner is gone.
func (s *Service) Code(ctx context.Context, code string) (*Invitation, error) {
	code, readable := readCode(code)
	if !readable {
		return nil, nil
	}
	f, err := open(ctx, s.Pool.SQL(), code)
	if err != nil || f == nil {
		return nil, err
	}
	return &Invitation{
		Code: f.code, Referrer: publicname.Of(f.name), ReferrerPoints: ReferrerPoints, FriendPoints: FriendPoints, LeastOrder: LeastOrder,
	}, nil
}

// Own is a person's own code, and the link that has it.
type Own struct{ Code, URL string }

// Mine is a person's own code; nil for nobody.
func (s *Service) Mine(ctx context.Context, person uuid.UUID) (*Own, error) {
	code, err := s.Pool.Ent().User.Query().Where(user.ID(person), user.DeletedAtIsNil()).Select(user.FieldReferralCode).String(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading a referral code: %w", err)
	}
	return &Own{Code: code, URL: s.URL(code)}, nil
}

// URL is the page of the storefront that a code's link leads to.
func (s *Service) URL(code string) string { return s.Storefront + "/r/" + code }
