package voice

import "strings"

// names are what the lines of a kind hold in braces; with a question mark what
// they may hold. Kinds without names are not listed. The notes say how a value
// must read, so that it fits the lines around it.
var names = map[Kind]string{
	Hello:         "shopper? pet?",
	WhoAmI:        "pet",
	Found:         "what count", // what: "black sneakers"; count: 2 or more
	FoundOne:      "what name price",
	FoundWider:    "what let_go",
	NotFound:      "what",
	Cheaper:       "what price",
	NoCheaper:     "name price",
	AskBudget:     "what",
	Recommended:   "why", // why: "your black and size 42"
	GoesWith:      "name",
	Deals:         "count",
	PriceOf:       "name price",
	PriceWas:      "name price was",
	InStock:       "name count",
	FewLeft:       "name count",
	SoldOut:       "name",
	SizesOf:       "name sizes",
	ColorsOf:      "name colors",
	HasSize:       "name size",
	HasNoSize:     "name size sizes",
	HasColor:      "name color",
	HasNoColor:    "name color colors",
	RatingOf:      "name rating count", // rating: "4.5", of 5
	Unrated:       "name",
	OnItsPage:     "name",
	AskSize:       "name sizes",
	AskColor:      "name colors",
	Added:         "name quantity total",
	AddProposed:   "name quantity price",
	AddRefused:    "name why", // why: "it is sold out"
	TooMuch:       "count",    // count: the most that a line takes
	CartHas:       "count total lines",
	CheckOut:      "total",
	CouponUsed:    "code discount total", // total: after the discount
	CouponOffered: "code",
	CouponFailed:  "code why", // why: "it has expired"
	CouponsAre:    "coupons",
	Haggled:       "name?",
	OrderIs:       "number status items",
	OrderComes:    "number status when", // when: "between 3 and 5 December"
	OrdersAre:     "orders",
	NoSuchOrder:   "number",
	DeliveryIs:    "state fee days free", // days: "2–4"; free: the amount it is free from
	ReturnsAre:    "days",                // days: "14"
	PayBy:         "limit",
	PointsAre:     "points level next", // next: what is next and how far it is
	PointsTop:     "points level",
	GamesAre:      "games points",
	Noted:         "what",
	NotedAgainst:  "what",
	KnownAre:      "what",
}

// Names are what the lines of a kind must and may hold in braces.
func Names(kind Kind) (must, may []string) {
	for name := range strings.FieldsSeq(names[kind]) {
		if optional, found := strings.CutSuffix(name, "?"); found {
			may = append(may, optional)
		} else {
			must = append(must, name)
		}
	}
	return must, may
}
