package transport

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/cespare/xxhash/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"zuka/internal/server/responsecache"
)

// Shareable says for how long everybody may be given the same answer to an
// operation; 0 when not.
type Shareable func(operation *ast.OperationDefinition) time.Duration

// stale is for how long a cache in between may give an old answer while it
// fetches the new one.
const stale = 60

// sharing is an answer that browsers, and caches between them and here, may keep
// and ask anew by its tag.
type sharing struct {
	body []byte
	tag  string
	// control and tags are the values of its headers; nobody appends to them.
	control, tags []string
}

func share(body []byte, life time.Duration) *sharing {
	// Weak, for the packed and the plain bytes share it, and so do both types.
	tag := `W/"` + strconv.FormatUint(xxhash.Sum64(body), 36) + `"`
	return &sharing{body, tag, controlOf(life), []string{tag}}
}

// controls are the values of Cache-Control by lives, of which a schema has a few.
var controls sync.Map

func controlOf(life time.Duration) []string {
	known, there := controls.Load(life)
	if !there {
		seconds := int(life.Seconds())
		known, _ = controls.LoadOrStore(life, []string{fmt.Sprintf("public, max-age=%d, s-maxage=%d, stale-while-revalidate=%d", seconds, seconds, stale)})
	}
	return known.([]string)
}

// shared sends an answer, so that others may keep it where that is right. One
// with errors is for nobody else, nor is one that comes with a cookie.
func (w reply) shared(r *http.Request, lane *Lane, operation *graphql.OperationContext, response *graphql.Response, life time.Duration) {
	if life <= 0 || len(response.Data) == 0 || len(response.Errors) > 0 || w.Header().Get("Set-Cookie") != "" {
		w.response(response)
		return
	}
	body := document
	if kept := responsecache.Kept(operation); kept != nil && len(response.Extensions) == 0 {
		body = func(*graphql.Response) []byte { return kept.Body }
	}
	one := share(body(response), life)
	if lane != nil && len(response.Extensions) == 0 {
		lane.keep(r, w.media, operation, one)
	}
	w.give(r, one)
}

// give sends an answer that may be kept, or the word that the client has it.
func (w reply) give(r *http.Request, one *sharing) {
	header := w.Header()
	header["Etag"], header["Cache-Control"] = one.tags, one.control
	if Matches(r.Header.Values("If-None-Match"), one.tag) {
		header.Add("Vary", "Accept")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.send(http.StatusOK, one.body)
}

// Matches tells whether a client has the answer of a tag, by its If-None-Match.
func Matches(known []string, tag string) bool {
	for _, list := range known {
		for one := range strings.SplitSeq(list, ",") {
			one = strings.TrimSpace(one)
			if one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
	}
	return false
}
