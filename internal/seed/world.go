package seed

import (
	"sort"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/clock"
	"zuka/internal/seed/dice"
	"zuka/internal/seed/goods"
)

// world is all that happened in the shop, as indexes into its parts. A row's
// key is its index plus one.
type world struct {
	plan      Plan
	goods     []ware
	reach     []float64 // running sum of the goods' appeal
	customers []customer
	orders    []order  // the oldest first
	reviews   []review // the oldest first
	plays     []play   // the oldest first
	referrals []referral
	entries   []entry // the ledger, the oldest first
	redeemed  []redemption
	pets      []int // customers who have one
}

// ware is a product with what happened to it.
type ware struct {
	goods.Piece
	since   time.Time
	stock   []int // of its variants, or of itself
	sold    int
	ratings int
	stars   int
}

// now is what it costs.
func (w *ware) now() int64 {
	if w.Sale > 0 {
		return w.Sale
	}
	return w.Price
}

// customer is a person with what followed from their life in the shop.
type customer struct {
	id     uuid.UUID
	joined time.Time
	state  string
	gender string
	points int
	xp     int
	// owed are points that were taken back when they had been spent; version
	// counts the lines of the ledger.
	owed, version int
	// streak is how many days the person checked in, up to checkedIn.
	streak    int
	checkedIn time.Time
}

// draw makes the world of a plan.
func draw(plan Plan) (*world, error) {
	w := &world{plan: plan}
	w.stockShelves()
	w.invitePeople()
	w.takeOrders()
	w.collectReviews()
	w.playGames()
	w.refer()
	w.keepLedger()
	for i := range plan.Pets {
		// Spread over everybody, the shopper's own first.
		w.pets = append(w.pets, i*plan.Users/plan.Pets)
	}
	return w, nil
}

const (
	// history is how far back the shop's memory goes.
	history = 730 * 24 * time.Hour
	// noveltyPeriod is how long a product counts as new.
	noveltyPeriod = 30 * 24 * time.Hour
)

func (w *world) stockShelves() {
	w.goods = make([]ware, w.plan.Products)
	w.reach = make([]float64, w.plan.Products)
	sum := 0.0
	for i := range w.goods {
		r := dice.New("shelf", i)
		piece := goods.Make(i)
		piece.Description = "" // Long, and made again when it is written.
		from, to := w.plan.Now.Add(-history), w.plan.Now.Add(-noveltyPeriod)
		if r.Chance(11) {
			from, to = to, w.plan.Now.Add(-time.Hour)
		}
		w.goods[i] = ware{Piece: piece, since: r.Time(from, to), stock: stock(r, piece)}
		sum += piece.Appeal + 0.002
		w.reach[i] = sum
	}
}

// stock is how many there are of each size and colour, or of a product that
// has no choice.
func stock(r dice.Roll, piece goods.Piece) []int {
	counts := make([]int, 1)
	if piece.Kind.Variants {
		counts = make([]int, len(piece.Sizes)*len(piece.Colors))
	}
	level := r.Weighted(8, 14, 78) // Sold out, nearly gone, well stocked.
	for i := range counts {
		switch {
		case level == 0 || r.Chance(9):
		case level == 1:
			counts[i] = r.Between(0, 2)
		default:
			counts[i] = r.Between(2, 40)
		}
	}
	return counts
}

// total is the stock of all of them.
func total(counts []int) int {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}

// anything is a product chosen by how much people like it.
func (w *world) anything(r dice.Roll) int {
	at := r.Float64() * w.reach[len(w.reach)-1]
	return min(sort.SearchFloat64s(w.reach, at), len(w.reach)-1)
}

// known is a product that was there at a moment, if a few tries find one.
func (w *world) known(r dice.Roll, at time.Time) int {
	chosen := w.anything(r)
	for range 8 {
		if w.goods[chosen].since.Before(at) {
			break
		}
		chosen = w.anything(r)
	}
	return chosen
}

func (w *world) invitePeople() {
	w.customers = make([]customer, w.plan.Users)
	for i := range w.customers {
		r := dice.New("customer", i)
		p, _ := person(i)
		joined := r.Time(w.plan.Now.Add(-history), w.plan.Now.Add(-6*time.Hour))
		if i < accounts {
			joined = w.plan.Now.Add(-400 * 24 * time.Hour).Truncate(time.Second)
		}
		w.customers[i] = customer{id: dice.UUID(joined, "customer", i), joined: joined, state: p.State, gender: p.Gender}
	}
}

// somebody is a person; those with low numbers come more often.
func (w *world) somebody(r dice.Roll) int {
	at := r.Float64()
	// The power 1.6: one in a hundred of all visits is the most loyal person's.
	return min(int(float64(w.plan.Users)*power16(at)), w.plan.Users-1)
}

// wakingHours are how busy the shop is in each hour of the Lagos day.
var wakingHours = []int{2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 10, 11, 12, 12, 11, 10, 10, 11, 13, 15, 16, 14, 9, 5}

// waking is a moment between two others at an hour when people are awake.
func waking(r dice.Roll, from, to time.Time) time.Time {
	at := r.Time(from, to)
	day := clock.Day(at)
	hour := r.Weighted(wakingHours...)
	moved := day.Add(time.Duration(hour)*time.Hour + time.Duration(r.IntN(3_600_000))*time.Millisecond).UTC()
	if moved.Before(from) || moved.After(to) {
		return at
	}
	return moved
}
