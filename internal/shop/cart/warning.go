package cart

import "fmt"

// The codes of warnings, as the API has them.
const (
	QuantityReduced = "QUANTITY_REDUCED"
	OutOfStock      = "OUT_OF_STOCK"
	ProductGone     = "PRODUCT_GONE"
	CartFull        = "CART_FULL"
	CouponDropped   = "COUPON_DROPPED"
)

// Warning is something that was done, but not quite as it was asked for. Line
// is the line that it is about, nil when it is about none that is left.
type Warning struct {
	Code    string
	Message string
	Line    *int
}

// note is a warning before the line that it is about has an id.
type note struct {
	code, message string
	about         *key
}

// key is what makes two lines the same: NULL and an empty text are not.
type key struct {
	product     int
	size, color string
}

func keyOf(product int, size, color *string) key {
	return key{product, known(size), known(color)}
}

func known(option *string) string {
	if option == nil {
		return "-"
	}
	return "+" + *option
}

// tellAll makes warnings of notes, about the lines of the cart as it is now.
func tellAll(notes []note, cart *Cart) []Warning {
	if len(notes) == 0 {
		return nil
	}
	lines := make(map[key]int, len(cart.Lines))
	for _, line := range cart.Lines {
		lines[keyOf(line.ProductID, line.Size, line.Color)] = line.ID
	}
	warnings := make([]Warning, len(notes))
	for i, n := range notes {
		warnings[i] = Warning{Code: n.code, Message: n.message}
		if n.about == nil {
			continue
		}
		if id, ok := lines[*n.about]; ok {
			warnings[i].Line = &id
		}
	}
	return warnings
}

func reduced(k key, label string, got, wanted, stock int) note {
	if stock >= MostQuantity {
		return note{QuantityReduced, fmt.Sprintf("a cart takes at most %d of one thing: %s is in it %d times, not %d", MostQuantity, label, got, wanted), &k}
	}
	return note{QuantityReduced, fmt.Sprintf("there are only %d of %s: %d are in the cart, not %d", stock, label, got, wanted), &k}
}

func soldOut(k key, label string) note {
	return note{OutOfStock, label + " is sold out and was not put into the cart", &k}
}

func gone(k *key, label string) note {
	return note{ProductGone, label + " is not sold any more and was left out", k}
}

func full(label string) note {
	return note{CartFull, fmt.Sprintf("a cart takes at most %d different things: %s was left out", MostLines, label), nil}
}
