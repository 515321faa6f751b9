package server

import (
	"strings"
	"sync"
)

const (
	// mostNames is how many names of clients' operations get a label each,
	// beside those known from the start. Each makes a dozen series and more.
	mostNames = 200
	// longestName is how many letters a name of its own may have.
	longestName = 64
)

// names decides which operations metrics tell apart. The names known from the
// start always are; of the others the first that come, since until operations
// are registered nobody can say which are the shop's own clients'. Whatever
// comes when there is no room is counted together.
type names struct {
	mu sync.RWMutex
	// labels has every name twice: the value is a copy of ours, where the key
	// that is looked up lies in the middle of a client's document.
	labels map[string]string
	room   int
}

func newNames(known []string) *names {
	n := &names{labels: make(map[string]string, len(known)), room: mostNames}
	for _, name := range known {
		n.labels[name] = name
	}
	return n
}

// label is what an operation is counted under. Only operations that passed
// validation may be asked for, so that nonsense takes no room.
func (n *names) label(given string) string {
	if given == "" {
		return "anonymous"
	}
	n.mu.RLock()
	label, known := n.labels[given]
	full := n.room == 0
	n.mu.RUnlock()
	switch {
	case known:
		return label
	case full || len(given) > longestName:
		return "other"
	}
	return n.enter(strings.Clone(given))
}

// enter gives a name a label of its own, if there is room still.
func (n *names) enter(name string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if label, known := n.labels[name]; known {
		return label
	}
	if n.room == 0 {
		return "other"
	}
	n.room--
	n.labels[name] = name
	return name
}
