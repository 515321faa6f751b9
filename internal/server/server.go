// Package server is the HTTP edge: routes, middleware, guards, the playground,
// pictures and health. It knows GraphQL and nothing of the shop.
package server

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/rs/cors"

	"zuka/internal/server/documents"
	"zuka/internal/server/playground"
	"zuka/internal/server/responsecache"
	"zuka/internal/server/transport"
)

// Options say what the server serves.
type Options struct {
	Schema graphql.ExecutableSchema
	// Present turns a Go error into what a client sees; nil is gqlgen's own.
	Present graphql.ErrorPresenterFunc
	// Attach prepares the context of one request, as with fresh loaders; nil
	// leaves it as it is.
	Attach func(context.Context) context.Context
	// Responses keeps whole answers of public operations; nil keeps none.
	Responses *responsecache.Settings
	Pictures  Pictures
	// Sessions recognise who asks; nil takes everybody for a stranger.
	Sessions Sessions
	// Watch tells when a session ends, which ends its streams; stop is called
	// when nobody waits any more. Nil lets them go on.
	Watch func(session uuid.UUID) (ended <-chan struct{}, stop func())
	// Spend counts the cost of an operation against whoever asks, and refuses
	// it when too much was spent; nil counts nothing.
	Spend func(ctx context.Context, cost int) error
	// Deadline is how long an operation that is no subscription may take; 0 means 10
	// seconds.
	Deadline time.Duration
	// Spread is over how long streams end when the server stops, so that not all
	// clients come to the other servers at once; it is a part of the grace.
	Spread time.Duration
	// Proxies are the addresses whose word about the client is believed.
	Proxies []netip.Prefix
	// Secure says that clients come over HTTPS.
	Secure bool
	// Pages are further handlers by their patterns, such as those that only
	// development has.
	Pages map[string]http.Handler
	// Known are those that are to know who asks, by the viewer in the context.
	Known  map[string]http.Handler
	Checks []Check
	// Origins may call from a browser's page; none are allowed by default.
	Origins []string
	// Operations are the operation names that metrics tell apart in any case.
	// A bounded number of clients' own names joins them as they come.
	Operations []string
	// Development opens the playground, introspection and suggestions.
	Development bool
	// Documents say how the text of a request is found, and which may run.
	Documents documents.Settings
	// Registry holds the metrics that /metrics shows; nil is an empty one.
	Registry *prometheus.Registry
	Log      *slog.Logger
}

// Handler answers every route.
type Handler struct {
	routes   http.Handler
	stopping atomic.Bool
	streams  *transport.Streams
}

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.routes.ServeHTTP(w, r) }

// Drain makes /readyz answer 503 from now on, so that a balancer sends its
// requests elsewhere, and ends the streams, for which nobody should have to
// wait. Everything else goes on.
func (h *Handler) Drain() {
	h.stopping.Store(true)
	if h.streams != nil {
		h.streams.Stop()
	}
}

// Wait returns when the streams have ended after Drain. The error is that of
// ctx, when it has ended before. Sockets need this: net/http forgets them.
func (h *Handler) Wait(ctx context.Context) error {
	if h.streams == nil {
		return nil
	}
	return h.streams.Wait(ctx)
}

// Cut ends the sockets that are open still, at once.
func (h *Handler) Cut() {
	if h.streams != nil {
		h.streams.Cut()
	}
}

// New is the handler of every route.
func New(opts Options) *Handler {
	if opts.Registry == nil {
		opts.Registry = prometheus.NewRegistry()
	}
	if opts.Attach == nil {
		opts.Attach = func(ctx context.Context) context.Context { return ctx }
	}
	meters := newMeters(opts.Registry, opts.Operations)
	handler := &Handler{streams: transport.NewStreams(transport.StreamSettings{
		Attach: opts.Attach, Watch: opts.Watch, Keep: withRequestID, Spread: opts.Spread, Count: meters.stream,
	})}
	mux := http.NewServeMux()
	visitors := visitors{sessions: opts.Sessions, proxies: opts.Proxies, secure: opts.Secure}
	graph := visitors.recognised(api(opts, meters, handler.streams, visitors))
	mux.Handle("/graphql", unlessUpgraded(compressed(graph), graph))
	for pattern, page := range opts.Pages {
		mux.Handle(pattern, page)
	}
	for pattern, page := range opts.Known {
		mux.Handle(pattern, compressed(visitors.recognised(page)))
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, []byte(`{"status":"up"}`)) })
	mux.Handle("GET /readyz", ready(opts.Checks, &handler.stopping))
	mux.Handle("GET /metrics", compressed(promhttp.HandlerFor(opts.Registry, promhttp.HandlerOpts{DisableCompression: true})))
	mux.Handle("GET /media/{kind}/{file}", compressed(pictures{opts.Pictures, opts.Log}))
	if opts.Development {
		page := compressed(playground.Handler("/playground", "/graphql"))
		mux.Handle("GET /playground", page)
		mux.Handle("GET /playground/", page)
		mux.Handle("GET /{$}", http.RedirectHandler("/playground", http.StatusTemporaryRedirect))
	} else {
		mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
			answer(w, http.StatusOK, []byte(`{"service":"zuka","graphql":"/graphql"}`))
		})
	}
	var all http.Handler = mux
	if len(opts.Origins) > 0 {
		all = cors.New(cors.Options{
			AllowedOrigins: opts.Origins, AllowCredentials: true, AllowedMethods: []string{http.MethodGet, http.MethodPost},
			AllowedHeaders: clientHeaders, ExposedHeaders: []string{RequestIDHeader}, MaxAge: 600,
		}).Handler(all)
	}
	handler.routes = identify(account(opts.Log, meters, recoverPanic(opts.Log, secure(all))))
	return handler
}

// compressed packs answers from 1 KB on, at the speed that costs the least:
// most of what can be won is won by the fastest setting. A stream of events is
// left as it is: packed, each event would wait for those after it.
func compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.CompressionLevel(gzip.BestSpeed), gzhttp.ContentTypeFilter(func(media string) bool {
		return !strings.HasPrefix(media, "text/event-stream") && gzhttp.DefaultContentTypeFilter(media)
	}))
	if err != nil {
		panic("server: " + err.Error()) // The settings are constants.
	}
	return wrap(next)
}

// unlessUpgraded keeps compression away from connections that become sockets:
// it does not hand them over, and writes to them in the end.
func unlessUpgraded(usual, upgraded http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") == "" {
			usual.ServeHTTP(w, r)
			return
		}
		upgraded.ServeHTTP(w, r)
	})
}

func answer(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // The client has gone; there is nobody to tell.
}
