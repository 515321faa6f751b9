package postgres_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"zuka/internal/devstack"
	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

// patience is more than anything takes on a busy machine.
const patience = 20 * time.Second

// pair is a primary with a replica that follows it.
type pair struct {
	*testing.T
	primary  *postgres.Pool
	server   *devstack.Server // the replica
	admin    *postgres.Pool   // on the replica, for replay
	registry *prometheus.Registry
	*postgres.Replica
	now atomic.Int64
}

func newPair(t *testing.T) *pair {
	t.Helper()
	first := testenv.OwnPostgres(t)
	p := &pair{T: t, server: testenv.Replica(t, first), registry: prometheus.NewRegistry()}
	p.now.Store(time.Now().Unix())
	var err error
	p.primary, err = postgres.Open(t.Context(), postgres.Options{URL: first.URL()})
	require.NoError(t, err)
	t.Cleanup(p.primary.Close)
	p.admin, err = postgres.Open(t.Context(), postgres.Options{URL: p.server.URL()})
	require.NoError(t, err)
	t.Cleanup(p.admin.Close)
	p.write() // So that the replica knows the time of a transaction.
	p.caughtUp()
	p.Replica, err = postgres.OpenReplica(t.Context(), postgres.ReplicaOptions{
		Options: postgres.Options{URL: p.server.URL()}, Every: time.Hour, AnswerTimeout: patience, Registry: p.registry,
		Now: func() time.Time { return time.Unix(p.now.Load(), 0) },
	}, p.primary)
	require.NoError(t, err)
	t.Cleanup(p.Stop)
	return p
}

// write changes something on the primary.
func (p *pair) write() {
	p.Helper()
	_, err := p.primary.Pgx().Exec(p.Context(), "INSERT INTO brands (slug, name) VALUES (gen_random_uuid(), 'Oja')")
	require.NoError(p, err)
}

// caughtUp waits until the replica has what the primary has now. PostgreSQL has
// no way to wait for replay, so it is asked until it is there.
func (p *pair) caughtUp() {
	p.Helper()
	var position string
	require.NoError(p, p.primary.Pgx().QueryRow(p.Context(), "SELECT pg_current_wal_lsn()::text").Scan(&position))
	for there := false; !there; {
		require.NoError(p, p.admin.Pgx().QueryRow(p.Context(), "SELECT pg_last_wal_replay_lsn() >= $1::text::pg_lsn", position).Scan(&there))
	}
}

func (p *pair) replay(function string) {
	p.Helper()
	_, err := p.admin.Pgx().Exec(p.Context(), "SELECT "+function+"()")
	require.NoError(p, err)
}

// readsReplica asks the server that is read what it is.
func (p *pair) readsReplica() (follows bool) {
	p.Helper()
	require.NoError(p, p.Reader(p.Context()).Pgx().QueryRow(p.Context(), "SELECT pg_is_in_recovery()").Scan(&follows))
	return follows
}

func (p *pair) look(later time.Duration) postgres.Lag {
	p.Helper()
	p.now.Add(int64(later / time.Second))
	lag, err := p.Look(p.Context())
	require.NoError(p, err)
	return lag
}

// upToDate looks until the replica has all that the primary has, which now and then
// writes something of its own.
func (p *pair) upToDate(later time.Duration) {
	p.Helper()
	require.Zero(p, p.look(later).Behind)
	require.Eventually(p, func() bool {
		lag, err := p.Look(p.Context())
		return err == nil && lag.Bytes == 0 && p.gauge("zuka_replica_lag_bytes") == 0
	}, patience, time.Millisecond)
}

func (p *pair) gauge(name string) float64 {
	p.Helper()
	all, err := p.registry.Gather()
	require.NoError(p, err)
	for _, one := range all {
		if one.GetName() == name {
			return one.GetMetric()[0].GetGauge().GetValue()
		}
	}
	p.Fatalf("no meter %s", name)
	return 0
}

func TestAReplicaIsReadWhileItKeepsUp(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	require.True(t, p.readsReplica())
	_, err := p.Reader(t.Context()).Pgx().Exec(t.Context(), "INSERT INTO brands (slug, name) VALUES ('a', 'A')")
	require.Error(t, err, "it is only read")

	// An idle primary is no lag, however long it has been idle.
	p.caughtUp()
	lag := p.look(48 * time.Hour)
	require.Zero(t, lag.Behind)
	require.True(t, p.readsReplica())

	// Something that came up after two idle days is seconds old, not days.
	p.replay("pg_wal_replay_pause")
	p.write()
	require.Zero(t, p.look(0).Behind)
	lag = p.look(20 * time.Second)
	require.Equal(t, 20*time.Second, lag.Behind)
	require.Positive(t, lag.Bytes)
	require.True(t, p.readsReplica())
	p.write() // What came later does not make it younger.
	require.Equal(t, 30*time.Second, p.look(10*time.Second).Behind)
	require.True(t, p.readsReplica(), "30 seconds is not too far")
	require.Equal(t, 31*time.Second, p.look(time.Second).Behind)
	require.False(t, p.readsReplica(), "31 seconds is")
	require.Zero(t, p.gauge("zuka_replica_in_use"))
	require.InDelta(t, 31, p.gauge("zuka_replica_lag_seconds"), 0)

	p.replay("pg_wal_replay_resume")
	p.caughtUp()
	p.upToDate(time.Second)
	require.True(t, p.readsReplica())
	require.InDelta(t, 1, p.gauge("zuka_replica_in_use"), 0)
}

func TestAReplicaThatDiesFailsNobody(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	require.True(t, p.readsReplica())
	require.NoError(t, p.server.Kill())
	require.False(t, p.readsReplica(), "seen by the first who reads, before anybody measured")
	require.False(t, p.readsReplica())
	_, err := p.Look(t.Context())
	require.Error(t, err)
	require.Zero(t, p.gauge("zuka_replica_in_use"))

	require.NoError(t, p.server.Restart(t.Context()))
	p.admin.Pgx().Reset()
	p.caughtUp()
	p.look(time.Second)
	require.True(t, p.readsReplica(), "it is back")
}

func TestACallerWhoLeavesTellsNothingOfTheReplica(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	gone, leave := context.WithCancel(t.Context())
	leave()
	require.Same(t, p.primary, p.Reader(gone))
	require.True(t, p.readsReplica())
}

func TestWithoutAReplicaThePrimaryIsRead(t *testing.T) {
	t.Parallel()
	primary := testenv.Pool(t)
	r, err := postgres.OpenReplica(t.Context(), postgres.ReplicaOptions{}, primary)
	require.NoError(t, err)
	r.Start()
	require.Same(t, primary, r.Reader(t.Context()))
	r.Stop()

	// A server that follows nobody is none, and one that is away is waited for.
	for _, url := range []string{testenv.Postgres(t), "postgres://zuka@127.0.0.1:1/none"} {
		r, err = postgres.OpenReplica(t.Context(), postgres.ReplicaOptions{Options: postgres.Options{URL: url}}, primary)
		require.NoError(t, err)
		require.Same(t, primary, r.Reader(t.Context()))
		r.Start()
		r.Stop()
	}
	_, err = postgres.OpenReplica(t.Context(), postgres.ReplicaOptions{Options: postgres.Options{URL: "nonsense://"}}, primary)
	require.Error(t, err)
}

func TestTheLagIsMeasuredInTheBackground(t *testing.T) {
	t.Parallel()
	primary := testenv.Pool(t)
	looked := make(chan struct{}, 1)
	ctx := t.Context()
	r, err := postgres.OpenReplica(ctx, postgres.ReplicaOptions{
		Options: postgres.Options{URL: testenv.Postgres(t)}, Every: time.Millisecond, AnswerTimeout: patience,
		Now: func() time.Time {
			select {
			case looked <- struct{}{}:
			default:
			}
			return time.Now()
		},
	}, primary)
	require.NoError(t, err)
	<-looked // By opening it.
	r.Start()
	<-looked
	<-looked
	r.Stop()
}
