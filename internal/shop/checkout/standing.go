package checkout

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"zuka/internal/platform/fault"
)

// standing is what the shop must know of a person to price their cart.
type standing struct {
	points               int
	state                string
	phone, email, name   string
	phoneSure, emailSure bool
}

const standingOf = `SELECT u.reward_points, coalesce(a.state, ''), coalesce(u.phone, ''), coalesce(u.email, ''), u.name, u.phone_verified, u.email_verified
	FROM users AS u LEFT JOIN user_addresses AS a ON a.id = u.address_default_id WHERE u.id = $1 AND u.deleted_at IS NULL`

// standingIn is how a person stands; empty for a guest. Whose account is gone
// has no cart to price.
func standingIn(ctx context.Context, from reader, user uuid.UUID) (found standing, err error) {
	if user == uuid.Nil {
		return found, nil
	}
	err = from.QueryRowContext(ctx, standingOf, user).Scan(&found.points, &found.state, &found.phone, &found.email, &found.name,
		&found.phoneSure, &found.emailSure)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return found, fault.New(fault.Unauthenticated, "please sign in")
	case err != nil:
		return found, fmt.Errorf("reading how a person stands: %w", err)
	}
	return found, nil
}
