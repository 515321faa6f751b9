package bench

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/jackc/pgx/v5"

	"zuka/internal/bench/load"
)

// What the shop has to reach where clients ask by the ids of published documents:
// times the hand-written server's requests, and the fixed body's.
const (
	leastGet       = 4.0
	leastOfFixed   = 0.5
	leastPersisted = 1.5
	leastBare      = 0.6
)

// edge is what was measured of persisted documents.
type edge struct {
	pages     []page
	standings [][]standing
	// bytes is how long an answer of each page is on average.
	bytes []int
}

// measureEdge lets the three pages be asked for by published documents.
func (o *Options) measureEdge(ctx context.Context, report *report) (err error) {
	shop, err := makeDatabase(ctx, o.DatabaseURL, "zuka_bench_edge", o.Products, o.Log)
	if err != nil {
		return err
	}
	var running servers
	defer func() {
		err = errors.Join(err, running.stop(), shop.drop(context.WithoutCancel(ctx)))
	}()
	begin := func(name string, argv, environment []string) *process {
		if err != nil {
			return nil
		}
		var p *process
		if p, err = start(ctx, name, argv, append(environment, o.environment(shop)...)); err == nil {
			running = append(running, p)
		}
		return p
	}
	theRival := begin("hand-written", []string{o.Bench, "rival", "--addr", "127.0.0.1:0"}, nil)
	kept := begin("zuka", o.serve(), nil)
	entities := begin("zuka, no kept answers", o.serve(), []string{"RESPONSES_OFF=true"})
	bare := begin("zuka, no cache", o.serve(), []string{"CACHE_OFF=true"})
	if err != nil {
		return err
	}
	pages, err := o.pages(ctx, shop, bare.address)
	if err != nil {
		return err
	}
	if err := publish(ctx, shop.url, pages); err != nil {
		return err
	}
	for _, p := range []*process{kept, entities, bare} {
		if err := compare(ctx, pages, p.address, theRival.address); err != nil {
			return fmt.Errorf("%s and the rival answer differently: %w", p.name, err)
		}
	}
	report.edge = &edge{pages: pages}
	return report.edge.race(ctx, o.settings(), theRival, kept, entities, bare)
}

// race measures every page.
func (e *edge) race(ctx context.Context, s settings, theRival, kept, entities, bare *process) error {
	for _, page := range e.pages {
		length, err := page.length(kept.address)
		if err != nil {
			return err
		}
		fixed := [][]byte{load.Get(theRival.address, fmt.Sprintf("/fixed?bytes=%d", length))}
		s.log.Info("measuring", "page", page.name, "bytes", length)
		standings, err := contest(ctx, s, []contestant{
			{name: "hand-written", address: theRival.address, requests: page.theirs(theRival.address)},
			{name: "hand-written, a fixed body", address: theRival.address, requests: fixed},
			{name: "zuka, GET, kept answers", address: kept.address, requests: page.gets(kept.address), passes: 1, bar: leastGet},
			{name: "zuka, POST, entities kept", address: entities.address, requests: page.posts(entities.address), passes: 2, bar: leastPersisted},
			{name: "zuka, POST, no cache", address: bare.address, requests: page.posts(bare.address), bar: leastBare},
		})
		if err != nil {
			return fmt.Errorf("measuring %s: %w", page.name, err)
		}
		e.standings, e.bytes = append(e.standings, standings), append(e.bytes, length)
	}
	return nil
}

// write prints the figures.
func (e *edge) write(out *printer, o *Options) {
	out.line("\n### Published documents\n")
	out.line("%d products; %d connections, closed loop, keep-alive, no compression; %d connections to PostgreSQL each; %d rounds of %gs taking turns, medians (least to most). Clients send a document's id.\n",
		o.Products, o.Connections, o.DatabaseConnections, o.Rounds, o.Seconds)
	out.line("| page | server | requests/s | times the hand-written | bar | of the fixed body | p50 | p99 | errors |")
	out.line("| --- | --- | ---: | ---: | --- | --- | ---: | ---: | ---: |")
	for i, page := range e.pages {
		fixed := load.Median(e.standings[i][1].perSecond())
		for n, one := range e.standings[i] {
			middle, part := one.middle(), ""
			if n == 2 && fixed > 0 {
				ratio := load.Median(one.perSecond()) / fixed
				part = fmt.Sprintf("%.2f, %s", ratio, atLeast(ratio, leastOfFixed))
			}
			out.line("| %s %s (%d bytes) | %s | %s | %s | %s | %s | %s | %s | %d |", page.name, page.label, e.bytes[i], one.name,
				spread("%.0f", one.perSecond()), spread("%.2f", one.ratios), atLeast(load.Median(one.ratios), one.bar), part,
				shortTime(middle.P50), shortTime(middle.P99), middle.Errors)
		}
	}
}

// hash is what a document is known by.
func (p *page) hash() string {
	sum := sha256.Sum256([]byte(p.document))
	return hex.EncodeToString(sum[:])
}

// gets are the requests by GET.
func (p *page) gets(address string) [][]byte {
	requests := make([][]byte, len(p.questions))
	for i, q := range p.questions {
		values := url.Values{"documentId": {p.hash()}, "variables": {string(asJSON(q.variables))}}
		requests[i] = load.Get(address, "/graphql?"+values.Encode())
	}
	return requests
}

// posts are the requests by POST.
func (p *page) posts(address string) [][]byte {
	requests := make([][]byte, len(p.questions))
	for i, q := range p.questions {
		requests[i] = load.Post(address, "/graphql", asJSON(map[string]any{"documentId": p.hash(), "variables": q.variables}))
	}
	return requests
}

func asJSON(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic("bench: variables that cannot be written: " + err.Error()) // Texts and numbers only.
	}
	return text
}

// length is how many bytes an answer has, on average of some.
func (p *page) length(address string) (int, error) {
	total, asked := 0, p.gets(address)
	asked = asked[:min(compared, len(asked))]
	for _, request := range asked {
		answer, err := load.Ask(address, request)
		if err != nil {
			return 0, fmt.Errorf("asking for %s by its id: %w", p.name, err)
		}
		total += len(answer)
	}
	return total / len(asked), nil
}

// publish registers the pages' documents.
func publish(ctx context.Context, database string, pages []page) error {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return fmt.Errorf("reaching the database: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for _, page := range pages {
		if _, err := conn.Exec(ctx, `INSERT INTO persisted_operations (document_id, sha256, document, name, operation, client, version)
			VALUES ($1, $1, $2, $3, 'query', 'bench', '1')`, page.hash(), page.document, page.name); err != nil {
			return fmt.Errorf("publishing %s: %w", page.name, err)
		}
	}
	return nil
}
