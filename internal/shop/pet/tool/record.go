package tool

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"zuka/ent/db"
	"zuka/ent/db/petaction"
	"zuka/ent/shape"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/pet/brain"
)

// entry is a row of pet_actions to be.
type entry struct {
	tool        petaction.ActionType
	fingerprint string
	state       petaction.State
	data        shape.PetAction
}

// fingerprint tells the same tool with the same arguments.
func fingerprint(tool petaction.ActionType, args any) string {
	raw, err := json.Marshal(args)
	if err != nil {
		panic(fmt.Sprintf("tool: arguments that cannot be written: %v", err)) // Plain fields only.
	}
	sum := sha256.Sum256(append([]byte(tool+":"), raw...))
	return hex.EncodeToString(sum[:16])
}

// recall reads what earlier attempts at the answer did.
func (d *Desk) recall(ctx context.Context) error {
	rows, err := d.Pool.Ent().PetAction.Query().Where(petaction.RunID(d.Run)).Order(petaction.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("reading what was done for a message: %w", err)
	}
	for _, row := range rows {
		d.count(row.ActionType)
		d.note(row)
		d.tell(ctx, row) // The attempt that did it may have died before it could.
	}
	return nil
}

func (d *Desk) count(tool petaction.ActionType) {
	d.calls++
	if tool == petaction.ActionTypeCouponApply {
		d.coupons++
	}
}

// note keeps what a row says.
func (d *Desk) note(row *db.PetAction) {
	d.actions = append(d.actions, row.ID)
	if row.ActionData != nil {
		d.results[*row.Fingerprint] = row.ActionData.Result
		for _, id := range row.ActionData.ProductIDs {
			d.show(id)
		}
	}
	if row.ActionType == petaction.ActionTypeAddToCart && row.State == petaction.StateDone && row.ActionData != nil {
		d.added[row.ActionData.ProductID] = row.ActionData.Result
	}
	switch {
	case row.State == petaction.StateProposed:
		d.kind = "proposal"
	case row.ActionType == petaction.ActionTypeAddToCart:
		d.kind = "cart_update"
	case row.ActionType == petaction.ActionTypeCouponApply:
		d.kind = "coupon_application"
	case row.ActionType == petaction.ActionTypeOrderStatus:
		d.kind = "order_status"
	case len(d.shownIDs) > 0:
		d.kind = "product_recommendation"
	}
}

func (d *Desk) show(id int) {
	for _, seen := range d.shownIDs {
		if seen == id {
			return
		}
	}
	d.shownIDs = append(d.shownIDs, id)
}

// begin counts a call. Where the same was done before for this message, its
// result is read into and known is true.
func (d *Desk) begin(tool petaction.ActionType, args, into any) (print string, known bool, err error) {
	print = fingerprint(tool, args)
	if result, done := d.results[print]; done {
		if err := json.Unmarshal(result, into); err != nil {
			return print, false, fmt.Errorf("reading the result of a tool: %w", err)
		}
		return print, true, nil
	}
	if d.calls >= MostCalls || tool == petaction.ActionTypeCouponApply && d.coupons >= mostCoupons {
		return print, false, brain.ErrTooMany
	}
	d.count(tool)
	return print, false, nil
}

// keep writes a row, with what the brain is told, and tells the person.
func (d *Desk) keep(ctx context.Context, e entry, result any) error {
	return postgres.InTx(ctx, d.Pool, func(ctx context.Context, tx postgres.Tx) error {
		_, err := d.keepTx(ctx, tx, e, result)
		return err
	})
}

const insert = `INSERT INTO pet_actions (user_id, pet_id, run_id, action_type, action_data, state, success, fingerprint, expires_at, created_at, updated_at)
	SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10 FROM pet_runs WHERE id = $3 AND attempt = $11 AND finished_at IS NULL AND cancel_asked_at IS NULL
	ON CONFLICT (run_id, fingerprint) WHERE run_id IS NOT NULL DO NOTHING RETURNING id`

// keepTx writes a row within a transaction. It is errDone when another attempt
// has written it, and ErrStopped when this one is to write nothing any more.
func (d *Desk) keepTx(ctx context.Context, tx postgres.Tx, e entry, result any) (id int, err error) {
	if e.data.Result, err = json.Marshal(result); err != nil {
		return 0, fmt.Errorf("writing the result of a tool: %w", err)
	}
	data, err := json.Marshal(e.data)
	if err != nil {
		return 0, fmt.Errorf("writing what a tool did: %w", err)
	}
	now := d.Clock.Now()
	var expires *time.Time
	if e.state == petaction.StateProposed {
		expires = new(now.Add(Life))
	}
	err = tx.QueryRowContext(ctx, insert, d.User, d.Pet, d.Run, e.tool, string(data), e.state, e.state == petaction.StateDone, e.fingerprint, expires, now, d.Attempt).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, d.whyNot(ctx, tx, e)
	}
	if err != nil {
		return 0, fmt.Errorf("keeping what a tool did: %w", err)
	}
	row := &db.PetAction{ID: id, ActionType: e.tool, State: e.state, ActionData: &e.data, Fingerprint: &e.fingerprint}
	tx.After(func(ctx context.Context) {
		d.note(row)
		d.tell(ctx, row)
	})
	return id, nil
}

// whyNot is why a row was not written.
func (d *Desk) whyNot(ctx context.Context, tx postgres.Tx, e entry) error {
	var there bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pet_actions WHERE run_id = $1 AND fingerprint = $2)", d.Run, e.fingerprint).Scan(&there)
	if err != nil {
		return fmt.Errorf("finding what a tool did: %w", err)
	}
	if there {
		return errDone
	}
	d.stopped.Store(true)
	return ErrStopped
}

// tell shows the person what a row says.
func (d *Desk) tell(ctx context.Context, row *db.PetAction) {
	switch {
	case row.ActionType == petaction.ActionTypeAddToCart || row.ActionType == petaction.ActionTypeCouponApply:
		d.Tell.Action(ctx, row.ID, row.State == petaction.StateProposed)
	case row.ActionData != nil && len(row.ActionData.ProductIDs) > 0:
		d.Tell.Products(ctx, row.ActionData.ProductIDs)
	}
}

// ErrStopped says that nothing more is to be done for the message: its person
// has stopped the answer, or another process has taken it over.
var ErrStopped = errors.New("tool: nothing more is to be done for this message")

// errDone says that another attempt at the answer did it.
var errDone = errors.New("tool: another attempt at the answer has done it")
