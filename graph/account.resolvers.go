package graph

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/user"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/shop/account"
	"zuka/internal/shop/account/idtoken"
)

func person(found *db.User, failed error) (*model.UserPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.UserPayload{User: found, UserErrors: errs}, nil
}

func place(found *db.UserAddress, failed error) (*model.AddressPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.AddressPayload{Address: found, UserErrors: errs}, nil
}

func (m mutation) link(ctx context.Context, provider idtoken.Provider, input model.IDTokenInput) (*model.IdentityPayload, error) {
	in, failed := tokenInput(input)
	var linked *db.UserIdentity
	if failed == nil {
		linked, failed = m.Account.LinkIdentity(ctx, provider, in)
	}
	errs, err := usererror.From(fault.Below("input", failed))
	if err != nil {
		return nil, err
	}
	return &model.IdentityPayload{Identity: linked, UserErrors: errs}, nil
}

// IdentityLinkGoogle links a Google sign-in.
func (m mutation) IdentityLinkGoogle(ctx context.Context, input model.IDTokenInput) (*model.IdentityPayload, error) {
	return m.link(ctx, idtoken.Google, input)
}

// IdentityLinkApple links an Apple sign-in.
func (m mutation) IdentityLinkApple(ctx context.Context, input model.IDTokenInput) (*model.IdentityPayload, error) {
	return m.link(ctx, idtoken.Apple, input)
}

// IdentityUnlink takes a sign-in away.
func (m mutation) IdentityUnlink(ctx context.Context, id globalid.ID) (*model.ActionPayload, error) {
	key, err := id.Int("UserIdentity", "id")
	if err != nil {
		return done(err)
	}
	return done(m.Account.UnlinkIdentity(ctx, key))
}

// ProfileUpdate changes the profile.
func (m mutation) ProfileUpdate(ctx context.Context, input model.ProfileUpdateInput) (*model.UserPayload, error) {
	in := account.ProfileInput{
		Name:            account.Change[string]{Wanted: input.Name.IsSet(), Value: input.Name.Value()},
		ProfileImageURL: account.Change[string]{Wanted: input.ProfileImageURL.IsSet(), Value: input.ProfileImageURL.Value()},
	}
	in.DateOfBirth.Wanted, in.DateOfBirth.Value = input.DateOfBirth.IsSet(), input.DateOfBirth.Value()
	in.GenderPreference.Wanted = input.GenderPreference.IsSet()
	if gender := input.GenderPreference.Value(); gender != nil {
		in.GenderPreference.Value = new(user.GenderPreference(*gender))
	}
	return person(below(m.Account.UpdateProfile(ctx, in)))
}

// EmailChangeRequest sends a code to a new address.
func (m mutation) EmailChangeRequest(ctx context.Context, email string) (*model.ChallengePayload, error) {
	return asked(m.Account.RequestEmailChange(ctx, email))
}

// EmailChangeConfirm takes the new address.
func (m mutation) EmailChangeConfirm(ctx context.Context, input model.CodeInput) (*model.UserPayload, error) {
	return person(byCode(input, func(id uuid.UUID) (*db.User, error) { return m.Account.ConfirmEmailChange(ctx, id, input.Code) }))
}

// PhoneChangeRequest sends a code to a new phone.
func (m mutation) PhoneChangeRequest(ctx context.Context, phone string) (*model.ChallengePayload, error) {
	return asked(m.Account.RequestPhoneChange(ctx, phone))
}

// PhoneChangeConfirm takes the new phone.
func (m mutation) PhoneChangeConfirm(ctx context.Context, input model.CodeInput) (*model.UserPayload, error) {
	return person(byCode(input, func(id uuid.UUID) (*db.User, error) { return m.Account.ConfirmPhoneChange(ctx, id, input.Code) }))
}

// AddressCreate adds an address.
func (m mutation) AddressCreate(ctx context.Context, input account.AddressInput, asDefault bool) (*model.AddressPayload, error) {
	return place(below(m.Account.CreateAddress(ctx, input, asDefault)))
}

// AddressUpdate replaces an address.
func (m mutation) AddressUpdate(ctx context.Context, id globalid.ID, input account.AddressInput) (*model.AddressPayload, error) {
	key, err := id.Int("UserAddress", "id")
	if err != nil {
		return place(nil, err)
	}
	return place(below(m.Account.UpdateAddress(ctx, key, input)))
}

// AddressDelete takes an address away.
func (m mutation) AddressDelete(ctx context.Context, id globalid.ID) (*model.ActionPayload, error) {
	key, err := id.Int("UserAddress", "id")
	if err != nil {
		return done(err)
	}
	return done(m.Account.DeleteAddress(ctx, key))
}

// AddressSetDefault prefers an address.
func (m mutation) AddressSetDefault(ctx context.Context, id globalid.ID) (*model.AddressPayload, error) {
	key, err := id.Int("UserAddress", "id")
	if err != nil {
		return place(nil, err)
	}
	return place(m.Account.PreferAddress(ctx, key))
}

// AccountExport asks for a file with everything.
func (m mutation) AccountExport(ctx context.Context) (*model.DataExportPayload, error) {
	export, failed := m.Account.RequestExport(ctx)
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.DataExportPayload{Export: export, UserErrors: errs}, nil
}

// AccountDelete begins to leave.
func (m mutation) AccountDelete(ctx context.Context) (*model.ChallengePayload, error) {
	return asked(m.Account.RequestDeletion(ctx))
}

// AccountDeleteConfirm leaves.
func (m mutation) AccountDeleteConfirm(ctx context.Context, input model.CodeInput) (*model.ActionPayload, error) {
	_, err := byCode(input, func(id uuid.UUID) (struct{}, error) { return struct{}{}, m.Account.Delete(ctx, id, input.Code) })
	return done(err)
}

// UserSetRole changes what a person may do.
func (m mutation) UserSetRole(ctx context.Context, userID globalid.ID, role user.Role) (*model.UserPayload, error) {
	key, err := userID.UUID("User", "userId")
	if err != nil {
		return person(nil, err)
	}
	return person(m.Account.SetRole(ctx, key, role))
}
