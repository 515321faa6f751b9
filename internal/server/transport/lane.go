package transport

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/klauspost/compress/gzip"
	"github.com/maypok86/otter/v2"

	"zuka/internal/platform/cache"
	"zuka/internal/server/repeat"
	"zuka/internal/server/responsecache"
)

const (
	// laneBytes is what a lane may hold in memory, answers included. It shares them
	// with the response cache as long as that has them too.
	laneBytes = 96 << 20
	// longestLane is how many bytes a query string may have that is remembered.
	longestLane = 4 << 10
	// leastPacked is from how many bytes on an answer is packed.
	leastPacked = 1 << 10
)

// Lane gives answers of public queries again to requests that ask the same by the
// same GET, without reading the operation again: while nothing changed that the
// answer shows, the response cache says. Everything that is to be done for each
// request (package repeat) is done.
type Lane struct {
	kept *otter.Cache[string, *passing]
}

// passing is an answer in the lane. There are many of them and the collector visits
// each piece, so it is made of few.
type passing struct {
	sharing
	answer *cache.Answer
	steps  []repeat.Step
	// packed is the body as packed once.
	packed []byte
	once   sync.Once
}

// NewLane makes an empty lane.
func NewLane() *Lane {
	return &Lane{otter.Must(&otter.Options[string, *passing]{
		MaximumWeight: laneBytes,
		// The packed bytes are about a fifth of the plain ones.
		Weigher: func(key string, p *passing) uint32 { return uint32(512 + len(key) + len(p.body) + len(p.body)/5) },
	})}
}

// laneKey names what a request asks, and in which form it wants the answer.
func laneKey(r *http.Request, media string) string { return media + "\n" + r.URL.RawQuery }

// Serve answers a request if it can be answered again.
func (l *Lane) Serve(w http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet || len(r.URL.RawQuery) > longestLane {
		return false
	}
	media, acceptable := negotiate(r.Header["Accept"])
	if !acceptable {
		return false
	}
	key := laneKey(r, media)
	found, there := l.kept.GetIfPresent(key)
	if !there {
		return false
	}
	if !found.answer.Right(r.Context()) {
		l.kept.Invalidate(key)
		return false
	}
	request := repeat.Request{Header: r.Header, Begun: time.Now()}
	for _, step := range found.steps {
		if step(r.Context(), request) != nil {
			return false // The long way says why.
		}
	}
	found.give(reply{w, media}, r)
	return true
}

// give sends the answer, packed for who takes that: it is packed once.
func (p *passing) give(w reply, r *http.Request) {
	if len(p.body) < leastPacked || !takesPacked(r.Header.Get("Accept-Encoding")) {
		w.give(r, &p.sharing)
		return
	}
	p.once.Do(func() { p.packed = pack(p.body) })
	one := p.sharing
	one.body = p.packed
	w.Header()["Content-Encoding"] = gzipped
	w.give(r, &one)
}

var gzipped = []string{"gzip"}

// takesPacked reads whether a client takes gzip, as RFC 9110 has it: gzip;q=0 says
// that it does not.
func takesPacked(accepts string) bool {
	for one := range strings.SplitSeq(accepts, ",") {
		name, quality, _ := strings.Cut(one, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		_, value, _ := strings.Cut(quality, "=")
		weight, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		return err != nil || weight > 0
	}
	return false
}

// keep puts an answer into the lane, if it is one that the response cache keeps
// and others may have.
func (l *Lane) keep(r *http.Request, media string, operation *graphql.OperationContext, one *sharing) {
	answer := responsecache.Kept(operation)
	if answer == nil || !answer.Right(r.Context()) || len(r.URL.RawQuery) > longestLane {
		return
	}
	l.kept.Set(laneKey(r, media), &passing{sharing: *one, answer: answer, steps: repeat.Of(operation)})
}

// pack packs bytes at the speed that costs the least, as all answers are.
func pack(body []byte) []byte {
	var packed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		panic("transport: " + err.Error()) // The level is a constant.
	}
	_, _ = writer.Write(body) // A buffer takes everything.
	_ = writer.Close()
	return packed.Bytes()
}
