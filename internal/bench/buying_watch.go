package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"zuka/internal/bench/load"
	"zuka/internal/platform/globalid"
)

const (
	// watchers is how many people follow an order each, by a socket each.
	watchers = 1000
	// diallers is how many of them come at once.
	diallers = 20
	// newsPatience is how long the last of them may wait for an event.
	newsPatience = 30 * time.Second

	watchDocument  = `subscription Watch($number: String!, $token: String!) { orderStatus(number: $number, accessToken: $token) { number status } }`
	statusDocument = `mutation Status($input: OrderSetStatusInput!) { orderSetStatus(input: $input) { order { id status } userErrors { code message } } }`
)

// steps are the statuses that staff take a paid order to, one after another.
var steps = []string{"PROCESSING", "SHIPPED", "DELIVERED"}

// watching tells how long news of orders took from one server to another.
type watching struct {
	name string
	// people follow orders, each one or all the same.
	people, orders int
	// changes were made by one member of staff, who waited for each answer.
	changes int
	news    load.Figures
	// answers are how long the member of staff waited.
	answers load.Figures
	first   error
}

// newsSQL makes paid orders of guests, whose tokens are known, and notes when
// the commit of a change began: a deferred trigger is the last that runs.
const newsSQL = `
CREATE OR REPLACE FUNCTION bench_note() RETURNS trigger LANGUAGE plpgsql AS
	$$ BEGIN INSERT INTO bench_commits VALUES (NEW.id, upper(NEW.status), clock_timestamp()); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER bench_note AFTER UPDATE OF status ON orders DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION bench_note();`

const paidSQL = `WITH made AS (
	INSERT INTO orders (order_number, guest_email, guest_token_hash, status, payment_status, payment_method, subtotal_ngn, shipping_ngn, total_ngn,
		shipping_address, paid_at)
	SELECT 'ZUKA-2099-' || lpad(n::text, 6, '0'), 'ada@zuka.example', sha256(convert_to('token-' || n, 'UTF8')), 'paid', 'paid', 'paystack', 12000, 1500, 13500,
		'{"recipient_name": "Ada Obi", "phone": "+2348031234567", "street_address": "12 Allen Avenue", "city": "Ikeja", "state": "Lagos", "country": "Nigeria"}', now()
	FROM generate_series($1::int, $1 + $2 - 1) AS n RETURNING id, order_number),
told AS (INSERT INTO order_events (order_id, version, kind, actor) SELECT id, 1, 'placed', 'customer' FROM made)
SELECT id, order_number FROM made ORDER BY order_number`

// followed is an order that somebody follows.
type followed struct {
	id            int
	number, token string
}

// paid makes so many paid orders, numbered from first on.
func (t *till) paid(ctx context.Context, first, count int) ([]followed, error) {
	rows, err := t.pool.Pgx().Query(ctx, paidSQL, first, count)
	if err != nil {
		return nil, fmt.Errorf("making paid orders: %w", err)
	}
	var all []followed
	var one followed
	_, err = pgx.ForEachRow(rows, []any{&one.id, &one.number}, func() error {
		one.token = fmt.Sprintf("token-%d", first+len(all))
		all = append(all, one)
		return nil
	})
	return all, err
}

// happening is an order that came to a status.
type happening struct{ number, status string }

// board is where everybody notes what they were told, and when.
type board struct {
	mu    sync.Mutex
	heard map[happening][]time.Time
	count int
	more  chan struct{}
	first error
}

func newBoard() *board {
	return &board{heard: make(map[happening][]time.Time), more: make(chan struct{}, 1)}
}

func (b *board) note(what happening, at time.Time, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err != nil {
		b.first = cmpOr(b.first, err)
	} else {
		b.heard[what] = append(b.heard[what], at)
		b.count++
	}
	select {
	case b.more <- struct{}{}:
	default:
	}
}

// await waits until so many have been told in all.
func (b *board) await(ctx context.Context, count int) error {
	ctx, cancel := context.WithTimeout(ctx, newsPatience)
	defer cancel()
	for {
		b.mu.Lock()
		seen, failed := b.count, b.first
		b.mu.Unlock()
		if failed != nil || seen >= count {
			return failed
		}
		select {
		case <-b.more:
		case <-ctx.Done():
			return fmt.Errorf("%d of %d were told: %w", seen, count, ctx.Err())
		}
	}
}

// follow opens sockets and has each follow an order; it returns when all have
// been told how theirs stands.
func follow(ctx context.Context, address string, who []shopper, orders []followed, told *board) (all []*websocket.Conn, err error) {
	all = make([]*websocket.Conn, len(who))
	client := &http.Client{Transport: &http.Transport{}}
	var dialling errgroup.Group
	dialling.SetLimit(diallers)
	for i, one := range who {
		dialling.Go(func() (err error) {
			all[i], err = dial(ctx, client, address, one, orders[i%len(orders)])
			return err
		})
	}
	if err := dialling.Wait(); err != nil {
		leave(all)
		return nil, err
	}
	for _, conn := range all {
		go hear(ctx, conn, told)
	}
	return all, told.await(ctx, len(who))
}

// leave closes sockets.
func leave(all []*websocket.Conn) {
	for _, conn := range all {
		if conn != nil {
			_ = conn.CloseNow() // Nothing more is expected of it.
		}
	}
}

// dial opens a socket and asks for an order.
func dial(ctx context.Context, client *http.Client, address string, who shopper, order followed) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, "ws://"+address+"/graphql", &websocket.DialOptions{
		HTTPClient: client, Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"Cookie": {who.cookie}},
	})
	if err != nil {
		return nil, fmt.Errorf("opening a socket: %w", err)
	}
	variables := map[string]any{"number": order.number, "token": order.token}
	err = conn.Write(ctx, websocket.MessageText, []byte(`{"type":"connection_init"}`))
	if err == nil {
		_, _, err = conn.Read(ctx) // The acknowledgement; anything else ends what follows.
	}
	if err == nil {
		text := fmt.Appendf(nil, `{"id":"1","type":"subscribe","payload":%s}`, body(watchDocument, variables))
		err = conn.Write(ctx, websocket.MessageText, text)
	}
	if err != nil {
		_ = conn.CloseNow() // The first error is the one to tell.
		return nil, fmt.Errorf("following an order: %w", err)
	}
	return conn, nil
}

// hear notes what a socket is told until it ends.
func hear(ctx context.Context, conn *websocket.Conn, told *board) {
	for {
		_, text, err := conn.Read(ctx)
		at := time.Now()
		if err != nil {
			if ctx.Err() == nil && !errors.Is(err, http.ErrServerClosed) && websocket.CloseStatus(err) != -1 {
				told.note(happening{}, at, err) // The server ended it; what we close has no status.
			}
			return
		}
		what, err := readNews(text)
		told.note(what, at, err)
	}
}

// readNews reads one message.
func readNews(text []byte) (happening, error) {
	var message struct {
		Type    string
		Payload struct {
			Data struct {
				OrderStatus struct{ Number, Status string }
			}
		}
	}
	if err := json.Unmarshal(text, &message); err != nil {
		return happening{}, fmt.Errorf("%w: %.300s", err, text)
	}
	news := message.Payload.Data.OrderStatus
	if message.Type != "next" || news.Number == "" {
		return happening{}, fmt.Errorf("no news of an order: %.300s", text)
	}
	return happening{news.Number, news.Status}, nil
}

// change is the request by which staff take an order to a status.
func change(address string, clerk shopper, order followed, status string) []byte {
	input := map[string]any{"orderId": globalid.New("Order", order.id).String(), "status": status}
	if status == "SHIPPED" {
		input["carrier"] = "GIG Logistics"
	}
	return withCookie(load.Post(address, "/graphql", body(statusDocument, map[string]any{"input": input})), clerk.cookie)
}

// moved tells why an order was not moved.
func moved(answer []byte) error {
	if !bytes.Contains(answer, []byte(`"orderSetStatus":{"order":{"id":"`)) {
		return fmt.Errorf("an order was not moved: %.300s", answer)
	}
	return nil
}

// watch has people follow orders on one server while staff move them on another.
// With each their own order one change follows the other; with all the same, the
// next waits until everybody was told.
func (o *Options) watch(ctx context.Context, t *till, from, to *process, clerk shopper, who []shopper, orders []followed) (seen watching, err error) {
	seen = watching{name: "each their own", people: len(who), orders: len(orders)}
	if len(orders) < len(who) {
		seen.name = "all the same"
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	told := newBoard()
	sockets, err := follow(ctx, to.address, who, orders, told)
	defer leave(sockets)
	if err != nil {
		return seen, err
	}
	wanted := len(who)
	answers := load.Result{}
	for _, status := range steps[:min(max(o.Rounds, 1), len(steps))] {
		requests := make([][]byte, len(orders))
		for i, order := range orders {
			requests[i] = change(from.address, clerk, order, status)
		}
		result, err := load.Run(ctx, load.Options{Address: from.address, Requests: requests, Connections: 1, Good: moved})
		if err = errors.Join(err, result.First); err != nil {
			return seen, err
		}
		answers.Samples = append(answers.Samples, result.Samples...)
		answers.Elapsed += result.Elapsed
		wanted += len(who)
		if err := told.await(ctx, wanted); err != nil {
			return seen, err
		}
	}
	seen.answers, seen.changes = answers.Figures(), len(answers.Samples)
	seen.news, err = t.delays(ctx, told, orders)
	o.Log.Info("watched", "orders", seen.name, "changes", seen.changes, "p50", seen.news.P50, "p99", seen.news.P99)
	return seen, err
}

// delays are from the moment at which the commit of each change began to each
// event of it.
func (t *till) delays(ctx context.Context, told *board, orders []followed) (load.Figures, error) {
	ids := make([]int, len(orders))
	for i, order := range orders {
		ids[i] = order.id
	}
	rows, err := t.pool.Pgx().Query(ctx, `SELECT o.order_number, c.status, c.at FROM bench_commits AS c JOIN orders AS o ON o.id = c.order_id WHERE o.id = ANY($1)`, ids)
	if err != nil {
		return load.Figures{}, fmt.Errorf("reading when orders were moved: %w", err)
	}
	told.mu.Lock()
	defer told.mu.Unlock()
	var (
		result load.Result
		what   happening
		at     time.Time
	)
	_, err = pgx.ForEachRow(rows, []any{&what.number, &what.status, &at}, func() error {
		for _, heard := range told.heard[happening{what.number, strings.ToUpper(what.status)}] {
			result.Samples = append(result.Samples, load.Sample{Took: heard.Sub(at)})
		}
		return nil
	})
	if err == nil && len(result.Samples) == 0 {
		err = errors.New("no change was noted")
	}
	return result.Figures(), err
}
