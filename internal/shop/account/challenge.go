package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/ent/db"
	"zuka/ent/db/accountchallenge"
	"zuka/ent/shape"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/phone"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/account/secret"
)

// Challenge is what was asked of a person: a code is on its way.
type Challenge struct {
	// ID names the challenge; the answer comes back with it.
	ID uuid.UUID
	// SentTo shows where the code went, without showing it to a stranger:
	// +234803***4567, a***@example.ng.
	SentTo string
	// ExpiresAt is when the code is no good any more.
	ExpiresAt time.Time
	// ResendAfter is when another code may be asked for.
	ResendAfter time.Time
}

// GlobalID is the opaque id by which clients name the challenge.
func (c *Challenge) GlobalID() globalid.ID { return globalid.New(challengeKind, c.ID) }

// challengeKind is the kind of ids that name challenges and nonces.
const challengeKind = "AccountChallenge"

// ChallengeKey is the challenge that a client's id names; field is the input's.
func ChallengeKey(id globalid.ID, field string) (uuid.UUID, error) {
	return id.UUID(challengeKind, field)
}

// asked is a challenge to be made.
type asked struct {
	purpose      accountchallenge.Purpose
	user         *uuid.UUID
	email, phone string
	pending      *shape.PendingAccount
	life         time.Duration
}

// ask makes a challenge and leaves a job that sends it. A new one makes those
// before it, for the same purpose and address, worthless.
func (s *Service) ask(ctx context.Context, a asked) (*Challenge, error) {
	now := s.Clock.Now()
	id := uuid.Must(uuid.NewV7())
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		older := tx.Ent().AccountChallenge.Update().
			Where(accountchallenge.PurposeEQ(a.purpose), accountchallenge.UsedAtIsNil(), accountchallenge.ExpiresAtGT(now))
		create := tx.Ent().AccountChallenge.Create().SetID(id).SetPurpose(a.purpose).SetCreatedAt(now).
			SetExpiresAt(now.Add(a.life)).SetNillableUserID(a.user)
		if a.user != nil {
			older.Where(accountchallenge.UserID(*a.user))
		}
		if a.email != "" {
			create.SetEmail(a.email)
			older.Where(accountchallenge.Email(a.email))
		}
		if a.phone != "" {
			create.SetPhone(a.phone)
			older.Where(accountchallenge.Phone(a.phone))
		}
		if a.pending != nil {
			create.SetPending(a.pending)
		}
		// A registration is not made worthless by another: somebody else may
		// have begun it with this address, to be in the owner's way.
		if a.purpose != accountchallenge.PurposeRegistration {
			if err := older.SetExpiresAt(now).Exec(ctx); err != nil {
				return fmt.Errorf("ending older challenges: %w", err)
			}
		}
		if err := create.Exec(ctx); err != nil {
			return fmt.Errorf("making a challenge: %w", err)
		}
		return s.Outbox.SendChallenge(ctx, tx, id)
	})
	if err != nil {
		return nil, err
	}
	return &Challenge{ID: id, SentTo: masked(a), ExpiresAt: now.Add(a.life), ResendAfter: now.Add(smsGap.Per)}, nil
}

func masked(a asked) string {
	if a.phone != "" {
		return phone.Number(a.phone).Masked()
	}
	return maskedEmail(a.email)
}

// asking is a challenge that waits for its answer.
type asking struct {
	id      uuid.UUID
	purpose accountchallenge.Purpose
	to      string
	pending *shape.PendingAccount
}

// errCode is told of every code that is not taken, whatever is wrong with it.
var errCode = fault.Refuse(fault.CodeInvalid, "code", "is wrong or no longer valid")

// errLink is told of every mailed token that is not taken.
var errLink = fault.Refuse(fault.TokenInvalid, "token", "is not valid any more; please ask for a new link")

// try counts a try at a challenge and answers what it asks; nil when it is not
// there, was used, has ended, was tried too often, or is not the owner's where
// one is named: nobody uses up the tries of somebody else. The try is committed
// before anything is compared, so that tries side by side count each.
func (s *Service) try(ctx context.Context, id uuid.UUID, owner *uuid.UUID, purposes ...accountchallenge.Purpose) (*asking, error) {
	names := make([]string, len(purposes))
	for i, purpose := range purposes {
		names[i] = string(purpose)
	}
	found := &asking{id: id}
	var email, number *string
	err := s.Pool.Pgx().QueryRow(ctx, `UPDATE account_challenges SET tries = tries + 1
		WHERE id = $1 AND purpose = ANY ($2) AND used_at IS NULL AND expires_at > $3 AND tries < $4
		AND ($5::uuid IS NULL OR user_id = $5)
		RETURNING purpose, email::text, phone, pending`, id, names, s.Clock.Now(), mostTries, owner).
		Scan(&found.purpose, &email, &number, &found.pending)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("counting a try: %w", err)
	}
	for _, to := range []*string{number, email} {
		if to != nil {
			found.to = *to
			break
		}
	}
	return found, nil
}

// byCode is the challenge that a code answers rightly. Where an owner is named,
// somebody else's challenge is as if it were not there.
func (s *Service) byCode(ctx context.Context, id uuid.UUID, code string, owner *uuid.UUID, purposes ...accountchallenge.Purpose) (*asking, error) {
	found, err := s.try(ctx, id, owner, purposes...)
	if err != nil {
		return nil, err
	}
	if found == nil || !s.Keys.IsCode(code, string(found.purpose), id, found.to) {
		return nil, errCode
	}
	return found, nil
}

// byLink is the challenge that a mailed token answers.
func (s *Service) byLink(ctx context.Context, token string, purpose accountchallenge.Purpose) (*asking, error) {
	id, ok := secret.Challenge(token)
	if !ok {
		return nil, errLink
	}
	found, err := s.try(ctx, id, nil, purpose)
	if err != nil {
		return nil, err
	}
	if found == nil || !s.Keys.IsLink(token, string(purpose), id, found.to) {
		return nil, errLink
	}
	return found, nil
}

// use makes sure that a challenge counts once, as part of what it allows.
func (s *Service) use(ctx context.Context, tx postgres.Tx, challenge *asking, refusal error) error {
	now := s.Clock.Now()
	used, err := tx.Ent().AccountChallenge.Update().
		Where(accountchallenge.ID(challenge.id), accountchallenge.UsedAtIsNil(), accountchallenge.ExpiresAtGT(now)).
		SetUsedAt(now).ClearPending().Save(ctx)
	if err != nil {
		return fmt.Errorf("using a challenge: %w", err)
	}
	if used == 0 {
		return refusal
	}
	return nil
}

// taken turns the database's word that somebody else has an address or number
// into a refusal.
func taken(err error, field, what string) error {
	if db.IsConstraintError(err) {
		return fault.Refuse(fault.AlreadyTaken, field, "is %s of another account", what)
	}
	return err
}
