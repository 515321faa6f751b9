package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/accountchallenge"
	"zuka/ent/db/user"
	"zuka/internal/platform/mail"
	"zuka/internal/platform/sms"
)

// ErrUndeliverable means that no further try will bring a message to its
// address.
var ErrUndeliverable = errors.New("the message cannot be delivered")

// SendChallenge sends what a challenge asks for: a link, a code, or the word
// that there is an account already. It is safe to call again: what was sent,
// answered or has run out is not sent once more, except when the process died
// between sending and noting it.
func (s *Service) SendChallenge(ctx context.Context, id uuid.UUID) error {
	challenge, err := s.Pool.Ent().AccountChallenge.Get(ctx, id)
	if db.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if challenge.SentAt != nil || challenge.UsedAt != nil || !challenge.ExpiresAt.After(s.Clock.Now()) {
		return nil
	}
	if err := s.send(ctx, challenge); err != nil {
		return err
	}
	return s.Pool.Ent().AccountChallenge.UpdateOne(challenge).SetSentAt(s.Clock.Now()).Exec(ctx)
}

func (s *Service) send(ctx context.Context, challenge *db.AccountChallenge) error {
	if challenge.Phone != nil {
		code := s.Keys.Code(string(challenge.Purpose), challenge.ID, *challenge.Phone)
		return undeliverable(s.SMS.Send(ctx, sms.Message{To: *challenge.Phone, Text: s.Letters.CodeText(code, codeLife)}))
	}
	if challenge.Email == nil {
		return fmt.Errorf("a challenge of purpose %s goes nowhere", challenge.Purpose)
	}
	message, wanted, err := s.compose(ctx, challenge, *challenge.Email)
	if err != nil || !wanted {
		return err
	}
	return undeliverable(s.Mail.Send(ctx, message))
}

// compose writes the mail of a challenge; it is not wanted when a password is
// to be reset that nobody has.
func (s *Service) compose(ctx context.Context, challenge *db.AccountChallenge, to string) (message mail.Message, wanted bool, err error) {
	purpose := string(challenge.Purpose)
	switch challenge.Purpose {
	case accountchallenge.PurposeRegistration, accountchallenge.PurposePasswordReset:
		owner, err := s.Pool.Ent().User.Query().Where(user.Email(to), user.DeletedAtIsNil()).Only(ctx)
		if err != nil && !db.IsNotFound(err) {
			return message, false, err
		}
		link := s.Keys.Link(purpose, challenge.ID, to)
		switch {
		case challenge.Purpose == accountchallenge.PurposePasswordReset && owner == nil:
			return message, false, nil
		case challenge.Purpose == accountchallenge.PurposePasswordReset:
			message, err = s.Letters.Reset(to, owner.Name, link, resetLife)
		case owner != nil:
			message, err = s.Letters.Known(to, owner.Name)
		default:
			message, err = s.Letters.Welcome(to, challenge.Pending.Name, link, registrationLife)
		}
		return message, true, err
	case accountchallenge.PurposeEmailChange:
		message, err = s.Letters.Address(to, s.Keys.Code(purpose, challenge.ID, to), codeLife)
	case accountchallenge.PurposeDeletion:
		message, err = s.Letters.Farewell(to, s.Keys.Code(purpose, challenge.ID, to), codeLife)
	default:
		return message, false, fmt.Errorf("a challenge of purpose %s has no mail", challenge.Purpose)
	}
	return message, true, err
}

func undeliverable(err error) error {
	if errors.Is(err, mail.ErrRefused) || errors.Is(err, sms.ErrRefused) {
		return errors.Join(ErrUndeliverable, err)
	}
	return err
}
