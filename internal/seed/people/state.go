package people

import (
	"slices"
	"strings"
)

// region decides which street names are drawn.
type region string

const (
	west  region = "west"
	east  region = "east"
	south region = "south"
	north region = "north"
)

// state is one of the 36 or the FCT: who lives there, how many of a thousand customers do, and its places.
type state struct {
	name   string
	region region
	postal string // first three digits
	weight int
	mix    mix
	cities []city
}

// city is a city or town with its quarters, and streets that are known to be there.
type city struct {
	name    string
	areas   []string
	streets []string
}

var (
	states       = collect(southWest, southEast, southSouth, northCentral, northEast, northWest)
	stateWeights = weights()
	byName       = index()
)

// States returns the 36 states in the order of the alphabet and then FCT, as the shop writes them.
func States() []string {
	out := make([]string, len(states))
	for i, s := range states {
		out[i] = s.name
	}
	return out
}

// collect fixes the order of the states; the weighted draw depends on it.
func collect(zones ...[]state) []*state {
	var out []*state
	for _, z := range zones {
		for i := range z {
			out = append(out, &z[i])
		}
	}
	slices.SortFunc(out, func(a, b *state) int {
		if (a.name == "FCT") != (b.name == "FCT") {
			if a.name == "FCT" {
				return 1
			}
			return -1
		}
		return strings.Compare(a.name, b.name)
	})
	return out
}

func weights() []int {
	out := make([]int, len(states))
	for i, s := range states {
		out[i] = s.weight
	}
	return out
}

func index() map[string]*state {
	out := make(map[string]*state, len(states))
	for _, s := range states {
		out[s.name] = s
	}
	return out
}

// in is a town with quarters written with semicolons.
func in(name, areas string) city { return city{name: name, areas: lines(areas)} }

// on is a town with quarters and streets.
func on(name, areas, streets string) city {
	return city{name: name, areas: lines(areas), streets: lines(streets)}
}
