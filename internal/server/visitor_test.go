package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

// doorman knows sessions by their tokens, and which cookies he was shown.
type doorman struct {
	err     error
	expired bool
	known   map[string]uuid.UUID
	cookies []string
}

func (d *doorman) ByCookie(_ context.Context, token string, client viewer.Client) (viewer.Viewer, error) {
	d.cookies = append(d.cookies, token)
	return viewer.Viewer{Session: d.known["cookie "+token], Client: client}, d.err
}

func (d *doorman) ByAccess(_ context.Context, token string, client viewer.Client) (viewer.Viewer, bool, error) {
	return viewer.Viewer{Session: d.known["bearer "+token], Client: client}, d.expired, d.err
}

var (
	pageSession, appSession = uuid.New(), uuid.New()
	everybody               = map[string]uuid.UUID{"cookie zw_page": pageSession, "bearer za_app": appSession}
)

// visit asks as a client would; found is nil when nobody was let in.
func visit(t *testing.T, v visitors, headers ...string) (found *viewer.Viewer, answer *httptest.ResponseRecorder) {
	t.Helper()
	inside := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asking := viewer.From(r.Context())
		found = &asking
	})
	return found, ask(t, v.recognised(inside), http.MethodPost, "/graphql", "", headers...)
}

func TestWhoAsks(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		secure  bool
		headers []string
		want    uuid.UUID
	}{
		"nobody":                       {false, nil, uuid.Nil},
		"plain cookie":                 {false, []string{"Cookie", "a=b; zuka_session=zw_page"}, pageSession},
		"secure cookie":                {true, []string{"Cookie", "__Host-zuka_session=zw_page"}, pageSession},
		"plain cookie where secure":    {true, []string{"Cookie", "zuka_session=zw_page"}, uuid.Nil},
		"strange cookie":               {false, []string{"Cookie", "zuka_session=zw_strange"}, uuid.Nil},
		"empty cookie":                 {false, []string{"Cookie", "zuka_session="}, uuid.Nil},
		"cookie of an app":             {false, []string{"Cookie", "zuka_session=zw_page", PlatformHeader, "android"}, uuid.Nil},
		"cookie of a strange platform": {false, []string{"Cookie", "zuka_session=zw_page", PlatformHeader, "toaster"}, pageSession},
		"bearer":                       {true, []string{"Authorization", "Bearer za_app", PlatformHeader, "ios"}, appSession},
		"bearer without a platform":    {true, []string{"Authorization", "Bearer za_app"}, appSession},
		"bearer in small letters":      {true, []string{"Authorization", "bearer  za_app "}, appSession},
		"bearer before cookie":         {false, []string{"Authorization", "Bearer za_app", "Cookie", "zuka_session=zw_page"}, appSession},
		"another scheme":               {false, []string{"Authorization", "Basic YTpi", "Cookie", "zuka_session=zw_page"}, pageSession},
	} {
		found, answer := visit(t, visitors{sessions: &doorman{known: everybody}, secure: row.secure}, row.headers...)
		require.Equal(t, http.StatusOK, answer.Code, name)
		require.NotNil(t, found, name)
		require.Equal(t, row.want, found.Session, name)
		require.Empty(t, answer.Result().Cookies(), name)
	}
	found, _ := visit(t, visitors{}, "Authorization", "Bearer za_app")
	require.NotNil(t, found, "without sessions everybody is a guest")
}

// requireRefused is what a client is told, in the form of every answer.
func requireRefused(t *testing.T, answer *httptest.ResponseRecorder, status int, code fault.Code) string {
	t.Helper()
	require.Equal(t, status, answer.Code)
	var told struct {
		Errors []struct {
			Message    string
			Extensions struct{ Code fault.Code }
		}
	}
	require.NoError(t, json.Unmarshal(answer.Body.Bytes(), &told))
	require.Len(t, told.Errors, 1)
	require.Equal(t, code, told.Errors[0].Extensions.Code)
	return told.Errors[0].Message
}

// An app whose token is no good must not lose its person's cart to a guest's.
func TestAnAppWhoseTokenIsNoGoodIsTold(t *testing.T) {
	t.Parallel()
	messages := map[string]bool{}
	for name, row := range map[string]struct {
		doorman doorman
		header  string
	}{
		"strange": {doorman{known: everybody}, "Bearer za_strange"},
		"expired": {doorman{known: everybody, expired: true}, "Bearer za_app"},
		"empty":   {doorman{known: everybody}, "Bearer"},
		"blank":   {doorman{known: everybody}, "Bearer  "},
		"small":   {doorman{known: everybody}, "bearer za_strange"},
	} {
		found, answer := visit(t, visitors{sessions: &row.doorman}, "Authorization", row.header, "Cookie", "zuka_session=zw_page")
		require.Nil(t, found, name)
		messages[requireRefused(t, answer, http.StatusUnauthorized, fault.Unauthenticated)] = true
		require.Equal(t, `Bearer error="invalid_token"`, answer.Header().Get("WWW-Authenticate"))
		require.Empty(t, row.doorman.cookies, name)
	}
	require.Len(t, messages, 2, "an app that should refresh is told apart from one that should sign in")
}

func TestWhenNobodyCanTellTheShopIsBusy(t *testing.T) {
	t.Parallel()
	for _, header := range [][]string{{"Authorization", "Bearer za_app"}, {"Cookie", "zuka_session=zw_page"}} {
		broken := &doorman{known: everybody, err: errors.New("postgres: password authentication failed")}
		found, answer := visit(t, visitors{sessions: broken}, header...)
		require.Nil(t, found)
		message := requireRefused(t, answer, http.StatusServiceUnavailable, fault.ServiceUnavailable)
		require.NotContains(t, message, "postgres")
		require.Equal(t, "1", answer.Header().Get("Retry-After"))
		require.Empty(t, answer.Header().Get("WWW-Authenticate"))
	}
	found, answer := visit(t, visitors{sessions: &doorman{err: errors.New("away")}})
	require.NotNil(t, found, "who brings nothing needs nobody to tell")
	require.Equal(t, http.StatusOK, answer.Code)
}

func TestAPageIsHandedItsCookie(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{true, false} {
		v := visitors{sessions: &doorman{}, secure: secure}
		handed := func(token string, life time.Duration, headers ...string) []*http.Cookie {
			answer := ask(t, v.recognised(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				viewer.Become(r.Context(), viewer.Viewer{Session: pageSession}, token, life)
				require.Equal(t, pageSession, viewer.From(r.Context()).Session)
			})), http.MethodPost, "/graphql", "", headers...)
			return answer.Result().Cookies()
		}
		set := handed("zw_new", 24*time.Hour)
		require.Len(t, set, 1)
		cookie := set[0]
		require.Equal(t, map[bool]string{true: "__Host-zuka_session", false: "zuka_session"}[secure], cookie.Name)
		require.Equal(t, "zw_new", cookie.Value)
		require.Equal(t, 24*60*60, cookie.MaxAge)
		require.Equal(t, secure, cookie.Secure)
		require.True(t, cookie.HttpOnly)
		require.Equal(t, http.SameSiteLaxMode, cookie.SameSite)
		require.Equal(t, "/", cookie.Path)
		require.Empty(t, cookie.Domain, "the prefix allows none")

		set = handed("", 0)
		require.Len(t, set, 1)
		require.Equal(t, cookie.Name, set[0].Name)
		require.Empty(t, set[0].Value)
		require.Negative(t, set[0].MaxAge, "it is taken away")
		require.Empty(t, handed("zw_new", time.Hour, PlatformHeader, "android"), "an app has tokens")
	}
}
