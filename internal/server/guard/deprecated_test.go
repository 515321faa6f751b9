package guard_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/server/guard"
)

func TestWhatIsDeprecatedIsToldWhereverItStands(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `
		directive @show(as: Colour, how: Int @deprecated) on FIELD | QUERY | VARIABLE_DEFINITION | FRAGMENT_SPREAD | INLINE_FRAGMENT | FRAGMENT_DEFINITION
		enum Colour { RED BLUE GREY @deprecated }
		input Filter { name: String colour: Colour old: Int @deprecated also: Filter any: [Filter!] }
		interface Named { name: String! label: String @deprecated }
		type Shop implements Named { name: String! label: String @deprecated title: String @deprecated self: Shop! named: Named! }
		type Query {
			shop(id: Int, slug: String @deprecated, colour: Colour, colours: [Colour!], filter: Filter, filters: [[Filter!]!]): Shop!
			gone: Shop @deprecated
		}`})
	reader := guard.NewReader(schema, guard.DefaultLimits())
	for query, want := range map[string][]string{
		`query Q { shop(id: 1, colour: RED, filter: { name: "a", also: { colour: BLUE } }) { name } }`: nil,
		`query Q { gone { label other: title self { title } } }`:                                       {"Query.gone", "Shop.label", "Shop.title"},
		`query Q { shop { named { label ... on Shop { title } } } }`:                                   {"Named.label", "Shop.title"},
		`query Q { shop { ...F self { ...F } } } fragment F on Shop { label }`:                         {"Shop.label"},
		`query Q { shop(slug: "a") { name } }`:                                                         {"Query.shop(slug:)"},
		`query Q($slug: String) { shop(slug: $slug) { name } }`:                                        {"Query.shop(slug:)"},
		`query Q { shop(colour: GREY) { name } }`:                                                      {"Colour.GREY"},
		`query Q { shop(colours: [RED, GREY]) { name } }`:                                              {"Colour.GREY"},
		`query Q { shop(colours: GREY) { name } }`:                                                     {"Colour.GREY"}, // One is a list of one.
		`query Q { shop(filter: { old: null, also: { colour: GREY } }) { name } }`:                     {"Filter.old", "Colour.GREY"},
		`query Q($n: Int) { shop(filter: { any: [{ name: "a" }, { old: $n }] }) { name } }`:            {"Filter.old"},
		`query Q { shop(filters: [[{ any: { old: 1 } }]]) { name } }`:                                  {"Filter.old"},
		`query Q($c: Colour = GREY) { shop(colour: $c) { name } }`:                                     {"Colour.GREY"},
		`query Q($f: Filter = { old: 1 }) { shop(filter: $f) { name } }`:                               {"Filter.old"},
		`query Q { shop { name @show(as: GREY, how: 1) } }`:                                            {"@show(how:)", "Colour.GREY"},
		`query Q @show(as: GREY) { shop { name } }`:                                                    {"Colour.GREY"},
		`query Q($n: Int @show(as: GREY)) { shop(id: $n) { name } }`:                                   {"Colour.GREY"},
		`query Q { shop { ...F @show(how: 1) } } fragment F on Shop { name }`:                          {"@show(how:)"},
		`query Q { shop { ...F } } fragment F on Shop @show(how: 1) { name }`:                          {"@show(how:)"},
		`query Q { shop { ... @show(how: 1) { name } } }`:                                              {"@show(how:)"},
		// What is sent in a variable is not known from the document.
		`query Q($f: Filter, $c: Colour) { shop(filter: $f, colour: $c) { name } }`: nil,
		`query Q { nothing }`: nil,
	} {
		_, _, err := reader.Read(query)
		require.Equal(t, query == `query Q { nothing }`, err != nil, "%s: %v", query, err)
		require.ElementsMatch(t, want, reader.Deprecated(query), query)
	}
}
