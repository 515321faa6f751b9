package people

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

const sample = 20_000

func TestMakeIsAlwaysTheSame(t *testing.T) {
	for _, i := range []int{0, 1, 77, 69_999, 1_999_999} {
		a, b := Make(i), Make(i)
		if !reflect.DeepEqual(a, b) || !reflect.DeepEqual(Addresses(a), Addresses(b)) {
			t.Errorf("index %d: %+v and %+v", i, a, b)
		}
	}
}

// The first number is pinned, for another stride would give every seeded person another phone.
func TestMakeIsPinned(t *testing.T) {
	if got := Make(0).Phone; got != "+2348033141592" {
		t.Errorf("phone of 0 is %s", got)
	}
}

func TestContactsAreUniqueAndHarmless(t *testing.T) {
	phoneForm := regexp.MustCompile(`^\+234[789][01]\d{8}$`)
	emailForm := regexp.MustCompile(`^[a-z]+[._]?[a-z]+\d+@example\.(com|org|net)$`)
	seen := make(map[string]int, 2*sample)
	for i := range sample {
		p := Make(i)
		if !phoneForm.MatchString(p.Phone) || !emailForm.MatchString(p.Email) {
			t.Fatalf("index %d: %q %q", i, p.Phone, p.Email)
		}
		for _, s := range []string{p.Phone, p.Email} {
			if j, ok := seen[s]; ok {
				t.Fatalf("%d and %d share %s", i, j, s)
			}
			seen[s] = i
		}
	}
}

func TestPhonesAreUniqueToTheLast(t *testing.T) {
	const most = 2_000_000
	all := make([]string, most)
	for i := range all {
		all[i] = phone(i)
	}
	slices.Sort(all)
	if n := len(slices.Compact(all)); n != most {
		t.Errorf("%d different phones of %d", n, most)
	}
}

func TestPhonesHaveRealPrefixes(t *testing.T) {
	seen := map[string]bool{}
	for i := range 2_000 {
		seen[phone(i)[4:7]] = true
	}
	if len(seen) != len(prefixes) {
		t.Errorf("%d prefixes occur of %d", len(seen), len(prefixes))
	}
}

func TestSharesOfStates(t *testing.T) {
	count, women := map[string]int{}, 0
	for i := range sample {
		p := Make(i)
		count[p.State]++
		if p.Gender == "women" {
			women++
		}
	}
	for _, s := range States() {
		if count[s] == 0 {
			t.Errorf("no one lives in %s", s)
		}
	}
	within := func(what string, n, low, high int) {
		if share := n * 100 / sample; share < low || share > high {
			t.Errorf("%s is %d in a hundred, not %d to %d", what, share, low, high)
		}
	}
	within("Lagos", count["Lagos"], 33, 43)
	within("FCT", count["FCT"], 8, 12)
	within("Rivers", count["Rivers"], 5, 9)
	within("women", women, 58, 66)
}

func TestNothingIsEmptyAndPlacesAgree(t *testing.T) {
	postal := regexp.MustCompile(`^(\d{6})?$`)
	landmarks, postals, counts := 0, 0, map[int]int{}
	for i := range sample {
		p := Make(i)
		for _, s := range []string{p.First, p.Last, p.Name, p.Gender, p.State, p.City} {
			if strings.TrimSpace(s) == "" || strings.ContainsAny(s, "{%") {
				t.Fatalf("index %d: %+v", i, p)
			}
		}
		all := Addresses(p)
		counts[len(all)]++
		if all[0] != p.Address || p.City != p.Address.City || p.State != p.Address.State || p.First == p.Last {
			t.Fatalf("index %d: %+v", i, p)
		}
		for _, a := range all {
			checkAddress(t, a)
			if !postal.MatchString(a.PostalCode) {
				t.Fatalf("postal code %q", a.PostalCode)
			}
			landmarks += min(1, len(a.Landmark))
			postals += min(1, len(a.PostalCode))
		}
	}
	if len(counts) != 3 || counts[1] < counts[2] || counts[2] < counts[3] {
		t.Errorf("addresses a person: %v", counts)
	}
	if landmarks < sample/2 || postals < sample/5 {
		t.Errorf("%d landmarks, %d postal codes", landmarks, postals)
	}
}

func checkAddress(t *testing.T, a Address) {
	t.Helper()
	for _, s := range []string{a.Street, a.Area, a.City, a.State, a.Label} {
		if strings.TrimSpace(s) != s || s == "" || strings.ContainsAny(s, "{%;") {
			t.Fatalf("%+v", a)
		}
	}
	for _, c := range byName[a.State].cities {
		if c.name == a.City && slices.Contains(c.areas, a.Area) {
			return
		}
	}
	t.Fatalf("%s, %s does not lie in %s", a.Area, a.City, a.State)
}

func TestAges(t *testing.T) {
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range sample {
		b := Make(i).Born
		if b.AddDate(18, 0, 0).After(day) || b.Before(day.AddDate(-66, 0, 0)) {
			t.Fatalf("index %d is born %s", i, b)
		}
	}
}

func TestStates(t *testing.T) {
	all := States()
	if len(all) != 37 || all[0] != "Abia" || all[35] != "Zamfara" || all[36] != "FCT" {
		t.Fatalf("%d states: %v", len(all), all)
	}
	for _, s := range states {
		total, towns, areas := 0, map[string]bool{}, map[string]bool{}
		for _, n := range s.mix {
			total += n
		}
		for _, c := range s.cities {
			towns[c.name] = true
			for _, a := range c.areas {
				areas[a] = true
			}
		}
		if total != 100 || len(s.postal) != 3 || len(towns) < 3 || len(regional[s.region]) == 0 {
			t.Errorf("%s: mix %d, postal %s, %d towns, region %s", s.name, total, s.postal, len(towns), s.region)
		}
		if s.name == "Lagos" && len(areas) < 25 || s.name == "FCT" && len(areas) < 12 {
			t.Errorf("%s has %d areas", s.name, len(areas))
		}
	}
}

func TestListsOfNames(t *testing.T) {
	for i, g := range groups {
		want := 25
		if i <= hausa {
			want = 60
		}
		for what, list := range map[string][]string{"women": g.womenList, "men": g.menList, "last": g.lastList} {
			if len(list) < want {
				t.Errorf("group %d has %d of %s", i, len(list), what)
			}
			sorted := slices.Clone(list)
			slices.Sort(sorted)
			if n := len(slices.Compact(sorted)); n != len(list) {
				t.Errorf("group %d repeats %d of %s", i, len(list)-n, what)
			}
			for _, n := range list {
				if len(plain(n)) < 2 || strings.ContainsAny(n, "0123456789{}") {
					t.Errorf("group %d: %q", i, n)
				}
			}
		}
	}
}

func TestPlain(t *testing.T) {
	for name, want := range map[string]string{"Ọlábísí": "olabisi", "Ngọzị": "ngozi", "Fẹ́mi": "femi", "Yar'Adua": "yaradua", "Bob-Manuel": "bobmanuel"} {
		if got := plain(name); got != want {
			t.Errorf("%s is %s, not %s", name, got, want)
		}
	}
}
