package catalog

import (
	"strconv"
	"strings"
)

// statement puts SQL and its arguments together. The SQL is always ours; what
// a client sent only ever becomes an argument.
type statement struct {
	text strings.Builder
	args []any
}

// add writes SQL in which each ? stands for the next argument.
func (s *statement) add(sql string, args ...any) *statement {
	for _, arg := range args {
		before, after, _ := strings.Cut(sql, "?")
		s.args = append(s.args, arg)
		s.text.WriteString(before)
		s.text.WriteByte('$')
		s.text.WriteString(strconv.Itoa(len(s.args)))
		sql = after
	}
	s.text.WriteString(sql)
	return s
}

// String is the SQL written so far.
func (s *statement) String() string { return s.text.String() }
