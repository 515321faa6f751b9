package account

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zuka/ent/db"
	"zuka/ent/db/accountchallenge"
	"zuka/ent/db/user"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account/password"
)

// RegisterInput is what somebody who wants an account says.
type RegisterInput struct {
	Name, Email, Password string
}

// Validate finds everything that cannot be accepted, and puts the rest into
// the form in which it is kept.
func (in *RegisterInput) Validate() error {
	var faults fault.Faults
	in.Name = keepName(&faults, "name", in.Name)
	in.Email = keepEmail(&faults, "email", in.Email)
	faults.Keep(password.Check("password", in.Password))
	return faults.Err()
}

const (
	longestName  = 100
	longestEmail = 254
)

func keepName(faults *fault.Faults, field, name string) string {
	name = strings.Join(strings.Fields(norm.NFC.String(name)), " ")
	faults.Check(name != "", field, "is missing")
	faults.Check(utf8.RuneCountInString(name) <= longestName, field, "must have at most %d characters", longestName)
	faults.Check(printable(name), field, "contains characters that cannot be shown")
	return name
}

func keepEmail(faults *fault.Faults, field, email string) string {
	email = strings.TrimSpace(norm.NFC.String(email))
	parsed, err := mail.ParseAddress(email)
	valid := err == nil && parsed.Address == email && len(email) <= longestEmail && printable(email) &&
		strings.Contains(email[strings.LastIndex(email, "@")+1:], ".")
	faults.Check(valid, field, "is not an e-mail address")
	return email
}

// printable refuses what could break a mail's header, a page or a log.
func printable(text string) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsPrint(r) || r == '<' || r == '>'
	}) < 0
}

// Register begins an account: a link is mailed, and the account exists once it
// is opened. The answer is the same whether the address has an account or not;
// its owner is then told by mail.
func (s *Service) Register(ctx context.Context, in RegisterInput) error {
	if err := in.Validate(); err != nil {
		return err
	}
	v := viewer.From(ctx)
	if err := s.limit(ctx, by(registerFrom, v.Client.Network())); err != nil {
		return err
	}
	if err := s.mailable(ctx, in.Email); err != nil {
		return err
	}
	hash, err := s.Hasher.Hash(ctx, in.Password)
	if err != nil {
		return err
	}
	_, err = s.ask(ctx, asked{
		purpose: accountchallenge.PurposeRegistration, email: in.Email, life: registrationLife,
		pending: &shape.PendingAccount{Name: in.Name, PasswordHash: hash},
	})
	return err
}

// VerifyEmail makes the account that a mailed link is about, and signs its
// owner in.
func (s *Service) VerifyEmail(ctx context.Context, token string) (*SignedIn, error) {
	if err := s.limit(ctx, by(answerFrom, viewer.From(ctx).Client.Network())); err != nil {
		return nil, err
	}
	challenge, err := s.byLink(ctx, token, accountchallenge.PurposeRegistration)
	if err != nil {
		return nil, err
	}
	if challenge.pending == nil {
		return nil, errLink
	}
	return s.enter(ctx, func(ctx context.Context, tx postgres.Tx) (*SignedIn, error) {
		if err := s.use(ctx, tx, challenge, errLink); err != nil {
			return nil, err
		}
		made, err := s.newUser(ctx, tx, func(create *db.UserCreate) {
			create.SetEmail(challenge.to).SetEmailVerified(true).SetAuthProvider(user.AuthProviderEmail).
				SetName(challenge.pending.Name).SetPasswordHash(challenge.pending.PasswordHash)
		})
		if db.IsConstraintError(err) {
			// Somebody with this address has had an account since the mail was sent.
			return nil, errLink
		}
		if err != nil {
			return nil, err
		}
		signed, err := s.signIn(ctx, tx, made)
		if err != nil {
			return nil, err
		}
		signed.Created = true
		return signed, nil
	})
}

// enter runs what signs somebody in as one transaction and hands the session
// over.
func (s *Service) enter(ctx context.Context, work func(context.Context, postgres.Tx) (*SignedIn, error)) (*SignedIn, error) {
	var signed *SignedIn
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		signed, err = work(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.settle(ctx, signed)
	return signed, nil
}

// newUser writes a person's row. The referral code is random; one that is
// taken is as unlikely as guessing another's.
func (s *Service) newUser(ctx context.Context, tx postgres.Tx, fill func(*db.UserCreate)) (*db.User, error) {
	create := tx.Ent().User.Create().SetReferralCode(referralCode())
	fill(create)
	made, err := create.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("making an account: %w", err)
	}
	return made, nil
}

// codeSigns are signs that nobody confuses when a code is read aloud.
const codeSigns = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// referralCode is 10 signs of codeSigns: about 50 bits.
func referralCode() string {
	raw := make([]byte, 10)
	_, _ = rand.Read(raw) // It never fails.
	for i, b := range raw {
		raw[i] = codeSigns[int(b)%len(codeSigns)]
	}
	return string(raw)
}

// maskedEmail shows enough of an address for its owner to know it.
func maskedEmail(email string) string {
	at := strings.LastIndex(email, "@")
	if at < 1 {
		return "***"
	}
	_, size := utf8.DecodeRuneInString(email)
	return email[:size] + "***" + email[at:]
}
