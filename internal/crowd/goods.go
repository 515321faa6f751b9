package crowd

import (
	"encoding/json"
	"errors"
	"fmt"

	"zuka/internal/bench/load"
)

// goods are what the shop has, as its API tells.
type goods struct {
	categories, brands []string
	products           []product
	// things are what can be put into a cart.
	things []thing
}

// product is one that can be looked at; its name has a word at least.
type product struct{ slug, name string }

// thing is a variant, or a product that has none.
type thing struct{ product, variant string }

const (
	// mostProducts is how many products are learned of at most, the newest.
	mostProducts = 5_000

	categoriesText = `query CrowdCategories($after: String) { page: categories(first: 100, after: $after) { nodes { slug } pageInfo { hasNextPage endCursor } } }`
	brandsText     = `query CrowdBrands($after: String) { page: brands(first: 100, after: $after) { nodes { slug } pageInfo { hasNextPage endCursor } } }`
	productsText   = `query CrowdProducts($after: String) { page: products(first: 50, after: $after) {
  nodes { id slug name inStock variants { id inStock } } pageInfo { hasNextPage endCursor } } }`
)

// learned is one thing of a page.
type learned struct {
	ID, Slug, Name string
	InStock        bool
	Variants       []struct {
		ID      string
		InStock bool
	}
}

// learn asks a server what it has.
func learn(address string) (*goods, error) {
	g := &goods{}
	err := pages(address, categoriesText, func(one learned) { g.categories = append(g.categories, one.Slug) })
	if err == nil {
		err = pages(address, brandsText, func(one learned) { g.brands = append(g.brands, one.Slug) })
	}
	if err == nil {
		err = pages(address, productsText, g.take)
	}
	if err != nil {
		return nil, fmt.Errorf("learning what the shop has: %w", err)
	}
	if len(g.categories) == 0 || len(g.brands) == 0 || len(g.products) == 0 || len(g.things) == 0 {
		return nil, errors.New("the shop has no categories, no brands or nothing to sell: fill it by `zuka seed`")
	}
	return g, nil
}

// take remembers a product.
func (g *goods) take(one learned) {
	if one.Name == "" {
		return
	}
	g.products = append(g.products, product{one.Slug, one.Name})
	for _, variant := range one.Variants {
		if variant.InStock {
			g.things = append(g.things, thing{variant: variant.ID})
		}
	}
	if len(one.Variants) == 0 && one.InStock {
		g.things = append(g.things, thing{product: one.ID})
	}
}

// pages asks for one page after the other.
func pages(address, text string, take func(learned)) error {
	after, taken := any(nil), 0
	for {
		body, err := json.Marshal(map[string]any{"query": text, "variables": map[string]any{"after": after}})
		if err != nil {
			return fmt.Errorf("writing a request: %w", err)
		}
		answer, err := load.Ask(address, load.Post(address, "/graphql", body))
		if err != nil {
			return err
		}
		var got struct {
			Data struct {
				Page struct {
					Nodes    []learned
					PageInfo struct {
						HasNextPage bool
						EndCursor   string
					}
				}
			}
		}
		if err := json.Unmarshal(answer, &got); err != nil {
			return fmt.Errorf("reading an answer: %w", err)
		}
		page := got.Data.Page
		for _, one := range page.Nodes {
			take(one)
		}
		taken += len(page.Nodes)
		if !page.PageInfo.HasNextPage || taken >= mostProducts {
			return nil
		}
		after = page.PageInfo.EndCursor
	}
}

// publish tells a server the documents that are asked for by their hashes.
func publish(address string) error {
	for c := range calls {
		if !kinds[c].pub {
			continue
		}
		variables := values{"slug": "none", "words": "none"}
		body := append(append(append([]byte(nil), opening[c]...), variables.json()...), `,"extensions":`+extension(c)+"}"...)
		if _, err := load.Ask(address, load.Post(address, "/graphql", body)); err != nil {
			return fmt.Errorf("telling the server the document of the %s: %w", kinds[c].name, err)
		}
	}
	return nil
}
