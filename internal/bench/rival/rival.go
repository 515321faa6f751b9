// Package rival is what the shop's API is measured against: the three pages of
// the storefront, each answered by one hand-written statement whose JSON goes
// to the wire as PostgreSQL made it. It has no GraphQL, no choice of fields, no
// limits, no cache and no errors worth the name, so nothing that answers the
// same from the same rows is likely to be much faster.
package rival

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Server answers /listing, /product and /home.
type Server struct {
	pool *pgxpool.Pool
	// below are the ids of each category and of all below it, by slug.
	below map[string][]int64
	// first are the categories that the home page shows.
	first []int64
}

// New reads the categories once, as its author would: they hardly ever change.
func New(ctx context.Context, url string, connections int) (*Server, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("reading the database address: %w", err)
	}
	config.MaxConns = int32(min(connections, 1000))
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	server := &Server{pool: pool}
	if err := server.readCategories(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return server, nil
}

// Close gives the connections back.
func (s *Server) Close() { s.pool.Close() }

// Handler routes the three pages.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /listing", s.listing)
	mux.HandleFunc("GET /product", s.product)
	mux.HandleFunc("GET /home", s.home)
	mux.HandleFunc("GET /fixed", fixed)
	return mux
}

// longestFixed bounds a fixed body.
const longestFixed = 1 << 20

// fixed answers so many bytes that are there already: what a server can do at most.
func fixed(w http.ResponseWriter, r *http.Request) {
	length, err := strconv.Atoi(r.URL.Query().Get("bytes"))
	if err != nil || length < len(`{"data":""}`) || length > longestFixed {
		http.Error(w, "no such length", http.StatusBadRequest)
		return
	}
	w.Header()["Content-Type"] = []string{"application/json"}
	w.Header()["Content-Length"] = []string{strconv.Itoa(length)}
	_, _ = w.Write(body[:length]) // Whoever does not take it has gone.
}

// body is JSON as far as clients look.
var body = []byte(`{"data":"` + strings.Repeat("x", longestFixed))

func (s *Server) listing(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	ids := s.below[query.Get("category")]
	after := query.Get("after")
	switch {
	case ids == nil:
		http.Error(w, "no such category", http.StatusNotFound)
	case after == "" && len(ids) == 1:
		s.answer(w, r, listingOfOne, ids[0])
	case after == "":
		s.answer(w, r, listingOfSeveral, ids)
	default:
		micros, id, _ := strings.Cut(after, ".")
		moment, err := strconv.ParseInt(micros, 10, 64)
		last, err2 := strconv.ParseInt(id, 10, 64)
		if err != nil || err2 != nil {
			http.Error(w, "no such place", http.StatusBadRequest)
			return
		}
		if len(ids) == 1 {
			s.answer(w, r, listingOfOneAfter, ids[0], moment, last)
			return
		}
		s.answer(w, r, listingOfSeveralAfter, ids, moment, last)
	}
}

func (s *Server) product(w http.ResponseWriter, r *http.Request) {
	s.answer(w, r, productPage, r.URL.Query().Get("slug"))
}

func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	size, err := strconv.Atoi(r.URL.Query().Get("first"))
	if err != nil || size < 1 || size >= len(homePages) {
		http.Error(w, "first is out of range", http.StatusBadRequest)
		return
	}
	s.answer(w, r, homePages[size], s.first)
}

// answer sends the one value of the one row of a statement.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, statement string, args ...any) {
	var body []byte
	err := s.pool.QueryRow(r.Context(), statement, args...).Scan(&body)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		http.Error(w, "nothing there", http.StatusNotFound)
		return
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header["Content-Type"] = []string{"application/json"}
	header["Content-Length"] = []string{strconv.Itoa(len(body))}
	_, _ = w.Write(body) // The client has gone; there is nobody to tell.
}

// Serve answers on an address until ctx ends, and says where.
func Serve(ctx context.Context, url string, connections int, address string, log *slog.Logger) error {
	server, err := New(ctx, url, connections)
	if err != nil {
		return err
	}
	defer server.Close()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	log.Info("serving", "address", listener.Addr().String())
	web := &http.Server{Handler: server.Handler(), ReadHeaderTimeout: 5 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return web.Shutdown(patience)
}
