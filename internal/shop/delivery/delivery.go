package delivery

import (
	"time"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/nigeria"
)

// Option is a way to get a parcel to a state.
type Option struct {
	// Code is what programs call it, Name what people do.
	Code, Name string
	// State is the state as it stands in nigeria.States.
	State string
	Price money.Naira
	// MinDays and MaxDays are in working days.
	MinDays, MaxDays int
	// Earliest and Latest are the Lagos days on which it may arrive, as the
	// midnights that begin them.
	Earliest, Latest time.Time
	// FreeFrom is the subtotal from which on it costs nothing.
	FreeFrom money.Naira
}

// Options are the ways to deliver an order that is placed now. It costs nothing
// from FreeFrom on, and when something else in the order makes it free. The
// state may be written as people write it.
func Options(state string, subtotal money.Naira, freeShipping bool, now time.Time) ([]Option, error) {
	name, known := nigeria.State(state)
	if !known {
		return nil, fault.Invalid("state", "is none of the 36 states or FCT")
	}
	zone := zoneOf(name)
	price := zone.price
	if freeShipping || subtotal >= FreeFrom {
		price = 0
	}
	sent := collected(now)
	return []Option{{
		Code: zone.code, Name: zone.name, State: name, Price: price, MinDays: zone.minDays, MaxDays: zone.maxDays,
		Earliest: after(sent, zone.minDays), Latest: after(sent, zone.maxDays), FreeFrom: FreeFrom,
	}}, nil
}

// collected is the Lagos day from which on the working days of an order count.
func collected(now time.Time) time.Time {
	day := clock.Day(now)
	if working(day) && now.In(clock.Lagos).Hour() < lastCollection {
		return day
	}
	return after(day, 1)
}

// after is the day so many working days later.
func after(day time.Time, days int) time.Time {
	for days > 0 {
		day = day.AddDate(0, 0, 1)
		if working(day) {
			days--
		}
	}
	return day
}
