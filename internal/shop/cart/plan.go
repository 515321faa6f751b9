package cart

import (
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
)

// manner is how strictly things are put into a cart.
type manner int

const (
	// adding refuses what cannot be had at all.
	adding manner = iota
	// bringing leaves it out and tells of it.
	bringing
	// merging does too, and brings the sum of two lines down to what there is.
	merging
)

// want is something that is to be in the cart.
type want struct {
	// at is the path of the input that it stands in.
	at string
	key
	size, color *string
	label       string
	quantity    int
	stock       int
	// sold is false for what the shop does not sell.
	sold bool
	// seen is the price that the shopper sees with it.
	seen *money.Naira
}

// place is what a line of the cart was and is to be.
type place struct {
	product       int
	size, color   *string
	before, after int
	seen          *money.Naira
}

// plan works out what becomes of a cart. It is pure: what it says is written by
// others.
type plan struct {
	manner manner
	places map[key]*place
	puts   []*place
	drops  []key
	notes  []note
	faults fault.Faults
}

func newPlan(m manner, cart *Cart) *plan {
	p := &plan{manner: m, places: make(map[key]*place, len(cart.Lines))}
	for _, line := range cart.Lines {
		p.places[keyOf(line.ProductID, line.Size, line.Color)] = &place{
			line.ProductID, line.Size, line.Color, line.Quantity, line.Quantity, line.UnitPriceNgn,
		}
	}
	return p
}

// together sums wants of the same thing, in the order of their first.
func together(wants []want) []want {
	var all []want
	first := map[key]int{}
	for _, w := range wants {
		i, twice := first[w.key]
		if !twice || !w.sold {
			first[w.key] = len(all)
			all = append(all, w)
			continue
		}
		all[i].quantity += w.quantity
	}
	return all
}

// putAll puts everything in.
func (p *plan) putAll(wants []want) {
	for _, w := range together(wants) {
		p.put(w)
	}
}

func (p *plan) put(w want) {
	there := p.places[w.key]
	before := 0
	if there != nil {
		before = there.before
	}
	switch {
	case !w.sold:
		p.notes = append(p.notes, gone(&w.key, w.label))
		return
	case there == nil && w.stock > 0 && len(p.places) >= MostLines:
		p.full(w)
		return
	}
	after := min(before+w.quantity, MostQuantity, w.stock)
	if p.manner != merging {
		after = max(after, before) // What is in the cart already stays: the cart tells what is wrong with it.
	}
	if w.stock < MostQuantity && (w.stock <= 0 || after == before) && p.manner == adding {
		p.none(w)
		return
	}
	p.tell(w, before, after)
	if after == 0 {
		if there != nil {
			delete(p.places, w.key)
			p.drops = append(p.drops, w.key)
		}
		return
	}
	if after == before {
		return
	}
	if there == nil {
		there = &place{product: w.product, size: w.size, color: w.color}
		p.places[w.key] = there
	}
	there.after = after
	if w.seen != nil {
		there.seen = w.seen
	}
	p.puts = append(p.puts, there)
}

// tell notes what is not as it was wanted.
func (p *plan) tell(w want, before, after int) {
	switch wanted := before + w.quantity; {
	case after == wanted:
	case w.stock <= 0:
		p.notes = append(p.notes, soldOut(w.key, w.label))
	default:
		p.notes = append(p.notes, reduced(w.key, w.label, after, wanted, w.stock))
	}
}

// full is for a line more than there may be.
func (p *plan) full(w want) {
	if p.manner == adding {
		p.faults = append(p.faults, fault.Refuse(fault.LimitReached, w.at, "a cart takes at most %d different things", MostLines))
		return
	}
	p.notes = append(p.notes, full(w.label))
}

// none refuses what not one piece can be added of.
func (p *plan) none(w want) {
	refused := fault.Refuse(fault.InsufficientStock, field(w.at, "quantity"), "%s is sold out", w.label)
	if w.stock > 0 {
		refused = fault.Refuse(fault.InsufficientStock, field(w.at, "quantity"), "there are only %d of %s, and they are in the cart already", w.stock, w.label)
	}
	p.faults = append(p.faults, refused.With(fault.StockDetail{Available: max(w.stock, 0)}))
}

// changed tells whether there is anything to write.
func (p *plan) changed() bool { return len(p.puts)+len(p.drops) > 0 }
