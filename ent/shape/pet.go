package shape

import (
	"encoding/json"
	"time"
)

// PetPreferences is what a pet learned about a person's taste. The person can
// see and remove each.
type PetPreferences struct {
	Colors     []Learned `json:"colors,omitempty"`
	Sizes      []Learned `json:"sizes,omitempty"`
	Brands     []Learned `json:"brands,omitempty"`
	Categories []Learned `json:"categories,omitempty"`
	// Price is the range asked for; nil until one was.
	Price *PriceRange `json:"price,omitempty"`
	// PriceLearnedAt is when the range was learned.
	PriceLearnedAt time.Time `json:"price_learned_at,omitzero"`
	// Forgotten are likings that the person removed: signs of before do not bring
	// them back.
	Forgotten []Forgotten `json:"forgotten,omitempty"`
	// ReadUntil is up to when views and orders were learned from.
	ReadUntil time.Time `json:"read_until,omitzero"`
}

// Forgotten is a liking that the person removed.
type Forgotten struct {
	// Kind is color, size, brand, category or price.
	Kind  string    `json:"kind"`
	Value string    `json:"value"`
	At    time.Time `json:"at"`
}

// Learned is one liking.
type Learned struct {
	// Value is a colour or size, or the slug of a brand or category.
	Value string `json:"value"`
	// Weight grows with each sign of it; below zero it is a dislike.
	Weight float64 `json:"weight"`
	// Source is how it was learned: said, viewed, bought or refused.
	Source    string    `json:"source"`
	LearnedAt time.Time `json:"learned_at"`
}

// PriceRange is a range of prices in whole naira; a side that is zero is open.
type PriceRange struct {
	MinNGN int64 `json:"min_ngn,omitempty"`
	MaxNGN int64 `json:"max_ngn,omitempty"`
}

// PetMemory is what a pet keeps in mind between messages.
type PetMemory struct {
	// Summary is the conversation so far in a few sentences.
	Summary string `json:"summary,omitempty"`
	// Turns are the last things said, oldest first.
	Turns []PetTurn `json:"turns,omitempty"`
	// LastProductIDs are the products last shown, so that "the second one"
	// means something.
	LastProductIDs []int `json:"last_product_ids,omitempty"`
	// ClearedAt is when the person wiped it: what was said before is not told to
	// a brain any more.
	ClearedAt time.Time `json:"cleared_at,omitzero"`
}

// PetTurn is one thing said.
type PetTurn struct {
	// Role is user, pet or system.
	Role string    `json:"role"`
	Text string    `json:"text"`
	At   time.Time `json:"at"`
}

// PetMessage is what a message showed and did.
type PetMessage struct {
	// ProductIDs are the products shown, in order.
	ProductIDs []int `json:"product_ids,omitempty"`
	// ActionIDs are the rows of pet_actions that the message led to.
	ActionIDs []int `json:"action_ids,omitempty"`
	// Brain is which brain answered: builtin or llm.
	Brain string `json:"brain,omitempty"`
	// Failure is why no proper answer came.
	Failure string `json:"failure,omitempty"`
	// Memory is what the conversation is about after this message, in the form
	// that the brains read.
	Memory json.RawMessage `json:"memory,omitempty"`
}

// PetAction is what a tool was given and what came of it.
type PetAction struct {
	// Query is what was searched for, in words.
	Query     string `json:"query,omitempty"`
	ProductID int    `json:"product_id,omitempty"`
	Size      string `json:"size,omitempty"`
	Color     string `json:"color,omitempty"`
	Quantity  int    `json:"quantity,omitempty"`
	// CouponCode is the code as the shop writes it.
	CouponCode string `json:"coupon_code,omitempty"`
	// Order is the number of the order that was asked for.
	Order string `json:"order,omitempty"`
	// ProductIDs are the products that were shown.
	ProductIDs []int `json:"product_ids,omitempty"`
	// Message is why it was refused or failed.
	Message string `json:"message,omitempty"`
	// Result is what the brain was told, so that a brain that takes over is told
	// the same.
	Result json.RawMessage `json:"result,omitempty"`
}
