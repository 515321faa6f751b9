package chat

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zuka/internal/seed/dice"
)

var (
	personas = []string{"grumpy", "rude", "nonchalant", "funny"}
	wares    = []string{"ankara dress", "senator set", "palm slippers", "gele", "leather handbag", "office skirt", "sneakers", "boys' agbada"}
)

func sample(i int) []Line {
	budget := int64(5+i%60) * 1000
	return Dialogue(dice.New("chat", i), personas[i%4], wares[i/4%len(wares)], budget)
}

func TestDialogueIsAlwaysTheSame(t *testing.T) {
	for i := range 200 {
		if a, b := sample(i), sample(i); !reflect.DeepEqual(a, b) {
			t.Fatalf("%d: %v and %v", i, a, b)
		}
	}
}

func TestDialoguesAreSound(t *testing.T) {
	tools := map[string]int{}
	for i := range 8_000 {
		d := sample(i)
		if len(d) < 2 || len(d) > longest || len(d)%2 != 0 {
			t.Fatalf("%d has %d lines", i, len(d))
		}
		for j, l := range d {
			if l.FromShopper != (j%2 == 0) {
				t.Fatalf("%d: line %d is out of turn", i, j)
			}
			if l.FromShopper && (l.Products != 0 || l.Tool != "") {
				t.Fatalf("%d: the shopper has %+v", i, l)
			}
			if strings.TrimSpace(l.Text) != l.Text || l.Text == "" || strings.ContainsAny(l.Text, "{}%\n") || len(l.Text) > 2000 {
				t.Fatalf("%d: %q", i, l.Text)
			}
			if l.Products < 0 || l.Products > 3 || l.Products > 0 && l.Tool == "" {
				t.Fatalf("%d: %+v", i, l)
			}
			tools[l.Tool]++
		}
	}
	for _, tool := range []string{"", search, apply, cart, status, recommend} {
		if tools[tool] == 0 {
			t.Errorf("tool %q is never used", tool)
		}
	}
	if len(tools) != 6 {
		t.Errorf("tools: %v", tools)
	}
}

// A shopper adds what was shown: nothing reaches the cart in the first turn.
func TestCartFollowsProducts(t *testing.T) {
	for i := range 8_000 {
		shown := false
		for _, l := range sample(i) {
			if l.Tool == cart && !shown {
				t.Fatalf("%d adds what was not shown: %v", i, sample(i))
			}
			shown = shown || l.Products > 0
		}
	}
}

func TestDialoguesDiffer(t *testing.T) {
	for _, persona := range personas {
		seen := map[string]bool{}
		for i := range 1_000 {
			seen[fmt.Sprint(Dialogue(dice.New("same", i), persona, "ankara dress", 20_000))] = true
		}
		if len(seen) < 800 {
			t.Errorf("%s: %d different dialogues of 1,000", persona, len(seen))
		}
	}
}

func TestPersonasShareNoLine(t *testing.T) {
	templates, spokenBy := map[string]string{}, map[string]string{}
	note := func(seen map[string]string, text, persona string) {
		if other, ok := seen[text]; ok && other != persona {
			t.Errorf("%s and %s both say %q", other, persona, text)
		}
		seen[text] = persona
	}
	for _, persona := range personas {
		v := voices[persona]
		for _, text := range slices.Concat(append(v.lines[:], v.tails)...) {
			note(templates, text, persona)
		}
		for i := range 1_000 {
			for _, l := range Dialogue(dice.New("same", i), persona, "ankara dress", 20_000) {
				if !l.FromShopper {
					note(spokenBy, l.Text, persona)
				}
			}
		}
	}
}

func TestEveryKindHasTenPhrasings(t *testing.T) {
	all := map[string]spoken{"shopper": asks}
	for _, persona := range personas {
		all[persona] = voices[persona]
	}
	for who, v := range all {
		for k, list := range v.lines {
			sorted := slices.Clone(list)
			slices.Sort(sorted)
			if n := len(slices.Compact(sorted)); n < 10 || n != len(list) {
				t.Errorf("%s has %d different of %d phrasings of kind %d", who, n, len(list), k)
			}
		}
	}
}

func TestEveryKindComesUp(t *testing.T) {
	v := voices["funny"]
	var seen [kinds]bool
	for i := range 2_000 {
		c := newTalk(dice.New("kinds", i), "funny", "ankara dress", 20_000)
		scenes := scenesFor("ankara dress")
		c.play(scenes[i%len(scenes)])
		for k := range c.said {
			seen[k] = true
		}
	}
	for k := range v.lines {
		if !seen[k] && kind(k) != greet && kind(k) != thanks {
			t.Errorf("kind %d never comes up", k)
		}
	}
	if n := len(scenesFor("ankara dress")); n < 12 {
		t.Errorf("%d scenes", n)
	}
}

func TestRudeStaysPlayful(t *testing.T) {
	banned := []string{"ugly", "fat", "thin", "skinny", "poor", "broke", "cheapskate", "afford", "village", "tribe", "church", "mosque",
		"pray", "god", "stupid", "idiot", "dumb", "fool", "face", "your body", "your hair"}
	v := voices["rude"]
	for _, text := range slices.Concat(append(v.lines[:], v.tails)...) {
		for _, word := range strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return c != '\'' && (c < 'a' || c > 'z') }) {
			if slices.Contains(banned, word) {
				t.Errorf("%q in %q", word, text)
			}
		}
	}
}

func TestSizesSuitTheWare(t *testing.T) {
	for wanted, list := range map[string][]string{"ankara dress": dressSizes, "palm slippers": shoeSizes, "senator set": letterSizes, "gele": nil, "leather handbag": nil,
		"tie-dye dress": dressSizes, "cape dress": dressSizes, "spring jacket": letterSizes, "boys' agbada": nil, "sunglasses": nil, "block heels": shoeSizes} {
		if got := sizesOf(wanted); !slices.Equal(got, list) {
			t.Errorf("%s: %v", wanted, got)
		}
	}
}

func TestAmounts(t *testing.T) {
	for n, want := range map[int64][2]string{900: {"₦900", "900"}, 20_000: {"₦20,000", "20k"}, 12_500: {"₦12,500", "12.5k"}, 1_250_000: {"₦1,250,000", "1250k"}} {
		if naira(n) != want[0] || short(n) != want[1] {
			t.Errorf("%d: %s %s", n, naira(n), short(n))
		}
	}
}

func TestOddArgumentsStillTalk(t *testing.T) {
	for i := range 500 {
		for _, l := range Dialogue(dice.New("odd", i), "shy", "", 0) {
			if l.Text == "" || strings.Contains(l.Text, "₦0") {
				t.Fatalf("%q", l.Text)
			}
		}
	}
}

func TestNames(t *testing.T) {
	sorted := slices.Clone(petNames)
	slices.Sort(sorted)
	if n := len(slices.Compact(sorted)); n < 60 || n != len(petNames) {
		t.Errorf("%d different names of %d", n, len(petNames))
	}
	first, again := Name(dice.New("pet", 3)), Name(dice.New("pet", 3))
	if first != again || first == "" {
		t.Errorf("a name changes: %q, %q", first, again)
	}
}

// One conversation must not say that a code works and is over, or that goods just shown are missing.
func TestNothingIsContradicted(t *testing.T) {
	for i := range 8_000 {
		c := newTalk(dice.New("chat", i), "rude", "gele", 9_000)
		c.play(scene{found, none, coupon, expired})
		if c.said[none] {
			t.Fatalf("%d misses what it showed", i)
		}
		code, old := c.fill("{code}"), c.fill("{old}")
		if code == old {
			t.Fatalf("%d: %s works and is over", i, code)
		}
		for j, l := range c.lines {
			if j >= 4 && strings.Contains(l.Text, code) {
				t.Fatalf("%d: %q names the good code", i, l.Text)
			}
		}
	}
}

func TestNoneLeadsToMore(t *testing.T) {
	c := newTalk(dice.New("none", 1), "grumpy", "gele", 20_000)
	c.play(scene{none})
	if len(c.lines) != 4 || c.budget != 31_000 || c.lines[1].Products != 0 || c.lines[3].Products == 0 {
		t.Errorf("%d: %+v", c.budget, c.lines)
	}
}
