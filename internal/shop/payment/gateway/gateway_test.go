package gateway

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/money"
)

func TestReferences(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"ORD-7K2M9Q.1", "a", "0=", strings.Repeat("x", 50)} {
		require.True(t, ValidReference(good), good)
	}
	for _, bad := range []string{"", "a_b", "a/b", "a b", "a?b", "a%2F", ".", "..", ".a", "-a", "=a", "á", "a\x00", "a\n", strings.Repeat("x", 51)} {
		require.False(t, ValidReference(bad), "%q", bad)
	}
}

func TestWhatIsNotEvenAsked(t *testing.T) {
	t.Parallel()
	good := Start{Reference: "ORD-1.1", OrderNumber: "ORD-1", Email: "ada@example.com", Amount: 12_500, CallbackURL: "https://zuka.example/pay"}
	require.NoError(t, good.Check())
	for name, spoil := range map[string]func(*Start){
		"reference": func(s *Start) { s.Reference = "ORD_1" },
		"no email":  func(s *Start) { s.Email = "" },
		"email":     func(s *Start) { s.Email = "ada@example.com\nBcc: x" },
		"at":        func(s *Start) { s.Email = "ada" },
		"nothing":   func(s *Start) { s.Amount = 0 },
		"negative":  func(s *Start) { s.Amount = -5 },
		"too much":  func(s *Start) { s.Amount = math.MaxInt64 },
		"way back":  func(s *Start) { s.CallbackURL = "/pay" },
		"script":    func(s *Start) { s.CallbackURL = "javascript:alert(1)" },
	} {
		bad := good
		spoil(&bad)
		err := bad.Check()
		require.ErrorIs(t, err, ErrRefused, name)
		require.NotContains(t, err.Error(), "ada", name)
	}
	order := RefundOrder{Reference: "ORD-1.1", ProviderID: "18446744073709551615", Amount: 12_500}
	require.NoError(t, order.Check())
	for name, spoil := range map[string]func(*RefundOrder){
		"reference": func(o *RefundOrder) { o.Reference = "" },
		"id":        func(o *RefundOrder) { o.ProviderID = "1/../2" },
		"amount":    func(o *RefundOrder) { o.Amount = 0 },
		"too much":  func(o *RefundOrder) { o.Amount = math.MaxInt64 },
	} {
		bad := order
		spoil(&bad)
		require.ErrorIs(t, bad.Check(), ErrRefused, name)
	}
}

func TestWhatSettles(t *testing.T) {
	t.Parallel()
	paid := Charge{State: Success, Currency: "NGN", AmountKobo: 1_250_000}
	for name, test := range map[string]struct {
		change   func(*Charge)
		expected money.Naira
		want     error
		says     string
	}{
		"exact":         {func(*Charge) {}, 12_500, nil, ""},
		"more":          {func(c *Charge) { c.AmountKobo++ }, 12_500, nil, ""},
		"a kobo less":   {func(c *Charge) { c.AmountKobo-- }, 12_500, ErrAmount, "₦12,499.99 came in where ₦12,500 was expected"},
		"nothing":       {func(c *Charge) { c.AmountKobo = 0 }, 12_500, ErrAmount, "₦0"},
		"negative":      {func(c *Charge) { c.AmountKobo = -1_250_000 }, 12_500, ErrAmount, "-₦12,500"},
		"overflow":      {func(*Charge) {}, math.MaxInt64, ErrAmount, ""},
		"free":          {func(*Charge) {}, 0, ErrAmount, "nothing to pay"},
		"less than 0":   {func(*Charge) {}, -1, ErrAmount, ""},
		"dollars":       {func(c *Charge) { c.Currency = "USD" }, 12_500, ErrCurrency, "USD"},
		"small letters": {func(c *Charge) { c.Currency = "ngn" }, 12_500, ErrCurrency, ""},
		"no currency":   {func(c *Charge) { c.Currency = "" }, 12_500, ErrCurrency, ""},
		"pending":       {func(c *Charge) { c.State = Pending }, 12_500, ErrNotPaid, "pending"},
		"failed":        {func(c *Charge) { c.State = Failed }, 12_500, ErrNotPaid, "failed"},
		"reversed":      {func(c *Charge) { c.State = Reversed }, 12_500, ErrNotPaid, "reversed"},
		"no state":      {func(c *Charge) { c.State = "" }, 12_500, ErrNotPaid, ""},
	} {
		charge := paid
		test.change(&charge)
		err := charge.Settles(test.expected)
		if test.want == nil {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorIs(t, err, test.want, name)
		require.ErrorContains(t, err, test.says, name)
	}
	require.True(t, Success.Final() && Failed.Final() && Reversed.Final())
	require.False(t, Pending.Final() || RefundPending.Final() || RefundNeedsAttention.Final())
	require.True(t, RefundDone.Final() && RefundFailed.Final())
	require.Equal(t, "success charge needs_attention", fmt.Sprint(Success, " ", ChargeEvent, " ", RefundNeedsAttention))
}

func TestWhichRefundStandsForAnOrder(t *testing.T) {
	t.Parallel()
	order := RefundOrder{Reference: "ORD-1.1", Amount: 5_000}
	full := RefundOrder{Reference: "ORD-1.1", Amount: 5_000, Full: true}
	failed := Refund{ProviderRefundID: "1", State: RefundFailed, AmountKobo: 500_000}
	right := Refund{ProviderRefundID: "2", State: RefundPending, AmountKobo: 500_000}
	other := Refund{ProviderRefundID: "3", State: RefundDone, AmountKobo: 100_000}
	larger := Refund{ProviderRefundID: "4", State: RefundDone, AmountKobo: 510_000}
	untold := Refund{ProviderRefundID: "5", State: RefundPending}
	for name, test := range map[string]struct {
		order RefundOrder
		found []Refund
		id    string
		state RefundState
	}{
		"the right one":      {order, []Refund{failed, other, right}, "2", RefundPending},
		"another amount":     {order, []Refund{failed, other}, "3", RefundNeedsAttention},
		"a part of all":      {full, []Refund{other}, "3", RefundNeedsAttention},
		"all with fees":      {full, []Refund{larger}, "4", RefundDone},
		"too much of a part": {order, []Refund{larger}, "4", RefundNeedsAttention},
		"a failed one":       {order, []Refund{failed}, "1", RefundFailed},
		"no amount told":     {order, []Refund{untold}, "5", RefundPending},
	} {
		chosen, there := test.order.Choose(test.found)
		require.True(t, there, name)
		require.Equal(t, test.id, chosen.ProviderRefundID, name)
		require.Equal(t, test.state, chosen.State, name)
	}
	_, there := order.Choose(nil)
	require.False(t, there)
	require.Equal(t, "there is a refund of ₦1,000 for this payment where ₦5,000 was ordered", order.Judge(other).Message)
}

func TestWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Duplicate Transaction Reference":          "Duplicate Transaction Reference",
		"Customer ada.obi+1@mail.example.ng is":    "Customer … is",
		"call +234 803 123 4567 or 08031234567":    "call … or …",
		"(0803) 123-4567 now":                      "(… now",
		"Invalid key sk_live_abc123 for FLWSECK-x": "Invalid key … for …",
		"Authorization: Bearer abc":                "Authorization: …",
		"two\nlines\x00 and\t\x1b[31mred":          "two lines and [31mred",
		"bad \xff bytes":                           "bad bytes",
		"Amount 12500 is below 50000":              "Amount 12500 is below 50000",
		"hash " + strings.Repeat("a", 41):          "hash …",
		"  ":                                       "",
	} {
		require.Equal(t, want, Words(text), text)
	}
	require.Len(t, []rune(Words(strings.Repeat("é ", 5_000))), 200)
	require.NotContains(t, Words(strings.Repeat("ab ", 64)+"ada@example.com"), "ada", "cut after cleaning")
}

func TestKeysOfEvents(t *testing.T) {
	t.Parallel()
	body := []byte(`{"event":"x"}`)
	require.Equal(t, "charge.success:302961", EventKey("charge.success", body, "302961"))
	byBytes := EventKey("charge.success", body, "")
	require.Equal(t, byBytes, EventKey("charge.success", body, "5", "a\x00b"))
	require.Equal(t, byBytes, EventKey("charge.success", body, strings.Repeat("9", 101)))
	require.NotEqual(t, byBytes, EventKey("charge.success", []byte(`{"event":"y"}`), ""))
	require.Less(t, len(byBytes), 200)
	for _, bad := range []string{"a\x00", "a b", "\u202e", "\xff", strings.Repeat("x", 101)} {
		require.Empty(t, Field(bad), "%q", bad)
	}
	require.Equal(t, "TRF_2d0ko5u", Field("TRF_2d0ko5u"))
}

func TestUnavailable(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("payment: %w", NewUnavailable(ErrKey, time.Minute))
	found, ok := IsUnavailable(err)
	require.True(t, ok)
	require.Equal(t, time.Minute, found.RetryAfter)
	require.ErrorIs(t, err, ErrKey)
	require.NotErrorIs(t, err, ErrRefused)
	_, ok = IsUnavailable(errors.New("x"))
	require.False(t, ok)
}
