package pet

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/userpet"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// Persona is a pet's voice.
type Persona = userpet.PersonaType

// AdoptInput is a pet to be.
type AdoptInput struct {
	Persona Persona
	Name    string
}

// named is a pet's name as it is kept.
func named(field, name string) (string, error) {
	var faults fault.Faults
	faults.Check(utf8.ValidString(name), field, "contains characters that cannot be shown")
	if err := faults.Err(); err != nil {
		return "", err
	}
	name = plain(name, false)
	faults.Check(name != "" && utf8.RuneCountInString(name) <= longestName, field, "must be 1 to %d characters", longestName)
	return name, faults.Err()
}

// Adopt gives who is signed in a pet.
func (s *Service) Adopt(ctx context.Context, in AdoptInput) (*db.UserPet, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	name, err := named("input.name", in.Name)
	if err != nil {
		return nil, err
	}
	var pet *db.UserPet
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if err := hold(ctx, tx, user); err != nil {
			return err
		}
		has, err := tx.Ent().UserPet.Query().Where(userpet.UserID(user)).Count(ctx)
		if err != nil {
			return fmt.Errorf("counting pets: %w", err)
		}
		if has >= MostPets {
			return fault.Refuse(fault.LimitReached, "", "you have %d pets, and that is as many as one can look after", has)
		}
		now := s.Clock.Now()
		pet, err = tx.Ent().UserPet.Create().SetUserID(user).SetPersonaType(in.Persona).SetName(name).
			SetPreferences(&shape.PetPreferences{}).SetMemoryContext(&shape.PetMemory{}).SetCreatedAt(now).SetUpdatedAt(now).Save(ctx)
		if err != nil {
			return fmt.Errorf("adopting a pet: %w", err)
		}
		return nil
	})
	return pet, err
}

// UpdateInput is what of a pet is to change; nil stays.
type UpdateInput struct {
	Pet     int
	Name    *string
	Persona *Persona
}

// Update renames a pet or gives it another voice, from the next answer on.
func (s *Service) Update(ctx context.Context, in UpdateInput) (*db.UserPet, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	name := ""
	if in.Name != nil {
		if name, err = named("input.name", *in.Name); err != nil {
			return nil, err
		}
	}
	var pet *db.UserPet
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		if pet, err = s.mine(ctx, tx, user, in.Pet, "input.petId"); err != nil || in.Name == nil && in.Persona == nil {
			return err
		}
		change := tx.Ent().UserPet.UpdateOneID(pet.ID).SetNillablePersonaType(in.Persona).SetUpdatedAt(s.Clock.Now())
		if in.Name != nil {
			change.SetName(name)
		}
		pet, err = change.Save(ctx)
		return err
	})
	return pet, err
}

// Pets are a person's, the first adopted first.
func (s *Service) Pets(ctx context.Context, user uuid.UUID) ([]*db.UserPet, error) {
	found, err := s.Pool.Ent().UserPet.Query().Where(userpet.UserID(user)).Order(userpet.ByCreatedAt(), userpet.ByID()).Limit(MostPets).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading pets: %w", err)
	}
	return found, nil
}

// Pet is one of a person's pets; nil when there is none, or it is another's.
func (s *Service) Pet(ctx context.Context, user uuid.UUID, id int) (*db.UserPet, error) {
	return orNil(s.Pool.Ent().UserPet.Query().Where(userpet.ID(id), userpet.UserID(user)).Only(ctx))
}

// orNil is nil where there is nothing.
func orNil[T any](found *T, err error) (*T, error) {
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}
