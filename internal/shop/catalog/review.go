package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"

	"zuka/ent/db"
	"zuka/internal/platform/cache"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/publicname"
)

// ReviewSort is the order of reviews.
type ReviewSort string

// The orders of reviews.
const (
	NewestReviews ReviewSort = "NEWEST"
	MostHelpful   ReviewSort = "MOST_HELPFUL"
	HighestRating ReviewSort = "HIGHEST_RATING"
	LowestRating  ReviewSort = "LOWEST_RATING"
)

var reviewOrderings = map[ReviewSort]ordering{
	NewestReviews: orderings[Newest],
	MostHelpful:   byNumber("helpful_count", false),
	HighestRating: byNumber("rating", false),
	LowestRating:  byNumber("rating", true),
}

// Review is what a person says about a product.
type Review struct {
	db.ProductReview
	Author ReviewAuthor
	// Order is the value the list is sorted by, for its cursor.
	Order int64
}

// ReviewAuthor is a person as the public sees them.
type ReviewAuthor struct{ Name string }

// DisplayName is the first name and the initial of the last: Adaeze O.
func (a ReviewAuthor) DisplayName() string { return publicname.Of(a.Name) }

// ReviewConnection is one page of a product's reviews.
type ReviewConnection struct {
	*page.Connection[*Review]
	// Product and Ratings are what the list is about.
	Product int
	Ratings []int
}

// Count is how many reviews the whole list has, out of the product's counts.
func (c *ReviewConnection) Count(histogram []RatingCount) int {
	total := 0
	for _, one := range histogram {
		if c.Ratings == nil || slices.Contains(c.Ratings, one.Rating) {
			total += one.Count
		}
	}
	return total
}

// ReviewEdge is a review with its place in a list.
type ReviewEdge = page.Edge[*Review]

// ReviewInput asks for one page of reviews.
type ReviewInput struct {
	Ratings []int
	Sort    ReviewSort
	page.Args
}

// ReviewListing is one page of reviews of any product, checked.
type ReviewListing struct {
	Ratings []int
	Sort    ReviewSort
	Window  page.Window
	list    page.List
}

// NewReviewListing checks what a client asked for. The faults name the
// arguments.
func NewReviewListing(in ReviewInput) (*ReviewListing, error) {
	for i, rating := range in.Ratings {
		if rating < 1 || rating > 5 {
			return nil, fault.Invalid("ratings."+strconv.Itoa(i), "must be between 1 and 5")
		}
	}
	listing := &ReviewListing{Ratings: sorted(in.Ratings), Sort: in.Sort}
	var known bool
	if listing.list, known = allReviews[in.Sort]; !known || listing.Ratings != nil {
		listing.list = reviewList(listing.Ratings, in.Sort)
	}
	var err error
	listing.Window, err = in.Args.Window(listing.list)
	return listing, err
}

func reviewList(ratings []int, sort ReviewSort) page.List {
	order := reviewOrderings[sort]
	return page.NewList(order.width(), order.check, "reviews", ratings, sort)
}

// allReviews are the lists without a choice of ratings. Nearly everybody asks
// for one of them, and naming a list is most of what checking a page costs.
var allReviews = func() map[ReviewSort]page.List {
	lists := make(map[ReviewSort]page.List, len(reviewOrderings))
	for sort := range reviewOrderings {
		lists[sort] = reviewList(nil, sort)
	}
	return lists
}()

// Key identifies the page, so that the same page of several products is read
// by one statement.
func (l *ReviewListing) Key() string {
	text, _ := json.Marshal([]any{l.Ratings, l.Sort, l.Window.Size, l.Window.Backward, l.Window.After, l.Window.Before}) // Plain values only.
	return string(text)
}

const reviewColumns = `r.id, r.product_id, r.user_id, r.rating, r.title, r.comment, r.images::text, r.verified_purchase, r.helpful_count, r.created_at, `

// ReviewPages reads the same page of several products' reviews with one
// statement.
func (s *Service) ReviewPages(ctx context.Context, listing *ReviewListing, products []int) (map[int]*ReviewConnection, error) {
	s.shown.products.Saw(ctx, products...)
	cache.Within(ctx, reviewTTL)
	read := func(ctx context.Context, missing []int) (map[int][]*Review, error) {
		return s.readReviewPages(ctx, listing, missing)
	}
	var pages map[int][]*Review
	var err error
	if listing.first() {
		pages, err = s.reviews.GetMany(ctx, products, read)
	} else {
		pages, err = read(ctx, products)
	}
	if err != nil {
		return nil, err
	}
	connections := make(map[int]*ReviewConnection, len(products))
	for _, id := range products {
		connections[id] = listing.connect(id, pages[id])
	}
	return connections, nil
}

// connect makes the page of a product's reviews, which are in reading order.
func (l *ReviewListing) connect(product int, reviews []*Review) *ReviewConnection {
	items := make([]page.Item[*Review], len(reviews))
	for i, review := range reviews {
		items[i] = page.Item[*Review]{Node: review, Key: page.Key{strconv.FormatInt(review.Order, 10), strconv.Itoa(review.ID)}}
	}
	return &ReviewConnection{Connection: page.Cut(l.list, l.Window, items), Product: product, Ratings: l.Ratings}
}

// arrange puts the reviews of one product in reading order: no join promises
// one.
func (l *ReviewListing) arrange(reviews []*Review) {
	reviewOrderings[l.Sort].arrange(reviews, l.Window.Backward)
}

// same tells whether two are the same page of all of a product's reviews,
// without cursors.
func (l *ReviewListing) same(other *ReviewListing) bool {
	return l.Ratings == nil && other.Ratings == nil && l.Sort == other.Sort && l.Window == other.Window
}

// write writes where the rows of the page come from, in which r is a review
// and r.key what it is sorted by. The product is SQL that names one: it says
// more to the planner than one out of a list.
func (l *ReviewListing) write(sql *statement, product string, args ...any) {
	order := reviewOrderings[l.Sort]
	sql.add("(SELECT *, "+order.keys[0]+" AS key FROM product_reviews WHERE product_id = "+product+" AND status = 'published'", args...)
	if l.Ratings != nil {
		sql.add(" AND rating = ANY(?)", l.Ratings)
	}
	order.writeBounds(sql, l.Window.After, l.Window.Before)
	order.writeOrder(sql, l.Window.Backward)
	sql.add(fmt.Sprintf(" LIMIT %d) AS r JOIN users ON users.id = r.user_id", l.Window.Size+1))
}

// firstReviews is the page that a product's page shows, the one worth keeping.
const firstReviews = 10

func (l *ReviewListing) first() bool {
	return l.Ratings == nil && l.Sort == NewestReviews && l.Window == (page.Window{Size: firstReviews})
}

func (s *Service) readReviewPages(ctx context.Context, listing *ReviewListing, products []int) (map[int][]*Review, error) {
	var sql statement
	sql.add("SELECT " + reviewColumns + "r.key, users.name FROM ")
	if len(products) == 1 {
		// The common case has a statement of its own: PostgreSQL keeps its
		// plan, while one over an array it plans anew each time.
		listing.write(&sql, "?", products[0])
	} else {
		sql.add("unnest(?::bigint[]) AS wanted (id) CROSS JOIN LATERAL ", products)
		listing.write(&sql, "wanted.id")
	}
	reviews, err := s.queryReviews(ctx, sql.String(), sql.args...)
	if err != nil {
		return nil, err
	}
	pages := make(map[int][]*Review, len(products))
	for _, id := range products {
		pages[id] = nil
	}
	for _, review := range reviews {
		pages[review.ProductID] = append(pages[review.ProductID], review)
	}
	for _, reviews := range pages {
		listing.arrange(reviews)
	}
	return pages, nil
}

// Reviews are the published reviews with these ids.
func (s *Service) Reviews(ctx context.Context, ids []int) (map[int]*Review, error) {
	cache.Saw(ctx, s.everything) // Whose products' they are is not known before, nor without them.
	reviews, err := s.queryReviews(ctx, "SELECT "+reviewColumns+`0::bigint, users.name FROM product_reviews AS r
		JOIN users ON users.id = r.user_id WHERE r.id = ANY($1) AND r.status = 'published'`, ids)
	found := make(map[int]*Review, len(reviews))
	for _, review := range reviews {
		found[review.ID] = review
	}
	return found, err
}

func (s *Service) queryReviews(ctx context.Context, query string, args ...any) ([]*Review, error) {
	rows, err := s.pool.Pgx().Query(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading reviews: %w", err)
	}
	reviews, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*Review, error) {
		read := &reviewRow{}
		if err := row.Scan(read.targets()...); err != nil {
			return nil, err
		}
		return s.finishReview(read)
	})
	if err != nil {
		return nil, fmt.Errorf("reading reviews: %w", err)
	}
	return reviews, nil
}

// reviewRow is a Review as it is read, its JSON still text.
type reviewRow struct {
	Review
	images string
}

// targets are where reviewColumns, the key and the author's name go, behind
// other targets of the same row.
func (r *reviewRow) targets(first ...any) []any {
	return append(first, &r.ID, &r.ProductID, &r.UserID, &r.Rating, &r.Title, &r.Comment, &r.images,
		&r.VerifiedPurchase, &r.HelpfulCount, &r.CreatedAt, &r.Order, &r.Author.Name)
}

// finishReview makes of a row what clients see.
func (s *Service) finishReview(r *reviewRow) (*Review, error) {
	var err error
	r.Images, err = s.readImages(r.images)
	return &r.Review, err
}

// RatingCount is how many people gave one rating.
type RatingCount struct{ Rating, Count int }

// Histograms count the ratings of products: five counts each, 5 first; one
// statement for those that are not cached.
func (s *Service) Histograms(ctx context.Context, products []int) (map[int][]RatingCount, error) {
	s.shown.products.Saw(ctx, products...)
	cache.Within(ctx, reviewTTL)
	return s.histograms.GetMany(ctx, products, s.readHistograms)
}

func (s *Service) readHistograms(ctx context.Context, products []int) (map[int][]RatingCount, error) {
	histograms := make(map[int][]RatingCount, len(products))
	for _, id := range products {
		histograms[id] = []RatingCount{{Rating: 5}, {Rating: 4}, {Rating: 3}, {Rating: 2}, {Rating: 1}}
	}
	rows, err := s.pool.Pgx().Query(ctx, `SELECT product_id, rating, count(*) FROM product_reviews
		WHERE product_id = ANY($1) AND status = 'published' GROUP BY 1, 2`, products)
	if err != nil {
		return nil, fmt.Errorf("counting ratings: %w", err)
	}
	var id, rating, count int
	_, err = pgx.ForEachRow(rows, []any{&id, &rating, &count}, func() error {
		histograms[id][5-rating].Count = count
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("counting ratings: %w", err)
	}
	return histograms, nil
}
