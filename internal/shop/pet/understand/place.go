package understand

import "zuka/internal/platform/nigeria"

// places are towns by their states, as they are delivered to most.
var places = map[string]string{
	"ikeja": "Lagos", "lekki": "Lagos", "ikorodu": "Lagos", "badagry": "Lagos", "surulere": "Lagos", "yaba": "Lagos", "ajah": "Lagos", "epe": "Lagos",
	"kubwa": "FCT", "gwagwalada": "FCT", "wuse": "FCT", "garki": "FCT", "ibadan": "Oyo", "ogbomoso": "Oyo", "abeokuta": "Ogun", "ijebu": "Ogun",
	"akure": "Ondo", "osogbo": "Osun", "oshogbo": "Osun", "ife": "Osun", "ilorin": "Kwara", "lokoja": "Kogi", "minna": "Niger", "makurdi": "Benue",
	"jos": "Plateau", "lafia": "Nasarawa", "maiduguri": "Borno", "yola": "Adamawa", "jalingo": "Taraba", "damaturu": "Yobe", "zaria": "Kaduna",
	"dutse": "Jigawa", "gusau": "Zamfara", "onitsha": "Anambra", "awka": "Anambra", "nnewi": "Anambra", "owerri": "Imo", "aba": "Abia",
	"umuahia": "Abia", "abakaliki": "Ebonyi", "nsukka": "Enugu", "uyo": "Akwa Ibom", "calabar": "Cross River", "warri": "Delta", "asaba": "Delta",
	"benin": "Edo", "yenagoa": "Bayelsa", "portharcourt": "Rivers", "phc": "Rivers", "ph": "Rivers", "ado": "Ekiti", "abuja": "FCT", "eko": "Lagos", "lasgidi": "Lagos",
}

// readPlace finds a state, by its name or by a town.
func (r *reading) readPlace() {
	for i := range r.words {
		if r.words[i].role != free {
			continue
		}
		if i+1 < len(r.words) && r.words[i+1].role == free {
			pair := r.words[i].plain + " " + r.words[i+1].plain
			state, known := nigeria.State(pair)
			if pair == "port harcourt" {
				state, known = "Rivers", true
			}
			if known {
				r.place(state, i, i+2)
				return
			}
		}
		state, known := nigeria.State(r.words[i].word)
		if !known {
			state, known = places[r.words[i].word], places[r.words[i].word] != ""
		}
		if known {
			r.place(state, i, i+1)
			return
		}
	}
}

func (r *reading) place(state string, from, to int) {
	r.meaning.State = state
	r.take(from, to, asPlace)
}
