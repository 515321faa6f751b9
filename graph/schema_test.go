package graph

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// shortest is how many letters a description has at least: less says nothing
// that the name does not.
const shortest = 10

// undescribed are the places of a schema that say too little about themselves,
// and the number of places there are. What GraphQL itself brings is left out.
func undescribed(schema *ast.Schema) (poor []string, places int) {
	look := func(place, description string) {
		places++
		if len([]rune(strings.TrimSpace(description))) < shortest {
			poor = append(poor, place)
		}
	}
	arguments := func(owner string, list ast.ArgumentDefinitionList) {
		for _, argument := range list {
			look(owner+"("+argument.Name+")", argument.Description)
		}
	}
	look("schema", schema.Description)
	for _, definition := range schema.Types {
		if definition.BuiltIn {
			continue
		}
		look(definition.Name, definition.Description)
		for _, field := range definition.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			place := definition.Name + "." + field.Name
			look(place, field.Description)
			arguments(place, field.Arguments)
		}
		for _, value := range definition.EnumValues {
			look(definition.Name+"."+value.Name, value.Description)
		}
	}
	for _, directive := range schema.Directives {
		if directive.Position == nil || !directive.Position.Src.BuiltIn {
			look("@"+directive.Name, directive.Description)
			arguments("@"+directive.Name, directive.Arguments)
		}
	}
	return poor, places
}

func TestEverythingInTheContractIsDescribed(t *testing.T) {
	t.Parallel()
	poor, places := undescribed(NewSchema(&Resolver{}).Schema())
	require.Empty(t, poor)
	require.Greater(t, places, 200)
}

func TestWhatIsNotDescribedIsFound(t *testing.T) {
	t.Parallel()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: `
		"Too short" directive @poor("Short." a: Int) on FIELD
		type Query { "" shop(of: Input, "Described well." fine: Int): Kind "Described well." good: Int }
		input Input { text: String }
		"         ." enum Kind { A "Described well." B }
		"₦₦₦₦₦₦₦₦₦" scalar Naira
		interface Node { id: ID! }
		union Any = Query`})
	require.NoError(t, err)
	poor, _ := undescribed(schema)
	require.ElementsMatch(t, []string{
		"schema", "@poor", "@poor(a)", "Query", "Query.shop", "Query.shop(of)", "Input", "Input.text",
		"Kind", "Kind.A", "Naira", "Node", "Node.id", "Any",
	}, poor)
}
