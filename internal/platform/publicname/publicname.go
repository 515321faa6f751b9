// Package publicname is how the shop calls a person where strangers read it.
package publicname

import "strings"

// Nobody is what a person without a name is called.
const Nobody = "A shopper"

// Of is the first name and the initial of the last: Adaeze O.
func Of(name string) string {
	names := strings.Fields(name)
	switch len(names) {
	case 0:
		return Nobody
	case 1:
		return names[0]
	}
	initial := []rune(names[len(names)-1])[0]
	return names[0] + " " + strings.ToUpper(string(initial)) + "."
}
