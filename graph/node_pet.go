package graph

import (
	"context"

	"zuka/graph/loader"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/viewer"
)

// petted finds what belongs to a person's pets.
func (r *Resolver) petted(ctx context.Context, id globalid.ID, field string) (globalid.Node, error) {
	person, loaders := viewer.From(ctx).User, loader.PetsFrom(ctx)
	switch id.Kind {
	case "UserPet":
		return numbered(ctx, id, field, loaders.Pet.Get)
	case "PetConversation":
		return numbered(ctx, id, field, loaders.Message.Get)
	case "PetAction":
		return numbered(ctx, id, field, loaders.Action.Get)
	case "PetRun":
		return own(ctx, id, field, mine(person, r.Pets.Run))
	}
	return own(ctx, id, field, mine(person, r.Pets.Conversation))
}
