package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"zuka/internal/bench/load"
	"zuka/internal/platform/chatserver"
)

const (
	// lookEvery is the time from one look at the database to the next: together
	// they see more than one beat and more than one search for runs that broke
	// off.
	lookEvery = 60 * time.Millisecond
	// holdPatience is how long all may take to wait, and then to be answered.
	holdPatience = 30 * time.Second
)

// holding is what a server held of the database while a model thought.
type holding struct {
	chats, looks int
	// connections is how many the server had, busy how many were in a statement
	// beyond the beat, and idle how many in a transaction without one: the most
	// of any look.
	connections, busy, idle int
	// longest is the longest transaction that was seen.
	longest time.Duration
	// pages is how long the shop's home page took meanwhile.
	pages load.Figures
	// answered is how many messages were answered when the model spoke at last.
	answered int
	wrong    error
}

// hold has many wait for a model that says nothing.
func (p *parlour) hold(ctx context.Context, o *Options, shop *database, into *pets) error {
	gate := make(chan struct{})
	server := chatserver.New(chatserver.Options{Keep: -1, Script: func(chatserver.Request) chatserver.Turn {
		return chatserver.Turn{Pieces: []string{"So be it."}, Gate: gate}
	}})
	defer server.Close()
	into.held = &holding{chats: p.size.held}
	o.Log.Info("waiting for a model", "chats", p.size.held)
	return o.beside(ctx, shop, "zuka, a model that thinks", func(shop *process) error {
		into.held.wrong = p.holdOn(ctx, shop, server, gate, into.held)
		o.Log.Info("waited", "busy", into.held.busy, "idle in transaction", into.held.idle, "page p95", into.held.pages.P95)
		return ctx.Err()
	}, modelSettings(server.URL)...)
}

func (p *parlour) holdOn(ctx context.Context, shop *process, server *chatserver.Server, gate chan struct{}, seen *holding) error {
	// On every way out, for the server ends its answers before it stops.
	released := false
	release := func() {
		if !released {
			released = true
			close(gate)
		}
	}
	defer release()
	begun := time.Now()
	requests := make([][]byte, seen.chats)
	for i := range requests {
		input := map[string]any{"petId": p.keepers[i].pet, "text": saying(i, 0), "idempotencyKey": uuid.NewString()}
		requests[i] = p.keepers[i].post(shop.address, input)
	}
	result, err := load.Run(ctx, load.Options{Address: shop.address, Requests: requests, Connections: submitters, Good: accepted})
	if err = errors.Join(err, result.First); err != nil {
		return err
	}
	if err := until(ctx, func() (bool, error) { return server.Asked() >= seen.chats, nil }); err != nil {
		return fmt.Errorf("%d of %d ask the model: %w", server.Asked(), seen.chats, err)
	}
	// What came with the messages is finished first, such as their jobs.
	if !rest(ctx, time.Second) {
		return ctx.Err()
	}
	if err := p.look(ctx, shop, seen); err != nil {
		return err
	}
	release()
	err = until(ctx, func() (bool, error) {
		err := p.pool.Pgx().QueryRow(ctx, answeredSQL, begun.Add(-time.Second)).Scan(&seen.answered)
		return seen.answered >= seen.chats, err
	})
	if err != nil {
		return fmt.Errorf("%d of %d were answered: %w", seen.answered, seen.chats, err)
	}
	return nil
}

const answeredSQL = `SELECT count(*) FROM pet_runs WHERE created_at > $1 AND state = 'done' AND brain = 'llm' AND failure IS NULL`

// accepted tells why no message was taken.
func accepted(answer []byte) error {
	_, err := readRun(answer)
	return err
}

// busySQL looks at the connections of the server, its jobs' among them. The beat
// is the statement that says for all runs that they are thought about.
const busySQL = `SELECT count(*), count(*) FILTER (WHERE state = 'active' AND query NOT LIKE 'UPDATE pet_runs AS r SET seen_at = now() FROM unnest%'),
	count(*) FILTER (WHERE state LIKE 'idle in transaction%'), coalesce(max(extract(epoch FROM now() - xact_start) * 1e6), 0)::bigint
	FROM pg_stat_activity WHERE datname = current_database() AND application_name IN ('zuka', 'zuka-jobs')`

// look looks at the database again and again, and asks for a page before each time.
func (p *parlour) look(ctx context.Context, shop *process, seen *holding) error {
	var pages load.Result
	begun := time.Now()
	for n := range p.size.looks {
		// Each of another length, so that no cache answers.
		home := load.Post(shop.address, "/graphql", body(homeDocument, map[string]any{"first": 1 + n%100}))
		asked := time.Now()
		if _, err := load.Ask(shop.address, home); err != nil {
			return fmt.Errorf("asking for a page: %w", err)
		}
		pages.Samples = append(pages.Samples, load.Sample{Took: time.Since(asked)})
		if !rest(ctx, lookEvery) {
			return ctx.Err()
		}
		var connections, busy, idle int
		var micros int64
		if err := p.pool.Pgx().QueryRow(ctx, busySQL).Scan(&connections, &busy, &idle, &micros); err != nil {
			return fmt.Errorf("looking at the database: %w", err)
		}
		seen.looks++
		seen.connections, seen.busy, seen.idle = max(seen.connections, connections), max(seen.busy, busy), max(seen.idle, idle)
		seen.longest = max(seen.longest, time.Duration(micros)*time.Microsecond)
	}
	pages.Elapsed = time.Since(begun)
	seen.pages = pages.Figures()
	return nil
}

// until asks again and again whether something is so.
func until(ctx context.Context, so func() (bool, error)) error {
	patience := time.Now().Add(holdPatience)
	for {
		is, err := so()
		switch {
		case err != nil || is:
			return err
		case time.Now().After(patience):
			return fmt.Errorf("not in %s", holdPatience)
		case !rest(ctx, lookEvery):
			return ctx.Err()
		}
	}
}
