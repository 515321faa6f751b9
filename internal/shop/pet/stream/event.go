package stream

import "github.com/google/uuid"

// Kind is what an event tells.
type Kind string

// The kinds of events.
const (
	// Text is a piece of the answer.
	Text Kind = "text"
	// Products are goods to show beside it.
	Products Kind = "products"
	// Proposed is an action that waits for the person, Acted one that was done,
	// refused or failed.
	Proposed Kind = "proposed"
	Acted    Kind = "acted"
	// Done ends an answer, Failed one that did not become whole.
	Done   Kind = "done"
	Failed Kind = "failed"
)

// Event is a part of an answer. It carries ids; who may see the rows reads them.
type Event struct {
	Seq  int       `json:"seq"`
	Run  uuid.UUID `json:"run"`
	Kind Kind      `json:"kind"`
	// Text is the piece of a Text, and the reason of a Failed.
	Text string `json:"text,omitempty"`
	// IDs are the products of Products.
	IDs []int `json:"ids,omitempty"`
	// Row is the action of Proposed and Acted, and the message of Done; 0 when
	// there is none.
	Row int `json:"row,omitempty"`
}

// Ends tells whether nothing of the answer comes after it.
func (e Event) Ends() bool { return e.Kind == Done || e.Kind == Failed }
