package migrations_test

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

//go:embed testdata/tables.txt
var ordered string

// columns are the live columns of every table and materialized view.
func columns(t *testing.T, pool *postgres.Pool) map[string]map[string]bool {
	t.Helper()
	rows, err := pool.Pgx().Query(t.Context(), `SELECT c.relname, a.attname FROM pg_class AS c
		JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'm')`)
	require.NoError(t, err)
	defer rows.Close()
	live := make(map[string]map[string]bool)
	for rows.Next() {
		var table, column string
		require.NoError(t, rows.Scan(&table, &column))
		if live[table] == nil {
			live[table] = make(map[string]bool)
		}
		live[table][column] = true
	}
	require.NoError(t, rows.Err())
	return live
}

func TestEveryTableAndColumnIsThere(t *testing.T) {
	t.Parallel()
	live := columns(t, testenv.Pool(t))
	tables := 0
	for _, line := range strings.Split(strings.TrimSpace(ordered), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		table, names, _ := strings.Cut(line, ": ")
		tables++
		for _, column := range strings.Fields(names) {
			require.True(t, live[table][column], "%s.%s is missing", table, column)
		}
	}
	require.Equal(t, 27, tables)
	for _, added := range []string{
		"user_identities", "review_votes", "payment_events", "coupon_redemptions", "rewards", "product_analytics_daily",
		"analytics_daily", "analytics_monthly", "analytics_archives", "analytics_watermarks", "analytics_flushes", "analytics_searches",
		"analytics_active_daily", "analytics_visits_daily", "product_analytics_weekly", "product_analytics_totals", "persisted_operations", "idempotency_keys", "river_job",
	} {
		require.NotEmpty(t, live[added], added)
	}
}

func TestTheMigrationsMakeWhatEntSays(t *testing.T) {
	t.Parallel()
	drift, err := postgres.Drift(t.Context(), testenv.Pool(t))
	require.NoError(t, err)
	require.Empty(t, drift)
}

// Each of these is one way in which a database can differ from the schema.
func TestDriftIsSeen(t *testing.T) {
	t.Parallel()
	for _, change := range []string{
		"ALTER TABLE brands DROP COLUMN description",
		"ALTER TABLE products ADD COLUMN forgotten text",
		"ALTER TABLE orders ALTER COLUMN total_ngn TYPE integer",
		"ALTER TABLE users ALTER COLUMN name DROP NOT NULL",
		"ALTER TABLE users ALTER COLUMN role SET DEFAULT 'admin'",
		"ALTER TABLE user_addresses DROP CONSTRAINT user_addresses_users_user",
		"DROP INDEX idx_products_newest",
		"DROP INDEX idx_products_search",
		"DROP INDEX idx_products_price; CREATE INDEX idx_products_price ON products (current_price_ngn, id)",
		"DROP INDEX idx_products_newest; CREATE INDEX idx_products_newest ON products (created_at, id) WHERE active",
		"DROP INDEX idx_products_name_trgm; CREATE INDEX idx_products_name_trgm ON products USING gin (lower(name) gin_trgm_ops)",
		"DROP INDEX idx_carts_line; CREATE UNIQUE INDEX idx_carts_line ON carts (user_id, session_id, product_id, size, color)",
		"ALTER TABLE products DROP CONSTRAINT products_price_ngn_check",
		"ALTER TABLE products DROP CONSTRAINT products_price_ngn_check, ADD CONSTRAINT products_price_ngn_check CHECK (price_ngn >= -1)",
		`ALTER TABLE users DROP CONSTRAINT users_role_check, ADD CONSTRAINT users_role_check CHECK (role IN ('customer', 'staff', 'admin', 'owner'))`,
		"ALTER TABLE products ALTER COLUMN in_stock DROP EXPRESSION",
		`ALTER TABLE products DROP COLUMN discount_percent;
			ALTER TABLE products ADD COLUMN discount_percent integer GENERATED ALWAYS AS (0) STORED;
			CREATE INDEX idx_products_discount ON products (discount_percent DESC, id DESC) WHERE active;
			CREATE INDEX idx_products_on_sale ON products (on_sale, discount_percent DESC, id DESC) WHERE (on_sale = true)`,
		`ALTER TABLE order_items DROP CONSTRAINT order_items_orders_order,
			ADD CONSTRAINT order_items_orders_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE`,
	} {
		t.Run(change, func(t *testing.T) {
			t.Parallel()
			pool := testenv.Pool(t)
			_, err := pool.Pgx().Exec(t.Context(), change)
			require.NoError(t, err)
			drift, err := postgres.Drift(t.Context(), pool)
			require.True(t, err != nil || len(drift) > 0)
		})
	}
}

func TestGeneratedColumnsFollowTheirFacts(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	_, err := pool.Pgx().Exec(t.Context(), `INSERT INTO categories (id, slug, name) VALUES (1, 'c', 'C');
		INSERT INTO products (sku, slug, name, category_id, price_ngn, sale_price_ngn, stock_count) VALUES
		('a', 'a', 'A', 1, 1000, NULL, 0), ('b', 'b', 'B', 1, 1000, 667, 1), ('c', 'c', 'C', 1, 1000, 1000, 1)`)
	require.NoError(t, err)
	rows, err := pool.Pgx().Query(t.Context(), "SELECT current_price_ngn, in_stock, on_sale, discount_percent FROM products ORDER BY sku")
	require.NoError(t, err)
	defer rows.Close()
	var got [][]any
	for rows.Next() {
		values, err := rows.Values()
		require.NoError(t, err)
		got = append(got, values)
	}
	require.Equal(t, [][]any{{int64(1000), false, false, int32(0)}, {int64(667), true, true, int32(33)}, {int64(1000), true, false, int32(0)}}, got)
	_, err = pool.Pgx().Exec(t.Context(), "UPDATE products SET in_stock = true")
	require.Error(t, err, "a derived fact cannot be written")
}

func TestALineOfACartIsThereOnce(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	_, err := pool.Pgx().Exec(t.Context(), `INSERT INTO categories (id, slug, name) VALUES (1, 'c', 'C');
		INSERT INTO products (id, sku, slug, name, category_id, price_ngn) VALUES (1, 'a', 'a', 'A', 1, 1000);
		INSERT INTO users (id, referral_code) VALUES ('018f0000-0000-7000-8000-000000000001', 'R1')`)
	require.NoError(t, err)
	const line = "INSERT INTO carts (user_id, product_id) VALUES ('018f0000-0000-7000-8000-000000000001', 1)"
	_, err = pool.Pgx().Exec(t.Context(), line)
	require.NoError(t, err)
	_, err = pool.Pgx().Exec(t.Context(), line)
	require.ErrorContains(t, err, "idx_carts_line", "NULL sizes are the same size")
}

func TestASearchFollowsTheNamesOfBrandAndCategory(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	_, err := pool.Pgx().Exec(t.Context(), `INSERT INTO categories (id, slug, name) VALUES (1, 'c', 'Kaftans');
		INSERT INTO brands (id, slug, name) VALUES (1, 'b', 'Ọjà');
		INSERT INTO products (sku, slug, name, category_id, brand_id, price_ngn) VALUES ('a', 'a', 'Plain', 1, 1, 1000)`)
	require.NoError(t, err)
	finds := func(word string) bool {
		var found bool
		require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM products WHERE search @@ to_tsquery('english', $1))", word).Scan(&found))
		return found
	}
	require.True(t, finds("oja") && finds("kaftan") && finds("plain"))
	_, err = pool.Pgx().Exec(t.Context(), "UPDATE brands SET name = 'Alaari'")
	require.NoError(t, err)
	require.True(t, finds("alaari"))
	require.False(t, finds("oja"))
}
