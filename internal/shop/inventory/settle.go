package inventory

import (
	"context"
	"strconv"
	"strings"

	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
)

// lowChannel carries what ran low: a product's id, or a product's and a
// variant's.
const lowChannel = "stock.low"

// Settle tells what a committed transaction took or gave back. Caches drop; lists
// of products only where one sold out or came back, for no list depends on how
// many there are. Staff who watch hear what ran low or out. An error is logged:
// the change itself is done, and caches end by themselves.
func (s *Service) Settle(ctx context.Context, taken []Taken) {
	if len(taken) == 0 {
		return
	}
	ctx = context.WithoutCancel(ctx) // It is done, whoever is still listening.
	var (
		products []int
		lists    bool
		told     = make(map[int]bool, len(taken))
	)
	for _, one := range taken {
		if !told[one.Product] {
			told[one.Product] = true
			products = append(products, one.Product)
			lists = lists || one.product.turned()
		}
	}
	if err := s.Catalogue.StockChanged(ctx, products, lists); err != nil {
		s.Log.WarnContext(ctx, "shoppers are shown old counts for a while", "products", len(products), "cause", err)
	}
	for _, one := range taken {
		if told[one.Product] && one.product.fell() {
			s.tell(ctx, one.Product, 0)
		}
		told[one.Product] = false
		if one.variant.fell() {
			s.tell(ctx, one.Product, one.variantID)
		}
	}
}

func (s *Service) tell(ctx context.Context, product, variant int) {
	// The version is no count of anything: every fall is news.
	err := s.Hub.Tell(ctx, lowChannel, pubsub.News{Version: s.Clock.Now().UnixMicro(), ID: levelID(product, variant)})
	if err != nil {
		s.Log.WarnContext(ctx, "nobody hears that a product is running low", "product", product, "cause", err)
	}
}

func levelID(product, variant int) string {
	if variant == 0 {
		return strconv.Itoa(product)
	}
	return strconv.Itoa(product) + "/" + strconv.Itoa(variant)
}

// readLevelID is the product and variant of a news' id; variant is 0 for a
// product's own count.
func readLevelID(id string) (product, variant int, ok bool) {
	first, second, two := strings.Cut(id, "/")
	product, err := strconv.Atoi(first)
	if err == nil && two {
		variant, err = strconv.Atoi(second)
	}
	return product, variant, err == nil
}

// FollowLow shows staff each product and variant as it runs low or out, while
// ctx lasts. There is no snapshot: Low is the list of them. What has come back
// in the meantime is not shown.
func (s *Service) FollowLow(ctx context.Context) (<-chan *StockLevel, error) {
	if err := staff(viewer.From(ctx)); err != nil {
		return nil, err
	}
	news, err := pubsub.Listen(ctx, s.Hub, lowChannel, newsBuffer)
	if err != nil {
		return nil, err
	}
	levels := make(chan *StockLevel)
	go func() {
		defer close(levels)
		for one := range news {
			product, variant, ok := readLevelID(one.ID)
			if !ok {
				continue
			}
			level, err := s.level(ctx, product, variant)
			if err != nil && ctx.Err() == nil {
				s.Log.WarnContext(ctx, "a product that is running low could not be read", "product", product, "cause", err)
			}
			if level == nil || level.Stock > level.Threshold {
				continue
			}
			select {
			case levels <- level:
			case <-ctx.Done():
				return
			}
		}
	}()
	return levels, nil
}
