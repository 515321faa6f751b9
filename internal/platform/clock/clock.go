// Package clock tells the time to everything whose behaviour depends on it,
// so that a test can decide what time it is.
package clock

import (
	"time"
	_ "time/tzdata" // Lagos must be known on machines without a zone database.
)

// Lagos is the calendar of the shop: every day, week, month and streak is
// counted in it. It is UTC+1 all year.
var Lagos = mustLoad("Africa/Lagos")

// Clock tells the current time.
type Clock interface {
	// Now is the current moment in UTC.
	Now() time.Time
}

// System is the clock of the machine.
type System struct{}

// Now is the machine's current moment in UTC.
func (System) Now() time.Time { return time.Now().UTC() }

// Fixed is a clock that always shows the same moment.
type Fixed time.Time

// Now is the moment the clock was fixed at, in UTC.
func (f Fixed) Now() time.Time { return time.Time(f).UTC() }

// Day is the Lagos calendar day that t falls on, as the midnight in Lagos
// that begins it.
func Day(t time.Time) time.Time {
	year, month, day := t.In(Lagos).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, Lagos)
}

func mustLoad(name string) *time.Location {
	location, err := time.LoadLocation(name)
	if err != nil {
		panic("clock: " + err.Error()) // Cannot happen: the zone database is in the binary.
	}
	return location
}
