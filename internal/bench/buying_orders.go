package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"zuka/internal/app"
	"zuka/internal/bench/load"
)

const (
	// workers is how many people order at once.
	workers = 40
	// ordersASecond is how many orders a round is made of, for each second that
	// it is to last: pgbench takes less time for them, a busy machine more.
	ordersASecond = 500
	// deliveryPrice is what the parcel of every order costs, to Lagos.
	deliveryPrice = 1_500
)

const (
	addDocument = `mutation Add($line: CartLineInput!) { cartLinesAdd(lines: [$line]) {
  cart { id quantity subtotal { amount } total { amount } lines { id quantity product { name } } } warnings { code } userErrors { code message } } }`
	orderDocument = `mutation Order($input: CheckoutInput!) { checkoutComplete(input: $input) {
  order { id number total { amount } } payment { reference url } accessToken userErrors { code message } } }`
)

// payWay is how orders are paid, and so who can order.
type payWay struct {
	name   string
	method string
	// people have an account with a phone; others are guests.
	people bool
}

var (
	online = payWay{name: "guests, online", method: "PAYSTACK"}
	atDoor = payWay{name: "people, in cash", method: "CASH_ON_DELIVERY", people: true}
)

// order is the request's body for an order.
func (w payWay) order(key string) []byte {
	input := map[string]any{
		"idempotencyKey": key, "expectedTotal": salePrice + deliveryPrice, "paymentMethod": w.method,
		"address": map[string]any{"recipientName": "Ada Obi", "phone": "08031234567", "streetAddress": "12 Allen Avenue", "city": "Ikeja", "state": "Lagos"},
	}
	if !w.people {
		input["email"] = "ada@zuka.example"
	}
	return body(orderDocument, map[string]any{"input": input})
}

// ordered tells why no order was made.
func ordered(answer []byte) error {
	if !bytes.Contains(answer, []byte(`"checkoutComplete":{"order":{"id":"`)) || !bytes.Contains(answer, []byte(`"userErrors":[]`)) {
		return fmt.Errorf("no order was made: %.300s", answer)
	}
	return nil
}

// added tells why nothing was put into a cart.
func added(answer []byte) error {
	if !bytes.Contains(answer, []byte(`"cartLinesAdd":{"cart":{"id":"`)) || !bytes.Contains(answer, []byte(`"userErrors":[]`)) {
		return fmt.Errorf("nothing was put into a cart: %.300s", answer)
	}
	return nil
}

// sale is one way to sell: by pgbench and by the shop, taking turns.
type sale struct {
	payWay
	// products is how many are bought from.
	products int
	// statements is how many the transaction has.
	statements int
	orders     int
	// attended says that the server did the jobs that follow from orders too.
	attended bool
	rounds   []saleRound
	first    error
}

// saleRound is one turn of each.
type saleRound struct{ bare, shop load.Figures }

func (r saleRound) ratio() float64 {
	if r.bare.PerSecond == 0 {
		return 0
	}
	return r.shop.PerSecond / r.bare.PerSecond
}

// sell lets shoppers order, by pgbench and through the shop.
func (o *Options) sell(ctx context.Context, t *till, shop *database, server *process, made script, one *sale, shoppers []shopper) error {
	if err := t.queue(ctx, shoppers, 0, one.products); err != nil {
		return err
	}
	one.statements, one.orders = made.statements, len(shoppers)
	for number := range o.Rounds {
		var round saleRound
		turns := []func() error{
			func() (err error) { round.bare, err = pgbench(ctx, shop.url, t, made, len(shoppers)); return err },
			func() (err error) { round.shop, err = one.through(ctx, server, shoppers); return err },
		}
		for turn := range turns {
			if err := t.refill(ctx); err != nil {
				return err
			}
			if err := turns[(number+turn)%len(turns)](); err != nil {
				return err
			}
		}
		o.Log.Info("sold", "to", one.name, "products", one.products, "round", number+1, "pgbench", int(round.bare.PerSecond), "zuka", int(round.shop.PerSecond))
		one.rounds = append(one.rounds, round)
	}
	return nil
}

// through lets everybody order once through the shop, whose carts were filled.
func (s *sale) through(ctx context.Context, server *process, shoppers []shopper) (load.Figures, error) {
	requests := make([][]byte, len(shoppers))
	for i, who := range shoppers {
		requests[i] = withCookie(load.Post(server.address, "/graphql", s.order(fmt.Sprintf("bench-order-%d", i))), who.cookie)
	}
	result, err := load.Run(ctx, load.Options{Address: server.address, Requests: requests, Connections: workers, Good: ordered})
	s.first = cmpOr(s.first, result.First)
	return result.Figures(), err
}

// attend is a sale whose jobs the same server does, beside what pgbench did
// without any. The server is new each time, so that it has no old jobs to do.
func (o *Options) attend(ctx context.Context, t *till, shop *database, beside *sale, shoppers []shopper) (*sale, error) {
	one := &sale{payWay: beside.payWay, products: beside.products, statements: beside.statements, orders: len(shoppers), attended: true}
	if err := t.queue(ctx, shoppers, 0, one.products); err != nil {
		return nil, err
	}
	for _, round := range beside.rounds {
		if err := t.refill(ctx); err != nil {
			return nil, err
		}
		err := o.beside(ctx, shop, "zuka, with its jobs", func(server *process) (err error) {
			round.shop, err = one.through(ctx, server, shoppers)
			return err
		}, "DEVELOPMENT=true")
		if err != nil {
			return nil, err
		}
		one.rounds = append(one.rounds, round)
	}
	return one, nil
}

// scriptOf hears how the shop's own code orders, in this process.
func (o *Options) scriptOf(ctx context.Context, t *till, shop *database, way payWay, shoppers []shopper) (script, error) {
	here, err := app.New(ctx, app.Config{
		DatabaseURL: shop.url, RedisURL: o.RedisURL, RedisPrefix: shop.name + ":", DatabaseMax: 4, PublicURL: "http://localhost:8080",
		Storefront: "http://localhost:3000", FilesURL: app.DefaultFiles, JobConns: 5, SecretKeys: []string{benchSecret}, LimitsOff: true, Development: true,
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		return script{}, fmt.Errorf("opening the shop here: %w", err)
	}
	defer here.Close()
	// The last product's number is no other number of the order.
	if err := t.queue(ctx, shoppers[:2], len(t.variant)-1, 1); err != nil {
		return script{}, err
	}
	if err := t.refill(ctx); err != nil {
		return script{}, err
	}
	heard, err := listen(ctx, here.Handler, t, shoppers[:2], way)
	if err != nil {
		return script{}, err
	}
	return heard.write()
}

// adding is how putting something into a cart did.
type adding struct {
	pause   time.Duration
	figures load.Figures
	first   error
}

// fillCarts lets shoppers each put one thing into their cart: once, so that all
// of them are known, and then with pauses and without.
func (o *Options) fillCarts(ctx context.Context, t *till, server *process, shoppers []shopper) ([]adding, error) {
	requests := make([][]byte, len(shoppers))
	for i, who := range shoppers {
		line := map[string]any{"line": map[string]any{"variantId": t.variantID(i)}}
		requests[i] = withCookie(load.Post(server.address, "/graphql", body(addDocument, line)), who.cookie)
	}
	opts := load.Options{Address: server.address, Requests: requests, Connections: o.Connections, Good: added}
	warm, err := load.Run(ctx, opts)
	if err != nil || warm.First != nil {
		return nil, errors.Join(err, warm.First)
	}
	var all []adding
	for number, pause := range []time.Duration{addPause, 0} {
		// A cart takes 20 of a thing: nobody comes too often.
		if err := t.refill(ctx); err != nil {
			return nil, err
		}
		opts.Pause, opts.Duration, opts.Limit, opts.Seed = pause, o.settings().duration, mostAdds*len(shoppers), uint64(500+number)
		result, err := load.Run(ctx, opts)
		if err != nil {
			return nil, err
		}
		one := adding{pause: pause, figures: result.Figures(), first: result.First}
		o.Log.Info("added to carts", "pauses", pause, "per second", int(one.figures.PerSecond), "p99", one.figures.P99)
		all = append(all, one)
	}
	return all, nil
}

const (
	// addPause is the mean time between two additions of a shopper who is not
	// in a hurry: 50 of them make 500 a second.
	addPause = 100 * time.Millisecond
	// mostAdds is how often a shopper adds on average, at most: far from the 20
	// pieces that a line may have.
	mostAdds = 4
)

// trimmed is the start of what a program said.
func trimmed(text []byte) string { return strings.TrimSpace(fmt.Sprintf("%.600s", text)) }
