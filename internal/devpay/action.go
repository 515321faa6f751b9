package devpay

import (
	"context"
	"errors"
	"slices"
	"time"

	"zuka/internal/devpay/courier"
	"zuka/internal/devpay/ledger"
	"zuka/internal/platform/money"
)

// What Act refuses beside what the ledger does.
var (
	ErrUnknown     = ledger.ErrUnknown
	ErrFinal       = ledger.ErrFinal
	ErrNotPaid     = ledger.ErrNotPaid
	ErrNoRefund    = ledger.ErrNoRefund
	ErrUnsupported = errors.New("the provider knows nothing of the kind")
	ErrNoMessage   = errors.New("there is no message to send")
	ErrChannel     = errors.New("the shop did not offer this way to pay")
	ErrClosed      = errors.New("the provider is closed")
)

// Channel is a way to pay.
type Channel string

// The channels.
const (
	Card         Channel = "card"
	BankTransfer Channel = "bank_transfer"
	USSD         Channel = "ussd"
)

// Kind is what a payer, a provider or an attacker does.
type Kind string

// The kinds of actions.
const (
	// Succeed pays, and the message follows at once. Times and Concurrent
	// send it more than once.
	Succeed Kind = "succeed"
	// SucceedWithoutWebhook pays, and the message is lost.
	SucceedWithoutWebhook Kind = "succeed-without-webhook"
	// SucceedLate pays now; the message leaves after Delay, or with SendHeld
	// if there is none.
	SucceedLate Kind = "succeed-late"
	// Pend is a payer in the middle of it: an OTP is asked for, or a transfer
	// has not arrived. It can still succeed and fail.
	Pend Kind = "pend"
	// Fail is a card that is declined. Paystack is silent about it and lets
	// nobody try again; Flutterwave tells, and the next try is a new
	// transaction.
	Fail Kind = "fail"
	// Abandon is a payer who leaves. The page still works.
	Abandon Kind = "abandon"
	// WrongAmount charges Amount, or half of what was asked.
	WrongAmount Kind = "wrong-amount"
	// WrongCurrency charges the right number in Currency, or in USD.
	WrongCurrency Kind = "wrong-currency"
	// OutOfOrder pays, and sends two messages in the wrong order. Paystack's
	// are about a refund of Amount, or of all, and about the charge before it;
	// Flutterwave's are about the success and about the failed try before it.
	OutOfOrder Kind = "out-of-order"
	// Reverse is a chargeback at Paystack. It sends no message.
	Reverse Kind = "reverse"
	// DuplicateWebhook sends the last real message again, Times times, all at
	// once if Concurrent.
	DuplicateWebhook Kind = "duplicate-webhook"
	// SendHeld sends the messages that SucceedLate holds.
	SendHeld Kind = "send-held"
	// ForgedWebhook says that the payment succeeded, with a wrong signature,
	// or with none if Unsigned. Nothing has happened.
	ForgedWebhook Kind = "forged-webhook"
	// LyingWebhook says the same with a good signature, as one who has
	// learned the secret could. Verify tells the truth.
	LyingWebhook Kind = "lying-webhook"
	// OtherEvent sends Event, or one that shops have no use for.
	OtherEvent Kind = "other-event"
	// The steps of a refund; each is told by a message at Paystack. Refund
	// says which one, the newest if 0. Flutterwave has no words for
	// processing and attention, and sends no messages.
	RefundProcessing     Kind = "refund-processing"
	RefundProcessed      Kind = "refund-processed"
	RefundFailed         Kind = "refund-failed"
	RefundNeedsAttention Kind = "refund-needs-attention"
)

// maxTimes bounds how often an action sends its message.
const maxTimes = 100

// Action is what to do. Only the fields that its kind names count, and Channel
// and Force where money is taken.
type Action struct {
	Kind Kind
	// Channel is the first that the shop offered when empty.
	Channel Channel
	// Amount is in kobo.
	Amount     int64
	Currency   string
	Delay      time.Duration
	Times      int
	Concurrent bool
	Unsigned   bool
	Refund     uint64
	Event      string
	// Force does even what is final: a payment that failed succeeds, one that
	// is paid is paid again, a refund that is over goes on.
	Force bool
}

// act is one kind of action.
type act func(*Provider, context.Context, ledger.Payment, Action) error

var acts = map[Kind]act{
	Succeed: (*Provider).take, SucceedWithoutWebhook: (*Provider).take, SucceedLate: (*Provider).take,
	Pend: (*Provider).pend, Fail: (*Provider).fail, Abandon: (*Provider).abandon,
	WrongAmount: (*Provider).take, WrongCurrency: (*Provider).take, OutOfOrder: (*Provider).outOfOrder,
	Reverse: (*Provider).reverse, DuplicateWebhook: (*Provider).duplicate, SendHeld: (*Provider).sendHeld,
	ForgedWebhook: (*Provider).lie, LyingWebhook: (*Provider).lie, OtherEvent: (*Provider).other,
	RefundProcessing: (*Provider).progress, RefundProcessed: (*Provider).progress,
	RefundFailed: (*Provider).progress, RefundNeedsAttention: (*Provider).progress,
}

// Act does what the buttons of a payment's page do. It returns when each
// message that it sends has been tried once; whether the shop liked them is
// for Messages to tell. When the context ends it returns sooner, with what it
// did still done.
func (p *Provider) Act(ctx context.Context, provider, reference string, action Action) error {
	if p.done.Err() != nil {
		return ErrClosed
	}
	payment, found := p.ledger.Payment(provider, reference)
	if !found {
		return ErrUnknown
	}
	do, known := acts[action.Kind]
	if !known {
		return ErrUnsupported
	}
	return do(p, ctx, payment, action)
}

// at is when the messages of an action leave.
func at(action Action) courier.How {
	switch action.Kind {
	case SucceedWithoutWebhook:
		return courier.How{Lost: true}
	case SucceedLate:
		return courier.How{Delay: action.Delay, Held: action.Delay <= 0}
	case ForgedWebhook:
		return courier.How{Once: true} // An attacker does not wait for a 200.
	default:
		return courier.How{}
	}
}

// send posts a message as often as the action says, and waits for the first
// try of each.
func (p *Provider) send(ctx context.Context, message courier.Message, action Action) error {
	var tried []<-chan struct{}
	for range min(max(action.Times, 1), maxTimes) {
		one := p.courier.Post(message, at(action))
		if action.Concurrent {
			tried = append(tried, one)
		} else if err := courier.All(ctx, []<-chan struct{}{one}); err != nil {
			return err
		}
	}
	return courier.All(ctx, tried)
}

// payable are the channels that the shop offered. Where it offered none that
// is played, all are: something must work.
func payable(payment ledger.Payment) []Channel {
	all := []Channel{Card, BankTransfer, USSD}
	offered := slices.DeleteFunc(slices.Clone(all), func(c Channel) bool { return !slices.Contains(payment.Channels, string(c)) })
	if len(offered) == 0 {
		return all
	}
	return offered
}

func channel(payment ledger.Payment, action Action) (string, error) {
	offered := payable(payment)
	switch {
	case action.Channel == "":
		return string(offered[0]), nil
	case slices.Contains(offered, action.Channel):
		return string(action.Channel), nil
	default:
		return "", ErrChannel
	}
}

// record notes how a try went.
func (p *Provider) record(payment ledger.Payment, action Action, status ledger.Status) (ledger.Payment, ledger.Transaction, error) {
	by, err := channel(payment, action)
	if err != nil {
		return ledger.Payment{}, ledger.Transaction{}, err
	}
	outcome := ledger.Outcome{Status: status, Charged: payment.Amount, Channel: by, Force: action.Force}
	switch action.Kind {
	case WrongAmount:
		outcome.Charged = orElse(action.Amount, payment.Amount/2)
	case WrongCurrency:
		outcome.Currency = orElse(action.Currency, "USD")
	default:
	}
	if status == ledger.Failed {
		outcome.Reason = "Declined by financial institution"
	}
	return p.ledger.Record(payment.Provider, payment.Reference, outcome)
}

func (p *Provider) take(ctx context.Context, payment ledger.Payment, action Action) error {
	payment, taken, err := p.record(payment, action, ledger.Paid)
	if err != nil {
		return err
	}
	return p.send(ctx, p.chargeMessage(payment, taken), action)
}

func (p *Provider) pend(_ context.Context, payment ledger.Payment, action Action) error {
	_, _, err := p.record(payment, action, ledger.Ongoing)
	return err
}

func (p *Provider) fail(ctx context.Context, payment ledger.Payment, action Action) error {
	payment, failed, err := p.record(payment, action, ledger.Failed)
	if err != nil || payment.Provider == Paystack {
		return err
	}
	return p.send(ctx, p.chargeMessage(payment, failed), action)
}

func (p *Provider) abandon(_ context.Context, payment ledger.Payment, _ Action) error {
	_, err := p.ledger.Leave(payment.Provider, payment.Reference)
	return err
}

func (p *Provider) reverse(_ context.Context, payment ledger.Payment, _ Action) error {
	if payment.Provider != Paystack {
		return ErrUnsupported
	}
	_, _, err := p.ledger.Reverse(payment.Provider, payment.Reference)
	return err
}

func (p *Provider) outOfOrder(ctx context.Context, payment ledger.Payment, action Action) error {
	if payment.Provider == Flutterwave {
		failing, failed, err := p.record(payment, action, ledger.Failed)
		if err != nil {
			return err
		}
		paying, taken, err := p.record(failing, action, ledger.Paid)
		if err != nil {
			return err
		}
		return errors.Join(p.send(ctx, p.chargeMessage(paying, taken), action), p.send(ctx, p.chargeMessage(failing, failed), action))
	}
	paying, taken, err := p.record(payment, action, ledger.Paid)
	if err != nil {
		return err
	}
	refund, refunding, err := p.ledger.Refund(Paystack, taken.ID, ledger.Ask{Amount: action.Amount, Status: ledger.Processed})
	if err != nil {
		return err
	}
	return errors.Join(p.send(ctx, p.refundMessage(refunding, refund), action), p.send(ctx, p.chargeMessage(paying, taken), action))
}

func (p *Provider) duplicate(ctx context.Context, payment ledger.Payment, action Action) error {
	for _, sent := range slices.Backward(p.Messages(payment.Provider, payment.Reference)) {
		if !sent.Forged {
			sent.URL = (*p.hooks.Load())[payment.Provider] // The shop may have moved.
			return p.send(ctx, sent.Message, action)
		}
	}
	return ErrNoMessage
}

func (p *Provider) sendHeld(ctx context.Context, payment ledger.Payment, _ Action) error {
	sent, err := p.courier.Release(ctx, topic(payment.Provider, payment.Reference))
	if err == nil && sent == 0 {
		return ErrNoMessage
	}
	return err
}

// lie tells of a success that never was.
func (p *Provider) lie(ctx context.Context, payment ledger.Payment, action Action) error {
	claimed, tried := payment.Latest()
	if !tried {
		claimed.ID, claimed.CreatedAt = uint64(numberOf(payment.Reference)), p.clock.Now()
	}
	claimed.Status, claimed.Charged, claimed.Currency = ledger.Paid, payment.Amount, money.Currency
	claimed.Channel, claimed.PaidAt = orElse(claimed.Channel, string(Card)), p.clock.Now()
	message := p.chargeMessage(payment, claimed)
	message.Forged = true
	if action.Kind == ForgedWebhook {
		message.Header = p.forgedHeader(payment.Provider, message.Body, action.Unsigned)
	}
	return p.send(ctx, message, action)
}

func (p *Provider) other(ctx context.Context, payment ledger.Payment, action Action) error {
	return p.send(ctx, p.otherMessage(payment, action.Event), action)
}

var steps = map[Kind]ledger.RefundStatus{
	RefundProcessing: ledger.Processing, RefundProcessed: ledger.Processed,
	RefundFailed: ledger.RefundFailed, RefundNeedsAttention: ledger.NeedsAttention,
}

func (p *Provider) progress(ctx context.Context, payment ledger.Payment, action Action) error {
	status := steps[action.Kind]
	if payment.Provider == Flutterwave && (status == ledger.Processing || status == ledger.NeedsAttention) {
		return ErrUnsupported
	}
	refund, payment, err := p.ledger.Progress(payment.Provider, payment.Reference, action.Refund, status, action.Force)
	if err != nil || payment.Provider == Flutterwave {
		return err
	}
	return p.send(ctx, p.refundMessage(payment, refund), action)
}
