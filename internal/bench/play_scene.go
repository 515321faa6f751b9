package bench

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
)

// place is one of a board's, as clients see it.
type place struct {
	Rank, Score int
	Player      struct{ Key, Name, Gem string }
}

// scene is a board as a spectator has it. All who have the same share one, and
// what a message makes of it is found out once for all of them: reading JSON for
// each would take the processor from the server.
type scene struct {
	text   string
	places []place

	mu   sync.RWMutex
	next map[string]*scene
}

// scenes are all that anybody has had.
type scenes struct {
	dark  scene // Of who has been shown nothing.
	mu    sync.Mutex
	known map[string]*scene
}

// after is what a message makes of a scene. The message is a `next` up to where it
// says what is different for each: see splitNews.
func (s *scenes) after(from *scene, message []byte) (*scene, error) {
	from.mu.RLock()
	found := from.next[string(message)]
	from.mu.RUnlock()
	if found != nil {
		return found, nil
	}
	places, err := applied(from.places, from == &s.dark, message)
	if err != nil {
		return nil, err
	}
	found = s.of(places)
	from.mu.Lock()
	defer from.mu.Unlock()
	if from.next == nil {
		from.next = make(map[string]*scene)
	}
	from.next[string(message)] = found
	return found, nil
}

// of is the scene that shows these places.
func (s *scenes) of(places []place) *scene {
	text := fmt.Sprintf("%+v", places)
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.known[text]
	if found == nil {
		found = &scene{text: text, places: places}
		if s.known == nil {
			s.known = make(map[string]*scene)
		}
		s.known[text] = found
	}
	return found
}

// applied does what docs/playing.md tells clients to do.
func applied(places []place, dark bool, message []byte) ([]place, error) {
	var told struct {
		Type    string
		Payload struct {
			Data struct {
				Leaderboard *struct {
					Snapshot bool
					Changes  struct {
						Entries []place
						Left    []string
					}
				}
			}
		}
	}
	if err := json.Unmarshal(append(bytes.Clone(message), "}}}}"...), &told); err != nil {
		return nil, fmt.Errorf("%w: %.300s", err, message)
	}
	news := told.Payload.Data.Leaderboard
	if told.Type != "next" || news == nil {
		return nil, fmt.Errorf("no news of a board: %.300s", message)
	}
	if dark && !news.Snapshot {
		return nil, errors.New("changes came before a snapshot")
	}
	held := make(map[string]place)
	if !news.Snapshot {
		for _, one := range places {
			held[one.Player.Key] = one
		}
	}
	for _, key := range news.Changes.Left {
		delete(held, key)
	}
	for _, one := range news.Changes.Entries {
		held[one.Player.Key] = one
	}
	shown := make([]place, 0, len(held))
	for _, one := range held {
		shown = append(shown, one)
	}
	slices.SortFunc(shown, func(a, b place) int { return cmp.Or(a.Rank-b.Rank, cmp.Compare(a.Player.Key, b.Player.Key)) })
	return shown, nil
}

// splitNews cuts a message into what all are told alike and what is each one's
// own. No text of the shop can look like the key: a quotation mark within a text
// is escaped.
func splitNews(text []byte) (shared, own []byte, err error) {
	at := bytes.LastIndex(text, []byte(`,"me":`))
	if at < 0 {
		return nil, nil, fmt.Errorf("no news of a board: %.300s", text)
	}
	return text[:at], text[at:], nil
}

// topScore is the first score of a message, which is the highest that it tells; 0
// when it tells none.
func topScore(text []byte) int {
	const key = `"score":`
	at := bytes.Index(text, []byte(key))
	if at < 0 {
		return 0
	}
	score := 0
	for _, digit := range text[at+len(key):] {
		if digit < '0' || digit > '9' {
			break
		}
		score = score*10 + int(digit-'0')
	}
	return score
}

// ownPlace is how a message ends that tells somebody this place.
func ownPlace(rank, score int) []byte {
	return []byte(`,"me":{"rank":` + strconv.Itoa(rank) + `,"score":` + strconv.Itoa(score) + `}`)
}
