package crowd

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAnswersAreJudged(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		call   call
		status int
		body   string
		came   outcome
		says   string
	}{
		"a page":                {productPage, 200, `{"data":{"product":{"id":"x"}}}`, good, ""},
		"a page that is none":   {productPage, 200, `{"data":{"product":null}}`, failed, "an answer without"},
		"errors":                {productPage, 200, `{"errors":[{"message":"late"}],"data":{"product":{"id":"x"}}}`, failed, "an answer with errors"},
		"a text like errors":    {productPage, 200, `{"data":{"product":{"id":"\"errors\":"}}}`, good, ""},
		"another status":        {home, 503, `{"data":{"newest":{"nodes":[{}]}}}`, failed, "status 503"},
		"an empty cart":         {cartView, 200, `{"data":{"cart":null}}`, good, ""},
		"a mutation":            {cartAdd, 200, `{"data":{"cartLinesAdd":{"cart":{},"warnings":[],"userErrors":[]}}}`, good, ""},
		"an order":              {checkoutOrder, 200, `{"data":{"checkoutComplete":{"order":{},"userErrors":[]}}}`, good, ""},
		"an order out of stock": {checkoutOrder, 200, `{"data":{"x":{"order":null,"userErrors":[{"code":"INSUFFICIENT_STOCK"}]}}}`, short, ""},
		"a cart out of stock":   {cartAdd, 200, `{"data":{"x":{"cart":null,"warnings":[],"userErrors":[{"code":"INSUFFICIENT_STOCK"}]}}}`, short, ""},
		"fewer than wanted":     {cartChange, 200, `{"data":{"x":{"warnings":[{"code":"QUANTITY_REDUCED"}],"userErrors":[]}}}`, short, ""},
		"another warning":       {cartChange, 200, `{"data":{"x":{"warnings":[{"code":"COUPON_DROPPED"}],"userErrors":[]}}}`, good, ""},
		"a refusal":             {checkoutOrder, 200, `{"data":{"x":{"order":null,"userErrors":[{"code":"PRICE_CHANGED"}]}}}`, failed, "PRICE_CHANGED"},
		"no stock of games":     {gameStart, 200, `{"data":{"x":{"userErrors":[{"code":"INSUFFICIENT_STOCK"}]}}}`, failed, "refused"},
		"nothing":               {cartAdd, 200, ``, failed, "refused"},
	} {
		came, err := judge(one.call, one.status, []byte(one.body))
		require.Equal(t, one.came, came, name)
		if one.says == "" {
			require.NoError(t, err, name)
		} else {
			require.ErrorContains(t, err, one.says, name)
		}
	}
}

func TestPiecesOfAPetsAnswer(t *testing.T) {
	t.Parallel()
	ended, err := piece([]byte(`{"data":{"petReply":{"__typename":"PetTextDelta","text":"Ah"}}}`))
	require.NoError(t, err)
	require.False(t, ended)
	ended, err = piece([]byte(`{"data":{"petReply":{"__typename":"PetMessageDone"}}}`))
	require.NoError(t, err)
	require.True(t, ended)
	for _, data := range []string{`{"errors":[]}`, `{"data":{"petReply":{"__typename":"PetReplyFailed"}}}`} {
		_, err = piece([]byte(data))
		require.ErrorContains(t, err, data)
	}
}

func TestEveryCallCanBeJudged(t *testing.T) {
	t.Parallel()
	for c := range calls {
		require.NotEmpty(t, kinds[c].name)
		require.NotEmpty(t, kinds[c].text, kinds[c].name)
		if c != petFollow && kinds[c].wants == "" {
			require.Contains(t, kinds[c].text, "mutation ", kinds[c].name)
			require.Contains(t, kinds[c].text, "userErrors", kinds[c].name)
		}
		require.False(t, kinds[c].pub && kinds[c].wants == "", kinds[c].name)
	}
}
