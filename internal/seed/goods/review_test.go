package goods

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"zuka/internal/seed/dice"
)

// blame gathers every sentence that only one and two stars may say.
func blame() []string {
	all := slices.Concat(complaints, sizeComplaints, kidsComplaints, kidsWearComplaints, closers)
	for _, says := range familyComplaints {
		all = append(all, says...)
	}
	return all
}

// bank gathers every sentence there is.
func bank() []string {
	all := slices.Concat(blame(), caveats, sizeCaveats, middling, compliments, sizeFits, kidsPraise, kidsWear)
	all = append(all, slices.Concat(praise...)...)
	for _, says := range familyPraise {
		all = append(all, says...)
	}
	return all
}

func TestBankIsLargeAndClean(t *testing.T) {
	all := bank()
	slices.Sort(all)
	if n := len(slices.Compact(slices.Clone(all))); n != len(all) || n < 250 {
		t.Errorf("%d sentences, %d different", len(all), n)
	}
	for _, s := range all {
		if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "!") {
			t.Errorf("%q ends loosely", s)
		}
	}
	for _, k := range Kinds() {
		if len(familyComplaints[k.Family]) == 0 && k.Gender != "kids" || len(familyPraise[k.Family]) == 0 && k.Gender != "kids" {
			t.Errorf("nothing to say of %s", k.Family)
		}
	}
}

func TestReviews(t *testing.T) {
	const rolls = 2000
	comments, untitled, silent := map[string]bool{}, 0, 0
	for i := range rolls {
		rating := []int{5, 5, 5, 4, 4, 3, 2, 1}[i%8]
		title, comment := Review(dice.New("test review", i), Make(i*3), rating)
		comments[comment] = true
		if title == "" {
			untitled++
		}
		if comment == "" {
			silent++
			continue
		}
		if strings.ContainsAny(title+comment, "{}") || strings.Contains(comment, "  ") || utf8.RuneCountInString(title) > 40 {
			t.Errorf("%d is untidy: %q %q", i, title, comment)
		}
		all := sentences(comment)
		if slices.Sort(all); len(slices.Compact(slices.Clone(all))) != len(all) {
			t.Errorf("%d repeats itself: %q", i, comment)
		}
		for _, s := range all {
			if c, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(c) && !unicode.IsDigit(c) {
				t.Errorf("%d: sentence %q starts small", i, s)
			}
		}
	}
	if len(comments) < 1500 {
		t.Errorf("only %d of %d comments differ", len(comments), rolls)
	}
	if untitled < rolls*11/100 || untitled > rolls*19/100 || silent < rolls*7/100 || silent > rolls*13/100 {
		t.Errorf("%d without a title and %d without a comment", untitled, silent)
	}
}

func TestReviewIsRepeatable(t *testing.T) {
	p := Make(12)
	for i := range 50 {
		a, b := Review(dice.New("again", i), p, 4)
		c, d := Review(dice.New("again", i), p, 4)
		if a != c || b != d {
			t.Fatalf("roll %d differs", i)
		}
	}
}

func TestHappyBuyersDoNotComplain(t *testing.T) {
	var phrases []string
	for _, s := range blame() {
		for s != "" { // what lies between the placeholders, when it is long enough to tell sentences apart
			open := strings.IndexByte(s, '{')
			if open < 0 {
				open = len(s)
			}
			if part := strings.TrimSpace(s[:open]); len(part) > 14 {
				phrases = append(phrases, part)
			}
			_, s, _ = strings.Cut(s[open:], "}")
		}
	}
	if len(phrases) < 70 {
		t.Fatalf("only %d phrases of blame", len(phrases))
	}
	for i := range 2000 {
		_, comment := Review(dice.New("happy", i), Make(i), 5)
		for _, phrase := range phrases {
			if strings.Contains(comment, phrase) {
				t.Fatalf("five stars say %q in %q", phrase, comment)
			}
		}
	}
}

func TestPageOfReviewsVaries(t *testing.T) {
	worst := 0
	for page := range 100 {
		count := map[string]int{}
		for i := range 10 {
			_, comment := Review(dice.New("page", page*10+i), Make(page), 4+i%2)
			for _, s := range sentences(comment) {
				count[s]++
			}
		}
		twice := 0
		for _, n := range count {
			if n > 1 {
				twice++
			}
		}
		worst = max(worst, twice)
	}
	if worst > 6 {
		t.Errorf("one page of ten says %d sentences twice", worst)
	}
}
