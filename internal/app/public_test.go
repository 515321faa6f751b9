package app_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/graph"
	"zuka/internal/server/responsecache"
)

// shown is what an answer that is kept for everybody can show, by the real schema.
type shown struct {
	schema *ast.Schema
	rules  *responsecache.Rules
	// roots are the fields of a query whose answers are kept.
	roots []*ast.FieldDefinition
	// types are those that such an answer can lead to, each with the way to it.
	types map[string]string
}

// kept tells whether an answer is kept that shows this, each below the one before.
func (p *shown) kept(path ...*ast.FieldDefinition) bool {
	var below ast.SelectionSet
	for _, field := range slices.Backward(path) {
		below = ast.SelectionSet{&ast.Field{Name: field.Name, Definition: field, SelectionSet: below}}
	}
	return p.rules.Public(&ast.OperationDefinition{Operation: ast.Query, SelectionSet: below})
}

// reach walks on from a type, and from all that can stand behind it.
func (p *shown) reach(name, way string) {
	of := p.schema.Types[name]
	if _, been := p.types[name]; been || of.IsLeafType() {
		return
	}
	p.types[name] = way
	for _, object := range p.schema.GetPossibleTypes(of) {
		p.reach(object.Name, way+" as "+object.Name)
	}
	for _, field := range of.Fields {
		if p.kept(p.roots[0], field) {
			p.reach(field.Type.Name(), way+"."+field.Name)
		}
	}
}

func shownToAll(t *testing.T) *shown {
	t.Helper()
	schema := graph.NewSchema(&graph.Resolver{}).Schema()
	p := &shown{schema: schema, rules: responsecache.NewRules(schema), types: map[string]string{}}
	for _, field := range schema.Query.Fields {
		if p.kept(field) {
			p.roots = append(p.roots, field)
		}
	}
	require.NotEmpty(t, p.roots)
	for _, root := range p.roots {
		p.reach(root.Type.Name(), root.Name)
	}
	return p
}

// What is kept for everybody is given to everybody. A field or type that is new here
// must be looked at before it is added to the lists: does it hang on who asks, on
// their language, or on what they may see?
func TestWhatIsKeptForEverybodyIsPinned(t *testing.T) {
	t.Parallel()
	p := shownToAll(t)
	var roots, types []string
	for _, root := range p.roots {
		roots = append(roots, root.Name)
	}
	for name := range p.types {
		types = append(types, name)
	}
	require.ElementsMatch(t, []string{
		"shop", "product", "products", "search", "searchSuggestions", "productRecommendations", "category", "categories", "brand", "brands",
		"gemLevels", "rewards", "games", "petPersonas",
	}, roots)
	require.ElementsMatch(t, []string{
		"Shop", "Money", "PageInfo",
		"Product", "ProductConnection", "ProductEdge", "ProductImage", "ProductVariant", "Dimensions",
		"ProductReview", "ReviewAuthor", "ReviewConnection", "ReviewEdge", "RatingCount",
		"Brand", "BrandConnection", "BrandEdge", "Category", "CategoryConnection", "CategoryEdge",
		"SearchConnection", "SearchSuggestion", "Facet", "FacetValue", "FacetFilter", "FacetPriceRange",
		"GemLevel", "Reward", "GameInfo", "WheelSegment", "PetPersonaInfo",
	}, types, "%v", p.types)
}

func TestNothingPrivateIsKeptForEverybody(t *testing.T) {
	t.Parallel()
	p := shownToAll(t)
	for name, way := range p.types {
		for _, field := range p.schema.Types[name].Fields {
			require.Nil(t, field.Directives.ForName("auth"), "%s.%s is not for everybody, but %s leads to it", name, field.Name, way)
		}
	}
	for _, name := range []string{
		"Node", "User", "Me", "Address", "Session", "Identity", "DataExport", "Cart", "CartLine", "Order", "OrderLine", "OrderAddress",
		"Payment", "Refund", "PaymentEvent", "Coupon", "Points", "PointsEntry", "UserReward", "Referral", "GameRound", "GameScore",
		"Pet", "PetConversation", "PetMessage", "BehaviourProfile", "Recommendation", "WishlistItem", "Notification",
		"ManagedProduct", "StockLevel", "PersistedOperation", "Analytics", "Job", "SlowQuery",
	} {
		require.Contains(t, p.schema.Types, name, "it has another name now")
		require.NotContains(t, p.types, name, "%s leads to it", p.types[name])
	}
}
