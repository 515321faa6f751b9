package catalog

import (
	"context"

	"zuka/internal/platform/fault"
	"zuka/internal/shop/catalog/artwork"
)

// Picture draws a product, a category or a brand from its own data, as SVG.
func (s *Service) Picture(ctx context.Context, kind, slug string, view int) ([]byte, error) {
	switch kind {
	case "products":
		return s.drawProduct(ctx, slug, view)
	case "categories":
		tree, err := s.Tree(ctx)
		if err != nil {
			return nil, err
		}
		if c := tree.BySlug(slug); c != nil {
			return artwork.Category{Slug: c.Slug, Name: c.Name}.SVG(), nil
		}
	case "brands":
		b, err := s.BrandBySlug(ctx, slug)
		if err != nil {
			return nil, err
		}
		if b != nil {
			return artwork.Brand{Slug: b.Slug, Name: b.Name}.SVG(), nil
		}
	}
	return nil, fault.Missing("picture")
}

func (s *Service) drawProduct(ctx context.Context, slug string, view int) ([]byte, error) {
	p, err := s.ProductBySlug(ctx, slug, Together{})
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, fault.Missing("picture")
	}
	details, err := s.Details(ctx, []int{p.ID})
	if err != nil {
		return nil, err
	}
	drawn := artwork.Product{Slug: p.Slug, Name: p.Name, Gender: string(p.Gender), View: view}
	if d := details[p.ID]; d != nil {
		drawn.Colors, drawn.Tags = d.Colors, d.Tags
		if d.Material != nil {
			drawn.Material = *d.Material
		}
	}
	if p.category != nil {
		drawn.Kind = p.category.Slug
	}
	if p.brand != nil {
		drawn.Brand = p.brand.Name
	}
	return drawn.SVG(), nil
}
