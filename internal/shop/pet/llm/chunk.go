package llm

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// chunk is an event of the stream. Texts stay as they came: a character may be
// split between two events, which decoding each by itself would destroy.
type chunk struct {
	Choices []struct {
		Index int `json:"index"`
		Delta struct {
			Content   json.RawMessage `json:"content"`
			ToolCalls []callDelta     `json:"tool_calls"`
		} `json:"delta"`
		FinishReason string `json:"finish_reason"`
	} `json:"choices"`
	Usage *struct {
		In  float64 `json:"prompt_tokens"`
		Out float64 `json:"completion_tokens"`
	} `json:"usage"`
	Error json.RawMessage `json:"error"`
}

// callDelta is a piece of a call.
type callDelta struct {
	Index    *int   `json:"index"`
	ID       string `json:"id"`
	Function struct {
		Name      string          `json:"name"`
		Arguments json.RawMessage `json:"arguments"`
	} `json:"function"`
}

func readChunk(data []byte) (chunk, error) {
	var c chunk
	if err := json.Unmarshal(data, &c); err != nil {
		return c, &Fault{Kind: Broken}
	}
	if len(c.Error) > 0 && !bytes.Equal(c.Error, []byte("null")) {
		return c, &Fault{Kind: Broken}
	}
	return c, nil
}

// unquote is what a JSON string holds, byte for byte; a surrogate without its
// other half becomes its three bytes. What is no string is nothing.
func unquote(raw json.RawMessage) []byte {
	if len(raw) < 2 || raw[0] != '"' {
		return nil
	}
	raw = raw[1 : len(raw)-1]
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw
	}
	text := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			text = append(text, raw[i])
			continue
		}
		i++ // The decoder has seen to it that something follows.
		switch raw[i] {
		case 'n':
			text = append(text, '\n')
		case 't':
			text = append(text, '\t')
		case 'r':
			text = append(text, '\r')
		case 'b':
			text = append(text, '\b')
		case 'f':
			text = append(text, '\f')
		case 'u':
			text = appendUnit(text, raw[i+1:i+5])
			i += 4
		default:
			text = append(text, raw[i])
		}
	}
	return text
}

func appendUnit(text, hex []byte) []byte {
	unit, _ := strconv.ParseUint(string(hex), 16, 16)
	if r := rune(unit); !utf16.IsSurrogate(r) {
		return utf8.AppendRune(text, r)
	}
	return append(text, 0xE0|byte(unit>>12), 0x80|byte(unit>>6)&0xBF, 0x80|byte(unit)&0xBF)
}

// joiner puts characters together that were split.
type joiner struct{ held []byte }

// push is what is complete with the next bytes.
func (j *joiner) push(next []byte) string {
	if len(j.held) == 0 && utf8.Valid(next) {
		return string(next)
	}
	rest := append(j.held, next...)
	var text []byte
	for len(rest) > 0 {
		if r, n := surrogates(rest); n > 0 {
			text, rest = utf8.AppendRune(text, r), rest[n:]
			continue
		} else if n < 0 {
			break
		}
		if !utf8.FullRune(rest) {
			break
		}
		r, n := utf8.DecodeRune(rest)
		text, rest = utf8.AppendRune(text, r), rest[n:]
	}
	j.held = bytes.Clone(rest)
	return string(text)
}

// surrogates is the character of a pair of surrogates and its length, 0 when
// there are none, below 0 when the second half has yet to come.
func surrogates(text []byte) (rune, int) {
	high, ok := surrogate(text)
	if !ok {
		return 0, 0
	}
	if len(text) < 6 && high < 0xDC00 && couldBegin(text[3:]) {
		return 0, -1
	}
	if low, ok := surrogate(text[3:]); ok {
		if r := utf16.DecodeRune(high, low); r != utf8.RuneError {
			return r, 6
		}
	}
	return utf8.RuneError, 3
}

// couldBegin tells whether a low surrogate may begin so.
func couldBegin(text []byte) bool {
	return len(text) == 0 || text[0] == 0xED && (len(text) == 1 || text[1] >= 0xB0)
}

func surrogate(text []byte) (rune, bool) {
	if len(text) < 3 || text[0] != 0xED || text[1] < 0xA0 {
		return 0, false
	}
	return 0xD000 | rune(text[1]&0x3F)<<6 | rune(text[2]&0x3F), true
}
