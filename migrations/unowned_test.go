package migrations_test

import (
	"testing"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	entschema "entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/ent/schema"
	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

// live is a column as the database has it.
type live struct {
	name, sqlType string
	required      bool
}

func columnsOf(t *testing.T, pool *postgres.Pool, relation string) []live {
	t.Helper()
	rows, err := pool.Pgx().Query(t.Context(), `SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute
		WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname`, relation)
	require.NoError(t, err)
	columns, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (column live, err error) {
		err = row.Scan(&column.name, &column.sqlType, &column.required)
		return column, err
	})
	require.NoError(t, err)
	return columns
}

// said is what the fields of an ent type make of the columns. A materialized
// view has no required columns.
func said(t *testing.T, pool *postgres.Pool, fields []ent.Field, view bool) []live {
	t.Helper()
	columns := make([]live, 0, len(fields))
	for _, f := range fields {
		d := f.Descriptor()
		sqlType := d.SchemaType[dialect.Postgres]
		if d.Info.Type == field.TypeBool {
			sqlType = "boolean"
		}
		require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT $1::regtype::text", sqlType).Scan(&sqlType), d.Name)
		columns = append(columns, live{d.Name, sqlType, !d.Optional && !view})
	}
	return columns
}

// ent leaves these to the migrations, so that its differ does not see them.
func TestWhatEntDoesNotOwnIsAsItsTypesSay(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	for relation, fields := range map[string][]ent.Field{
		"product_analytics_daily": schema.ProductDailyAnalytics{}.Fields(),
		"category_analytics":      schema.CategoryAnalytics{}.Fields(),
	} {
		require.ElementsMatch(t, said(t, pool, fields, true), columnsOf(t, pool, relation), relation)
	}
	require.ElementsMatch(t, said(t, pool, schema.AnalyticsEvent{}.Fields(), false), columnsOf(t, pool, "analytics_events"))
}

func TestTheChecksOfEventsAreAsTheirTypeSays(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	tx, err := pool.Pgx().Begin(t.Context())
	require.NoError(t, err)
	defer func() { require.NoError(t, tx.Rollback(t.Context())) }()
	_, err = tx.Exec(t.Context(), "CREATE TEMPORARY TABLE wanted (LIKE analytics_events)")
	require.NoError(t, err)
	wanted := 0
	for name, expr := range checksOf(schema.AnalyticsEvent{}.Annotations()) {
		wanted++
		_, err := tx.Exec(t.Context(), "ALTER TABLE wanted ADD CONSTRAINT "+name+" CHECK ("+expr+")")
		require.NoError(t, err)
	}
	require.Positive(t, wanted)
	read := func(relation string) []string {
		rows, err := tx.Query(t.Context(), `SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
			WHERE conrelid = $1::regclass AND contype = 'c' ORDER BY 1`, relation)
		require.NoError(t, err)
		checks, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		return checks
	}
	require.Equal(t, read("wanted"), read("analytics_events"))
}

func checksOf(annotations []entschema.Annotation) map[string]string {
	all := make(map[string]string)
	for _, annotation := range annotations {
		if said, ok := annotation.(*entsql.Annotation); ok {
			for name, expr := range said.Checks {
				all[name] = expr
			}
		}
	}
	return all
}

// A backup that is restored refreshes its views with an empty search path.
func TestEveryViewIsRefreshedUnderAnyPathAndWhileRead(t *testing.T) {
	t.Parallel()
	conn, err := testenv.Pool(t).Pgx().Acquire(t.Context())
	require.NoError(t, err)
	defer conn.Release()
	rows, err := conn.Query(t.Context(), "SELECT matviewname FROM pg_matviews WHERE schemaname = 'public'")
	require.NoError(t, err)
	views, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"search_terms", "product_analytics_daily", "category_analytics"}, views)
	_, err = conn.Exec(t.Context(), "SET search_path = ''")
	require.NoError(t, err)
	for _, view := range views {
		for _, how := range []string{"", "CONCURRENTLY "} {
			_, err := conn.Exec(t.Context(), "REFRESH MATERIALIZED VIEW "+how+"public."+view)
			require.NoError(t, err)
		}
	}
}

func TestThereIsOneOfWhatThereIsOneOf(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	_, err := pool.Pgx().Exec(t.Context(), `
		INSERT INTO users (id, referral_code) VALUES
			('018f0000-0000-7000-8000-000000000001', 'R1'), ('018f0000-0000-7000-8000-000000000002', 'R2'),
			('018f0000-0000-7000-8000-000000000003', 'R3');
		INSERT INTO coupons (id, code, name, type) VALUES (1, 'A', 'A', 'free_shipping'), (2, 'B', 'B', 'free_shipping');
		INSERT INTO orders (id, order_number, guest_email, payment_method, subtotal_ngn, total_ngn)
			VALUES (1, 'ZUKA-2026-000001', 'a@example.ng', 'paystack', 10, 10)`)
	require.NoError(t, err)
	for index, rows := range map[string][2]string{
		"idx_coupon_redemptions_order": {
			"INSERT INTO coupon_redemptions (coupon_id, order_id, discount_ngn) VALUES (1, 1, 5)",
			"INSERT INTO coupon_redemptions (coupon_id, order_id, discount_ngn) VALUES (2, 1, 5)",
		},
		"idx_referrals_referred": {
			`INSERT INTO referrals (referral_code, referrer_user_id, referred_user_id)
				VALUES ('A', '018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002')`,
			`INSERT INTO referrals (referral_code, referrer_user_id, referred_user_id)
				VALUES ('B', '018f0000-0000-7000-8000-000000000003', '018f0000-0000-7000-8000-000000000002')`,
		},
		"idx_user_behavior_profiles_user": {
			"INSERT INTO user_behavior_profiles (user_id) VALUES ('018f0000-0000-7000-8000-000000000001')",
			"INSERT INTO user_behavior_profiles (user_id) VALUES ('018f0000-0000-7000-8000-000000000001')",
		},
		"idx_payments_one_success": {
			"INSERT INTO payments (order_id, amount_ngn, provider, reference, status) VALUES (1, 10, 'paystack', 'a', 'success')",
			"INSERT INTO payments (order_id, amount_ngn, provider, reference, status) VALUES (1, 10, 'paystack', 'b', 'success')",
		},
	} {
		_, err := pool.Pgx().Exec(t.Context(), rows[0])
		require.NoError(t, err)
		_, err = pool.Pgx().Exec(t.Context(), rows[1])
		require.ErrorContains(t, err, index)
	}
}
