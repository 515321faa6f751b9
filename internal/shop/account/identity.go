package account

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/user"
	"zuka/ent/db/useridentity"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/account/idtoken"
)

// Identities are the Google and Apple sign-ins linked with an account, the
// oldest first.
func (s *Service) Identities(ctx context.Context, owner uuid.UUID) ([]*db.UserIdentity, error) {
	return s.Pool.Ent().UserIdentity.Query().Where(useridentity.UserID(owner)).Order(useridentity.ByID()).All(ctx)
}

// Identity is one of a person's; nil when it is another's or is not.
func (s *Service) Identity(ctx context.Context, owner uuid.UUID, id int) (*db.UserIdentity, error) {
	found, err := s.Pool.Ent().UserIdentity.Query().Where(useridentity.ID(id), useridentity.UserID(owner)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// LinkIdentity links a Google or Apple sign-in with the account of whoever is
// signed in. Linking it again changes nothing.
func (s *Service) LinkIdentity(ctx context.Context, provider idtoken.Provider, in TokenInput) (*db.UserIdentity, error) {
	v, err := s.fresh(ctx)
	if err != nil {
		return nil, err
	}
	proof, err := s.vouch(ctx, provider, in)
	if err != nil {
		return nil, err
	}
	var linked *db.UserIdentity
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if err := s.use(ctx, tx, proof.challenge, fault.Refuse(fault.IDTokenInvalid, "idToken", "was used already; please begin again")); err != nil {
			return err
		}
		if linked, err = s.identity(ctx, tx, proof); err != nil {
			return err
		}
		if linked == nil {
			if err := s.link(ctx, tx, v.User, proof); err != nil {
				return taken(err, "idToken", "the sign-in")
			}
			linked, err = s.identity(ctx, tx, proof)
			return err
		}
		if linked.UserID != v.User {
			return fault.Refuse(fault.AlreadyTaken, "idToken", "is the sign-in of another account")
		}
		return nil
	})
	return linked, err
}

// UnlinkIdentity takes a Google or Apple sign-in away from the account of
// whoever is signed in, unless nothing else would open it.
func (s *Service) UnlinkIdentity(ctx context.Context, id int) error {
	v, err := s.fresh(ctx)
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		// Locked, so that two that are taken away at once do not both find the
		// other still there.
		owner, err := tx.Ent().User.Query().Where(user.ID(v.User), user.DeletedAtIsNil()).ForUpdate().Only(ctx)
		if err != nil {
			return orElse(err, fault.New(fault.Unauthenticated, "please sign in"))
		}
		others, err := tx.Ent().UserIdentity.Query().Where(useridentity.UserID(v.User), useridentity.IDNEQ(id)).Count(ctx)
		if err != nil {
			return err
		}
		gone, err := tx.Ent().UserIdentity.Delete().Where(useridentity.UserID(v.User), useridentity.ID(id)).Exec(ctx)
		if err != nil {
			return err
		}
		if gone == 0 {
			return fault.Refuse(fault.Gone, "id", "is no sign-in of this account")
		}
		if others == 0 && !hasOwnWay(owner) {
			return fault.Refuse(fault.LastSignIn, "id", "is the only way to sign in; set a password or add a phone number first")
		}
		return nil
	})
}

// hasOwnWay tells whether a person can sign in without Google and Apple: by a
// code to the phone, or by an address, whose owner can always set a password.
func hasOwnWay(owner *db.User) bool {
	return owner.PhoneVerified && owner.Phone != nil || owner.EmailVerified && owner.Email != nil
}
