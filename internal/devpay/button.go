package devpay

import (
	"slices"
	"time"

	"zuka/internal/devpay/ledger"
)

// laterBy is how long "Pay later" is.
const laterBy = 2 * time.Minute

// button is an action that a person can choose.
type button struct {
	// Name is what the form says, Label and Hint what people read.
	Name, Label, Hint string
	Action            Action
	// Leaves says that the browser then goes back to the shop.
	Leaves bool
	// Timed says that the person chooses the delay in minutes.
	Timed bool
	// Plain makes it look less inviting than paying.
	Plain bool
}

// leaves tells whether the real page would let the payer go: Flutterwave's
// lets one whose card was declined try again.
func (b button) leaves(payment ledger.Payment) bool {
	return b.Leaves && (b.Action.Kind != Fail || payment.Provider == Paystack)
}

var pays = []button{
	{Name: "card", Label: "Pay by card", Action: Action{Kind: Succeed, Channel: Card}, Leaves: true},
	{Name: "transfer", Label: "Pay by bank transfer", Action: Action{Kind: Succeed, Channel: BankTransfer}, Leaves: true},
	{Name: "ussd", Label: "Pay by USSD", Action: Action{Kind: Succeed, Channel: USSD}, Leaves: true},
	{Name: "fail", Label: "Fail", Hint: "The card is declined.", Action: Action{Kind: Fail}, Leaves: true, Plain: true},
	{
		Name: "abandon", Label: "Leave without paying", Hint: "The page keeps working.",
		Action: Action{Kind: Abandon}, Leaves: true, Plain: true,
	},
	{
		Name: "lost", Label: "Pay but lose the message", Hint: "The money is taken; the shop is not told.",
		Action: Action{Kind: SucceedWithoutWebhook}, Leaves: true, Plain: true,
	},
	{
		Name: "twice", Label: "Pay and send the message twice", Hint: "Both at the same time.",
		Action: Action{Kind: Succeed, Times: 2, Concurrent: true}, Leaves: true, Plain: true,
	},
	{
		Name: "later", Label: "Pay later (in 2 minutes)", Hint: "The money is taken now; the message leaves in 2 minutes.",
		Action: Action{Kind: SucceedLate, Delay: laterBy}, Leaves: true, Plain: true,
	},
}

var more = []button{
	{Name: "late", Label: "Pay, and send the message after", Action: Action{Kind: SucceedLate}, Leaves: true, Timed: true},
	{Name: "pend", Label: "Begin, and do not finish", Action: Action{Kind: Pend}},
	{Name: "less", Label: "Pay half", Action: Action{Kind: WrongAmount}, Leaves: true},
	{Name: "dollars", Label: "Pay in dollars", Action: Action{Kind: WrongCurrency}, Leaves: true},
	{Name: "disorder", Label: "Pay; messages in the wrong order", Action: Action{Kind: OutOfOrder}, Leaves: true},
	{Name: "again", Label: "Send the last message again", Action: Action{Kind: DuplicateWebhook}},
	{Name: "held", Label: "Send the held messages", Action: Action{Kind: SendHeld}},
	{Name: "forged", Label: "Send a forged message", Action: Action{Kind: ForgedWebhook}},
	{Name: "lie", Label: "Send a signed lie", Action: Action{Kind: LyingWebhook}},
	{Name: "other", Label: "Send another kind of event", Action: Action{Kind: OtherEvent}},
	{Name: "reverse", Label: "Charge back", Action: Action{Kind: Reverse}},
	{Name: "refund-processing", Label: "Last refund: processing", Action: Action{Kind: RefundProcessing}},
	{Name: "refund-processed", Label: "Last refund: done", Action: Action{Kind: RefundProcessed}},
	{Name: "refund-failed", Label: "Last refund: failed", Action: Action{Kind: RefundFailed}},
	{Name: "refund-attention", Label: "Last refund: needs attention", Action: Action{Kind: RefundNeedsAttention}},
}

func buttonNamed(name string) (button, bool) {
	all := slices.Concat(pays, more)
	place := slices.IndexFunc(all, func(b button) bool { return b.Name == name })
	if place < 0 {
		return button{}, false
	}
	return all[place], true
}

// payButtons are those for channels that the shop offers.
func payButtons(payment ledger.Payment) []button {
	offered := payable(payment)
	return slices.DeleteFunc(slices.Clone(pays), func(b button) bool {
		return b.Action.Channel != "" && !slices.Contains(offered, b.Action.Channel)
	})
}

// moreButtons leaves out what the provider knows nothing of, refunds that
// there are none of, and paying what nobody can pay any more.
func moreButtons(payment ledger.Payment) []button {
	return slices.DeleteFunc(slices.Clone(more), func(b button) bool {
		switch b.Action.Kind {
		case SucceedLate, Pend, WrongAmount, WrongCurrency, OutOfOrder:
			return payment.Final()
		case Reverse:
			return payment.Provider != Paystack
		case RefundProcessing, RefundNeedsAttention:
			return payment.Provider != Paystack || len(payment.Refunds) == 0
		case RefundProcessed, RefundFailed:
			return len(payment.Refunds) == 0
		default:
			return false
		}
	})
}
