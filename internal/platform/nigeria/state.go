// Package nigeria knows the states: where the shop delivers, and how people
// write them.
package nigeria

import "strings"

// FCT is the Federal Capital Territory, which is no state but stands in the
// list of them.
const FCT = "FCT"

// States are the 36 states by their English names in alphabetical order, and
// the FCT at the end.
var States = []string{
	"Abia", "Adamawa", "Akwa Ibom", "Anambra", "Bauchi", "Bayelsa", "Benue", "Borno", "Cross River", "Delta",
	"Ebonyi", "Edo", "Ekiti", "Enugu", "Gombe", "Imo", "Jigawa", "Kaduna", "Kano", "Katsina", "Kebbi", "Kogi",
	"Kwara", "Lagos", "Nasarawa", "Niger", "Ogun", "Ondo", "Osun", "Oyo", "Plateau", "Rivers", "Sokoto", "Taraba",
	"Yobe", "Zamfara", FCT,
}

var byName = func() map[string]string {
	names := map[string]string{
		"abuja": FCT, "federal capital territory": FCT, "abuja fct": FCT, "fct abuja": FCT,
		"nassarawa": "Nasarawa", "akwa-ibom": "Akwa Ibom", "cross-river": "Cross River",
	}
	for _, state := range States {
		names[strings.ToLower(state)] = state
	}
	return names
}()

// State is the state that a person means, as it stands in States: case, spaces
// and the word "state" do not matter, and Abuja means the FCT.
func State(written string) (name string, known bool) {
	plain := strings.ToLower(strings.Join(strings.Fields(written), " "))
	name, known = byName[strings.TrimSuffix(plain, " state")]
	return name, known
}
