package privacy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/postgres"
	"zuka/internal/testenv"
)

// column is one of the live database. Leads is the table it refers to, if any.
type column struct{ Table, Name, Leads, Type string }

// liveColumns are all columns of the public tables and views. A partition's
// columns are its parent's.
func liveColumns(t *testing.T, pool *postgres.Pool) []column {
	t.Helper()
	rows, err := pool.Pgx().Query(t.Context(), `SELECT c.relname::text, a.attname::text, coalesce(f.confrelid::regclass::text, ''), format_type(a.atttypid, NULL)
		FROM pg_class AS c
		JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		LEFT JOIN pg_constraint AS f ON f.conrelid = c.oid AND f.contype = 'f' AND a.attnum = ANY (f.conkey)
		WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
		ORDER BY 1, 2`)
	require.NoError(t, err)
	columns, err := pgx.CollectRows(rows, pgx.RowToStructByPos[column])
	require.NoError(t, err)
	return columns
}

// personal are names of columns that lead to a person even if no foreign key
// says so.
var personal = regexp.MustCompile(`(^|_)(user|customer|person|owner|author|actor|staff|moderator)(_id)?$|_by(_id)?$`)

// notPersonal are columns named like that which lead to nobody, and why.
var notPersonal = map[string]string{
	"river_job.attempted_by": "programs that worked on a job",
	"order_events.actor":     "a word for who did it: customer, staff, provider or shop",
}

// unlisted says which columns lead to a person and are in no entry of the list.
func unlisted(columns []column) []string {
	listed := map[string][]string{}
	for _, t := range tables {
		listed[t.name] = t.holders
	}
	var missing []string
	for _, c := range columns {
		name := c.Table + "." + c.Name
		_, leads := listed[c.Leads]
		if !leads && !personal.MatchString(c.Name) || notPersonal[name] != "" || slices.Contains(listed[c.Table], c.Name) {
			continue
		}
		missing = append(missing, fmt.Sprintf("table %s, column %s: internal/shop/account/privacy must say what an export shows of it and what erasure does with it", c.Table, c.Name))
	}
	return missing
}

func TestEveryColumnThatLeadsToAPersonIsListed(t *testing.T) {
	t.Parallel()
	require.Empty(t, unlisted(liveColumns(t, testenv.Pool(t))))
}

func TestANewColumnIsNoticed(t *testing.T) {
	t.Parallel()
	pool := testenv.Pool(t)
	for _, sql := range []string{
		"CREATE TABLE letters (id bigint, reader uuid REFERENCES users (id))",
		"CREATE TABLE ratings (id bigint, user_id uuid)",
		"CREATE TABLE parcels (id bigint, opened_by_user_id uuid, order_id bigint REFERENCES orders (id))",
		"ALTER TABLE notifications ADD COLUMN sent_by uuid",
	} {
		_, err := pool.Pgx().Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	missing := unlisted(liveColumns(t, pool))
	require.Len(t, missing, 5)
	for i, place := range []string{"letters, column reader", "notifications, column sent_by", "parcels, column opened_by_user_id", "parcels, column order_id", "ratings, column user_id"} {
		require.Contains(t, missing[i], "table "+place+":")
	}
}

func TestTheListIsOfThisDatabase(t *testing.T) {
	t.Parallel()
	live := map[string]column{}
	for _, c := range liveColumns(t, testenv.Pool(t)) {
		live[c.Table+"."+c.Name] = c
	}
	names, sections := map[string]bool{}, map[string]bool{}
	for _, entry := range tables {
		require.False(t, names[entry.name] || sections[entry.section], "%s is listed twice", entry.name)
		names[entry.name], sections[entry.section] = true, true
		require.NotEmpty(t, entry.about, entry.name)
		require.Equal(t, entry.kept != "", len(entry.erasure) == 0, "%s: erasure does something, or a reason is given", entry.name)
		for _, name := range slices.Concat(entry.holders, entry.keys()) {
			require.Contains(t, live, entry.name+"."+name)
		}
		for name, why := range entry.left {
			require.Contains(t, live, entry.name+"."+name)
			require.NotEmpty(t, why)
		}
	}
	for _, c := range live {
		secret := c.Type == "bytea" || strings.HasSuffix(c.Name, "_hash")
		for _, entry := range tables {
			if entry.name == c.Table && secret {
				require.Contains(t, entry.left, c.Name, "%s.%s would be exported", c.Table, c.Name)
			}
		}
	}
}

func TestEveryStepDoesOneThing(t *testing.T) {
	t.Parallel()
	for _, entry := range tables {
		for _, s := range entry.erasure {
			kinds := 0
			for _, kind := range []bool{s.remove, s.set != nil, s.together != nil} {
				if kind {
					kinds++
				}
			}
			require.Equal(t, 1, kinds, entry.name)
		}
	}
}
