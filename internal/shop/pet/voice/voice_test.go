package voice

import (
	"strings"
	"testing"

	"zuka/internal/shop/pet/brain"
)

// filled has a value for every name that any kind has.
func filled(kind Kind) Values {
	must, may := Names(kind)
	values := Values{}
	for _, name := range append(must, may...) {
		values[name] = "«" + name + "»"
	}
	return values
}

func TestTheSameSeedIsTheSameLine(t *testing.T) {
	for seed := range uint64(50) {
		first := Line(brain.Rude, Hello, seed, Values{"shopper": "Ada"})
		again := Line(brain.Rude, Hello, seed, Values{"shopper": "Ada"})
		if first == "" || first != again {
			t.Fatalf("seed %d: %q, then %q", seed, first, again)
		}
	}
}

func TestSeedsSpreadOverTheLines(t *testing.T) {
	steps := map[string]uint64{"one by one": 1, "by ten": 10, "by 2520": 2520}
	for _, persona := range brain.Personas {
		for _, kind := range declared(t) {
			for name, step := range steps {
				heard := map[string]bool{}
				for i := range uint64(200) {
					heard[Line(persona, kind, i*step, filled(kind))] = true
				}
				if len(heard) < 5 {
					t.Errorf("%s %s: 200 seeds %s say %d things", persona, kind, name, len(heard))
				}
			}
		}
	}
}

func TestNoBraceStays(t *testing.T) {
	for _, persona := range brain.Personas {
		for _, kind := range declared(t) {
			must, _ := Names(kind)
			bare := Values{}
			for _, name := range must {
				bare[name] = "x"
			}
			for seed := range uint64(100) {
				for _, values := range []Values{bare, filled(kind)} {
					line := Line(persona, kind, seed, values)
					if line == "" || strings.ContainsAny(line, "{}") {
						t.Fatalf("%s %s, seed %d: %q", persona, kind, seed, line)
					}
				}
			}
		}
	}
}

func TestALineThatLacksAValueIsNotChosen(t *testing.T) {
	for seed := range uint64(100) {
		if line := Line(brain.Grumpy, PriceOf, seed, Values{"name": "Agbada"}); line != "" {
			t.Fatalf("a price was told without one: %q", line)
		}
		if line := Line(brain.Grumpy, PriceOf, seed, Values{"name": "Agbada", "price": ""}); line != "" {
			t.Fatalf("an empty price was told: %q", line)
		}
	}
	if line := Line(brain.Funny, PriceOf, 1, nil); line != "" {
		t.Fatalf("without values: %q", line)
	}
}

func TestOptionalNamesAreUsedWhenThereAreValues(t *testing.T) {
	for _, persona := range brain.Personas {
		used := false
		for seed := range uint64(200) {
			used = used || strings.Contains(Line(persona, Hello, seed, Values{"shopper": "Adaeze"}), "Adaeze")
		}
		if !used {
			t.Errorf("%s never greets by name", persona)
		}
	}
}

func TestValuesAreNotReadForBraces(t *testing.T) {
	values := Values{"name": "{price} {Name}", "price": "₦5,000"}
	for seed := range uint64(50) {
		line := Line(brain.Nonchalant, PriceOf, seed, values)
		if !strings.Contains(line, "{price} {Name}") || !strings.Contains(line, "₦5,000") {
			t.Fatalf("seed %d: %q", seed, line)
		}
	}
}

func TestAnUnknownPersonaSpeaksNonchalantly(t *testing.T) {
	for seed := range uint64(20) {
		got, want := Line("shy", Joke, seed, nil), Line(brain.Nonchalant, Joke, seed, nil)
		if got == "" || got != want {
			t.Fatalf("seed %d: %q, not %q", seed, got, want)
		}
	}
	if got := Line(brain.Grumpy, "no_such_kind", 1, nil); got != "" {
		t.Fatalf("an unknown kind says %q", got)
	}
}

func TestFilling(t *testing.T) {
	for _, c := range []struct{ line, value, want string }{
		{"{What} here.", "black shoes", "Black shoes here."},
		{"{What} here.", "ọjà bags", "Ọjà bags here."},
		{"{What} here.", "éclair", "Éclair here."},
		{"{What} here.", "₦5,000", "₦5,000 here."},
		{"{What} here.", "Already", "Already here."},
		{"So {what}.", "ẹ̀wù", "So ẹ̀wù."},
		{"{what}{What}", "a", "aA"},
		{"An open { stays {what}", "a", "An open { stays a"},
		{"Nothing", "a", "Nothing"},
		{"Odd } brace {what}", "a", "Odd } brace a"},
	} {
		if got := parse(c.line).fill(Values{"what": c.value}); got != c.want {
			t.Errorf("%q with %q is %q, not %q", c.line, c.value, got, c.want)
		}
	}
}

func TestSplit(t *testing.T) {
	got := split("\n  one {a}\n\ntwo\r\n\t\n")
	if len(got) != 2 || got[0] != "one {a}" || got[1] != "two" {
		t.Fatalf("%q", got)
	}
}

func TestNames(t *testing.T) {
	must, may := Names(Hello)
	if len(must) != 0 || strings.Join(may, " ") != "shopper pet" {
		t.Errorf("hello must %q, may %q", must, may)
	}
	must, may = Names(PriceWas)
	if strings.Join(must, " ") != "name price was" || len(may) != 0 {
		t.Errorf("price_was must %q, may %q", must, may)
	}
	if must, may = Names(Bye); must != nil || may != nil {
		t.Errorf("bye must %q, may %q", must, may)
	}
}

func BenchmarkLine(b *testing.B) {
	values := Values{"what": "black sneakers", "count": "12"}
	b.ReportAllocs()
	for i := range b.N {
		Line(brain.Funny, Found, uint64(i), values)
	}
}
