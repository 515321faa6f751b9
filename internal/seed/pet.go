package seed

import (
	"context"
	"math"
	"strings"
	"time"

	"github.com/google/uuid"

	"zuka/ent/shape"
	"zuka/internal/seed/chat"
	"zuka/internal/seed/dice"
)

var personas = []string{"grumpy", "rude", "nonchalant", "funny"}

// talk is one conversation of a person with their pet.
type talk struct {
	id      uuid.UUID
	at      time.Time
	lines   []chat.Line
	wanted  int // the product it was about
	persona string
}

// talks are the conversations of one pet.
func (w *world) talks(pet int) []talk {
	r := dice.New("talks", pet)
	user := w.pets[pet]
	talks := make([]talk, 1+r.IntN(4))
	for n := range talks {
		at := waking(r, later(w.customers[user].joined, w.plan.Now.Add(-170*24*time.Hour)), w.plan.Now.Add(-20*time.Minute))
		wanted := w.known(r, at)
		g, persona := &w.goods[wanted], personas[pet%len(personas)]
		talks[n] = talk{id: dice.UUID(at, "talk", pet*8+n), at: at, wanted: wanted, persona: persona,
			lines: chat.Dialogue(r, persona, strings.ToLower(g.Kind.Noun), (g.now()/1_000+1)*1_000)}
	}
	return talks
}

func writePets(ctx context.Context, w *writer) error {
	err := w.copy(ctx, "user_pets", "id created_at updated_at persona_type name level xp preferences memory_context user_id", func(yield func([]any) bool) {
		for pet, user := range w.pets {
			r := dice.New("pet", pet)
			c := &w.customers[user]
			messages := 0
			for _, talk := range w.talks(pet) {
				messages += len(talk.lines)
			}
			// Two for each message of the person, about half of them.
			xp := messages + 10*r.IntN(6)
			liked := &w.goods[w.talks(pet)[0].wanted]
			preferences := shape.PetPreferences{
				Colors:     []shape.Learned{{Value: liked.Colors[0], Weight: 1, Source: "said", LearnedAt: c.joined}},
				Categories: []shape.Learned{{Value: liked.Kind.Leaf, Weight: 1, Source: "said", LearnedAt: c.joined}},
				Price:      &shape.PriceRange{MaxNGN: liked.Price},
			}
			if !yield([]any{pet + 1, c.joined, w.plan.Now, personas[pet%len(personas)], chat.Name(r), 1 + int(math.Sqrt(float64(xp)/50)), xp, preferences,
				shape.PetMemory{}, bytes16(c.id)}) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	if err := w.copy(ctx, "pet_conversations", `id created_at updated_at session_id role message_text message_type metadata user_id pet_id`,
		func(yield func([]any) bool) {
			w.said(func(id, action int, row []any) bool { return yield(row) }, nil)
		}); err != nil {
		return err
	}
	err = w.copy(ctx, "pet_runs", `id conversation_id state attempt first_seq last_seq brain tools created_at seen_at finished_at user_id pet_id message_id answer_id`,
		func(yield func([]any) bool) { w.answered(yield) })
	if err != nil {
		return err
	}
	return w.copy(ctx, "pet_actions", "id created_at updated_at action_type action_data state success user_id pet_id", func(yield func([]any) bool) {
		w.said(nil, func(row []any) bool { return yield(row) })
	})
}

// said walks every line of every conversation and gives it as a message, and
// what a pet did with a tool as an action. Keys follow the walk.
func (w *writer) said(message func(id, action int, row []any) bool, action func(row []any) bool) {
	messages, actions := 0, 0
	for pet, user := range w.pets {
		owner := bytes16(w.customers[user].id)
		for _, talk := range w.talks(pet) {
			r := dice.New("shown", pet)
			for n, line := range talk.lines {
				at := talk.at.Add(time.Duration(n*17) * time.Second)
				messages++
				var did any
				note := shape.PetMessage{}
				if line.Tool != "" {
					actions++
					note.ActionIDs = []int{actions}
					did = w.act(line, &talk)
				}
				for range line.Products {
					note.ProductIDs = append(note.ProductIDs, w.anything(r)+1)
				}
				role := "pet"
				if line.FromShopper {
					role = "user"
				} else {
					note.Brain = "builtin"
				}
				if message != nil && !message(messages, actions, []any{messages, at, at, bytes16(talk.id), role, line.Text, messageType(line), note, owner, pet + 1}) {
					return
				}
				if action != nil && did != nil && !action([]any{actions, at, at, line.Tool, did, "done", true, owner, pet + 1}) {
					return
				}
			}
		}
	}
}

// window is how many events an answer may have; the numbers of the next one begin
// behind them.
const window = 4096

// answered gives the run of each message that a pet answered. Keys follow the walk
// of said.
func (w *writer) answered(run func(row []any) bool) {
	messages := 0
	for pet, user := range w.pets {
		owner := bytes16(w.customers[user].id)
		for _, talk := range w.talks(pet) {
			first, asked := 1, 0
			for n, line := range talk.lines {
				messages++
				if line.FromShopper {
					asked = messages
					continue
				}
				if asked == 0 {
					continue
				}
				at := talk.at.Add(time.Duration((n-1)*17) * time.Second)
				tools := 0
				if line.Tool != "" {
					tools = 1
				}
				done := at.Add(time.Second)
				if !run([]any{bytes16(dice.UUID(at, "run", messages)), bytes16(talk.id), "done", 1, first, first + len(strings.Fields(line.Text)) + 1, "builtin", tools,
					at, done, done, owner, pet + 1, asked, messages}) {
					return
				}
				first, asked = first+window, 0
			}
		}
	}
}

// act is what a tool was given.
func (w *writer) act(line chat.Line, talk *talk) shape.PetAction {
	g := &w.goods[talk.wanted]
	done := shape.PetAction{}
	switch line.Tool {
	case "product_search", "recommend":
		done.Query = strings.ToLower(g.Kind.Noun)
	case "add_to_cart":
		done.ProductID, done.Quantity = talk.wanted+1, 1
		if g.Kind.Variants {
			done.Size, done.Color = g.Sizes[0], g.Colors[0]
		}
	case "coupon_apply":
		done.CouponCode = "EKO2000"
	}
	return done
}

func messageType(line chat.Line) string {
	kinds := map[string]string{"coupon_apply": "coupon_application", "add_to_cart": "cart_update", "order_status": "order_status"}
	switch {
	case line.Products > 0:
		return "product_recommendation"
	case kinds[line.Tool] != "":
		return kinds[line.Tool]
	default:
		return "text"
	}
}
