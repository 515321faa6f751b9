package loader

import (
	"github.com/google/uuid"

	"zuka/ent/db"
)

// Play are the relations of rewards and invitations, for one request.
type Play struct {
	// Reward is one of the catalogue, on sale or not.
	Reward One[int, *db.Reward]
	// Friend is a person's public name.
	Friend One[uuid.UUID, string]
}
