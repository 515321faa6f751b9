package transport

import (
	"net/http"
	"testing"
	"time"
)

func TestTheEndOfTheSessionEndsItsStreams(t *testing.T) {
	t.Parallel()
	f := newFeed()
	server, _ := f.serve(t, HTTP{})
	session := openStream(t, http.MethodGet, server, "subscription{changes}", "Authorization", "x")
	guest := openStream(t, http.MethodGet, server, "subscription{changes}")
	await(t, f.owners)
	await(t, f.owners)
	close(f.ended)
	session.expect(t, "next", `{"errors":[{"message":"the session has ended","extensions":{"code":"UNAUTHENTICATED"}}]}`)
	session.completes(t)
	f.send(t, "still")
	guest.expect(t, "next", `{"data":{"changes":"still"}}`)
}

// The news of a sign-out is told by a stream that the sign-out ends.
func TestAStreamHasItsLastWords(t *testing.T) {
	bubble(t, func(t *testing.T) {
		f := newFeed()
		f.bubble = true
		server, _ := f.serve(t, HTTP{})
		got := openStream(t, http.MethodGet, server, "subscription{changes}", "Authorization", "x")
		await(t, f.owners)
		close(f.ended)
		time.Sleep(lastWords - time.Millisecond) // Of the bubble's clock.
		f.send(t, "last")
		got.expect(t, "next", `{"data":{"changes":"last"}}`)
		got.expect(t, "next", `{"errors":[{"message":"the session has ended","extensions":{"code":"UNAUTHENTICATED"}}]}`)
		got.completes(t)
	})
}
