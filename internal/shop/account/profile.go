package account

import (
	"context"
	"net/url"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/user"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
)

// Me is the account of whoever is signed in.
func (s *Service) Me(ctx context.Context) (*db.User, error) {
	v, err := me(ctx)
	if err != nil {
		return nil, err
	}
	return s.person(ctx, v.User)
}

// Change is a new value for something, when one is wanted. A nil Value takes
// away what can be missing.
type Change[T any] struct {
	Wanted bool
	Value  *T
}

// ProfileInput says what of a profile is to change.
type ProfileInput struct {
	Name             Change[string]
	DateOfBirth      Change[time.Time]
	GenderPreference Change[user.GenderPreference]
	ProfileImageURL  Change[string]
}

const (
	youngest = 13
	oldest   = 120
	longest  = 2000
)

func (in *ProfileInput) validate(now time.Time) error {
	var faults fault.Faults
	if in.Name.Wanted {
		faults.Check(in.Name.Value != nil, "name", "cannot be taken away")
		if in.Name.Value != nil {
			name := keepName(&faults, "name", *in.Name.Value)
			in.Name.Value = &name
		}
	}
	if born := in.DateOfBirth.Value; born != nil {
		today := clock.Day(now)
		faults.Check(!born.After(today.AddDate(-youngest, 0, 0)), "dateOfBirth", "must be at least %d years ago", youngest)
		faults.Check(born.After(today.AddDate(-oldest, 0, 0)), "dateOfBirth", "must be less than %d years ago", oldest)
	}
	if picture := in.ProfileImageURL.Value; picture != nil {
		address, err := url.Parse(*picture)
		faults.Check(err == nil && address.Scheme == "https" && address.Host != "" && len(*picture) <= longest && printable(*picture),
			"profileImageUrl", "must be an address that begins with https://")
	}
	return faults.Err()
}

// UpdateProfile changes what the input wants changed.
func (s *Service) UpdateProfile(ctx context.Context, in ProfileInput) (*db.User, error) {
	v, err := me(ctx)
	if err != nil {
		return nil, err
	}
	if err := in.validate(s.Clock.Now()); err != nil {
		return nil, err
	}
	update := s.Pool.Ent().User.Update().Where(user.ID(v.User), user.DeletedAtIsNil())
	if in.Name.Wanted {
		update.SetName(*in.Name.Value)
	}
	apply(in.DateOfBirth, update.SetDateOfBirth, update.ClearDateOfBirth)
	apply(in.GenderPreference, update.SetGenderPreference, update.ClearGenderPreference)
	apply(in.ProfileImageURL, update.SetProfileImageURL, update.ClearProfileImageURL)
	if err := update.Exec(ctx); err != nil {
		return nil, err
	}
	return s.person(ctx, v.User)
}

func apply[T any](change Change[T], set func(T) *db.UserUpdate, clear func() *db.UserUpdate) {
	switch {
	case !change.Wanted:
	case change.Value == nil:
		clear()
	default:
		set(*change.Value)
	}
}

// ByID are accounts by their ids, for loaders; erased ones are left out.
func (s *Service) ByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*db.User, error) {
	found, err := s.Pool.Ent().User.Query().Where(user.IDIn(ids...), user.DeletedAtIsNil()).All(ctx)
	if err != nil {
		return nil, err
	}
	by := make(map[uuid.UUID]*db.User, len(found))
	for _, one := range found {
		by[one.ID] = one
	}
	return by, nil
}
