package letter

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/ent/shape"
	"zuka/internal/platform/mail"
	"zuka/internal/platform/sms"
)

const (
	to    = "ada@zuka.example"
	token = "AbCdEfGhIjKlMnOpQrSt-_"
	evil  = `<img src=x onerror="alert(1)">`
)

var writer = Writer{Shop: "Zuka", Storefront: "https://zuka.ng"}

func order() Order {
	day, until := time.Date(2026, 5, 22, 0, 0, 0, 0, time.UTC), time.Date(2026, 5, 20, 23, 30, 0, 0, time.UTC)
	return Order{
		To: to, Name: "Adaeze Okafor", Number: "ZUKA-2026-001234",
		Lines:    []Line{{Name: "Ankara dress", Size: "M", Color: "Red", Quantity: 2, Total: 25_000}, {Name: "Leather belt", Quantity: 1, Total: 10_000}},
		Subtotal: 35_000, Discount: 1_000, Shipping: 1_500, Tax: 2_372, Total: 35_500,
		Address:  &shape.Address{RecipientName: "Adaeze Okafor", Phone: "+2348031234567", StreetAddress: "1 Allen Avenue", City: "Ikeja", State: "Lagos"},
		Delivery: &day, Unpaid: true, PayBefore: &until, Carrier: "GIG Logistics", Tracking: "GIG-77", Why: "It was not paid in time.",
	}
}

// letters are all that there are.
var letters = map[string]func(Writer, Order) (mail.Message, error){
	"placed": Writer.Placed, "paid": Writer.Paid, "payment failed": Writer.PaymentFailed, "shipped": Writer.Shipped, "delivered": Writer.Delivered,
	"cancelled": Writer.Cancelled, "refund requested": Writer.RefundRequested, "refunded": Writer.Refunded,
}

func write(t *testing.T, kind string, o Order) mail.Message {
	t.Helper()
	message, err := letters[kind](writer, o)
	require.NoError(t, err)
	require.NoError(t, message.Validate())
	return message
}

var tag = regexp.MustCompile(`<[^>]*>`)

// pageOf is what a reader sees of the HTML: its links, and its words between
// the tags, which are the template's own.
func pageOf(t *testing.T, message mail.Message) (links []string, words string) {
	t.Helper()
	for _, found := range tag.FindAllString(message.HTML, -1) {
		require.Regexp(t, `^<(!doctype html|/?(html|body|div|p|a|br|table|tr|td)( (lang|style|href)="[^"]*")*)>$`, found)
		if _, rest, ok := strings.Cut(found, `href="`); ok {
			link, _, _ := strings.Cut(rest, `"`)
			links = append(links, html.UnescapeString(link))
		}
	}
	return links, html.UnescapeString(tag.ReplaceAllString(message.HTML, "\n"))
}

func TestEachLetterSaysWhatItIsFor(t *testing.T) {
	t.Parallel()
	cash := order()
	cash.Cash, cash.Unpaid, cash.PayBefore, cash.Shipping, cash.Discount = true, false, nil, 0, 0
	done := order()
	done.Unpaid, done.Delivery, done.Why, done.Carrier, done.Tracking, done.Address = false, nil, "", "", "", nil
	for _, row := range []struct {
		kind      string
		order     Order
		says, not []string
	}{
		{"placed", order(), []string{"ZUKA-2026-001234", "2 × Ankara dress (M Red)", "₦25,000", "1 × Leather belt", "₦10,000", "₦35,000", "-₦1,000", "₦1,500", "₦2,372 VAT", "₦35,500",
			"Adaeze Okafor", "1 Allen Avenue", "Ikeja", "Lagos", "+2348031234567", "Friday, 22 May 2026", "Please pay ₦35,500 before 00:30 on 21 May", "Pay now"}, []string{"when it is brought", "()"}},
		{"placed", cash, []string{"You pay when it is brought: please have ₦35,500 ready.", "free", "See my order"}, []string{"Discount", "Pay now", "cancelled by itself"}},
		{"placed", done, []string{"See my order"}, []string{"Pay now", "arrive by", "Delivery to", "when it is brought"}},
		{"paid", order(), []string{"payment of ₦35,500", "Friday, 22 May 2026"}, []string{"Please pay"}},
		{"payment failed", order(), []string{"₦35,500", "did not go through", "Try again", "before 00:30 on 21 May", "It was not paid in time."}, nil},
		{"payment failed", done, []string{"Try again"}, []string{"What your bank"}},
		{"shipped", order(), []string{"on its way", "It is brought by: GIG Logistics", "Tracking number: GIG-77", "1 Allen Avenue", "22 May"}, []string{"ready."}},
		{"shipped", cash, []string{"Please have ₦35,500 ready."}, nil},
		{"shipped", done, []string{"on its way"}, []string{"brought by", "Tracking"}},
		{"delivered", order(), []string{"was delivered"}, nil},
		{"cancelled", order(), []string{"was cancelled", "Why: It was not paid in time.", "You pay nothing"}, nil},
		{"cancelled", done, []string{"was cancelled"}, []string{"Why"}},
		{"refund requested", order(), []string{"sending back your ₦35,500", "Why: It was not paid in time."}, nil},
		{"refund requested", done, []string{"sending back"}, []string{"Why"}},
		{"refunded", order(), []string{"sent back your ₦35,500", "10 working days"}, nil},
	} {
		message := write(t, row.kind, row.order)
		_, words := pageOf(t, message)
		for _, said := range row.says {
			require.Contains(t, message.Text, said, row.kind)
			require.Contains(t, words, said, row.kind)
		}
		for _, unsaid := range row.not {
			require.NotContains(t, message.Text, unsaid, row.kind)
			require.NotContains(t, words, unsaid, row.kind)
		}
		require.Contains(t, message.Subject, row.order.Number)
	}
}

func TestEachLetterSaysTheSameTwiceAndLeadsToTheOrder(t *testing.T) {
	t.Parallel()
	subjects := map[string]bool{}
	for kind := range letters {
		for token, link := range map[string]string{
			"": "https://zuka.ng/orders/ZUKA-2026-001234", token: "https://zuka.ng/orders/ZUKA-2026-001234?token=" + token,
		} {
			o := order()
			o.Token = token
			message := write(t, kind, o)
			require.Equal(t, to, message.To)
			links, words := pageOf(t, message)
			require.Equal(t, []string{link}, links, kind)
			require.Contains(t, message.Text, ":\n"+link+"\n\n", kind)
			require.Contains(t, message.Text, "Hello Adaeze,", kind)
			require.NotContains(t, message.Subject, "₦", "a subject is shown on a locked phone")
			for line := range strings.Lines(message.Text) {
				line = strings.TrimSpace(line)
				if label, amount, ok := strings.Cut(line, ": ₦"); ok && kind == "placed" && !strings.Contains(line, "ready") {
					require.Contains(t, words, label, kind)
					require.Contains(t, words, "₦"+amount, kind)
					continue
				}
				if line != link && !strings.HasPrefix(line, "Discount") {
					require.Contains(t, words, strings.TrimSuffix(line, ":"), kind)
				}
			}
			subjects[message.Subject] = true
		}
	}
	require.Len(t, subjects, len(letters))
}

// What others wrote, in every place of every letter, is text and no more.
func TestWhatOthersWroteIsOnlyText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{evil, `"><script>alert(1)</script>`, "{{.Shop}}", "javascript:alert(1)", "a\r\nBcc: bola@evil.example", "x\n\nYour account", "\u202eada\x00"} {
		o := order()
		o.Name, o.Carrier, o.Tracking, o.Why = text, text, text, text
		o.Lines = []Line{{Name: text, Size: text, Color: text, Quantity: 1, Total: 1}}
		o.Address = &shape.Address{RecipientName: text, Phone: text, StreetAddress: text, City: text, State: text, PostalCode: text}
		for kind := range letters {
			message := write(t, kind, o)
			links, words := pageOf(t, message) // Fails on a tag that is not the page's.
			require.Equal(t, []string{writer.Link(o)}, links)
			for _, seen := range []string{message.Text, words} {
				require.NotContains(t, seen, "\nBcc")
				require.NotContains(t, seen, "\nYour account")
				require.NotContains(t, seen, "\u202e")
				require.NotContains(t, seen, "\x00")
			}
			require.Contains(t, message.Text, "Hello", "of a name that is none, nothing is left")
			require.NotContains(t, message.Text, "Hello "+text)
		}
	}
}

func TestATokenSurvivesItsLink(t *testing.T) {
	t.Parallel()
	o := order()
	o.Token = "a+b/c=&\"<"
	link, err := url.Parse(writer.Link(o))
	require.NoError(t, err)
	require.Equal(t, o.Token, link.Query().Get("token"))
}

func TestAnSMSIsOnePartAndHasTheLink(t *testing.T) {
	t.Parallel()
	texts := map[string]func(Writer, Order) string{"placed": Writer.PlacedText, "shipped": Writer.ShippedText, "delivered": Writer.DeliveredText}
	for kind, text := range texts {
		for _, storefront := range []string{"https://zuka.ng", "https://www.the-longest-shop-of-lagos.example.com.ng", "https://" + strings.Repeat("shop.", 14) + "ng"} {
			for name, change := range map[string]func(*Order){
				"unpaid": func(*Order) {}, "cash": func(o *Order) { o.Cash, o.Unpaid = true, false }, "paid": func(o *Order) { o.Unpaid = false },
				"a carrier of other signs": func(o *Order) { o.Carrier = "Ọ̀nà 🚚" }, "none": func(o *Order) { o.Carrier, o.Tracking = "", "" },
				"long": func(o *Order) {
					o.Carrier, o.Number, o.Total = strings.Repeat("carrier ", 30), "ZUKA-2026-1234567890", 123_456_789
				},
			} {
				o := order()
				o.Token = token
				change(&o)
				w := Writer{Shop: "Zuka", Storefront: storefront}
				said := text(w, o)
				require.Equal(t, 1, sms.Parts(said), "%s %s: %s", kind, name, said)
				require.True(t, sms.IsGSM7(said), said)
				require.True(t, strings.HasSuffix(said, w.Link(o)), said)
			}
		}
	}
	o := order()
	o.Token = token
	link := writer.Link(o)
	require.Equal(t, "Zuka: we have your order ZUKA-2026-001234. Please pay NGN 35,500: "+link, writer.PlacedText(o))
	require.Equal(t, "Zuka: order ZUKA-2026-001234 is on its way: GIG Logistics GIG-77. "+link, writer.ShippedText(o))
	require.Equal(t, "Zuka: order ZUKA-2026-001234 was delivered. Thank you! "+link, writer.DeliveredText(o))
	o.Cash = true
	require.Equal(t, "Zuka: we have your order ZUKA-2026-001234. Please have NGN 35,500 ready. See it: "+link, writer.PlacedText(o))
	o.Cash, o.Unpaid = false, false
	require.Equal(t, "Zuka: we have your order ZUKA-2026-001234. See it: "+link, writer.PlacedText(o))
	o.Carrier, o.Tracking = "", ""
	require.NotContains(t, writer.ShippedText(o), ": . ")
}
