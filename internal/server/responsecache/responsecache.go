// Package responsecache answers whole operations from memory: the same public
// query with the same variables, while nothing that it shows has changed.
//
// What may be kept is written in the schema, by @cacheControl on fields and types,
// and everything else is denied: an operation is kept only if every root field
// that it asks for is PUBLIC and nothing below is PRIVATE or needs @auth. So a new
// root field is private until somebody says otherwise.
package responsecache

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/platform/cache"
	"zuka/internal/server/repeat"
)

// Store keeps answers by key.
type Store interface {
	// Get is the answer kept for key, or else what compute gives, once for all
	// who ask for it at the same time. An error of compute is kept for nobody
	// and comes back as it is. It drops what has become wrong by itself.
	Get(ctx context.Context, key string, compute func(context.Context) ([]byte, error)) (*cache.Answer, error)
}

// Settings are where answers are kept, and what is known of them.
type Settings struct {
	Store Store
	// Traced are the root fields whose readers tell what they show (cache.Saw).
	// An answer with another one is dropped when anything changes.
	Traced []string
	// Everything moves when anything changes.
	Everything *cache.Group
	// Given hears each note of an answer that is given, kept or not (cache.Tell);
	// nil for nobody.
	Given func(ctx context.Context, note string)
}

// Cache is the extension of an executor that answers from a store.
type Cache struct {
	Settings
	rules  *Rules // Before Validate: none, and nothing is kept.
	traced map[string]bool
}

var (
	_ graphql.ResponseInterceptor = (*Cache)(nil)
	_ graphql.HandlerExtension    = (*Cache)(nil)
)

// New answers from a store.
func New(settings Settings) *Cache {
	c := &Cache{Settings: settings, traced: make(map[string]bool, len(settings.Traced))}
	for _, name := range settings.Traced {
		c.traced[name] = true
	}
	return c
}

// untracked is how long an answer is kept with a root field whose readers do not tell
// what they show: as long as others may keep it.
const untracked = time.Minute

// key is the place of a kept answer in an operation.
const key = "responsecache"

// Kept is the store's own answer that an operation was answered with, with the whole
// document as its body; nil where it was run for this request alone.
func Kept(operation *graphql.OperationContext) *cache.Answer {
	kept, _ := operation.Stats.GetExtension(key).(*cache.Answer)
	return kept
}

// ExtensionName is the cache's name in gqlgen's messages.
func (*Cache) ExtensionName() string { return "ResponseCache" }

// Validate reads what the schema says may be kept.
func (c *Cache) Validate(schema graphql.ExecutableSchema) error {
	c.rules = NewRules(schema.Schema())
	return nil
}

// unkept is an answer that only those get who waited for it.
type unkept struct{ response *graphql.Response }

// Error says why it is an error at all.
func (unkept) Error() string { return "an answer with errors is not kept" }

// InterceptResponse gives the kept answer, or lets the operation run and keeps
// its answer if it has no errors.
func (c *Cache) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	operation := graphql.GetOperationContext(ctx)
	if !c.rules.Public(operation.Operation) {
		return next(ctx)
	}
	name, err := keyOf(operation)
	if err != nil {
		return next(ctx) // Variables that cannot be written name no answer.
	}
	kept, err := c.Store.Get(ctx, name, func(ctx context.Context) ([]byte, error) {
		if c.Everything != nil && !c.tracks(operation.Operation) {
			cache.Saw(ctx, c.Everything)
			cache.Within(ctx, untracked)
		}
		response := next(ctx)
		if response == nil || len(response.Errors) > 0 || len(response.Extensions) > 0 || len(response.Data) == 0 {
			return nil, unkept{response}
		}
		return document(response.Data), nil
	})
	var own unkept
	switch {
	case errors.As(err, &own):
		return own.response
	case err != nil:
		return next(ctx) // The store is out of order; the shop is not.
	}
	operation.Stats.SetExtension(key, kept)
	c.given(ctx, kept.Notes)
	if len(kept.Notes) > 0 {
		repeat.Add(operation, func(ctx context.Context, _ repeat.Request) error { c.given(ctx, kept.Notes); return nil })
	}
	end := len(kept.Body) - len(closing)
	return &graphql.Response{Data: kept.Body[len(opening):end:end]} // Nobody may append to what others read.
}

// An answer is kept as it goes to the wire, so that nobody need copy it.
const opening, closing = `{"data":`, `}`

func document(data []byte) []byte {
	body := make([]byte, 0, len(opening)+len(data)+len(closing))
	return append(append(append(body, opening...), data...), closing...)
}

func (c *Cache) given(ctx context.Context, notes []string) {
	for _, note := range notes {
		if c.Given != nil {
			c.Given(ctx, note)
		}
	}
}

// tracks tells whether all root fields tell what they show.
func (c *Cache) tracks(operation *ast.OperationDefinition) bool {
	return all(operation.SelectionSet, nil, func(field *ast.Field) bool { return c.traced[field.Name] })
}

// keyOf names all that an answer depends on.
func keyOf(operation *graphql.OperationContext) (string, error) {
	variables, err := json.Marshal(operation.Variables) // Maps are written in the order of their keys.
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	for _, part := range [][]byte{[]byte(operation.OperationName), variables, []byte(operation.RawQuery)} {
		// A length before each part: no two different ones read the same.
		var length [8]byte
		for i := range length {
			length[i] = byte(len(part) >> (8 * i))
		}
		_, _ = hash.Write(length[:]) // A hash does not fail.
		_, _ = hash.Write(part)
	}
	return string(hash.Sum(nil)), nil
}
