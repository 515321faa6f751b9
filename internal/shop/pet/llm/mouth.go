package llm

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"zuka/internal/shop/pet/brain"
)

// maxText is how long an answer may become, in bytes.
const maxText = 6000

// mouth says what is fit to be said of what a model writes, at once.
type mouth struct {
	say    brain.Say
	joiner joiner
	filter filter
	// repeat is what was said by another, as long as the model may be saying
	// it again, and repeating what it has said of it.
	repeat, repeating string
	// said is how many bytes the whole answer has, round the text of the round.
	said  int
	round strings.Builder
	last  rune
	// apart asks for a blank before the next piece where none comes.
	apart bool
	// spoken tells that something was said, full that no more may be.
	spoken, full bool
	began        time.Time
	first        time.Duration
}

func newMouth(say brain.Say, said string) *mouth {
	last, _ := utf8.DecodeLastRuneInString(said)
	return &mouth{
		say: say, repeat: strings.TrimSpace(said), said: len(said), last: last, apart: said != "",
		full: len(said) >= maxText, began: time.Now(),
	}
}

// take says what the bytes hold.
func (m *mouth) take(content []byte) error {
	return m.new(m.filter.push(clean(m.joiner.push(content))))
}

// new says a text unless it repeats what was said before.
func (m *mouth) new(text string) error {
	if m.repeat == "" || text == "" {
		return m.utter(text)
	}
	m.repeating += text
	again := strings.TrimLeftFunc(m.repeating, unicode.IsSpace)
	if len(again) < len(m.repeat) && strings.HasPrefix(m.repeat, again) {
		return nil
	}
	text = m.repeating
	if rest, found := strings.CutPrefix(again, m.repeat); found {
		text = rest
	}
	m.repeat, m.repeating = "", ""
	return m.utter(text)
}

// utter says a text, with a blank before it where two words would touch, and no
// more of it than fits.
func (m *mouth) utter(text string) error {
	if m.said == 0 {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
	}
	if text == "" || m.full {
		return nil
	}
	if next, _ := utf8.DecodeRuneInString(text); m.apart && touches(m.last, next) {
		text = " " + text
	}
	m.apart = false
	if room := maxText - m.said; len(text) >= room {
		m.full = true
		for len(text) > room {
			_, n := utf8.DecodeLastRuneInString(text)
			text = text[:len(text)-n]
		}
		if text == "" {
			return nil
		}
	}
	if !m.spoken {
		m.spoken, m.first = true, time.Since(m.began)
	}
	m.said += len(text)
	m.round.WriteString(text)
	m.last, _ = utf8.DecodeLastRuneInString(text)
	return m.say(text)
}

// touches tells whether two characters of different sentences need a blank.
func touches(last, next rune) bool {
	return !unicode.IsSpace(last) && !unicode.IsSpace(next) && !strings.ContainsRune(".,;:!?)…", next)
}

// pauseForBreath ends a round: what was held back for nothing is said.
func (m *mouth) pauseForBreath() error {
	m.joiner = joiner{}
	if err := m.new(m.filter.end()); err != nil {
		return err
	}
	if held := m.repeating; held != "" {
		m.repeat, m.repeating = "", ""
		if err := m.utter(held); err != nil {
			return err
		}
	}
	m.apart = m.said > 0
	return nil
}

// takeRound is the text of the round, which ends.
func (m *mouth) takeRound() string {
	text := m.round.String()
	m.round.Reset()
	return text
}

// clean takes out what is no text: control characters but the line's end, and
// what turns the direction of writing.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || turns(r):
			return -1
		}
		return r
	}, text)
}

func turns(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x2028 || r == 0x2029
}
