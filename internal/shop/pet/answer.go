package pet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"
	"time"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/petconversation"
	"zuka/ent/db/petrun"
	"zuka/ent/db/user"
	"zuka/ent/db/userpet"
	"zuka/ent/shape"
	"zuka/internal/shop/pet/brain"
	"zuka/internal/shop/pet/taste"
	"zuka/internal/shop/pet/tool"
	"zuka/internal/shop/pet/understand"
)

// claim makes a run this process's own, unless it ended, another process is at
// it, or it is not its turn. Times are the database's: processes' clocks differ.
const claim = `UPDATE pet_runs AS r SET state = 'thinking', attempt = r.attempt + 1, seen_at = now()
	WHERE r.id = $1 AND r.finished_at IS NULL AND (r.state = 'waiting' OR r.seen_at < now() - $2::interval)
	AND NOT EXISTS (SELECT 1 FROM pet_runs AS e WHERE e.conversation_id = r.conversation_id AND e.first_seq < r.first_seq AND e.finished_at IS NULL)
	RETURNING r.attempt`

// answer claims a run and sees it through.
func (t *Thinker) answer(ctx context.Context, id uuid.UUID) error {
	var attempt int
	// A claim is not broken off in the middle: nobody would know whose the run is.
	claiming, claimed := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer claimed()
	err := t.Pool.Pgx().QueryRow(claiming, claim, id, lost).Scan(&attempt)
	if none(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("claiming a run: %w", err)
	}
	thinking, let := t.keep(ctx, id, attempt)
	defer let()
	bound, cancel := context.WithTimeout(thinking, thinkTime)
	defer cancel()
	w := &work{Thinker: t, attempt: attempt, begun: time.Now()}
	err = w.through(bound, id)
	why := context.Cause(thinking)
	// What is left to do is done although the thought is over.
	after, done := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer done()
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errLost) || errors.Is(why, errLost):
		return w.charge(after, id)
	case errors.Is(why, errCanceled) || errors.Is(err, tool.ErrStopped):
		return w.finish(after, petrun.StateCanceled, "")
	case errors.Is(why, errStopping) || ctx.Err() != nil:
		return w.release(after, id)
	case attempt >= mostAttempts && w.run != nil:
		t.Log.ErrorContext(ctx, "a message was not answered", "run", id, "cause", err)
		return w.finish(after, petrun.StateFailed, "it broke off too often")
	}
	// It is taken over in a while, when what failed may have passed.
	return errors.Join(err, w.charge(after, id))
}

// work is one attempt at a run.
type work struct {
	*Thinker
	attempt int
	begun   time.Time
	run     *db.PetRun
	pet     *db.UserPet
	message *db.PetConversation
	teller  *teller
	desk    *tool.Desk
	thought brain.Answer
	brain   petrun.Brain
	failure string
}

// through thinks and stores what came of it.
func (w *work) through(ctx context.Context, id uuid.UUID) (err error) {
	if w.run, err = w.Pool.Ent().PetRun.Get(ctx, id); err != nil {
		return fmt.Errorf("reading a run: %w", err)
	}
	if w.pet, err = w.Pool.Ent().UserPet.Query().Where(userpet.ID(w.run.PetID)).Only(ctx); err != nil {
		return fmt.Errorf("reading a pet: %w", err)
	}
	if w.run.MessageID != nil {
		w.message, err = orNil(w.Pool.Ent().PetConversation.Query().Where(petconversation.ID(*w.run.MessageID)).Only(ctx))
		if err != nil {
			return fmt.Errorf("reading a message: %w", err)
		}
	}
	if w.teller, err = w.listenIn(ctx); err != nil {
		return err
	}
	if w.message == nil || w.run.CancelAskedAt != nil {
		return w.finish(ctx, petrun.StateCanceled, "")
	}
	if w.attempt > mostAttempts {
		return w.finish(ctx, petrun.StateFailed, "it broke off too often")
	}
	if err := w.think(ctx); err != nil {
		return err
	}
	if strings.TrimSpace(w.teller.said()) == "" {
		return w.finish(ctx, petrun.StateFailed, "the brain said nothing")
	}
	return w.finish(ctx, petrun.StateDone, w.failure)
}

// ask is what a brain is given.
func (w *work) ask(ctx context.Context) (brain.Ask, understand.Context, error) {
	earlier, err := w.earlier(ctx)
	if err != nil {
		return brain.Ask{}, understand.Context{}, err
	}
	name, err := w.Pool.Ent().User.Query().Where(user.ID(w.run.UserID)).Select(user.FieldName).Strings(ctx)
	if err != nil {
		return brain.Ask{}, understand.Context{}, fmt.Errorf("reading a name: %w", err)
	}
	ask := brain.Ask{
		Persona: brain.Persona(w.pet.PersonaType), PetName: w.pet.Name, Message: w.message.MessageText, Seed: seed(w.run.ID), Now: w.Clock.Now(), Said: w.teller.said(),
	}
	if len(name) > 0 {
		ask.Shopper, _, _ = strings.Cut(strings.TrimSpace(name[0]), " ")
	}
	if w.pet.Preferences != nil {
		ask.Liked = taste.Likings(w.pet.Preferences)
	}
	if w.pet.MemoryContext != nil {
		ask.Summary = w.pet.MemoryContext.Summary
	}
	ask.History, ask.Memory = recalled(earlier)
	return ask, understand.Context{Memory: ask.Memory}, nil
}

// before is what was said before a message, each answer behind what it answers,
// although the next messages may have come meanwhile. What was said before the
// pet's memory was cleared, and answers to it, are left out.
const before = `SELECT m.role, m.message_text, m.metadata FROM (
		SELECT * FROM pet_conversations WHERE session_id = $1 ORDER BY id DESC LIMIT $4) AS m
	LEFT JOIN pet_runs AS r ON r.answer_id = m.id
	WHERE coalesce(r.message_id, m.id) < $2 AND least(m.created_at, r.created_at) > $3
	ORDER BY coalesce(r.message_id, m.id) DESC, m.id DESC LIMIT $5`

// earlier are the turns before the message, the newest first.
func (w *work) earlier(ctx context.Context) (found []*db.PetConversation, err error) {
	rows, err := w.Pool.Pgx().Query(ctx, before, w.run.ConversationID, w.message.ID, w.clearedAt(), turns+2*mostWaiting, turns)
	if err != nil {
		return nil, fmt.Errorf("reading what was said: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		m := &db.PetConversation{}
		if err := rows.Scan(&m.Role, &m.MessageText, &m.Metadata); err != nil {
			return nil, fmt.Errorf("reading what was said: %w", err)
		}
		found = append(found, m)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading what was said: %w", err)
	}
	return found, nil
}

// clearedAt is when the pet's memory was cleared; long ago when it never was.
func (w *work) clearedAt() (at time.Time) {
	if w.pet.MemoryContext != nil {
		at = w.pet.MemoryContext.ClearedAt
	}
	return at
}

// recalled are the turns before, oldest first, and what the conversation is
// about.
func recalled(newestFirst []*db.PetConversation) (history []brain.Turn, memory brain.Memory) {
	found := false
	for _, said := range newestFirst {
		if meta := said.Metadata; !found && said.Role == petconversation.RolePet && meta != nil && len(meta.Memory) > 0 {
			// What cannot be read, as from an older version, is forgotten.
			if json.Unmarshal(meta.Memory, &memory) != nil {
				memory = brain.Memory{}
			}
			found = true
		}
		history = append([]brain.Turn{{FromShopper: said.Role == petconversation.RoleUser, Text: said.MessageText}}, history...)
	}
	return history, memory
}

// seed makes the phrasings of a run, the same in each attempt.
func seed(run uuid.UUID) uint64 {
	hash := fnv.New64a()
	_, _ = hash.Write(run[:]) // It never fails.
	return hash.Sum64()
}

// think lets a brain answer, and the other one go on where that fails.
func (w *work) think(ctx context.Context) error {
	ask, in, err := w.ask(ctx)
	if err != nil {
		return err
	}
	lexicon, err := w.Lexicon(ctx)
	if err != nil {
		return fmt.Errorf("reading the words of the catalogue: %w", err)
	}
	scope := tool.Scope{Run: w.run.ID, Attempt: w.attempt, User: w.run.UserID, Pet: w.run.PetID, Meaning: lexicon.Read(ask.Message, in), Context: in, Tell: w.teller}
	if w.desk, err = w.Tools.Desk(ctx, scope); err != nil {
		return err
	}
	if w.mayAskModel(ctx) {
		err = w.by(ctx, w.Model, ask)
		if err == nil && w.teller.said() == "" {
			err = errors.New("the model said nothing")
		}
		if err == nil || ctx.Err() != nil || errors.Is(err, tool.ErrStopped) {
			// The model learns nothing: the desk's own reading does.
			w.thought.Learned = scope.Meaning.Signs
			return err
		}
		w.failure = "the model failed"
		w.Log.WarnContext(ctx, "the built-in brain goes on for the model", "run", w.run.ID, "cause", err)
		ask.Said = w.teller.said()
	}
	return w.by(ctx, w.Builtin, ask)
}

// by lets one brain answer, and counts its tokens with those of the brain before.
// One that panics has failed, and nothing more.
func (w *work) by(ctx context.Context, b brain.Brain, ask brain.Ask) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("the brain %s panicked: %v", b.Name(), thrown)
		}
	}()
	spent := w.thought
	w.brain, w.thought = petrun.Brain(b.Name()), brain.Answer{TokensIn: spent.TokensIn, TokensOut: spent.TokensOut}
	answer, err := b.Answer(ctx, ask, w.desk, func(piece string) error { return w.teller.say(ctx, piece) })
	answer.TokensIn, answer.TokensOut = answer.TokensIn+spent.TokensIn, answer.TokensOut+spent.TokensOut
	w.thought = answer
	return err
}

// metadata is what is kept of an answer beside its words.
func (w *work) metadata(failure string) *shape.PetMessage {
	meta := &shape.PetMessage{Brain: string(w.brain), Failure: failure}
	if w.desk != nil {
		meta.ProductIDs, meta.ActionIDs = w.desk.Shown(), w.desk.Actions()
	}
	// What jsonb cannot hold is forgotten; the answer is not lost for it.
	if raw, err := json.Marshal(light(w.thought.Memory)); err == nil && !bytes.Contains(raw, []byte(`\u0000`)) {
		meta.Memory = raw
	}
	return meta
}

// light leaves out of a memory what can be looked up: the variants of products.
func light(memory brain.Memory) brain.Memory {
	shown := make([]brain.Product, len(memory.Shown))
	for i, p := range memory.Shown {
		p.Options = nil
		shown[i] = p
	}
	memory.Shown = shown
	if memory.Subject != nil {
		subject := *memory.Subject
		subject.Options = nil
		memory.Subject = &subject
	}
	return memory
}
