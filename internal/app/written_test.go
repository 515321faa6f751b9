package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/platform/persisted"
)

// askByID asks for a published document.
func askByID(ctx context.Context, shop *app.App, document string, variables map[string]any) *httptest.ResponseRecorder {
	body, _ := json.Marshal(map[string]any{"documentId": persisted.Hash(document), "variables": variables}) // Texts alone.
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.RemoteAddr = nextAddress() + ":1"
	got := httptest.NewRecorder()
	shop.Handler.ServeHTTP(got, r)
	return got
}

// byID is the body of what it is answered.
func byID(t *testing.T, shop *app.App, document string, variables map[string]any) string {
	t.Helper()
	got := askByID(t.Context(), shop, document, variables)
	require.Equal(t, http.StatusOK, got.Code, got.Body)
	require.Equal(t, got.Header().Get("Content-Length"), strconv.Itoa(got.Body.Len()))
	return got.Body.String()
}

// Whatever changes while many ask, what products and categories are written as once
// is what a server without caches writes. Whole answers are not kept here.
func TestWhatIsWrittenOnceIsWhatAServerWithoutCachesWrites(t *testing.T) {
	t.Parallel()
	config := sample(t, false)
	config.ResponsesOff = true
	one, other := open(t, config), open(t, config)
	_, codes := administrator(t, one, config).publishes(ordered, listed, shelved)
	require.Empty(t, codes)
	staff := upheave(t, config, one)
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for i := range 4 {
		readers.Go(func() {
			for n := i; ctx.Err() == nil; n++ { // These have what they read in their hands while it changes.
				slug := map[string]any{"s": "ankara-dress-" + strconv.Itoa(1+n%4)}
				got := askByID(context.WithoutCancel(ctx), []*app.App{one, other}[i%2], []string{ordered, ordered, listed}[n%3], slug)
				assert.NotContains(t, got.Body.String(), `"errors"`)
			}
		})
	}
	defer readers.Wait()
	defer stop()
	for range 80 {
		staff.change()
		query, variables := staff.question()
		want := byID(t, staff.truth, query, variables)
		require.NotContains(t, want, `"errors"`)
		require.Equal(t, want, byID(t, one, query, variables), "%s %v", query, variables)
		require.Equal(t, want, byID(t, one, query, variables), "once more: %s %v", query, variables)
		require.Eventually(t, func() bool { return byID(t, other, query, variables) == want }, time.Minute, time.Millisecond, "%s %v", query, variables)
	}
	found, err := one.Catalog.Products(t.Context(), []int{20, 21, 22})
	require.NoError(t, err)
	require.Positive(t, found[20].Written().Cards()+found[21].Written().Cards()+found[22].Written().Cards(), "cards are kept at all")
	require.Positive(t, one.Catalog.Written(), "pages are kept at all")
}
