package intake_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"zuka/internal/shop/analytics/hot"
	"zuka/internal/shop/analytics/intake"
)

// victimVariable makes the test program play a consumer that is killed at a moment
// of its work, which the variable holds.
const victimVariable = "INTAKE_TEST_VICTIM"

// victim is a process that consumes until nothing waits, and may die of it.
type victim struct {
	Database, Redis, Prefix string
	// Moment is when it dies, counted from 1: before and after each command to
	// Redis and each statement to PostgreSQL.
	Moment int
}

// reaper kills its process at a moment. What was done before stays with the
// servers, which know nothing of the end.
type reaper struct {
	mu   sync.Mutex
	left int
}

func (r *reaper) pass(where string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.left--; r.left != 0 {
		return
	}
	_ = json.NewEncoder(os.Stdout).Encode(where)
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

func (r *reaper) DialHook(next redis.DialHook) redis.DialHook { return next }
func (r *reaper) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}
func (r *reaper) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		what := cmd.Name()
		for _, arg := range cmd.Args() {
			if told, is := arg.([]byte); is && bytes.Contains(told, []byte(`"totals"`)) {
				what = "acknowledge"
			}
		}
		if what == "client" || what == "hello" {
			return next(ctx, cmd)
		}
		r.pass("before " + what)
		err := next(ctx, cmd)
		r.pass("after " + what)
		return err
	}
}

func (r *reaper) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	r.pass("before " + data.SQL)
	return context.WithValue(ctx, r, data.SQL)
}
func (r *reaper) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) {
	r.pass(fmt.Sprint("after ", ctx.Value(r)))
}
func (r *reaper) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	r.pass("before batch")
	return ctx
}
func (r *reaper) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}
func (r *reaper) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {
	r.pass("after batch")
}
func (r *reaper) TraceCopyFromStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceCopyFromStartData) context.Context {
	r.pass("before copy")
	return ctx
}
func (r *reaper) TraceCopyFromEnd(context.Context, *pgx.Conn, pgx.TraceCopyFromEndData) {
	r.pass("after copy")
}

// playVictim plays one, and returns how the program ends.
func playVictim(text string) int {
	var v victim
	err := json.Unmarshal([]byte(text), &v)
	if err == nil {
		err = v.play()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func (v victim) play() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	death := &reaper{left: v.Moment}
	config, err := pgxpool.ParseConfig(v.Database)
	if err != nil {
		return err
	}
	config.ConnConfig.Tracer = death
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	options, err := redis.ParseURL(v.Redis)
	if err != nil {
		return err
	}
	client, plain := redis.NewClient(options), redis.NewClient(options)
	client.AddHook(death)
	stream := intake.NewStream(client, v.Prefix, 0)
	c := intake.NewConsumer(intake.Config{
		Stream: stream, Writer: intake.NewWriter(pool), Hot: hot.New(client, v.Prefix),
		Idle: time.Millisecond, Log: slog.New(slog.DiscardHandler),
	})
	c.Start()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for waiting := int64(1); waiting > 0; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		if waiting, err = plain.XLen(ctx, stream.Key()).Result(); err != nil {
			return err
		}
	}
	return c.Stop(ctx)
}

// meets starts a victim, waits for its end, and tells where it died; empty when it
// did not.
func (v victim) meets(t testing.TB) (where string) {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	cmd := exec.CommandContext(context.Background(), os.Args[0])
	cmd.Env = append(os.Environ(), victimVariable+"="+string(text))
	var said, complained bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &complained
	ended := cmd.Run()
	if said.Len() == 0 {
		require.NoError(t, ended, complained.String())
		return ""
	}
	require.NoError(t, json.Unmarshal(said.Bytes(), &where))
	var exit *exec.ExitError
	require.ErrorAs(t, ended, &exit)
	require.Equal(t, syscall.SIGKILL, exit.Sys().(syscall.WaitStatus).Signal())
	return where
}
