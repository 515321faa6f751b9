package analytics

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"zuka/ent/shape"
	"zuka/internal/platform/cache"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/analytics/event"
)

// Search is a search that was answered.
type Search struct {
	// Query is what was typed, Corrected what was looked for instead; empty when
	// that is the same.
	Query     string `json:"query"`
	Corrected string `json:"corrected,omitempty"`
	// Found is how many products there are.
	Found int `json:"found"`
}

// longestQuery is what an event keeps of a query, in bytes.
const longestQuery = 200

// Searched notes a search. One whose answer is kept is noted for each who is given
// it: then Given hears of it.
func (s *Service) Searched(ctx context.Context, search Search) {
	if search.Query = strings.TrimSpace(search.Query); search.Query == "" || len(search.Query) > longestQuery || !utf8.ValidString(search.Query) {
		return
	}
	note, err := json.Marshal(search)
	if err != nil {
		panic("analytics: a search that cannot be written: " + err.Error()) // Texts and a number.
	}
	if !cache.Tell(ctx, string(note)) {
		s.tellSearch(ctx, search)
	}
}

// Given hears what Searched noted beside an answer, for each who is given it.
func (s *Service) Given(ctx context.Context, note string) {
	var search Search
	if err := json.Unmarshal([]byte(note), &search); err != nil {
		s.Log.WarnContext(ctx, "a note that is no search", "cause", err)
		return
	}
	s.tellSearch(ctx, search)
}

// tellSearch makes an event of a search.
func (s *Service) tellSearch(ctx context.Context, search Search) {
	v := viewer.From(ctx)
	origin := s.origin(ctx)
	if origin.Bot() {
		return
	}
	if origin.Session == uuid.Nil {
		origin.Session = s.passer(v)
	}
	one := origin.Event(s.Clock.Now())
	one.ID, one.Type, one.Name, one.SearchQuery = uuid.Must(uuid.NewV7()), event.Search, string(event.Search), search.Query
	one.Detail = &shape.EventDetail{ResultCount: &search.Found, CorrectedQuery: search.Corrected}
	s.beside.tell(one)
}
