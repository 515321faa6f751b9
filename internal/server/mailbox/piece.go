package mailbox

import (
	"regexp"
	"strings"
)

// The kinds of pieces.
const (
	textPiece = "text"
	linkPiece = "link"
	codePiece = "code"
)

// piece is a stretch of a letter's text.
type piece struct {
	Kind, Text string
}

var (
	// link ends where a sentence goes on; trim takes off what closes the sentence.
	link = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"]+`)
	// code is a number as those to sign in are. Go has no look-around, so the
	// neighbours that would make it an amount, a phone number or a part of a
	// word are looked at by isCode.
	code = regexp.MustCompile(`[0-9]{4,8}`)
)

// cut finds the links of a text and, when it is asked to, the codes between
// them. The pieces together are the text.
func cut(text string, withCodes bool) []piece {
	var pieces []piece
	plain := func(text string) {
		if withCodes {
			pieces = cutCodes(pieces, text)
		} else if text != "" {
			pieces = append(pieces, piece{textPiece, text})
		}
	}
	done := 0
	for _, at := range link.FindAllStringIndex(text, -1) {
		address := trim(text[at[0]:at[1]])
		plain(text[done:at[0]])
		pieces = append(pieces, piece{linkPiece, address})
		done = at[0] + len(address)
	}
	plain(text[done:])
	return pieces
}

// trim takes from the end of an address what belongs to the sentence around it.
func trim(address string) string {
	for {
		shorter := strings.TrimRight(address, ".,;:!?'") // not - or _, which a token may end in
		if strings.HasSuffix(shorter, ")") && !strings.Contains(shorter, "(") {
			shorter = strings.TrimSuffix(shorter, ")")
		}
		if strings.HasSuffix(shorter, "]") && !strings.Contains(shorter, "[") {
			shorter = strings.TrimSuffix(shorter, "]")
		}
		if shorter == address {
			return address
		}
		address = shorter
	}
}

func cutCodes(pieces []piece, text string) []piece {
	done := 0
	for _, at := range code.FindAllStringIndex(text, -1) {
		if !isCode(text, at[0], at[1]) {
			continue
		}
		if done < at[0] {
			pieces = append(pieces, piece{textPiece, text[done:at[0]]})
		}
		pieces = append(pieces, piece{codePiece, text[at[0]:at[1]]})
		done = at[1]
	}
	if done < len(text) {
		pieces = append(pieces, piece{textPiece, text[done:]})
	}
	return pieces
}

// isCode tells whether the digits stand alone. The sign # may be before them:
// the last line of a message that a browser reads has it.
func isCode(text string, from, to int) bool {
	if from > 0 && !strings.ContainsRune(" \t\n:#(\"'", rune(text[from-1])) {
		return false
	}
	if to == len(text) {
		return true
	}
	if !strings.ContainsRune(" \t\r\n.,;:!?)\"'", rune(text[to])) {
		return false
	}
	return to+1 == len(text) || text[to] == ' ' || text[to+1] < '0' || text[to+1] > '9'
}
