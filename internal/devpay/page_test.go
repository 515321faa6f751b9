package devpay

import (
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/devpay/courier"
)

// link is the page's path below the base URL.
func (s *stage) link(provider, reference string) string {
	s.t.Helper()
	payment, found := s.Payment(provider, reference)
	require.True(s.t, found)
	return pagePath(payment)
}

func (s *stage) look(path string) said {
	s.t.Helper()
	answer, err := s.try(s.t.Context(), "GET", path, "", nil)
	require.NoError(s.t, err)
	return answer
}

// press sends the page's form, as a browser does that is on the page.
func (s *stage) press(provider, reference string, form url.Values, site string) said {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.url+s.link(provider, reference), strings.NewReader(form.Encode()))
	require.NoError(s.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", site)
	answer, err := s.http.Do(request)
	require.NoError(s.t, err)
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	require.NoError(s.t, err)
	return said{status: answer.StatusCode, header: answer.Header, text: string(text)}
}

func (s *stage) click(provider, reference, name string) said {
	s.t.Helper()
	return s.press(provider, reference, url.Values{"action": {name}}, "same-origin")
}

func TestThePageShowsWhoIsPaidAndHowMuch(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.flutterwave("ORD-1", object{"customizations": object{"title": "Ada's Shop"}, "amount": "12500.5"})
	s.paystack("ORD-2", nil)
	page := s.look(s.link(Flutterwave, "ORD-1"))
	require.Equal(t, http.StatusOK, page.status)
	text := html.UnescapeString(page.text)
	for _, part := range []string{
		"Pay Ada's Shop", "₦12,500.50", "ORD-1", "Ada O., ada@example.com", "This is the development page.", "Back to the shop",
		"Pay by card", "Pay by bank transfer", "Fail", "Leave without paying", "Pay but lose the message",
		"Pay and send the message twice", "Pay later (in 2 minutes)", `<meta name="viewport"`,
	} {
		require.Contains(t, text, part)
	}
	require.NotContains(t, text, "Charge back")
	require.NotContains(t, text, "Last refund")
	require.Equal(t, "text/html; charset=utf-8", page.header.Get("Content-Type"))
	require.Equal(t, "no-store", page.header.Get("Cache-Control"))
	require.Equal(t, policy, page.header.Get("Content-Security-Policy"))
	require.Contains(t, policy, "default-src 'none'; style-src 'sha256-")
	require.Contains(t, page.text, "<style>"+style+"</style>", "the policy's sum is over exactly this")

	page = s.look(s.link(Paystack, "ORD-2"))
	require.Contains(t, page.text, "Pay Zuka")
	require.Contains(t, page.text, "₦12,500<")
	require.Contains(t, page.text, "Charge back")
}

func TestThePageEscapes(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	const evil = `<script>alert(1)</script>"'`
	s.flutterwave(evil, object{
		"customizations": object{"title": evil}, "customer": object{"email": "ada@example.com", "name": evil},
		"redirect_url": `https://shop.example/"><script>alert(1)</script>`,
	})
	for _, path := range []string{"/", s.link(Flutterwave, evil)} {
		page := s.look(path)
		require.Equal(t, http.StatusOK, page.status)
		require.NotContains(t, page.text, "<script>")
		require.Contains(t, page.text, "&lt;script&gt;")
	}
}

func TestTheListShowsTheNewestFirst(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	require.Contains(t, s.look("/").text, "Nobody has been asked")
	s.paystack("FIRST", nil)
	s.flutterwave("SECOND", nil)
	s.act(Paystack, "FIRST", Action{Kind: Succeed})
	for _, path := range []string{"", "/"} {
		page := s.look(path)
		require.Equal(t, http.StatusOK, page.status)
		require.Contains(t, page.text, `href="/dev/pay`+s.link(Paystack, "FIRST")+`"`)
		require.Less(t, strings.Index(page.text, "SECOND"), strings.Index(page.text, "FIRST"))
		require.Contains(t, page.text, "<strong>success</strong>")
		require.Contains(t, page.text, "<strong>not tried</strong>")
	}
	missing := s.look("/page/paystack/none")
	require.Equal(t, http.StatusNotFound, missing.status)
	require.Contains(t, missing.text, "No such payment")
	require.Equal(t, http.StatusNotFound, s.look("/elsewhere").status)
}

func TestTheButtonsSendTheBrowserBack(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	for name, want := range map[string]string{
		"card": "success", "transfer": "success", "ussd": "success", "lost": "success", "twice": "success", "later": "success",
		"late": "success", "less": "success", "dollars": "success", "disorder": "reversed", "fail": "failed",
	} {
		s.paystack(name, nil)
		answer := s.click(Paystack, name, name)
		require.Equal(t, http.StatusSeeOther, answer.status, name)
		require.Equal(t, "https://shop.example/pay/return?from=paystack&reference="+name+"&trxref="+name, answer.header.Get("Location"))
		require.Equal(t, want, s.verify(Paystack, name)["status"], name)

		s.flutterwave(name, nil)
		answer = s.click(Flutterwave, name, name)
		require.Equal(t, http.StatusSeeOther, answer.status, name)
		payment, _ := s.Payment(Flutterwave, name)
		latest, _ := payment.Latest()
		back, err := url.Parse(answer.header.Get("Location"))
		require.NoError(t, err)
		if name == "fail" {
			require.Equal(t, "/dev/pay"+pagePath(payment), back.Path, "the payer may try again")
			require.Contains(t, wayBack(payment, false), "status=failed&tx_ref=fail&transaction_id=")
			continue
		}
		require.Equal(t, "shop.example", back.Host)
		require.Equal(t, name, back.Query().Get("tx_ref"))
		require.Contains(t, back.RawQuery, "status="+map[bool]string{true: "successful", false: "completed"}[latest.Channel == "card"])
		require.Regexp(t, `transaction_id=\d+$`, back.RawQuery)
	}
	require.Equal(t, courier.Lost, s.Messages(Paystack, "lost")[0].State)
	require.Len(t, s.Messages(Paystack, "twice"), 2)
	require.Equal(t, time.Time(now).Add(2*time.Minute), s.Messages(Paystack, "later")[0].Due)
}

func TestLeavingGoesWhereTheShopSaid(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.flutterwave("R1", nil)
	require.Equal(t, "https://shop.example/pay/return?status=cancelled&tx_ref=R1",
		s.click(Flutterwave, "R1", "abandon").header.Get("Location"))
	s.paystack("R1", nil)
	require.Equal(t, "/dev/pay"+s.link(Paystack, "R1"), s.click(Paystack, "R1", "abandon").header.Get("Location"))
	s.paystack("R2", object{"metadata": object{"cancel_action": "https://shop.example/cart"}})
	require.Equal(t, "https://shop.example/cart", s.click(Paystack, "R2", "abandon").header.Get("Location"))
	s.paystack("R3", object{"metadata": object{"cancel_action": "javascript:alert(1)"}, "callback_url": ""})
	require.Equal(t, "/dev/pay"+s.link(Paystack, "R3"), s.click(Paystack, "R3", "abandon").header.Get("Location"))
	require.Equal(t, "/dev/pay"+s.link(Paystack, "R3"), s.click(Paystack, "R3", "card").header.Get("Location"))
	require.NotContains(t, s.look(s.link(Paystack, "R3")).text, "Back to the shop")
}

func TestAPersonMayStayAndChooseTheDelay(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	for minutes, want := range map[string]time.Duration{"5": 5 * time.Minute, "100000": 24 * time.Hour} {
		s.paystack("R"+minutes, nil)
		answer := s.press(Paystack, "R"+minutes, url.Values{"action": {"late"}, "minutes": {minutes}, "stay": {"yes"}}, "same-origin")
		require.Equal(t, "/dev/pay"+s.link(Paystack, "R"+minutes), answer.header.Get("Location"))
		require.Equal(t, time.Time(now).Add(want), s.Messages(Paystack, "R"+minutes)[0].Due)
	}
	s.paystack("R", nil)
	s.press(Paystack, "R", url.Values{"action": {"late"}, "minutes": {"-1"}}, "same-origin")
	require.Equal(t, courier.Held, s.Messages(Paystack, "R")[0].State)
	require.Contains(t, s.look(s.link(Paystack, "R")).text, "<strong>held</strong>")
	s.click(Paystack, "R", "held")
	page := s.look(s.link(Paystack, "R")).text
	require.Contains(t, page, "<strong>delivered</strong>")
	require.Contains(t, page, "<small>31 Mar 13:00:00: 200</small>", "Lagos time")
}

func TestTheRestOfTheButtons(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.paystack("R1", nil)
	steps := []string{"pend", "forged", "lie", "other", "card", "again"}
	for _, name := range steps {
		require.Equal(t, http.StatusSeeOther, s.click(Paystack, "R1", name).status, name)
	}
	over := s.look(s.link(Paystack, "R1")).text
	require.NotContains(t, over, "Pay by card")
	require.NotContains(t, over, "Pay half")
	s.call("POST", "/paystack/refund", object{"transaction": "R1", "amount": 100})
	for _, name := range []string{"refund-processing", "refund-attention", "refund-processed", "reverse"} {
		require.Equal(t, http.StatusSeeOther, s.click(Paystack, "R1", name).status, name)
	}
	page := s.look(s.link(Paystack, "R1")).text
	for _, part := range []string{"<strong>reversed</strong>", "<strong>processed</strong>, ₦1", "charge.success (forged)", "Last refund: failed"} {
		require.Contains(t, page, part)
	}
}

func TestAButtonThatCannotBePressedSaysWhy(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.paystack("R1", nil)
	answer := s.click(Paystack, "R1", "dance")
	require.Equal(t, http.StatusBadRequest, answer.status)
	require.Contains(t, answer.text, `role="alert"`)
	answer = s.click(Paystack, "R1", "reverse")
	require.Equal(t, http.StatusConflict, answer.status)
	require.Contains(t, answer.text, "it is not paid")
	answer = s.press(Paystack, "R1", url.Values{"action": {strings.Repeat("x", maxForm)}}, "same-origin")
	require.Equal(t, http.StatusBadRequest, answer.status)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/page/paystack/none", http.NoBody)
	require.NoError(t, err)
	gone, err := s.http.Do(request)
	require.NoError(t, err)
	require.NoError(t, gone.Body.Close())
	require.Equal(t, http.StatusNotFound, gone.StatusCode)
}

func TestAnotherSiteCannotPress(t *testing.T) {
	t.Parallel()
	s := newStage(t, nil)
	s.paystack("R1", nil)
	for _, site := range []string{"cross-site", "same-site"} {
		answer := s.press(Paystack, "R1", url.Values{"action": {"card"}}, site)
		require.Equal(t, http.StatusForbidden, answer.status)
	}
	require.Equal(t, "abandoned", s.verify(Paystack, "R1")["status"])
}

func TestEveryButtonIsKnown(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, one := range append(append([]button(nil), pays...), more...) {
		require.False(t, names[one.Name], one.Name)
		names[one.Name] = true
		_, known := acts[one.Action.Kind]
		require.True(t, known, one.Name)
	}
	for kind := range acts {
		found := false
		for name := range names {
			one, _ := buttonNamed(name)
			found = found || one.Action.Kind == kind
		}
		require.True(t, found, "no button for %s", kind)
	}
}
