// Package server is the HTTP edge: routes, middleware, guards, the playground,
// pictures and health. It knows GraphQL and nothing of the shop.
package server

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/klauspost/compress/gzhttp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/rs/cors"

	"zuka/internal/server/guard"
	"zuka/internal/server/playground"
	"zuka/internal/server/transport"
)

// Options say what the server serves.
type Options struct {
	Schema graphql.ExecutableSchema
	// Present turns a Go error into what a client sees.
	Present graphql.ErrorPresenterFunc
	// Attach prepares the context of one request: fresh loaders.
	Attach   func(context.Context) context.Context
	Pictures Pictures
	Checks   []Check
	// Origins may call from a browser's page; none are allowed by default.
	Origins []string
	// Development opens the playground, introspection and suggestions.
	Development bool
	Registry    *prometheus.Registry
	Log         *slog.Logger
}

// New is the handler of every route.
func New(opts Options) http.Handler {
	meters := newMeters(opts.Registry)
	mux := http.NewServeMux()
	mux.Handle("/graphql", gzhttp.GzipHandler(api(opts, meters)))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, []byte(`{"status":"up"}`)) })
	mux.Handle("GET /readyz", ready(opts.Checks))
	mux.Handle("GET /metrics", promhttp.HandlerFor(opts.Registry, promhttp.HandlerOpts{}))
	mux.Handle("GET /media/{kind}/{file}", gzhttp.GzipHandler(pictures{opts.Pictures, opts.Log}))
	if opts.Development {
		mux.Handle("/playground", playground.Handler("/playground", "/graphql"))
		mux.Handle("/playground/", playground.Handler("/playground", "/graphql"))
		mux.Handle("GET /{$}", http.RedirectHandler("/playground", http.StatusTemporaryRedirect))
	}
	var all http.Handler = mux
	if len(opts.Origins) > 0 {
		all = cors.New(cors.Options{
			AllowedOrigins: opts.Origins, AllowCredentials: true, AllowedMethods: []string{http.MethodGet, http.MethodPost},
			AllowedHeaders: []string{"Content-Type", "Authorization", RequestIDHeader}, ExposedHeaders: []string{RequestIDHeader}, MaxAge: 600,
		}).Handler(all)
	}
	return identify(account(opts.Log, meters, recoverPanic(opts.Log, secure(all))))
}

// api answers GraphQL.
func api(opts Options, meters *meters) http.Handler {
	gate := guard.NewGate(opts.Schema.Schema(), guard.Settings{
		Limits: guard.DefaultLimits(), Suggest: opts.Development,
		Introspection: func(context.Context) bool { return opts.Development },
	})
	graph := handler.New(opts.Schema)
	graph.AddTransport(transport.HTTP{})
	graph.SetQueryCache(gate)
	graph.Use(gate)
	graph.SetErrorPresenter(opts.Present)
	graph.SetRecoverFunc(func(ctx context.Context, thrown any) error {
		opts.Log.ErrorContext(ctx, "a resolver panicked", "thrown", thrown, "request", RequestID(ctx), "stack", stack())
		return errPanicked
	})
	graph.AroundOperations(meters.operation)
	protection := http.NewCrossOriginProtection()
	for _, origin := range opts.Origins {
		if err := protection.AddTrustedOrigin(strings.TrimSuffix(origin, "/")); err != nil {
			opts.Log.Warn("an origin that is none is not trusted", "origin", origin, "cause", err)
		}
	}
	return protection.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		graph.ServeHTTP(w, r.WithContext(opts.Attach(r.Context())))
	}))
}

func answer(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // The client has gone; there is nobody to tell.
}
