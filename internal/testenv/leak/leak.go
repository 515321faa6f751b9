// Package leak looks for goroutines that tests leave behind, with more patience than
// goleak has by itself: within less than half a second what is about to end has not
// always ended on a busy machine. Whom to leave out is said by goleak's options.
package leak

import (
	"fmt"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// patience is how long what is about to end may take.
const patience = 20 * time.Second

// None fails a test after which goroutines are left. All of the process are looked at,
// so such a test does not run beside others.
func None(t testing.TB, options ...goleak.Option) {
	t.Helper()
	if err := find(options); err != nil {
		t.Error(err)
	}
}

// Main runs the tests of a package, looks for what they left where they passed, and
// ends the program.
func Main(m *testing.M, options ...goleak.Option) {
	code := m.Run()
	if code == 0 {
		if err := find(options); err != nil {
			fmt.Fprintln(os.Stderr, "all tests passed, but left something:", err)
			code = 1
		}
	}
	os.Exit(code)
}

// find looks again and again: each look of goleak's own takes a few hundred
// milliseconds where it finds something, so there is no rest between them.
func find(options []goleak.Option) error {
	for begun := time.Now(); ; {
		err := goleak.Find(options...)
		if err == nil || time.Since(begun) > patience {
			return err
		}
	}
}
