package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"zuka/internal/bench/load"
)

const searchDocument = `query Search($query: String, $filter: ProductFilter) {
  search(query: $query, filter: $filter, first: 24) {
    totalCount correctedQuery
    nodes { id slug name imageUrl price { amount } currentPrice { amount } discountPercent ratingAverage brand { name slug } category { name slug } }
    facets { kind label values { label count selected } }
  }
}`

// facetDocument asks for what a shopper could click next.
const facetDocument = `query Facets($query: String) {
  search(query: $query, first: 1) {
    facets { kind values { count filter { categories brands genders sizes colors price { min max } } } }
  }
}`

// repeats is how often each search is asked, by the number of clients.
const repeats = 5

// search is one question with what it finds.
type search struct {
	class     class
	words     string
	found     int
	corrected string
	request   []byte
}

// searched is how the searches did with some number of clients.
type searched struct {
	connections int
	cached      bool
	figures     map[class]load.Figures
	all         load.Figures
	// slow are the slowest searches by their median.
	slow  []slowSearch
	first error
}

type slowSearch struct {
	search
	figures load.Figures
}

func (o *Options) measureSearch(ctx context.Context, report *report) (err error) {
	shop, err := makeDatabase(ctx, o.DatabaseURL, "zuka_bench_search", o.SearchProducts, o.Log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shop.drop(context.WithoutCancel(ctx))) }()
	if err := o.searchOn(ctx, shop, report, []int{1, 8}, "CACHE_OFF=true"); err != nil {
		return err
	}
	// As the shop runs: each search is found once and then remembered.
	return o.searchOn(ctx, shop, report, []int{1})
}

// searchOn measures a server of its own with some settings.
func (o *Options) searchOn(ctx context.Context, shop *database, report *report, crowds []int, settings ...string) (err error) {
	server, err := start(ctx, "zuka, search", o.serve(), append(settings, o.environment(shop)...))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	if report.searches == nil {
		if report.searches, err = prepareSearches(ctx, server.address); err != nil {
			return err
		}
	}
	for _, connections := range crowds {
		seen, err := askSearches(ctx, server.address, report.searches, connections)
		if err != nil {
			return err
		}
		seen.cached = len(settings) == 0
		o.Log.Info("searched", "connections", connections, "cached", seen.cached, "p95", seen.all.P95)
		report.searched = append(report.searched, seen)
	}
	return nil
}

// prepareSearches makes the requests and sends each once, which also brings
// the index into memory.
func prepareSearches(ctx context.Context, address string) ([]search, error) {
	var searches []search
	for _, class := range classes {
		for i, words := range typed[class] {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			one, err := prepareSearch(address, class, words, i)
			if err != nil {
				return nil, fmt.Errorf("searching %q: %w", words, err)
			}
			searches = append(searches, one)
		}
	}
	return searches, nil
}

func prepareSearch(address string, class class, words string, number int) (search, error) {
	one := search{class: class, words: words}
	variables := map[string]any{}
	if words != "" {
		variables["query"] = words
	}
	if class == filtered || class == wordless && number > 0 {
		filter, err := chooseFilter(address, variables, number)
		if err != nil {
			return one, err
		}
		variables["filter"] = filter
	}
	one.request = load.Post(address, "/graphql", body(searchDocument, variables))
	answer, err := load.Ask(address, one.request)
	if err != nil {
		return one, err
	}
	var found struct {
		Data struct {
			Search struct {
				TotalCount     int
				CorrectedQuery string
			}
		}
	}
	err = json.Unmarshal(answer, &found)
	one.found, one.corrected = found.Data.Search.TotalCount, found.Data.Search.CorrectedQuery
	return one, err
}

// chosenFacets are the facets of which a value is chosen, in turn two of them.
var chosenFacets = []string{"BRAND", "COLOR", "SIZE", "PRICE", "CATEGORY", "GENDER"}

// chooseFilter narrows as a shopper would: the most frequent values of two
// facets, and only what can be bought.
func chooseFilter(address string, variables map[string]any, number int) (map[string]any, error) {
	answer, err := load.Ask(address, load.Post(address, "/graphql", body(facetDocument, variables)))
	if err != nil {
		return nil, err
	}
	var found struct {
		Data struct {
			Search struct {
				Facets []facet
			}
		}
	}
	if err := json.Unmarshal(answer, &found); err != nil {
		return nil, err
	}
	filter := map[string]any{"inStock": true}
	for _, kind := range []string{chosenFacets[number%len(chosenFacets)], chosenFacets[(number+1)%len(chosenFacets)]} {
		for _, facet := range found.Data.Search.Facets {
			if facet.Kind == kind {
				facet.choose(filter)
			}
		}
	}
	return filter, nil
}

// facet is what the API tells about one.
type facet struct {
	Kind   string
	Values []struct {
		Count  int
		Filter map[string]any
	}
}

// choose adds the most frequent value to a filter.
func (f facet) choose(filter map[string]any) {
	most := 0
	for _, value := range f.Values {
		if value.Count <= most {
			continue
		}
		most = value.Count
		for name, part := range value.Filter {
			if part != nil {
				filter[name] = part
			}
		}
	}
}

// askSearches sends every search several times over.
func askSearches(ctx context.Context, address string, searches []search, connections int) (searched, error) {
	var requests [][]byte
	for range repeats {
		for _, one := range searches {
			requests = append(requests, one.request)
		}
	}
	result, err := load.Run(ctx, load.Options{Address: address, Requests: requests, Connections: connections})
	if err != nil {
		return searched{}, err
	}
	seen := searched{connections: connections, figures: make(map[class]load.Figures), all: result.Figures(), first: result.First}
	for _, class := range classes {
		seen.figures[class] = result.Among(func(request int) bool { return searches[request%len(searches)].class == class })
	}
	for i, one := range searches {
		seen.slow = append(seen.slow, slowSearch{one, result.Among(func(request int) bool { return request%len(searches) == i })})
	}
	slices.SortFunc(seen.slow, func(a, b slowSearch) int { return int((b.figures.P50 - a.figures.P50) / time.Microsecond) })
	return seen, nil
}
