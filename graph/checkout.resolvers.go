package graph

import (
	"context"

	"zuka/ent/db/order"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/money"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/checkout"
	"zuka/internal/shop/delivery"
)

// CouponCheck says what a coupon would do.
func (q query) CouponCheck(ctx context.Context, code string) (*model.CouponCheckPayload, error) {
	applied, failed := q.Checkout.CheckCoupon(ctx, code)
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.CouponCheckPayload{Coupon: applied, UserErrors: errs}, nil
}

// DeliveryOptions are the ways to deliver the viewer's cart.
func (q query) DeliveryOptions(ctx context.Context, state string) ([]*delivery.Option, error) {
	options, err := q.Checkout.DeliveryOptions(ctx, state)
	return pointers(options), err
}

// PaymentMethods are the ways to pay for the viewer's cart.
func (q query) PaymentMethods(ctx context.Context, state *string) ([]*checkout.Method, error) {
	methods, err := q.Checkout.Methods(ctx, state)
	return pointers(methods), err
}

type methodFields struct{ *Resolver }

// Reason is why a way to pay is not open.
func (methodFields) Reason(_ context.Context, method *checkout.Method) (*string, error) {
	if method.Available() {
		return nil, nil
	}
	return &method.Reason, nil
}

func deliveryAddress(in *model.DeliveryAddressInput) *checkout.Address {
	if in == nil {
		return nil
	}
	return &checkout.Address{
		RecipientName: in.RecipientName, Phone: in.Phone, StreetAddress: in.StreetAddress, City: in.City, State: in.State, PostalCode: in.PostalCode.Value(),
	}
}

// CheckoutComplete orders what is in the cart.
func (m mutation) CheckoutComplete(ctx context.Context, input model.CheckoutInput) (*model.CheckoutPayload, error) {
	in := checkout.Input{
		IdempotencyKey: input.IdempotencyKey, ExpectedTotal: money.Naira(input.ExpectedTotal), Method: input.PaymentMethod,
		Address: deliveryAddress(input.Address.Value()), BillingAddress: deliveryAddress(input.BillingAddress.Value()),
		Email: input.Email.Value(), Phone: input.Phone.Value(),
	}
	var done *checkout.Completed
	failed := func() (err error) {
		if id := input.AddressID.Value(); id != nil {
			key, err := id.Int("UserAddress", "input.addressId")
			if err != nil {
				return err
			}
			in.AddressID = &key
		}
		done, err = m.Checkout.Complete(ctx, in)
		return err
	}()
	payload := &model.CheckoutPayload{Warnings: []*cart.Warning{}}
	if done != nil {
		payload.Order, payload.Payment, failed = done.Order, done.Payment, done.Unreached
		if done.AccessToken != "" {
			payload.AccessToken = &done.AccessToken
		}
	}
	var err error
	// What is wrong with the cart is in no field of the input.
	payload.UserErrors, err = usererror.From(fault.Within("input", failed))
	if err != nil && payload.Order != nil {
		// The order is made: that its payment cannot begin now must not hide it.
		payload.UserErrors, err = usererror.Busy(failed), nil
	}
	return payload, err
}

func paying(done *checkout.Paying, failed error) (*model.PaymentPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	payload := &model.PaymentPayload{UserErrors: errs}
	if done != nil {
		payload.Payment, payload.Order = done.Payment, done.Order
	}
	return payload, nil
}

// orderNamed is how a caller named an order; field is the argument of its id.
func orderNamed(id *globalid.ID, number, token *string, field string) (named checkout.Named, err error) {
	named = checkout.Named{Number: number, Token: token}
	if id != nil {
		key, err := id.Int("Order", field)
		if err != nil {
			return named, err
		}
		named.ID = &key
	}
	return named, nil
}

// PaymentInitialize begins to pay.
func (m mutation) PaymentInitialize(ctx context.Context, input model.PaymentInitializeInput) (*model.PaymentPayload, error) {
	named, err := orderNamed(input.OrderID.Value(), input.Number.Value(), input.AccessToken.Value(), "input.orderId")
	if err != nil {
		return paying(nil, err)
	}
	return paying(m.Checkout.BeginPayment(ctx, named, input.PaymentMethod.Value()))
}

// PaymentVerify asks how an attempt went.
func (m mutation) PaymentVerify(ctx context.Context, reference string, accessToken *string) (*model.PaymentPayload, error) {
	return paying(m.Checkout.VerifyPayment(ctx, reference, accessToken))
}

// OrderCancel gives up an order.
func (m mutation) OrderCancel(ctx context.Context, input model.OrderCancelInput) (*model.OrderPayload, error) {
	named, err := orderNamed(input.OrderID.Value(), input.Number.Value(), input.AccessToken.Value(), "input.orderId")
	if err != nil {
		return ordered(nil, err)
	}
	return ordered(m.Checkout.Cancel(ctx, named, orEmpty(input.Reason.Value())))
}

// OrderSetStatus takes an order a step further.
func (m mutation) OrderSetStatus(ctx context.Context, input model.OrderSetStatusInput) (*model.OrderPayload, error) {
	key, err := input.OrderID.Int("Order", "input.orderId")
	if err != nil {
		return ordered(nil, err)
	}
	return ordered(m.Checkout.SetStatus(ctx, checkout.StatusInput{
		Order: key, Status: input.Status, Carrier: input.Carrier.Value(), Number: input.TrackingNumber.Value(), Note: orEmpty(input.Note.Value()),
	}))
}

// cashForms are how payments call what was collected.
var cashForms = map[model.CashForm]string{
	model.CashFormCash: "cash", model.CashFormPos: "pos", model.CashFormBankTransfer: "bank_transfer",
}

// OrderMarkPaid notes collected cash.
func (m mutation) OrderMarkPaid(ctx context.Context, input model.OrderMarkPaidInput) (*model.OrderPayload, error) {
	key, err := input.OrderID.Int("Order", "input.orderId")
	if err != nil {
		return ordered(nil, err)
	}
	return ordered(m.Checkout.MarkPaid(ctx, checkout.CashInput{
		Order: key, Amount: money.Naira(input.Amount), How: cashForms[input.How], IdempotencyKey: input.IdempotencyKey,
	}))
}

// OrderRefund gives money back.
func (m mutation) OrderRefund(ctx context.Context, input model.OrderRefundInput) (*model.OrderPayload, error) {
	key, err := input.OrderID.Int("Order", "input.orderId")
	if err != nil {
		return ordered(nil, err)
	}
	return ordered(m.Checkout.Refund(ctx, checkout.RefundInput{Order: key, Reason: input.Reason, IdempotencyKey: input.IdempotencyKey}))
}

// cancellable tells whether who ordered can still give it up.
func cancellable(status order.Status) bool { return status == order.StatusPending }
