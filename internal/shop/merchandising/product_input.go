package merchandising

import (
	"zuka/ent/db"
	"zuka/ent/db/product"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
)

type naira = money.Naira

// ProductInput is a new product.
type ProductInput struct {
	SKU string
	// Slug is made of the name when it is nil.
	Slug                                *string
	Name, Description, ShortDescription string
	// Category is a leaf of the tree.
	Category int
	Brand    *int
	Gender   product.Gender
	// ImageURL is the main picture; when empty, the first of Images is.
	ImageURL string
	Images   []shape.Image
	// Sizes and Colors describe a product without variants. Once it has
	// variants, theirs stand here.
	Sizes, Colors              []string
	Tags                       []string
	Material, CareInstructions *string
	Dimensions                 *shape.Dimensions
	WeightGrams                *int
	Featured, NewArrival       bool
	// Archived keeps it out of the shop until everything is ready.
	Archived             bool
	Price                naira
	SalePrice, CostPrice *naira
	// LowStockThreshold is 5 when it is nil.
	LowStockThreshold *int
	// InitialStock is for a product that gets no variants.
	InitialStock int
}

// ProductUpdateInput says what of a product is to change.
type ProductUpdateInput struct {
	SKU, Slug, Name, Description, ShortDescription Change[string]
	Category, Brand                                Change[int]
	Gender                                         Change[product.Gender]
	// ImageURL becomes the first of new Images where it is left out.
	ImageURL Change[string]
	Images   Change[[]shape.Image]
	// Sizes and Colors can be changed of a product without variants only.
	Sizes, Colors, Tags         Change[[]string]
	Material, CareInstructions  Change[string]
	Dimensions                  Change[shape.Dimensions]
	WeightGrams                 Change[int]
	Featured, NewArrival        Change[bool]
	Price, SalePrice, CostPrice Change[naira]
	LowStockThreshold           Change[int]
}

// asChange is a new product as a change of everything, so that one set of
// rules checks both.
func (in *ProductInput) asChange() *ProductUpdateInput {
	low := lowStock
	if in.LowStockThreshold != nil {
		low = *in.LowStockThreshold
	}
	change := &ProductUpdateInput{
		SKU: To(in.SKU), Name: To(in.Name), Description: To(in.Description), ShortDescription: To(in.ShortDescription),
		Category: To(in.Category), Brand: toAny(in.Brand), Gender: To(in.Gender), Images: To(in.Images),
		Sizes: To(in.Sizes), Colors: To(in.Colors), Tags: To(in.Tags),
		Material: toAny(in.Material), CareInstructions: toAny(in.CareInstructions), Dimensions: toAny(in.Dimensions), WeightGrams: toAny(in.WeightGrams),
		Featured: To(in.Featured), NewArrival: To(in.NewArrival),
		Price: To(in.Price), SalePrice: toAny(in.SalePrice), CostPrice: toAny(in.CostPrice), LowStockThreshold: To(low),
	}
	if in.Slug != nil {
		change.Slug = To(*in.Slug)
	}
	if in.ImageURL != "" {
		change.ImageURL = To(in.ImageURL)
	}
	return change
}

// check finds what cannot be accepted whatever the shop has, and puts the rest
// into the form in which it is kept.
func (in *ProductUpdateInput) check(faults *fault.Faults) {
	in.SKU.must(faults, "sku", keepSKU)
	in.Slug.must(faults, "slug", keepSlug)
	in.Name.must(faults, "name", line(longestName))
	in.Description.or("")
	in.Description.may(faults, "description", prose(longestDescription))
	in.ShortDescription.or("")
	in.ShortDescription.may(faults, "shortDescription", short(longestShort))
	in.Category.must(faults, "categoryId", asIs)
	in.Gender.must(faults, "gender", keepGender)
	if url := in.ImageURL.Value; url != nil && *url != "" {
		in.ImageURL.may(faults, "imageUrl", keepURL)
	}
	in.ImageURL.or("")
	in.Images.or(nil)
	in.Images.may(faults, "images", keepImages)
	if images := in.Images.Value; images != nil && len(*images) > 0 && !in.ImageURL.Wanted {
		in.ImageURL = To((*images)[0].URL) // The first picture is the main one.
	}
	in.Sizes.or(nil)
	in.Sizes.may(faults, "sizes", keepChoices)
	in.Colors.or(nil)
	in.Colors.may(faults, "colors", keepChoices)
	in.Tags.or(nil)
	in.Tags.may(faults, "tags", keepTags)
	in.Material.may(faults, "material", line(longestMaterial))
	in.CareInstructions.may(faults, "careInstructions", prose(longestCare))
	in.Dimensions.may(faults, "dimensions", keepDimensions)
	in.WeightGrams.may(faults, "weightGrams", between(1, mostGrams))
	in.Featured.must(faults, "featured", asIs)
	in.NewArrival.must(faults, "newArrival", asIs)
	in.Price.must(faults, "price", keepPrice)
	in.SalePrice.may(faults, "salePrice", keepPrice)
	in.CostPrice.may(faults, "costPrice", keepPrice)
	in.LowStockThreshold.must(faults, "lowStockThreshold", between(0, mostPieces))
}

// checkPrices finds a reduced price above the price, each of which is the new
// one or the one that stays. The field is the one that was given.
func (in *ProductUpdateInput) checkPrices(faults *fault.Faults, price naira, sale *naira) {
	if !in.Price.Wanted && !in.SalePrice.Wanted {
		return
	}
	if in.Price.Value != nil {
		price = *in.Price.Value
	}
	field := "price"
	if in.SalePrice.Wanted {
		field, sale = "salePrice", in.SalePrice.Value
	}
	switch {
	case sale == nil || *sale <= price:
	case field == "price":
		faults.Check(false, field, "must not be below the reduced price, %s", sale.Formatted())
	default:
		faults.Check(false, field, "must not be above the price, %s", price.Formatted())
	}
}

// write sets what is wanted.
func (in *ProductUpdateInput) write(m *db.ProductMutation) {
	in.SKU.set(m.SetSku)
	in.Slug.set(m.SetSlug)
	in.Name.set(m.SetName)
	in.Description.set(m.SetDescription)
	in.ShortDescription.set(m.SetShortDescription)
	in.Category.set(m.SetCategoryID)
	in.Brand.apply(m.SetBrandID, m.ClearBrandID)
	in.Gender.set(m.SetGender)
	in.ImageURL.set(m.SetImageURL)
	in.Images.set(m.SetImages)
	in.Sizes.set(m.SetSizes)
	in.Colors.set(m.SetColors)
	in.Tags.set(m.SetTags)
	in.Material.apply(m.SetMaterial, m.ClearMaterial)
	in.CareInstructions.apply(m.SetCareInstructions, m.ClearCareInstructions)
	in.Dimensions.apply(func(size shape.Dimensions) { m.SetDimensions(&size) }, m.ClearDimensions)
	in.WeightGrams.apply(m.SetWeightGrams, m.ClearWeightGrams)
	in.Featured.set(m.SetFeatured)
	in.NewArrival.set(m.SetNewArrival)
	in.Price.set(m.SetPriceNgn)
	in.SalePrice.apply(m.SetSalePriceNgn, m.ClearSalePriceNgn)
	in.CostPrice.apply(m.SetCostPriceNgn, m.ClearCostPriceNgn)
	in.LowStockThreshold.set(m.SetLowStockThreshold)
}
