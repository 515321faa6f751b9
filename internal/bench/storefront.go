package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"

	"github.com/jackc/pgx/v5"

	"zuka/internal/bench/load"
)

// The documents of the storefront's three pages.
const (
	listingDocument = `query Listing($category: String!, $after: String) {
  category(slug: $category) {
    products(first: 24, after: $after) {
      nodes { id slug name imageUrl currentPrice { amount } ratingAverage brand { name slug } category { name slug } }
    }
  }
}`
	productDocument = `query ProductPage($slug: String!) {
  product(slug: $slug) {
    id slug name description imageUrl price { amount } currentPrice { amount } ratingAverage ratingCount
    brand { name slug }
    category { name slug }
    variants { id size color sku price { amount } inStock }
    reviews(first: 10) { nodes { id rating title comment createdAt author { displayName } } }
  }
}`
	homeDocument = `query Home($first: Int!) {
  featured: products(first: $first, filter: {featured: true}) { nodes { ...card } }
  onSale: products(first: $first, filter: {onSale: true}, sort: BIGGEST_DISCOUNT) { nodes { ...card } }
  newest: products(first: $first) { nodes { ...card } }
  categories(first: 20) { nodes { id slug name } }
}
fragment card on Product { id slug name imageUrl price { amount } currentPrice { amount } discountPercent brand { name slug } }`
	cursorDocument = `query Cursor($category: String!) { category(slug: $category) { products(first: 24) { pageInfo { hasNextPage endCursor } } } }`
)

// question is one page of the storefront, as each of the two is asked for it.
type question struct {
	variables map[string]any
	path      string
}

// page is one of the storefront's pages with all its questions.
type page struct {
	// name and label say which: Q1, and what it shows.
	name, label string
	document    string
	// unwrap leads to what the rival answers, in the GraphQL answer's data.
	unwrap    func(data map[string]any) any
	questions []question
}

// ours are the requests to the shop.
func (p *page) ours(address string) [][]byte {
	requests := make([][]byte, len(p.questions))
	for i, q := range p.questions {
		requests[i] = load.Post(address, "/graphql", body(p.document, q.variables))
	}
	return requests
}

// theirs are the requests to the rival.
func (p *page) theirs(address string) [][]byte {
	requests := make([][]byte, len(p.questions))
	for i, q := range p.questions {
		requests[i] = load.Get(address, q.path)
	}
	return requests
}

func body(document string, variables map[string]any) []byte {
	text, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		panic("bench: variables that cannot be written: " + err.Error()) // Texts and numbers only.
	}
	return text
}

// storefront finds out what can be asked of a filled shop: the categories that
// have products, with their second pages, every slug, and the home page's
// lengths.
func storefront(ctx context.Context, conn *pgx.Conn, shop string) ([]page, error) {
	listing, err := listingQuestions(ctx, conn, shop)
	if err != nil {
		return nil, fmt.Errorf("looking for categories: %w", err)
	}
	product, err := productQuestions(ctx, conn)
	if err != nil {
		return nil, fmt.Errorf("looking for products: %w", err)
	}
	var home []question
	for first := 8; first <= 12; first++ {
		home = append(home, question{map[string]any{"first": first}, fmt.Sprintf("/home?first=%d", first)})
	}
	whole := func(data map[string]any) any { return data }
	return []page{
		{"Q1", "listing of 24", listingDocument, func(data map[string]any) any { return data["category"] }, listing},
		{"Q2", "product page", productDocument, func(data map[string]any) any { return data["product"] }, product},
		{"Q3", "home page", homeDocument, whole, home},
	}, nil
}

// listed are the categories that hold products themselves or directly below,
// with the sort key of their first page's last product.
const listed = `SELECT c.slug, last.key FROM categories AS c
	JOIN LATERAL (SELECT array_agg(id) AS ids FROM (SELECT c.id UNION SELECT id FROM categories WHERE parent_id = c.id) AS t) AS below ON true
	JOIN LATERAL (SELECT (extract(epoch FROM created_at) * 1000000)::bigint || '.' || id AS key FROM products
		WHERE active AND category_id = ANY(below.ids) ORDER BY created_at DESC, id DESC OFFSET 23 LIMIT 1) AS last ON true
	WHERE c.active AND c.parent_id IS NOT NULL ORDER BY c.id`

func listingQuestions(ctx context.Context, conn *pgx.Conn, shop string) ([]question, error) {
	rows, err := conn.Query(ctx, listed)
	if err != nil {
		return nil, err
	}
	type entry struct{ Slug, Key string }
	categories, err := pgx.CollectRows(rows, pgx.RowToStructByPos[entry])
	if err != nil {
		return nil, err
	}
	var questions []question
	for _, c := range categories {
		path := "/listing?category=" + url.QueryEscape(c.Slug)
		questions = append(questions, question{map[string]any{"category": c.Slug}, path})
		answer, err := load.Ask(shop, load.Post(shop, "/graphql", body(cursorDocument, map[string]any{"category": c.Slug})))
		if err != nil {
			return nil, err
		}
		var found struct {
			Data struct {
				Category struct {
					Products struct {
						PageInfo struct {
							HasNextPage bool
							EndCursor   string
						}
					}
				}
			}
		}
		if err := json.Unmarshal(answer, &found); err != nil {
			return nil, err
		}
		if at := found.Data.Category.Products.PageInfo; at.HasNextPage {
			questions = append(questions, question{map[string]any{"category": c.Slug, "after": at.EndCursor}, path + "&after=" + c.Key})
		}
	}
	return questions, nil
}

func productQuestions(ctx context.Context, conn *pgx.Conn) ([]question, error) {
	rows, err := conn.Query(ctx, `SELECT slug FROM products WHERE active ORDER BY id`)
	if err != nil {
		return nil, err
	}
	slugs, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	questions := make([]question, len(slugs))
	for i, slug := range slugs {
		questions[i] = question{map[string]any{"slug": slug}, "/product?slug=" + url.QueryEscape(slug)}
	}
	// In no order, so that any part of them is a fair sample.
	rand.New(rand.NewPCG(2, 24)).Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
	return questions, nil
}
