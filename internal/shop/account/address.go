package account

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"zuka/ent/db"
	"zuka/ent/db/user"
	"zuka/ent/db/useraddress"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/nigeria"
	"zuka/internal/platform/phone"
	"zuka/internal/platform/postgres"
)

// AddressInput is where a parcel goes.
type AddressInput struct {
	Label, RecipientName, Phone, StreetAddress, City, State string
	PostalCode                                              *string
}

var postalCode = regexp.MustCompile(`^[0-9]{6}$`)

// Validate finds everything that cannot be accepted, and puts the rest into the
// form in which it is kept.
func (in *AddressInput) Validate() error {
	var faults fault.Faults
	if in.Label == "" {
		in.Label = "Home"
	}
	in.Label = keepLine(&faults, "label", in.Label, 40)
	in.RecipientName = keepName(&faults, "recipientName", in.RecipientName)
	in.StreetAddress = keepLine(&faults, "streetAddress", in.StreetAddress, 300)
	in.City = keepLine(&faults, "city", in.City, 80)
	number, err := phone.Parse(in.Phone)
	faults.Check(err == nil, "phone", "%v", err)
	in.Phone = number.String()
	state, known := nigeria.State(in.State)
	faults.Check(known, "state", "is none of the 36 states or FCT")
	in.State = state
	if in.PostalCode != nil {
		faults.Check(postalCode.MatchString(*in.PostalCode), "postalCode", "must have six digits; leave it out when it is not known")
	}
	return faults.Err()
}

func keepLine(faults *fault.Faults, field, line string, most int) string {
	line = strings.Join(strings.Fields(norm.NFC.String(line)), " ")
	faults.Check(line != "", field, "is missing")
	faults.Check(utf8.RuneCountInString(line) <= most, field, "must have at most %d characters", most)
	faults.Check(printable(line), field, "contains characters that cannot be shown")
	return line
}

var noAddress = fault.Refuse(fault.Gone, "id", "is no address of yours")

// AddressesOf are the address books of people: the default first and then the
// oldest. Who has none gets an empty list.
func (s *Service) AddressesOf(ctx context.Context, owners []uuid.UUID) (map[uuid.UUID][]*db.UserAddress, error) {
	found, err := s.Pool.Ent().UserAddress.Query().Where(useraddress.UserIDIn(owners...)).
		Order(useraddress.ByIsDefault(desc), useraddress.ByID()).All(ctx)
	if err != nil {
		return nil, err
	}
	books := make(map[uuid.UUID][]*db.UserAddress, len(owners))
	for _, owner := range owners {
		books[owner] = []*db.UserAddress{}
	}
	for _, one := range found {
		books[one.UserID] = append(books[one.UserID], one)
	}
	return books, nil
}

// Address is one of a person's; nil when it is another's or is not.
func (s *Service) Address(ctx context.Context, owner uuid.UUID, id int) (*db.UserAddress, error) {
	found, err := s.Pool.Ent().UserAddress.Query().Where(useraddress.ID(id), useraddress.UserID(owner)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// Mine is one of the viewer's own addresses, the default without an id; nil when
// there is none.
func (s *Service) Mine(ctx context.Context, id *int) (*db.UserAddress, error) {
	v, err := me(ctx)
	if err != nil {
		return nil, err
	}
	if id != nil {
		return s.Address(ctx, v.User, *id)
	}
	found, err := s.Pool.Ent().UserAddress.Query().Where(useraddress.UserID(v.User), useraddress.IsDefault(true)).First(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// book runs a change to the address book of whoever is signed in. Their row is
// locked first, so that two changes at once leave one default and not too many.
func (s *Service) book(ctx context.Context, change func(context.Context, postgres.Tx, uuid.UUID) error) error {
	v, err := me(ctx)
	if err != nil {
		return err
	}
	return postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		_, err := tx.Ent().User.Query().Where(user.ID(v.User), user.DeletedAtIsNil()).ForUpdate().OnlyID(ctx)
		if err != nil {
			return orElse(err, fault.New(fault.Unauthenticated, "please sign in"))
		}
		return change(ctx, tx, v.User)
	})
}

// CreateAddress adds an address. The first becomes the default.
func (s *Service) CreateAddress(ctx context.Context, in AddressInput, asDefault bool) (*db.UserAddress, error) {
	if err := in.Validate(); err != nil {
		return nil, err
	}
	var made *db.UserAddress
	err := s.book(ctx, func(ctx context.Context, tx postgres.Tx, owner uuid.UUID) error {
		count, err := tx.Ent().UserAddress.Query().Where(useraddress.UserID(owner)).Count(ctx)
		if err != nil {
			return err
		}
		if count >= mostAddresses {
			return fault.Refuse(fault.LimitReached, "", "an address book has at most %d addresses", mostAddresses)
		}
		made, err = tx.Ent().UserAddress.Create().SetUserID(owner).SetLabel(in.Label).SetRecipientName(in.RecipientName).SetPhone(in.Phone).
			SetStreetAddress(in.StreetAddress).SetCity(in.City).SetState(in.State).SetNillablePostalCode(in.PostalCode).Save(ctx)
		if err != nil || count > 0 && !asDefault {
			return err
		}
		made.IsDefault = true
		return prefer(ctx, tx, owner, made.ID)
	})
	return made, err
}

// UpdateAddress replaces an address of whoever is signed in.
func (s *Service) UpdateAddress(ctx context.Context, id int, in AddressInput) (*db.UserAddress, error) {
	if err := in.Validate(); err != nil {
		return nil, err
	}
	var changed *db.UserAddress
	err := s.book(ctx, func(ctx context.Context, tx postgres.Tx, owner uuid.UUID) (err error) {
		update := tx.Ent().UserAddress.UpdateOneID(id).Where(useraddress.UserID(owner)).SetLabel(in.Label).SetRecipientName(in.RecipientName).
			SetPhone(in.Phone).SetStreetAddress(in.StreetAddress).SetCity(in.City).SetState(in.State)
		if in.PostalCode == nil {
			update.ClearPostalCode()
		} else {
			update.SetPostalCode(*in.PostalCode)
		}
		changed, err = update.Save(ctx)
		return orElse(err, noAddress)
	})
	return changed, err
}

// DeleteAddress takes an address away. The oldest that is left becomes the
// default when it was.
func (s *Service) DeleteAddress(ctx context.Context, id int) error {
	return s.book(ctx, func(ctx context.Context, tx postgres.Tx, owner uuid.UUID) error {
		gone, err := tx.Ent().UserAddress.Delete().Where(useraddress.ID(id), useraddress.UserID(owner)).Exec(ctx)
		if err != nil {
			return err
		}
		if gone == 0 {
			return noAddress
		}
		left, err := tx.Ent().UserAddress.Query().Where(useraddress.UserID(owner)).Order(useraddress.ByIsDefault(desc), useraddress.ByID()).All(ctx)
		if err != nil || len(left) == 0 || left[0].IsDefault {
			return err
		}
		return prefer(ctx, tx, owner, left[0].ID)
	})
}

// PreferAddress makes an address the default.
func (s *Service) PreferAddress(ctx context.Context, id int) (*db.UserAddress, error) {
	var preferred *db.UserAddress
	err := s.book(ctx, func(ctx context.Context, tx postgres.Tx, owner uuid.UUID) (err error) {
		preferred, err = tx.Ent().UserAddress.Query().Where(useraddress.ID(id), useraddress.UserID(owner)).Only(ctx)
		if err != nil {
			return orElse(err, noAddress)
		}
		preferred.IsDefault = true
		return prefer(ctx, tx, owner, id)
	})
	return preferred, err
}

// prefer moves the default, in both places that know it.
func prefer(ctx context.Context, tx postgres.Tx, owner uuid.UUID, id int) error {
	if err := tx.Ent().UserAddress.Update().Where(useraddress.UserID(owner), useraddress.IsDefault(true), useraddress.IDNEQ(id)).
		SetIsDefault(false).Exec(ctx); err != nil {
		return err
	}
	if err := tx.Ent().UserAddress.UpdateOneID(id).SetIsDefault(true).Exec(ctx); err != nil {
		return err
	}
	return tx.Ent().User.UpdateOneID(owner).SetAddressDefaultID(id).Exec(ctx)
}
