package seed

import (
	"iter"
	"strings"
	"time"

	"github.com/google/uuid"

	"zuka/ent/shape"
	"zuka/internal/seed/dice"
	"zuka/internal/seed/people"
)

// visitPeriod is how far back single events are kept.
const visitPeriod = 45 * 24 * time.Hour

// visit is one stay in the shop, up to half an hour of silence.
type visit struct {
	id          uuid.UUID
	user        int // -1 for a guest
	device      gadget
	state, city string
	source      source
	clicks      []click
}

// click is one event of a visit.
type click struct {
	at    time.Time
	kind  string
	name  string
	path  string
	ware  int // -1 without
	query string
	note  *shape.EventDetail
}

// source is where a visit came from.
type source struct{ referrer, utm, medium, campaign string }

var (
	sources = []source{
		{}, {"https://www.instagram.com/", "instagram", "social", "owambe-season"}, {"https://www.google.com/", "google", "organic", ""},
		{"https://www.google.com/", "google", "cpc", "brand"}, {"https://l.facebook.com/", "facebook", "social", "ankara-week"},
		{"", "whatsapp", "social", "share"}, {"", "newsletter", "email", "friday-drop"}, {"https://www.tiktok.com/", "tiktok", "social", "get-ready"},
	}
	sourceWeights = []int{34, 18, 14, 6, 9, 9, 4, 6}
)

// visits are those that ended in the orders of the last weeks, then others
// until there are as many events as planned. The last visit is cut short.
func (w *world) visits() iter.Seq[visit] {
	return func(yield func(visit) bool) {
		left := w.plan.Events
		give := func(v visit) bool {
			v.clicks = v.clicks[:min(len(v.clicks), left)]
			left -= len(v.clicks)
			return yield(v) && left > 0
		}
		if left == 0 {
			return
		}
		for i := range w.orders {
			if o := &w.orders[i]; o.at.After(w.plan.Now.Add(-visitPeriod+time.Hour)) && !give(w.buying(i)) {
				return
			}
		}
		for i := 0; give(w.browsing(i)); i++ {
			continue
		}
	}
}

// arrive begins a visit.
func (w *world) arrive(r dice.Roll, name string, i, user int, at time.Time) visit {
	v := visit{user: user, device: device(r, platform(r)), source: sources[r.Weighted(sourceWeights...)], id: dice.UUID(at, name, i)}
	v.state, v.city = "Lagos", "Ikeja"
	if user >= 0 {
		p, _ := person(user)
		v.state, v.city = p.State, p.City
	} else {
		p := people.Make(guestsFrom + r.IntN(1_000_000))
		v.state, v.city = p.State, p.City
	}
	return v
}

func (w *world) browsing(i int) visit {
	r := dice.New("visit", i)
	user := -1
	if r.Chance(46) {
		user = w.somebody(r)
	}
	since := w.plan.Now.Add(-visitPeriod + time.Hour)
	if user >= 0 {
		since = later(since, w.customers[user].joined)
	}
	at := waking(r, since, w.plan.Now.Add(-45*time.Minute))
	v := w.arrive(r, "visit", i, user, at)
	v.add(at, "page_view", "home", "/", -1)
	if r.Chance(40) {
		w.search(r, &v)
	}
	for range r.Weighted(18, 24, 20, 14, 10, 8, 6) {
		chosen := w.known(r, at)
		v.add(v.next(r), "product_view", "product", "/p/"+w.goods[chosen].Slug, chosen)
		switch {
		case r.Chance(11):
			v.add(v.next(r), "add_to_cart", "add_to_cart", "/p/"+w.goods[chosen].Slug, chosen)
			v.last().note = &shape.EventDetail{Quantity: 1, ValueNGN: w.goods[chosen].now()}
		case r.Chance(5):
			v.add(v.next(r), "wishlist_add", "wishlist_add", "/p/"+w.goods[chosen].Slug, chosen)
		}
	}
	if r.Chance(4) {
		v.add(v.next(r), "checkout_start", "checkout_start", "/checkout", -1)
	}
	return v
}

// buying is the visit that ended in an order: its events lead up to it, and
// each line of an order whose money came, at the door too, is a purchase at the
// moment the order was placed, as the shop tells it (analytics.Keeper). No order
// here waits weeks for its money, so that none is dated by the payment.
func (w *world) buying(i int) visit {
	o, r := &w.orders[i], dice.New("buying", i)
	begun := o.at.Add(-time.Duration(r.Between(4, 25)) * time.Minute)
	v := w.arrive(r, "buying", i, o.user, begun)
	v.add(begun, "page_view", "home", "/", -1)
	step := o.at.Sub(begun) / time.Duration(2*len(o.lines)+3)
	at := begun
	for _, l := range o.lines {
		path := "/p/" + w.goods[l.ware].Slug
		at = at.Add(step)
		v.add(at, "product_view", "product", path, l.ware)
		at = at.Add(step)
		v.add(at, "add_to_cart", "add_to_cart", path, l.ware)
		v.last().note = &shape.EventDetail{Quantity: l.quantity, ValueNGN: l.price}
	}
	v.add(at.Add(step), "checkout_start", "checkout_start", "/checkout", -1)
	if !o.paid {
		return v
	}
	for n, l := range o.lines {
		v.add(o.at.Add(time.Duration(n)*time.Microsecond), "purchase", "purchase", "/checkout/done", l.ware)
		v.last().note = &shape.EventDetail{Quantity: l.quantity, ValueNGN: l.price * int64(l.quantity), OrderID: i + 1}
	}
	return v
}

func (v *visit) add(at time.Time, kind, name, path string, ware int) {
	v.clicks = append(v.clicks, click{at: at, kind: kind, name: name, path: path, ware: ware})
}

func (v *visit) last() *click { return &v.clicks[len(v.clicks)-1] }

// next is some seconds after the last event.
func (v *visit) next(r dice.Roll) time.Time {
	return v.last().at.Add(time.Duration(3_000+r.IntN(110_000)) * time.Millisecond)
}

// rare are searches that find nothing: what people want and the shop lacks.
var rare = []string{"wedding ring", "raincoat", "cowboy boots", "swimsuit for women", "bulletproof vest", "nursing bra"}

func (w *world) search(r dice.Roll, v *visit) {
	v.add(v.next(r), "search", "search", "/search", -1)
	found := r.Between(3, 240)
	g := &w.goods[w.anything(r)]
	v.last().query = strings.ToLower(g.Kind.Noun)
	switch {
	case r.Chance(7):
		v.last().query, found = dice.Pick(r, rare), 0
	case r.Chance(30):
		v.last().query = strings.ToLower(dice.Pick(r, g.Colors) + " " + g.Kind.Short)
	case r.Chance(25):
		v.last().query = dice.Pick(r, g.Tags)
	}
	v.last().note = &shape.EventDetail{ResultCount: &found}
}
