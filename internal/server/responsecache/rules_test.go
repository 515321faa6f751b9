package responsecache_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"zuka/internal/server/responsecache"
)

const directives = `
	enum CacheControlScope { PUBLIC PRIVATE }
	enum Role { CUSTOMER STAFF }
	directive @cacheControl(maxAge: Int!, scope: CacheControlScope! = PUBLIC) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
	directive @auth(role: Role! = CUSTOMER) on FIELD_DEFINITION`

var schema = gqlparser.MustLoadSchema(&ast.Source{Input: directives + `
	type Query {
		shop: Shop! @cacheControl(maxAge: 60)
		plain: Shop! @cacheControl(maxAge: 60, scope: PUBLIC)
		mine: Shop! @cacheControl(maxAge: 60, scope: PRIVATE)
		unsaid: Shop!
		office: Shop! @cacheControl(maxAge: 60) @auth(role: STAFF)
	}
	type Mutation { change: Shop! @cacheControl(maxAge: 60) }
	type Shop {
		name: String! liked: Boolean! @cacheControl(maxAge: 0, scope: PRIVATE) self: Shop! takings: Int @auth(role: STAFF)
		self5: Shop! @cacheControl(maxAge: 5)
	}`})

// mixed is a schema with types that say something, and with several behind one.
var mixed = gqlparser.MustLoadSchema(&ast.Source{Input: directives + `
	interface Thing { id: ID! name: String! }
	type Product implements Thing { id: ID! name: String! price: Int! }
	type Pet implements Thing { id: ID! name: String! @cacheControl(maxAge: 0, scope: PRIVATE) }
	type Post implements Thing { id: ID! @cacheControl(maxAge: 20) name: String! }

	interface Shown { name: String! }
	type Coat implements Shown { name: String! }
	type Secret implements Shown { name: String! @auth }

	interface Mark { id: ID! }
	type Open implements Mark { id: ID! }
	type Person implements Mark @cacheControl(maxAge: 60, scope: PRIVATE) { id: ID! name: String! }
	union Found = Product | Open
	union Whoever = Open | Person
	union Quick @cacheControl(maxAge: 2) = Product | Open

	type Board @cacheControl(maxAge: 30) { rank: Int! owner: Person brief: Brief! news: Brief! @cacheControl(maxAge: 50) }
	type Brief @cacheControl(maxAge: 10) { text: String! }
	interface Wall @cacheControl(maxAge: 40) { text: String! }
	type Brick implements Wall @cacheControl(maxAge: 15) { text: String! }

	type Query {
		thing: Thing @cacheControl(maxAge: 60)
		things: [Thing!]! @cacheControl(maxAge: 60)
		shown: Shown @cacheControl(maxAge: 60)
		mark: Mark @cacheControl(maxAge: 60)
		found: [Found!] @cacheControl(maxAge: 60)
		whoever: Whoever @cacheControl(maxAge: 60)
		quick: Quick
		person: Person @cacheControl(maxAge: 60)
		board: [Board!]
		dear: Board @cacheControl(maxAge: 0, scope: PRIVATE)
		staffed: Board @auth(role: STAFF)
		wall: Wall
		brick: Brick
		open: Open
	}`})

func operation(t *testing.T, query string) *ast.OperationDefinition {
	t.Helper()
	return asked(t, schema, query)
}

func asked(t *testing.T, schema *ast.Schema, query string) *ast.OperationDefinition {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules())
	require.Empty(t, errs, query)
	return doc.Operations[0]
}

func TestWhatIsNotSaidToBePublicIsPrivate(t *testing.T) {
	t.Parallel()
	rules := responsecache.NewRules(schema)
	for query, public := range map[string]bool{
		`{ shop { name } }`:                         true,
		`{ shop { __typename name } }`:              true,
		`{ shop { name } plain { self { name } } }`: true,
		`{ ... { shop { name } } }`:                 true,
		`query Q { ...F } fragment F on Query { shop { ...G ...G } } fragment G on Shop { name self { name } }`: true,
		`{ mine { name } }`:                                              false,
		`{ unsaid { name } }`:                                            false,
		`{ shop { name } unsaid { name } }`:                              false,
		`{ shop { self { self { liked } } } }`:                           false,
		`{ shop { ... { liked } } }`:                                     false,
		`{ shop { ...G } } fragment G on Shop { self { liked } }`:        false,
		`{ ...F } fragment F on Query { shop { name } unsaid { name } }`: false,
		`{ shop { ...G } plain { ...G } } fragment G on Shop { self { ...H } } fragment H on Shop { liked }`: false,
		`{ shop { name } __schema { types { name } } }`:                                                      false,
		`{ __typename shop { name } }`:                                                                       false,
		`mutation { change { name } }`:                                                                       false,
		// Who may ask is looked at when it runs, and a kept answer does not run.
		`{ office { name } }`:                                       false,
		`{ shop { takings } }`:                                      false,
		`{ shop { self { n: takings } } }`:                          false,
		`{ shop { ...G } } fragment G on Shop { self { takings } }`: false,
	} {
		require.Equal(t, public, rules.Public(operation(t, query)), query)
	}
	require.False(t, rules.Public(nil))
}

func TestWhatAnotherSchemaSaysIsNotBelieved(t *testing.T) {
	t.Parallel()
	require.False(t, responsecache.NewRules(mixed).Public(operation(t, `{ shop { name } }`)))
	var none *responsecache.Rules
	require.False(t, none.Public(operation(t, `{ shop { name } }`)))
	require.False(t, responsecache.NewRules(schema).Public(&ast.OperationDefinition{
		Operation: ast.Query, SelectionSet: ast.SelectionSet{&ast.Field{Name: "shop"}},
	}), "a document that nobody validated")
}

func TestWhatStandsBehindAnInterfaceCounts(t *testing.T) {
	t.Parallel()
	rules := responsecache.NewRules(mixed)
	for query, public := range map[string]bool{
		`{ thing { id } }`:   true,
		`{ thing { name } }`: false, // A pet's name is private.
		`{ things { id ... on Product { name price } } }`:                                     true,
		`{ things { ... on Thing { name } } }`:                                                false,
		`{ things { ...F } } fragment F on Thing { name }`:                                    false,
		`{ things { id ... on Pet { name } } }`:                                               false,
		`{ shown { name } }`:                                                                  false, // A secret's name needs @auth.
		`{ shown { ... on Coat { name } } }`:                                                  true,
		`{ mark { id } }`:                                                                     false, // It may be a person.
		`{ found { ... on Product { name } } }`:                                               true,
		`{ found { ... on Thing { name } } }`:                                                 false,
		`{ found { ... on Mark { id } } }`:                                                    true,
		`{ whoever { __typename } }`:                                                          false,
		`{ whoever { ... on Open { id } } }`:                                                  false,
		`{ quick { __typename } }`:                                                            true,
		`{ quick { ... on Thing { ... on Product { name } } ... on Thing { name } } }`:        false,
		`{ thing { ...A } } fragment A on Thing { ...B } fragment B on Product { id name }`:   true,
		`{ thing { ...A } } fragment A on Thing { ...B } fragment B on Thing { other: name }`: false,
	} {
		require.Equal(t, public, rules.Public(asked(t, mixed, query)), query)
	}
}

func TestATypeSpeaksForTheFieldsThatReturnIt(t *testing.T) {
	t.Parallel()
	rules := responsecache.NewRules(mixed)
	for query, public := range map[string]bool{
		`{ board { rank } }`:                true,
		`{ board { rank owner { name } } }`: false,
		`{ person { name } }`:               false, // A field cannot make its type public.
		`{ dear { rank } }`:                 false, // It can make it private.
		`{ staffed { rank } }`:              false,
		`{ wall { text } }`:                 true,
		`{ open { id } }`:                   false, // Neither says anything.
	} {
		require.Equal(t, public, rules.Public(asked(t, mixed, query)), query)
	}
}

func TestTheShortestAgeHolds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		schema *ast.Schema
		query  string
		age    int
	}{
		{schema, `{ shop { name } }`, 60},
		{schema, `{ shop { self5 { name } } }`, 5},
		{schema, `{ shop { ...F } } fragment F on Shop { self { self5 { name } } }`, 5},
		{schema, `{ shop { takings } }`, 0},
		{schema, `{ unsaid { name } }`, 0},
		{mixed, `{ thing { __typename } }`, 60},
		{mixed, `{ thing { id } }`, 20}, // That of a post.
		{mixed, `{ thing { ... on Product { id } } }`, 60},
		{mixed, `{ board { rank } }`, 30},
		{mixed, `{ board { brief { text } } }`, 10},
		{mixed, `{ board { news { text } } }`, 30}, // The field's own goes before its type's.
		{mixed, `{ wall { text } }`, 15},           // That of a brick.
		{mixed, `{ brick { text } }`, 15},
		{mixed, `{ quick { __typename } }`, 2},
		{mixed, `{ person { name } }`, 0},
	} {
		require.Equal(t, time.Duration(c.age)*time.Second, responsecache.NewRules(c.schema).Life(asked(t, c.schema, c.query)), c.query)
	}
}

func TestFragmentsThatSpreadOneAnotherAreLookedAtOnce(t *testing.T) {
	t.Parallel()
	var query strings.Builder
	query.WriteString("{ shop { ...F00 } }")
	for i := range 40 {
		query.WriteString(" fragment F" + itoa(i) + " on Shop { self { ...F" + itoa(i+1) + " ...F" + itoa(i+1) + " } }")
	}
	query.WriteString(" fragment F40 on Shop { name }")
	require.True(t, responsecache.NewRules(schema).Public(operation(t, query.String()))) // 2^40 looks would not end.
}

func itoa(i int) string { return string([]byte{byte('0' + i/10), byte('0' + i%10)}) }
