// Package app puts the parts together: the only package that knows everybody.
package app

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"time"

	"zuka/internal/platform/keyvalue"
	"zuka/internal/shop/account/secret"
	"zuka/internal/shop/analytics/archive"
)

// Config is every setting of the binary. Each has a flag and an environment
// variable; --help lists them.
type Config struct {
	DatabaseURL      string        `name:"database-url" env:"DATABASE_URL" help:"PostgreSQL to use, as postgres://user@host:port/database."`
	RedisURL         string        `name:"redis-url" env:"REDIS_URL" help:"Redis to use, as redis://host:port; a cluster as redis://host:port?addr=host:port&addr=host:port, by some of its nodes or by the one address for all, given twice."`
	Pooler           string        `name:"database-pooler" env:"DATABASE_POOLER" enum:"none,transaction" default:"none" help:"What stands between: none, or a pooler in transaction mode."`
	DatabaseMax      int           `name:"database-connections" env:"DATABASE_CONNECTIONS" default:"20" help:"Connections to PostgreSQL at most."`
	RedisPrefix      string        `name:"redis-prefix" env:"REDIS_PREFIX" default:"zuka:" help:"What stands before every key in Redis."`
	OperationTimeout time.Duration `name:"operation-timeout" env:"OPERATION_TIMEOUT" default:"10s" help:"How long a query or a mutation may take; then it answers SERVICE_UNAVAILABLE. A subscription may last."`
	RedisTimeout     time.Duration `name:"redis-timeout" env:"REDIS_TIMEOUT" default:"250ms" help:"How long Redis may take over one question; then the shop goes on without it. Boards and the words of pets wait twice as long."`
	Addr             string        `name:"addr" env:"ADDR" default:"127.0.0.1:8080" help:"Where to listen, host:port."`
	PublicURL        string        `name:"public-url" env:"PUBLIC_URL" default:"http://localhost:8080" help:"How clients reach this server; stands before the addresses of its pictures."`
	Origins          []string      `name:"origins" env:"ORIGINS" help:"Web origins whose pages may call the API, comma-separated."`
	Proxies          []string      `name:"trusted-proxies" env:"TRUSTED_PROXIES" help:"Addresses or networks whose X-Forwarded-For is believed, comma-separated: the balancer, and the storefront's own servers."`
	Storefront       string        `name:"storefront-url" env:"STOREFRONT_URL" default:"http://localhost:3000" help:"Where the links in mails lead; the pages /account/verify and /account/reset read a token there."`
	SecretKeys       []string      `name:"secret-keys" env:"SECRET_KEYS" help:"Secrets of 32 bytes or more that make codes and tokens, comma-separated: the first makes, all are believed."`
	MailURL          string        `name:"mail-url" env:"MAIL_URL" help:"SMTP server, as smtp://user:password@host:587 or smtps://. Without one nothing that needs mail is offered."`
	MailFrom         string        `name:"mail-from" env:"MAIL_FROM" default:"Zuka <hello@zuka.example>" help:"Who mails come from."`
	TermiiKey        string        `name:"termii-api-key" env:"TERMII_API_KEY" help:"Termii's key for SMS. Without one no codes are sent to phones."`
	TermiiURL        string        `name:"termii-url" env:"TERMII_URL" default:"https://v3.api.termii.com" help:"Termii's address, as the account's page shows it."`
	TermiiFrom       string        `name:"termii-sender" env:"TERMII_SENDER" default:"N-Alert" help:"The approved sender of SMS."`
	TermiiRoute      string        `name:"termii-channel" env:"TERMII_CHANNEL" enum:"dnd,generic,whatsapp" default:"dnd" help:"Termii's route: dnd reaches numbers that want no advertising."`
	Google           []string      `name:"google-client-ids" env:"GOOGLE_CLIENT_IDS" help:"Client ids whose Google ID tokens are believed, comma-separated; none switches it off."`
	Apple            []string      `name:"apple-client-ids" env:"APPLE_CLIENT_IDS" help:"Bundle and Services ids whose Apple ID tokens are believed, comma-separated; none switches it off."`
	PaystackKeys     []string      `name:"paystack-secret-keys" env:"PAYSTACK_SECRET_KEYS" help:"Paystack's secret keys, comma-separated: the first calls, messages signed by any are believed. None switches it off."`
	PaystackURL      string        `name:"paystack-url" env:"PAYSTACK_URL" default:"https://api.paystack.co" help:"Paystack's address."`
	FlutterwaveKey   string        `name:"flutterwave-secret-key" env:"FLUTTERWAVE_SECRET_KEY" help:"Flutterwave's secret key. None switches it off."`
	FlutterwaveHash  string        `name:"flutterwave-hash" env:"FLUTTERWAVE_HASH" help:"The secret hash of the webhook, as typed into Flutterwave's dashboard."`
	FlutterwaveURL   string        `name:"flutterwave-url" env:"FLUTTERWAVE_URL" default:"https://api.flutterwave.com/v3" help:"Flutterwave's address."`
	PaymentReturn    string        `name:"payment-return-url" env:"PAYMENT_RETURN_URL" help:"Where payers come back to from a provider's page; /checkout/return of the storefront when empty."`
	PayerDomain      string        `name:"payer-domain" env:"PAYER_DOMAIN" default:"no-email.zuka.example" help:"Domain of the stand-in addresses by which payers without e-mail are known to providers."`
	DocumentMode     string        `name:"operations" env:"OPERATIONS" enum:"open,log,trusted" default:"log" help:"Which documents run: open and log run all, log notes those that no client was published with, trusted runs only those that were; staff may run all."`
	PetURL           string        `name:"pet-llm-url" env:"PET_LLM_URL" help:"OpenAI-compatible server that pets think with, up to and with /v1. Without one the built-in brain answers."`
	PetKey           string        `name:"pet-llm-key" env:"PET_LLM_KEY" help:"Key of that server, where it wants one."`
	PetModel         string        `name:"pet-llm-model" env:"PET_LLM_MODEL" help:"Model that pets think with."`
	PetDailyTokens   int           `name:"pet-daily-tokens" env:"PET_DAILY_TOKENS" default:"60000" help:"Tokens that the model may read and write for a person on a Lagos day; 0 for any number."`
	PetShopTokens    int           `name:"pet-shop-tokens" env:"PET_SHOP_TOKENS" default:"5000000" help:"The same for all people together."`
	PetPace          time.Duration `name:"pet-pace" env:"PET_PACE" default:"18ms" help:"Pause of the built-in brain between two words."`
	ReturnDays       int           `name:"return-days" env:"RETURN_DAYS" default:"7" help:"Days in which goods can be returned, as pets tell it."`
	FilesURL         string        `name:"files-url" env:"FILES_URL" default:".zuka/files" help:"Where files such as data exports lie: a folder, or s3://key:secret@host:port/bucket."`
	ReplicaURL       string        `name:"database-replica-url" env:"DATABASE_REPLICA_URL" help:"PostgreSQL that follows the other, for reports; without one they are read there."`
	ReplicaMax       int           `name:"replica-connections" env:"REPLICA_CONNECTIONS" default:"5" help:"Connections to it at most."`
	ReplicaLag       time.Duration `name:"replica-lag" env:"REPLICA_LAG" default:"30s" help:"How far it may be behind to be read."`
	EventsMost       int           `name:"events-waiting" env:"EVENTS_WAITING" default:"200000" help:"Events that may wait for being written; more are refused for a while."`
	EventsKept       time.Duration `name:"events-kept" env:"EVENTS_KEPT" default:"720h" help:"How long after its end a month of single events is kept in the database; then it goes to a file."`
	NoJobs           bool          `name:"no-jobs" env:"NO_JOBS" help:"Leave the jobs to processes of zuka work."`
	JobConns         int           `name:"job-connections" env:"JOB_CONNECTIONS" default:"10" help:"Connections to PostgreSQL for jobs at most."`
	CostBudget       int           `name:"cost-per-minute" env:"COST_PER_MINUTE" default:"600000" help:"What the queries of one caller may cost a minute; 0 counts nothing."`
	LimitsOff        bool          `name:"limits-off" env:"LIMITS_OFF" help:"Count nobody's tries; for measuring only."`
	Development      bool          `name:"development" env:"DEVELOPMENT" help:"Open the playground, introspection and suggestions."`
	CacheOff         bool          `name:"cache-off" env:"CACHE_OFF" help:"Fetch everything anew; for comparison only."`
	ResponsesOff     bool          `name:"responses-off" env:"RESPONSES_OFF" help:"Keep no whole answers; for comparison only."`
	Grace            time.Duration `name:"grace" env:"GRACE" default:"15s" help:"How long running requests may finish when stopping."`
	Memory           int           `name:"memory" env:"MEMORY_TARGET" default:"224" help:"Mebibytes that the process tries to keep to; more where there is more, for it then spends less time collecting. It rises above where more is in use. 0 leaves it to Go."`
	LogLevel         string        `name:"log-level" env:"LOG_LEVEL" enum:"debug,info,warn,error" default:"info" help:"The least important level that is logged: debug, info, warn or error."`
	LogFormat        string        `name:"log-format" env:"LOG_FORMAT" enum:"text,json" default:"text" help:"How lines are logged: text or json."`
}

// Check finds every setting that cannot work, all at once.
func (c *Config) Check() error {
	var faults []error
	address := func(name, value string, schemes ...string) {
		parsed, err := url.Parse(value)
		if err != nil || parsed.Host == "" {
			faults = append(faults, fmt.Errorf("%s is not an address", name))
			return
		}
		for _, scheme := range schemes {
			if parsed.Scheme == scheme {
				return
			}
		}
		faults = append(faults, fmt.Errorf("%s must begin with one of %v", name, schemes))
	}
	address("DATABASE_URL", c.DatabaseURL, "postgres", "postgresql")
	if err := keyvalue.Check(c.RedisURL); err != nil {
		faults = append(faults, fmt.Errorf("REDIS_URL %w", err))
	}
	address("PUBLIC_URL", c.PublicURL, "http", "https")
	if c.ReplicaURL != "" {
		address("DATABASE_REPLICA_URL", c.ReplicaURL, "postgres", "postgresql")
	}
	for _, origin := range c.Origins {
		address("ORIGINS: "+origin, origin, "http", "https")
	}
	address("STOREFRONT_URL", c.Storefront, "http", "https")
	if len(c.PaystackKeys) > 0 {
		address("PAYSTACK_URL", c.PaystackURL, "http", "https")
	}
	if c.FlutterwaveKey != "" {
		address("FLUTTERWAVE_URL", c.FlutterwaveURL, "http", "https")
	}
	if c.PaymentReturn != "" {
		address("PAYMENT_RETURN_URL", c.PaymentReturn, "http", "https")
	}
	if err := c.payable(); err != nil {
		faults = append(faults, err)
	}
	if _, err := secret.NewKeys(c.SecretKeys...); err != nil && (len(c.SecretKeys) > 0 || !c.Development) {
		faults = append(faults, fmt.Errorf("SECRET_KEYS: %w", err))
	}
	if _, err := c.proxies(); err != nil {
		faults = append(faults, err)
	}
	faults = append(faults, c.petFaults()...)
	faults = append(faults, c.sizes()...)
	return errors.Join(faults...)
}

// sizes finds the numbers that cannot work.
func (c *Config) sizes() (faults []error) {
	if c.CostBudget < 0 {
		faults = append(faults, errors.New("COST_PER_MINUTE must not be negative"))
	}
	if c.JobConns < leastJobConns {
		faults = append(faults, fmt.Errorf("JOB_CONNECTIONS must be at least %d", leastJobConns))
	}
	if c.DatabaseMax < 1 {
		faults = append(faults, errors.New("DATABASE_CONNECTIONS must be at least 1"))
	}
	if c.Memory != 0 && c.Memory < leastMemory {
		faults = append(faults, fmt.Errorf("MEMORY_TARGET must be 0 or at least %d", leastMemory))
	}
	if c.RedisTimeout < 0 || c.OperationTimeout < 0 {
		faults = append(faults, errors.New("REDIS_TIMEOUT and OPERATION_TIMEOUT must not be negative"))
	}
	if c.Grace < 0 {
		faults = append(faults, errors.New("GRACE must not be negative"))
	}
	if c.EventsMost < 0 || c.ReplicaMax < 0 || c.ReplicaLag < 0 {
		faults = append(faults, errors.New("EVENTS_WAITING, REPLICA_CONNECTIONS and REPLICA_LAG must not be negative"))
	}
	if c.EventsKept != 0 && c.EventsKept < archive.Retention {
		faults = append(faults, fmt.Errorf("EVENTS_KEPT must be at least %s: events are taken so late", archive.Retention))
	}
	return faults
}

// DefaultFiles is where files lie when nobody says.
const DefaultFiles = ".zuka/files"

// SecretBytes is how long a secret of SECRET_KEYS is at least.
const SecretBytes = secret.LeastKey

// leastJobConns is what River itself needs, and one for a job.
const leastJobConns = 5

// Logger writes to standard error as the settings say.
func (c *Config) Logger() *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo // kong has checked the word.
	}
	options := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}
