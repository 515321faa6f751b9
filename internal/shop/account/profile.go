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
	"zuka/internal/platform/viewer"
)

// Self is whoever is signed in, as the root of what belongs to them.
type Self struct{ User uuid.UUID }

// Self is whoever is signed in; nil for a guest.
func (s *Service) Self(ctx context.Context) *Self {
	v, err := me(ctx)
	if err != nil {
		return nil
	}
	return &Self{User: v.User}
}

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

// Visible is a person whom the viewer may see: themselves, or anybody for
// staff; nil otherwise.
func (s *Service) Visible(ctx context.Context, id uuid.UUID) (*db.User, error) {
	v, err := me(ctx)
	if err != nil || id != v.User && !v.May(viewer.Staff) {
		return nil, nil
	}
	found, err := s.Pool.Ent().User.Query().Where(user.ID(id), user.DeletedAtIsNil()).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}
