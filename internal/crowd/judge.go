package crowd

import (
	"bytes"
	"fmt"
	"net/http"
)

// outcome is what came of a request.
type outcome int

const (
	// failed is an error, or a request that was not made because the time is over.
	failed outcome = iota
	good
	// short is that the goods ran out, which is no fault: there are only so many.
	short
)

// shown is how many bytes of an answer an error quotes at most.
const shown = 300

// judge looks at an answer. No text of the shop can look like one of the keys:
// a quotation mark within a text is escaped.
func judge(c call, status int, body []byte) (outcome, error) {
	switch {
	case status != http.StatusOK:
		return failed, fmt.Errorf("status %d: %.*s", status, shown, body)
	case bytes.Contains(body, []byte(`"errors":`)):
		return failed, fmt.Errorf("an answer with errors: %.*s", shown, body)
	case kinds[c].wants != "":
		if !bytes.Contains(body, []byte(kinds[c].wants)) {
			return failed, fmt.Errorf("an answer without %s: %.*s", kinds[c].wants, shown, body)
		}
		return good, nil
	case !bytes.Contains(body, []byte(`"userErrors":[]`)):
		if sells(c) && bytes.Contains(body, []byte(`"code":"INSUFFICIENT_STOCK"`)) {
			return short, nil
		}
		return failed, fmt.Errorf("refused: %.*s", shown, body)
	case sells(c) && reduced(body):
		return short, nil
	}
	return good, nil
}

// sells tells whether a call can find that there is too little of something.
func sells(c call) bool { return c == cartAdd || c == cartChange || c == checkoutOrder }

// reduced tells whether fewer pieces than wanted are in the cart.
func reduced(body []byte) bool {
	return bytes.Contains(body, []byte(`"warnings":[{"code":"QUANTITY_REDUCED"`)) || bytes.Contains(body, []byte(`"warnings":[{"code":"OUT_OF_STOCK"`))
}
