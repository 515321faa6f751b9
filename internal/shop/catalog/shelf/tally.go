package shelf

// tally counts by the numbers of the columns; values get their names at the
// end.
type tally struct {
	*Shelf
	total                   int
	category, brand, gender []int
	size, color, price      []int
}

func newTally(s *Shelf) *tally {
	return &tally{
		Shelf: s, category: make([]int, len(s.categories.values)), brand: make([]int, len(s.brands.values)), gender: make([]int, len(s.genders.values)),
		size: make([]int, len(s.sizes.lists)), color: make([]int, len(s.colors.lists)), price: make([]int, len(s.bands)+1),
	}
}

// add counts a product: one that passes everywhere in every facet, one that
// fails a single facet in that facet only, because it would be shown if
// something else were chosen there.
func (t *tally) add(row, fails int) {
	switch fails {
	case 0:
		t.total++
		t.category[t.categories.rows[row]]++
		t.brand[t.brands.rows[row]]++
		t.gender[t.genders.rows[row]]++
		t.size[t.sizes.rows[row]]++
		t.color[t.colors.rows[row]]++
		t.price[t.band[row]]++
	case failsCategory:
		t.category[t.categories.rows[row]]++
	case failsBrand:
		t.brand[t.brands.rows[row]]++
	case failsGender:
		t.gender[t.genders.rows[row]]++
	case failsSize:
		t.size[t.sizes.rows[row]]++
	case failsColor:
		t.color[t.colors.rows[row]]++
	case failsPrice:
		t.price[t.band[row]]++
	}
}

func (t *tally) counts() Counts {
	bands := make(map[int]int)
	for band, n := range t.price {
		if n > 0 {
			bands[band] = n
		}
	}
	brands := t.brands.counts(t.brand)
	delete(brands, 0) // Products without one.
	return Counts{
		Total: t.total, Categories: t.categories.counts(t.category), Brands: brands, Genders: t.genders.counts(t.gender),
		Sizes: t.sizes.counts(t.size), Colors: t.colors.counts(t.color), Bands: bands,
	}
}

func (d *dictionary[T]) counts(numbers []int) map[T]int {
	counts := make(map[T]int)
	for number, n := range numbers {
		if n > 0 {
			counts[d.values[number]] = n
		}
	}
	return counts
}

// counts are those of the words: a product counts once for each of its own.
func (c *sets) counts(numbers []int) map[string]int {
	counts := make(map[string]int)
	for number, n := range numbers {
		if n == 0 {
			continue
		}
		for _, word := range c.lists[number] {
			counts[word] += n
		}
	}
	return counts
}
