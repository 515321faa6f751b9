package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"zuka/internal/job"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/checkout"
	"zuka/internal/shop/delivery"
	"zuka/internal/shop/game"
	"zuka/internal/shop/loyalty"
	"zuka/internal/shop/pet"
	"zuka/internal/shop/pet/avatar"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/builtin"
	"zuka/internal/shop/pet/llm"
	"zuka/internal/shop/pet/stream"
	"zuka/internal/shop/pet/taste"
	"zuka/internal/shop/pet/tool"
)

// Pets are the shopping assistants, and what they share over the databases of
// requests and of jobs.
type Pets struct {
	*pet.Service
	Taste *taste.Service

	events  *stream.Log
	words   *pet.Words
	builtin brain.Brain
	model   brain.Brain // nil where none is set
}

// openPets wires the pets of requests.
func (a *App) openPets(registry prometheus.Registerer) error {
	p := &a.Pets
	p.events = stream.New(stream.Config{Redis: a.redis, Hub: a.hub, Prefix: a.Config.RedisPrefix, OpTimeout: 2 * a.Config.RedisTimeout, Log: a.Log})
	p.words = &pet.Words{Pool: a.Pool, Clock: clock.System{}}
	p.builtin = builtin.New(builtin.Config{
		Pace:    a.Config.PetPace,
		Lexicon: func(ctx context.Context) (builtin.Reader, error) { return p.words.Lexicon(ctx) },
		NameOf:  a.nameOf,
	})
	if a.Config.PetURL != "" {
		observe, err := petMeters(registry)
		if err != nil {
			return err
		}
		model, err := llm.New(llm.Config{URL: a.Config.PetURL, Key: a.Config.PetKey, Model: a.Config.PetModel, Log: a.Log, Observe: observe})
		if err != nil {
			return fmt.Errorf("reading PET_LLM_URL: %w", err)
		}
		p.model = model
		a.undo = append(a.undo, model.Close)
	}
	p.Service, p.Taste = a.pets(a.Pool, a.Buying)
	return nil
}

// pets wires pets over a database.
func (a *App) pets(pool *postgres.Pool, b *Buying) (*pet.Service, *taste.Service) {
	tastes := taste.New(taste.Config{Pool: pool, Log: a.Log})
	tools := tool.New(tool.Config{
		Pool: pool, Catalog: a.Catalog, Carts: b.Carts, Checkout: b.Checkout, Orders: b.Orders, Points: b.Loyalty, Taste: tastes, Rules: a.petRules(), Log: a.Log,
	})
	return pet.New(pet.Config{
		Pool: pool, Log: a.Log, Outbox: a.outlook.outbox, Events: a.Pets.events, Tools: tools, Taste: tastes, Catalog: a.Catalog, Carts: b.Carts,
		Checkout: b.Checkout, Builtin: a.Pets.builtin, Model: a.Pets.model, Lexicon: a.Pets.words.Lexicon,
		Budget: pet.Budget{Person: a.Config.PetDailyTokens, Shop: a.Config.PetShopTokens}, Unlimited: a.Config.LimitsOff,
	}), tastes
}

// petRules are what pets tell of the shop's rules: those that the domains have.
func (a *App) petRules() brain.Shop {
	rules := brain.Shop{
		ReturnDays: a.Config.ReturnDays, MinPointsToSpend: loyalty.Least, MostPointsPercent: loyalty.MostPercent, DailyGamePoints: game.DailyPoints,
		CashLimit: checkout.CashMost.Amount(), FreeFrom: delivery.FreeFrom.Amount(),
	}
	for _, one := range game.Games() {
		rules.Games = append(rules.Games, one.Name)
	}
	return rules
}

// nameOf names a brand or category as shoppers read it; empty where there is
// none, or the catalogue cannot be read just now.
func (a *App) nameOf(kind, slug string) string {
	ctx := context.Background() // Both are kept in the process.
	if kind == "brand" {
		if found, err := a.Catalog.BrandBySlug(ctx, slug); err == nil && found != nil {
			return found.Name
		}
		return ""
	}
	if tree, err := a.Catalog.Tree(ctx); err == nil {
		if found := tree.BySlug(slug); found != nil {
			return found.Name
		}
	}
	return ""
}

const (
	// petBatch is how many pets, and people, one statement of a sweep learns of.
	petBatch = 200
	// petRounds bounds one run of a sweep; the next goes on.
	petRounds = 25
)

// petSweeps adds the sweeps of pets to the others.
func petSweeps(sweeps job.Sweeps, pets *pet.Service, tastes *taste.Service) job.Sweeps {
	sweeps.Proposals, sweeps.Conversations = pets.ExpireProposals, pets.CleanConversations
	sweeps.Tastes, sweeps.Habits = inBatches(tastes.LearnFromDeeds), inBatches(tastes.RefreshProfiles)
	return sweeps
}

// inBatches goes on while there is a whole batch to do.
func inBatches(do func(ctx context.Context, limit int) (int, error)) job.Sweep {
	return func(ctx context.Context) (total int, err error) {
		for range petRounds {
			done, err := do(ctx, petBatch)
			total += done
			if err != nil || done < petBatch {
				return total, err
			}
		}
		return total, nil
	}
}

// pictures draws pets beside what the catalogue draws.
type pictures struct{ *catalog.Service }

// Picture draws a thing; of a pet, view is its level.
func (p pictures) Picture(ctx context.Context, kind, slug string, view int) ([]byte, error) {
	if kind != "pets" {
		return p.Service.Picture(ctx, kind, slug, view)
	}
	drawn, err := avatar.Draw(slug, view)
	if errors.Is(err, avatar.ErrUnknown) {
		return nil, fault.Missing("picture")
	}
	return drawn, err
}

// petMeters count what models answer.
func petMeters(registry prometheus.Registerer) (func(llm.Report), error) {
	answers := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "zuka_pet_model_answers_total", Help: "Answers of the pets' model, by what came of them."}, []string{"outcome"})
	tokens := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "zuka_pet_model_tokens_total", Help: "Tokens that the pets' model read and wrote."}, []string{"direction"})
	if err := errors.Join(registry.Register(answers), registry.Register(tokens)); err != nil {
		return nil, fmt.Errorf("making the meters of pets: %w", err)
	}
	return func(r llm.Report) {
		answers.WithLabelValues(r.Outcome).Inc()
		tokens.WithLabelValues("in").Add(float64(r.TokensIn))
		tokens.WithLabelValues("out").Add(float64(r.TokensOut))
	}, nil
}

// petFaults are the settings of pets that cannot work.
func (c *Config) petFaults() (faults []error) {
	if c.PetURL != "" && c.PetModel == "" {
		faults = append(faults, errors.New("PET_LLM_URL needs PET_LLM_MODEL"))
	}
	if c.PetURL == "" && (c.PetKey != "" || c.PetModel != "") {
		faults = append(faults, errors.New("PET_LLM_KEY and PET_LLM_MODEL need PET_LLM_URL"))
	}
	if c.PetURL != "" && !strings.HasPrefix(c.PetURL, "http://") && !strings.HasPrefix(c.PetURL, "https://") {
		faults = append(faults, errors.New("PET_LLM_URL must begin with http:// or https://"))
	}
	if c.PetDailyTokens < 0 || c.PetShopTokens < 0 || c.PetPace < 0 || c.ReturnDays < 0 {
		faults = append(faults, errors.New("PET_DAILY_TOKENS, PET_SHOP_TOKENS, PET_PACE and RETURN_DAYS must not be negative"))
	}
	return faults
}
