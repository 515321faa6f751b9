package job

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"

	"zuka/internal/platform/postgres"
	"zuka/internal/shop/account"
	"zuka/internal/shop/notify"
	"zuka/internal/shop/order"
	"zuka/internal/shop/payment"
	"zuka/internal/shop/pet"
)

// Outbox leaves jobs in transactions. It holds no connection and needs no end;
// it is safe for use from many goroutines.
type Outbox struct{ client *river.Client[*sql.Tx] }

var (
	_ account.Outbox = (*Outbox)(nil)
	_ notify.Outbox  = (*Outbox)(nil)
	_ order.Outbox   = (*Outbox)(nil)
	_ payment.Outbox = (*Outbox)(nil)
	_ pet.Outbox     = (*Outbox)(nil)
)

// NewOutbox makes an outbox.
func NewOutbox(log *slog.Logger) (*Outbox, error) {
	// No pool and no queues: the client only ever writes in others' transactions.
	client, err := river.NewClient(riverdatabasesql.New(nil), &river.Config{Logger: quiet(log)})
	if err != nil {
		return nil, fmt.Errorf("making the outbox: %w", err)
	}
	return &Outbox{client: client}, nil
}

// SendChallenge leaves the sending of what a challenge asks for.
func (o *Outbox) SendChallenge(ctx context.Context, tx postgres.Tx, challenge uuid.UUID) error {
	return o.leave(ctx, tx, sendChallenge{Challenge: challenge})
}

// MakeExport leaves the making of an export's file.
func (o *Outbox) MakeExport(ctx context.Context, tx postgres.Tx, export uuid.UUID) error {
	return o.leave(ctx, tx, makeExport{Export: export})
}

// Erase leaves the removal of what is known of a person.
func (o *Outbox) Erase(ctx context.Context, tx postgres.Tx, user uuid.UUID) error {
	return o.leave(ctx, tx, erase{User: user})
}

// ForgetSessions leaves taking sessions out of Redis. Without sessions there is
// nothing to leave.
func (o *Outbox) ForgetSessions(ctx context.Context, tx postgres.Tx, sessions []uuid.UUID) error {
	if len(sessions) == 0 {
		return nil
	}
	return o.leave(ctx, tx, forgetSessions{Sessions: sessions})
}

// OrderChanged leaves telling people of a version of an order.
func (o *Outbox) OrderChanged(ctx context.Context, tx postgres.Tx, order int, version int64) error {
	return o.leave(ctx, tx, orderChanged{Order: order, Version: version})
}

// HandlePaymentEvent leaves working a provider's message.
func (o *Outbox) HandlePaymentEvent(ctx context.Context, tx postgres.Tx, event int) error {
	return o.leave(ctx, tx, handlePaymentEvent{Event: event})
}

// SendRefund leaves asking a provider to give money back.
func (o *Outbox) SendRefund(ctx context.Context, tx postgres.Tx, refund int) error {
	return o.leave(ctx, tx, sendRefund{Refund: refund})
}

// Broadcast leaves telling many people something.
func (o *Outbox) Broadcast(ctx context.Context, tx postgres.Tx, words notify.Broadcast) error {
	return o.leave(ctx, tx, broadcast{Broadcast: words})
}

func (o *Outbox) leave(ctx context.Context, tx postgres.Tx, args river.JobArgs) error {
	if _, err := o.client.InsertTx(ctx, tx.Tx, args, nil); err != nil {
		return fmt.Errorf("leaving a job %s: %w", args.Kind(), err)
	}
	return nil
}
