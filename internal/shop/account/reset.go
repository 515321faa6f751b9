package account

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db/accountchallenge"
	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account/password"
)

// RequestPasswordReset mails a link by which the owner of an address sets a new
// password. The answer is the same when nobody has the address: whether to send
// anything is decided later, by the job.
func (s *Service) RequestPasswordReset(ctx context.Context, email string) error {
	var faults fault.Faults
	email = keepEmail(&faults, "email", email)
	if err := faults.Err(); err != nil {
		return err
	}
	if err := s.mailable(ctx, email); err != nil {
		return err
	}
	_, err := s.ask(ctx, asked{purpose: accountchallenge.PurposePasswordReset, email: email, life: resetLife})
	return err
}

// PasswordResetInput is a new password by a mailed token.
type PasswordResetInput struct{ Token, Password string }

// PasswordChangeInput is a new password by the old one, which is nil for
// somebody who has none.
type PasswordChangeInput struct {
	CurrentPassword *string
	NewPassword     string
}

// ResetPassword sets a new password by a mailed token, ends every session of
// the account and signs its owner in here.
func (s *Service) ResetPassword(ctx context.Context, in PasswordResetInput) (*SignedIn, error) {
	if err := password.Check("password", in.Password); err != nil {
		return nil, err
	}
	if err := s.limit(ctx, by(answerFrom, viewer.From(ctx).Client.Network())); err != nil {
		return nil, err
	}
	answered, err := s.byLink(ctx, in.Token, accountchallenge.PurposePasswordReset)
	if err != nil {
		return nil, err
	}
	hash, err := s.Hasher.Hash(ctx, in.Password)
	if err != nil {
		return nil, err
	}
	var ended []uuid.UUID
	signed, err := s.enter(ctx, func(ctx context.Context, tx postgres.Tx) (*SignedIn, error) {
		if err := s.use(ctx, tx, answered, errLink); err != nil {
			return nil, err
		}
		owner, err := tx.Ent().User.Query().Where(user.Email(answered.to), user.EmailVerified(true), user.DeletedAtIsNil()).ForUpdate().Only(ctx)
		if err != nil {
			return nil, orElse(err, errLink)
		}
		if err := tx.Ent().User.UpdateOne(owner).SetPasswordHash(hash).Exec(ctx); err != nil {
			return nil, err
		}
		if ended, err = s.Sessions.EndAll(ctx, tx, owner.ID, uuid.Nil); err != nil {
			return nil, err
		}
		return s.signIn(ctx, tx, owner)
	})
	if err != nil {
		return nil, err
	}
	s.over(ctx, ended...)
	return signed, nil
}

// ChangePassword sets a new password. Who has one must know it; who has none
// must have signed in a moment ago. Every other session ends.
func (s *Service) ChangePassword(ctx context.Context, in PasswordChangeInput) error {
	v, err := me(ctx)
	if err != nil {
		return err
	}
	if err := password.Check("newPassword", in.NewPassword); err != nil {
		return err
	}
	if err := s.limit(ctx, by(passwordOf, v.User.String())); err != nil {
		return err
	}
	owner, err := s.person(ctx, v.User)
	if err != nil {
		return err
	}
	if owner.PasswordHash == nil {
		if _, err := s.fresh(ctx); err != nil {
			return err
		}
	} else if err := s.knows(ctx, owner.PasswordHash, in.CurrentPassword); err != nil {
		return err
	}
	hash, err := s.Hasher.Hash(ctx, in.NewPassword)
	if err != nil {
		return err
	}
	var ended []uuid.UUID
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		changed, err := tx.Ent().User.Update().Where(user.ID(v.User), user.DeletedAtIsNil(), hashIs(owner.PasswordHash)).SetPasswordHash(hash).Save(ctx)
		if err != nil {
			return err
		}
		if changed == 0 { // Changed elsewhere while this one was compared.
			return errCurrent
		}
		ended, err = s.Sessions.EndAll(ctx, tx, v.User, v.Session)
		return err
	})
	if err != nil {
		return err
	}
	s.over(ctx, ended...)
	return nil
}

var errCurrent = fault.Refuse(fault.CredentialsInvalid, "currentPassword", "is wrong")

func (s *Service) knows(ctx context.Context, hash, current *string) error {
	if current == nil {
		return errCurrent
	}
	same, err := s.Hasher.Same(ctx, *current, hash)
	if err == nil && !same {
		err = errCurrent
	}
	return err
}
