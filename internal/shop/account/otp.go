package account

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/accountchallenge"
	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/phone"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// RequestOTP sends a code to a phone, by which its owner signs in or gets an
// account. Sending stops while Redis is away, for then nobody counts what it
// costs.
func (s *Service) RequestOTP(ctx context.Context, number string) (*Challenge, error) {
	to, err := s.textable(ctx, "phone", number)
	if err != nil {
		return nil, err
	}
	return s.ask(ctx, asked{purpose: accountchallenge.PurposePhoneLogin, phone: to, life: codeLife})
}

// textable is a number that may be sent one more SMS, in E.164.
func (s *Service) textable(ctx context.Context, field, number string) (string, error) {
	to, err := phone.Parse(number)
	if err != nil {
		return "", fault.Invalid(field, "%s", err)
	}
	if s.SMS == nil {
		return "", fault.Refuse(fault.NotOffered, field, "codes to phones are not offered")
	}
	address := viewer.From(ctx).Client.Network()
	err = s.Limits.TakeOrStop(ctx, by(smsGap, to.String()), by(smsShort, to.String()), by(smsHour, to.String()), by(smsDay, to.String()),
		by(smsFrom, address), by(smsFromD, address), by(smsPrefix, to.Prefix()), by(smsAll, ""))
	return to.String(), err
}

// VerifyOTP signs the owner of a phone in. Who has no account gets one, named
// as they say; an account's own name stays.
func (s *Service) VerifyOTP(ctx context.Context, challenge uuid.UUID, code, name string) (*SignedIn, error) {
	var faults fault.Faults
	if name != "" {
		name = keepName(&faults, "name", name)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if err := s.limit(ctx, by(answerFrom, viewer.From(ctx).Client.Network())); err != nil {
		return nil, err
	}
	answered, err := s.byCode(ctx, challenge, code, nil, accountchallenge.PurposePhoneLogin)
	if err != nil {
		return nil, err
	}
	return s.enter(ctx, func(ctx context.Context, tx postgres.Tx) (*SignedIn, error) {
		if err := s.use(ctx, tx, answered, errCode); err != nil {
			return nil, err
		}
		found, created, err := s.byPhone(ctx, tx, answered.to, name)
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

// byPhone is the account whose phone it is, or a new one.
func (s *Service) byPhone(ctx context.Context, tx postgres.Tx, number, name string) (found *db.User, created bool, err error) {
	found, err = tx.Ent().User.Query().Where(user.Phone(number), user.PhoneVerified(true), user.DeletedAtIsNil()).ForUpdate().Only(ctx)
	if err == nil || !db.IsNotFound(err) {
		return found, false, err
	}
	found, err = s.newUser(ctx, tx, func(create *db.UserCreate) {
		create.SetPhone(number).SetPhoneVerified(true).SetAuthProvider(user.AuthProviderPhone).SetName(name)
	})
	if db.IsConstraintError(err) {
		// Two codes of the same phone were answered at once: the other was first.
		return nil, false, errCode
	}
	return found, true, err
}
