package loader

import (
	"github.com/google/uuid"

	"zuka/ent/db"
)

// People are the relations of accounts, for one request.
type People struct {
	AddressesOf One[uuid.UUID, []*db.UserAddress]
}
