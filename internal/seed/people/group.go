package people

import (
	"strings"

	"zuka/internal/seed/dice"
)

// group is a people group as far as names go. What is in its own lists is used most; english and muslim are the
// shares in a hundred of first names that come from the shared lists instead.
type group struct {
	women, men, last string
	english          float64
	muslimWomen      string
	muslimMen        string
	muslim           float64
}

// The groups, in the order of mix.
const (
	yoruba = iota
	igbo
	hausa // and Fulani and Kanuri
	edo   // and Esan
	delta // Urhobo, Isoko, Itsekiri
	efik  // and Ibibio and Annang
	ijaw  // and Kalabari, Ikwerre and Ogoni
	tiv
	belt // Berom, Idoma, Igala and others of the Middle Belt
	groupCount
)

// mix is how many of a hundred people of a state belong to each group, in the order of the constants.
type mix [groupCount]int

// names is a group with its lists split.
type names struct {
	group
	womenList, menList, lastList   []string
	englishWomen, englishMen       []string
	muslimWomenList, muslimMenList []string
}

var groups = split(
	group{women: yorubaWomen, men: yorubaMen, last: yorubaLast, english: 14, muslimWomen: yorubaMuslimWomen, muslimMen: yorubaMuslimMen, muslim: 24},
	group{women: igboWomen, men: igboMen, last: igboLast, english: 36},
	group{women: hausaWomen, men: hausaMen, last: hausaLast},
	group{women: edoWomen, men: edoMen, last: edoLast, english: 42},
	group{women: deltaWomen, men: deltaMen, last: deltaLast, english: 46},
	group{women: efikWomen, men: efikMen, last: efikLast, english: 48},
	group{women: ijawWomen, men: ijawMen, last: ijawLast, english: 52},
	group{women: tivWomen, men: tivMen, last: tivLast, english: 50},
	group{women: beltWomen, men: beltMen, last: beltLast, english: 52},
)

// split makes the lists of every group once, when the program starts.
func split(all ...group) []names {
	out := make([]names, len(all))
	for i, g := range all {
		out[i] = names{
			group:     g,
			womenList: strings.Fields(g.women), menList: strings.Fields(g.men), lastList: strings.Fields(g.last),
			englishWomen: strings.Fields(englishWomen), englishMen: strings.Fields(englishMen),
			muslimWomenList: strings.Fields(g.muslimWomen), muslimMenList: strings.Fields(g.muslimMen),
		}
	}
	return out
}

// name draws a first and a last name that differ; among the Hausa the last is often someone's first.
func (n names) name(r dice.Roll, gender string) (first, last string) {
	own, english, muslim := n.menList, n.englishMen, n.muslimMenList
	if gender == "women" {
		own, english, muslim = n.womenList, n.englishWomen, n.muslimWomenList
	}
	switch x := r.Float64() * 100; {
	case x < n.english:
		first = dice.Pick(r, english)
	case x < n.english+n.muslim:
		first = dice.Pick(r, muslim)
	default:
		first = dice.Pick(r, own)
	}
	for last = dice.Pick(r, n.lastList); last == first; {
		last = dice.Pick(r, n.lastList)
	}
	return first, last
}
