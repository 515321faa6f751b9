package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"zuka/internal/bench/load"
	"zuka/internal/seed"
)

const (
	// rushSize is how many people sign in at once.
	rushSize = 200
	// rushReaders is how many connections read the catalogue meanwhile.
	rushReaders = 10
	// rushPatience is how long the slowest sign-in may take.
	rushPatience = time.Minute
	// memoryEvery is how often the server's memory is looked at.
	memoryEvery = 10 * time.Millisecond
)

const loginDocument = `mutation Login($input: LoginInput!) { login(input: $input) { user { id } userErrors { code } } }`

// rush is how a server did when many people signed in at once.
type rush struct {
	name   string
	rounds []rushRound
	first  error
}

// rushRound is one time, at rest and then during the rush.
type rushRound struct {
	rest, during load.Figures
	// restMemory and peak are the largest resident sets, in bytes.
	restMemory, peak int64
	// took is until the last one was answered.
	took    time.Duration
	signIns load.Figures
	refused int
}

// rushOn lets people sign in while others read.
func rushOn(ctx context.Context, s settings, p *process, catalogue [][]byte, emails []string) (rush, error) {
	seen := rush{name: p.name}
	if _, err := load.Run(ctx, load.Options{Address: p.address, Requests: catalogue, Connections: rushReaders}); err != nil {
		return seen, err
	}
	for number := range s.rounds {
		var round rushRound
		result, memory, err := watched(p, func() (load.Result, error) {
			return load.Run(ctx, reading(p, catalogue, s.duration, 2*number))
		})
		if err != nil {
			return seen, err
		}
		round.rest, round.restMemory, seen.first = result.Figures(), memory, cmpOr(seen.first, result.First)
		var entered []entry
		result, round.peak, err = watched(p, func() (result load.Result, err error) {
			entered, round.took, result, err = rushIn(ctx, p, catalogue, emails, 2*number+1)
			return result, err
		})
		if err != nil {
			return seen, err
		}
		round.during, seen.first = result.Figures(), cmpOr(seen.first, result.First)
		seen.first = cmpOr(seen.first, round.count(entered))
		s.log.Info("rushed", "server", p.name, "round", number+1, "took", round.took.Round(time.Millisecond), "refused", round.refused,
			"p99", round.during.P99, "at rest", round.rest.P99)
		seen.rounds = append(seen.rounds, round)
	}
	return seen, nil
}

func reading(p *process, catalogue [][]byte, duration time.Duration, seed int) load.Options {
	return load.Options{
		Address: p.address, Requests: catalogue, Connections: rushReaders, Duration: duration, Limit: mostRequests, Seed: uint64(300 + seed),
	}
}

// rushIn has everybody sign in at once while the catalogue is read, and is
// over with the last of them.
func rushIn(ctx context.Context, p *process, catalogue [][]byte, emails []string, seed int) ([]entry, time.Duration, load.Result, error) {
	readingContext, stop := context.WithCancel(ctx)
	defer stop()
	entered, begun := make([]entry, len(emails)), time.Now()
	var took time.Duration
	var group sync.WaitGroup
	group.Go(func() {
		defer stop()
		var everybody sync.WaitGroup
		for i, email := range emails {
			everybody.Go(func() { entered[i] = signIn(ctx, p.address, email) })
		}
		everybody.Wait()
		took = time.Since(begun)
	})
	result, err := load.Run(readingContext, reading(p, catalogue, rushPatience, seed))
	group.Wait()
	if errors.Is(err, context.Canceled) {
		err = ctx.Err() // It was we who stopped it.
	}
	return entered, took, result, err
}

// count sorts the sign-ins; the error is the first that neither worked nor was
// refused for there being too many.
func (r *rushRound) count(entered []entry) error {
	var first error
	result := load.Result{Elapsed: r.took}
	for _, one := range entered {
		switch {
		case one.err != nil:
			result.Errors++
			first = cmpOr(first, one.err)
		case one.refused:
			r.refused++
		default:
			result.Samples = append(result.Samples, load.Sample{Took: one.took})
		}
	}
	r.signIns = result.Figures()
	return first
}

// watched does something and says how much memory the server held at most.
func watched[T any](p *process, work func() (T, error)) (T, int64, error) {
	done, highest := make(chan struct{}), make(chan int64)
	go func() {
		ticker := time.NewTicker(memoryEvery)
		defer ticker.Stop()
		var most int64
		for {
			if held, err := p.memory(); err == nil { // Its end is told by others.
				most = max(most, held.now)
			}
			select {
			case <-done:
				highest <- most
				return
			case <-ticker.C:
			}
		}
	}()
	result, err := work()
	close(done)
	return result, <-highest, err
}

// entry is one sign-in.
type entry struct {
	took time.Duration
	// cookie is name=value; empty when refused.
	cookie string
	// refused says that there were too many.
	refused bool
	err     error
}

// signIn signs somebody in, over a connection of their own.
func signIn(ctx context.Context, address, email string) (entered entry) {
	begun := time.Now()
	defer func() { entered.took = time.Since(begun) }()
	ctx, cancel := context.WithTimeout(ctx, rushPatience)
	defer cancel()
	input := map[string]any{"input": map[string]any{"identifier": email, "password": seed.Password}}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address+"/graphql", bytes.NewReader(body(loginDocument, input)))
	if err != nil {
		return entry{err: err}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Close = true
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	answer, err := transport.RoundTrip(request)
	if err != nil {
		return entry{err: err}
	}
	defer func() { _ = answer.Body.Close() }() // It was read.
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return entry{err: err}
	}
	return readEntry(text, answer.Cookies())
}

// readEntry reads what a sign-in was answered.
func readEntry(text []byte, cookies []*http.Cookie) entry {
	var told struct {
		Data struct {
			Login struct {
				User       *struct{ ID string }
				UserErrors []struct{ Code string }
			}
		}
	}
	if err := json.Unmarshal(text, &told); err != nil {
		return entry{err: fmt.Errorf("%w: %.300s", err, text)}
	}
	login := told.Data.Login
	if slices.ContainsFunc(login.UserErrors, func(e struct{ Code string }) bool { return e.Code == "RETRY_LATER" }) {
		return entry{refused: true}
	}
	if login.User == nil || len(cookies) == 0 {
		return entry{err: fmt.Errorf("nobody was signed in: %.300s", text)}
	}
	return entry{cookie: cookies[0].Name + "=" + cookies[0].Value}
}

// withCookie is the request of somebody who is known.
func withCookie(request []byte, cookie string) []byte {
	return bytes.Replace(request, []byte("\r\n"), []byte("\r\nCookie: "+cookie+"\r\n"), 1)
}
