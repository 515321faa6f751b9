package graph

import (
	"context"

	"zuka/ent/db"
	"zuka/graph/loader"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/page"
	"zuka/internal/shop/account"
	"zuka/internal/shop/referral"
)

// ReferralCode is whose invitation a code is.
func (q query) ReferralCode(ctx context.Context, code string) (*referral.Invitation, error) {
	return q.Referrals.Code(ctx, code)
}

// Referral is how the person invites.
func (m meFields) Referral(ctx context.Context, self *account.Self) (*referral.Own, error) {
	return m.Resolver.Referrals.Mine(ctx, self.User)
}

// Referrals are whom the person invited.
func (m meFields) Referrals(
	ctx context.Context, self *account.Self, first *int32, after *string, last *int32, before *string,
) (*referral.Connection, error) {
	return m.Resolver.Referrals.List(ctx, self.User, page.Args{First: first, After: after, Last: last, Before: before})
}

// ReferralInvite makes a single invitation.
func (m mutation) ReferralInvite(ctx context.Context) (*model.ReferralPayload, error) {
	return invited(m.Referrals.Invite(ctx))
}

// ReferralClaim says who invited the person.
func (m mutation) ReferralClaim(ctx context.Context, code string) (*model.ReferralPayload, error) {
	return invited(m.Referrals.Claim(ctx, code))
}

func invited(found *db.Referral, failed error) (*model.ReferralPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.ReferralPayload{Referral: found, UserErrors: errs}, nil
}

type referralFields struct{ *Resolver }

// Code is the code of a single invitation.
func (r referralFields) Code(_ context.Context, found *db.Referral) (*string, error) {
	return r.Referrals.SingleCode(found), nil
}

// URL is its link while it can be taken.
func (r referralFields) URL(_ context.Context, found *db.Referral) (*string, error) {
	return r.Referrals.SingleURL(found), nil
}

// Friend is who took it, by the name that everybody sees.
func (referralFields) Friend(ctx context.Context, found *db.Referral) (*string, error) {
	if found.ReferredUserID == nil {
		return nil, nil
	}
	name, err := loader.PlayFrom(ctx).Friend.Get(ctx, *found.ReferredUserID)
	return &name, err
}
