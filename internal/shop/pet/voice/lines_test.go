package voice

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"zuka/internal/shop/pet/brain"
)

var braces = regexp.MustCompile(`\{[^{}]*\}`)

// common are the kinds that are heard most and need the most phrasings.
var common = []Kind{
	Hello, Found, FoundOne, NotFound, FoundWider, FoundMore, Added, AddProposed, AskSize, Recommended,
	Deals, Unclear, OffTopic, YoureWelcome, Joke, WhichOne, Haggled,
}

// comments are the kinds that kind.go declares, with what it says of each.
var comments = sync.OnceValues(func() (map[Kind]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "kind.go", nil, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	kinds := map[Kind]string{}
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.CONST {
			continue
		}
		for _, spec := range gen.Specs {
			constant := spec.(*ast.ValueSpec)
			value, err := strconv.Unquote(constant.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				return nil, err
			}
			kinds[Kind(value)] = constant.Comment.Text()
		}
	}
	return kinds, nil
})

// declared are all kinds, in order.
func declared(t *testing.T) []Kind {
	t.Helper()
	kinds, err := comments()
	if err != nil || len(kinds) < 70 {
		t.Fatalf("%d kinds: %v", len(kinds), err)
	}
	return slices.Sorted(maps.Keys(kinds))
}

// each calls a function with every line that there is.
func each(do func(persona brain.Persona, kind Kind, line string)) {
	for _, persona := range brain.Personas {
		for _, part := range voices[persona] {
			for _, kind := range slices.Sorted(maps.Keys(part)) {
				for _, line := range split(part[kind]) {
					do(persona, kind, line)
				}
			}
		}
	}
}

func TestNamesAreThoseOfTheComments(t *testing.T) {
	kinds, err := comments()
	if err != nil {
		t.Fatal(err)
	}
	for kind := range names {
		if _, found := kinds[kind]; !found {
			t.Errorf("%s has names and is no kind", kind)
		}
	}
	for kind, comment := range kinds {
		var said []string
		for _, name := range braces.FindAllString(comment, -1) {
			if name = strings.Trim(name, "{}"); !slices.Contains(said, name) {
				said = append(said, name)
			}
		}
		if got := strings.Join(said, " "); got != names[kind] {
			t.Errorf("%s: the comment says %q, the table %q", kind, got, names[kind])
		}
	}
}

func TestEveryKindHasEnoughLines(t *testing.T) {
	for _, persona := range brain.Personas {
		for _, kind := range declared(t) {
			parts, count, bare := 0, 0, 0
			must, _ := Names(kind)
			for _, part := range voices[persona] {
				if _, found := part[kind]; found {
					parts++
				}
				for _, line := range split(part[kind]) {
					count++
					if len(used(line)) == len(must) {
						bare++
					}
				}
			}
			wanted := 6
			if slices.Contains(common, kind) {
				wanted = 10
			}
			if parts != 1 || count < wanted || bare < 6 {
				t.Errorf("%s %s: %d lines in %d parts, %d without optional names", persona, kind, count, parts, bare)
			}
		}
	}
}

// used are the names in a line, each once.
func used(line string) []string {
	var out []string
	for _, name := range braces.FindAllString(line, -1) {
		if name = strings.ToLower(strings.Trim(name, "{}")); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func TestLinesHoldTheNamesOfTheirKind(t *testing.T) {
	kinds, err := comments()
	if err != nil {
		t.Fatal(err)
	}
	each(func(persona brain.Persona, kind Kind, line string) {
		if _, found := kinds[kind]; !found {
			t.Errorf("%s: %q is no kind", persona, kind)
		}
		must, may := Names(kind)
		held := used(line)
		for _, name := range must {
			if !slices.Contains(held, name) {
				t.Errorf("%s %s lacks {%s}: %s", persona, kind, name, line)
			}
		}
		for _, name := range held {
			if !slices.Contains(must, name) && !slices.Contains(may, name) {
				t.Errorf("%s %s must not hold {%s}: %s", persona, kind, name, line)
			}
		}
		if strings.ContainsAny(braces.ReplaceAllString(line, ""), "{}") {
			t.Errorf("%s %s has a lone brace: %s", persona, kind, line)
		}
	})
}

func TestLinesAreShortAndComplete(t *testing.T) {
	each(func(persona brain.Persona, kind Kind, line string) {
		if len(line) > 150 {
			t.Errorf("%s %s has %d bytes: %s", persona, kind, len(line), line)
		}
		if !strings.ContainsAny(line[len(line)-1:], ".?!:") {
			t.Errorf("%s %s has no end: %s", persona, kind, line)
		}
		if strings.Contains(line, "  ") || strings.Contains(line, "\t") {
			t.Errorf("%s %s has a gap: %s", persona, kind, line)
		}
	})
}

func TestNoLineIsSaidTwice(t *testing.T) {
	seen := map[string]string{}
	each(func(persona brain.Persona, kind Kind, line string) {
		where := string(persona) + " " + string(kind)
		bare := strings.ToLower(line)
		if before, found := seen[bare]; found {
			t.Errorf("%s and %s: %s", before, where, line)
		}
		seen[bare] = where
	})
}

// forbidden are words about looks and body, origin, faith, sex and money of a
// person, and insults of the mind, that no pet says.
var forbidden = regexp.MustCompile(`(?i)\b(` + strings.Join([]string{
	`fat`, `fatter`, `ugly`, `skinny`, `chubby`, `bald`, `orobo`, `lepa`, `belly`, `overweight`, `wrinkles?`, `pimples?`,
	`your (face|nose|head|skin|hair|body|legs|looks|weight|teeth)`, `lame`, `cripple`, `blind`, `deaf`,
	`igbo`, `yoruba`, `hausa`, `fulani`, `ijaw`, `tiv`, `efik`, `ibibio`, `omo ibo`, `mallam`, `aboki`, `tribes?`, `tribal`,
	`bush people`, `villagers?`, `foreigners?`, `race`,
	`god`, `allah`, `jesus`, `church`, `mosque`, `pastor`, `imam`, `muslims?`, `christians?`, `pagans?`, `infidel`, `bible`,
	`quran`, `koran`, `pray(er|ers|ing)?`, `juju`,
	`sexy`, `babe`, `women are`, `men are`, `like a (girl|boy|man|woman)`, `ashewo`, `slay queen`,
	`broke`, `poor`, `poverty`, `pauper`, `penniless`, `wretched`, `stingy`, `miser`, `beggars?`, `sapa`, `afford`,
	`your (salary|wallet|purse|pocket|bank account|account balance)`, `cheap(skate| person)`, `no money`,
	`stupid`, `idiots?`, `fools?`, `foolish`, `dumb`, `mumu`, `olodo`, `ode`, `moron`, `imbecile`, `shut up`, `craze`,
	`damn`, `hell`, `shit`, `fuck`, `bastard`,
}, "|") + `)\b`)

func TestNoLineIsAboutThePerson(t *testing.T) {
	each(func(persona brain.Persona, kind Kind, line string) {
		if word := forbidden.FindString(line); word != "" {
			t.Errorf("%s %s says %q: %s", persona, kind, word, line)
		}
	})
}

func TestFactsAreTheShops(t *testing.T) {
	facts := map[Kind][]string{
		PayBy:         {`\bcards?\b`, `transfer`, `\bUSSD\b`, `cash`},
		ReturnsAre:    {`\{days\} days`},
		DeliveryIs:    {`\{days\}`, `\{fee\}`, `\{free\}`},
		AddProposed:   {`(tap|press|hit|touch|click)`, `\baccept`},
		CouponOffered: {`(tap|press|hit|touch|click)`, `\baccept`},
		Added:         {`\bcart`},
		Person:        {`\bhelp\b`},
		HowToForget:   {`settings`},
		HowToCancel:   {`page`, `ship`},
		OnItsPage:     {`page`},
		SizeAdvice:    {`page`, `(larger|bigger)`},
		WhoAmI:        {`shop`},
	}
	each(func(persona brain.Persona, kind Kind, line string) {
		for _, fact := range facts[kind] {
			if !regexp.MustCompile(`(?i)` + fact).MatchString(line) {
				t.Errorf("%s %s does not say %q: %s", persona, kind, fact, line)
			}
		}
	})
}

func TestWhatIsProposedIsNotSaidToBeDone(t *testing.T) {
	done := regexp.MustCompile(`(?i)\b(added|applied|done|i (have )?put|it'?s in|is in (the|your) cart|went in)\b`)
	each(func(persona brain.Persona, kind Kind, line string) {
		if kind != AddProposed && kind != CouponOffered && kind != CouponFailed && kind != AddRefused {
			return
		}
		if word := done.FindString(line); word != "" {
			t.Errorf("%s %s claims %q: %s", persona, kind, word, line)
		}
	})
}
