package goods

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// sentences splits prose at full stops and question marks that are followed by white space.
func sentences(prose string) []string {
	var out []string
	words := strings.Fields(prose)
	from := 0
	for i, w := range words {
		if strings.HasSuffix(w, ".") || strings.HasSuffix(w, "?") || strings.HasSuffix(w, "!") || i == len(words)-1 {
			out = append(out, strings.Join(words[from:i+1], " "))
			from = i + 1
		}
	}
	return out
}

func TestProse(t *testing.T) {
	for _, p := range pieces {
		for _, prose := range []string{p.Description, p.ShortDescription} {
			if strings.ContainsAny(prose, "{}") || strings.Contains(prose, "  ") {
				t.Errorf("%d is untidy: %q", p.Index, prose)
			}
			if !strings.HasSuffix(prose, ".") && !strings.HasSuffix(prose, "?") {
				t.Errorf("%d ends loosely: %q", p.Index, prose)
			}
			for _, s := range sentences(prose) {
				if c, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(c) && !unicode.IsDigit(c) {
					t.Errorf("%d: sentence %q starts small", p.Index, s)
				}
			}
		}
		if n := utf8.RuneCountInString(p.Description); n < 120 || n > 900 {
			t.Errorf("%d is described in %d characters", p.Index, n)
		}
		all := sentences(p.Description)
		if n := len(all); n < 3 || n > 6 {
			t.Errorf("%d is described in %d sentences: %q", p.Index, n, p.Description)
		}
		if slices.Sort(all); len(slices.Compact(all)) != len(all) {
			t.Errorf("%d repeats itself: %q", p.Index, p.Description)
		}
		if n := utf8.RuneCountInString(p.ShortDescription); n < 20 || n > longestPitch || len(sentences(p.ShortDescription)) != 1 {
			t.Errorf("%d has the pitch %q", p.Index, p.ShortDescription)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, p := range pieces {
		wrong := []string{"This " + p.Kind.Short + " have", "this " + p.Kind.Short + " are", "A " + p.Kind.Short + " that are"}
		if p.Kind.Plural {
			wrong = []string{"This " + p.Kind.Short, "this " + p.Kind.Short, "These " + p.Kind.Short + " is"}
		}
		for _, w := range wrong {
			if strings.Contains(p.Description, w) || strings.Contains(p.ShortDescription, w) {
				t.Errorf("%d says %q: %q", p.Index, w, p.Description)
			}
		}
	}
}

func TestDescriptionsDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range pieces[:600] {
		seen[p.Description] = true
	}
	if len(seen) < 595 {
		t.Errorf("only %d of 600 descriptions differ", len(seen))
	}
	byCut := map[string][]string{}
	for i := range 12_000 {
		k, c := deal(i)
		if key := k.Leaf + "/" + c.Name; len(byCut[key]) < 20 {
			byCut[key] = append(byCut[key], Make(i).Description)
		}
	}
	for key, all := range byCut {
		slices.Sort(all)
		if n := len(slices.Compact(slices.Clone(all))); n != len(all) {
			t.Errorf("%s: %d of %d descriptions differ", key, n, len(all))
		}
	}
}
