package bench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/globalid"
)

// parlourSize says how many talk with their pets, and how much.
type parlourSize struct {
	// chats talk at once: so many messages each with the built-in brain, and so
	// many with the model.
	chats, messages, modelMessages int
	// crowd send a message each within a time.
	crowd  int
	within time.Duration
	// held is how many wait for a model that says nothing, looks how often the
	// database is looked at meanwhile.
	held, looks int
	// tokens is how many the model says an answer, one a step.
	tokens int
	step   time.Duration
}

// fullParlour is the one that the bars are about.
var fullParlour = parlourSize{
	chats: 50, messages: 6, modelMessages: 4, crowd: 500, within: 2 * time.Second, held: 200, looks: 50, tokens: 60, step: 20 * time.Millisecond,
}

// petProducts is how many products the pets' shop has.
const petProducts = 5000

// pets is what talking with pets costs.
type pets struct {
	size  parlourSize
	talks []*talk
	held  *holding
}

// measurePets talks in a shop of its own.
func (o *Options) measurePets(ctx context.Context, report *report) error {
	return o.petsIn(ctx, report, fullParlour)
}

func (o *Options) petsIn(ctx context.Context, report *report, size parlourSize) (err error) {
	// A chat has a socket and a request of ours, and the server's ends of both.
	if err := openFiles(uint64(2*size.crowd) + 1000); err != nil {
		return err
	}
	shop, err := makeDatabase(ctx, o.DatabaseURL, "zuka_bench_pet", petProducts, o.Log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shop.drop(context.WithoutCancel(ctx))) }()
	p, err := o.openParlour(ctx, shop, size)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.shut(context.WithoutCancel(ctx))) }()
	report.pets = &pets{size: size}
	if err := p.talkBuiltIn(ctx, o, shop, report.pets); err != nil {
		return err
	}
	if err := p.talkModel(ctx, o, shop, report.pets); err != nil {
		return err
	}
	return p.hold(ctx, o, shop, report.pets)
}

// talkBuiltIn lets the built-in brain answer.
func (p *parlour) talkBuiltIn(ctx context.Context, o *Options, shop *database, into *pets) error {
	return o.beside(ctx, shop, "zuka, built-in brain", func(server *process) error {
		if err := p.warm(ctx, server); err != nil {
			return err
		}
		few := &talk{name: "built-in", chats: p.size.chats, messages: p.size.messages, pause: talkPause, bound: true}
		crowd := &talk{name: "built-in", chats: p.size.crowd, messages: 1, within: p.size.within}
		return p.talkAll(ctx, o, server, into, few, crowd)
	})
}

// talkModel lets a scripted model in this process answer.
func (p *parlour) talkModel(ctx context.Context, o *Options, shop *database, into *pets) error {
	m := openModel(p.size.tokens, p.size.step)
	defer m.close()
	return o.beside(ctx, shop, "zuka, a model", func(server *process) error {
		if err := p.warm(ctx, server); err != nil {
			return err
		}
		few := &talk{name: "model", chats: p.size.chats, messages: p.size.modelMessages, pause: talkPause, model: m, bound: true}
		crowd := &talk{name: "model", chats: p.size.crowd, messages: 1, within: p.size.within, model: m}
		return p.talkAll(ctx, o, server, into, few, crowd)
	}, modelSettings(m.server.URL)...)
}

// modelSettings have a server ask a model.
func modelSettings(url string) []string {
	return []string{"PET_LLM_URL=" + url, "PET_LLM_MODEL=scripted"}
}

// talkAll has one talk after the other. What fails in them is told in the end.
func (p *parlour) talkAll(ctx context.Context, o *Options, server *process, into *pets, all ...*talk) error {
	for _, one := range all {
		into.talks = append(into.talks, one)
		o.Log.Info("talking with pets", "brain", one.name, "chats", one.chats, "messages", one.messages)
		if err := p.talk(ctx, server, one); err != nil {
			return fmt.Errorf("talking with pets, %s: %w", one.name, err)
		}
		o.Log.Info("talked", "answers", one.whole.Requests, "first word p95", one.first.P95, "whole p95", one.whole.P95, "a token p99", one.tokens.P99,
			"errors", one.errors)
	}
	return nil
}

// parlour is a shop in which people talk with their pets.
type parlour struct {
	*till
	size    parlourSize
	prefix  string
	keepers []keeper
}

// keeper is somebody with a pet.
type keeper struct {
	shopper
	// pet is its global id.
	pet string
}

// openParlour lets people with pets in.
func (o *Options) openParlour(ctx context.Context, shop *database, size parlourSize) (*parlour, error) {
	t, err := o.openDoor(ctx, shop)
	if err != nil {
		return nil, err
	}
	p := &parlour{till: t, size: size, prefix: shop.name + ":"}
	o.Log.Info("letting people in who have pets", "people", size.most())
	who, err := t.people(ctx, size.most())
	if err == nil {
		err = p.adopt(ctx, who)
	}
	if err != nil {
		return nil, errors.Join(err, p.shut(context.WithoutCancel(ctx)))
	}
	return p, nil
}

// most is how many people there are.
func (s parlourSize) most() int { return max(s.chats, s.crowd, s.held) }

// adoptSQL gives everybody a pet; the voices take turns.
const adoptSQL = `WITH people AS (
	SELECT u.user_id, s.n FROM unnest($1::uuid[]) WITH ORDINALITY AS s (id, n) JOIN user_sessions AS u ON u.id = s.id),
made AS (
	INSERT INTO user_pets (user_id, persona_type, name, preferences, memory_context)
	SELECT user_id, (ARRAY['grumpy', 'rude', 'nonchalant', 'funny'])[1 + n % 4], 'Biscuit', '{}', '{}' FROM people RETURNING id, user_id)
SELECT made.id FROM made JOIN people USING (user_id) ORDER BY people.n`

func (p *parlour) adopt(ctx context.Context, who []shopper) error {
	rows, err := p.pool.Pgx().Query(ctx, adoptSQL, sessionsOf(who))
	if err != nil {
		return fmt.Errorf("adopting pets: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err == nil && len(ids) != len(who) {
		err = errors.New("not everybody has one")
	}
	if err != nil {
		return fmt.Errorf("adopting pets: %w", err)
	}
	for i, id := range ids {
		p.keepers = append(p.keepers, keeper{who[i], globalid.New("UserPet", id).String()})
	}
	return nil
}

// shut leaves nothing of the parlour in Redis, which may be somebody's.
func (p *parlour) shut(ctx context.Context) error {
	return errors.Join(p.sweep(ctx, p.prefix), p.close())
}
