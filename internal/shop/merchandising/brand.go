package merchandising

import (
	"context"
	"fmt"

	"zuka/ent/db"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// BrandInput is a new brand, or, with an ID, a change of one.
type BrandInput struct {
	ID   *int
	Name Change[string]
	// Slug is made of the name of a new brand that is given none.
	Slug, Description, LogoURL Change[string]
	// Active is whether shoppers see it; a new one they do. The products of
	// one that they do not see are shown without a brand.
	Active Change[bool]
}

func (in *BrandInput) check(faults *fault.Faults) {
	faults.Check(in.ID != nil || in.Name.Wanted, "name", "is missing")
	in.Name.must(faults, "name", line(longestName))
	in.Slug.must(faults, "slug", keepSlug)
	in.Description.or("")
	in.Description.may(faults, "description", prose(longestDescription))
	in.LogoURL.may(faults, "logoUrl", keepURL)
	in.Active.must(faults, "active", asIs)
}

func (in *BrandInput) write(m *db.BrandMutation) {
	in.Name.set(m.SetName)
	in.Slug.set(m.SetSlug)
	in.Description.set(m.SetDescription)
	in.LogoURL.apply(m.SetLogoURL, m.ClearLogoURL)
	in.Active.set(m.SetActive)
}

// BrandUpsert adds a brand or changes one. Its products are found by a new
// name as soon as it has one.
func (s *Service) BrandUpsert(ctx context.Context, in BrandInput) (*db.Brand, error) {
	if _, err := staff(ctx); err != nil {
		return nil, err
	}
	var faults fault.Faults
	in.check(&faults)
	var row *db.Brand
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		// One brand at a time, so that a slug that is free stays free.
		if _, err := tx.ExecContext(ctx, "LOCK TABLE brands IN SHARE ROW EXCLUSIVE MODE"); err != nil {
			return fmt.Errorf("locking the brands: %w", err)
		}
		if err := in.look(ctx, tx, &faults); err != nil {
			return err
		}
		if err := faults.Err(); err != nil {
			return err
		}
		var err error
		row, err = in.save(ctx, tx)
		return told(err)
	})
	if err != nil {
		return nil, err
	}
	s.show(ctx, touched{brands: []int{row.ID}, lists: in.ID != nil})
	return row, nil
}

// look finds what cannot be accepted because of the other brands, and makes a
// slug for a new one.
func (in *BrandInput) look(ctx context.Context, tx postgres.Tx, faults *fault.Faults) error {
	id := 0
	if in.ID != nil {
		id = *in.ID
	}
	switch {
	case in.Slug.Value != nil && !faulty(*faults, "slug"):
		taken, err := slugTaken(ctx, tx, "brands", *in.Slug.Value, id)
		if taken {
			faults.Keep(takenSlug)
		}
		return err
	case id == 0 && !in.Slug.Wanted && in.Name.Value != nil && !faulty(*faults, "name"):
		slug, err := freeSlug(ctx, tx, "brands", *in.Name.Value)
		if _, expected := fault.From(err); err != nil && !expected {
			return err
		}
		faults.Keep(err)
		in.Slug = To(slug)
	}
	return nil
}

func (in *BrandInput) save(ctx context.Context, tx postgres.Tx) (*db.Brand, error) {
	if in.ID == nil {
		create := tx.Ent().Brand.Create()
		in.write(create.Mutation())
		return create.Save(ctx)
	}
	if in.Name.Wanted {
		if err := lockProductsOf(ctx, tx, "brand_id", *in.ID); err != nil {
			return nil, err
		}
	}
	update := tx.Ent().Brand.UpdateOneID(*in.ID)
	in.write(update.Mutation())
	row, err := update.Save(ctx)
	return row, orElse(err, fault.Refuse(fault.Gone, "id", "is no brand"))
}
