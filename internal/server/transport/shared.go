package transport

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/cespare/xxhash/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// Shareable says for how long everybody may be given the same answer to an
// operation; 0 when not.
type Shareable func(operation *ast.OperationDefinition) time.Duration

// stale is for how long a cache in between may give an old answer while it
// fetches the new one.
const stale = 60

// shared sends an answer that browsers, and caches between them and here, may
// keep and ask anew by its tag. One with errors is for nobody else, nor is one
// that comes with a cookie.
func (w reply) shared(r *http.Request, response *graphql.Response, life time.Duration) {
	if life <= 0 || len(response.Data) == 0 || len(response.Errors) > 0 || w.Header().Get("Set-Cookie") != "" {
		w.response(response)
		return
	}
	body := document(response)
	// Weak, for the packed and the plain bytes share it, and so do both types.
	tag := `W/"` + strconv.FormatUint(xxhash.Sum64(body), 36) + `"`
	header := w.Header()
	header["Etag"] = []string{tag}
	header["Cache-Control"] = []string{fmt.Sprintf("public, max-age=%d, s-maxage=%d, stale-while-revalidate=%d", int(life.Seconds()), int(life.Seconds()), stale)}
	if Matches(r.Header.Values("If-None-Match"), tag) {
		header.Add("Vary", "Accept")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.send(http.StatusOK, body)
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
