package account

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"zuka/ent/db/dataexport"
	"zuka/ent/db/user"
	"zuka/internal/shop/account/privacy"
)

// Erase removes what is left of a person whose account was deleted: the files
// of exports first, then what is in the database, where the rows that know of
// the files go too. It can be called again, and goes on where it was cut off.
func (s *Service) Erase(ctx context.Context, person uuid.UUID) error {
	exports, err := s.Pool.Ent().DataExport.Query().
		Where(dataexport.UserID(person), dataexport.HasUserWith(user.DeletedAtNotNil())).All(ctx)
	if err != nil {
		return fmt.Errorf("finding a person's exports: %w", err)
	}
	for _, export := range exports {
		// Also where none is noted: it may be that only the note is missing.
		keys := []string{exportKey(person, export.ID)}
		if export.BlobKey != nil && *export.BlobKey != keys[0] {
			keys = append(keys, *export.BlobKey)
		}
		for _, key := range keys {
			if err := s.Files.Delete(ctx, key); err != nil {
				return fmt.Errorf("deleting the file of export %s: %w", export.ID, err)
			}
		}
	}
	if err := privacy.Erase(ctx, s.Pool, person); err != nil || s.Boards == nil {
		return err
	}
	// Last, when there is no score any more that could come back.
	return s.Boards.Forget(ctx, person)
}
