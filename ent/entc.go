//go:build ignore

// The generator of the db package; `go generate ./ent` runs it.
package main

import (
	"log"

	"entgo.io/ent/entc"
	"entgo.io/ent/entc/gen"
)

func main() {
	config := &gen.Config{
		Target:  "./db",
		Package: "zuka/ent/db",
		// Only what the shop uses: every further feature adds code to each of
		// the forty types.
		Features: []gen.Feature{gen.FeatureModifier, gen.FeatureLock, gen.FeatureExecQuery},
	}
	if err := entc.Generate("./schema", config, entc.TemplateDir("./template")); err != nil {
		log.Fatalf("generating ent/db: %v", err)
	}
}
