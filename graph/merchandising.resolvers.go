package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"zuka/ent/db"
	"zuka/ent/shape"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/money"
	"zuka/internal/platform/page"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/merchandising"
)

// ManagedProducts are all products, for staff.
func (q query) ManagedProducts(ctx context.Context, filter *model.ManagedProductFilter, first *int32, after *string, last *int32, before *string) (*merchandising.ManagedConnection, error) {
	var wanted merchandising.Filter
	if filter != nil {
		wanted = merchandising.Filter{Query: filter.Query.Value(), Active: filter.Active.Value(), LowStock: filter.LowStock.Value()}
		var faults fault.Faults
		wanted.Category = optionalKey(&faults, filter.CategoryID.Value(), "Category", "filter.categoryId")
		wanted.Brand = optionalKey(&faults, filter.BrandID.Value(), "Brand", "filter.brandId")
		if err := faults.Err(); err != nil {
			return nil, err
		}
	}
	return q.Merchandising.Managed(ctx, wanted, page.Args{First: first, After: after, Last: last, Before: before})
}

// optionalKey is the key of an id that may be missing.
func optionalKey(faults *fault.Faults, id *globalid.ID, kind, field string) *int {
	if id == nil {
		return nil
	}
	key, err := id.Int(kind, field)
	faults.Keep(err)
	return &key
}

// patch is a change of a field that may be left out.
func patch[T any](value graphql.Omittable[*T]) merchandising.Change[T] {
	return merchandising.Change[T]{Wanted: value.IsSet(), Value: value.Value()}
}

// patchAs is the same where the domain has another type.
func patchAs[T, V any](value graphql.Omittable[*T], as func(T) V) merchandising.Change[V] {
	change := merchandising.Change[V]{Wanted: value.IsSet()}
	if given := value.Value(); given != nil {
		change.Value = new(as(*given))
	}
	return change
}

// patchKey is the same for an id.
func patchKey(faults *fault.Faults, value graphql.Omittable[*globalid.ID], kind, field string) merchandising.Change[int] {
	return merchandising.Change[int]{Wanted: value.IsSet(), Value: optionalKey(faults, value.Value(), kind, field)}
}

func asNaira(v int64) money.Naira { return money.Naira(v) }

func asInt(v int32) int { return int(v) }

func images(in []*model.ImageInput) []shape.Image {
	all := make([]shape.Image, len(in))
	for i, one := range in {
		all[i] = shape.Image{URL: one.URL, Alt: orEmpty(one.Alt.Value())}
	}
	return all
}

func dimensions(in model.DimensionsInput) shape.Dimensions {
	return shape.Dimensions{LengthCM: in.LengthCm, WidthCM: in.WidthCm, HeightCM: in.HeightCm}
}

func (m mutation) managed(found *merchandising.Managed, failed error) (*model.ManagedProductPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	return &model.ManagedProductPayload{Product: found, UserErrors: errs}, nil
}

// ProductCreate makes a product.
func (m mutation) ProductCreate(ctx context.Context, input model.ProductCreateInput) (*model.ManagedProductPayload, error) {
	var faults fault.Faults
	in := merchandising.ProductInput{
		SKU: input.Sku, Slug: input.Slug.Value(), Name: input.Name, Description: orEmpty(input.Description.Value()),
		ShortDescription: orEmpty(input.ShortDescription.Value()), Gender: input.Gender, Images: images(input.Images.Value()), Tags: input.Tags.Value(),
		Material: input.Material.Value(), CareInstructions: input.CareInstructions.Value(), WeightGrams: whole(input.WeightGrams.Value()),
		Featured: input.Featured, NewArrival: input.NewArrival, Price: asNaira(input.Price), SalePrice: amount(input.SalePrice.Value()),
		CostPrice: amount(input.CostPrice.Value()), LowStockThreshold: new(int(input.LowStockThreshold)), InitialStock: int(input.InitialStock),
		Brand: optionalKey(&faults, input.BrandID.Value(), "Brand", "brandId"),
	}
	if size := input.Dimensions.Value(); size != nil {
		in.Dimensions = new(dimensions(*size))
	}
	if key := optionalKey(&faults, &input.CategoryID, "Category", "categoryId"); key != nil {
		in.Category = *key
	}
	if err := faults.Err(); err != nil {
		return m.managed(nil, fault.Below("input", err))
	}
	found, failed := m.Merchandising.ProductCreate(ctx, in)
	return m.managed(found, fault.Below("input", failed))
}

// ProductUpdate changes one.
func (m mutation) ProductUpdate(ctx context.Context, id globalid.ID, input model.ProductUpdateInput) (*model.ManagedProductPayload, error) {
	key, err := id.Int("Product", "id")
	if err != nil {
		return m.managed(nil, err)
	}
	var faults fault.Faults
	in := merchandising.ProductUpdateInput{
		SKU: patch(input.Sku), Slug: patch(input.Slug), Name: patch(input.Name), Description: patch(input.Description),
		ShortDescription: patch(input.ShortDescription), Gender: patch(input.Gender),
		Category: patchKey(&faults, input.CategoryID, "Category", "categoryId"), Brand: patchKey(&faults, input.BrandID, "Brand", "brandId"),
		Material: patch(input.Material), CareInstructions: patch(input.CareInstructions), WeightGrams: patchAs(input.WeightGrams, asInt),
		Featured: patch(input.Featured), NewArrival: patch(input.NewArrival), Price: patchAs(input.Price, asNaira),
		SalePrice: patchAs(input.SalePrice, asNaira), CostPrice: patchAs(input.CostPrice, asNaira),
		LowStockThreshold: patchAs(input.LowStockThreshold, asInt), Dimensions: patchAs(input.Dimensions, dimensions),
	}
	set(input.Images, func(given []*model.ImageInput) { in.Images = merchandising.To(images(given)) })
	set(input.Tags, func(given []string) { in.Tags = merchandising.To(given) })
	if err := faults.Err(); err != nil {
		return m.managed(nil, fault.Below("input", err))
	}
	found, failed := m.Merchandising.ProductUpdate(ctx, key, in)
	return m.managed(found, besideID(failed))
}

// ProductArchive takes one out of the shop or brings it back.
func (m mutation) ProductArchive(ctx context.Context, id globalid.ID, archived bool) (*model.ManagedProductPayload, error) {
	key, err := id.Int("Product", "id")
	if err != nil {
		return m.managed(nil, err)
	}
	return m.managed(m.Merchandising.ProductArchive(ctx, key, archived))
}

// VariantUpsert makes or changes a variant.
func (m mutation) VariantUpsert(ctx context.Context, input model.VariantUpsertInput) (*model.ManagedProductPayload, error) {
	var faults fault.Faults
	in := merchandising.VariantInput{
		ID: optionalKey(&faults, input.ID.Value(), "ProductVariant", "id"), Size: patch(input.Size), Color: patch(input.Color), SKU: patch(input.Sku),
		Price: patchAs(input.Price, asNaira), ImageURL: patch(input.ImageURL),
	}
	if stock := input.InitialStock.Value(); stock != nil {
		in.InitialStock = int(*stock)
	}
	if key := optionalKey(&faults, input.ProductID.Value(), "Product", "productId"); key != nil {
		in.Product = *key
	}
	if err := faults.Err(); err != nil {
		return m.managed(nil, fault.Below("input", err))
	}
	variant, failed := m.Merchandising.VariantUpsert(ctx, in)
	if failed != nil {
		return m.managed(nil, fault.Below("input", failed))
	}
	return m.managed(m.Merchandising.One(ctx, variant.ProductID))
}

// besideID puts faults below the argument input, but for those of the argument
// id beside it.
func besideID(failed error) error {
	if one, expected := fault.From(failed); expected && len(one.Field) == 1 && one.Field[0] == "id" {
		return failed
	}
	return fault.Below("input", failed)
}

// VariantDelete takes a variant away.
func (m mutation) VariantDelete(ctx context.Context, id globalid.ID) (*model.ManagedProductPayload, error) {
	key, err := id.Int("ProductVariant", "id")
	if err != nil {
		return m.managed(nil, err)
	}
	return m.managed(m.Merchandising.VariantDelete(ctx, key))
}

// CategoryUpsert makes or changes a category.
func (m mutation) CategoryUpsert(ctx context.Context, input model.CategoryUpsertInput) (*model.CategoryPayload, error) {
	var faults fault.Faults
	in := merchandising.CategoryInput{
		ID: optionalKey(&faults, input.ID.Value(), "Category", "id"), Name: patch(input.Name), Slug: patch(input.Slug), Description: patch(input.Description),
		Parent: patchKey(&faults, input.ParentID, "Category", "parentId"), ImageURL: patch(input.ImageURL),
		DisplayOrder: patchAs(input.DisplayOrder, asInt), Active: patch(input.Active),
	}
	var row *db.Category
	failed := faults.Err()
	if failed == nil {
		row, failed = m.Merchandising.CategoryUpsert(ctx, in)
	}
	errs, err := usererror.From(fault.Below("input", failed))
	if err != nil || row == nil {
		return &model.CategoryPayload{UserErrors: errs}, err
	}
	tree, err := m.Catalog.Tree(ctx)
	if err != nil {
		return nil, err
	}
	return &model.CategoryPayload{Category: tree.ByID(row.ID), UserErrors: errs}, nil
}

// BrandUpsert makes or changes a brand.
func (m mutation) BrandUpsert(ctx context.Context, input model.BrandUpsertInput) (*model.BrandPayload, error) {
	var faults fault.Faults
	in := merchandising.BrandInput{
		ID: optionalKey(&faults, input.ID.Value(), "Brand", "id"), Name: patch(input.Name), Slug: patch(input.Slug), Description: patch(input.Description),
		LogoURL: patch(input.LogoURL), Active: patch(input.Active),
	}
	var row *db.Brand
	failed := faults.Err()
	if failed == nil {
		row, failed = m.Merchandising.BrandUpsert(ctx, in)
	}
	errs, err := usererror.From(fault.Below("input", failed))
	return &model.BrandPayload{Brand: row, UserErrors: errs}, err
}

type managedFields struct{ *Resolver }

// ID is the product's.
func (managedFields) ID(_ context.Context, found *merchandising.Managed) (*globalid.ID, error) {
	return new(found.Product.GlobalID()), nil
}

// Category is the kind of goods; null when shoppers do not see it.
func (m managedFields) Category(ctx context.Context, found *merchandising.Managed) (*catalog.Category, error) {
	tree, err := m.Catalog.Tree(ctx)
	if err != nil {
		return nil, err
	}
	return tree.ByID(found.CategoryID), nil
}

// Brand is who makes it; null when shoppers do not see it.
func (m managedFields) Brand(ctx context.Context, found *merchandising.Managed) (*db.Brand, error) {
	if found.BrandID == nil {
		return nil, nil
	}
	brands, err := m.Catalog.Brands(ctx, []int{*found.BrandID})
	return brands[*found.BrandID], err
}

// Variants are its variants.
func (managedFields) Variants(_ context.Context, found *merchandising.Managed) ([]*db.ProductVariant, error) {
	return found.Variants, nil
}
