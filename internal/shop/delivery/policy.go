package delivery

import (
	"time"

	"zuka/internal/platform/money"
)

const (
	// FreeFrom is the subtotal from which on delivery costs nothing.
	FreeFrom money.Naira = 50_000
	// lastCollection is the hour in Lagos from which on an order waits for the
	// next working day.
	lastCollection = 16
)

// zone is a part of the country with one price.
type zone struct {
	code, name       string
	price            money.Naira
	minDays, maxDays int
}

var (
	lagos     = zone{"lagos", "Delivery within Lagos", 1_500, 1, 2}
	southWest = zone{"south_west", "Delivery to the South-West", 2_500, 2, 4}
	elsewhere = zone{"nationwide", "Nationwide delivery", 3_500, 3, 6}

	nearby = map[string]zone{
		"Lagos": lagos,
		"Ekiti": southWest, "Ogun": southWest, "Ondo": southWest, "Osun": southWest, "Oyo": southWest,
	}
)

func zoneOf(state string) zone {
	if near, ok := nearby[state]; ok {
		return near
	}
	return elsewhere
}

// working tells whether parcels travel on the day.
func working(day time.Time) bool {
	weekday := day.Weekday()
	return weekday != time.Saturday && weekday != time.Sunday
}
