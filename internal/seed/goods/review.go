package goods

import (
	"slices"
	"strings"

	"zuka/internal/seed/dice"
)

// Review returns what a buyer who gave p this rating, 1 to 5, would write. Some buyers leave the title empty and some
// the comment.
func Review(r dice.Roll, p Piece, rating int) (title, comment string) {
	rating = min(max(rating, 1), 5)
	if !r.Chance(15) {
		title = dice.Pick(r, titles[rating])
	}
	if r.Chance(10) {
		return title, ""
	}
	a := &opinion{roll: r, piece: p, kids: p.Kind.Gender == "kids"}
	says := a.says(rating)
	for i, s := range says {
		says[i] = a.fill(s)
	}
	return title, strings.Join(says, " ")
}

// opinion is one buyer's comment in the making.
type opinion struct {
	roll  dice.Roll
	piece Piece
	kids  bool
}

// says chooses the sentences of a comment, each from another topic.
func (a *opinion) says(rating int) []string {
	n := 1 + a.roll.Weighted(18, 38, 30, 14)
	switch rating {
	case 5:
		return a.glad(n)
	case 4:
		says := a.glad(max(n-1, 1))
		if a.roll.Chance(65) {
			says = append(says, a.caveat())
		}
		return says
	case 3:
		says := []string{dice.Pick(a.roll, middling), a.caveat()}
		if n > 2 {
			says = append(says, a.glad(1)[0])
		}
		a.roll.Shuffle(len(says), func(i, j int) { says[i], says[j] = says[j], says[i] })
		return says[:min(n, len(says))]
	}
	return a.sad(n, rating)
}

// glad draws n sentences of praise. What is said of this family of goods comes first more often than not, and the
// last word is never said in the middle.
func (a *opinion) glad(n int) []string {
	const parcel, price, pictures, last, satisfaction = 0, 1, 2, 3, 4
	topics := [][]string{praise[parcel], praise[price], praise[pictures], praise[satisfaction], a.others()}
	if a.sized() {
		topics = append(topics, sizeFits)
	}
	a.roll.Shuffle(len(topics), func(i, j int) { topics[i], topics[j] = topics[j], topics[i] })
	if a.roll.Chance(70) {
		topics = append([][]string{a.family()}, topics...)
	}
	topics = topics[:n]
	if n > 1 && a.roll.Chance(40) {
		topics[n-1] = praise[last]
	}
	var says []string
	for _, t := range topics {
		s := dice.Pick(a.roll, t)
		for slices.Contains(says, s) { // children's topics share a list
			s = dice.Pick(a.roll, t)
		}
		says = append(says, s)
	}
	return says
}

// sad draws n sentences of complaint and perhaps a closing word.
func (a *opinion) sad(n, rating int) []string {
	own := familyComplaints[a.piece.Kind.Family]
	if a.kids {
		own = kidsComplaints
		if a.piece.Kind.Family == Kids && a.roll.Chance(55) {
			own = kidsWearComplaints
		}
	}
	topics := [][]string{own, complaints}
	if a.sized() {
		topics = append(topics, sizeComplaints)
	}
	a.roll.Shuffle(len(topics), func(i, j int) { topics[i], topics[j] = topics[j], topics[i] })
	var says []string
	for _, t := range topics[:min(n, len(topics), 2)] {
		says = append(says, dice.Pick(a.roll, t))
	}
	switch {
	case n < 3:
	case rating == 2 && a.roll.Chance(50):
		says = append(says, a.caveat())
	default:
		says = append(says, dice.Pick(a.roll, closers))
	}
	return says
}

// caveat is a small reservation, about the fit where there is one.
func (a *opinion) caveat() string {
	if a.sized() && a.roll.Chance(25) {
		return dice.Pick(a.roll, sizeCaveats)
	}
	return dice.Pick(a.roll, caveats)
}

// family is the praise that fits this sort of goods.
func (a *opinion) family() []string {
	switch {
	case a.kids && a.piece.Kind.Family == Kids && a.roll.Chance(45):
		return kidsWear
	case a.kids:
		return kidsPraise
	}
	return familyPraise[a.piece.Kind.Family]
}

// others is what other people said of it.
func (a *opinion) others() []string {
	if a.kids {
		return kidsPraise
	}
	return compliments
}

// sized reports whether a sentence about the fit makes sense; buyers for children do not speak of their own size.
func (a *opinion) sized() bool {
	f := a.piece.Kind.Family
	return !a.kids && len(a.piece.Kind.Sizes) > 2 && (f == Cloth || f == Native || f == Modest || f == Shoes)
}

// fill puts the product, the place and the occasion into a sentence.
func (a *opinion) fill(s string) string {
	if !strings.Contains(s, "{") {
		return s
	}
	r := a.roll
	pairs := append(voiceOf(a.piece.Kind).pairs(),
		"{color}", strings.ToLower(dice.Pick(r, a.piece.Colors)), "{size}", dice.Pick(r, a.piece.Sizes),
		"{city}", dice.Pick(r, reviewCities), "{event}", dice.Pick(r, reviewEvents), "{friend}", dice.Pick(r, reviewFriends),
		"{day}", dice.Pick(r, reviewDays), "{soon}", dice.Pick(r, reviewSoon), "{late}", dice.Pick(r, reviewLate))
	return strings.NewReplacer(pairs...).Replace(s)
}
