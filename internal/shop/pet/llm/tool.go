package llm

import (
	"encoding/json"

	"github.com/sashabaranov/go-openai"
)

// The tools.
const (
	productSearch = "product_search"
	recommend     = "recommend"
	addToCart     = "add_to_cart"
	couponApply   = "coupon_apply"
	orderStatus   = "order_status"
)

// declared are the tools as the model sees them.
var declared = []openai.Tool{
	declare(productSearch, "Find products of the shop and show them as cards. Use slugs seen in results; if unsure, put the words into text.", `{
		"text":{"type":"string","maxLength":200,"description":"words that are no filter below"},
		"categories":`+list+`,"brands":`+list+`,"colors":`+list+`,"not_colors":`+list+`,"sizes":`+list+`,
		"gender":`+gender+`,"min":`+price+`,"max":`+price+`,
		"deals":{"type":"boolean","description":"reduced goods only"},
		"sort":{"type":"string","enum":["cheapest","dearest","newest","rated","selling"]},
		"skip":{"type":"integer","minimum":0,"maximum":10000,"description":"how many to leave out, for more of the same"}}`),
	declare(recommend, "Choose products by the shopper's taste, or to go with a product, and show them as cards.", `{
		"beside":{"type":"integer","minimum":1,"description":"id of the product to go with"},
		"category":{"type":"string","maxLength":60},"gender":`+gender+`,"max":`+price+`}`),
	declare(addToCart, "Put a product into the shopper's cart. Only when the last message asks for it.", `{
		"product":{"type":"integer","minimum":1,"description":"id of a product that was shown"},
		"size":{"type":"string","maxLength":40},"color":{"type":"string","maxLength":40},
		"quantity":{"type":"integer","minimum":1,"maximum":100}}`, "product"),
	declare(couponApply, "Use a coupon that the shopper named on the cart.", `{"code":{"type":"string","maxLength":40}}`, "code"),
	declare(orderStatus, "Look up the shopper's orders: one by its number, or the last five without.", `{"number":{"type":"string","maxLength":40}}`),
}

// Parts of schemas.
const (
	list   = `{"type":"array","maxItems":10,"items":{"type":"string","maxLength":60}}`
	gender = `{"type":"string","enum":["women","men","kids","unisex"]}`
	price  = `{"type":"integer","minimum":0,"maximum":1000000000,"description":"whole naira"}`
)

// toolBytes is how much the declarations add to a request.
var toolBytes = len(compact(declared))

func declare(name, about, properties string, required ...string) openai.Tool {
	if required == nil {
		required = []string{}
	}
	return openai.Tool{Type: openai.ToolTypeFunction, Function: &openai.FunctionDefinition{
		Name: name, Description: about,
		Parameters: map[string]any{
			"type": "object", "properties": json.RawMessage(properties), "required": required, "additionalProperties": false,
		},
	}}
}
