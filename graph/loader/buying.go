package loader

import (
	"github.com/google/uuid"

	"zuka/ent/db"
)

// Buying are the relations of orders, for one request.
type Buying struct {
	LinesOf    One[int, []*db.OrderItem]
	EventsOf   One[int, []*db.OrderEvent]
	PaymentsOf One[int, []*db.Payment]
	RefundsOf  One[int, []*db.Refund]
	// Customer is a person with an account, by id.
	Customer One[uuid.UUID, *db.User]
}
