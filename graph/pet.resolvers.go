package graph

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/petaction"
	"zuka/graph/loader"
	"zuka/graph/model"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/shop/account"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/pet"
	"zuka/internal/shop/pet/taste"
)

// PetPersonas are the voices that a pet can have.
func (query) PetPersonas(context.Context) ([]*pet.PersonaInfo, error) {
	return pointers(pet.Personas()), nil
}

// PetUsage is how the pets are used, for staff.
func (q query) PetUsage(ctx context.Context, from, to *time.Time) (*pet.Usage, error) {
	return q.Resolver.Pets.Usage(ctx, from, to)
}

// Pets are the person's.
func (m meFields) Pets(ctx context.Context, self *account.Self) ([]*db.UserPet, error) {
	return m.Resolver.Pets.Pets(ctx, self.User)
}

type personaFields struct{ *Resolver }

// AvatarURL is how it looks at level 1.
func (f personaFields) AvatarURL(_ context.Context, info *pet.PersonaInfo) (string, error) {
	return f.avatar(info.Persona, 1), nil
}

// avatar is the address of a pet's picture.
func (r *Resolver) avatar(persona pet.Persona, level int) string {
	return r.Catalog.Absolute("/media/pets/" + string(persona) + ".svg?view=" + strconv.Itoa(level))
}

type petFields struct{ *Resolver }

// AvatarURL is how it looks at its level.
func (f petFields) AvatarURL(_ context.Context, p *db.UserPet) (string, error) {
	return f.avatar(p.PersonaType, p.Level), nil
}

// NextLevelXp is where the next level begins.
func (petFields) NextLevelXp(_ context.Context, p *db.UserPet) (int32, error) {
	return int32(pet.XPOf(p.Level + 1)), nil
}

// Conversations are a page of them; those of several pets are one statement.
func (petFields) Conversations(
	ctx context.Context, p *db.UserPet, first *int32, after *string, last *int32, before *string,
) (*pet.ConversationConnection, error) {
	listing, err := pet.NewListing("conversations", nil, page.Args{First: first, After: after, Last: last, Before: before})
	if err != nil {
		return nil, err
	}
	return loader.PetsFrom(ctx).Conversations.Get(ctx, loader.PetPage[int]{Listing: listing, Of: p.ID})
}

// Actions are a page of what it did and proposed.
func (petFields) Actions(
	ctx context.Context, p *db.UserPet, state *petaction.State, first *int32, after *string, last *int32, before *string,
) (*pet.ActionConnection, error) {
	listing, err := pet.NewListing("pet actions", state, page.Args{First: first, After: after, Last: last, Before: before})
	if err != nil {
		return nil, err
	}
	return loader.PetsFrom(ctx).Actions.Get(ctx, loader.PetPage[int]{Listing: listing, Of: p.ID})
}

// Preferences are what it learned.
func (f petFields) Preferences(ctx context.Context, p *db.UserPet) ([]*taste.Preference, error) {
	known, err := f.Pets.Known(ctx, p)
	return pointers(known), err
}

// Memory is what it keeps in mind.
func (petFields) Memory(_ context.Context, p *db.UserPet) (*string, error) {
	if p.MemoryContext == nil || p.MemoryContext.Summary == "" {
		return nil, nil
	}
	return &p.MemoryContext.Summary, nil
}

type preferenceFields struct{ *Resolver }

// Kind is what it is about.
func (preferenceFields) Kind(_ context.Context, p *taste.Preference) (model.PetPreferenceKind, error) {
	return model.PetPreferenceKind(strings.ToUpper(p.Kind)), nil
}

// Source is how it was learned.
func (preferenceFields) Source(_ context.Context, p *taste.Preference) (model.PetPreferenceSource, error) {
	return model.PetPreferenceSource(strings.ToUpper(p.Source)), nil
}

type conversationFields struct{ *Resolver }

// Messages are a page of what was said; those of several conversations are one
// statement.
func (conversationFields) Messages(
	ctx context.Context, c *pet.Conversation, first *int32, after *string, last *int32, before *string,
) (*pet.MessageConnection, error) {
	listing, err := pet.NewListing("pet messages", nil, page.Args{First: first, After: after, Last: last, Before: before})
	if err != nil {
		return nil, err
	}
	return loader.PetsFrom(ctx).Messages.Get(ctx, loader.PetPage[uuid.UUID]{Listing: listing, Of: c.ID})
}

// OpenRuns are the answers that go on.
func (conversationFields) OpenRuns(ctx context.Context, c *pet.Conversation) ([]*db.PetRun, error) {
	return loader.PetsFrom(ctx).OpenRuns.Get(ctx, c.ID)
}

type petMessageFields struct{ *Resolver }

// Products are those it showed, as they are now.
func (petMessageFields) Products(ctx context.Context, m *db.PetConversation) ([]*catalog.Product, error) {
	if m.Metadata == nil {
		return []*catalog.Product{}, nil
	}
	return products(ctx, m.Metadata.ProductIDs)
}

// Actions are what the pet did with it.
func (petMessageFields) Actions(ctx context.Context, m *db.PetConversation) ([]*db.PetAction, error) {
	if m.Metadata == nil {
		return []*db.PetAction{}, nil
	}
	return several(ctx, loader.PetsFrom(ctx).Action, m.Metadata.ActionIDs)
}

// products are those on sale of these, in this order.
func products(ctx context.Context, ids []int) ([]*catalog.Product, error) {
	return several(ctx, loader.From(ctx).Product, ids)
}

// several are the values of these keys, in this order, without what is gone. All
// are asked for before any is waited for.
func several[V any](ctx context.Context, from loader.One[int, *V], keys []int) ([]*V, error) {
	thunks := make([]func() (*V, error), len(keys))
	for i, key := range keys {
		thunks[i] = from.Load(ctx, key)
	}
	found := make([]*V, 0, len(keys))
	for _, thunk := range thunks {
		one, err := thunk()
		if err != nil {
			return nil, err
		}
		if one != nil {
			found = append(found, one)
		}
	}
	return found, nil
}

type petRunFields struct{ *Resolver }

// ConversationID names the conversation.
func (petRunFields) ConversationID(_ context.Context, run *db.PetRun) (*globalid.ID, error) {
	return new(globalid.New("Conversation", run.ConversationID)), nil
}

// AfterSeq is the number before its first.
func (petRunFields) AfterSeq(_ context.Context, run *db.PetRun) (int32, error) {
	return int32(run.FirstSeq - 1), nil
}
