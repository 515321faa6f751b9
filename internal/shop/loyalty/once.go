package loyalty

import (
	"context"
	"errors"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/idempotency"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// once does a request of the viewer's once for its key, and answers the id of
// what it made, also when an earlier one made it. Faults are below "input".
func (s *Service) once(ctx context.Context, clientKey, kind string, request any, work func(context.Context, postgres.Tx) (string, error)) (id string, err error) {
	type named struct {
		Kind    string
		Request any
	}
	key, err := idempotency.NewKey(viewer.From(ctx).Owner(), clientKey, named{kind, request})
	if err != nil {
		return "", fault.Below("input", err)
	}
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		answer, err := idempotency.Claim(ctx, tx, key, s.Clock.Now())
		if err != nil {
			return fault.Below("input", err)
		}
		if answer != nil {
			id = answer.ID
			return nil
		}
		if id, err = work(ctx, tx); err != nil {
			return err
		}
		return idempotency.Keep(ctx, tx, key, idempotency.Answer{Kind: kind, ID: id})
	})
	if errors.Is(err, postgres.ErrUnknown) {
		// It may have taken place: what it left behind tells.
		if answer, found := idempotency.Find(context.WithoutCancel(ctx), s.Pool, key); found == nil && answer != nil {
			return answer.ID, nil
		}
	}
	return id, err
}
