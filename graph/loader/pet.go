package loader

import (
	"context"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/pet"
)

// Pets are the relations of pets, for one request. All of it is the viewer's own.
type Pets struct {
	Pet     One[int, *db.UserPet]
	Action  One[int, *db.PetAction]
	Message One[int, *db.PetConversation]
	// OpenRuns are the answers of a conversation that go on.
	OpenRuns One[uuid.UUID, []*db.PetRun]
	// The pages of the lists of pets and conversations.
	Conversations One[PetPage[int], *pet.ConversationConnection]
	Messages      One[PetPage[uuid.UUID], *pet.MessageConnection]
	Actions       One[PetPage[int], *pet.ActionConnection]
}

// PetPage asks for a page of the list of one pet or conversation.
type PetPage[K comparable] struct {
	Listing *pet.Listing
	Of      K
}

// newPets makes the loaders.
func newPets(pets *pet.Service) *Pets {
	return &Pets{
		Pet:           one(own(pets.PetsByID)),
		Action:        one(own(pets.Actions)),
		Message:       one(own(pets.Messages)),
		OpenRuns:      one(own(pets.OpenRuns)),
		Conversations: one(petPages(pets.ConversationPages)),
		Messages:      one(petPages(pets.MessagePages)),
		Actions:       one(petPages(pets.ActionPages)),
	}
}

// own reads what belongs to the viewer.
func own[K comparable, V any](read func(context.Context, uuid.UUID, []K) (map[K]V, error)) func(context.Context, []K) (map[K]V, error) {
	return func(ctx context.Context, keys []K) (map[K]V, error) { return read(ctx, viewer.From(ctx).User, keys) }
}

// petPages reads the pages that ask for the same part of a list together.
func petPages[K comparable, V any](
	read func(context.Context, uuid.UUID, *pet.Listing, []K) (map[K]V, error),
) func(context.Context, []PetPage[K]) (map[PetPage[K]]V, error) {
	return func(ctx context.Context, keys []PetPage[K]) (map[PetPage[K]]V, error) {
		found := make(map[PetPage[K]]V, len(keys))
		for _, group := range groups(keys, func(k PetPage[K]) string { return k.Listing.Key() }) {
			of := make([]K, len(group))
			for i, key := range group {
				of[i] = key.Of
			}
			pages, err := read(ctx, viewer.From(ctx).User, group[0].Listing, of)
			if err != nil {
				return nil, err
			}
			for _, key := range group {
				found[key] = pages[key.Of]
			}
		}
		return found, nil
	}
}
