package app_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"
)

// said are the failures of a payload as "path CODE".
func said(payload map[string]any) []string {
	var all []string
	for _, one := range payload["userErrors"].([]any) {
		one := one.(map[string]any)
		var path []string
		steps, _ := one["field"].([]any)
		for _, step := range steps {
			path = append(path, step.(string))
		}
		all = append(all, strings.Join(path, ".")+" "+one["code"].(string))
	}
	slices.Sort(all)
	return all
}

// A form shows each failure at the field that it is about.
func TestBadInputOfBuyingIsNamedByItsPath(t *testing.T) {
	t.Parallel()
	h := newHousehold(t)
	h.everybody["guest"].takes(17, 1)
	h.everybody["owner"].takes(17, 1)
	product, variant, category := number("Product", 13), piece(t, h.shop, 13, "S"), number("Category", 3)
	key := `idempotencyKey: "a-good-key"`
	order := fmt.Sprintf("orderId: %q", h.paid.order)
	const made = `sku: "BAD-1", name: "Bad", gender: WOMEN`
	long := strings.Repeat("a", 5000)
	table := map[string]struct {
		who, field, arguments string
		want                  []string
	}{
		"address": {"guest", "checkoutComplete", `input: {` + key + `, expectedTotal: 1, paymentMethod: PAYSTACK, email: "a@example.ng",
			address: {recipientName: "", phone: "123", streetAddress: "1 Allen Avenue", city: "Ike\u0007ja", state: "London", postalCode: "x"}}`,
			[]string{"input.address.city INVALID", "input.address.phone INVALID", "input.address.postalCode INVALID", "input.address.recipientName INVALID", "input.address.state INVALID"}},
		"billing address": {"guest", "checkoutComplete", `input: {` + key + `, expectedTotal: 1, paymentMethod: PAYSTACK, email: "a@example.ng", ` + lagos + `,
			billingAddress: {recipientName: "Ada", phone: "08031234567", streetAddress: " ", city: "Ikeja", state: "Nowhere"}}`,
			[]string{"input.billingAddress.state INVALID", "input.billingAddress.streetAddress INVALID"}},
		"guest's reach": {"guest", "checkoutComplete", `input: {` + key + `, expectedTotal: 1, paymentMethod: PAYSTACK, ` + lagos + `, email: "a@b\u0007", phone: "12"}`,
			[]string{"input.email INVALID", "input.phone INVALID"}},
		"no reach":        {"guest", "checkoutComplete", `input: {` + key + `, expectedTotal: 1, paymentMethod: PAYSTACK, ` + lagos + `}`, []string{"input.email INVALID"}},
		"no address":      {"guest", "checkoutComplete", `input: {` + key + `, expectedTotal: 1, paymentMethod: PAYSTACK, email: "a@example.ng"}`, []string{"input.address INVALID"}},
		"two addresses":   {"owner", "checkoutComplete", `input: {` + key + `, expectedTotal: 1, paymentMethod: PAYSTACK, ` + lagos + `, addressId: "` + h.theirs["Address"] + `"}`, []string{"input.addressId INVALID"}},
		"short key":       {"owner", "checkoutComplete", `input: {idempotencyKey: "short", expectedTotal: 1, paymentMethod: PAYSTACK, ` + lagos + `}`, []string{"input.idempotencyKey INVALID"}},
		"key with NUL":    {"owner", "checkoutComplete", `input: {idempotencyKey: "long-\u0007-enough", expectedTotal: 1, paymentMethod: PAYSTACK, ` + lagos + `}`, []string{"input.idempotencyKey INVALID"}},
		"negative total":  {"owner", "checkoutComplete", `input: {` + key + `, expectedTotal: -5, paymentMethod: PAYSTACK, ` + lagos + `}`, []string{"input.expectedTotal PRICE_CHANGED"}},
		"quantities":      {"guest", "cartLinesAdd", fmt.Sprintf(`lines: [{variantId: %q, quantity: 0}, {variantId: %q, quantity: 21}, {quantity: 1}]`, variant, variant), []string{"lines.0.quantity INVALID", "lines.1.quantity INVALID", "lines.2.productId INVALID"}},
		"unknown size":    {"guest", "cartLinesAdd", fmt.Sprintf(`lines: [{productId: %q, size: "S\u0007", color: "Indigo"}]`, product), []string{"lines.0.variantId NOT_FOUND"}},
		"no size":         {"guest", "cartLinesAdd", fmt.Sprintf(`lines: [{productId: %q}]`, product), []string{"lines.0.variantId INVALID"}},
		"no lines":        {"guest", "cartLinesAdd", `lines: []`, []string{"lines INVALID"}},
		"no lines left":   {"guest", "cartMerge", `lines: []`, []string{"lines INVALID"}},
		"negative":        {"owner", "cartLinesUpdate", fmt.Sprintf(`lines: [{id: %q, quantity: -1}]`, h.theirs["CartLine"]), []string{"lines.0.quantity INVALID"}},
		"coupon with NUL": {"guest", "cartCouponApply", `code: "OWA\u0007MBE10"`, []string{"code COUPON_REFUSED"}},
		"reward with NUL": {"owner", "cartRewardApply", `code: "GIFT\u0007"`, []string{"code REWARD_REFUSED"}},
		"points":          {"owner", "cartPointsApply", `points: -100`, []string{"points INVALID"}},
		"wish":            {"owner", "wishlistMoveToCart", fmt.Sprintf(`line: {variantId: %q, quantity: 99}`, variant), []string{"line.quantity INVALID"}},
		"both names":      {"owner", "orderCancel", `input: {` + order + `, number: "ZUKA-2026-000001"}`, []string{"input.number INVALID"}},
		"neither name":    {"owner", "paymentInitialize", `input: {}`, []string{"input.number INVALID"}},
		"neither again":   {"owner", "cartFromOrder", `accessToken: "x"`, []string{"number INVALID"}},
		"reason":          {"owner", "orderCancel", `input: {orderId: "` + h.pending.order + `", reason: "` + long + `"}`, []string{"input.reason INVALID"}},
		"reason with NUL": {"owner", "orderCancel", `input: {orderId: "` + h.pending.order + `", reason: "a\u0007b"}`, []string{"input.reason INVALID"}},
		"status":          {"staff", "orderSetStatus", `input: {` + order + `, status: PAID}`, []string{"input.status INVALID"}},
		"carrier":         {"staff", "orderSetStatus", `input: {` + order + `, status: SHIPPED, trackingNumber: "a\u0007", note: "` + long + `"}`, []string{"input.carrier INVALID", "input.note INVALID", "input.trackingNumber INVALID"}},
		"cash key":        {"staff", "orderMarkPaid", `input: {` + order + `, amount: 1, how: CASH, idempotencyKey: ""}`, []string{"input.idempotencyKey INVALID"}},
		"refund":          {"staff", "orderRefund", `input: {` + order + `, reason: " ", idempotencyKey: "good-enough"}`, []string{"input.reason INVALID"}},
		"reference":       {"owner", "paymentVerify", `reference: "a\u0007b", accessToken: "\u0007"`, []string{"reference NOT_FOUND"}},
		"link":            {"owner", "guestOrderLink", `number: "ZUKA-2026-000001\u0007", accessToken: "\u0007"`, []string{" NOT_FOUND"}},
		"coupon":          {"staff", "couponUpsert", `input: {code: "a b\u0007", name: "", type: PERCENTAGE, valuePercent: 101, minSpend: -1, usageLimit: -1}`, []string{"input.code INVALID", "input.minSpend INVALID", "input.name INVALID", "input.usageLimit INVALID", "input.valuePercent INVALID"}},
		"review":          {"owner", "reviewCreate", fmt.Sprintf(`input: {productId: %q, rating: 6, title: "a\u0007", comment: "short", images: ["http://x"]}`, product), []string{"input.comment INVALID", "input.images.0 INVALID", "input.rating INVALID", "input.title INVALID"}},
		"own review":      {"owner", "reviewUpdate", fmt.Sprintf(`id: %q, input: {rating: 0}`, h.theirs["ProductReview"]), []string{"input.rating INVALID"}},
		"own vote":        {"owner", "reviewVote", fmt.Sprintf(`id: %q, helpful: true`, h.theirs["ProductReview"]), []string{"id INVALID"}},
		"hiding":          {"staff", "reviewModerate", fmt.Sprintf(`input: {id: %q, status: HIDDEN}`, h.theirs["ProductReview"]), []string{"input.reason INVALID"}},
		"broadcast": {"staff", "notificationBroadcast", `input: {type: PROMOTION, title: "a\u0007", message: "", actionUrl: "//evil", orderedWithinDays: 0, ` + key + `}`,
			[]string{"input.actionUrl INVALID", "input.message INVALID", "input.orderedWithinDays INVALID", "input.title INVALID"}},
		"product": {"staff", "productCreate", fmt.Sprintf(`input: {sku: "a b", name: "\u0007", price: -1, gender: WOMEN, categoryId: %q, images: [{url: "ftp://x"}], tags: ["A B"],
			dimensions: {lengthCm: 0, widthCm: 1, heightCm: 1}}`, category),
			[]string{"input.dimensions.lengthCm INVALID", "input.images.0.url INVALID", "input.name INVALID", "input.price INVALID", "input.sku INVALID", "input.tags.0 INVALID"}},
		"sale above price": {"staff", "productCreate", fmt.Sprintf(`input: {%s, price: 10, salePrice: 20, categoryId: %q}`, made, category), []string{"input.salePrice INVALID"}},
		"product changed":  {"staff", "productUpdate", fmt.Sprintf(`id: %q, input: {name: null, price: -1}`, product), []string{"input.name INVALID", "input.price INVALID"}},
		"variant":          {"staff", "variantUpsert", fmt.Sprintf(`input: {productId: %q, sku: "", size: "\u0007", price: -1}`, product), []string{"input.price INVALID", "input.size INVALID", "input.sku INVALID"}},
		"category":         {"staff", "categoryUpsert", `input: {name: "", slug: "A B", imageUrl: "x"}`, []string{"input.imageUrl INVALID", "input.name INVALID", "input.slug INVALID"}},
		"brand":            {"staff", "brandUpsert", `input: {name: "a\u0007b", logoUrl: "javascript:1"}`, []string{"input.logoUrl INVALID", "input.name INVALID"}},
		"stock":            {"staff", "stockAdjust", fmt.Sprintf(`input: {productId: %q, variantId: %q, change: 0, reason: "a\u0007", idempotencyKey: "good-enough"}`, product, variant), []string{"input.change INVALID", "input.reason INVALID"}},
		"stock of variant": {"staff", "stockAdjust", fmt.Sprintf(`input: {productId: %q, change: 1, reason: "Found", idempotencyKey: "good-enough"}`, product), []string{"input.variantId INVALID"}},
		"registering":      {"guest", "accountRegister", `input: {name: "", email: "x", password: "short"}`, []string{"input.email INVALID", "input.name INVALID", "input.password INVALID"}},
		"address book":     {"owner", "addressCreate", `input: {recipientName: "Ada", phone: "1", streetAddress: "1 Allen Avenue", city: "Ikeja", state: "London"}`, []string{"input.phone INVALID", "input.state INVALID"}},
		"password":         {"owner", "passwordChange", `input: {currentPassword: "wrong", newPassword: "good-enough-now"}`, []string{"input.currentPassword CREDENTIALS_INVALID"}},
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		row := table[name]
		payload, _ := h.everybody[row.who].do(row.field, row.arguments, "__typename", nil)
		assert.Equal(t, row.want, said(payload), "%s: %v", name, payload["userErrors"])
	}
}

// Questions tell what is wrong with them at the top.
func TestBadQuestionsOfBuyingAreNamed(t *testing.T) {
	t.Parallel()
	h := newHousehold(t)
	for _, row := range []struct{ who, question, want string }{
		{"guest", `{ deliveryOptions(state: "London") { code } }`, "state "},
		{"guest", `{ deliveryOptions(state: "La\u0007gos") { code } }`, "state "},
		{"owner", `{ cart(state: "London") { id } }`, "state "},
		{"owner", `{ paymentMethods(state: "London") { method } }`, "state "},
		{"owner", `{ order(number: "ZUKA-2026-000001", id: "` + h.paid.order + `") { id } }`, "number "},
		{"owner", `{ order { id } }`, "number "},
		{"owner", `{ me { orders(first: 0) { nodes { id } } } }`, "first "},
		{"owner", `{ me { wishlist(after: "x") { nodes { id } } } }`, "after "},
		{"staff", `{ orders(filter: {query: "a\u0007b"}) { nodes { id } } }`, "filter.query "},
		{"staff", `{ orders(filter: {from: "2026-02-02", to: "2026-02-01"}) { nodes { id } } }`, "filter.to "},
		{"staff", `{ payments(filter: {query: "a\u0007b"}) { nodes { id } } }`, "filter.query "},
		{"staff", `{ paymentEvents(filter: {reference: "a b"}) { nodes { id } } }`, "filter.reference "},
		{"staff", `{ coupons(filter: {query: "a\u0007b"}) { nodes { id } } }`, "filter.query "},
		{"staff", `{ reviews(filter: {rating: 9}) { nodes { id } } }`, "filter.rating "},
		{"staff", `{ reviews(filter: {query: "a\u0007b"}) { nodes { id } } }`, "filter.query "},
		{"staff", `{ managedProducts(filter: {query: "a\u0007b"}) { nodes { id } } }`, "filter.query "},
		{"staff", `{ managedProducts(filter: {categoryId: "` + number("Brand", 1) + `"}) { nodes { id } } }`, "filter.categoryId "},
		{"staff", `{ stockLow(first: 101) { nodes { stock } } }`, "first "},
	} {
		got, _ := h.everybody[row.who].send(row.question, nil)
		if !assert.NotEmpty(t, got.Errors, row.question) {
			continue
		}
		assert.True(t, strings.HasPrefix(got.Errors[0].Message, row.want), "%s: %s", row.question, got.Errors[0].Message)
		require.Equal(t, "BAD_USER_INPUT", got.Errors[0].Extensions["code"], row.question)
	}
	for _, question := range []string{
		`{ order(number: "ZUKA\u0007", accessToken: "\u0007") { id } payment(reference: "\u0007", accessToken: "\u0007") { id } }`,
		`{ order(number: "ZUKA-2026-000001", accessToken: "` + strings.Repeat("a", 9000) + `") { id } }`,
	} {
		for _, found := range h.everybody["guest"].ask(question, nil) {
			require.Nil(t, found, question)
		}
	}
	require.Equal(t, "NOT_FOUND", h.everybody["guest"].ask(`{ couponCheck(code: "a\u0007b") { userErrors { ... on CouponError { reason } } } }`, nil)["couponCheck"].(map[string]any)["userErrors"].([]any)[0].(map[string]any)["reason"])
}

// poisons are texts that columns, patterns or terminals choke on.
var poisons = map[string]string{
	"NUL": "a\x00b", "NUL alone": "\x00", "controls": "a\x1b[31m\r\nb", "marks of direction": "\u202eabc\u2066", "pattern": `%_\`, "quotes": `'"; DROP TABLE orders; --`,
	"half a letter": "\ufffd", "empty": "", "spaces": " \t ", "long": strings.Repeat("ẹ", 9000), "emoji": "👩🏾‍🦱",
}

// Whatever text stands in whatever place of a mutation, the answer is one of
// the contract's, and names a field that there is.
func TestNoTextIsTooMuchForAMutation(t *testing.T) {
	t.Parallel()
	h := newHousehold(t)
	_, ids := names(h)
	role(t, h.shop, "staff@example.ng", "admin")
	h.everybody["staff"].login("staff@example.ng")
	for _, field := range contract().Mutation.Fields {
		if slices.Contains([]string{"logout", "accountDeleteConfirm", "sessionRefresh"}, field.Name) {
			continue // They end the session with which the rest is asked.
		}
		for _, place := range texts(field) {
			for what, poison := range poisons {
				v := h.everybody["staff"]
				if auth := field.Directives.ForName("auth"); auth == nil || auth.Arguments.ForName("role") == nil {
					v = h.owner
				}
				filling := &filler{ids: ids, at: place, poison: poison}
				document, variables := filling.document(field)
				body := v.body(t.Context(), document, variables)
				if strings.HasPrefix(what, "NUL") {
					require.Contains(t, body, `"code":"BAD_USER_INPUT"`, "%s in %s", what, place)
				}
				require.NotContains(t, body, "INTERNAL", "%s in %s", what, place)
				require.NotContains(t, body, "SERVICE_UNAVAILABLE", "%s in %s", what, place)
				require.NotContains(t, body, "SQLSTATE", "%s in %s", what, place)
				var got reply
				require.NoError(t, json.Unmarshal([]byte(body), &got))
				if payload, ok := got.Data["result"].(map[string]any); ok {
					rightPaths(t, field.Name, payload)
				} else {
					require.NotEmpty(t, got.Errors, body)
				}
			}
		}
	}
}

// texts are the places of a mutation that take a text.
func texts(field *ast.FieldDefinition) []string {
	var places []string
	var look func(place string, of *ast.Type)
	look = func(place string, of *ast.Type) {
		definition := contract().Types[of.Name()]
		if definition.Name == "String" {
			places = append(places, place)
		}
		for _, below := range definition.Fields {
			look(place+"."+below.Name, below.Type)
		}
	}
	for _, argument := range field.Arguments {
		look(field.Name+"."+argument.Name, argument.Type)
	}
	return places
}

// filler makes arguments: what is needed, and the poison in its place.
type filler struct {
	ids        map[string]named
	at, poison string
}

func (f *filler) document(field *ast.FieldDefinition) (string, map[string]any) {
	variables := map[string]any{}
	var declared, given []string
	for _, argument := range field.Arguments {
		if value := f.value(field.Name+"."+argument.Name, argument.Type); value != nil {
			variables[argument.Name] = value
			declared = append(declared, "$"+argument.Name+": "+argument.Type.String())
			given = append(given, argument.Name+": $"+argument.Name)
		}
	}
	return fmt.Sprintf("mutation(%s) { result: %s(%s) { userErrors { code message field } } }", strings.Join(declared, ", "), field.Name, strings.Join(given, ", ")), variables
}

// value is something that could be; nil where nothing is needed.
func (f *filler) value(place string, of *ast.Type) any {
	if place != f.at && !strings.HasPrefix(f.at, place+".") && !of.NonNull {
		return nil
	}
	if of.Elem != nil {
		return []any{f.value(place, of.Elem)}
	}
	definition := contract().Types[of.Name()]
	switch {
	case definition.Kind == ast.Enum:
		return definition.EnumValues[0].Name
	case definition.Kind == ast.InputObject:
		fields := map[string]any{}
		for _, one := range definition.Fields {
			if value := f.value(place+"."+one.Name, one.Type); value != nil {
				fields[one.Name] = value
			}
		}
		return fields
	}
	return f.scalar(place, definition.Name)
}

func (f *filler) scalar(place, kind string) any {
	switch kind {
	case "ID":
		return f.ids[place].theirs
	case "Int", "Naira", "Float":
		return 1
	case "Boolean":
		return true
	case "Date":
		return "1990-01-01"
	case "DateTime":
		return "2030-01-01T00:00:00Z"
	}
	if place == f.at {
		return f.poison
	}
	for suffix, text := range map[string]string{
		"phone": "08031234567", "state": "Lagos", "email": "somebody@example.ng", "idempotencyKey": uuid.NewString(), "sku": "SKU-" + uuid.NewString()[:8],
		"Address": "1 Allen Avenue", "City": "Ikeja", "url": "https://img.example/a.png",
	} {
		if strings.HasSuffix(place, suffix) {
			return text
		}
	}
	return "Ada Obi"
}
