package seed

import (
	"errors"
	"fmt"
	"time"
)

// Plan says how much of everything there is to be. Numbers that depend on
// others (variants, order lines, payments, ledger entries) follow from it.
type Plan struct {
	Products int
	Users    int
	Orders   int
	// Reviews is the number aimed at; a product that few people know gets few.
	Reviews int
	// Events are single clicks and searches of the last weeks.
	Events int
	// Pets are adopted by as many people.
	Pets int
	// Plays are rounds of games.
	Plays int
	// Now is the moment the shop's history ends.
	Now time.Time
}

// Small is a shop to develop with: every kind of goods at least twice.
func Small(now time.Time) Plan {
	return Plan{Products: 600, Users: 1_200, Orders: 1_800, Reviews: 6_000, Events: 40_000, Pets: 200, Plays: 3_000, Now: now}
}

// Large is a shop to measure with.
func Large(now time.Time) Plan {
	return Plan{
		Products: 100_000, Users: 200_000, Orders: 60_000, Reviews: 300_000, Events: 1_000_000, Pets: 5_000, Plays: 60_000, Now: now,
	}
}

// accounts is how many people are sample accounts; a plan has more.
const accounts = 3

// check finds what cannot be planned.
func (p Plan) check() error {
	var faults []error
	if p.Products < 1 {
		faults = append(faults, errors.New("a shop needs at least one product"))
	}
	if p.Users <= accounts {
		faults = append(faults, fmt.Errorf("a shop needs more than %d people", accounts))
	}
	if p.Pets > p.Users {
		faults = append(faults, errors.New("there cannot be more pets than people"))
	}
	if min(p.Orders, p.Reviews, p.Events, p.Pets, p.Plays) < 0 {
		faults = append(faults, errors.New("there cannot be fewer than none of anything"))
	}
	if p.Now.IsZero() {
		faults = append(faults, errors.New("the plan does not say when its history ends"))
	}
	return errors.Join(faults...)
}
