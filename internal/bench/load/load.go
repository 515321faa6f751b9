// Package load asks a server as many clients would who each wait for their
// answer before they ask again, and says how it did. It costs little of the
// machine that it shares with the server: requests are bytes made beforehand,
// and a connection is a goroutine that reads into memory it already has.
package load

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// patience is how long one answer may take.
const patience = 30 * time.Second

// Options say what to ask whom.
type Options struct {
	// Address is host:port. Only this machine's own is allowed.
	Address string
	// Requests are whole HTTP requests, as Post and Get make them.
	Requests [][]byte
	// Connections is how many clients there are.
	Connections int
	// Duration is how long requests are picked at random, one at least; 0 sends each
	// request once, in order, and ends.
	Duration time.Duration
	// Limit bounds the number of requests; 0 does not.
	Limit int
	// Seed decides which requests are picked.
	Seed uint64
	// Pause is the mean time, at random, that a client lets pass before it asks;
	// 0 lets none pass.
	Pause time.Duration
	// Every is the time from one request to the next, of all clients together,
	// on a schedule that waits for no answer: a request that is late is timed
	// from when it was due. 0 has no schedule. It is for requests that are sent
	// once, in order.
	Every time.Duration
	// After is what a request waits for beside its moment, such as the answer to
	// another; it may be nil, and give nil for a request that waits for nothing. A
	// request whose moment came first is timed from when that came.
	After func(request int) <-chan struct{}
	// Sent is told of a request, and of the moment from which it is timed, just
	// before it is sent; it may be nil.
	Sent func(request int, at time.Time)
	// Done is told of a request that was sent, when it has its answer or will have
	// none; it may be nil.
	Done func(request int)
	// Good tells what is wrong with an answer, beside errors of GraphQL; nil
	// looks no further.
	Good func(body []byte) error
}

// Sample is one request that was answered.
type Sample struct {
	// Request is its place in Options.Requests.
	Request int
	Took    time.Duration
}

// Result is what was seen.
type Result struct {
	Samples []Sample
	Elapsed time.Duration
	// Errors counts requests without a good answer; First is the first one's.
	Errors int
	First  error
}

// Run asks until the time is over, every request was sent, or ctx ends.
func Run(ctx context.Context, opts Options) (Result, error) {
	if err := check(opts); err != nil {
		return Result{}, err
	}
	clients := make([]client, opts.Connections)
	var next atomic.Int64
	var group sync.WaitGroup
	begun := time.Now()
	for i := range clients {
		clients[i] = client{
			ctx: ctx, opts: &opts, next: &next, begun: begun,
			dice: rand.New(rand.NewPCG(opts.Seed, uint64(i))),
		}
		group.Go(clients[i].run)
	}
	group.Wait()
	result := Result{Elapsed: time.Since(begun)}
	for i := range clients {
		result.Samples = append(result.Samples, clients[i].samples...)
		result.Errors += clients[i].errors
		result.First = cmpOr(result.First, clients[i].first)
	}
	return result, ctx.Err()
}

func cmpOr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func check(opts Options) error {
	host, _, err := net.SplitHostPort(opts.Address)
	if err != nil {
		return fmt.Errorf("the address of the server: %w", err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("%s is not this machine: load is for servers of one's own", opts.Address)
	}
	if len(opts.Requests) == 0 || opts.Connections < 1 {
		return errors.New("there is nothing to ask, or nobody to ask it")
	}
	return nil
}

// client is one connection.
type client struct {
	ctx   context.Context
	opts  *Options
	next  *atomic.Int64
	begun time.Time
	dice  *rand.Rand

	wire    net.Conn
	answers Reader

	samples []Sample
	errors  int
	first   error
}

func (c *client) run() {
	defer c.hangUp()
	for {
		at, more := c.pick()
		if !more || c.ctx.Err() != nil {
			return
		}
		if c.opts.Pause > 0 && !c.rest(time.Duration(c.dice.ExpFloat64()*float64(c.opts.Pause))) {
			return
		}
		begun, in := c.due(at)
		if !in {
			return
		}
		if c.opts.Sent != nil {
			c.opts.Sent(at, begun)
		}
		body, err := c.ask(c.opts.Requests[at])
		if err == nil {
			err = good(body)
		}
		if err == nil && c.opts.Good != nil {
			err = c.opts.Good(body)
		}
		if c.opts.Done != nil {
			c.opts.Done(at)
		}
		if err != nil {
			c.errors++
			c.first = cmpOr(c.first, err)
			c.hangUp()
			continue
		}
		c.samples = append(c.samples, Sample{Request: at, Took: time.Since(begun)})
	}
}

// due is the moment from which a request is timed, which has come on return;
// false when the run has ended meanwhile.
func (c *client) due(at int) (time.Time, bool) {
	due := time.Now()
	if c.opts.Every > 0 {
		due = c.begun.Add(time.Duration(at) * c.opts.Every)
		if !c.rest(time.Until(due)) {
			return due, false
		}
	}
	if c.opts.After == nil {
		return due, true
	}
	after := c.opts.After(at)
	if after == nil {
		return due, true
	}
	select {
	case <-after: // It came first.
		return due, true
	default:
	}
	select {
	case <-after:
		return time.Now(), true
	case <-c.ctx.Done():
		return due, false
	}
}

// rest lets some time pass; false when the run has ended meanwhile.
func (c *client) rest(pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.ctx.Done():
		return false
	}
}

// pick is the place of the next request.
func (c *client) pick() (int, bool) {
	number := int(c.next.Add(1)) - 1
	if c.opts.Limit > 0 && number >= c.opts.Limit {
		return 0, false
	}
	if c.opts.Duration == 0 {
		return number, number < len(c.opts.Requests)
	}
	return c.dice.IntN(len(c.opts.Requests)), number == 0 || time.Since(c.begun) < c.opts.Duration
}

// ask sends a request and reads the answer's body, which is good until the
// next call.
func (c *client) ask(request []byte) ([]byte, error) {
	if c.wire == nil {
		wire, err := net.DialTimeout("tcp", c.opts.Address, patience)
		if err != nil {
			return nil, err
		}
		c.wire = wire
		c.answers.Reset(bufio.NewReaderSize(wire, 32<<10))
	}
	if err := c.wire.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	if _, err := c.wire.Write(request); err != nil {
		return nil, err
	}
	answer, err := c.answers.Next()
	if err != nil {
		return nil, err
	}
	if answer.Status != 200 {
		return nil, fmt.Errorf("status %d: %.300s", answer.Status, answer.Body)
	}
	if answer.Close {
		c.hangUp()
	}
	return answer.Body, nil
}

func (c *client) hangUp() {
	if c.wire != nil {
		_ = c.wire.Close() // Nothing more is expected of it.
		c.wire = nil
	}
}

// good finds a GraphQL answer at fault. No text of the shop can look like the
// key: a quotation mark within a text is escaped.
func good(body []byte) error {
	if bytes.Contains(body, []byte(`"errors":`)) {
		return fmt.Errorf("an answer with errors: %.300s", body)
	}
	return nil
}

// Ask sends one request and returns the body of its answer.
func Ask(address string, request []byte) ([]byte, error) {
	opts := Options{Address: address, Requests: [][]byte{request}, Connections: 1}
	if err := check(opts); err != nil {
		return nil, err
	}
	one := client{opts: &opts}
	defer one.hangUp()
	body, err := one.ask(request)
	if err == nil {
		err = good(body)
	}
	return slices.Clone(body), err
}

// Post is a POST of JSON as a web storefront sends it.
func Post(address, path string, body []byte) []byte {
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nAccept: application/graphql-response+json, application/json\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", path, address, len(body), body)
}

// Get is a GET of JSON.
func Get(address, path string) []byte {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: application/json\r\n\r\n", path, address)
}
