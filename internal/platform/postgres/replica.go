package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/prometheus/client_golang/prometheus"

	"zuka/ent/db"
)

const (
	defaultMaxLag = 30 * time.Second
	defaultLook   = 3 * time.Second
	defaultAnswer = time.Second
)

// ReplicaOptions say how to reach a replica, and how far behind it may be.
type ReplicaOptions struct {
	// Options reach the replica. An empty URL means that there is none, and that
	// the primary is always read.
	Options
	// MaxLag is how far behind the primary it may be read; 0 means 30 seconds.
	MaxLag time.Duration
	// Every is how often its lag is measured; 0 means every 3 seconds.
	Every time.Duration
	// AnswerTimeout is how long a reader waits to learn whether it answers; 0 means 1
	// second.
	AnswerTimeout time.Duration
	// Now tells the time; nil means the machine's.
	Now func() time.Time
	// Registry takes the meters; nil for none.
	Registry prometheus.Registerer
	// Log hears when the replica is left out and taken back; nil means nobody does.
	Log *slog.Logger
}

// Lag is how far the replica was behind when it was measured.
type Lag struct {
	// Behind is for how long the primary has had something that the replica does
	// not have. It is zero while the replica has everything, however long the
	// primary has been idle.
	Behind time.Duration
	// Bytes are how much of the primary's log it has still to replay.
	Bytes int64
}

// Replica is a second server that follows the primary and is only read. What is
// read there never decides a write: it may be behind.
type Replica struct {
	primary *Pool
	pool    *Pool // nil without a replica
	opts    ReplicaOptions
	meters  replicaMeters

	inUse atomic.Bool
	// looking is held while the lag is measured, and guards marks.
	looking sync.Mutex
	// marks are how far the primary's log was when it was looked at, the oldest
	// first: those that the replica has not come to.
	marks []mark

	stop context.CancelFunc
	done chan struct{}
}

// mark is how far the primary's log was at a moment.
type mark struct {
	at       time.Time
	position int64
}

// OpenReplica connects to a replica and measures its lag once. A replica that
// does not answer is no error: the primary is read until it does. The error is
// an address that cannot be read, or meters that are registered already.
func OpenReplica(ctx context.Context, opts ReplicaOptions, primary *Pool) (*Replica, error) {
	if opts.MaxLag == 0 {
		opts.MaxLag = defaultMaxLag
	}
	if opts.Every == 0 {
		opts.Every = defaultLook
	}
	if opts.AnswerTimeout == 0 {
		opts.AnswerTimeout = defaultAnswer
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	meters, err := newReplicaMeters(opts.Registry)
	if err != nil {
		return nil, fmt.Errorf("registering the replica's meters: %w", err)
	}
	r := &Replica{primary: primary, opts: opts, meters: meters}
	if opts.URL == "" {
		return r, nil
	}
	if r.pool, err = openReading(ctx, opts.Options); err != nil {
		return nil, err
	}
	_, _ = r.Look(ctx) // Logged, and looked at again.
	return r, nil
}

// openReading is Open for a server that is only read and may be away.
func openReading(ctx context.Context, opts Options) (*Pool, error) {
	config, err := pgxpool.ParseConfig(opts.URL)
	if err != nil {
		return nil, fmt.Errorf("reading the replica's address: %w", err)
	}
	config.MaxConns = int32(opts.MaxConns)
	if opts.MaxConns == 0 {
		config.MaxConns = defaultConns
	}
	config.ConnConfig.Tracer = tracer{opts.Statements}
	config.ConnConfig.RuntimeParams["application_name"] = opts.ApplicationName
	limit(config.ConnConfig, opts)
	if !opts.TransactionPooler {
		// A standby refuses writes by itself; this holds should the address name
		// another server one day.
		config.ConnConfig.RuntimeParams["default_transaction_read_only"] = "on"
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("opening the replica: %w", err)
	}
	shared := stdlib.OpenDBFromPool(pool)
	return &Pool{pgx: pool, sql: shared, ent: db.NewClient(db.Driver(entsql.OpenDB(dialect.Postgres, shared)))}, nil
}

// Reader is where to read what may be a little old: the replica while it answers
// and is not too far behind, else the primary.
func (r *Replica) Reader(ctx context.Context) *Pool {
	if !r.inUse.Load() {
		return r.primary
	}
	asking, done := context.WithTimeout(ctx, r.opts.AnswerTimeout)
	defer done()
	if err := r.pool.Ready(asking); err != nil {
		if ctx.Err() == nil { // Else the caller has gone, which tells nothing of the replica.
			r.leaveOut("does not answer", err)
		}
		return r.primary
	}
	return r.pool
}

// Look measures the lag and decides by it whether the replica is read. An error
// means that one of the two did not answer, or that the replica is none: then it
// is not read.
func (r *Replica) Look(ctx context.Context) (Lag, error) {
	if r.pool == nil {
		return Lag{}, nil
	}
	r.looking.Lock()
	defer r.looking.Unlock()
	lag, err := r.measure(ctx)
	if err != nil {
		if ctx.Err() == nil {
			r.leaveOut("cannot be measured", err)
		}
		return lag, err
	}
	r.meters.lag.Set(lag.Behind.Seconds())
	r.meters.bytes.Set(float64(lag.Bytes))
	if lag.Behind > r.opts.MaxLag {
		r.leaveOut("is too far behind", nil, "behind", lag.Behind, "bytes", lag.Bytes)
		return lag, nil
	}
	if r.inUse.CompareAndSwap(false, true) {
		r.meters.inUse.Set(1)
		r.opts.Log.InfoContext(ctx, "the replica is read", "behind", lag.Behind)
	}
	return lag, nil
}

var errNoReplica = errors.New("the server follows no other: it is no replica, or was promoted")

// measure compares how far the two are. The primary is asked first: a replica
// that has what the primary had then is not behind. The time of the last
// transaction that was replayed would count an idle primary as lag, so the lag
// is the age of the oldest mark that the replica has not come to.
func (r *Replica) measure(ctx context.Context) (Lag, error) {
	ctx, done := context.WithTimeout(ctx, max(r.opts.AnswerTimeout, r.opts.Every))
	defer done()
	var written, replayed int64
	if err := r.primary.pgx.QueryRow(ctx, "SELECT (pg_current_wal_lsn() - '0/0')::bigint").Scan(&written); err != nil {
		return Lag{}, fmt.Errorf("asking the primary how far it is: %w", err)
	}
	now := r.opts.Now()
	var follows bool
	var last *time.Time
	err := r.pool.pgx.QueryRow(ctx, `SELECT pg_is_in_recovery(), coalesce((pg_last_wal_replay_lsn() - '0/0')::bigint, 0), pg_last_xact_replay_timestamp()`).
		Scan(&follows, &replayed, &last)
	switch {
	case err != nil:
		return Lag{}, fmt.Errorf("asking the replica how far it is: %w", err)
	case !follows:
		return Lag{}, errNoReplica
	}
	return r.age(mark{now, written}, replayed, last), nil
}

// age works the lag out from where both are, and keeps the mark for later.
func (r *Replica) age(here mark, replayed int64, last *time.Time) Lag {
	if replayed >= here.position {
		r.marks = r.marks[:0]
		return Lag{}
	}
	first := len(r.marks) == 0
	for len(r.marks) > 0 && r.marks[0].position <= replayed {
		r.marks = r.marks[1:]
	}
	if len(r.marks) == 0 || here.position > r.marks[len(r.marks)-1].position {
		r.marks = append(r.marks, here) // A mark that says nothing new would only take room.
	}
	behind := here.at.Sub(r.marks[0].at)
	if first && last != nil && !r.inUse.Load() {
		// Never seen up to date: since when it is behind, only its own word tells,
		// which is too much rather than too little.
		r.marks[0].at = *last
		behind = max(0, here.at.Sub(*last))
	}
	return Lag{Behind: behind, Bytes: here.position - replayed}
}

// leaveOut has the primary read from now on.
func (r *Replica) leaveOut(why string, err error, more ...any) {
	if !r.inUse.CompareAndSwap(true, false) {
		return
	}
	r.meters.inUse.Set(0)
	r.opts.Log.Warn("the replica is left out, the primary is read", append([]any{"why", why, "err", err}, more...)...)
}

// Start measures the lag in the background until Stop.
func (r *Replica) Start() {
	if r.pool == nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	r.stop, r.done = stop, make(chan struct{})
	go func() {
		defer close(r.done)
		tick := time.NewTicker(r.opts.Every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				_, _ = r.Look(ctx) // Logged where it changes something.
			case <-ctx.Done():
				return
			}
		}
	}()
}

// Stop ends what Start began and closes the replica's connections. Nobody may
// read any more.
func (r *Replica) Stop() {
	if r.stop != nil {
		r.stop()
		<-r.done
	}
	if r.pool != nil {
		r.inUse.Store(false)
		r.pool.Close()
	}
}

type replicaMeters struct{ lag, bytes, inUse prometheus.Gauge }

func newReplicaMeters(registry prometheus.Registerer) (replicaMeters, error) {
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Name: name, Help: help})
	}
	m := replicaMeters{
		lag:   gauge("zuka_replica_lag_seconds", "For how long the primary has had something that the replica has not."),
		bytes: gauge("zuka_replica_lag_bytes", "How much of the primary's log the replica has still to replay."),
		inUse: gauge("zuka_replica_in_use", "1 while the replica is read, 0 while the primary is read in its place."),
	}
	if registry == nil {
		return m, nil
	}
	return m, errors.Join(registry.Register(m.lag), registry.Register(m.bytes), registry.Register(m.inUse))
}
