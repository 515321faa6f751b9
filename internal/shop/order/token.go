package order

import (
	"context"
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/postgres"
)

// tokenPurpose keeps these tokens apart from others of the same key.
const tokenPurpose = "order"

// Token is the word with which a guest reads an order, beside its number. It is
// given at checkout and sent by mail, and can be computed again for the next
// mail; it is never stored.
func (s *Service) Token(number string) string { return s.Keys.Token(tokenPurpose, number) }

// TokenHash is how an order remembers its token.
func TokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Number takes the next number of an order: ZUKA-2026-001234, the year that of
// Lagos. A number whose order fails is not given again.
func (s *Service) Number(ctx context.Context, tx postgres.Tx) (string, error) {
	var next int64
	if err := tx.QueryRowContext(ctx, "SELECT nextval('order_numbers')").Scan(&next); err != nil {
		return "", fmt.Errorf("taking an order number: %w", err)
	}
	return fmt.Sprintf("ZUKA-%d-%06d", s.Clock.Now().In(clock.Lagos).Year(), next), nil
}

var numberForm = regexp.MustCompile(`^ZUKA-\d{4}-\d{6,19}$`)

// readNumber is a number as people type it.
func readNumber(typed string) (number string, ok bool) {
	number = strings.ToUpper(strings.TrimSpace(typed))
	return number, numberForm.MatchString(number)
}
