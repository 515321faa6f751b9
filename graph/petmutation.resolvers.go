package graph

import (
	"context"
	"strings"

	"zuka/ent/db"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/globalid"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/pet"
)

func petPayload(kept *db.UserPet, failed error) (*model.PetPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.PetPayload{Pet: kept, UserErrors: errs}, nil
}

// PetAdopt gives a person a pet.
func (m mutation) PetAdopt(ctx context.Context, input pet.AdoptInput) (*model.PetPayload, error) {
	return petPayload(m.Pets.Adopt(ctx, input))
}

// PetUpdate renames a pet or gives it another voice.
func (m mutation) PetUpdate(ctx context.Context, input model.PetUpdateInput) (*model.PetPayload, error) {
	key, failed := input.PetID.Int("UserPet", "input.petId")
	if failed != nil {
		return petPayload(nil, failed)
	}
	return petPayload(m.Pets.Update(ctx, pet.UpdateInput{Pet: key, Name: input.Name.Value(), Persona: input.Persona.Value()}))
}

// PetMessageSend says something to a pet.
func (m mutation) PetMessageSend(ctx context.Context, input model.PetMessageSendInput) (*model.PetMessageSendPayload, error) {
	in := pet.SendInput{Text: input.Text, Key: input.IdempotencyKey}
	var sent *pet.Sent
	var failed error
	in.Pet, failed = input.PetID.Int("UserPet", "input.petId")
	if id := input.ConversationID.Value(); id != nil && failed == nil {
		key, err := id.UUID("Conversation", "input.conversationId")
		in.Conversation, failed = &key, err
	}
	if failed == nil {
		sent, failed = m.Pets.Send(ctx, in)
	}
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	payload := &model.PetMessageSendPayload{UserErrors: errs}
	if sent != nil {
		payload.Run, payload.Message = sent.Run, sent.Message
	}
	return payload, nil
}

// PetRunCancel stops an answer.
func (m mutation) PetRunCancel(ctx context.Context, id globalid.ID) (*model.PetRunPayload, error) {
	var run *db.PetRun
	key, failed := id.UUID("PetRun", "id")
	if failed == nil {
		run, failed = m.Pets.Cancel(ctx, key)
	}
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.PetRunPayload{Run: run, UserErrors: errs}, nil
}

// PetActionResolve accepts or declines a proposal.
func (m mutation) PetActionResolve(ctx context.Context, input model.PetActionResolveInput) (*model.PetActionPayload, error) {
	var done *pet.Resolved
	key, failed := input.ActionID.Int("PetAction", "input.actionId")
	if failed == nil {
		done, failed = m.Pets.Resolve(ctx, pet.ResolveInput{Action: key, Accept: input.Accept})
	}
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	payload := &model.PetActionPayload{Warnings: []*cart.Warning{}, UserErrors: errs}
	if done != nil {
		payload.Action, payload.Pet, payload.Warnings = done.Action, done.Pet, pointers(done.Warnings)
	}
	payload.Cart, err = m.Checkout.Mine(ctx, nil)
	return payload, err
}

// PetPreferenceForget lets a pet forget a liking.
func (m mutation) PetPreferenceForget(ctx context.Context, input model.PetPreferenceForgetInput) (*model.PetPayload, error) {
	in := pet.ForgetInput{Kind: strings.ToLower(string(input.Kind))}
	if value := input.Value.Value(); value != nil {
		in.Value = *value
	}
	var failed error
	if in.Pet, failed = input.PetID.Int("UserPet", "input.petId"); failed != nil {
		return petPayload(nil, failed)
	}
	return petPayload(m.Pets.Forget(ctx, in))
}

// PetMemoryClear lets a pet forget what was talked about.
func (m mutation) PetMemoryClear(ctx context.Context, input model.PetMemoryClearInput) (*model.PetPayload, error) {
	key, failed := input.PetID.Int("UserPet", "input.petId")
	if failed != nil {
		return petPayload(nil, failed)
	}
	return petPayload(m.Pets.Clear(ctx, pet.ClearInput{Pet: key, Conversations: input.Conversations, Preferences: input.Preferences}))
}
