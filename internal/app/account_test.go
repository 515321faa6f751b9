package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
)

const addressFields = `address { id label state isDefault phone }`

func addAddress(v *visitor, state, phone string) (map[string]any, []string) {
	return v.do("addressCreate", `input: {recipientName: "Ada Obi", phone: $phone, streetAddress: "12 Allen Avenue, by the bank", city: "Ikeja", state: $state}`,
		addressFields, map[string]any{"state": state, "phone": phone})
}

func TestTheAddressBook(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := registered(t, shop, config, "ada@example.ng")
	first, codes := addAddress(v, "Abuja", "08031234567")
	require.Empty(t, codes)
	require.Equal(t, "FCT", first["address"].(map[string]any)["state"])
	require.Equal(t, true, first["address"].(map[string]any)["isDefault"], "the first is the default")
	second, codes := addAddress(v, "lagos state", "+2348031234568")
	require.Empty(t, codes)
	require.Equal(t, false, second["address"].(map[string]any)["isDefault"])
	_, codes = addAddress(v, "London", "123")
	require.Equal(t, []string{"INVALID", "INVALID"}, codes, "every wrong field at once")

	id := second["address"].(map[string]any)["id"]
	_, codes = v.do("addressSetDefault", "id: $id", addressFields, map[string]any{"id": typed{"ID!", id}})
	require.Empty(t, codes)
	book := func() []any {
		return v.ask(`{ me { addresses { id isDefault } } }`, nil)["me"].(map[string]any)["addresses"].([]any)
	}
	require.Len(t, book(), 2)
	require.Equal(t, id, book()[0].(map[string]any)["id"], "the default stands first")
	_, codes = v.do("addressDelete", "id: $id", "done", map[string]any{"id": typed{"ID!", id}})
	require.Empty(t, codes)
	require.Equal(t, true, book()[0].(map[string]any)["isDefault"], "another takes its place")
}

func TestTheProfile(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	v := registered(t, open(t, config), config, "ada@example.ng")
	update := func(input string) (map[string]any, []string) {
		return v.do("profileUpdate", "input: "+input, `user { name dateOfBirth genderPreference profileImageUrl }`, nil)
	}
	got, codes := update(`{name: "  Adaobi   Obi ", dateOfBirth: "1996-02-29", genderPreference: WOMEN, profileImageUrl: "https://img.example/a.png"}`)
	require.Empty(t, codes)
	require.Equal(t, map[string]any{"name": "Adaobi Obi", "dateOfBirth": "1996-02-29", "genderPreference": "WOMEN", "profileImageUrl": "https://img.example/a.png"}, got["user"])
	got, codes = update(`{genderPreference: null, profileImageUrl: null}`)
	require.Empty(t, codes)
	require.Equal(t, map[string]any{"name": "Adaobi Obi", "dateOfBirth": "1996-02-29", "genderPreference": nil, "profileImageUrl": nil}, got["user"])
	for _, wrong := range []string{`{name: null}`, `{name: ""}`, `{name: "<b>"}`, `{dateOfBirth: "2025-01-01"}`, `{profileImageUrl: "javascript:alert(1)"}`} {
		_, codes := update(wrong)
		require.Equal(t, []string{"INVALID"}, codes, wrong)
	}
}

func TestAnAddressIsTheOwnersOnceItIsConfirmed(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := registered(t, shop, config, "ada@example.ng")
	confirm := func(request, field, value, confirmation string) []string {
		payload, codes := v.do(request, field+": $value", challengeFields, map[string]any{"value": value})
		require.Empty(t, codes)
		letter := letters(t, shop, config)[0]
		require.NotContains(t, letter.To, "ada@example.ng", "the new side is asked")
		id := payload["challenge"].(map[string]any)["id"]
		_, codes = browserOf(v).do(confirmation, "input: {challengeId: $id, code: $code}", "user { email phone }",
			map[string]any{"id": typed{"ID!", id}, "code": codeOf(t, letter)})
		return codes
	}
	require.Empty(t, confirm("emailChangeRequest", "email", "obi@example.ng", "emailChangeConfirm"))
	require.Empty(t, confirm("phoneChangeRequest", "phone", "08031234567", "phoneChangeConfirm"))
	me := v.ask(`{ me { profile { email emailVerified phone phoneVerified } } }`, nil)["me"].(map[string]any)["profile"]
	require.Equal(t, map[string]any{"email": "obi@example.ng", "emailVerified": true, "phone": "+2348031234567", "phoneVerified": true}, me)

	other := registered(t, shop, config, "bola@example.ng")
	payload, codes := other.do("emailChangeRequest", "email: $value", challengeFields, map[string]any{"value": "obi@example.ng"})
	require.Empty(t, codes, "asking does not tell whose the address is")
	id, code := payload["challenge"].(map[string]any)["id"], codeOf(t, letters(t, shop, config)[0])
	answer := map[string]any{"id": typed{"ID!", id}, "code": code}
	_, codes = v.do("emailChangeConfirm", "input: {challengeId: $id, code: $code}", "user { email }", map[string]any{"id": typed{"ID!", id}, "code": code})
	require.Equal(t, []string{"CODE_INVALID"}, codes, "another's code is no good")
	_, codes = other.do("emailChangeConfirm", "input: {challengeId: $id, code: $code}", "user { email }", answer)
	require.Equal(t, []string{"ALREADY_TAKEN"}, codes)
}

// browserOf is the same browser; it is there to be read as one.
func browserOf(v *visitor) *visitor { return v }

func TestChangingAPassword(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	v := registered(t, shop, config, "ada@example.ng")
	elsewhere := browser(t, shop)
	_, codes := elsewhere.do("login", "input: {identifier: $who, password: $password}", signInFields,
		map[string]any{"who": "ada@example.ng", "password": "owambe-saturday"})
	require.Empty(t, codes)
	change := func(v *visitor, current any, wanted string) []string {
		_, codes := v.do("passwordChange", "input: {currentPassword: $current, newPassword: $wanted}", "done",
			map[string]any{"current": typed{"String", current}, "wanted": wanted})
		return codes
	}
	require.Equal(t, []string{"CREDENTIALS_INVALID"}, change(v, "wrong", "a-new-password"))
	require.Equal(t, []string{"CREDENTIALS_INVALID"}, change(v, nil, "a-new-password"))
	require.Equal(t, []string{"INVALID"}, change(v, "owambe-saturday", "short"))
	require.Empty(t, change(v, "owambe-saturday", "a-new-password"))
	require.Equal(t, "Ada Obi", v.name(), "this browser stays signed in")
	require.Nil(t, elsewhere.name())

	phone := mobile(t, shop)
	byPhone(t, phone, config, "08031234567")
	require.Empty(t, change(phone, nil, "a-first-password"), "who has none and just signed in needs no old one")
}

func TestStaffSeeCustomersAndAdminsMakeStaff(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	shop := open(t, config)
	admin, person := registered(t, shop, config, "boss@example.ng"), registered(t, shop, config, "ada@example.ng")
	role(t, shop, "boss@example.ng", "admin")
	admin.do("logout", "", "done", nil)
	_, codes := admin.do("login", "input: {identifier: $who, password: $password}", signInFields, map[string]any{"who": "boss@example.ng", "password": "owambe-saturday"})
	require.Empty(t, codes)
	got, _ := person.send(`{ customers { totalCount } }`, nil)
	require.Equal(t, "FORBIDDEN", got.Errors[0].Extensions["code"])
	got, _ = browser(t, shop).send(`{ customers { totalCount } }`, nil)
	require.Equal(t, "UNAUTHENTICATED", got.Errors[0].Extensions["code"])

	list := admin.ask(`{ customers(first: 1) { totalCount nodes { id email addresses { id } } pageInfo { hasNextPage endCursor } } }`, nil)["customers"].(map[string]any)
	require.EqualValues(t, 17, list["totalCount"], "15 of the sample, and these")
	require.Equal(t, "ada@example.ng", list["nodes"].([]any)[0].(map[string]any)["email"], "the newest first")
	next := admin.ask(`query($after: String) { customers(first: 1, after: $after) { nodes { email } pageInfo { hasNextPage } } }`,
		map[string]any{"after": list["pageInfo"].(map[string]any)["endCursor"]})["customers"].(map[string]any)
	require.Equal(t, "boss@example.ng", next["nodes"].([]any)[0].(map[string]any)["email"])
	found := admin.ask(`{ customers(filter: {query: "ADA@example.ng"}) { nodes { id } } }`, nil)["customers"].(map[string]any)["nodes"].([]any)
	require.Len(t, found, 1)

	id := found[0].(map[string]any)["id"]
	_, codes = admin.do("userSetRole", "userId: $id, role: STAFF", "user { role }", map[string]any{"id": typed{"ID!", id}})
	require.Empty(t, codes)
	require.NotNil(t, person.ask(`{ customers(first: 1) { totalCount } }`, nil)["customers"], "a running session learns its new role")
	got, _ = person.send(`mutation($id: ID!) { userSetRole(userId: $id, role: ADMIN) { user { role } userErrors { code } } }`, map[string]any{"id": id})
	require.Equal(t, "FORBIDDEN", got.Errors[0].Extensions["code"])
}

// role makes somebody what only an admin could.
func role(t *testing.T, shop *app.App, email, role string) {
	t.Helper()
	_, err := shop.Pool.Pgx().Exec(t.Context(), `UPDATE users SET role = $2 WHERE email = $1`, email, role)
	require.NoError(t, err)
}
