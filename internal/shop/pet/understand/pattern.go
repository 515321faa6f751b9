package understand

import (
	"strconv"
	"strings"
)

// cue is a turn of phrase that shows what a message wants. Its elements are
// separated by blanks: a|b is either word, a? may be missing, _ are up to three
// words and __ up to eight, # is a number, ^ the beginning of a sentence and $
// the end of the message.
type cue struct {
	intent   Intent
	aspect   string
	rank     int
	begin    bool
	end      bool
	elements []element
}

type element struct {
	ids      []int32
	optional bool
	gap      int
	number   bool
}

// hit is a cue found in a message, with the words it took.
type hit struct {
	*cue
	from, to int
}

// cueBook holds the cues by their first words.
type cueBook struct {
	ids     map[string]int32
	byFirst map[int32][]*cue
}

// compile reads cues from texts: a line "intent rank" or "intent/aspect rank",
// and below it its cues, each indented.
func compile(texts ...string) *cueBook {
	book := &cueBook{ids: map[string]int32{}, byFirst: map[int32][]*cue{}}
	for _, text := range texts {
		var head cue
		for line := range strings.Lines(text) {
			fields := strings.Fields(line)
			switch {
			case len(fields) == 0:
			case line[0] == ' ' || line[0] == '\t':
				book.add(head, fields)
			default:
				name, aspect, _ := strings.Cut(fields[0], "/")
				rank, err := strconv.Atoi(fields[1])
				if err != nil {
					panic("a cue without a rank: " + line)
				}
				head = cue{intent: Intent(name), aspect: aspect, rank: rank}
			}
		}
	}
	return book
}

func (b *cueBook) add(head cue, fields []string) {
	made := head
	if fields[0] == "^" {
		made.begin, fields = true, fields[1:]
	}
	if last := len(fields) - 1; fields[last] == "$" {
		made.end, fields = true, fields[:last]
	}
	for _, field := range fields {
		made.elements = append(made.elements, b.element(field))
	}
	for _, id := range made.elements[0].ids {
		b.byFirst[id] = append(b.byFirst[id], &made)
	}
}

func (b *cueBook) element(field string) element {
	switch field {
	case "_":
		return element{gap: 3}
	case "__":
		return element{gap: 8}
	case "#":
		return element{number: true}
	}
	made := element{}
	field, made.optional = strings.CutSuffix(field, "?")
	for _, word := range strings.Split(field, "|") {
		id, known := b.ids[word]
		if !known {
			id = int32(len(b.ids) + 1)
			b.ids[word] = id
		}
		made.ids = append(made.ids, id)
	}
	return made
}

// find is every cue in the words.
func (b *cueBook) find(words []token) []hit {
	var hits []hit
	for i := range words {
		for _, c := range b.byFirst[words[i].id] {
			if c.begin && i > 0 && !words[i].stop {
				continue
			}
			if to := match(words, i, c.elements, c.end); to > 0 {
				hits = append(hits, hit{c, i, to})
			}
		}
	}
	return hits
}

// match is where the elements end that begin at i, 0 when they do not fit.
func match(words []token, i int, elements []element, end bool) int {
	if len(elements) == 0 {
		if end && i != len(words) {
			return 0
		}
		return i
	}
	e, rest := elements[0], elements[1:]
	if e.gap > 0 {
		for skip := 0; skip <= e.gap && i+skip <= len(words); skip++ {
			if skip > 0 && i+skip < len(words) && words[i+skip].stop && len(rest) > 0 {
				return 0
			}
			if to := match(words, i+skip, rest, end); to > 0 {
				return to
			}
		}
		return 0
	}
	if i < len(words) && e.fits(words[i]) {
		if to := match(words, i+1, rest, end); to > 0 {
			return to
		}
	}
	if e.optional {
		return match(words, i, rest, end)
	}
	return 0
}

func (e element) fits(word token) bool {
	if e.number {
		return word.plain[0] >= '0' && word.plain[0] <= '9' || smallNumbers[word.word] > 0
	}
	if word.id == 0 {
		return false
	}
	for _, id := range e.ids {
		if id == word.id {
			return true
		}
	}
	return false
}
