package shelf

import "slices"

// Choice narrows products. What is nil does not narrow; an empty list lets
// nothing through. The first group are facets: each facet is counted as if its
// own field were nil.
type Choice struct {
	Categories, Brands []int
	Genders            []string
	Sizes, Colors      []string
	// MinPrice and MaxPrice are whole naira, both included.
	MinPrice, MaxPrice *int64

	Tags                                  []string
	InStock, OnSale, Featured, NewArrival *bool
	// MinRating is a mean of ratings in hundredths.
	MinRating *int
}

// Counts is how often each value occurs among the products that a choice lets
// through, and how many products that are in all.
type Counts struct {
	Total      int
	Categories map[int]int
	Brands     map[int]int
	Genders    map[string]int
	Sizes      map[string]int
	Colors     map[string]int
	// Bands are counted by their number, the cheapest being 0.
	Bands map[int]int
}

// The facets, as bits of what a product fails.
const (
	failsCategory = 1 << iota
	failsBrand
	failsGender
	failsSize
	failsColor
	failsPrice
	failsBase
)

// Count counts the products that a choice lets through, all of them or, when
// among is not nil, those with its ids.
func (s *Shelf) Count(choice Choice, among []int32) Counts {
	p := s.prepare(choice)
	t := newTally(s)
	if among == nil {
		for row := range s.ids {
			t.add(row, p.fails(row))
		}
		return t.counts()
	}
	for _, id := range among {
		if row, there := s.at(id); there {
			t.add(row, p.fails(row))
		}
	}
	return t.counts()
}

// Pass calls yield for each of the ids that a choice lets through, in their
// order, until it returns false.
func (s *Shelf) Pass(choice Choice, ids []int32, yield func(at int) bool) {
	p := s.prepare(choice)
	for at, id := range ids {
		if row, there := s.at(id); there && p.fails(row) == 0 && !yield(at) {
			return
		}
	}
}

// prepared is a choice translated to the numbers of a shelf's columns.
type prepared struct {
	*Shelf
	choice                  Choice
	category, brand, gender []bool // nil: everything passes
	size, color, tag        []bool
	flagsAsked, flagsWanted flag
	minPrice, maxPrice      int64
	priceAsked              bool
	minRating               uint16
}

func (s *Shelf) prepare(choice Choice) *prepared {
	p := &prepared{
		Shelf: s, choice: choice,
		category: s.categories.chosen(choice.Categories), brand: s.brands.chosen(choice.Brands), gender: s.genders.chosen(choice.Genders),
		size: s.sizes.chosen(choice.Sizes), color: s.colors.chosen(choice.Colors), tag: s.tags.chosen(choice.Tags),
		maxPrice: 1<<63 - 1, priceAsked: choice.MinPrice != nil || choice.MaxPrice != nil,
	}
	if choice.MinPrice != nil {
		p.minPrice = *choice.MinPrice
	}
	if choice.MaxPrice != nil {
		p.maxPrice = *choice.MaxPrice
	}
	if choice.MinRating != nil {
		p.minRating = uint16(*choice.MinRating)
	}
	for _, asked := range []struct {
		bit    flag
		wanted *bool
	}{{inStock, choice.InStock}, {onSale, choice.OnSale}, {featured, choice.Featured}, {newArrival, choice.NewArrival}} {
		if asked.wanted == nil {
			continue
		}
		p.flagsAsked |= asked.bit
		if *asked.wanted {
			p.flagsWanted |= asked.bit
		}
	}
	return p
}

// fails is what keeps a product out, a bit for each facet.
func (p *prepared) fails(row int) (fails int) {
	if p.flags[row]&p.flagsAsked != p.flagsWanted || p.rating[row] < p.minRating || p.tag != nil && !p.tag[p.tags.rows[row]] {
		return failsBase
	}
	if p.category != nil && !p.category[p.categories.rows[row]] {
		fails |= failsCategory
	}
	if p.brand != nil && !p.brand[p.brands.rows[row]] {
		fails |= failsBrand
	}
	if p.gender != nil && !p.gender[p.genders.rows[row]] {
		fails |= failsGender
	}
	if p.size != nil && !p.size[p.sizes.rows[row]] {
		fails |= failsSize
	}
	if p.color != nil && !p.color[p.colors.rows[row]] {
		fails |= failsColor
	}
	if p.priceAsked && (p.price[row] < p.minPrice || p.price[row] > p.maxPrice) {
		fails |= failsPrice
	}
	return fails
}

// chosen tells for each number whether its value is one of the wanted.
func (d *dictionary[T]) chosen(wanted []T) []bool {
	if wanted == nil {
		return nil
	}
	passes := make([]bool, len(d.values))
	for _, value := range wanted {
		if number, known := d.number[value]; known {
			passes[number] = true
		}
	}
	return passes
}

// chosen tells for each list whether it has one of the wanted words.
func (c *sets) chosen(wanted []string) []bool {
	if wanted == nil {
		return nil
	}
	passes := make([]bool, len(c.lists))
	for number, words := range c.lists {
		passes[number] = slices.ContainsFunc(words, func(word string) bool { return slices.Contains(wanted, word) })
	}
	return passes
}
