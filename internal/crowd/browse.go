package crowd

import (
	"bytes"
	"context"
	"strings"
)

// sights are what is looked at while browsing, and how often each, in per cent.
var (
	sights      = [...]call{home, listing, productPage, brandPage}
	sightShares = [...]int{15, 30, 45, 10}
)

// browse looks at a page; every second category is paged on.
func (s *shopper) browse(ctx context.Context) {
	switch sights[pick(s.dice, sightShares[:])] {
	case home:
		s.ask(ctx, home, nil)
	case listing:
		s.list(ctx)
	case productPage:
		s.ask(ctx, productPage, values{"slug": one(s, s.goods.products).slug})
	case brandPage:
		s.ask(ctx, brandPage, values{"slug": one(s, s.goods.brands)})
	}
}

func (s *shopper) list(ctx context.Context) {
	slug, further := one(s, s.goods.categories), s.dice.IntN(2) == 0
	page, came := s.ask(ctx, listing, values{"slug": slug})
	if came != good || !further || !bytes.Contains(page, []byte(`"hasNextPage":true`)) {
		return
	}
	_, rest, _ := bytes.Cut(page, []byte(`"endCursor":"`))
	cursor, _, found := bytes.Cut(rest, []byte(`"`))
	if found {
		s.ask(ctx, nextPage, values{"slug": slug, "after": string(cursor)})
	}
}

// search types words of some product's name; every fourth time the shop is
// asked what may be meant before.
func (s *shopper) search(ctx context.Context) {
	words := strings.Fields(one(s, s.goods.products).name)
	from := s.dice.IntN(len(words))
	upTo := min(from+1+s.dice.IntN(2), len(words))
	text := strings.ToLower(strings.Join(words[from:upTo], " "))
	if s.dice.IntN(4) == 0 {
		begun := []rune(text)
		if _, came := s.ask(ctx, suggesting, values{"words": string(begun[:min(3, len(begun))])}); came != good {
			return
		}
	}
	s.ask(ctx, searching, values{"words": text})
}

// one is drawn among several, each as likely.
func one[T any](s *shopper, among []T) T { return among[s.dice.IntN(len(among))] }
