package llm

import "strings"

// marks begin what models write when they call a tool in their text or speak
// to their own template. What follows in the round is not for shoppers. Blanks
// within do not count.
var marks = []string{`{"name":`, `{"tool_calls":`, `<tool_call`, `<function=`, `[TOOL_CALLS]`, `<|`}

const (
	// thought begins what a model thinks to itself, up to thoughtEnd.
	thought, thoughtEnd = "<think>", "</think>"
	// longestMark is how much text is held back to see whether it is a mark.
	longestMark = 64
)

// filter holds markup back.
type filter struct {
	held string
	// shut tells that the rest of the round is not shown, thinking that the
	// model talks to itself.
	shut, thinking bool
}

// push is what may be shown of the text so far, and has not been.
func (f *filter) push(text string) string {
	if f.shut {
		return ""
	}
	f.held += text
	var shown strings.Builder
	for f.held != "" {
		if f.thinking {
			if !f.wake() {
				break
			}
			continue
		}
		at := strings.IndexAny(f.held, "<{[")
		if at < 0 {
			at = len(f.held)
		}
		shown.WriteString(f.held[:at])
		f.held = f.held[at:]
		if f.held == "" || !f.decide(&shown) {
			break
		}
	}
	return shown.String()
}

// decide looks at held text that may begin a mark, and tells whether to go on.
func (f *filter) decide(shown *strings.Builder) bool {
	switch whole, part := compare(f.held, thought); {
	case whole:
		f.thinking, f.held = true, f.held[strings.IndexByte(f.held, '>')+1:]
		return true
	case part:
		return false
	}
	for _, mark := range marks {
		switch whole, part := compare(f.held, mark); {
		case whole:
			f.shut, f.held = true, ""
			return false
		case part:
			return false
		}
	}
	shown.WriteByte(f.held[0])
	f.held = f.held[1:]
	return true
}

// wake drops what the model thinks, and tells whether it has come to an end.
func (f *filter) wake() bool {
	_, after, found := strings.Cut(f.held, thoughtEnd)
	f.thinking = !found
	if found {
		f.held = after
	} else {
		f.held = f.held[max(0, len(f.held)-len(thoughtEnd)+1):]
	}
	return found
}

// compare tells whether a text begins with a mark, or is part of one so far.
func compare(text, mark string) (whole, part bool) {
	at := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case ' ', '\t', '\n':
		case mark[at]:
			at++
		default:
			return false, false
		}
		if at == len(mark) {
			return true, false
		}
	}
	return false, len(text) <= longestMark
}

// end is what was held back for nothing, at the end of a round, and begins anew.
func (f *filter) end() string {
	held := f.held
	if f.thinking || f.shut {
		held = ""
	}
	*f = filter{}
	return held
}
