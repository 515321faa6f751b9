package job

import (
	"context"
	"encoding/binary"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/shop/notify"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// patience bounds what a test waits for; it is never the time a test takes.
const patience = time.Minute

// call is one call of a domain.
type call struct {
	what string
	ids  []uuid.UUID
}

// hands stand in for every domain: they note each call and answer as told.
type hands struct {
	// answer says what comes of a call; nil means success.
	answer func(ctx context.Context, c call) error

	mu    sync.Mutex
	calls []call
}

func (h *hands) do(ctx context.Context, what string, ids ...uuid.UUID) error {
	c := call{what, ids}
	h.mu.Lock()
	h.calls = append(h.calls, c)
	h.mu.Unlock()
	if h.answer == nil {
		return nil
	}
	return h.answer(ctx, c)
}

// count is how often a call was made.
func (h *hands) count(what string, ids ...uuid.UUID) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	found := 0
	for _, c := range h.calls {
		if c.what == what && (len(ids) == 0 || len(c.ids) > 0 && c.ids[0] == ids[0]) {
			found++
		}
	}
	return found
}

func (h *hands) SendChallenge(ctx context.Context, id uuid.UUID) error {
	return h.do(ctx, "send_challenge", id)
}
func (h *hands) MakeExport(ctx context.Context, id uuid.UUID) error {
	return h.do(ctx, "make_export", id)
}
func (h *hands) Erase(ctx context.Context, id uuid.UUID) error { return h.do(ctx, "erase_person", id) }
func (h *hands) Renew(ctx context.Context, ids ...uuid.UUID) error {
	return h.do(ctx, "forget_sessions", ids...)
}
func (h *hands) Clean(ctx context.Context) error { return h.do(ctx, "clean_accounts") }

func (h *hands) OrderChanged(ctx context.Context, order int, version int64) error {
	return h.number(ctx, "order_changed", order)
}
func (h *hands) DeliverBroadcast(ctx context.Context, b notify.Broadcast) error {
	return h.do(ctx, "broadcast", b.ID)
}
func (h *hands) HandleEvent(ctx context.Context, event int) error {
	return h.number(ctx, "handle_payment_event", event)
}
func (h *hands) GiveUpEvent(ctx context.Context, event int, _ string) error {
	return h.number(ctx, "give_up_event", event)
}
func (h *hands) SendRefund(ctx context.Context, refund int) error {
	return h.number(ctx, "send_refund", refund)
}

func (h *hands) Build(ctx context.Context, game, period string) error {
	return h.do(ctx, "build_board "+game+" "+period)
}

func (h *hands) Think(ctx context.Context, run uuid.UUID) error { return h.do(ctx, "think_pet", run) }

// number notes a call about a row with a number.
func (h *hands) number(ctx context.Context, what string, id int) error {
	return h.do(ctx, what, numbered(id))
}

// numbered is a number as the calls are noted.
func numbered(id int) (as uuid.UUID) {
	binary.BigEndian.PutUint64(as[8:], uint64(id))
	return as
}

func (h *hands) sweep(what string) Sweep {
	return func(ctx context.Context) (int, error) { return 0, h.do(ctx, "sweep_"+what) }
}

// purchases notes that an order was looked at.
type purchases struct{ *hands }

func (p purchases) OrderChanged(ctx context.Context, order int) error {
	return p.number(ctx, "purchase", order)
}

func (h *hands) work() Work {
	return Work{Challenges: h, Exports: h, Eraser: h, Sessions: h, Cleaner: h, Notices: h, Cashier: h, Boards: h, Pets: h, Analyst: purchases{h}, Sweeps: Sweeps{
		UnpaidOrders: h.sweep("unpaid_orders"), Payments: h.sweep("payments"), Refunds: h.sweep("refunds"), Wishes: h.sweep("wishes"),
		IdempotencyKeys: h.sweep("idempotency_keys"), Boards: h.sweep("boards"), Rewards: h.sweep("rewards"), Rounds: h.sweep("rounds"),
		Proposals: h.sweep("proposals"), Conversations: h.sweep("conversations"), Tastes: h.sweep("tastes"), Habits: h.sweep("habits"),
		Figures: h.sweep("figures"), Views: h.sweep("views"), Counters: h.sweep("counters"), Archives: h.sweep("archives"),
	}}
}

// quietLog keeps tests readable.
func quietLog() *slog.Logger { return slog.New(slog.DiscardHandler) }

func newOutbox(t testing.TB) *Outbox {
	t.Helper()
	outbox, err := NewOutbox(quietLog())
	require.NoError(t, err)
	return outbox
}

func newRunner(t testing.TB, config Config) *Runner {
	t.Helper()
	runner, err := New(config)
	require.NoError(t, err)
	return runner
}

// started is a runner that is stopped when the test ends, and what becomes of
// its jobs.
func started(t testing.TB, config Config) (*Runner, <-chan *river.Event) {
	t.Helper()
	runner := newRunner(t, config)
	events := runner.watch(t)
	require.NoError(t, runner.Start(t.Context()))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		require.NoError(t, runner.Stop(ctx))
	})
	return runner, events
}

func (r *Runner) watch(t testing.TB) <-chan *river.Event {
	events, cancel := r.client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed,
		river.EventKindJobCancelled, river.EventKindJobSnoozed, river.EventKindJobInterrupted)
	t.Cleanup(cancel)
	return events
}

// next is the next thing that becomes of a job of a kind.
func next(t testing.TB, events <-chan *river.Event, kind string) *river.Event {
	t.Helper()
	bound := time.After(patience)
	for {
		select {
		case event, open := <-events:
			require.True(t, open, "the runner has stopped")
			if event.Job.Kind == kind {
				return event
			}
		case <-bound:
			require.FailNow(t, "nothing became of the job", kind)
		}
	}
}

// commit runs work in a transaction that commits.
func commit(t testing.TB, pool *postgres.Pool, work func(context.Context, postgres.Tx) error) {
	t.Helper()
	require.NoError(t, postgres.InTx(t.Context(), pool, work))
}

// scan asks for one value.
func scan[T any](t testing.TB, pool *postgres.Pool, sql string, args ...any) (value T) {
	t.Helper()
	require.NoError(t, pool.Pgx().QueryRow(t.Context(), sql, args...).Scan(&value))
	return value
}
