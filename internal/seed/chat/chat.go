// Package chat is what shoppers and the shopping pet said to each other in the sample shop: dialogues in the four
// personas, and the names people give their pets. It is content made from dice; it knows no database and no brain.
package chat

import (
	"slices"
	"strings"

	"zuka/internal/seed/dice"
)

// Line is one message of a dialogue.
type Line struct {
	FromShopper bool
	Text        string
	Products    int    // how many products the pet shows with it, 0 to 3
	Tool        string // which of the pet's tools made it, or empty
}

// The tools of the pet.
const (
	search    = "product_search"
	apply     = "coupon_apply"
	cart      = "add_to_cart"
	status    = "order_status"
	recommend = "recommend"
)

// kind is what a line does; shopper and pet lines of one kind answer each other.
type kind int

const (
	greet kind = iota
	found
	none
	shade
	size
	added
	coupon
	expired
	order
	late
	deals
	advise
	match
	talk
	delivery
	returns
	haggle
	thanks
	kinds
)

// voice is how a persona speaks: its phrasings of each kind and what it likes to add, one a line.
type voice struct {
	tails string
	lines map[kind]string
}

// spoken is a voice with its lists split.
type spoken struct {
	tails []string
	lines [kinds][]string
}

var (
	voices = map[string]spoken{
		"grumpy": split(grumpy), "rude": split(rude), "nonchalant": split(nonchalant), "funny": split(funny),
	}
	asks = split(voice{lines: shopper})
)

// split makes the lists once, when the program starts.
func split(v voice) spoken {
	out := spoken{tails: strings.Split(v.tails, "\n")}
	for k, text := range v.lines {
		out.lines[k] = strings.Split(text, "\n")
	}
	return out
}

// Shares in a hundred of what is around the matter itself.
const (
	greetShare  = 30
	secondShare = 55
	thanksShare = 45
	tailShare   = 22
	longest     = 8 // lines
)

// Dialogue returns one conversation of two to eight lines, which the shopper begins and the pet ends. wanted is
// what the shopper is after, in lower case; budget is in whole naira and is replaced when it is not above zero. A
// persona that is not known speaks as nonchalant.
func Dialogue(r dice.Roll, persona, wanted string, budget int64) []Line {
	t := newTalk(r, persona, wanted, budget)
	if r.Chance(greetShare) {
		t.turn(greet)
	}
	all := scenesFor(wanted)
	first := r.IntN(len(all))
	t.play(all[first])
	if r.Chance(secondShare) {
		// A step from one to the last but one lands on another scene.
		t.play(all[(first+1+r.IntN(len(all)-1))%len(all)])
	}
	if r.Chance(thanksShare) {
		t.turn(thanks)
	}
	return t.lines
}

// act is what the pet does with a line of a kind: how many products it shows, and by which tool.
type act struct {
	low, high int
	tool      string
}

var acts = [kinds]act{
	found:   {1, 3, search},
	none:    {0, 0, search},
	shade:   {1, 2, search},
	size:    {1, 2, search},
	added:   {1, 1, cart},
	coupon:  {0, 0, apply},
	expired: {0, 0, apply},
	order:   {0, 0, status},
	late:    {0, 0, status},
	deals:   {2, 3, recommend},
	advise:  {1, 3, recommend},
	match:   {1, 2, recommend},
}

// scene is one thing a shopper wants done: the kinds of its turns.
type scene []kind

var scenes = []scene{
	{found}, {found, added}, {found, shade}, {none}, {shade}, {shade, added}, {coupon}, {expired}, {expired, deals}, {order}, {late},
	{deals}, {deals, added}, {advise}, {advise, delivery}, {advise, match}, {match}, {talk}, {delivery}, {returns}, {haggle}, {haggle, coupon},
}

var sizedScenes = append(slices.Clone(scenes), scene{size}, scene{size, added}, scene{found, size}, scene{size, returns})

// scenesFor leaves the questions about the size out for what has none.
func scenesFor(wanted string) []scene {
	if len(sizesOf(wanted)) > 0 {
		return sizedScenes
	}
	return scenes
}

// play adds the turns of s that were not had before.
func (t *conversation) play(s scene) {
	for _, k := range s {
		t.turn(k)
	}
}
