package fault

// Reason says, within a payload, which expected failure it is. Its text is
// what clients see in `code` of a user error.
type Reason string

// The reasons of the contract; a test compares them with the schema.
const (
	// InputInvalid is a field whose value cannot be accepted.
	InputInvalid Reason = "INVALID"
	// RetryLater is a limit that was reached; the answer says when to try again.
	RetryLater Reason = "RETRY_LATER"
	// CredentialsInvalid is a sign-in that names nobody, or with the wrong
	// password: the two are told in the same words.
	CredentialsInvalid Reason = "CREDENTIALS_INVALID"
	// CodeInvalid is a code that is wrong, too old, used, or tried too often.
	CodeInvalid Reason = "CODE_INVALID"
	// TokenInvalid is a token that is wrong, too old or used.
	TokenInvalid Reason = "TOKEN_INVALID"
	// IDTokenInvalid is an ID token of Google or Apple that is not believed.
	IDTokenInvalid Reason = "ID_TOKEN_INVALID"
	// AccountExists is a Google or Apple sign-in whose address belongs to an
	// account that it is not linked with.
	AccountExists Reason = "ACCOUNT_EXISTS"
	// AlreadyTaken is an address, number or identity that is another account's.
	AlreadyTaken Reason = "ALREADY_TAKEN"
	// LastSignIn is taking away the only way to sign in.
	LastSignIn Reason = "LAST_SIGN_IN"
	// SignInAgain is a change for which the person must have signed in a
	// moment ago.
	SignInAgain Reason = "SIGN_IN_AGAIN"
	// Gone is a thing named by an input that does not exist, or not for this
	// caller.
	Gone Reason = "NOT_FOUND"
	// LimitReached is one more than there may be.
	LimitReached Reason = "LIMIT_REACHED"
	// NotOffered is something that this shop has not switched on.
	NotOffered Reason = "NOT_OFFERED"
	// AlreadyExists is making something that there can be one of.
	AlreadyExists Reason = "ALREADY_EXISTS"
	// StateConflict is a step that a thing cannot take where it stands.
	StateConflict Reason = "STATE_CONFLICT"
	// IdempotencyKeyReused is a key that came with other input before.
	IdempotencyKeyReused Reason = "IDEMPOTENCY_KEY_REUSED"
	// CartEmpty is ordering nothing.
	CartEmpty Reason = "CART_EMPTY"
	// InsufficientStock is wanting more than there is; see StockDetail.
	InsufficientStock Reason = "INSUFFICIENT_STOCK"
	// CouponRefused is a coupon that does not work here; see CouponDetail.
	CouponRefused Reason = "COUPON_REFUSED"
	// RewardRefused is a reward code that does not work here.
	RewardRefused Reason = "REWARD_REFUSED"
	// PriceChanged is a total other than the one that the shopper saw; see
	// PriceDetail.
	PriceChanged Reason = "PRICE_CHANGED"
	// InsufficientPoints is wanting to spend more points than may be; see
	// PointsDetail.
	InsufficientPoints Reason = "INSUFFICIENT_POINTS"
	// PaymentMethodUnavailable is a way to pay that is not offered for this order.
	PaymentMethodUnavailable Reason = "PAYMENT_METHOD_UNAVAILABLE"
	// NotPurchased is reviewing what one has not bought and received.
	NotPurchased Reason = "NOT_PURCHASED"
	// ScoreRejected is a score that cannot be true.
	ScoreRejected Reason = "SCORE_REJECTED"
	// ReferralRefused is inviting oneself, under whatever name.
	ReferralRefused Reason = "REFERRAL_REFUSED"
)

// Refuse is an expected failure for a reason of its own, told in the payload.
// The field is a dotted path, or empty when no single field is at fault.
func Refuse(reason Reason, field, format string, args ...any) *Fault {
	fault := Invalid(field, format, args...)
	fault.Reason = reason
	return fault
}

// Why is the reason of a fault: its own, or the one of its code.
func (f *Fault) Why() Reason {
	switch {
	case f.Reason != "":
		return f.Reason
	case f.Code == RateLimited:
		return RetryLater
	case f.Code == NotFound:
		return Gone
	}
	return InputInvalid
}

// For reports whether an error is a fault of this reason.
func For(err error, reason Reason) bool {
	fault, ok := From(err)
	return ok && fault.Why() == reason
}
