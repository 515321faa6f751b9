package graph

import (
	"context"

	"zuka/ent/db"
	"zuka/graph/loader"
	"zuka/graph/model"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/pet"
)

// PetReply follows the answers of a conversation.
func (s subscription) PetReply(ctx context.Context, conversation globalid.ID, afterSeq int32) (<-chan pet.Reply, error) {
	key, err := conversation.UUID("Conversation", "conversationId")
	if err != nil {
		return nil, err
	}
	if afterSeq < 0 {
		return nil, fault.Invalid("afterSeq", "must not be negative")
	}
	return followed[pet.Reply](ctx)(s.Pets.Follow(ctx, key, int(afterSeq)))
}

type shownFields struct{ *Resolver }

// Products are those on sale.
func (shownFields) Products(ctx context.Context, shown *pet.ProductsShown) ([]*catalog.Product, error) {
	return products(ctx, shown.Products)
}

type proposedFields struct{ *Resolver }

// Action is what is proposed.
func (proposedFields) Action(ctx context.Context, p *pet.ActionProposed) (*db.PetAction, error) {
	return loader.Must(ctx, loader.PetsFrom(ctx).Action, p.Action, "action")
}

type actedFields struct{ *Resolver }

// Action is what was done.
func (actedFields) Action(ctx context.Context, a *pet.ActionDone) (*db.PetAction, error) {
	return loader.Must(ctx, loader.PetsFrom(ctx).Action, a.Action, "action")
}

type doneFields struct{ *Resolver }

// Message is the whole answer.
func (doneFields) Message(ctx context.Context, d *pet.MessageDone) (*db.PetConversation, error) {
	return loader.Must(ctx, loader.PetsFrom(ctx).Message, d.Message, "message")
}

// Pet is the one that gave it.
func (f doneFields) Pet(ctx context.Context, d *pet.MessageDone) (*db.UserPet, error) {
	message, err := f.Message(ctx, d)
	if err != nil {
		return nil, err
	}
	return loader.Must(ctx, loader.PetsFrom(ctx).Pet, message.PetID, "pet")
}

type failedFields struct{ *Resolver }

// Reason is why it is not whole.
func (failedFields) Reason(_ context.Context, f *pet.ReplyFailed) (model.PetReplyFailure, error) {
	if f.Canceled {
		return model.PetReplyFailureCanceled, nil
	}
	return model.PetReplyFailureUnavailable, nil
}

// Text is the same in words.
func (failedFields) Text(_ context.Context, f *pet.ReplyFailed) (string, error) {
	if f.Canceled {
		return "You stopped this answer.", nil
	}
	return "Your pet could not think just now. Please say it again.", nil
}
