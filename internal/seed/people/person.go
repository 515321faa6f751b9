// Package people is who shops in the sample shop: names, phones and addresses as they are found in Nigeria, made
// from nothing but an index. No one in it exists; it knows no database.
package people

import (
	"fmt"
	"strings"
	"time"

	"zuka/internal/seed/dice"
)

// Person is one customer of the sample shop.
type Person struct {
	Index       int
	Name        string // First and Last, as written on a parcel
	First, Last string
	Gender      string // women or men, as the catalogue says it
	Email       string // in lower case, unique by index, at a domain that delivers to no one
	Phone       string // E.164, unique by index up to 2,000,000
	Born        time.Time
	State, City string // where the person lives; the same as in Address
	Address     Address
}

// Shares in a hundred that give the sample its look: a fashion shop sells to women first.
const (
	womenShare   = 62
	youngest     = 18
	oldest       = 65
	countingYear = 2026
)

// Make returns the person with this index, always the same one.
func Make(index int) Person {
	r := dice.New("person", index)
	s := states[r.Weighted(stateWeights...)]
	p := Person{Index: index, Gender: "men", State: s.name, Phone: phone(index)}
	if r.Chance(womenShare) {
		p.Gender = "women"
	}
	g := groups[r.Weighted(s.mix[:]...)]
	p.First, p.Last = g.name(r, p.Gender)
	p.Name = p.First + " " + p.Last
	p.Email = email(r, p)
	p.Born = born(r)
	p.Address = s.address(r, "Home")
	p.City = p.Address.City
	return p
}

// born favours the young, who buy most of what an online fashion shop sells.
func born(r dice.Roll) time.Time {
	span := oldest - youngest + 1
	age := youngest + min(r.IntN(span), r.IntN(span))
	return time.Date(countingYear-1-age, time.January, 1+r.IntN(365), 0, 0, 0, 0, time.UTC)
}

// prefixes are mobile prefixes in use, without the leading zero.
var prefixes = []int{
	803, 806, 810, 813, 814, 816, 703, 706, 708, 802, 808, 812, 701, 902, 805, 807, 811, 815, 705, 905, 809, 817,
	818, 908, 909,
}

// phone spreads the indexes over all numbers of all prefixes. The stride shares no factor with their count, so two
// indexes meet only after every number has been given once.
func phone(index int) string {
	const line, stride = 10_000_000, 149_896_229
	total := line * len(prefixes)
	n := (index%total*stride + 3_141_592) % total
	return fmt.Sprintf("+234%d%07d", prefixes[n/line], n%line)
}

// email ends its local part in the index: no name holds a digit, so no two people share one. The domains are those
// that RFC 2606 reserves, so that nothing sent by mistake reaches anyone.
func email(r dice.Roll, p Person) string {
	first, last := plain(p.First), plain(p.Last)
	local := dice.Pick(r, []string{first + "." + last, first + last, first[:1] + last, last + "." + first, first + "_" + last})
	domain := dice.Pick(r, []string{"example.com", "example.com", "example.org", "example.net"})
	return fmt.Sprintf("%s%d@%s", local, p.Index, domain)
}

// letters takes the marks off the letters that Nigerian names are written with.
var letters = strings.NewReplacer("ọ", "o", "ẹ", "e", "ṣ", "s", "á", "a", "à", "a", "é", "e", "è", "e", "í", "i",
	"ì", "i", "ó", "o", "ò", "o", "ú", "u", "ù", "u", "ị", "i", "ụ", "u", "ṅ", "n", "ɓ", "b", "ɗ", "d", "ƙ", "k")

// plain is a name in the 26 letters.
func plain(name string) string {
	return strings.Map(func(c rune) rune {
		if c < 'a' || c > 'z' {
			return -1
		}
		return c
	}, letters.Replace(strings.ToLower(name)))
}
