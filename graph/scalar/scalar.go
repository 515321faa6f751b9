// Package scalar reads and writes the scalars of the contract.
package scalar

import (
	"encoding/json"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"zuka/internal/platform/fault"
)

// maxNaira is the largest whole number that every client holds exactly, 2^53-1.
const maxNaira = 1<<53 - 1

// MarshalNaira writes whole naira.
func MarshalNaira(amount int64) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = w.Write(strconv.AppendInt(make([]byte, 0, 20), amount, 10)) // A response buffer does not fail.
	})
}

// UnmarshalNaira reads whole naira; fractions, texts and what a client cannot
// hold exactly are refused.
func UnmarshalNaira(value any) (int64, error) {
	var amount int64
	switch value := value.(type) {
	case int64:
		amount = value
	case int:
		amount = int64(value)
	case json.Number:
		parsed, err := strconv.ParseInt(value.String(), 10, 64)
		if err != nil {
			return 0, fault.Invalid("", "must be a whole number of naira")
		}
		amount = parsed
	default:
		return 0, fault.Invalid("", "must be a whole number of naira")
	}
	if amount > maxNaira || amount < -maxNaira {
		return 0, fault.Invalid("", "is out of range")
	}
	return amount, nil
}

// MarshalDateTime writes a point in time, RFC 3339 in UTC.
func MarshalDateTime(moment time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		text := append(make([]byte, 0, 40), '"')
		text = moment.UTC().AppendFormat(text, time.RFC3339Nano)
		_, _ = w.Write(append(text, '"')) // A response buffer does not fail.
	})
}

// UnmarshalDateTime reads a point in time.
func UnmarshalDateTime(value any) (time.Time, error) {
	text, ok := value.(string)
	if !ok {
		return time.Time{}, fault.Invalid("", "must be a date and time like 2026-03-01T09:30:00Z")
	}
	moment, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}, fault.Invalid("", "must be a date and time like 2026-03-01T09:30:00Z")
	}
	return moment, nil
}

// MarshalDate writes a calendar day.
func MarshalDate(day time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = w.Write(day.AppendFormat(make([]byte, 0, 12), `"2006-01-02"`)) // A response buffer does not fail.
	})
}

// UnmarshalDate reads a calendar day.
func UnmarshalDate(value any) (time.Time, error) {
	text, _ := value.(string)
	day, err := time.Parse(time.DateOnly, text)
	if err != nil || day.Year() < 1 {
		return time.Time{}, fault.Invalid("", "must be a day like 2026-03-01")
	}
	return day, nil
}
