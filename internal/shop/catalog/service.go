package catalog

import (
	"context"
	"errors"
	"strings"

	"zuka/internal/platform/cache"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/written"
	"zuka/internal/shop/catalog/shelf"
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
	// More is how many more products the process remembers than it does by itself,
	// each in some 6 KB with all that belongs to it.
	More int
}

// Service reads the catalogue. It is safe for use from many goroutines.
type Service struct {
	pool     *postgres.Pool
	mediaURL string

	products   *cache.Cache[int, *card]
	details    *cache.Cache[int, *Detail]
	slugs      *cache.Cache[string, int]
	variants   *cache.Cache[int, []*Variant]
	reviews    *cache.Cache[int, []*Review]
	histograms *cache.Cache[int, []RatingCount]
	written    *written.Pages

	everything  *cache.Group
	shown       shown
	lists       *cache.Group
	pages       *cache.Answers[[]place]
	counts      *cache.Answers[int]
	found       *cache.Answers[*matches]
	hints       *cache.Answers[[]hint]
	corrections *cache.Answers[map[int]string]
	beside      *cache.Answers[[]int]

	directories *cache.Group
	directory   stand[*directory]
	shelf       stand[*shelf.Shelf]
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
	listing := answer("pages1", 5_000)
	listing.TTL = listingTTL
	review, histogram := entity("reviews1", localDetails+config.More), entity("histogram1", localDetails+config.More)
	review.TTL, histogram.TTL = reviewTTL, reviewTTL
	s := &Service{
		pool: config.Pool, mediaURL: strings.TrimSuffix(config.MediaURL, "/"),
		products:    cache.New[int, *card](bus, entity("product2", localProducts+config.More)),
		details:     cache.New[int, *Detail](bus, entity("detail1", localDetails+config.More)),
		slugs:       cache.New[string, int](bus, entity("slug1", localProducts+config.More)),
		variants:    cache.New[int, []*Variant](bus, entity("variants1", localDetails+config.More)),
		reviews:     cache.New[int, []*Review](bus, review),
		histograms:  cache.New[int, []RatingCount](bus, histogram),
		written:     written.NewPages(writtenBytes),
		everything:  cache.NewGroup(bus, "catalog.everything"),
		shown:       newShown(bus),
		lists:       lists,
		directories: cache.NewGroup(bus, "catalog.directory"),
		pages:       cache.NewAnswers[[]place](lists, listing),
		counts:      cache.NewAnswers[int](lists, answer("counts1", 5_000)),
		found:       cache.NewCustomAnswers(lists, answer("found1", foundBytes), cache.Custom[string, *matches]{Codec: matchCodec{}, Weigh: (*matches).weight}),
		hints:       cache.NewAnswers[[]hint](lists, answer("hints1", 2_000)),
		corrections: cache.NewAnswers[map[int]string](lists, answer("corrections1", 2_000)),
		beside:      cache.NewAnswers[[]int](lists, answer("beside1", 5_000)),
	}
	s.directory = stand[*directory]{clock: config.Clock, make: s.readDirectory, lifetime: facetTTL, current: true}
	s.shelf = stand[*shelf.Shelf]{clock: config.Clock, make: s.readShelf, lifetime: facetTTL, rest: shelfRest}
	return s
}

// Change names what a committed change touched.
type Change struct {
	// Products changed in any of their own fields, their variants or reviews.
	Products []int
	// Brands changed in any of their own fields.
	Brands []int
	// Lists means that some product may now be in other lists, or elsewhere in
	// one: it is new, archived, renamed, repriced, sold out or back in stock.
	Lists bool
	// Tree means that a category changed, and with it what lists show.
	Tree bool
}

// Changed drops what a change made old, in every process at once. Call it
// after the commit.
func (s *Service) Changed(ctx context.Context, change Change) error {
	err := errors.Join(
		s.details.Drop(ctx, change.Products...),
		s.variants.Drop(ctx, change.Products...),
		s.reviews.Drop(ctx, change.Products...),
		s.histograms.Drop(ctx, change.Products...),
		// Last: what is remembered of a product is written with what belongs to it, as
		// this is after the product was read.
		s.products.Drop(ctx, change.Products...),
	)
	change.Lists = change.Lists || change.Tree
	if change.Tree || len(change.Brands) > 0 {
		err = errors.Join(err, s.directories.Move(ctx))
	}
	if change.Lists {
		err = errors.Join(err, s.lists.Move(ctx))
	}
	// In this order, see cache.Shown: what is made of all of these must not be
	// made of old ones.
	return errors.Join(err, s.everything.Move(ctx), s.shown.move(ctx, change))
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

// Absolute makes an address of this server's own pictures absolute.
func (s *Service) Absolute(url string) string { return s.absolute(url) }
