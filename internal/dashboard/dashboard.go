// Package dashboard is the page on which staff see how the shop does: what happens
// now, and the reports of a range of days beside the period before. The server
// writes all figures into the page. A browser that runs scripts adds charts and
// keeps what happens now up to date by the subscription realtimeMetrics.
//
// Nothing comes from another host, and no script or style is in the page itself.
package dashboard

import (
	"bytes"
	"context"
	"embed"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	orderrow "zuka/ent/db/order"
	"zuka/internal/platform/asset"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/analytics"
	"zuka/internal/shop/analytics/report"
)

// Path is where the page is; its files are below.
const Path = "/dashboard"

//go:embed all:assets
var assets embed.FS

//go:embed icon.svg style.css account.js chart.js live.js
var own embed.FS

//go:embed page.html
var pageSource string

// ours are the page's own files, theirs those that npm brings.
var (
	ours   = []string{"icon.svg", "style.css", "account.js", "chart.js", "live.js"}
	theirs = []string{"uPlot.iife.min.js", "uPlot.min.css"}
)

// The operations that the page sends.
var (
	//go:embed operations/signin.graphql
	signIn string
	//go:embed operations/signout.graphql
	signOut string
	//go:embed operations/follow.graphql
	follow string
)

// Documents are the texts of the operations that the page sends: a server that
// runs only texts it knows has to know them.
func Documents() []string { return []string{signIn, signOut, follow} }

// Reports are the figures; analytics.Service has them. They check who asks.
type Reports interface {
	Realtime(ctx context.Context) (*analytics.Realtime, error)
	Sales(ctx context.Context, r analytics.Range) (*report.Sales, error)
	Funnel(ctx context.Context, r analytics.Range, window report.FunnelWindow) (*report.Funnel, error)
	Products(ctx context.Context, r analytics.Range, order report.ProductOrder, first int) (*report.Products, error)
	TopSellers(ctx context.Context, r analytics.Range, statuses []orderrow.Status, first int) ([]report.Seller, error)
	Categories(ctx context.Context, r analytics.Range) (*report.Categories, error)
	Customers(ctx context.Context, r analytics.Range) (*report.Customers, error)
	Channels(ctx context.Context, r analytics.Range) (*report.Channels, error)
	Searches(ctx context.Context, r analytics.Range, first int) (*report.Searches, error)
	Coupons(ctx context.Context, r analytics.Range) (*report.Coupons, error)
	Games(ctx context.Context, r analytics.Range) (*report.Games, error)
	Pets(ctx context.Context, r analytics.Range) (*report.Pets, error)
	Payments(ctx context.Context, r analytics.Range) (*report.Payments, error)
}

// Options say what the page works with.
type Options struct {
	Reports Reports
	// Names are the names of products by their numbers, without those that are not
	// on sale any more; nil knows none.
	Names func(ctx context.Context, products []int) (map[int]string, error)
	// API is the address of the GraphQL API.
	API   string
	Clock clock.Clock
	Log   *slog.Logger
}

// Page serves the page. Who asks has to be in the request's context.
func Page(o Options) http.Handler {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &page{Options: o, looks: template.Must(template.New("dashboard").Parse(pageSource)), charts: Complete()}
}

// Files serves what the page loads, by the path value "file".
func Files() http.Handler { return asset.NewShelf(own, ours, packed(), theirs) }

// Complete tells whether the files that npm brings are in the binary. Without them
// the page has its figures and no charts.
func Complete() bool { return asset.Complete(packed(), theirs) }

func packed() fs.FS {
	folder, err := fs.Sub(assets, "assets")
	if err != nil {
		panic("dashboard: " + err.Error()) // The folder's name is a constant.
	}
	return folder
}

type page struct {
	Options
	looks *template.Template
	// charts tells whether the binary has what draws them.
	charts bool
}

// view is what the templates are given.
type view struct {
	Path, API               string
	SignIn, SignOut, Follow string
	Charts                  bool
	Role                    viewer.Role
	Period                  period
	Faults                  map[string]string
	Sections                []section
	At                      string
}

// policy lets nothing run, load or be sent to but what is of this server.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// ServeHTTP shows the figures to staff, a form to whoever is not signed in, and
// nothing to everybody else.
func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	asking := viewer.From(r.Context())
	v := view{
		Path: Path, API: p.API, SignIn: signIn, SignOut: signOut, Follow: follow, Charts: p.charts, Role: asking.Role,
		At: moment(p.Clock.Now()),
	}
	switch {
	case !asking.SignedIn():
		p.write(w, r, http.StatusOK, "signin", v)
	case !asking.May(viewer.Staff):
		p.write(w, r, http.StatusForbidden, "refused", v)
	default:
		v.Period, v.Faults = periodOf(r.URL.Query(), p.Clock.Now())
		if len(v.Faults) > 0 {
			p.write(w, r, http.StatusBadRequest, "figures", v)
			return
		}
		v.Sections = p.read(r.Context(), v.Period.asked())
		p.write(w, r, http.StatusOK, "figures", v)
	}
}

// write sends a page whole or not at all.
func (p *page) write(w http.ResponseWriter, r *http.Request, status int, name string, v view) {
	var body bytes.Buffer
	if err := p.looks.ExecuteTemplate(&body, name, v); err != nil {
		p.Log.ErrorContext(r.Context(), "the dashboard could not be written", "cause", err)
		http.Error(w, "The page could not be made.", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", policy)
	header.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // The browser has gone; there is nobody to tell.
}

// moment is a time as the page writes it, in Lagos.
func moment(at time.Time) string { return at.In(clock.Lagos).Format("2 Jan 2006, 15:04:05") }
