package server

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"
)

// meters measure requests and operations. Labels only ever hold words of ours:
// a client that invents names makes no new series.
type meters struct {
	requests   *prometheus.HistogramVec
	operations *prometheus.HistogramVec
}

func newMeters(registry *prometheus.Registry) *meters {
	buckets := []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
	m := &meters{
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "zuka_http_request_seconds", Help: "How long requests took, by route and status.", Buckets: buckets,
		}, []string{"route", "status"}),
		operations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "zuka_graphql_operation_seconds", Help: "How long GraphQL operations took, by kind and outcome.", Buckets: buckets,
		}, []string{"kind", "outcome"}),
	}
	registry.MustRegister(m.requests, m.operations)
	return m
}

func (m *meters) request(r *http.Request, status int, took time.Duration) {
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *meters) operation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	kind := string(graphql.GetOperationContext(ctx).Operation.Operation)
	respond := next(ctx)
	return func(ctx context.Context) *graphql.Response {
		begun := time.Now()
		response := respond(ctx)
		if response == nil {
			return nil
		}
		outcome := "ok"
		if len(response.Errors) > 0 {
			outcome = "errors"
		}
		m.operations.WithLabelValues(kind, outcome).Observe(time.Since(begun).Seconds())
		return response
	}
}
