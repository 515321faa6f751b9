package app

import (
	"context"
	"net/http"

	"zuka/internal/dashboard"
	"zuka/internal/platform/persisted"
	"zuka/internal/server/documents"
)

// dashboardPage is the page of figures for staff.
func (a *App) dashboardPage() http.Handler {
	return dashboard.Page(dashboard.Options{
		Reports: a.Analysis.Service, API: "/graphql", Log: a.Log,
		Names: func(ctx context.Context, products []int) (map[int]string, error) {
			found, err := a.Catalog.Products(ctx, products)
			names := make(map[int]string, len(found))
			for id, product := range found {
				names[id] = product.Name
			}
			return names, err
		},
	})
}

// known are the documents that may run: those that clients were published with,
// and those of the server's own pages, which come with it.
type known struct {
	documents.Registry
	own map[string]*persisted.Document
}

func newKnown(published documents.Registry) known {
	k := known{published, map[string]*persisted.Document{}}
	for _, text := range dashboard.Documents() {
		hash := persisted.Hash(text)
		k.own[hash] = &persisted.Document{ID: hash, SHA256: hash, Text: text}
	}
	return k
}

// Find finds the server's own first.
func (k known) Find(ctx context.Context, id string) (*persisted.Document, error) {
	if found := k.own[id]; found != nil {
		return found, nil
	}
	return k.Registry.Find(ctx, id)
}

// Used counts nothing for the server's own: they have no row.
func (k known) Used(d *persisted.Document, client, version string) {
	if k.own[d.SHA256] == nil {
		k.Registry.Used(d, client, version)
	}
}
