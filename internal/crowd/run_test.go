package crowd

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/testenv/leak"
)

func TestMain(m *testing.M) { leak.Main(m) }

// stall answers as a shop would, as far as the crowd looks, and with what wrong
// says where it says something.
func stall(t *testing.T, wrong func(document string) (status int, body string)) *httptest.Server {
	t.Helper()
	const (
		page = `{"data":{"page":{"nodes":[{"id":"a","slug":"one","name":"Ankara gown","inStock":true,"variants":[]}],"pageInfo":{}}}}`
		cart = `"cart":{"quantity":1,"lines":[{"id":"l","quantity":1}]},"warnings":[],"userErrors":[]`
	)
	right := map[string]string{
		"CrowdCategories": page, "CrowdBrands": page, "CrowdProducts": page,
		"CrowdHome": `{"data":{"newest":{"nodes":[{}]}}}`, "CrowdProduct": `{"data":{"product":{"id":"a"}}}`, "CrowdBrand": `{"data":{"brand":{"name":"b"}}}`,
		"CrowdListing": `{"data":{"category":{"name":"c","products":{"pageInfo":{"hasNextPage":true,"endCursor":"x"}}}}}`,
		"CrowdSearch":  `{"data":{"search":{"totalCount":1}}}`, "CrowdSuggest": `{"data":{"searchSuggestions":[]}}`,
		"CrowdGuest": `{"data":{"x":{"tokens":{"accessToken":"t","accessExpiresAt":"2999-01-01T00:00:00Z","refreshToken":"r"},"userErrors":[]}}}`,
		"CrowdAdd":   `{"data":{"x":{` + cart + `}}}`, "CrowdChange": `{"data":{"x":{` + cart + `}}}`, "CrowdClear": `{"data":{"x":{` + cart + `}}}`,
		"CrowdCart": `{"data":{"cart":{}}}`,
		"CrowdChoices": `{"data":{"paymentMethods":[{"method":"PAYSTACK","available":true},{"method":"CASH_ON_DELIVERY","available":false}],` +
			`"cart":{"quantity":1,"total":{"amount":5000},"problems":[]}}}`,
		"CrowdOrder": `{"data":{"x":{"order":{"number":"n"},"accessToken":"a","userErrors":[]}}}`, "CrowdPlaced": `{"data":{"order":{"number":"n"}}}`,
		"CrowdNonce":  `{"data":{"x":{"nonce":{"id":"i","value":"v"},"userErrors":[]}}}`,
		"CrowdSignIn": `{"data":{"x":{"tokens":{"accessToken":"t","accessExpiresAt":"2999-01-01T00:00:00Z","refreshToken":"r"},"userErrors":[]}}}`,
		"CrowdStart":  `{"data":{"x":{"round":{"id":"r"},"userErrors":[]}}}`, "CrowdFinish": `{"data":{"x":{"userErrors":[]}}}`,
		"CrowdAdopt": `{"data":{"x":{"pet":{"id":"p"},"userErrors":[]}}}`,
		"CrowdSay":   `{"data":{"x":{"run":{"conversationId":"c","afterSeq":1},"userErrors":[]}}}`,
		"CrowdHear": ":\n\nevent: next\ndata: {\"data\":{\"petReply\":{\"__typename\":\"PetTextDelta\"}}}\n\n" +
			"event: next\ndata: {\"data\":{\"petReply\":{\"__typename\":\"PetMessageDone\"}}}\n\n",
		"/dev/identity": `{"idToken":"jwt"}`, "/metrics": meterName + " 7\n",
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Path
		if name == "/graphql" {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return // The shopper has gone.
			}
			name = operation(string(body))
		}
		status, body := wrong(name)
		if body == "" {
			status, body = http.StatusOK, right[name]
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body) // The shopper has gone.
	}))
	t.Cleanup(server.Close)
	return server
}

// operation is the name of a document's operation.
func operation(body string) string {
	at := strings.Index(body, "Crowd")
	end := strings.IndexAny(body[at:], "( {")
	return body[at : at+end]
}

func nothingWrong(string) (int, string) { return 0, "" }

func few(url string) Options { return Options{URL: url, Shoppers: 20, Steps: 60, Seed: 1} }

func TestACrowdDoesEverythingWithoutAnError(t *testing.T) {
	server := stall(t, nothingWrong)
	result, err := Run(t.Context(), few(server.URL))
	require.NoError(t, err)
	require.NoError(t, result.Err())
	var made []string
	for _, f := range result.Calls {
		made = append(made, f.Name)
		require.Positive(t, f.Requests, f.Name)
	}
	for c := range calls {
		if c != sessionRefresh && c != cartClear { // Nothing ran out.
			require.Contains(t, made, kinds[c].name)
		}
	}
	require.Equal(t, 20*60, result.Drawn[Browse]+result.Drawn[Search]+result.Drawn[Basket]+result.Drawn[Checkout]+result.Drawn[Play])
	require.Equal(t, Statements{0, meterSource}, result.Statements)
	require.Positive(t, result.Ends.Requests)
}

func TestWhatIsWrongIsCountedWhereItWas(t *testing.T) {
	for name, one := range map[string]struct {
		document, body string
		status         int
		of             call
		short          bool
	}{
		"errors":       {"CrowdHome", `{"errors":[{"message":"late"}],"data":null}`, 200, home, false},
		"a status":     {"CrowdBrand", `busy`, 503, brandPage, false},
		"a refusal":    {"CrowdStart", `{"data":{"x":{"round":null,"userErrors":[{"code":"RETRY_LATER"}]}}}`, 200, gameStart, false},
		"no identity":  {"/dev/identity", `not found`, 404, signIn, false},
		"a lost pet":   {"CrowdHear", "data: {\"data\":{\"petReply\":{\"__typename\":\"PetReplyFailed\"}}}\n\n", 200, petFollow, false},
		"a short pet":  {"CrowdHear", ":\n\n", 200, petFollow, false},
		"out of stock": {"CrowdOrder", `{"data":{"x":{"order":null,"userErrors":[{"code":"INSUFFICIENT_STOCK"}]}}}`, 200, checkoutOrder, true},
		"sold out meanwhile": {"CrowdChoices", `{"data":{"paymentMethods":[{"method":"PAYSTACK","available":true}],
			"cart":{"quantity":1,"total":{"amount":1},"problems":[{"code":"OUT_OF_STOCK","blocking":true}]}}}`, 200, checkoutView, true},
		"no way to pay": {"CrowdChoices", `{"data":{"paymentMethods":[{"method":"PAYSTACK","available":false}],
			"cart":{"quantity":1,"total":{"amount":1},"problems":[]}}}`, 200, checkoutView, false},
	} {
		server := stall(t, func(document string) (int, string) {
			if document == one.document {
				return one.status, one.body
			}
			return 0, ""
		})
		result, err := Run(t.Context(), few(server.URL))
		require.NoError(t, err, name)
		for _, f := range result.Calls {
			if f.Name != kinds[one.of].name {
				require.Zero(t, f.Errors+f.Short, "%s: %s", name, f.Name)
				continue
			}
			require.Equal(t, one.short, f.Short > 0, name)
			require.Equal(t, one.short, f.Errors == 0, name)
		}
		require.Equal(t, one.short, result.Err() == nil, name)
	}
}

func TestACrowdGoesHome(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	server := stall(t, func(document string) (int, string) {
		if document == "CrowdHome" {
			stop()
		}
		return 0, ""
	})
	_, err := Run(ctx, Options{URL: server.URL, Shoppers: 5, Duration: time.Hour, Seed: 1})
	require.ErrorIs(t, err, context.Canceled)
}

func TestAShopWithoutGoodsIsNotVisited(t *testing.T) {
	server := stall(t, func(document string) (int, string) {
		if document == "CrowdProducts" {
			return 200, `{"data":{"page":{"nodes":[],"pageInfo":{}}}}`
		}
		return 0, ""
	})
	_, err := Run(t.Context(), few(server.URL))
	require.ErrorContains(t, err, "nothing to sell")
}

func TestEveryOptionAtFaultIsTold(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "https://127.0.0.1:1", "http://127.0.0.1", "http://192.0.2.1:80", "http://zuka.ng:80"} {
		require.Error(t, Options{URL: address, Shoppers: 1, Duration: 1}.Validate(), address)
	}
	for _, address := range []string{"http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"} {
		require.NoError(t, Options{URL: address, Shoppers: 1, Duration: 1}.Validate(), address)
	}
	err := Options{Think: -1}.Validate()
	for _, says := range []string{"the address", "shoppers", "duration", "negative"} {
		require.ErrorContains(t, err, says)
	}
	_, err = Run(t.Context(), Options{})
	require.Error(t, err)
}

func TestAKeptConnectionThatWasClosedIsOpenedAnew(t *testing.T) {
	server := stall(t, nothingWrong)
	w := wire{address: strings.TrimPrefix(server.URL, "http://"), head: []byte("Host: shop\r\n")}
	defer w.hangUp()
	w.post(home, nil, wantsJSON)
	_, err := w.send()
	require.NoError(t, err)
	server.CloseClientConnections()
	answer, err := w.send()
	require.NoError(t, err)
	require.Equal(t, 200, answer.Status)
	server.Close()
	_, err = w.send()
	require.Error(t, err)
	require.True(t, closed(errors.Join(io.EOF)))
	require.False(t, closed(errors.New("late")))
}
