package server

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/server/documents"
	"zuka/internal/server/repeat"
)

// meters measure requests and operations. Labels hold words of ours and a
// bounded number of operation names: a client that invents more makes no new
// series.
type meters struct {
	requests   *prometheus.HistogramVec
	operations *prometheus.HistogramVec
	streams    *prometheus.GaugeVec
	strange    *prometheus.CounterVec
	names      *names
}

func newMeters(registry *prometheus.Registry, known []string) *meters {
	buckets := []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
	m := &meters{
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "zuka_http_request_seconds", Help: "How long requests took, by route and status.", Buckets: buckets,
		}, []string{"route", "status"}),
		operations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "zuka_graphql_operation_seconds", Help: "How long GraphQL operations took, by name, kind and outcome.", Buckets: buckets,
		}, []string{"operation", "kind", "outcome"}),
		streams: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "zuka_open_streams", Help: "How many streams of subscriptions are open, by transport.",
		}, []string{"transport"}),
		strange: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "zuka_graphql_unpublished_documents_total", Help: "Documents that no client was published with, run or refused, by mode.",
		}, []string{"mode"}),
		names: newNames(known),
	}
	registry.MustRegister(m.requests, m.operations, m.streams, m.strange)
	return m
}

func (m *meters) request(r *http.Request, status int, took time.Duration) {
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, statusText(status)).Observe(took.Seconds())
}

// statusText spares the common case an allocation.
func statusText(status int) string {
	if status == http.StatusOK {
		return "200"
	}
	return strconv.Itoa(status)
}

// unknown counts a document that no client was published with.
func (m *meters) unknown(_ context.Context, mode documents.Mode) {
	m.strange.WithLabelValues(string(mode)).Inc()
}

func (m *meters) stream(transport string, by int) {
	m.streams.WithLabelValues(transport).Add(float64(by))
}

// response measures from the request's arrival to the answer, refused
// documents included. A subscription's events are as old as their stream, which
// tells nothing of how fast the shop is.
func (m *meters) response(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response == nil || !graphql.HasOperationContext(ctx) {
		return response
	}
	opCtx := graphql.GetOperationContext(ctx)
	if opCtx.Operation != nil && opCtx.Operation.Operation == ast.Subscription {
		return response
	}
	name, kind, outcome := "none", "none", "ok"
	if opCtx.Operation != nil {
		name, kind = m.names.label(opCtx.Operation.Name), string(opCtx.Operation.Operation)
		ok := m.operations.WithLabelValues(name, kind, outcome)
		repeat.Add(opCtx, func(_ context.Context, request repeat.Request) error {
			ok.Observe(time.Since(request.Begun).Seconds())
			return nil
		})
	}
	if len(response.Errors) > 0 {
		outcome = "errors"
	}
	m.operations.WithLabelValues(name, kind, outcome).Observe(time.Since(opCtx.Stats.OperationStart).Seconds())
	return response
}
