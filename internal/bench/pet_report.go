package bench

import (
	"errors"
	"fmt"
	"time"
)

// What who talks with a pet may expect.
const (
	mostFirst = 150 * time.Millisecond
	mostWhole = 1500 * time.Millisecond
	mostToken = 20 * time.Millisecond
)

func (p *pets) write(out *printer, o *Options) {
	if len(p.talks) > 0 {
		p.writeTalks(out, o)
	}
	if p.held != nil {
		p.held.write(out, o)
	}
}

func (p *pets) writeTalks(out *printer, o *Options) {
	out.line("\n### Talking with pets\n")
	out.line("%d products; everybody with a pet, a conversation and a WebSocket of their own, which follows `petReply`; %d different messages by turns; jobs in the same process, "+
		"%d connections to PostgreSQL and the jobs' own. %d at once pause %s to %s between an answer and their next message; a crowd of %d send one message each within %s. "+
		"The built-in brain speaks at the default `PET_PACE`. The model is an OpenAI-compatible server in the process of the clients that says %d tokens an answer, one each %s. "+
		"The times count from the answer of `petMessageSend`; the first message of a conversation holds the subscribing too.\n",
		petProducts, len(said), o.DatabaseConnections, p.size.chats, leastPause, talkPause, p.size.crowd, p.size.within, p.size.tokens, p.size.step)
	out.line("| brain | chats | answers | `petMessageSend`, p50 | p95 | first piece, p50 | p95 | most | bar | whole answer, p50 | p95 | most | bar | errors | bar |")
	out.line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | --- | ---: | --- |")
	for _, one := range p.talks {
		first, whole := "", ""
		if one.bound && one.model == nil {
			first = fmt.Sprintf("%s, p95 to %s", verdict(one.first.Requests > 0 && one.first.P95 <= mostFirst), mostFirst)
			whole = fmt.Sprintf("%s, p95 to %s", verdict(one.whole.Requests > 0 && one.whole.P95 <= mostWhole), mostWhole)
		}
		out.line("| %s | %d | %d | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %d | %s, none |", one.name, one.chats, one.whole.Requests,
			shortTime(one.sends.P50), shortTime(one.sends.P95), shortTime(one.first.P50), shortTime(one.first.P95), shortTime(one.first.Max), first,
			shortTime(one.whole.P50), shortTime(one.whole.P95), shortTime(one.whole.Max), whole, one.errors, verdict(one.errors == 0 && one.whole.Requests == one.chats*one.messages))
	}
	out.line("\nFrom the model's saying a token to its arrival at the client: what the shop adds.\n")
	out.line("| chats | tokens | tokens/s | p50 | p95 | p99 | most | bar | lost |")
	out.line("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |")
	for _, one := range p.talks {
		if one.model == nil {
			continue
		}
		f, bar := one.tokens, ""
		if one.bound {
			bar = fmt.Sprintf("%s, p99 to %s", verdict(f.Requests > 0 && f.P99 <= mostToken), mostToken)
		}
		out.line("| %d | %d | %.0f | %s | %s | %s | %s | %s | %d |", one.chats, f.Requests, f.PerSecond, shortTime(f.P50), shortTime(f.P95), shortTime(f.P99),
			shortTime(f.Max), bar, one.lost)
	}
}

func (h *holding) write(out *printer, o *Options) {
	out.line("\n### %d answers that a model thinks about\n", h.chats)
	out.line("The model says nothing until the end, and nobody follows. The server's connections to PostgreSQL as `pg_stat_activity` has them, its jobs' among them, in %d looks; "+
		"at most %d for requests. Busy is what runs a statement other than the beat that is for all answers together. A home page is asked for before each look, each of another length, so that it is not in a cache.\n",
		h.looks, o.DatabaseConnections)
	out.line("| connections, most | busy, most | bar | idle in a transaction, most | bar | longest transaction seen | home page, p50 | p95 | most | answered in the end | bar |")
	out.line("| ---: | ---: | --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |")
	out.line("| %d | %d | %s, none | %d | %s, none | %s | %s | %s | %s | %d | %s, all |", h.connections, h.busy, verdict(h.looks > 0 && h.busy == 0),
		h.idle, verdict(h.looks > 0 && h.idle == 0), shortTime(h.longest), shortTime(h.pages.P50), shortTime(h.pages.P95), shortTime(h.pages.Max),
		h.answered, verdict(h.answered >= h.chats))
}

// failure tells of messages that were not answered.
func (p *pets) failure() error {
	var failed error
	for _, one := range p.talks {
		if one.wrong != nil {
			failed = errors.Join(failed, fmt.Errorf("%d chats with pets, %s: %w", one.chats, one.name, one.wrong))
		}
	}
	if p.held != nil && p.held.wrong != nil {
		failed = errors.Join(failed, fmt.Errorf("waiting for a model: %w", p.held.wrong))
	}
	return failed
}
