package dashboard

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"zuka/internal/platform/fault"
	"zuka/internal/shop/analytics"
)

const (
	// atOnce is how many reports one page reads at the same time: the connections
	// to the replica are few.
	atOnce = 4
	// sectionTime bounds one section, pageTime all together.
	sectionTime = 5 * time.Second
	pageTime    = 10 * time.Second
)

// kind is a section that the page has: what is called what, and how it is read.
type kind struct {
	id, title string
	read      func(p *page, ctx context.Context, r analytics.Range) (*content, error)
}

// kinds are the sections in the order of the page.
var kinds = []kind{
	{"now", "Now", (*page).now},
	{"sales", "Sales", (*page).sales},
	{"funnel", "Funnel", (*page).funnel},
	{"products", "Top products", (*page).products},
	{"sellers", "Top sellers", (*page).sellers},
	{"categories", "Categories", (*page).categories},
	{"users", "Active users", (*page).users},
	{"channels", "Channels", (*page).channels},
	{"searches", "Searches", (*page).searches},
	{"coupons", "Coupons", (*page).coupons},
	{"games", "Games", (*page).games},
	{"pets", "Pets", (*page).pets},
	{"payments", "Payments", (*page).payments},
}

// read reads all sections. One that fails says so, and the others stay.
func (p *page) read(ctx context.Context, r analytics.Range) []section {
	ctx, cancel := context.WithTimeout(ctx, pageTime)
	defer cancel()
	sections := make([]section, len(kinds))
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i, one := range kinds {
		group.Go(func() error {
			sections[i] = section{ID: one.id, Title: one.title}
			found, err := p.attempt(ctx, one, r)
			if err != nil {
				p.Log.WarnContext(ctx, "a section of the dashboard failed", "section", one.id, "cause", err)
				sections[i].Failed = failure(err)
				return nil
			}
			sections[i].content = *found
			return nil
		})
	}
	_ = group.Wait() // None answers an error.
	return sections
}

var errPanicked = errors.New("a section panicked")

// attempt reads one section in its time. A panic here would end the process, for no
// handler is below it.
func (p *page) attempt(ctx context.Context, one kind, r analytics.Range) (found *content, err error) {
	ctx, cancel := context.WithTimeout(ctx, sectionTime)
	defer cancel()
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("%w: %v", errPanicked, thrown)
		}
	}()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return one.read(p, ctx, r)
}

// failure is what staff are told of an error. The log has the rest.
func failure(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "It took too long to read. It may be ready in a minute: load the page again."
	}
	told, is := fault.From(err)
	switch {
	case is && told.Code == fault.ServiceUnavailable:
		return "What it is read from does not answer at the moment."
	case is && told.Code != fault.Internal:
		return "It was refused: " + told.Message + "."
	}
	return "It could not be read. The server's log says why."
}
