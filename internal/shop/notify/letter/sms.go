package letter

import (
	"strings"

	"zuka/internal/platform/money"
	"zuka/internal/platform/sms"
)

// PlacedText confirms an order to a guest who gave only a phone.
func (w Writer) PlacedText(o Order) string {
	link, amount := w.Link(o), amount(o.Total)
	what := "See it: "
	switch {
	case o.Cash:
		what = "Please have " + amount + " ready. " + what
	case o.Unpaid:
		what = "Please pay " + amount + ": "
	}
	return short(w.Shop+": we have your order "+o.Number+". "+what+link, w.Shop+" order "+o.Number+": "+link, link)
}

// ShippedText says that an order is on its way.
func (w Writer) ShippedText(o Order) string {
	link, way := w.Link(o), w.Shop+": order "+o.Number+" is on its way"
	carrier := strings.TrimSpace(plain(o.Carrier) + " " + plain(o.Tracking))
	if carrier != "" {
		carrier = ": " + carrier
	}
	return short(way+carrier+". "+link, way+". "+link, w.Shop+" order "+o.Number+": "+link, link)
}

// DeliveredText says that an order has arrived.
func (w Writer) DeliveredText(o Order) string {
	link, there := w.Link(o), w.Shop+": order "+o.Number+" was delivered. "
	return short(there+"Thank you! "+link, there+link, w.Shop+" order "+o.Number+": "+link, link)
}

// short is the first of the texts that fits into one SMS of plain signs; the
// last when none does.
func short(texts ...string) string {
	for _, text := range texts {
		if sms.IsGSM7(text) && sms.Parts(text) == 1 {
			return text
		}
	}
	return texts[len(texts)-1]
}

// amount is money in the signs of an SMS, which has no ₦.
func amount(n money.Naira) string {
	return strings.Replace(n.Formatted(), "₦", money.Currency+" ", 1)
}
