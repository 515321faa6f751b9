package crowd

import "math/rand/v2"

// Step is what a shopper decides to do next; it takes one request or several.
type Step int

// What shoppers do.
const (
	// Browse looks at the front page, a category, a product or a brand.
	Browse Step = iota
	// Search types words.
	Search
	// Basket adds to the cart, changes it or looks at it.
	Basket
	// Checkout orders what is in the cart.
	Checkout
	// Play plays a round of a game or talks to a pet, as somebody who is signed in.
	Play
	steps
)

// shares are how often each is drawn, in per cent.
var shares = [steps]int{Browse: 70, Search: 15, Basket: 10, Checkout: 3, Play: 2}

var stepNames = [steps]string{"browse", "search", "cart", "checkout", "play and chat"}

// String is what the report calls it.
func (s Step) String() string { return stepNames[s] }

// draw decides what comes next: anything, or a page that is the same for
// everybody.
func draw(dice *rand.Rand, pages bool) Step {
	if pages {
		return Step(pick(dice, shares[:Search+1]))
	}
	return Step(pick(dice, shares[:]))
}

// pick is a place among weights, each as likely as its share of their sum.
func pick(dice *rand.Rand, weights []int) int {
	all := 0
	for _, weight := range weights {
		all += weight
	}
	at := dice.IntN(all)
	for place, weight := range weights {
		if at -= weight; at < 0 {
			return place
		}
	}
	return len(weights) - 1
}
