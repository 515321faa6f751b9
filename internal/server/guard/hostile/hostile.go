package hostile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"zuka/internal/platform/fault"
)

// Attack is one document, and what has to come of it.
type Attack struct {
	// Name is that of its file, or says what it is.
	Name string
	// Query is the document, Variables what is sent with it, in JSON.
	Query, Variables string
	// Code is what it is refused with, or nothing when it does no harm.
	Code fault.Code
	// Says is a part of the message, which tells the guard that refuses it.
	Says string
}

const (
	invalid  = fault.BadUserInput
	tooMuch  = fault.QueryTooComplex
	harmless = fault.Code("")
)

// Attacks are all of them: those that lie in a folder, and those that are too
// large or too strange for a file. The error tells of a file that the table does
// not know, or the other way round.
func Attacks(folder string) ([]Attack, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.graphql"))
	if err != nil {
		return nil, err
	}
	if len(files) != len(stored) {
		return nil, fmt.Errorf("hostile: there are %d files and %d rows", len(files), len(stored))
	}
	all := made()
	for _, attack := range stored {
		text, err := os.ReadFile(filepath.Join(folder, attack.Name+".graphql"))
		if err != nil {
			return nil, fmt.Errorf("hostile: %w", err)
		}
		attack.Query = string(text)
		all = append(all, attack)
	}
	return all, nil
}

// Letter is a name with a number.
func Letter(i int) string { return fmt.Sprintf("A%d", i) }

// Numbered repeats a text with a counter, as in aA0:name aA1:name.
func Numbered(prefix, suffix string, n int) string {
	var text strings.Builder
	for i := range n {
		text.WriteString(prefix + Letter(i) + suffix)
	}
	return text.String()
}

// Chain is a document of n fragments, each spreading the next one twice: its
// full expansion has 2ⁿ leaves.
func Chain(n int) string {
	var text strings.Builder
	text.WriteString("{product(slug:\"a\"){...A0}}")
	for i := range n {
		name, next := Letter(i), Letter(i+1)
		text.WriteString("fragment " + name + " on Node{..." + next + " ..." + next + "}")
	}
	text.WriteString("fragment " + Letter(n) + " on Node{id}")
	return text.String()
}
