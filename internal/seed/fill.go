package seed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"zuka/internal/platform/postgres"
)

// ErrNotEmpty is the answer where there is a shop already.
var ErrNotEmpty = errors.New("the database has products already: the sample shop needs one without")

// Fill makes the shop of the plan in a migrated database without products.
// Interrupted or failed, it leaves nothing behind.
func Fill(ctx context.Context, pool *postgres.Pool, plan Plan, log *slog.Logger) error {
	if err := plan.check(); err != nil {
		return err
	}
	if _, err := postgres.EnsurePartitions(ctx, pool.Pgx(), plan.Now.Add(-visitPeriod), plan.Now); err != nil {
		return err
	}
	drawn, err := draw(plan)
	if err != nil {
		return err
	}
	conn, err := pool.Pgx().Acquire(ctx)
	if err != nil {
		return fmt.Errorf("reaching the database: %w", err)
	}
	defer conn.Release()
	if err := knowCitext(ctx, conn.Conn()); err != nil {
		return err
	}
	if err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return fill(ctx, tx, drawn, log) }); err != nil {
		return fmt.Errorf("filling the shop: %w", err)
	}
	return settle(ctx, conn.Conn())
}

// settle tells the planner what is there and which pages need no second look.
func settle(ctx context.Context, conn *pgx.Conn) error {
	for _, sql := range []string{"SET statement_timeout = 0", "VACUUM ANALYZE", "RESET statement_timeout"} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("analysing the tables: %w", err)
		}
	}
	return nil
}

// Empty tells whether the database has no products, so that it can be filled.
func Empty(ctx context.Context, pool *postgres.Pool) (bool, error) {
	var empty bool
	if err := pool.Pgx().QueryRow(ctx, "SELECT NOT EXISTS (SELECT FROM products)").Scan(&empty); err != nil {
		return false, fmt.Errorf("looking for products: %w", err)
	}
	return empty, nil
}

// steps are the tables in the order of their references.
var steps = []struct {
	name  string
	write func(context.Context, *writer) error
}{
	{"categories and brands", writeShelves}, {"products", writeProducts}, {"variants", writeVariants},
	{"coupons and rewards", writeOffers}, {"people", writePeople}, {"addresses", writeAddresses}, {"sessions", writeSessions},
	{"carts and wishlists", writeBaskets}, {"orders", writeOrders}, {"payments", writePayments}, {"reviews", writeReviews},
	{"games", writePlays}, {"points", writeLedger}, {"referrals", writeReferrals}, {"pets", writePets},
	{"notifications", writeNotifications}, {"events", writeEvents}, {"reports", writeReports},
}

func fill(ctx context.Context, tx pgx.Tx, drawn *world, log *slog.Logger) error {
	// Building a large shop is one long transaction, on purpose.
	if _, err := tx.Exec(ctx, `SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
		SET LOCAL maintenance_work_mem = '256MB'; LOCK TABLE products IN SHARE ROW EXCLUSIVE MODE`); err != nil {
		return fmt.Errorf("preparing: %w", err)
	}
	var taken bool
	if err := tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM products)").Scan(&taken); err != nil {
		return fmt.Errorf("looking for products: %w", err)
	}
	if taken {
		return ErrNotEmpty
	}
	w := &writer{tx: tx, world: drawn}
	for _, step := range steps {
		begun := time.Now()
		if err := step.write(ctx, w); err != nil {
			return fmt.Errorf("writing %s: %w", step.name, err)
		}
		log.Debug("written", "what", step.name, "took", time.Since(begun).Round(time.Millisecond))
	}
	return w.advanceKeys(ctx)
}

// knowCitext teaches the connection how e-mail addresses and coupon codes are
// sent; their type belongs to an extension and has another number in every
// database.
func knowCitext(ctx context.Context, conn *pgx.Conn) error {
	var oid uint32
	if err := conn.QueryRow(ctx, "SELECT 'citext'::regtype::oid").Scan(&oid); err != nil {
		return fmt.Errorf("looking for citext: %w", err)
	}
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "citext", OID: oid, Codec: pgtype.TextCodec{}})
	return nil
}
