package builtin_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/understand"
)

// now is a Sunday.
var now = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

// stock is what the shop of the tests sells.
var stock = []brain.Product{
	goods(1, "Lekki Wrap Ankara Dress", "Ankara House", "ankara-dresses", 18_500, "Red,Wine", "10,12,14"),
	goods(2, "Yaba Peplum Ankara Dress", "Ankara House", "ankara-dresses", 24_000, "Royal blue,Red", "12,14,16"),
	goods(3, "Flared Ankara Dress", "Oge Lagos", "ankara-dresses", 15_000, "Black,Mustard", "8,10,12"),
	goods(4, "Mermaid Lace Gown", "Oge Lagos", "lace-gowns", 65_000, "Gold,Wine", "10,12"),
	goods(5, "Plain Lace Gown", "Abike", "lace-gowns", 48_000, "Black", "12,14"),
	goods(6, "Straight Women's Jeans", "Denim Yard", "womens-jeans", 14_000, "Mid blue,Black", "10,12,14"),
	goods(7, "Slim Men's Jeans", "Denim Yard", "mens-jeans", 16_500, "Black,Mid blue", "32,34,36"),
	goods(8, "Stock-Fit Men's Jeans", "Denim Yard", "mens-jeans", 12_000, "Dark indigo", "30,32,34"),
	goods(9, "Classic Senator Wear", "Alhaji Cuts", "senator-wear", 35_000, "Navy,White,Black", "M,L,XL"),
	goods(10, "Embroidered Senator Wear", "Alhaji Cuts", "senator-wear", 42_000, "Bottle green", "L,XL,2XL"),
	goods(11, "Grand Agbada", "Alhaji Cuts", "agbada", 120_000, "White,Wine", "L,XL"),
	goods(12, "Modern Agbada", "Oge Lagos", "agbada", 85_000, "Navy", "M,L"),
	goods(13, "Court Low-Top Sneakers", "Danfo", "low-top-sneakers", 28_000, "White,Black", "41,42,43"),
	goods(14, "Street Low-Top Sneakers", "Danfo", "low-top-sneakers", 22_000, "Black", "40,42,44"),
	goods(15, "Canvas High-Top Sneakers", "Danfo", "high-top-sneakers", 19_500, "White,Red", "39,41,42"),
	goods(16, "Penny Loafers", "Aba Leather", "loafers", 26_000, "Brown,Black", "41,42,43"),
	goods(17, "Cross Palm Slippers", "Aba Leather", "palm-slippers", 9_500, "Brown,Tan", "40,42,44"),
	goods(18, "Market Tote Bag", "Aba Leather", "tote-bags", 13_500, "Black,Tan", ""),
	goods(19, "Beaded Tote Bag", "Abike", "tote-bags", 21_000, "Gold", ""),
	goods(20, "Campus Backpack", "Danfo", "backpacks", 17_500, "Black,Navy", ""),
	goods(21, "Gobi Fila", "Alhaji Cuts", "fila-caps", 6_500, "Wine,White", ""),
	goods(22, "Steel Wristwatch", "Tick", "wristwatches", 32_000, "Gold,Silver", ""),
	goods(23, "Round Sunglasses", "Tick", "sunglasses", 8_000, "Black,Tortoise", ""),
	goods(24, "Danfo Graphic Tee", "Danfo", "graphic-tees", 7_500, "White,Black", "S,M,L,XL"),
	goods(25, "Heavy Hoodie", "Danfo", "hoodies", 18_000, "Ash,Black", "M,L,XL"),
	goods(26, "Cargo Joggers", "Danfo", "joggers", 15_500, "Olive,Black", "M,L"),
	goods(27, "Leather Belt", "Aba Leather", "belts", 5_500, "Black,Brown", ""),
	goods(28, "Bow Blouse", "Abike", "womens-blouses", 11_000, "White,Blush", "10,12"),
	goods(29, "Coral Beads", "Abike", "mens-beads", 14_500, "", ""),
	goods(30, "Face Cap", "Danfo", "face-caps", 4_500, "Red", ""),
}

func goods(id int, name, brand, category string, price int64, colors, sizes string) brain.Product {
	p := brain.Product{ID: id, Name: name, Brand: brand, Category: category, Price: price, Stock: 12, Rating: 4.5, Reviews: 8}
	if colors != "" {
		p.Colors = strings.Split(colors, ",")
	}
	if sizes != "" {
		p.Sizes = strings.Split(sizes, ",")
	}
	switch id {
	case 9: // White only in L.
		for _, size := range p.Sizes {
			p.Options = append(p.Options, brain.Option{Size: size, Color: "Navy"}, brain.Option{Size: size, Color: "Black"})
		}
		p.Options = append(p.Options, brain.Option{Size: "L", Color: "White"})
	case 13, 24:
		p.Was = price + 5_000
	case 14:
		p.Stock = 3
	case 22:
		p.Stock = 0
	case 30:
		p.Reviews = 0
	}
	return p
}

var categories = func() (out []understand.Entry) {
	names := map[string]string{"womens-jeans": "Women's Jeans", "mens-jeans": "Men's Jeans", "fila-caps": "Fila", "womens-blouses": "Blouses",
		"mens-beads": "Men's Beads", "low-top-sneakers": "Low-Top Sneakers", "high-top-sneakers": "High-Top Sneakers", "womens-dresses": "Dresses", "sneakers": "Sneakers"}
	seen := map[string]bool{}
	add := func(slug string) {
		name := names[slug]
		if name == "" {
			for _, w := range strings.Split(slug, "-") {
				name += " " + strings.ToUpper(w[:1]) + w[1:]
			}
		}
		if !seen[slug] {
			seen[slug] = true
			out = append(out, understand.Entry{Slug: slug, Name: strings.TrimSpace(name)})
		}
	}
	for _, p := range stock {
		add(p.Category)
	}
	add("womens-dresses")
	add("sneakers")
	return out
}()

// below are the categories under another.
var below = map[string][]string{"womens-dresses": {"ankara-dresses", "lace-gowns"}, "sneakers": {"low-top-sneakers", "high-top-sneakers"}}

func slug(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

var brands, colors, sizes = func() (b []understand.Entry, c, s []string) {
	for _, p := range stock {
		if e := (understand.Entry{Slug: slug(p.Brand), Name: p.Brand}); !slices.Contains(b, e) {
			b = append(b, e)
		}
		c, s = append(c, p.Colors...), append(s, p.Sizes...)
	}
	slices.Sort(c)
	slices.Sort(s)
	return b, slices.Compact(c), slices.Compact(s)
}()

// shopDesk is a shop in memory. It notes what was called.
type shopDesk struct {
	calls    []string
	searches []brain.Search
	adds     []brain.Add
	fail     map[string]error
	propose  bool
	lines    []brain.CartLine
	orders   []brain.Order
	coupons  []brain.Coupon
	points   brain.Points
}

func (d *shopDesk) call(name string, about any) error {
	d.calls = append(d.calls, fmt.Sprintf("%s %v", name, about))
	return d.fail[name]
}

func (d *shopDesk) fits(p brain.Product, s brain.Search) bool {
	any := func(wanted []string, has func(string) bool) bool {
		return len(wanted) == 0 || slices.ContainsFunc(wanted, has)
	}
	in := func(list []string) func(string) bool {
		return func(w string) bool {
			return slices.ContainsFunc(list, func(c string) bool { return strings.Contains(strings.ToLower(c), strings.ToLower(w)) })
		}
	}
	text := strings.ToLower(p.Name + " " + p.Category + " " + p.Brand)
	for _, w := range strings.Fields(strings.ToLower(s.Text)) {
		if !strings.Contains(text, strings.TrimSuffix(w, "s")) {
			return false
		}
	}
	return any(s.Categories, func(c string) bool { return c == p.Category || slices.Contains(below[c], p.Category) }) &&
		any(s.Brands, func(b string) bool { return b == slug(p.Brand) }) &&
		any(s.Colors, in(p.Colors)) && any(s.Sizes, func(w string) bool { return slices.Contains(p.Sizes, w) }) &&
		!slices.ContainsFunc(s.NotColors, in(p.Colors)) &&
		(s.Max == 0 || p.Price <= s.Max) && p.Price >= s.Min && (!s.Deals || p.Was > 0)
}

func (d *shopDesk) Search(_ context.Context, s brain.Search) (brain.Found, error) {
	d.searches = append(d.searches, s)
	if err := d.call("search", s); err != nil {
		return brain.Found{}, err
	}
	var hits []brain.Product
	for _, p := range stock {
		if d.fits(p, s) {
			hits = append(hits, p)
		}
	}
	if s.Sort == "cheapest" {
		slices.SortFunc(hits, func(a, b brain.Product) int { return int(a.Price - b.Price) })
	}
	total := len(hits)
	hits = hits[min(s.Skip, total):]
	return brain.Found{Products: slices.Clone(hits[:min(len(hits), 6)]), Total: total}, nil
}

func (d *shopDesk) Recommend(_ context.Context, in brain.Recommend) (brain.Found, error) {
	if err := d.call("recommend", in); err != nil {
		return brain.Found{}, err
	}
	if in.Beside > 0 {
		return brain.Found{Products: slices.Clone(stock[20:23]), Total: 3}, nil
	}
	return brain.Found{Products: slices.Clone(stock[12:16]), Total: 4, Why: "your black and size 42"}, nil
}

func (d *shopDesk) AddToCart(_ context.Context, in brain.Add) (brain.Outcome, error) {
	d.adds = append(d.adds, in)
	if err := d.call("add", in); err != nil {
		return brain.Outcome{}, err
	}
	p := stock[in.Product-1]
	if d.propose {
		return brain.Outcome{State: brain.Proposed, Product: &p, Quantity: in.Quantity}, nil
	}
	d.lines = append(d.lines, brain.CartLine{Product: p.ID, Name: p.Name, Size: in.Size, Color: in.Color, Quantity: in.Quantity, Price: p.Price})
	c, _ := d.Cart(context.Background())
	return brain.Outcome{State: brain.Done, Product: &p, Quantity: in.Quantity, Total: c.Subtotal}, nil
}

func (d *shopDesk) ApplyCoupon(_ context.Context, code string) (brain.Outcome, error) {
	if err := d.call("coupon", code); err != nil {
		return brain.Outcome{}, err
	}
	for _, c := range d.coupons {
		if c.Code == code {
			cart, _ := d.Cart(context.Background())
			return brain.Outcome{State: brain.Done, Code: code, Total: cart.Subtotal, Discount: 2_000}, nil
		}
	}
	return brain.Outcome{State: brain.Refused, Why: "NOT_FOUND", Code: code}, nil
}

func (d *shopDesk) OrderStatus(_ context.Context, number string) ([]brain.Order, error) {
	if err := d.call("order", number); err != nil {
		return nil, err
	}
	if number == "" && len(d.orders) > 0 {
		return d.orders, nil
	}
	for _, o := range d.orders {
		if o.Number == number {
			return []brain.Order{o}, nil
		}
	}
	return nil, brain.ErrGone
}

func (d *shopDesk) Product(_ context.Context, id int) (brain.Product, error) {
	if err := d.fail["product"]; err != nil {
		return brain.Product{}, err
	}
	if id < 1 || id > len(stock) {
		return brain.Product{}, brain.ErrGone
	}
	return stock[id-1], nil
}

func (d *shopDesk) Cart(context.Context) (brain.Cart, error) {
	c := brain.Cart{Lines: d.lines}
	for _, l := range d.lines {
		c.Count += l.Quantity
		c.Subtotal += l.Price * int64(l.Quantity)
	}
	return c, d.fail["cart"]
}

func (d *shopDesk) Coupons(context.Context) ([]brain.Coupon, error) {
	return d.coupons, d.fail["coupons"]
}

func (d *shopDesk) Points(context.Context) (brain.Points, error) { return d.points, d.fail["points"] }

func (d *shopDesk) Delivery(_ context.Context, state string) (brain.Delivery, error) {
	switch strings.ToLower(state) {
	case "lagos":
		return brain.Delivery{State: "Lagos", Fee: 1_500, FreeFrom: 50_000, MinDays: 1, MaxDays: 2}, d.fail["delivery"]
	case "kano":
		return brain.Delivery{State: "Kano", Fee: 3_500, FreeFrom: 50_000, MinDays: 3, MaxDays: 6}, d.fail["delivery"]
	}
	return brain.Delivery{}, brain.ErrGone
}

func (d *shopDesk) Shop() brain.Shop {
	return brain.Shop{ReturnDays: 14, MinPointsToSpend: 100, MostPointsPercent: 20, DailyGamePoints: 200, CashLimit: 100_000, FreeFrom: 50_000,
		Games: []string{"snake", "tetris", "memory", "quiz", "wheel"}}
}
