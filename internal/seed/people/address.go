package people

import (
	"fmt"
	"strings"

	"zuka/internal/seed/dice"
)

// Address is where a parcel goes. PostalCode is often empty, for few Nigerians know theirs, and Landmark sometimes.
type Address struct {
	Street     string // with the number: 14 Adeniran Ogunsanya Street
	Area       string // quarter or estate of the city
	Landmark   string // what the rider looks for
	City       string
	State      string // one of States
	PostalCode string // six digits
	Label      string // what the person calls it
}

// Shares in a hundred of what people write down, and of a second address outside the home state.
const (
	landmarkShare = 68
	postalShare   = 35
	awayShare     = 18
)

// labels are what people call their further addresses.
var labels = []string{
	"Work", "Shop", "Office", "Mum's house", "Sister's place", "Hostel", "Family house", "Fiancé's place", "Uncle's house", "Tailor",
}

// Addresses returns the one to three addresses of p; the first is p.Address.
func Addresses(p Person) []Address {
	r := dice.New("address", p.Index)
	out := []Address{p.Address}
	more := dice.Some(r, labels, r.Weighted(62, 29, 9))
	for _, label := range more {
		s := byName[p.State]
		if r.Chance(awayShare) {
			s = states[r.Weighted(stateWeights...)]
		}
		out = append(out, s.address(r, label))
	}
	return out
}

// address draws a place in s. The first cities of a state are its large ones and come up most.
func (s *state) address(r dice.Roll, label string) Address {
	c := s.cities[min(r.IntN(len(s.cities)), r.IntN(len(s.cities)))]
	a := Address{Area: dice.Pick(r, c.areas), City: c.name, State: s.name, Label: label}
	a.Street = number(r) + " " + dice.Pick(r, s.streets(r, c))
	if r.Chance(landmarkShare) {
		a.Landmark = dice.Pick(r, bearings) + " " + dice.Pick(r, sights)
	}
	if r.Chance(postalShare) {
		a.PostalCode = fmt.Sprintf("%s%03d", s.postal, r.Between(1, 28)*10+r.Between(1, 4))
	}
	return a
}

// streets prefers the streets that really are in c, and otherwise takes names found all over the region.
func (s *state) streets(r dice.Roll, c city) []string {
	switch {
	case len(c.streets) > 0 && r.Chance(75):
		return c.streets
	case r.Chance(60):
		return regional[s.region]
	}
	return national
}

// number is a house number the way it is written here.
func number(r dice.Roll) string {
	n := min(r.Between(1, 160), r.Between(1, 160))
	switch r.Weighted(60, 12, 8, 10, 10) {
	case 1:
		return fmt.Sprintf("%d%c", n, 'A'+rune(r.IntN(3)))
	case 2:
		return fmt.Sprintf("Block %d, Flat %d,", 1+n%24, 1+r.IntN(8))
	case 3:
		return fmt.Sprintf("Plot %d", n)
	case 4:
		return fmt.Sprintf("No. %d", n)
	}
	return fmt.Sprint(n)
}

var bearings = []string{"opposite", "beside", "behind", "near", "just after", "before", "close to", "two houses from", "by"}

var sights = []string{
	"the filling station", "the primary school", "the central mosque", "the post office", "the pharmacy", "the market gate", "the police station",
	"the water works", "the blue church", "the junction", "the roundabout", "the transformer", "the football field", "the general hospital",
	"the eatery", "the mechanic village", "the motor park", "the estate gate", "the big mango tree", "the overhead tank", "the cement depot", "the old cinema",
	"the bakery", "the POS kiosk", "the microfinance bank", "the telecom mast", "the secondary school", "the town hall", "the supermarket", "the second street light",
	"the car wash", "the event centre", "the fashion school", "the borehole", "the sawmill", "the bus stop",
}

// national are street names that a town in any state may have.
var national = lines(`
Ahmadu Bello Way; Nnamdi Azikiwe Road; Awolowo Road; Independence Way; Station Road; Hospital Road; School Road; Market Road; Mission Road;
Bank Road; Club Road; Stadium Road; Unity Street; Old Airport Road; Secretariat Road; Murtala Mohammed Way; Tafawa Balewa Street; Herbert Macaulay Street;
Government House Road; Post Office Road; Palace Road; Polytechnic Road; University Road; Ring Road; Barracks Road; Peace Street; Progress Close; Harmony Close`)

// regional are street names by region.
var regional = map[region][]string{
	west: lines(`Adeola Street; Oba Adesida Road; Ogunlana Street; Balogun Street; Olorunsogo Street; Alafia Street; Oke Ado Road; Akinola Close;
Adebisi Street; Ajayi Street; Oyelaran Avenue; Olufemi Street; Ifelodun Street; Adekunle Street; Obafemi Awolowo Way; Bodija Road; Ayedun Street; Oluwole Close;
Fagbewesa Street; Oremeji Street; Ajose Street; Ladipo Crescent; Olaoluwa Street; Isokan Crescent`),
	east: lines(`Okpara Avenue; Zik Avenue; Ogui Road; Nwaniba Lane; Okigwe Road; Aba Road; Ikenegbu Street; Wetheral Road; Eziukwu Road; Ezeiweka Road; Umuezike Street;
Michael Opara Street; Chime Avenue; Nza Street; Edinburgh Road; Ojukwu Street; Igwe Orizu Road; Oguta Road; Old Market Road; Ngwa Road; Faulks Road; Bishop Onyeabor Street; Achara Road; Uwani Street`),
	south: lines(`Ikwerre Road; Aba Road; Akpakpava Street; Sapele Road; Airport Road; Nnebisi Road; Ekenwan Road; Mbiama Road; Marian Road; Ikot Ekpene Road; Oron Road; Abak Road; Wellington Bassey Way;
Murtala Mohammed Highway; Mission Street; Okumagba Avenue; Deco Road; Isaac Boro Road; Sani Abacha Road; Ndidem Usang Iso Road; Etta Agbor Road; Ugbowo Road; Siluko Road; Effurun Road`),
	north: lines(`Sultan Road; Emir's Palace Road; Zaria Road; Katsina Road; Ibrahim Taiwo Road; Sir Kashim Ibrahim Road; Sokoto Road; Aminu Kano Way; Waziri Street; Lawan Dambazau Road; Bompai Road; Galadima Street;
Yakubu Gowon Way; Usman Dan Fodio Road; Bauchi Road; Jos Road; Sabo Road; Kofar Ruwa Road; Magaji Street; Maiduguri Road; Shehu Laminu Way; Gombe Road; Madawaki Street; Tudun Wada Road`),
}

// lines splits a list written with semicolons.
func lines(s string) []string {
	out := strings.Split(s, ";")
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}
