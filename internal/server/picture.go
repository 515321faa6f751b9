package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"zuka/internal/platform/fault"
	"zuka/internal/server/transport"
)

// Pictures draws what the shop shows.
type Pictures interface {
	// Picture is an SVG of a thing by its kind (products, categories, brands)
	// and slug; view chooses one of several, 1 being the first. What does not
	// exist is a NOT_FOUND fault.
	Picture(ctx context.Context, kind, slug string, view int) ([]byte, error)
}

type pictures struct {
	drawn Pictures
	log   *slog.Logger
}

// ServeHTTP answers /media/{kind}/{slug}.svg?view=2.
func (p pictures) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	slug, isPicture := strings.CutSuffix(r.PathValue("file"), ".svg")
	view, err := strconv.Atoi(r.URL.Query().Get("view"))
	if err != nil || view < 1 {
		view = 1
	}
	if !isPicture {
		http.NotFound(w, r)
		return
	}
	svg, err := p.drawn.Picture(r.Context(), r.PathValue("kind"), slug, view)
	if fault.Is(err, fault.NotFound) {
		http.NotFound(w, r)
		return
	}
	if err != nil {
		p.log.ErrorContext(r.Context(), "a picture could not be drawn", "cause", err, "request", RequestID(r.Context()))
		http.Error(w, "the picture cannot be drawn just now", http.StatusServiceUnavailable)
		return
	}
	hash := sha256.Sum256(svg)
	// Weak, for the packed and the plain bytes share it.
	tag := `W/"` + hex.EncodeToString(hash[:8]) + `"`
	header := w.Header()
	header.Set("ETag", tag)
	header.Set("Cache-Control", "public, max-age=86400, stale-while-revalidate=604800")
	// An SVG opened by itself is a document: it may load and run nothing.
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	if transport.Matches(r.Header.Values("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", "image/svg+xml; charset=utf-8")
	_, _ = w.Write(svg) // The browser has gone; there is nobody to tell.
}
