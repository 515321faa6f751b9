package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"zuka/ent/db"
)

// ErrUnknown means that a commit failed in a way that leaves open whether it took
// place, as when the connection was lost in it.
var ErrUnknown = errors.New("whether the commit took place is not known")

// commitTimeout bounds a commit that no longer listens to its caller.
const commitTimeout = 5 * time.Second

// Tx is one transaction, for ent and for everything else that must be part of
// it: jobs that are left in it, hand-written SQL.
type Tx struct {
	*sql.Tx
	ent   *db.Client
	after *[]func(context.Context)
}

// Ent is the client for the shop's tables within the transaction.
func (t Tx) Ent() *db.Client { return t.ent }

// After says what is to be done once the transaction is committed, in the order
// of the calls: news and cache keys, which must not go out before what they are
// about is there. It is not done when the transaction is rolled back, nor when it
// is not known whether it was committed. What fails in it is its own to log.
func (t Tx) After(work func(context.Context)) { *t.after = append(*t.after, work) }

// InTx runs work in a transaction. It commits when work returns nil, even if
// the caller has gone away by then: a change that was made is not thrown away
// because nobody listens. It rolls back on an error and on a panic. An error
// of the commit itself is ErrUnknown.
func InTx(ctx context.Context, pool *Pool, work func(context.Context, Tx) error) (err error) {
	// The transaction outlives a cancelled caller so that the commit is ours to decide.
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	begun, err := pool.sql.BeginTx(life, nil)
	if err != nil {
		return fmt.Errorf("beginning a transaction: %w", err)
	}
	done := false
	defer func() {
		if !done {
			_ = begun.Rollback() // The first error is the one to tell.
		}
	}()
	driver := within{entsql.NewDriver(dialect.Postgres, entsql.Conn{ExecQuerier: begun})}
	var after []func(context.Context)
	if err := work(ctx, Tx{Tx: begun, ent: db.NewClient(db.Driver(driver)), after: &after}); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err // Before the commit began there is still time to stop.
	}
	timer := time.AfterFunc(commitTimeout, end)
	defer timer.Stop()
	done = true
	if err := begun.Commit(); err != nil {
		return fmt.Errorf("committing: %w", errors.Join(ErrUnknown, err))
	}
	for _, then := range after {
		then(context.WithoutCancel(ctx)) // The caller may have gone; what was changed is to be told all the same.
	}
	return nil
}

// within is ent's driver inside of a transaction. ent begins one of its own for
// some of its builders; here that is the one which is open already.
type within struct{ *entsql.Driver }

// Tx is the open transaction; ending it is left to InTx.
func (w within) Tx(context.Context) (dialect.Tx, error) { return dialect.NopTx(w), nil }
