package postgres

import (
	"context"
	"errors"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"zuka/internal/platform/fault"
)

// Fault reads an error of the database: what the input caused becomes a fault
// of the input, what passes becomes SERVICE_UNAVAILABLE, everything else stays
// as it is and counts as a mistake of ours. DETAIL is never shown: it holds
// the row's values.
func Fault(err error) error {
	var server *pgconn.PgError
	if !errors.As(err, &server) {
		if unreachable(err) {
			return fault.Unavailable(err)
		}
		return err
	}
	switch {
	case server.Code == "22021" || server.Code == "22P05":
		return fault.Invalid("", "contains characters that cannot be stored")
	case server.Code == "22003":
		return fault.Invalid("", "is out of range")
	case passes(server.Code):
		return fault.Unavailable(err)
	}
	return err
}

// passes tells whether an error is about the moment, not about the statement:
// timeouts, deadlocks, a standby, a server that stops or has no room.
func passes(code string) bool {
	switch code {
	case "57014", "55P03", "40001", "40P01", "25006", "57P01", "57P02", "57P03", "53300", "53400":
		return true
	}
	return len(code) == 5 && code[:2] == "08"
}

func unreachable(err error) bool {
	var network net.Error
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, context.DeadlineExceeded)
}
