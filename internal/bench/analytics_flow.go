package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"zuka/internal/bench/load"
)

// callPatience is how long one call may take.
const callPatience = 30 * time.Second

// telling says how a server is told of events.
type telling struct {
	connections int
	duration    time.Duration
	// every is the time from one call to the next of all connections together, on a
	// schedule that waits for no answer: a call is timed from when it was due. 0
	// tells as fast as answers come.
	every time.Duration
}

// spoken is what came of it.
type spoken struct {
	samples []load.Sample
	// events were taken; refused are calls that came too fast, each of which was
	// made again after the time that its answer said.
	events, refused int
	elapsed         time.Duration
}

func (h *spoken) figures() load.Figures {
	return load.Result{Samples: h.samples, Elapsed: h.elapsed}.Figures()
}

// tell tells, once at least, until the time is over or ctx ends, and returns when all
// events that were taken are in the table.
func (m *mouth) tell(ctx context.Context, how telling) (spoken, error) {
	var (
		next  atomic.Int64
		group sync.WaitGroup
		lines = make([]line, how.connections)
		begun = time.Now()
	)
	for i := range lines {
		lines[i] = line{telling: how, mouth: m, next: &next, begun: begun, dice: rand.New(rand.NewPCG(uint64(begun.UnixNano()), uint64(i)))}
		group.Go(func() { lines[i].run(ctx) })
	}
	group.Wait()
	all := spoken{elapsed: time.Since(begun)}
	var failed error
	for i := range lines {
		all.samples = append(all.samples, lines[i].samples...)
		all.events += lines[i].events
		all.refused += lines[i].refused
		failed = cmpOr(failed, lines[i].failed)
	}
	if failed != nil {
		return all, fmt.Errorf("telling of events: %w", failed)
	}
	return all, m.drained(context.WithoutCancel(ctx))
}

const (
	// drainEvery is how often it is looked whether events wait, and drainPatience
	// for how long at most.
	drainEvery    = 5 * time.Millisecond
	drainPatience = 5 * time.Minute
)

// drained waits until all events are in the table.
func (m *mouth) drained(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, drainPatience)
	defer cancel()
	for {
		waiting, err := m.stream.Waiting(ctx)
		if err != nil || waiting == 0 {
			return err
		}
		if !rest(ctx, drainEvery) {
			return fmt.Errorf("%d calls are not in the table after %s", waiting, drainPatience)
		}
	}
}

// line is one connection that tells.
type line struct {
	telling
	spoken
	mouth *mouth
	next  *atomic.Int64
	begun time.Time
	dice  *rand.Rand

	wire    net.Conn
	answers *bufio.Reader
	room    []byte
	failed  error
}

func (l *line) run(ctx context.Context) {
	defer l.hangUp()
	for l.failed == nil && ctx.Err() == nil {
		number, begun := l.next.Add(1)-1, time.Now()
		if l.every > 0 {
			begun = l.begun.Add(time.Duration(number) * l.every)
		}
		if number > 0 && begun.Sub(l.begun) >= l.duration || !rest(ctx, time.Until(begun)) {
			return
		}
		l.room = l.mouth.calls[int(number)%len(l.mouth.calls)].fresh(l.room, l.dice)
		l.once(ctx, begun)
	}
}

// once makes a call, again and again while it is refused for there being too many.
func (l *line) once(ctx context.Context, begun time.Time) {
	for {
		pause, err := l.ask()
		switch {
		case err != nil:
			l.failed = err
			return
		case pause == 0:
			l.events += eventsACall
			l.samples = append(l.samples, load.Sample{Took: time.Since(begun)})
			return
		}
		l.refused++
		if !rest(ctx, pause) {
			return
		}
		begun = time.Now()
	}
}

// ask sends what is in the room. The pause is how long to wait before it is sent
// again, where it was refused for there being too many.
func (l *line) ask() (pause time.Duration, err error) {
	if l.wire == nil {
		if l.wire, err = net.DialTimeout("tcp", l.mouth.server.address, callPatience); err != nil {
			return 0, err
		}
		l.answers = bufio.NewReaderSize(l.wire, 4<<10)
	}
	if err := l.wire.SetDeadline(time.Now().Add(callPatience)); err != nil {
		return 0, err
	}
	if _, err := l.wire.Write(l.room); err != nil {
		return 0, err
	}
	answer, err := http.ReadResponse(l.answers, nil)
	if err != nil {
		return 0, err
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err
	}
	if answer.Close {
		l.hangUp()
	}
	return outcome(answer.StatusCode, answer.Header.Get("Retry-After"), text)
}

// outcome reads what a call was answered.
func outcome(status int, after string, text []byte) (pause time.Duration, err error) {
	switch {
	case status == http.StatusAccepted && bytes.Contains(text, fmt.Appendf(nil, `"accepted":%d,"faults":[]`, eventsACall)):
		return 0, nil
	case status != http.StatusTooManyRequests:
		return 0, fmt.Errorf("status %d: %.300s", status, text)
	}
	seconds, err := strconv.Atoi(after)
	if err != nil || seconds < 1 {
		return 0, errors.New("too many, and no word of when to come back")
	}
	return time.Duration(seconds) * time.Second, nil
}

func (l *line) hangUp() {
	if l.wire != nil {
		_ = l.wire.Close() // Nothing more is expected of it.
		l.wire = nil
	}
}
