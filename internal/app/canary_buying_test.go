package app_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/stretchr/testify/require"

	"zuka/internal/devpay"
)

// nowhere is an address full of canaries.
const nowhere = `address: {recipientName: "Folakemi", phone: "0809 876 5433", streetAddress: "7 Zanzibarrow Street", city: "Quuxtown", state: "Lagos", postalCode: "100001"}`

// shops lets a guest and somebody with an account buy, pay, and do what goes
// wrong on the way.
func (a *aviary) shops(v *visitor) {
	t := a.t
	stocked(t, a.shop)
	guest := a.person(browser(t, a.shop), 11)
	reach := nowhere + `, email: "adunni.q9@example.ng", phone: "08098765433"`
	paid := guest.gets(20, "PAYSTACK", reach)
	require.Len(t, paid.token, 22)
	require.True(t, a.secrets[paid.token], "the guest's token is searched for")
	guest.pay(devpay.Paystack, paid)
	guest.ask(`query($n: String!, $t: String) { order(number: $n, accessToken: $t) { shippingAddress { recipientName phone city } guestEmail guestPhone lines { name } } }`,
		map[string]any{"n": paid.number, "t": paid.token})
	waiting := guest.gets(21, "FLUTTERWAVE", nowhere+`, phone: "08098765433"`)
	_, codes := guest.do("orderCancel", "input: {number: $n, accessToken: $t, reason: $r}", "order { status }",
		map[string]any{"n": waiting.number, "t": typed{"String", waiting.token}, "r": typed{"String", "Kpakirika moved to Quuxtown"}})
	require.Empty(t, codes)
	mine := v.gets(22, "FLUTTERWAVE", nowhere)
	v.pay(devpay.Flutterwave, mine)
	_, codes = v.do("guestOrderLink", "number: $n, accessToken: $t", "order { number }", map[string]any{"n": paid.number, "t": paid.token})
	require.Empty(t, codes)
	a.errsAtTheTill(guest, paid)
}

func (a *aviary) errsAtTheTill(guest *visitor, paid receipt) {
	t := a.t
	guest.takes(23, 1)
	_, codes := guest.checksOut("PAYSTACK", strings.Replace(nowhere, `"0809 876 5433"`, `"809876543399"`, 1)+`, email: "adunni.q9"`)
	require.Equal(t, []string{"INVALID", "INVALID"}, codes)
	_, codes = guest.do("paymentVerify", "reference: $r, accessToken: $t", "payment { status }", map[string]any{"r": paid.reference, "t": typed{"String", paid.token + "A"}})
	require.Equal(t, []string{"NOT_FOUND"}, codes)
	for _, provider := range []string{devpay.Paystack, devpay.Flutterwave} {
		// A message that nobody signed.
		request := guest.request(t.Context(), http.MethodPost, "/webhooks/"+provider, []byte(`{"event": "charge.success", "data": {"reference": "`+paid.reference+`",
			"customer": {"email": "adunni.q9@example.ng", "phone": "+2348098765433"}}}`), map[string]string{"Content-Type": "application/json"})
		recorder := httptest.NewRecorder()
		a.shop.Handler.ServeHTTP(recorder, request)
		require.Equal(t, http.StatusUnauthorized, recorder.Code)
	}
	// PostgreSQL tells the whole row that it refuses.
	_, err := a.shop.Pool.Pgx().Exec(t.Context(), `ALTER TABLE orders ADD CONSTRAINT nowhere CHECK (shipping_address->>'city' <> 'Quuxtown II')`)
	require.NoError(t, err)
	got, _ := guest.send(`mutation { checkoutComplete(input: {idempotencyKey: "refused-by-postgres", expectedTotal: `+fmt.Sprintf("%.0f", guest.costs())+`, paymentMethod: PAYSTACK,
		email: "adunni.q9@example.ng", `+strings.Replace(nowhere, "Quuxtown", "Quuxtown II", 1)+`}) { order { id } userErrors { code message } } }`, nil)
	require.NotEmpty(t, got.Errors)
	require.Equal(t, "INTERNAL", got.Errors[0].Extensions["code"])
}

// delivered ends every order, so that who ordered can leave.
func (a *aviary) delivered() {
	a.t.Helper()
	_, err := a.shop.Pool.Pgx().Exec(a.t.Context(), `UPDATE orders SET status = 'delivered' WHERE status <> 'cancelled'`)
	require.NoError(a.t, err)
	require.Positive(a.t, count(a.t, a.shop, `SELECT count(*) FROM payment_events WHERE status = 'processed'`))
}
