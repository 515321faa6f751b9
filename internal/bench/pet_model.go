package bench

import (
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"zuka/internal/bench/load"
	"zuka/internal/platform/chatserver"
)

// model is a server of models that says one token a step, whatever it is asked,
// and notes when. It is in this process, so that both clocks are one.
type model struct {
	server *chatserver.Server
	tokens int
	step   time.Duration
	begun  time.Time
	over   chan struct{}
	work   sync.WaitGroup

	mu sync.Mutex
	// said are the times of each answer's tokens, since begun.
	said [][]atomic.Int64
}

func openModel(tokens int, step time.Duration) *model {
	m := &model{tokens: tokens, step: step, begun: time.Now(), over: make(chan struct{})}
	m.server = chatserver.New(chatserver.Options{Keep: -1, Script: m.turn})
	return m
}

func (m *model) close() {
	close(m.over)
	m.server.Close()
	m.work.Wait()
}

// turn begins an answer. Each token carries which it is.
func (m *model) turn(chatserver.Request) chatserver.Turn {
	times := make([]atomic.Int64, m.tokens)
	m.mu.Lock()
	number := len(m.said)
	m.said = append(m.said, times)
	m.mu.Unlock()
	pieces := make([]string, m.tokens)
	for i := range pieces {
		pieces[i] = tokenText(number, i)
	}
	gate := make(chan struct{})
	m.work.Go(func() { m.speak(times, gate) })
	return chatserver.Turn{Pieces: pieces, Gate: gate, Out: m.tokens, In: 1}
}

// speak lets the tokens out, one a step. The time is taken before the server is
// free to write: a client that does not read is late too.
func (m *model) speak(times []atomic.Int64, gate chan<- struct{}) {
	begun := time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for i := range times {
		timer.Reset(time.Until(begun.Add(m.step * time.Duration(i+1))))
		select {
		case <-timer.C:
		case <-m.over:
			return
		}
		times[i].Store(int64(time.Since(m.begun)))
		select {
		case gate <- struct{}{}:
		case <-m.over:
			return
		}
	}
}

// delays are how long tokens took to come, and how many of their answer did not.
func (m *model) delays(came []token) (delays []load.Sample, lost int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	seen := make(map[int]bool, m.tokens)
	for _, one := range came {
		if one.answer >= len(m.said) || one.index >= m.tokens || one.answer != came[0].answer {
			continue
		}
		seen[one.index] = true
		delays = append(delays, load.Sample{Took: one.at.Sub(m.begun) - time.Duration(m.said[one.answer][one.index].Load())})
	}
	return delays, m.tokens - len(seen)
}

// tokenText is the text of a token, which looks like a word.
func tokenText(answer, index int) string { return fmt.Sprintf("w%d.%d ", answer, index) }

var tokenPattern = regexp.MustCompile(`w(\d+)\.(\d+) `)

// tokensIn are the tokens in a piece that came at some time.
func tokensIn(text string, at time.Time) (found []token) {
	for _, match := range tokenPattern.FindAllStringSubmatch(text, -1) {
		answer, err := strconv.Atoi(match[1])
		if err != nil {
			continue // Longer than any number of ours.
		}
		index, err := strconv.Atoi(match[2])
		if err != nil {
			continue
		}
		found = append(found, token{answer, index, at})
	}
	return found
}
