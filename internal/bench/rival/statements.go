package rival

import "fmt"

// media stands before the pictures' addresses, as PUBLIC_URL does in the shop.
const media = "http://localhost:8080"

// listed is a product as a listing shows it. The keys of the page are found
// first, out of one index; only the page's own rows are then read.
const listed = `SELECT coalesce(json_agg(json_build_object(
	'id', p.id, 'slug', p.slug, 'name', p.name, 'imageUrl', '` + media + `' || p.image_url,
	'currentPrice', json_build_object('amount', p.current_price_ngn), 'ratingAverage', p.rating_average,
	'brand', CASE WHEN b.id IS NOT NULL THEN json_build_object('name', b.name, 'slug', b.slug) END,
	'category', json_build_object('name', c.name, 'slug', c.slug))
	ORDER BY p.created_at DESC, p.id DESC), '[]') FROM `

const listedJoins = ` AS p LEFT JOIN brands AS b ON b.id = p.brand_id AND b.active JOIN categories AS c ON c.id = p.category_id`

const (
	fromOne   = `(SELECT * FROM products WHERE active AND category_id = $1`
	fromAny   = `(SELECT p.* FROM unnest($1::bigint[]) AS wanted (id) CROSS JOIN LATERAL (SELECT created_at, id FROM products WHERE active AND category_id = wanted.id`
	before    = ` AND (created_at, id) < ('epoch'::timestamptz + $2 * interval '1 microsecond', $3)`
	newest    = ` ORDER BY created_at DESC, id DESC LIMIT 24)`
	mergedAny = ` AS found JOIN products AS p ON p.id = found.id ORDER BY found.created_at DESC, found.id DESC LIMIT 24)`
)

const (
	listingOfOne          = listed + fromOne + newest + listedJoins
	listingOfOneAfter     = listed + fromOne + before + newest + listedJoins
	listingOfSeveral      = listed + fromAny + newest + mergedAny + listedJoins
	listingOfSeveralAfter = listed + fromAny + before + newest + mergedAny + listedJoins
)

const productPage = `SELECT json_build_object(
	'id', p.id, 'slug', p.slug, 'name', p.name, 'description', p.description, 'imageUrl', '` + media + `' || p.image_url,
	'price', json_build_object('amount', p.price_ngn), 'currentPrice', json_build_object('amount', p.current_price_ngn),
	'ratingAverage', p.rating_average, 'ratingCount', p.rating_count,
	'brand', CASE WHEN b.id IS NOT NULL THEN json_build_object('name', b.name, 'slug', b.slug) END,
	'category', json_build_object('name', c.name, 'slug', c.slug),
	'variants', (SELECT coalesce(json_agg(json_build_object('id', v.id, 'size', v.size, 'color', v.color, 'sku', v.sku,
		'price', json_build_object('amount', coalesce(v.price_ngn, p.current_price_ngn)), 'inStock', v.stock_count > 0) ORDER BY v.id), '[]')
		FROM product_variants AS v WHERE v.product_id = p.id),
	'reviews', (SELECT coalesce(json_agg(json_build_object('id', r.id, 'rating', r.rating, 'title', r.title, 'comment', r.comment,
		'createdAt', r.created_at, 'author', json_build_object('displayName', CASE
			WHEN u.name = '' THEN 'A shopper'
			WHEN position(' ' IN u.name) = 0 THEN u.name
			ELSE split_part(u.name, ' ', 1) || ' ' || upper(left(split_part(u.name, ' ', -1), 1)) || '.' END))
		ORDER BY r.created_at DESC, r.id DESC), '[]')
		FROM (SELECT * FROM product_reviews WHERE product_id = p.id AND status = 'published' ORDER BY created_at DESC, id DESC LIMIT 10) AS r
		JOIN users AS u ON u.id = r.user_id))
	FROM products AS p LEFT JOIN brands AS b ON b.id = p.brand_id AND b.active JOIN categories AS c ON c.id = p.category_id
	WHERE p.active AND p.slug = $1`

// homePages are the home page by the length of its lists: a literal LIMIT
// tells the planner more than a parameter.
var homePages = func() (pages [25]string) {
	for size := range pages {
		pages[size] = homePage(size)
	}
	return pages
}()

func homePage(size int) string {
	list := func(condition, order string) string {
		return fmt.Sprintf(`(SELECT coalesce(json_agg(json_build_object('id', p.id, 'slug', p.slug, 'name', p.name,
			'imageUrl', '`+media+`' || p.image_url, 'price', json_build_object('amount', p.price_ngn),
			'currentPrice', json_build_object('amount', p.current_price_ngn), 'discountPercent', p.discount_percent,
			'brand', CASE WHEN b.id IS NOT NULL THEN json_build_object('name', b.name, 'slug', b.slug) END)
			ORDER BY p.%[2]s DESC, p.id DESC), '[]')
			FROM (SELECT * FROM products WHERE active%[1]s ORDER BY %[2]s DESC, id DESC LIMIT %[3]d) AS p
			LEFT JOIN brands AS b ON b.id = p.brand_id AND b.active)`, condition, order, size)
	}
	return `SELECT json_build_object('featured', ` + list(" AND featured", "created_at") +
		`, 'onSale', ` + list(" AND on_sale", "discount_percent") + `, 'newest', ` + list("", "created_at") +
		`, 'categories', (SELECT json_agg(json_build_object('id', c.id, 'slug', c.slug, 'name', c.name) ORDER BY wanted.place)
		FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted (id, place) JOIN categories AS c ON c.id = wanted.id))`
}
