package documents

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

const (
	// longestText is how many bytes a text may have that is kept because somebody
	// sent it.
	longestText = 16 << 10
	// missCost is what asking for an id costs that no client was published with:
	// PostgreSQL or Redis is asked for it.
	missCost = 1
	// keepCost is what it costs to have a text kept. Nobody has many of them, and all
	// clients of an app have the same; but Redis has room for only so many.
	keepCost = 2_000
)

// Keeper keeps the texts of automatic persisted queries. It is an extension of an
// executor that comes after the gate: what may not run is not kept.
type Keeper struct{ finder *Finder }

var (
	_ graphql.OperationParameterMutator = (*Keeper)(nil)
	_ graphql.HandlerExtension          = (*Keeper)(nil)
)

// Keeper is what keeps the texts that the finder gets.
func (f *Finder) Keeper() *Keeper { return &Keeper{f} }

// ExtensionName is the keeper's name in gqlgen's messages.
func (*Keeper) ExtensionName() string { return "KeptDocuments" }

// Validate accepts every schema.
func (*Keeper) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters keeps the text that came with a hash.
func (k *Keeper) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	id, automatic, err := idOf(params.Extensions)
	if err != nil || !automatic || k.finder.Texts == nil || len(params.Query) > longestText || k.finder.Texts.Has(id) {
		return nil
	}
	if found, err := k.finder.published(ctx, id); err != nil || found != nil { // The finder has just asked.
		return nil
	}
	if err := k.finder.Spend(ctx, keepCost); err != nil {
		return refusal(err)
	}
	k.finder.Texts.Set(ctx, id, params.Query)
	return nil
}
