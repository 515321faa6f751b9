package checkout

import (
	"context"
	"net/mail"
	"strings"

	"zuka/ent/db/order"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/phone"
)

// Address is where a parcel goes, as somebody typed it.
type Address struct {
	RecipientName, Phone, StreetAddress, City, State string
	PostalCode                                       *string
}

// Input is an order for what is in the cart.
type Input struct {
	IdempotencyKey string
	// ExpectedTotal is the total that the shopper was shown, in naira.
	ExpectedTotal naira
	Method        order.PaymentMethod
	// AddressID is one of the person's addresses; Address is another. With
	// neither it is the person's default.
	AddressID      *int
	Address        *Address
	BillingAddress *Address
	// Email and Phone are where a guest is reached.
	Email, Phone *string
}

// Addresses are the address books of people, which account keeps.
type Addresses interface {
	// Check puts an address into the form in which it is kept; what cannot be
	// accepted is told as faults of the address's own fields.
	Check(Address) (*shape.Address, error)
	// Kept is one of the viewer's own addresses, the default without an id;
	// nil when there is none.
	Kept(ctx context.Context, id *int) (*shape.Address, error)
}

// wanted is an input that was checked.
type wanted struct {
	Input
	shipping, billing *shape.Address
	email, phone      *string
}

// check finds everything that cannot be accepted.
func (s *Service) check(ctx context.Context, in Input, guest bool) (*wanted, error) {
	w := &wanted{Input: in}
	var faults fault.Faults
	faults.Check(in.AddressID == nil || in.Address == nil, "input.addressId", "cannot be given together with address")
	var err error
	switch {
	case in.Address != nil:
		w.shipping = s.address(&faults, "input.address", *in.Address)
	case guest:
		faults.Check(false, "input.address", "is missing: where does it go?")
	default:
		if w.shipping, err = s.Addresses.Kept(ctx, in.AddressID); err != nil {
			return nil, err
		}
		field := "input.address"
		if in.AddressID != nil {
			field = "input.addressId"
		}
		if w.shipping == nil {
			faults = append(faults, fault.Refuse(fault.Gone, field, "there is no such address: give one"))
		}
	}
	if in.BillingAddress != nil {
		w.billing = s.address(&faults, "input.billingAddress", *in.BillingAddress)
	}
	if guest {
		w.contact(&faults)
	}
	return w, faults.Err()
}

func (s *Service) address(faults *fault.Faults, field string, typed Address) *shape.Address {
	kept, err := s.Addresses.Check(typed)
	faults.Keep(fault.Below(field, err))
	return kept
}

// contact checks where a guest is reached.
func (w *wanted) contact(faults *fault.Faults) {
	if w.Email != nil && strings.TrimSpace(*w.Email) != "" {
		text := strings.ToLower(strings.TrimSpace(*w.Email))
		parsed, err := mail.ParseAddress(text)
		good := err == nil && parsed.Address == text && len(text) <= 254
		faults.Check(good, "input.email", "is no e-mail address")
		w.email = &text
	}
	if w.Phone != nil && strings.TrimSpace(*w.Phone) != "" {
		number, err := phone.Parse(*w.Phone)
		faults.Check(err == nil, "input.phone", "%v", err)
		text := number.String()
		w.phone = &text
	}
	faults.Check(w.email != nil || w.phone != nil, "input.email", "give an e-mail address or a phone number, so that you can be told of the order")
}

// request is what decides what an order does, for its idempotency key: what the
// client sent, for what it means, such as the default address, may change
// between a request and its repetition.
func (in Input) request() any {
	in.IdempotencyKey = ""
	return in
}
