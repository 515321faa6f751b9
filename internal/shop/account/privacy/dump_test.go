package privacy

import (
	"encoding/hex"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// dump is every row of the database as text, each after its table's name. A
// row of bytes is in hexadecimal, as PostgreSQL shows it.
func (s *shop) dump() []string {
	s.Helper()
	var all []string
	for _, relation := range s.strings(`SELECT oid::regclass::text FROM pg_class
		WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm') AND NOT relispartition`) {
		for _, row := range s.strings("SELECT t::text FROM " + relation + " AS t") {
			all = append(all, relation+" "+row)
		}
	}
	slices.Sort(all)
	return all
}

func (s *shop) strings(sql string, args ...any) []string {
	s.Helper()
	rows, err := s.pool.Pgx().Query(s.Context(), sql, args...)
	require.NoError(s, err, sql)
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(s, err, sql)
	return found
}

// saying are the rows in which a text stands, also as bytes.
func saying(rows []string, text string) []string {
	text = strings.ToLower(text)
	var found []string
	for _, row := range rows {
		row = strings.ToLower(row)
		if strings.Contains(row, text) || sayingBytes(row, text) {
			found = append(found, row)
		}
	}
	return found
}

// sayingBytes looks into what is shown in hexadecimal.
func sayingBytes(row, text string) bool {
	for _, part := range strings.Split(row, `\x`)[1:] {
		end := strings.IndexFunc(part, func(r rune) bool { return !strings.ContainsRune("0123456789abcdef", r) })
		if end < 0 {
			end = len(part)
		}
		raw, err := hex.DecodeString(part[:end])
		if err == nil && strings.Contains(strings.ToLower(string(raw)), text) {
			return true
		}
	}
	return false
}
