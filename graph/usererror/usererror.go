// Package usererror shows expected failures within a mutation's payload, where
// a form can show them and the rest of the answer survives.
package usererror

import (
	"errors"
	"math"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
)

// Error is one expected failure.
type Error interface{ IsUserError() }

// Input is a failure about which there is no more to say.
type Input struct {
	Code    fault.Reason
	Message string
	Field   []string
}

// IsUserError marks it as one.
func (Input) IsUserError() {}

// RetryLater is a limit that was reached.
type RetryLater struct {
	Code    fault.Reason
	Message string
	Field   []string
	// RetryAfter is in seconds.
	RetryAfter int
}

// IsUserError marks it as one.
func (RetryLater) IsUserError() {}

// InsufficientStock is wanting more pieces than there are.
type InsufficientStock struct {
	Input
	// Available is how many can be had.
	Available int
}

// Coupon is a coupon that does not work here.
type Coupon struct {
	Input
	CouponCode string
	// Reason is a CouponRefusal of the schema.
	Reason string
}

// PriceChanged is a total other than the one that was shown, in naira.
type PriceChanged struct {
	Input
	Expected, Actual money.Naira
}

// InsufficientPoints is wanting to spend more points than there are.
type InsufficientPoints struct {
	Input
	Balance int
}

// From takes apart what a domain answered: failures that a person can do
// something about, or else an error for the top of the answer.
func From(err error) ([]Error, error) {
	if err == nil {
		return []Error{}, nil
	}
	var several fault.Faults
	if !errors.As(err, &several) {
		one, known := fault.From(err)
		if !known || !shown(one) {
			return nil, err
		}
		several = fault.Faults{one}
	}
	all := make([]Error, len(several))
	for i, one := range several {
		if !shown(one) {
			return nil, err
		}
		all[i] = show(one)
	}
	return all, nil
}

// shown tells whether a failure belongs into the payload. That nobody is signed
// in, or that the shop is out of order, no form can mend.
func shown(f *fault.Fault) bool {
	switch f.Code {
	case fault.BadUserInput, fault.RateLimited, fault.NotFound:
		return true
	}
	return false
}

func show(f *fault.Fault) Error {
	if f.Why() == fault.RetryLater {
		return RetryLater{Code: f.Why(), Message: f.Message, Field: f.Field, RetryAfter: int(math.Ceil(f.RetryAfter.Seconds()))}
	}
	plain := Input{Code: f.Why(), Message: f.Message, Field: f.Field}
	switch detail := f.Detail.(type) {
	case fault.StockDetail:
		return InsufficientStock{plain, detail.Available}
	case fault.CouponDetail:
		return Coupon{plain, detail.Code, detail.Reason}
	case fault.PriceDetail:
		return PriceChanged{plain, detail.Expected, detail.Actual}
	case fault.PointsDetail:
		return InsufficientPoints{plain, detail.Balance}
	}
	return plain
}

// Busy shows that a service behind the shop could not be reached, where what was
// asked for is done all the same and must not be hidden by it.
func Busy(err error) []Error {
	seconds := 1.0
	if f, known := fault.From(err); known && f.RetryAfter > 0 {
		seconds = math.Ceil(f.RetryAfter.Seconds())
	}
	return []Error{RetryLater{Code: fault.RetryLater, Message: "the payment provider cannot be reached now: try again in a moment", RetryAfter: int(seconds)}}
}
