package catalog

import (
	"sync/atomic"

	"zuka/ent/db"
	"zuka/internal/platform/written"
)

// card is a product's row as the process remembers it, with what was made of it:
// another row is another card, so nothing of it need be dropped.
type card struct {
	*db.Product
	placed atomic.Pointer[standing]
}

// Written is how many products' own pages are kept as they are written, nearly.
func (s *Service) Written() int { return s.written.Len() }

// standing is a product where it stands in a directory.
type standing struct {
	in      *directory
	product *Product
}

// in is the product where it stands now, the same one for all who ask while
// neither it nor the directory changes. Nobody may change it.
func (c *card) in(d *directory, pages *written.Pages) *Product {
	if s := c.placed.Load(); s != nil && s.in == d {
		return s.product
	}
	product := d.place(c.Product)
	product.written = written.New(pages)
	c.placed.Store(&standing{d, product})
	return product
}
