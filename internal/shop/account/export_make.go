package account

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/dataexport"
	"zuka/ent/db/predicate"
	"zuka/ent/db/user"
	"zuka/internal/shop/account/privacy"
)

// exportType is the content type of an export's file.
const exportType = "application/json"

// exportKey is where the file of an export lies. It can be told without the
// export having been finished, so that erasure finds a file that was cut off
// before it was written down.
func exportKey(owner, export uuid.UUID) string {
	return "exports/" + owner.String() + "/" + export.String() + ".json"
}

// MakeExport writes the file of an export. It can be called again, also after
// it was cut off, and does nothing for an export that is finished or not there,
// or whose account is deleted.
func (s *Service) MakeExport(ctx context.Context, id uuid.UUID) error {
	wanted, err := s.Pool.Ent().DataExport.Query().Where(dataexport.ID(id), dataexport.FinishedAtIsNil(), ofSomebody()).Only(ctx)
	if db.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("finding an export: %w", err)
	}
	key := exportKey(wanted.UserID, wanted.ID)
	size, err := s.putExport(ctx, wanted.UserID, key)
	if err != nil {
		return fmt.Errorf("making export %s: %w", id, err)
	}
	now := s.Clock.Now()
	finished, err := s.Pool.Ent().DataExport.Update().Where(dataexport.ID(id), ofSomebody()).
		SetBlobKey(key).SetSizeBytes(int(size)).SetFinishedAt(now).SetExpiresAt(now.Add(exportLife)).Save(ctx)
	if err != nil {
		return fmt.Errorf("finishing export %s: %w", id, err)
	}
	if finished == 0 {
		// The person left meanwhile, and erasure may have looked already.
		return s.Files.Delete(ctx, key)
	}
	return nil
}

// ofSomebody finds the exports of people who have not left.
func ofSomebody() predicate.DataExport {
	return dataexport.HasUserWith(user.DeletedAtIsNil())
}

// putExport stores a person's file and returns its size. It is written to a
// temporary file first: the database's snapshot does not wait for a store that
// is slow, and a store is told the size.
func (s *Service) putExport(ctx context.Context, owner uuid.UUID, key string) (size int64, err error) {
	file, err := os.CreateTemp("", "zuka-export-*.json")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	if err := privacy.Export(ctx, s.Pool, owner, s.Clock.Now(), file); err != nil {
		return 0, err
	}
	if size, err = file.Seek(0, io.SeekCurrent); err != nil {
		return 0, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	return size, s.Files.Put(ctx, key, file, size, exportType)
}
