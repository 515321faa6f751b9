package dashboard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

// parts are the sections of a page by their ids.
func parts(t *testing.T, body string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, one := range strings.Split(body, `<section id="`)[1:] {
		id, rest, _ := strings.Cut(one, `"`)
		found[id], _, _ = strings.Cut(rest, "</section>")
	}
	return found
}

func TestEverySectionHasItsFigures(t *testing.T) {
	t.Parallel()
	s := &shop{hostile: "Agbada"}
	got := s.open(t, as(viewer.Staff), "")
	require.Equal(t, http.StatusOK, got.Code)
	sections := parts(t, got.Body.String())
	for id, want := range map[string][]string{
		"now": {`data-live="sessions5">1,234<`, `data-live="users30">56<`, `data-live="revenueHour">₦7,654,321<`, `data-live="revenueToday">₦1,234,567<`, `data-live="ordersToday">12<`,
			"<bdi>Gele</bdi></th><td>77</td><td>66</td><td>7</td>", "Product 2, not on sale", "As of 24 Nov 2026, 12:00:00 Lagos time.", "<bdi>11:01</bdi></th><td>0</td>", "<bdi>12:00</bdi></th><td>59</td>"},
		"sales": {"₦1,350,000", "▲ 50.0%", "from ₦900,000", "▲ 20.0%", "₦12,500", "5.0%", "75.0%", "no change", "Read 24 Nov 2026, 11:58:00 Lagos time. Events are counted up to 24 Nov 2026, 11:57:00.",
			"<bdi>Mon 23 Nov</bdi></th><td>₦630,000</td>", "<bdi>Tue 24 Nov</bdi></th><td>₦630,001</td>"},
		"funnel":     {"Saw a product</bdi></th><td>800</td>", `<rect width="80.0" height="8">`, "112.5%", `<rect width="4.5" height="8">`, "4.5%", "<td>–</td>"},
		"products":   {"Agbada", "<td>4,000</td><td>400</td><td>50</td><td>₦2,222,000</td><td>1.2%</td>"},
		"sellers":    {"Adire Wrap</bdi></th><td>4</td><td>₦333,000</td>"},
		"categories": {"Native Wear", "₦444,000", "No events have been counted yet."},
		"users":      {"555", "5,550", "Day</bdi></th><td>101</td><td>1,010</td>", "7 days</bdi></th><td>707</td>", "30 days</bdi></th><td>3,003</td>"},
		"channels":   {"Social</bdi></th><td>606</td><td>60</td><td>9.9%</td><td>₦0</td><td>505</td>", "instagram · l.instagram.com", "Direct"},
		"searches":   {"25.0%", "raincoat"},
		"coupons":    {"Agbada", "Times used"},
		"games":      {"4,242", "Snake", "new"},
		"pets":       {"5,151", "25.0%", "75.0%", "Grumpy", "Add to cart, done"},
		"payments":   {"₦9,090,909", "Cash on delivery", "Paystack: no reason was given", "Flutterwave: Declined"},
	} {
		for _, text := range want {
			require.Contains(t, sections[id], text, id)
		}
		delete(sections, id)
	}
	require.Empty(t, sections)
	require.NotContains(t, got.Body.String(), "failed.")
	asked := *s.asked.Load()
	require.True(t, asked.Compare)
}

func TestChartsAreDataAndNoScript(t *testing.T) {
	t.Parallel()
	body := (&shop{}).open(t, as(viewer.Admin), "").Body.String()
	blocks := regexp.MustCompile(`(?s)<script type="application/json">(.*?)</script>`).FindAllStringSubmatch(body, -1)
	require.Len(t, blocks, 3, "the fake has points for now, sales and users")
	for _, block := range blocks {
		var data chartData
		require.NoError(t, json.Unmarshal([]byte(block[1]), &data), block[1])
		for _, line := range data.Lines {
			require.Len(t, line.Values, len(data.Times))
		}
	}
	require.NotRegexp(t, `<script>|<style|style="|onclick|javascript:`, body)
	for _, tag := range regexp.MustCompile(`<script[^>]*>`).FindAllString(body, -1) {
		require.Regexp(t, `^<script (defer src="/dashboard/|type="application/json")`, tag)
	}
}

func TestASectionThatFailsLeavesTheOthers(t *testing.T) {
	t.Parallel()
	failing := func(err error) func(context.Context) error { return func(context.Context) error { return err } }
	s := &shop{hostile: "x", before: map[string]func(context.Context) error{
		"now":      failing(fault.Unavailable(errors.New("redis: secret words"))),
		"sales":    failing(errors.New("pq: secret words")),
		"funnel":   failing(fmt.Errorf("reading: %w", context.DeadlineExceeded)),
		"products": func(context.Context) error { panic("secret words") },
		"pets":     failing(fault.New(fault.Forbidden, "only staff may do this")),
	}}
	got := s.open(t, as(viewer.Staff), "")
	require.Equal(t, http.StatusOK, got.Code)
	sections := parts(t, got.Body.String())
	for id, text := range map[string]string{
		"now": "does not answer at the moment", "sales": "log says why", "funnel": "took too long", "products": "log says why", "pets": "only staff may do this",
	} {
		require.Contains(t, sections[id], "This section failed.", id)
		require.Contains(t, sections[id], text, id)
		require.Contains(t, sections[id], "Tried 24 Nov 2026, 12:00:00 Lagos time.", id)
	}
	require.NotContains(t, sections["now"], "data-operation", "nothing to keep up to date")
	require.Equal(t, 5, strings.Count(got.Body.String(), "This section failed."))
	require.Contains(t, sections["games"], "4,242")
	require.NotContains(t, got.Body.String(), "secret words")
}

// A shop that does not answer costs ten seconds, and four connections.
func TestReadingIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		running, most := 0, 0
		add := func(n int) {
			mu.Lock()
			defer mu.Unlock()
			running += n
			most = max(most, running)
		}
		s := &shop{before: map[string]func(context.Context) error{"all": func(ctx context.Context) error {
			add(1)
			defer add(-1)
			<-ctx.Done()
			return ctx.Err()
		}}}
		begun := time.Now()
		got := s.open(t, as(viewer.Staff), "")
		require.Equal(t, 10*time.Second, time.Since(begun))
		require.Equal(t, atOnce, most)
		require.Equal(t, len(kinds), strings.Count(got.Body.String(), "It took too long to read."))
	})
}

func TestHostileNamesAreText(t *testing.T) {
	t.Parallel()
	s := &shop{hostile: `</td><script>alert(1)</script><img src=x onerror=alert(2)>"'`}
	body := s.open(t, as(viewer.Staff), `?range=custom&from=%22%3E%3Cscript%3E&to=2026-11-24`).Body.String()
	require.NotContains(t, body, "<script>")
	require.Contains(t, body, `value="&#34;&gt;&lt;script&gt;"`)
	body = s.open(t, as(viewer.Staff), "").Body.String()
	require.NotContains(t, body, "<script>")
	require.NotContains(t, body, "<img")
	require.Equal(t, 3, strings.Count(body, "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x"))
}

func TestWhoMaySeeIt(t *testing.T) {
	t.Parallel()
	s := &shop{}
	stranger := s.open(t, as(""), "")
	require.Equal(t, http.StatusOK, stranger.Code)
	require.Contains(t, stranger.Body.String(), `<form id="signin" method="post" data-api="/graphql"`)
	require.Contains(t, stranger.Body.String(), "login(input:")
	customer := s.open(t, as(viewer.Customer), "")
	require.Equal(t, http.StatusForbidden, customer.Code)
	require.Contains(t, customer.Body.String(), "Only staff may see this")
	require.Contains(t, customer.Body.String(), "Sign out")
	require.Zero(t, s.calls.Load(), "nothing is read for them")
	for _, body := range []string{stranger.Body.String(), customer.Body.String()} {
		require.NotContains(t, body, "₦")
	}
	for _, role := range []viewer.Role{viewer.Staff, viewer.Admin} {
		require.Contains(t, s.open(t, as(role), "").Body.String(), "Signed in as "+string(role))
	}
}

func TestAWrongRangeIsNamed(t *testing.T) {
	t.Parallel()
	s := &shop{}
	got := s.open(t, as(viewer.Staff), "?from=2026-11-24&to=2026-11-23")
	require.Equal(t, http.StatusBadRequest, got.Code)
	require.Contains(t, got.Body.String(), `id="fault-to">to: must not be before from</p>`)
	require.Contains(t, got.Body.String(), `name="from" value="2026-11-24"`)
	require.Contains(t, got.Body.String(), `value="custom" checked`)
	require.Zero(t, s.calls.Load())
}

func TestThePageLoadsNothingFromOutside(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	mux.Handle("GET "+Path+"/{file}", Files())
	for _, role := range []viewer.Role{"", viewer.Customer, viewer.Staff} {
		body := (&shop{}).open(t, as(role), "").Body.String()
		require.NotContains(t, body, "//")
		for _, address := range regexp.MustCompile(`(?:src|href)="([^"#]+)"`).FindAllStringSubmatch(body, -1) {
			recorder := httptest.NewRecorder()
			mux.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, address[1], nil))
			require.Equal(t, http.StatusOK, recorder.Code, address[1])
			require.NotZero(t, recorder.Body.Len(), address[1])
		}
	}
}

func TestThePageDoesWithoutCharts(t *testing.T) {
	t.Parallel()
	for _, charts := range []bool{true, false} {
		shown := Page(Options{Reports: &shop{}, Clock: clock.Fixed(noon)}).(*page)
		shown.charts = charts
		recorder := httptest.NewRecorder()
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, Path, nil)
		shown.ServeHTTP(recorder, request.WithContext(viewer.With(request.Context(), viewer.NewRequest(as(viewer.Staff), nil))))
		require.Equal(t, charts, strings.Contains(recorder.Body.String(), "uPlot"))
		require.Equal(t, !charts, strings.Contains(recorder.Body.String(), "make assets"))
		require.Contains(t, recorder.Body.String(), "₦1,350,000")
	}
}

// The list of files, package.json and its lock file have to mean the same.
func TestTheFilesAgree(t *testing.T) {
	t.Parallel()
	var named struct {
		BrowserFiles []string
		Dependencies map[string]string
	}
	text, err := os.ReadFile("package.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &named))
	var names []string
	for _, file := range named.BrowserFiles {
		names = append(names, file[strings.LastIndex(file, "/")+1:])
	}
	require.Equal(t, theirs, names)
	lock, err := os.ReadFile("package-lock.json")
	require.NoError(t, err)
	require.Contains(t, string(lock), `"version": "`+named.Dependencies["uplot"]+`"`)
	require.Contains(t, string(lock), `"license": "MIT"`)
	require.NotContains(t, string(lock), `"resolved"`, "the lock file must not tie the project to a registry's address")
	if Complete() {
		recorder := httptest.NewRecorder()
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, Path+"/"+theirs[0], nil)
		request.SetPathValue("file", theirs[0])
		Files().ServeHTTP(recorder, request)
		require.Contains(t, recorder.Body.String(), "uPlot (v"+named.Dependencies["uplot"]+")")
	}
}

func TestTheShopKnowsTheOperations(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../schema.graphqls")
	require.NoError(t, err)
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
	require.NoError(t, err)
	require.Len(t, Documents(), 3)
	for _, document := range Documents() {
		read, faults := gqlparser.LoadQueryWithRules(schema, document, rules.NewDefaultRules())
		require.Empty(t, faults, document)
		require.NotEmpty(t, read.Operations[0].Name)
	}
}
