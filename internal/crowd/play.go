package crowd

import (
	"context"
	"errors"
)

// play plays a round of snake or talks to a pet; who is not signed in does that
// before.
func (s *shopper) play(ctx context.Context) {
	chats := s.dice.IntN(2) == 0
	if s.person && !s.enters(ctx) || !s.person && !s.signsIn(ctx) {
		return
	}
	if chats {
		s.chat(ctx)
	} else {
		s.game(ctx)
	}
}

// mostScore is what is believed of a round of any length.
const mostScore = 50

func (s *shopper) game(ctx context.Context) {
	body, came := s.ask(ctx, gameStart, nil)
	if came != good {
		return
	}
	begun, ok := read[struct{ Round struct{ ID string } }](s, gameStart, body)
	if !ok {
		return
	}
	score := 10 * s.dice.IntN(mostScore/10+1)
	s.ask(ctx, gameFinish, values{"input": values{"roundId": begun.Round.ID, "score": score, "level": 1, "moves": score / 2}})
}

// said are what people tell their pets.
var said = [...]string{
	"show me ankara dresses under 30k", "recommend something for me", "good morning", "do you have white sneakers?",
	"how long does delivery to Lagos take?", "I like red", "something for an owambe", "show me bags",
}

// voices are what pets sound like.
var voices = [...]string{"GRUMPY", "RUDE", "NONCHALANT", "FUNNY"}

// chat says something to the shopper's pet and hears its answer to the end.
func (s *shopper) chat(ctx context.Context) {
	if s.pet == "" && !s.adopts(ctx) {
		return
	}
	input := values{"petId": s.pet, "text": said[s.dice.IntN(len(said))], "idempotencyKey": s.key("message", s.messages)}
	if s.conversation != "" {
		input["conversationId"] = s.conversation
	}
	s.messages++
	body, came := s.ask(ctx, petSend, values{"input": input})
	if came != good {
		return
	}
	sent, ok := read[struct {
		Run *struct {
			ConversationID string
			AfterSeq       int
		}
	}](s, petSend, body)
	switch {
	case !ok:
	case sent.Run == nil:
		s.fail(petSend, errors.New("nothing answers"))
	default:
		s.conversation = sent.Run.ConversationID
		s.hear(values{"conversation": s.conversation, "after": sent.Run.AfterSeq})
	}
}

func (s *shopper) adopts(ctx context.Context) bool {
	body, came := s.ask(ctx, petAdopt, values{"input": values{"persona": voices[s.dice.IntN(len(voices))], "name": "Bingo"}})
	if came != good {
		return false
	}
	adopted, ok := read[struct{ Pet struct{ ID string } }](s, petAdopt, body)
	s.pet = adopted.Pet.ID
	return ok
}
