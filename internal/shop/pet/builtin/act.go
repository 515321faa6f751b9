package builtin

import (
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/understand"
)

// handlers are what is done for each intent.
var handlers = map[understand.Intent]func(*turn) error{
	understand.Search:     (*turn).search,
	understand.More:       (*turn).more,
	understand.Cheaper:    (*turn).cheaper,
	understand.Narrow:     (*turn).narrow,
	understand.Recommend:  (*turn).recommend,
	understand.Goes:       (*turn).goesWith,
	understand.Deals:      (*turn).deals,
	understand.Haggle:     (*turn).haggle,
	understand.Detail:     (*turn).detail,
	understand.Choose:     (*turn).choose,
	understand.AddToCart:  (*turn).addToCart,
	understand.CartShow:   (*turn).cart,
	understand.Checkout:   (*turn).checkout,
	understand.UseCoupon:  (*turn).useCoupon,
	understand.AskCoupons: (*turn).askCoupons,
	understand.OrderWhere: (*turn).orderWhere,
	understand.OrderStop:  (*turn).orderStop,
	understand.Delivery:   (*turn).delivery,
	understand.Returns:    (*turn).returns,
	understand.Payment:    (*turn).payment,
	understand.SizeHelp:   (*turn).sizeHelp,
	understand.Points:     (*turn).points,
	understand.Games:      (*turn).games,
	understand.Likes:      (*turn).likes,
	understand.Remember:   (*turn).known,
	understand.Yes:        (*turn).yes,
	understand.No:         (*turn).no,
	understand.Unclear:    (*turn).unclear,
}

// keepsQuestion are the intents that a person may have between the pet's
// question and the answer.
var keepsQuestion = map[understand.Intent]bool{
	understand.Detail: true, understand.Choose: true, understand.SizeHelp: true, understand.Delivery: true, understand.Returns: true,
	understand.Payment: true, understand.AskCoupons: true, understand.Haggle: true, understand.Yes: true, understand.Unclear: true,
	understand.Greeting: true, understand.HowAreYou: true, understand.WhoAreYou: true, understand.WhatCan: true, understand.Joke: true,
	understand.OffTopic: true, understand.Praise: true, understand.Scold: true,
}

// act does what the message wants: first what answers the pet's own question,
// then what stands for itself.
func (t *turn) act() error {
	if done, err := t.answered(); done || err != nil {
		return err
	}
	// A size that is said long after it was asked for would buy something that
	// nobody thinks of any more.
	if !keepsQuestion[t.m.Intent] {
		t.mem.Question = nil
	}
	if t.m.Intent == understand.Greeting && t.hello != "" {
		return nil
	}
	if kind, ok := smallTalk[t.m.Intent]; ok {
		t.say(kind)
		return nil
	}
	if do, ok := handlers[t.m.Intent]; ok {
		return do(t)
	}
	return t.unclear()
}

// show remembers what was found as what the conversation is about. A question
// about other products is not waited for any more.
func (t *turn) show(found brain.Found) {
	t.mem.Question, t.mem.Subject = nil, nil
	if len(found.Products) == 0 {
		return
	}
	t.mem.Shown = found.Products
	if len(found.Products) == 1 {
		t.mem.Subject = &found.Products[0]
	}
}
