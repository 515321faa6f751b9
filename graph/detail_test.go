package graph

import (
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"zuka/internal/platform/page"
	"zuka/internal/shop/catalog"
)

// wanted is what an operation on one product would have read together.
func wanted(t *testing.T, document string, variables map[string]any) catalog.Together {
	t.Helper()
	parsed, errs := gqlparser.LoadQueryWithRules(NewSchema(&Resolver{}).Schema(), document, rules.NewDefaultRules())
	require.Empty(t, errs, document)
	operation := &graphql.OperationContext{Doc: parsed, Operation: parsed.Operations[0], Variables: variables}
	ctx := graphql.WithOperationContext(t.Context(), operation)
	product := parsed.Operations[0].SelectionSet[0].(*ast.Field)
	field := graphql.CollectedField{Field: product, Selections: product.SelectionSet}
	return shownTogether(graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: "Query", Field: field}))
}

func TestWhatIsShownIsReadTogether(t *testing.T) {
	t.Parallel()
	newest := func(first int32) *catalog.ReviewListing {
		listing, err := catalog.NewReviewListing(catalog.ReviewInput{Sort: catalog.NewestReviews, Args: page.Args{First: &first}})
		require.NoError(t, err)
		return listing
	}
	for document, want := range map[string]catalog.Together{
		`{ product(slug: "a") { name brand { name } } }`:                                                         {},
		`{ product(slug: "a") { name material } }`:                                                               {Detail: true},
		`{ product(slug: "a") { d: description v: variants { id } } }`:                                           {Detail: true, Variants: true},
		`{ product(slug: "a") { ...on Node { ...on Product { variants { id } } } } }`:                            {Variants: true},
		`{ product(slug: "a") { variants @include(if: false) { id } } }`:                                         {},
		`{ product(slug: "a") { reviews(first: 10) { nodes { id } } } }`:                                         {Reviews: newest(10)},
		`{ product(slug: "a") { reviews { nodes { id } } } }`:                                                    {Reviews: newest(page.DefaultSize)},
		`{ product(slug: "a") { reviews(first: 5, sort: NEWEST) { nodes { id } } } }`:                            {Reviews: newest(5)},
		`{ product(slug: "a") { a: reviews(first: 3) { nodes { id } } b: reviews(first: 4) { nodes { id } } } }`: {Reviews: newest(3)},
		`{ product(slug: "a") { reviews(first: 500) { nodes { id } } } }`:                                        {}, // Not allowed.
		`{ product(slug: "a") { reviews(last: 5) { nodes { id } } } }`:                                           {},
		`{ product(slug: "a") { reviews(ratings: [5]) { nodes { id } } } }`:                                      {},
		`{ product(slug: "a") { reviews(sort: MOST_HELPFUL) { nodes { id } } } }`:                                {},
		`{ product(slug: "a") { reviews(first: 5, after: "x") { nodes { id } } } }`:                              {},
	} {
		got := wanted(t, document, nil)
		require.Equal(t, want.Detail, got.Detail, document)
		require.Equal(t, want.Variants, got.Variants, document)
		require.Equal(t, want.Reviews == nil, got.Reviews == nil, document)
		if want.Reviews != nil {
			require.Equal(t, want.Reviews.Key(), got.Reviews.Key(), document)
		}
	}
	const variable = `query($n: Int, $after: String) { product(slug: "a") { reviews(first: $n, after: $after) { nodes { id } } } }`
	require.Equal(t, newest(4).Key(), wanted(t, variable, map[string]any{"n": int64(4)}).Reviews.Key())
	require.Nil(t, wanted(t, variable, map[string]any{"n": int64(4), "after": "x"}).Reviews)
}
