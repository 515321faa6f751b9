package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/postgres"
)

// victimVariable makes the test program play a server that is killed at a
// moment of its work, which the variable holds.
const victimVariable = "APP_TEST_VICTIM"

// victim is a server that does one thing and may die of it.
type victim struct {
	Config app.Config
	// Moment is when it dies, counted from 1: before each statement, and after
	// each that ended a transaction or was none. What is done within a
	// transaction before the next statement nobody else can see.
	Moment int
	// Request is what it is sent.
	Target string
	Header http.Header
	Body   []byte
	// Reference, for a provider's message, is the payment that it is about: the
	// victim then does the jobs of it, too.
	Reference string
}

// epitaph is the last that was heard of a victim.
type epitaph struct {
	// Killed tells that it died; At is the statement, and Answered whether it
	// had run.
	Killed   bool
	At       string
	Answered bool
	// Answer is what one that lived answered.
	Answer json.RawMessage
}

// play does what is asked for until the moment comes.
func (v victim) play(ctx context.Context) error {
	shop, err := app.New(ctx, v.Config, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})))
	if err != nil {
		return err
	}
	var passed atomic.Int64
	watched := postgres.WithWatcher(ctx, func(m postgres.Moment) {
		if m.Answered && m.Open || passed.Add(1) != int64(v.Moment) {
			return
		}
		_ = json.NewEncoder(os.Stdout).Encode(epitaph{Killed: true, At: m.SQL, Answered: m.Answered})
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	})
	request := httptest.NewRequestWithContext(watched, http.MethodPost, v.Target, bytes.NewReader(v.Body))
	request.Header = v.Header
	recorder := httptest.NewRecorder()
	shop.Handler.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusOK {
		return fmt.Errorf("answered %d: %s", recorder.Code, recorder.Body)
	}
	if v.Reference != "" {
		if err := v.work(watched, shop); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(epitaph{Answer: recorder.Body.Bytes()})
}

// work does what the jobs of a provider's message call.
func (v victim) work(ctx context.Context, shop *app.App) error {
	var event, order, version int
	find := `SELECT e.id, o.id, o.version + 1 FROM payment_events AS e JOIN payments AS p ON p.id = e.payment_id JOIN orders AS o ON o.id = p.order_id WHERE e.reference = $1`
	if err := shop.Pool.Pgx().QueryRow(context.Background(), find, v.Reference).Scan(&event, &order, &version); err != nil {
		return err
	}
	if err := shop.Buying.Checkout.HandleEvent(ctx, event); err != nil {
		return err
	}
	return shop.Buying.Notify.OrderChanged(ctx, order, int64(version))
}

// playVictim plays one where the program was started for it.
func playVictim() {
	text := os.Getenv(victimVariable)
	if text == "" {
		return
	}
	var v victim
	err := json.Unmarshal([]byte(text), &v)
	if err == nil {
		err = v.play(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// meets starts a victim and waits for its end.
func (v victim) meets(t *testing.T) (last epitaph) {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), victimVariable+"="+string(text))
	var said, complained bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &complained
	ended := cmd.Run()
	require.NoError(t, json.Unmarshal(said.Bytes(), &last), "%v %s", ended, complained.String())
	if !last.Killed {
		require.NoError(t, ended, complained.String())
		return last
	}
	var exit *exec.ExitError
	require.ErrorAs(t, ended, &exit)
	require.Equal(t, syscall.SIGKILL, exit.Sys().(syscall.WaitStatus).Signal())
	return last
}
