package pet

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/ent/db/petrun"
	"zuka/ent/shape"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/pet/stream"
	"zuka/internal/shop/pet/taste"
)

// none and noRow tell that a statement found nothing, over either driver.
func none(err error) bool { return errors.Is(err, pgx.ErrNoRows) }

func noRow(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// finish stores the end of a run with what was said, and tells of it. Where
// another process has the run, it does nothing.
func (w *work) finish(ctx context.Context, state petrun.State, failure string) error {
	if w.run == nil || w.teller == nil {
		return errors.New("a run ended before it was read")
	}
	end := stream.Event{Seq: w.teller.ending(), Kind: stream.Failed, Text: string(state)}
	var next uuid.UUID
	err := postgres.InTx(ctx, w.Pool, func(ctx context.Context, tx postgres.Tx) (err error) {
		kept, err := w.endRun(ctx, tx, state, failure, end.Seq)
		if err != nil {
			return err
		}
		row := 0
		if kept {
			if row, err = w.keepAnswer(ctx, tx, state, failure); err != nil {
				return err
			}
		}
		if state == petrun.StateDone && row > 0 {
			end = stream.Event{Seq: end.Seq, Kind: stream.Done, Row: row}
		}
		if next, err = w.following(ctx, tx); err != nil || next == uuid.Nil {
			return err
		}
		return w.Outbox.ThinkPet(ctx, tx, next)
	})
	if errors.Is(err, errLost) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("keeping an answer: %w", err)
	}
	w.teller.end(ctx, end)
	if next != uuid.Nil {
		w.Begin(next)
	}
	return nil
}

const endRun = `UPDATE pet_runs SET state = $3, finished_at = $4, last_seq = $5, brain = nullif($6, ''), failure = nullif($7, ''), tools = $8,
	tokens_in = tokens_in + $9, tokens_out = tokens_out + $10
	WHERE id = $1 AND attempt = $2 AND finished_at IS NULL RETURNING message_id IS NOT NULL`

// endRun ends the run, and tells whether its message is still there: of one that
// was deleted no answer is kept. The pet comes before the run, as in Clear.
func (w *work) endRun(ctx context.Context, tx postgres.Tx, state petrun.State, failure string, seq int) (kept bool, err error) {
	if _, err := tx.ExecContext(ctx, "SELECT 1 FROM user_pets WHERE id = $1 FOR NO KEY UPDATE", w.run.PetID); err != nil {
		return false, fmt.Errorf("locking a pet: %w", err)
	}
	tools := 0
	if w.desk != nil {
		tools = w.desk.Calls()
	}
	err = tx.QueryRowContext(ctx, endRun, w.run.ID, w.attempt, state, w.Clock.Now(), seq, string(w.brain), failure, tools,
		w.thought.TokensIn, w.thought.TokensOut).Scan(&kept)
	if noRow(err) {
		return false, errLost
	}
	if err != nil {
		return false, fmt.Errorf("ending a run: %w", err)
	}
	return kept, nil
}

// keepAnswer stores what was said and what the pet has learned. Of an answer that
// did not become whole what was said of it stays; nothing said is no message.
func (w *work) keepAnswer(ctx context.Context, tx postgres.Tx, state petrun.State, failure string) (row int, err error) {
	text := strings.TrimSpace(w.teller.said())
	if text == "" {
		return 0, nil
	}
	if state != petrun.StateDone && failure == "" {
		failure = string(state)
	}
	meta, err := json.Marshal(w.metadata(failure))
	if err != nil {
		return 0, fmt.Errorf("writing an answer: %w", err)
	}
	kind := "text"
	if w.desk != nil && w.desk.Kind() != "" {
		kind = w.desk.Kind()
	}
	now := w.Clock.Now()
	err = tx.QueryRowContext(ctx, `INSERT INTO pet_conversations (user_id, pet_id, session_id, role, message_text, message_type, metadata, created_at, updated_at)
		VALUES ($1, $2, $3, 'pet', $4, $5, $6, $7, $7) RETURNING id`, w.run.UserID, w.run.PetID, w.run.ConversationID, text, kind, string(meta), now).Scan(&row)
	if err != nil {
		return 0, fmt.Errorf("keeping an answer: %w", err)
	}
	if _, err := tx.ExecContext(ctx, "UPDATE pet_runs SET answer_id = $2 WHERE id = $1", w.run.ID, row); err != nil {
		return 0, fmt.Errorf("keeping an answer: %w", err)
	}
	if state != petrun.StateDone {
		return row, nil
	}
	return row, w.grow(ctx, tx, text, now)
}

// grow gives the locked pet its XP, and what it learned and remembers.
func (w *work) grow(ctx context.Context, tx postgres.Tx, text string, now time.Time) error {
	pet, err := tx.Ent().UserPet.Get(ctx, w.run.PetID)
	if err != nil {
		return fmt.Errorf("reading a pet: %w", err)
	}
	likes, memory := pet.Preferences, pet.MemoryContext
	if likes == nil {
		likes = &shape.PetPreferences{}
	}
	if memory == nil {
		memory = &shape.PetMemory{}
	}
	// What was said before the person cleared the pet's mind does not come back.
	if w.message.CreatedAt.After(likes.ReadUntil) {
		taste.Learn(likes, w.thought.Learned, "said", now)
	}
	if w.message.CreatedAt.After(memory.ClearedAt) {
		w.remember(memory, text, now)
	}
	xp := pet.Xp + ForMessage
	err = tx.Ent().UserPet.UpdateOneID(pet.ID).SetXp(xp).SetLevel(LevelAt(xp)).SetPreferences(likes).SetMemoryContext(memory).SetUpdatedAt(now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("changing a pet: %w", err)
	}
	w.pet.Xp, w.pet.Level = xp, LevelAt(xp)
	return nil
}

// following is the run of the conversation whose turn it is now; none is the zero.
func (w *work) following(ctx context.Context, tx postgres.Tx) (next uuid.UUID, err error) {
	err = tx.QueryRowContext(ctx, "SELECT id FROM pet_runs WHERE conversation_id = $1 AND finished_at IS NULL ORDER BY first_seq LIMIT 1",
		w.run.ConversationID).Scan(&next)
	if noRow(err) {
		return uuid.Nil, nil
	}
	return next, err
}
