package account

import (
	"context"
	"strings"

	"zuka/ent/db"
	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/phone"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// LoginInput is a sign-in by password.
type LoginInput struct {
	// Identifier is the account's e-mail address or phone number.
	Identifier string
	Password   string
}

// errCredentials is told of every sign-in by password that fails.
var errCredentials = fault.Refuse(fault.CredentialsInvalid, "", "the address or the password is wrong")

// Login signs in by password. An account that is not there takes as long to
// refuse as a wrong password.
func (s *Service) Login(ctx context.Context, in LoginInput) (*SignedIn, error) {
	var faults fault.Faults
	identifier := strings.ToLower(strings.TrimSpace(in.Identifier))
	faults.Check(identifier != "" && len(identifier) <= longestEmail && printable(identifier), "identifier", "is not an e-mail address or phone number")
	faults.Check(in.Password != "" && len(in.Password) <= 4*longestEmail, "password", "is missing or too long")
	if err := faults.Err(); err != nil {
		return nil, err
	}
	number, byPhone := "", false
	if parsed, err := phone.Parse(identifier); err == nil {
		number, byPhone, identifier = parsed.String(), true, parsed.String()
	}
	address := viewer.From(ctx).Client.Network()
	if err := s.limit(ctx, by(loginHere, identifier+" "+address), by(loginAny, identifier), by(loginFrom, address)); err != nil {
		return nil, err
	}
	query := s.Pool.Ent().User.Query().Where(user.DeletedAtIsNil())
	if byPhone {
		query.Where(user.Phone(number), user.PhoneVerified(true))
	} else {
		query.Where(user.Email(identifier), user.EmailVerified(true))
	}
	found, err := query.Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, err
	}
	var hash *string
	if found != nil {
		hash = found.PasswordHash
	}
	same, err := s.Hasher.Same(ctx, in.Password, hash)
	if err != nil {
		return nil, err
	}
	if !same {
		return nil, errCredentials
	}
	return s.enter(ctx, func(ctx context.Context, tx postgres.Tx) (*SignedIn, error) {
		// Read again, for it may have been deleted or got another password
		// while the hash was compared.
		current, err := tx.Ent().User.Query().Where(user.ID(found.ID), user.DeletedAtIsNil()).ForUpdate().Only(ctx)
		if db.IsNotFound(err) || err == nil && (current.PasswordHash == nil || *current.PasswordHash != *hash) {
			return nil, errCredentials
		}
		if err != nil {
			return nil, err
		}
		return s.signIn(ctx, tx, current)
	})
}

// Logout ends the viewer's session; somebody without one is out already.
func (s *Service) Logout(ctx context.Context) error {
	v := viewer.From(ctx)
	if v.Session == [16]byte{} {
		return nil
	}
	if err := s.end(ctx, v); err != nil {
		return err
	}
	viewer.Become(ctx, viewer.Viewer{}, "", 0)
	return nil
}
