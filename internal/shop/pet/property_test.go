package pet

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/db/petrun"
	"zuka/internal/shop/pet/brain"
)

// play is a conversation to which anything happens in any order, at two
// processes whose beats the test makes.
type play struct {
	*kennel
	*held
	ctx       context.Context
	pet       int
	thinkers  [2]*Thinker
	first     *Sent
	runs      []uuid.UUID
	calls     []*call
	over      []<-chan struct{}
	ended     map[uuid.UUID]petrun.State
	forgotten bool
}

func (p *play) drawn(t *rapid.T) uuid.UUID { return rapid.SampledFrom(p.runs).Draw(t, "run") }

func (p *play) send(*rapid.T) {
	in := SendInput{p.pet, nil, "hello", uuid.NewString()}
	if p.first != nil && !p.forgotten {
		in.Conversation = &p.first.Run.ConversationID
	}
	sent, err := p.Send(p.ctx, in)
	if err != nil {
		return // Enough wait.
	}
	if p.first == nil || p.forgotten {
		p.first, p.forgotten = sent, false
	}
	p.runs = append(p.runs, sent.Run.ID)
}

// begin lets a process take a run, and waits until it thinks or did not get it.
func (p *play) begin(t *rapid.T) {
	thinker, run := p.thinkers[rapid.IntRange(0, 1).Draw(t, "process")], p.drawn(t)
	over := aside(func() { _ = thinker.Think(p.ctx, run) }) // A run that fails is taken over.
	select {
	case c := <-p.asked:
		p.calls, p.over = append(p.calls, c), append(p.over, over)
	case <-over:
	case <-time.After(patience):
		require.FailNow(p, "a process neither thinks nor lets go")
	}
}

// speak lets a thought say something, end, fail, or go on.
func (p *play) speak(t *rapid.T) {
	if len(p.calls) == 0 {
		return
	}
	i := rapid.IntRange(0, len(p.calls)-1).Draw(t, "thought")
	c := p.calls[i]
	switch rapid.SampledFrom([]string{"word", "end", "fail", "silent"}).Draw(t, "how") {
	case "word":
		_ = c.say("word ") // Who is shut out is told so.
		return
	case "end":
		_ = c.say("the end")
		c.end()
	case "fail":
		c.done <- ending{brain.Answer{}, errBrain}
	case "silent":
		c.end()
	}
	p.calls = append(p.calls[:i], p.calls[i+1:]...)
}

func (p *play) cancel(t *rapid.T) {
	_, err := p.Cancel(p.ctx, p.drawn(t))
	require.NoError(t, err)
}

func (p *play) clear(t *rapid.T) {
	deleted := rapid.Bool().Draw(t, "conversations")
	_, err := p.Clear(p.ctx, ClearInput{Pet: p.pet, Conversations: deleted})
	require.NoError(t, err)
	p.forgotten = p.forgotten || deleted
}

func (p *play) lost(t *rapid.T) { p.lose(p.drawn(t)) }

func (p *play) beats(t *rapid.T) {
	for _, thinker := range p.thinkers {
		require.NoError(t, thinker.pulse(p.ctx))
	}
}

// check fails when a run ended twice, or has more than one answer.
func (p *play) check(t *rapid.T) {
	for _, id := range p.runs {
		run := p.run(id)
		if before, over := p.ended[id]; over {
			require.Equal(t, before, run.State, "what ended stays so")
		}
		if run.FinishedAt != nil {
			p.ended[id] = run.State
			require.NotNil(t, run.LastSeq)
			require.Less(t, *run.LastSeq, run.FirstSeq+Window)
		}
	}
	require.Zero(t, p.number(`SELECT count(*) FROM pet_conversations AS c WHERE role = 'pet' AND pet_id = $1
		AND (SELECT count(*) FROM pet_runs WHERE answer_id = c.id AND finished_at IS NOT NULL) <> 1`, p.pet), "an answer is one run's, which ended")
	require.Zero(t, p.number(`SELECT count(*) FROM pet_runs AS r WHERE pet_id = $1 AND finished_at IS NOT NULL AND EXISTS (
		SELECT 1 FROM pet_runs AS e WHERE e.conversation_id = r.conversation_id AND e.first_seq < r.first_seq AND e.finished_at IS NULL)`, p.pet), "in order")
	// In one statement: thoughts end meanwhile.
	require.Equal(t, 1, p.number(`SELECT count(*) FROM user_pets AS u, LATERAL (
			SELECT count(*) AS done, count(answer_id) AS answered FROM pet_runs WHERE pet_id = u.id AND state = 'done') AS r
		WHERE u.id = $1 AND u.xp BETWEEN $2 * r.answered AND $2 * r.done`, p.pet, ForMessage))
}

// through ends every thought until something is over.
func (p *play) through(over <-chan struct{}) {
	for {
		select {
		case <-over:
			return
		case c := <-p.asked:
			_ = c.say("so")
			c.end()
		case <-time.After(patience):
			require.FailNow(p, "a thought does not end")
		}
	}
}

// settle ends all that goes on, as a process does that lives.
func (p *play) settle(t *rapid.T) {
	for _, c := range p.calls {
		c.end()
	}
	for _, over := range p.over {
		p.through(over)
	}
	for range 2 * mostAttempts * len(p.runs) {
		open, err := p.Pool.Ent().PetRun.Query().Where(petrun.PetID(p.pet), petrun.FinishedAtIsNil()).Order(petrun.ByFirstSeq()).All(p.ctx)
		require.NoError(t, err)
		if len(open) == 0 {
			break
		}
		p.lose(open[0].ID)
		p.through(aside(func() { _ = p.thinkers[0].Think(p.ctx, open[0].ID) }))
	}
	for _, thinker := range p.thinkers {
		p.through(aside(thinker.Stop))
	}
	require.Zero(t, p.number("SELECT count(*) FROM pet_runs WHERE pet_id = $1 AND finished_at IS NULL", p.pet))
}

// However a run is begun, stopped, cleared, lost and taken over, it ends once, in
// its turn, with one answer at most, and its readers hear of one end.
func TestEachRunEndsOnceWhateverHappens(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	k.Unlimited = true
	both := []Config{k.Config, k.process(nil).Config}
	both[1].Unlimited = true
	rapid.Check(t, func(r *rapid.T) {
		p := &play{kennel: k, held: newHeld(), ended: map[uuid.UUID]petrun.State{}}
		p.deaf = true
		for i, config := range both {
			config.Builtin = p.held
			p.thinkers[i] = NewThinker(New(config))
		}
		p.ctx, _, p.pet = k.owner()
		p.send(r)
		steps := []func(*rapid.T){p.send, p.begin, p.begin, p.speak, p.speak, p.cancel, p.clear, p.lost, p.beats}
		for range rapid.IntRange(3, 14).Draw(r, "steps") {
			k.pass(time.Second)
			rapid.SampledFrom(steps).Draw(r, "step")(r)
			p.check(r)
		}
		p.settle(r)
		p.check(r)
		p.oneEndEach(r)
	})
}

func (p *play) oneEndEach(t *rapid.T) {
	for _, id := range p.runs {
		run := p.run(id)
		events, err := p.Events.After(p.ctx, run.ConversationID, 0)
		require.NoError(t, err)
		ends := 0
		for _, event := range events {
			if event.Run == id && event.Ends() {
				ends++
			}
		}
		require.LessOrEqual(t, ends, 1)
	}
}
