package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"reflect"
	"regexp"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/mail"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/ratelimit"
	"zuka/internal/platform/sms"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account"
	"zuka/internal/shop/account/letter"
	"zuka/internal/shop/account/password"
	"zuka/internal/shop/account/secret"
	"zuka/internal/shop/account/session"
	"zuka/internal/testenv"
)

// What a person told the shop and what it told them.
const (
	canaryMail     = "canary.ada@zuka.example"
	canaryPhone    = "+2348031234567"
	canaryPassword = "canary password 7431"
	canaryName     = "Canary Adaeze"
)

// post takes letters and texts instead of a server. The first of each fails, so
// that what a job's row keeps of errors is looked at too.
type post struct {
	mu      sync.Mutex
	letters []mail.Message
	texts   []sms.Message
	failed  map[string]bool
}

var errBusy = errors.New("the server is busy")

func (p *post) once(what string) error {
	if p.failed[what] {
		return nil
	}
	p.failed[what] = true
	return errBusy
}

type mailer struct{ *post }

func (m mailer) Send(_ context.Context, message mail.Message) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.letters = append(m.letters, message)
	return m.once("mail")
}

type texter struct{ *post }

func (x texter) Send(_ context.Context, message sms.Message) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.texts = append(x.texts, message)
	return x.once("sms")
}

// TestNothingOfAPersonReachesAJob signs somebody up in every way that leaves
// jobs, does them, and then looks at all that River and the log have kept.
func TestNothingOfAPersonReachesAJob(t *testing.T) {
	t.Parallel()
	pool, outbox := testenv.Pool(t), newOutbox(t)
	var kept bytes.Buffer
	log := slog.New(slog.NewTextHandler(&kept, &slog.HandlerOptions{Level: slog.LevelDebug}))
	sent := &post{failed: map[string]bool{}}
	accounts := newAccounts(t, pool, outbox, sent)
	work := new(hands).work()
	work.Challenges, work.Cleaner = accounts, accounts
	runner := newRunner(t, Config{Pool: pool, Work: work, Log: log})
	events := runner.watch(t)
	require.NoError(t, runner.Start(t.Context()))

	visitor := viewer.Viewer{Client: viewer.Client{Platform: viewer.Web, Address: "192.0.2.7"}}
	ctx := viewer.With(t.Context(), viewer.NewRequest(visitor, nil))
	require.NoError(t, accounts.Register(ctx, account.RegisterInput{Name: canaryName, Email: canaryMail, Password: canaryPassword}))
	asked, err := accounts.RequestOTP(ctx, canaryPhone)
	require.NoError(t, err)
	for done := 0; done < 2; {
		if next(t, events, "send_challenge").Kind == river.EventKindJobCompleted {
			done++
		}
	}
	code, link := sent.code(t), sent.link(t)
	_, err = accounts.Begin(ctx) // a guest, whose session becomes the person's
	require.NoError(t, err)
	_, err = accounts.VerifyOTP(ctx, asked.ID, code, canaryName)
	require.NoError(t, err)
	_, err = accounts.RequestExport(ctx)
	require.NoError(t, err)
	commit(t, pool, func(ctx context.Context, tx postgres.Tx) error { return outbox.Erase(ctx, tx, uuid.New()) })
	next(t, events, "erase_person")
	require.NoError(t, runner.Stop(t.Context()))

	rows := jobRows(t, pool)
	for _, canary := range []string{canaryMail, canaryPhone, canaryPhone[1:], canaryPassword, canaryName, link, "192.0.2.7"} {
		require.NotContains(t, rows, canary)
		require.NotContains(t, kept.String(), canary)
	}
	require.Contains(t, rows, errBusy.Error(), "the failures are among what was searched")
	require.NotRegexp(t, `(^|[^0-9A-Za-z.-])`+code+`($|[^0-9A-Za-z-])`, kept.String(), "six digits may be a part of a time or of a UUID, but no word")
	requireOnlyIDs(t, pool)
}

func newAccounts(t *testing.T, pool *postgres.Pool, outbox account.Outbox, sent *post) *account.Service {
	t.Helper()
	keys, err := secret.NewKeys("a key of the tests that is long enough")
	require.NoError(t, err)
	client, prefix := testenv.RedisClient(t)
	return account.New(account.Config{
		Pool: pool, Sessions: session.New(session.Config{Pool: pool, Redis: client, Prefix: prefix, Hub: pubsub.New(client, pubsub.Options{Prefix: prefix}), Keys: keys}),
		Keys: keys, Hasher: password.NewHasher(), Limits: ratelimit.New(ratelimit.Options{Off: true}), Outbox: outbox,
		Mail: mailer{sent}, SMS: texter{sent}, Letters: letter.Writer{Shop: "Zuka", Storefront: "https://zuka.example"},
	})
}

var (
	sixDigits = regexp.MustCompile(`\b[0-9]{6}\b`)
	linkToken = regexp.MustCompile(`token=([A-Za-z0-9_%-]+)`)
)

func (p *post) code(t *testing.T) string {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	code := sixDigits.FindString(p.texts[0].Text)
	require.NotEmpty(t, code)
	return code
}

func (p *post) link(t *testing.T) string {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	found := linkToken.FindStringSubmatch(p.letters[0].Text)
	require.Len(t, found, 2)
	return found[1]
}

// jobRows is everything that River keeps of its jobs.
func jobRows(t *testing.T, pool *postgres.Pool) string {
	t.Helper()
	return scan[string](t, pool, "SELECT string_agg(to_jsonb(j)::text, E'\n') FROM river_job AS j")
}

// requireOnlyIDs checks that the jobs of accounts carry UUIDs and nothing else,
// so no code of six digits either, which cannot be searched for among
// hexadecimal digits.
func requireOnlyIDs(t *testing.T, pool *postgres.Pool) {
	t.Helper()
	rows, err := pool.Pgx().Query(t.Context(), "SELECT kind, args FROM river_job WHERE kind <> 'sweep'")
	require.NoError(t, err)
	kinds := map[string]bool{}
	var kind string
	var args []byte
	_, err = pgx.ForEachRow(rows, []any{&kind, &args}, func() error {
		kinds[kind] = true
		var carried map[string]any
		if err := json.Unmarshal(args, &carried); err != nil {
			return err
		}
		for name, value := range carried {
			list, isList := value.([]any)
			if !isList {
				list = []any{value}
			}
			for _, one := range list {
				text, _ := one.(string)
				_, err := uuid.Parse(text)
				require.NoError(t, err, "%s carries %v as %s", kind, one, name)
			}
		}
		return nil
	})
	require.NoError(t, err)
	for _, kind := range []string{"send_challenge", "make_export", "erase_person", "forget_sessions"} {
		require.True(t, kinds[kind], "no job %s was looked at", kind)
	}
}

// TestJobsCanCarryOnlyIDs is the same for every kind there is, by its type:
// UUIDs, and numbers of rows. A sweep carries its own name, and a broadcast what
// staff tell everybody.
func TestJobsCanCarryOnlyIDs(t *testing.T) {
	t.Parallel()
	may := []reflect.Type{reflect.TypeFor[uuid.UUID](), reflect.TypeFor[[]uuid.UUID](), reflect.TypeFor[int](), reflect.TypeFor[int64]()}
	for _, args := range []river.JobArgs{
		sendChallenge{}, makeExport{}, erase{}, forgetSessions{}, clean{}, ensurePartitions{}, refreshTerms{},
		orderChanged{}, handlePaymentEvent{}, sendRefund{},
	} {
		carried := reflect.TypeOf(args)
		for i := range carried.NumField() {
			require.Contains(t, may, carried.Field(i).Type, "%s.%s", carried, carried.Field(i).Name)
		}
	}
}
