package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/devpay"
)

// takesInvitation says who invited somebody.
func (v *visitor) takesInvitation(code string) []string {
	v.t.Helper()
	return just(v.do("referralClaim", "code: $it", "referral { id }", map[string]any{"it": code}))
}

// invited are the invitations of a person, the newest first.
func (v *visitor) invited() []any {
	v.t.Helper()
	return v.ask(`{ me { referrals { nodes { status friend referrerPoints friendPoints refusedReason } } } }`,
		nil)["me"].(map[string]any)["referrals"].(map[string]any)["nodes"].([]any)
}

// invites makes a single invitation and gives its code.
func (v *visitor) invites() string {
	v.t.Helper()
	payload, codes := v.do("referralInvite", "", "referral { code }", nil)
	require.Empty(v.t, codes)
	return payload["referral"].(map[string]any)["code"].(string)
}

// through asks as an app does that tells what its device is called.
func (v *visitor) through(device, query string) map[string]any {
	v.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query})
	require.NoError(v.t, err)
	recorder := httptest.NewRecorder()
	v.shop.Handler.ServeHTTP(recorder, v.request(v.t.Context(), http.MethodPost, "/graphql", body,
		map[string]string{"Content-Type": "application/json", "X-Device-Id": device}))
	var got reply
	require.NoError(v.t, json.Unmarshal(recorder.Body.Bytes(), &got))
	require.Empty(v.t, got.Errors, query)
	return got.Data["result"].(map[string]any)
}

// onDevice is somebody's app on a device.
func (a *arcade) onDevice(email, device string) *visitor {
	a.t.Helper()
	v := mobile(a.t, a.shop)
	signed := v.through(device, fmt.Sprintf(`mutation { result: login(input: {identifier: %q, password: "owambe-saturday"}) { tokens { accessToken } userErrors { code } } }`, email))
	require.Empty(a.t, signed["userErrors"])
	v.access = signed["tokens"].(map[string]any)["accessToken"].(string)
	return v
}

// Another address of the same mailbox is the same person. Whose dots matter is
// up to the provider.
func TestPlayOfFriendsWithTheSameMail(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	gmail, other, fair := registered(t, a.shop, a.config, "ada.obi@gmail.com"), registered(t, a.shop, a.config, "bola@example.ng"), a.player()
	for email, row := range map[string]struct {
		by   *visitor
		code string
	}{
		"ada.obi+shop@gmail.com":      {gmail, "REFERRAL_REFUSED"},
		"a.d.a.o.b.i@gmail.com":       {gmail, "REFERRAL_REFUSED"},
		"ADAOBI@Gmail.com":            {gmail, "REFERRAL_REFUSED"},
		"adaobi+a+b@googlemail.com":   {gmail, "REFERRAL_REFUSED"},
		"ada.obi2@gmail.com":          {gmail, ""},
		"ada.obi@example.ng":          {gmail, ""},
		"bola+second@example.ng":      {other, "REFERRAL_REFUSED"},
		"bo.la@example.ng":            {other, ""},
		"bola@example.com":            {other, ""},
		"second.bola+bola@example.ng": {other, ""},
	} {
		friend, single := registered(t, a.shop, a.config, email), row.by.invites()
		if row.code == "" {
			require.Empty(t, friend.takesInvitation(single), email)
			continue
		}
		require.Equal(t, []string{row.code}, friend.takesInvitation(row.by.invitation()), email)
		require.Equal(t, []string{row.code}, friend.takesInvitation(strings.ToLower(single)), email)
		require.Zero(t, count(t, a.shop, `SELECT count(*) FROM referrals WHERE referral_code = $1 AND (referred_user_id IS NOT NULL OR status <> 'pending')`, single),
			"the invitation is still to be had")
		require.Empty(t, friend.takesInvitation(fair.invitation()), "a refusal is no bar to a friend's")
	}
	require.Equal(t, []string{"REFERRAL_REFUSED"}, gmail.takesInvitation(gmail.invitation()), "nobody invites themselves")
}

// A mailbox is known by Google's word too, and not by the account's address only.
func TestPlayOfFriendsWithTheSameGoogle(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	first, second := a.player(), registered(t, a.shop, a.config, "ada.second@gmail.com")
	id, value := first.nonce()
	_, codes := first.with("identityLinkGoogle", idToken(t, a.shop, "google", "ada.second+first@gmail.com", value), id)
	require.Empty(t, codes)
	require.Equal(t, []string{"REFERRAL_REFUSED"}, second.takesInvitation(first.invitation()))
	require.Equal(t, []string{"REFERRAL_REFUSED"}, first.takesInvitation(second.invitation()), "nor the other way")
}

// A phone number is the same however it is written, and whether it is the
// account's or stands in the address book.
func TestPlayOfFriendsWithTheSamePhone(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	owner := mobile(t, a.shop)
	byPhone(t, owner, a.config, "08031234567")
	for i, spelling := range []string{"+234 803 123 4567", "0803-123-4567", "2348031234567", "(0803) 1234567", "00234 8031234567"} {
		friend := registered(t, a.shop, a.config, fmt.Sprintf("friend%d@example.ng", i))
		_, codes := addAddress(friend, "Oyo", spelling)
		require.Empty(t, codes, spelling)
		require.Equal(t, []string{"REFERRAL_REFUSED"}, friend.takesInvitation(owner.invitation()), spelling)
		require.Equal(t, []string{"REFERRAL_REFUSED"}, owner.takesInvitation(friend.invitation()), "nor the other way: %s", spelling)
	}
	one, other := registered(t, a.shop, a.config, "one@example.ng"), registered(t, a.shop, a.config, "other@example.ng")
	for v, spelling := range map[*visitor]string{one: "0805 000 1111", other: "+2348050001111"} {
		_, codes := addAddress(v, "Lagos", spelling)
		require.Empty(t, codes)
	}
	require.Equal(t, []string{"REFERRAL_REFUSED"}, one.takesInvitation(other.invitation()), "both in the book")
	require.Empty(t, one.takesInvitation(owner.invitation()), "another number is another person")
	require.Len(t, owner.invited(), 1)
}

// A device that both were seen on makes one person of two, whoever uses it now.
// An id that phones give to everybody tells nothing.
func TestPlayOfFriendsOnTheSameDevice(t *testing.T) {
	t.Parallel()
	const nobodys, phone = "00000000-0000-0000-0000-000000000000", "7d1c2a90-5a3e-4f6b-9f1e-0a1b2c3d4e5f"
	a := newArcade(t)
	referrer := registered(t, a.shop, a.config, "referrer@example.ng")
	for _, device := range []string{phone, nobodys} {
		a.onDevice("referrer@example.ng", device)
	}
	code := referrer.invitation()
	claim := fmt.Sprintf(`mutation { result: referralClaim(code: %q) { referral { id } userErrors { code } } }`, code)
	refused := []string{"REFERRAL_REFUSED"}

	seen := registered(t, a.shop, a.config, "seen@example.ng")
	app := a.onDevice("seen@example.ng", strings.ToUpper(phone))
	require.Equal(t, refused, seen.takesInvitation(code), "from a browser, after a session on the device")
	require.Empty(t, just(app.do("logout", "", "done", nil)))
	require.Equal(t, refused, seen.takesInvitation(code), "a session that has ended tells as much")

	registered(t, a.shop, a.config, "now@example.ng")
	now := a.onDevice("now@example.ng", "another-device")
	require.Equal(t, refused, codesIn(now.through(phone, claim)), "on the device now")
	require.Empty(t, codesIn(now.through("another-device", claim)), "on one's own")

	registered(t, a.shop, a.config, "zero@example.ng")
	require.Empty(t, codesIn(a.onDevice("zero@example.ng", nobodys).through(nobodys, claim)))
	require.Len(t, referrer.invited(), 2)
}

// Who looked like a friend and has the parcel sent to the referrer's phone gives
// neither of them anything.
func TestPlayOfAFriendWhoseParcelGoesToTheReferrer(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	referrer, friend := mobile(t, a.shop), a.player()
	byPhone(t, referrer, a.config, "08031234567")
	require.Empty(t, friend.takesInvitation(referrer.invitation()))
	order := friend.gets(10, "FLUTTERWAVE", strings.Replace(lagos, "08031234567", "+234 803 123 4567", 1))
	friend.pay(devpay.Flutterwave, order)
	told := referrer.invited()[0].(map[string]any)
	require.Equal(t, []any{"REFUSED", 0.0, 0.0}, []any{told["status"], told["referrerPoints"], told["friendPoints"]})
	require.NotEmpty(t, told["refusedReason"])
	require.Zero(t, referrer.purse().balance)
	require.Equal(t, map[string]int{"PURCHASE": 220}, friend.purse().by, "the order itself is a real one")
	friend.pay(devpay.Flutterwave, friend.gets(11, "FLUTTERWAVE", strings.Replace(lagos, "08031234567", "08059999999", 1)))
	require.Equal(t, "REFUSED", referrer.invited()[0].(map[string]any)["status"], "and it stays so")
	require.Zero(t, referrer.purse().balance)
}
