package account

import (
	"context"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/dataexport"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

const (
	// exportLife is how long the file is kept.
	exportLife = 7 * 24 * time.Hour
	// linkLife is how long a link to it works; each look makes a new one.
	linkLife = 15 * time.Minute
)

// RequestExport leaves the making of a file with everything that the shop
// knows of the person. While one is being made there is no second.
func (s *Service) RequestExport(ctx context.Context) (*db.DataExport, error) {
	v, err := s.fresh(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.limit(ctx, by(exportOf, v.User.String())); err != nil {
		return nil, err
	}
	var wanted *db.DataExport
	err = s.book(ctx, func(ctx context.Context, tx postgres.Tx, owner uuid.UUID) (err error) {
		wanted, err = tx.Ent().DataExport.Query().Where(dataexport.UserID(owner), dataexport.FinishedAtIsNil()).First(ctx)
		if !db.IsNotFound(err) {
			return err
		}
		wanted, err = tx.Ent().DataExport.Create().SetUserID(owner).SetCreatedAt(s.Clock.Now()).Save(ctx)
		if err != nil {
			return err
		}
		return s.Outbox.MakeExport(ctx, tx, wanted.ID)
	})
	return wanted, err
}

// LastExport is the newest export that a person asked for; nil when there is
// none.
func (s *Service) LastExport(ctx context.Context, owner uuid.UUID) (*db.DataExport, error) {
	found, err := s.Pool.Ent().DataExport.Query().Where(dataexport.UserID(owner)).Order(dataexport.ByCreatedAt(desc), dataexport.ByID(desc)).First(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// Export is one of a person's exports; nil when it is another's or is not.
func (s *Service) Export(ctx context.Context, owner, id uuid.UUID) (*db.DataExport, error) {
	found, err := s.Pool.Ent().DataExport.Query().Where(dataexport.ID(id), dataexport.UserID(owner)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// ExportLink is where the file can be fetched for a quarter of an hour; nil
// while it is not ready and when it is gone.
func (s *Service) ExportLink(ctx context.Context, export *db.DataExport) (*string, error) {
	v, err := me(ctx)
	if err != nil {
		return nil, err
	}
	if v.User != export.UserID {
		return nil, fault.Missing("export")
	}
	if export.BlobKey == nil || export.ExpiresAt == nil || !export.ExpiresAt.After(s.Clock.Now()) {
		return nil, nil
	}
	link, err := s.Files.Link(ctx, *export.BlobKey, "zuka-my-data.json", linkLife)
	if err != nil {
		return nil, err
	}
	return &link, nil
}
