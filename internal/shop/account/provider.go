package account

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/accountchallenge"
	"zuka/ent/db/user"
	"zuka/ent/db/useridentity"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account/idtoken"
)

// Nonce is what an ID token must carry, once.
type Nonce struct {
	// ID comes back with the token.
	ID uuid.UUID
	// Value goes to Google as it is. Apple may be given it, or the hex of its
	// SHA-256.
	Value     string
	ExpiresAt time.Time
}

// GlobalID is the opaque id by which clients name the nonce.
func (n *Nonce) GlobalID() globalid.ID { return globalid.New(challengeKind, n.ID) }

// NewNonce begins a sign-in by Google or Apple.
func (s *Service) NewNonce(ctx context.Context) (*Nonce, error) {
	if err := s.limit(ctx, by(tokenFrom, viewer.From(ctx).Client.Network())); err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	made, err := s.Pool.Ent().AccountChallenge.Create().SetPurpose(accountchallenge.PurposeIDToken).
		SetCreatedAt(now).SetExpiresAt(now.Add(nonceLife)).Save(ctx)
	if err != nil {
		return nil, err
	}
	return &Nonce{ID: made.ID, Value: s.Keys.Nonce(made.ID), ExpiresAt: made.ExpiresAt}, nil
}

// TokenInput is an ID token of Google or Apple and what it answers.
type TokenInput struct {
	IDToken string
	Nonce   uuid.UUID
	// Name is what the app was told: Apple does not put it into the token.
	Name *string
}

// vouched is what a provider says of somebody, with the challenge it answers.
type vouched struct {
	idtoken.Claims
	challenge *asking
}

// vouch checks a token. The nonce is not used up yet: that is part of what the
// token allows.
func (s *Service) vouch(ctx context.Context, provider idtoken.Provider, in TokenInput) (*vouched, error) {
	if !s.Tokens.Enabled(provider) {
		return nil, fault.Refuse(fault.NotOffered, "", "this way to sign in is not offered")
	}
	if err := s.limit(ctx, by(tokenFrom, viewer.From(ctx).Client.Network())); err != nil {
		return nil, err
	}
	rejected := fault.Refuse(fault.IDTokenInvalid, "idToken", "is not valid; please begin again")
	challenge, err := s.try(ctx, in.Nonce, nil, accountchallenge.PurposeIDToken)
	if err != nil {
		return nil, err
	}
	if challenge == nil {
		return nil, rejected
	}
	for _, nonce := range s.Keys.Nonces(in.Nonce) {
		var claims idtoken.Claims
		if claims, err = s.Tokens.Verify(ctx, provider, in.IDToken, idtoken.NonceCheck(nonce)); err == nil {
			return &vouched{Claims: claims, challenge: challenge}, nil
		}
	}
	var why *idtoken.Rejection
	if errors.As(err, &why) {
		s.Log.InfoContext(ctx, "an ID token was rejected", "cause", why)
		return nil, rejected
	}
	return nil, err
}

// LoginWith signs in by an ID token. The account is the one that the provider's
// subject is linked with; where there is none yet, one is made. An e-mail
// address alone never opens an account that exists: its owner signs in first
// and links the two.
func (s *Service) LoginWith(ctx context.Context, provider idtoken.Provider, in TokenInput) (*SignedIn, error) {
	name, err := tokenName(in)
	if err != nil {
		return nil, err
	}
	proof, err := s.vouch(ctx, provider, in)
	if err != nil {
		return nil, err
	}
	if proof.Name != "" {
		name = proof.Name
	}
	return s.enter(ctx, func(ctx context.Context, tx postgres.Tx) (*SignedIn, error) {
		rejected := fault.Refuse(fault.IDTokenInvalid, "idToken", "was used already; please begin again")
		if err := s.use(ctx, tx, proof.challenge, rejected); err != nil {
			return nil, err
		}
		found, created, err := s.linkedOrNew(ctx, tx, proof, name)
		if err != nil {
			return nil, err
		}
		signed, err := s.signIn(ctx, tx, found)
		if err != nil {
			return nil, err
		}
		signed.Created = created
		return signed, nil
	})
}

func tokenName(in TokenInput) (string, error) {
	if in.Name == nil || *in.Name == "" {
		return "", nil
	}
	var faults fault.Faults
	name := keepName(&faults, "name", *in.Name)
	return name, faults.Err()
}

func (s *Service) linkedOrNew(ctx context.Context, tx postgres.Tx, proof *vouched, name string) (*db.User, bool, error) {
	identity, err := s.identity(ctx, tx, proof)
	if err != nil {
		return nil, false, err
	}
	if identity != nil {
		owner := identity.Edges.User
		if owner.DeletedAt != nil {
			return nil, false, fault.Refuse(fault.IDTokenInvalid, "idToken", "is not valid; please begin again")
		}
		update := tx.Ent().UserIdentity.UpdateOne(identity).SetLastUsedAt(s.Clock.Now())
		if proof.Email != "" {
			update.SetEmail(proof.Email)
		}
		return owner, false, update.Exec(ctx)
	}
	// Only an address that the provider speaks for becomes the account's own.
	mine := proof.EmailAuthoritative && proof.Email != ""
	if mine {
		if exists, err := tx.Ent().User.Query().Where(user.Email(proof.Email)).Exist(ctx); err != nil || exists {
			return nil, false, orRefuse(err, fault.AccountExists, "there is an account with this address: please sign in and link the two")
		}
	}
	made, err := s.newUser(ctx, tx, func(create *db.UserCreate) {
		create.SetName(name).SetAuthProvider(user.AuthProvider(proof.Provider))
		if mine {
			create.SetEmail(proof.Email).SetEmailVerified(true)
		}
		if proof.Picture != "" {
			create.SetProfileImageURL(proof.Picture)
		}
	})
	if err != nil {
		return nil, false, begun(err)
	}
	return made, true, begun(s.link(ctx, tx, made.ID, proof))
}

// begun refuses the second of two sign-ins that made the same account at once.
func begun(err error) error {
	if db.IsConstraintError(err) {
		return fault.Refuse(fault.IDTokenInvalid, "idToken", "is being used elsewhere; please begin again")
	}
	return err
}

func orRefuse(err error, reason fault.Reason, message string) error {
	if err != nil {
		return err
	}
	return fault.Refuse(reason, "", "%s", message)
}

// orElse is the refusal where there is nothing, and the error itself where
// something else went wrong.
func orElse(err error, refusal error) error {
	if db.IsNotFound(err) {
		return refusal
	}
	return err
}

func (s *Service) identity(ctx context.Context, tx postgres.Tx, proof *vouched) (*db.UserIdentity, error) {
	found, err := tx.Ent().UserIdentity.Query().
		Where(useridentity.ProviderEQ(useridentity.Provider(proof.Provider)), useridentity.Subject(proof.Subject)).WithUser().Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

func (s *Service) link(ctx context.Context, tx postgres.Tx, owner uuid.UUID, proof *vouched) error {
	create := tx.Ent().UserIdentity.Create().SetUserID(owner).SetProvider(useridentity.Provider(proof.Provider)).
		SetSubject(proof.Subject).SetLastUsedAt(s.Clock.Now())
	if proof.Email != "" {
		create.SetEmail(proof.Email)
	}
	return create.Exec(ctx)
}
