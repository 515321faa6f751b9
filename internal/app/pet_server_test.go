package app_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
)

// petServerVariable makes the test program play a whole server, whose settings
// it holds, until somebody kills it.
const petServerVariable = "APP_TEST_PET_SERVER"

func init() {
	text := os.Getenv(petServerVariable)
	if text == "" {
		return
	}
	if err := playServer(text); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// playServer says where it listens, and serves.
func playServer(text string) error {
	var config app.Config
	if err := json.Unmarshal([]byte(text), &config); err != nil {
		return err
	}
	shop, err := app.New(context.Background(), config, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})))
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + listener.Addr().String() + "/graphql")
	return shop.Run(context.Background(), listener)
}

// mortal is a server that is a process of its own.
type mortal struct {
	t       *testing.T
	cmd     *exec.Cmd
	address string
}

func (k *kennel) mortal() *mortal {
	t := k.t
	t.Helper()
	text, err := json.Marshal(k.config)
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), petServerVariable+"="+string(text))
	cmd.Stderr = t.Output()
	said, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	m := &mortal{t: t, cmd: cmd}
	t.Cleanup(m.dies)
	line, err := bufio.NewReader(said).ReadString('\n')
	require.NoError(t, err)
	m.address = strings.TrimSpace(line)
	return m
}

// dies kills it as a power cut would. A second time nothing happens.
func (m *mortal) dies() {
	_ = m.cmd.Process.Kill() // SIGKILL; it fails where it is dead already.
	_ = m.cmd.Wait()         // It tells that it was killed.
}

// hears sends a message to it over the network.
func (m *mortal) hears(v *visitor, pet, conversation, text string) sentence {
	t := m.t
	t.Helper()
	in := map[string]any{"petId": pet, "text": text, "idempotencyKey": uuid.NewString()}
	if conversation != "" {
		in["conversationId"] = conversation
	}
	body, err := json.Marshal(map[string]any{"query": tellDocument, "variables": map[string]any{"in": in}})
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, m.address, bytes.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Client-Platform", string(v.platform))
	request.Header.Set("Authorization", "Bearer "+v.access)
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }() // It was read.
	var got reply
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&got))
	require.Empty(t, got.Errors)
	payload := got.Data["result"].(map[string]any)
	require.Empty(t, payload["userErrors"])
	run := payload["run"].(map[string]any)
	return sentence{pet, run["conversationId"].(string), run["id"].(string), int(run["afterSeq"].(float64))}
}

// leaving is a server of this process that can be stopped in good order, and
// does jobs.
func (k *kennel) leaving() ending {
	t := k.t
	t.Helper()
	config := k.config
	config.Grace = 5 * time.Second
	shop := open(t, config)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	running, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- shop.Run(running, listener) }()
	return ending{shop, "http://" + listener.Addr().String() + "/graphql", func() error {
		stop()
		return <-served
	}}
}

// some reads so many parts of an answer that goes on.
func (f *follower) some(a *answer, parts int, run string) {
	f.t.Helper()
	for range parts {
		select {
		case text, open := <-f.events:
			require.True(f.t, open, "%s ended", f.what)
			require.False(f.t, a.hear(f.t, partOf(f.t, text), run), "it ended too soon")
		case <-time.After(longPatience):
			require.Fail(f.t, "nothing came", f.what)
		}
	}
}

// rest reads on to the end.
func (f *follower) rest(a *answer, run string) {
	f.t.Helper()
	for {
		select {
		case text, open := <-f.events:
			require.True(f.t, open, "%s ended", f.what)
			if a.hear(f.t, partOf(f.t, text), run) {
				return
			}
		case <-time.After(longPatience):
			require.Fail(f.t, "the answer does not end", "%+v", a.parts)
		}
	}
}
