// Package written keeps what a value that many answers show is written as: a
// card of a product is the same bytes in every list that asks the same of it.
package written

import (
	"io"
	"slices"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// key is the place among a request's extensions where it is said that forms are
// worth keeping. What a client sends there is not of the type that says so.
const key = "written"

type worth struct{}

// Keep says, while an operation is read, that what it shows is worth keeping: its
// document is one of few, and is held anyway. It is not said among the operation's
// statistics, which are written to while an operation that nobody waits for any more
// still runs.
func Keep(params *graphql.RawParams) {
	if params.Extensions == nil {
		params.Extensions = make(map[string]any, 1)
	}
	params.Extensions[key] = worth{}
}

// Kept tells whether that was said.
func Kept(operation *graphql.OperationContext) bool {
	_, kept := operation.Extensions[key].(worth)
	return kept
}

// most is how many cards of one value are kept: of a listing, a home page and
// a cart. Each further one takes the place of the oldest.
const most = 3

// Forms are what one value is written as, by what is asked of it. The value must
// never change. An empty one keeps cards alone. It is for many goroutines.
type Forms struct {
	cards [most]atomic.Pointer[Form]
	made  atomic.Uint32
	pages *Pages
	born  time.Time
}

// New keeps cards of a value, and pages of it among others.
func New(pages *Pages) *Forms { return &Forms{pages: pages, born: time.Now()} }

// Form is what a value is written as for one selection.
type Form struct {
	// asked are the parts of the document themselves: an address alone could be
	// another document's later.
	asked ast.SelectionSet
	body  []byte
}

// MarshalGQL writes the value.
func (f *Form) MarshalGQL(w io.Writer) {
	_, _ = w.Write(f.body) // gqlgen writes into memory.
}

// Card is what is kept for a selection that shows the value alone; nil where
// nothing is.
func (f *Forms) Card(asked ast.SelectionSet) *Form {
	for i := range f.cards {
		if form := f.cards[i].Load(); form != nil && slices.Equal(form.asked, asked) {
			return form
		}
	}
	return nil
}

// Cards is how many are kept.
func (f *Forms) Cards() int { return int(min(f.made.Load(), most)) }

// KeepCard keeps one. Neither the selection nor the bytes may be written to
// afterwards.
func (f *Forms) KeepCard(asked ast.SelectionSet, body []byte) *Form {
	form := &Form{asked, body}
	f.cards[(f.made.Add(1)-1)%most].Store(form)
	return form
}

// Pages are the larger forms of many values: what shows besides a value what
// belongs to it, and is read and dropped under its name. They are bounded
// together, by their bytes.
type Pages struct {
	kept *otter.Cache[place, *Form]
}

// place names a page by what never is another's: the value's forms and a part of a
// document.
type place struct {
	of    *Forms
	first ast.Selection
	parts int
}

// Len is how many are kept, nearly.
func (p *Pages) Len() int { return p.kept.EstimatedSize() }

// besides is what a page takes beside its bytes.
const besides = 256

// NewPages keeps so many bytes of pages.
func NewPages(bytes int) *Pages {
	return &Pages{otter.Must(&otter.Options[place, *Form]{
		MaximumWeight: uint64(bytes),
		Weigher:       func(_ place, f *Form) uint32 { return uint32(len(f.body) + besides) },
	})}
}

// HasPages tells whether pages are kept of the value. What belongs to it must have
// been read after since: before, it might be of an older one.
func (f *Forms) HasPages(since time.Time) bool { return f.pages != nil && f.born.Before(since) }

// Page is what is kept for a selection that shows what belongs to the value, too;
// nil where nothing is.
func (f *Forms) Page(asked ast.SelectionSet) *Form {
	form, known := f.pages.kept.GetIfPresent(place{f, asked[0], len(asked)})
	if !known || !slices.Equal(form.asked, asked) {
		return nil
	}
	return form
}

// KeepPage keeps one; see KeepCard.
func (f *Forms) KeepPage(asked ast.SelectionSet, body []byte) *Form {
	form := &Form{asked, body}
	f.pages.kept.Set(place{f, asked[0], len(asked)}, form)
	return form
}
