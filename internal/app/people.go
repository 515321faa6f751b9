package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"zuka/internal/dashboard"
	"zuka/internal/job"
	"zuka/internal/platform/blob"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/mail"
	"zuka/internal/platform/mailbox"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/ratelimit"
	"zuka/internal/platform/sms"
	"zuka/internal/platform/viewer"
	"zuka/internal/server/devidentity"
	devmailbox "zuka/internal/server/mailbox"
	"zuka/internal/server/webhook"
	"zuka/internal/shop/account"
	"zuka/internal/shop/account/idtoken"
	"zuka/internal/shop/account/letter"
	"zuka/internal/shop/account/password"
	"zuka/internal/shop/account/secret"
	"zuka/internal/shop/account/session"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/pet"
)

// devAudience is who the development identity page makes tokens for.
const devAudience = "zuka-development"

// Addresses of pages that only development has.
const (
	mailboxPath  = "/dev/mailbox"
	identityPath = "/dev/identity"
	filesPath    = "/files/"
)

// people wires accounts and what they need of the outside.
func (a *App) people(registry prometheus.Registerer) error {
	keys, err := a.keys()
	if err != nil {
		return err
	}
	a.limits = ratelimit.New(ratelimit.Options{
		Redis: a.redis, Prefix: a.Config.RedisPrefix, OpTimeout: a.Config.RedisTimeout, Secret: keys.Derive("limits"),
		Log: a.Log, Metrics: registry, Off: a.Config.LimitsOff,
	})
	outbox, err := job.NewOutbox(a.Log)
	if err != nil {
		return err
	}
	a.Sessions = session.New(session.Config{
		Pool: a.Pool, Redis: a.redis, Prefix: a.Config.RedisPrefix, Hub: a.hub, Keys: keys, Forget: outbox.ForgetSessions, Log: a.Log,
	})
	files, err := blob.Open(a.Config.FilesURL, blob.Options{
		PublicURL: strings.TrimSuffix(a.Config.PublicURL, "/") + filesPath, Secret: keys.Derive("files"), Clock: clock.System{},
	})
	if err != nil {
		return fmt.Errorf("opening FILES_URL: %w", err)
	}
	a.files = files
	if folder, ok := files.(*blob.Directory); ok {
		a.undo = append(a.undo, func() { _ = folder.Close() }) // It was only a handle of the folder.
	}
	config := account.Config{
		Pool: a.Pool, Sessions: a.Sessions, Keys: keys, Hasher: password.NewHasher(), Limits: a.limits, Outbox: outbox, Files: files,
		Letters: letter.Writer{Shop: a.Catalog.Shop().Name, Storefront: strings.TrimSuffix(a.Config.Storefront, "/")}, Log: a.Log,
	}
	if err := a.outside(&config); err != nil {
		return err
	}
	providers, err := a.providers(keys)
	if err != nil {
		return err
	}
	config.Boards = boardsLater{a}
	config.Merger, config.Orders = cartMerger{func() *cart.Service { return a.Buying.Carts }}, ordersLater{a}
	a.outlook = outlook{accounts: config, keys: keys, providers: providers, returnURL: a.returnURL(), outbox: outbox}
	a.Account = account.New(config)
	a.Buying = a.buying(a.Pool, a.Account)
	return nil
}

// ordersLater asks the orders, which are wired after the accounts.
type ordersLater struct{ app *App }

// OnTheWay tells whether an order of somebody has yet to come.
func (o ordersLater) OnTheWay(ctx context.Context, user uuid.UUID) (bool, error) {
	return o.app.Buying.Orders.OnTheWay(ctx, user)
}

// outside wires mail, SMS and the identity providers. In development a mailbox
// page and an identity page stand for those that are not set.
func (a *App) outside(config *account.Config) error {
	if a.Config.Development {
		a.mailbox = mailbox.New(a.redis, a.Config.RedisPrefix, clock.System{})
		config.Mail, config.SMS = a.mailbox.Mail(), a.mailbox.SMS()
	}
	if a.Config.MailURL != "" {
		smtp, err := mail.NewSMTP(mail.SMTPConfig{URL: a.Config.MailURL, From: a.Config.MailFrom})
		if err != nil {
			return fmt.Errorf("reading MAIL_URL: %w", err)
		}
		config.Mail = smtp
	}
	if a.Config.TermiiKey != "" {
		termii, err := sms.NewTermii(sms.TermiiConfig{
			BaseURL: a.Config.TermiiURL, APIKey: a.Config.TermiiKey, From: a.Config.TermiiFrom, Channel: a.Config.TermiiRoute,
		})
		if err != nil {
			return fmt.Errorf("reading TERMII_API_KEY: %w", err)
		}
		config.SMS = termii
	}
	config.Tokens = idtoken.New(map[idtoken.Provider]idtoken.Config{
		idtoken.Google: a.provider(idtoken.GoogleDefaults(), a.Config.Google),
		idtoken.Apple:  a.provider(idtoken.AppleDefaults(), a.Config.Apple),
	})
	return nil
}

func (a *App) provider(config idtoken.Config, clients []string) idtoken.Config {
	config.Audiences = clients
	if len(clients) > 0 || !a.Config.Development {
		return config
	}
	if a.identity == nil {
		a.identity = devidentity.New(devidentity.Config{
			Audience: map[string]string{string(idtoken.Google): devAudience, string(idtoken.Apple): devAudience}, Clock: clock.System{},
		})
	}
	config.Audiences = []string{devAudience}
	config.KeysURL = "http://localhost" + identityPath + "/keys"
	config.HTTP = &http.Client{Timeout: time.Second, Transport: inside{a.identity.Handler(identityPath)}}
	return config
}

// keys are the server's secrets. Development may do without: what they make
// then ends with the process.
func (a *App) keys() (secret.Keys, error) {
	words := a.Config.SecretKeys
	if len(words) == 0 && a.Config.Development {
		raw := make([]byte, secret.LeastKey)
		_, _ = rand.Read(raw) // It never fails.
		words = []string{hex.EncodeToString(raw)}
		a.Log.Info("SECRET_KEYS is not set, so codes, links and access tokens end with this process")
	}
	keys, err := secret.NewKeys(words...)
	if err != nil {
		return nil, fmt.Errorf("reading SECRET_KEYS: %w", err)
	}
	return keys, nil
}

// budget counts the cost of queries against whoever asks.
func (a *App) budget() func(context.Context, int) error {
	if a.Config.CostBudget == 0 {
		return nil
	}
	budget := a.limits.Budget(ratelimit.Limit{Name: "query_cost", Rate: a.Config.CostBudget, Per: time.Minute, Burst: a.Config.CostBudget})
	return func(ctx context.Context, cost int) error {
		return budget.Spend(ctx, viewer.From(ctx).Owner(), cost)
	}
}

// pages are the handlers beside GraphQL that people's flows need.
func (a *App) pages() map[string]http.Handler {
	pages := make(map[string]http.Handler)
	if directory, ok := a.files.(*blob.Directory); ok {
		pages["GET "+filesPath] = directory
	}
	if a.mailbox != nil {
		page := devmailbox.Handler(mailboxPath, "/playground", a.mailbox, a.Log)
		pages["GET "+mailboxPath], pages["GET "+mailboxPath+"/"] = page, page
	}
	pages["GET "+dashboard.Path+"/{file}"] = dashboard.Files()
	pages["POST "+webhook.Prefix] = webhook.Handler(a.Buying.Payments, a.Log)
	if a.devpay != nil {
		page := a.devpay.Handler()
		pages[payPath], pages[payPath+"/"] = page, page
	}
	if a.identity != nil {
		page := a.identity.Handler(identityPath)
		pages[identityPath], pages[identityPath+"/"] = page, page
	}
	return pages
}

// jobs are done by a pool of their own.
func (a *App) jobs(ctx context.Context) (*crew, error) {
	own := a.Config
	own.DatabaseMax = a.Config.JobConns
	pool, err := openPool(ctx, own, "zuka-jobs", a.statements)
	if err != nil {
		return nil, err
	}
	accounts := a.outlook.accounts
	accounts.Pool = pool // So that a rush of jobs takes no connection from a shopper.
	people := account.New(accounts)
	buying := a.buying(pool, people)
	writer, stopCarrying, err := a.carrying(ctx)
	if err != nil {
		pool.Close()
		return nil, err
	}
	keeper := a.keeper(pool, writer)
	play := Play{Boards: a.Play.Boards, Games: a.games(pool, buying)}
	pets, tastes := a.pets(pool, buying)
	thinker := pet.NewThinker(pets)
	runner, err := job.New(job.Config{
		Pool: pool, PollOnly: a.Config.Pooler == "transaction", Log: a.Log,
		Work: job.Work{
			Challenges: people, Exports: people, Eraser: people, Sessions: a.Sessions, Cleaner: people,
			Notices: buying.Notify, Cashier: buying.Checkout, Analyst: keeper,
			Sweeps: figureSweeps(petSweeps(buying.sweeps(play, pool, clock.System{}.Now), pets, tastes), keeper),
			Boards: a.Play.Boards, Pets: thinker,
		},
	})
	if err != nil {
		stopCarrying()
		pool.Close()
		return nil, err
	}
	return &crew{runner, thinker, pool, stopCarrying}, nil
}

// crew is what works in the background: the jobs and the answers of pets, with
// their connections.
type crew struct {
	runner  *job.Runner
	thinker *pet.Thinker
	pool    *postgres.Pool
	// stopCarrying ends the writing of events.
	stopCarrying func()
}

// secure tells whether clients come over HTTPS.
func (c *Config) secure() bool {
	address, err := url.Parse(c.PublicURL)
	return err == nil && address.Scheme == "https"
}

// proxies are the trusted addresses, each alone or as a network.
func (c *Config) proxies() ([]netip.Prefix, error) {
	all := make([]netip.Prefix, 0, len(c.Proxies))
	for _, text := range c.Proxies {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			address, alone := netip.ParseAddr(text)
			if alone != nil {
				return nil, fmt.Errorf("TRUSTED_PROXIES: %q is no address and no network", text)
			}
			network = netip.PrefixFrom(address, address.BitLen())
		}
		all = append(all, network.Masked())
	}
	return all, nil
}
