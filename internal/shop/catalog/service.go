package catalog

import (
	"context"
	"errors"
	"strings"

	"zuka/ent/db"
	"zuka/internal/platform/cache"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
)

// Config says what a catalog works with.
type Config struct {
	Pool *postgres.Pool
	Bus  *cache.Bus
	// MediaURL stands before addresses of this server's own pictures, without
	// a slash at the end: https://api.zuka.ng.
	MediaURL string
	// Clock tells how old a shelf is; nil is the machine's.
	Clock clock.Clock
}

// Service reads the catalogue. It is safe for use from many goroutines.
type Service struct {
	pool     *postgres.Pool
	mediaURL string

	products   *cache.Cache[int, *db.Product]
	slugs      *cache.Cache[string, int]
	brands     *cache.Cache[int, *db.Brand]
	brandSlugs *cache.Cache[string, int]
	variants   *cache.Cache[int, []*Variant]
	reviews    *cache.Cache[int, []*Review]
	histograms *cache.Cache[int, []RatingCount]

	everything  *cache.Group
	lists       *cache.Group
	trees       *cache.Answers[*Tree]
	pages       *cache.Answers[[]place]
	counts      *cache.Answers[int]
	found       *cache.Answers[*matches]
	hints       *cache.Answers[[]hint]
	corrections *cache.Answers[map[int]string]
	beside      *cache.Answers[[]int]
	allBrand    *cache.Answers[[]int]

	stand stand
}

// New makes a catalog.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	bus, lists := config.Bus, cache.NewGroup(config.Bus, "catalog")
	entity := func(name string, size int) cache.Settings {
		return cache.Settings{Name: name, TTL: productTTL, LocalTTL: localTTL, LocalSize: size}
	}
	answer := func(name string, size int) cache.Settings {
		return cache.Settings{Name: name, TTL: facetTTL, LocalTTL: localTTL, LocalSize: size}
	}
	listing := answer("pages1", 20_000)
	listing.TTL = listingTTL
	review, histogram := entity("reviews1", 5_000), entity("histogram1", 20_000)
	review.TTL, histogram.TTL = reviewTTL, reviewTTL
	s := &Service{
		pool: config.Pool, mediaURL: strings.TrimSuffix(config.MediaURL, "/"),
		products:    cache.New[int, *db.Product](bus, entity("product1", 20_000)),
		slugs:       cache.New[string, int](bus, entity("slug1", 20_000)),
		brands:      cache.New[int, *db.Brand](bus, entity("brand1", 2_000)),
		brandSlugs:  cache.New[string, int](bus, entity("brandslug1", 2_000)),
		variants:    cache.New[int, []*Variant](bus, entity("variants1", 20_000)),
		reviews:     cache.New[int, []*Review](bus, review),
		histograms:  cache.New[int, []RatingCount](bus, histogram),
		everything:  cache.NewGroup(bus, "catalog.everything"),
		lists:       lists,
		trees:       cache.NewAnswers[*Tree](lists, answer("tree1", 10)),
		pages:       cache.NewAnswers[[]place](lists, listing),
		counts:      cache.NewAnswers[int](lists, answer("counts1", 20_000)),
		found:       cache.NewCustomAnswers(lists, answer("found1", foundBytes), cache.Custom[string, *matches]{Codec: matchCodec{}, Weigh: (*matches).weight}),
		hints:       cache.NewAnswers[[]hint](lists, answer("hints1", 10_000)),
		corrections: cache.NewAnswers[map[int]string](lists, answer("corrections1", 10_000)),
		beside:      cache.NewAnswers[[]int](lists, answer("beside1", 20_000)),
		allBrand:    cache.NewAnswers[[]int](lists, answer("allbrands1", 10)),
	}
	s.stand = stand{clock: config.Clock, make: s.readShelf}
	return s
}

// Change names what a committed change touched.
type Change struct {
	// Products changed in any of their own fields, their variants or reviews.
	Products []int
	// Brands changed in any of their own fields.
	Brands []int
	// Lists means that some product may now be in other lists, or elsewhere in
	// one: it is new, archived, renamed, repriced, sold out or back in stock;
	// or a category changed.
	Lists bool
}

// Changed drops what a change made old, in every process at once. Call it
// after the commit.
func (s *Service) Changed(ctx context.Context, change Change) error {
	err := errors.Join(
		s.products.Drop(ctx, change.Products...),
		s.variants.Drop(ctx, change.Products...),
		s.reviews.Drop(ctx, change.Products...),
		s.histograms.Drop(ctx, change.Products...),
		s.brands.Drop(ctx, change.Brands...),
		s.everything.Move(ctx),
	)
	if change.Lists {
		err = errors.Join(err, s.lists.Move(ctx))
	}
	return err
}

// Everything is the group of answers made of anything in the catalogue, such
// as whole responses; it moves with every change.
func (s *Service) Everything() *cache.Group { return s.everything }

// absolute makes an address of this server's own absolute.
func (s *Service) absolute(url string) string {
	if strings.HasPrefix(url, "/") {
		return s.mediaURL + url
	}
	return url
}

func (s *Service) absolutePointer(url *string) *string {
	if url == nil {
		return nil
	}
	absolute := s.absolute(*url)
	return &absolute
}
