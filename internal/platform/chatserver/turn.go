package chatserver

import (
	"net/http"
	"time"
)

// Turn is one answer of the model, and what goes wrong with it. The zero Turn
// is an empty answer that ends well. What is said comes first, then the calls,
// then whatever breaks off, then the end.
type Turn struct {
	// Pieces are the parts of the text, one event each.
	Pieces []string
	// Raw are events given as they stand, after the pieces: a line without its
	// end, such as `data: {"choices":[]}`.
	Raw []string
	// Calls are the tools that the model calls.
	Calls []Call
	// Bytes is how many bytes of a call's arguments an event carries; 0 sends
	// the call whole, in one event.
	Bytes int
	// SameIndex gives every call the index 0, as some servers do.
	SameIndex bool

	// Pace is the time before each piece of text or arguments.
	Pace time.Duration
	// Gate makes every piece of text wait for a receive from it. A closed gate
	// is open.
	Gate <-chan struct{}
	// Comments is how many keep-alive comments go before each event.
	Comments int

	// Before answers an error in place of a stream.
	Before *Failure
	// Huge sends one event of at least so many bytes.
	Huge int
	// Inside sends an error as an event of the stream, and ends it there.
	Inside string
	// Stall says no more until the client leaves; with StallComments it goes on
	// sending comments.
	Stall, StallComments bool
	// Silent does so before the header.
	Silent bool
	// Cut closes the stream cleanly before its end.
	Cut bool

	// Finish is the reason for the end: stop, or tool_calls after calls, unless
	// it says otherwise.
	Finish string
	// NoUsage leaves out how many tokens it took; In and Out are how many, 10
	// and 5 unless they say otherwise.
	NoUsage bool
	In, Out int
	// Linger keeps the connection open after the last event until the client
	// leaves.
	Linger bool
}

// Call is a tool that the model calls.
type Call struct {
	// ID is call_1, call_2 and so on unless it says otherwise.
	ID, Name, Arguments string
}

// Failure is an answer that is no stream.
type Failure struct {
	Status int
	Header http.Header
	// Body is JSON unless the header says otherwise.
	Body string
}

// Say is a turn that says a text in pieces.
func Say(pieces ...string) Turn { return Turn{Pieces: pieces} }

// Use is a turn that calls a tool.
func Use(name, arguments string) Turn {
	return Turn{Calls: []Call{{Name: name, Arguments: arguments}}}
}

// Fail is a turn that answers an HTTP error as OpenAI words it.
func Fail(status int, code string) Turn {
	return Turn{Before: &Failure{Status: status, Body: `{"error":{"message":"It failed.","type":"error","param":null,"code":"` + code + `"}}`}}
}

// HTML is a turn that answers a page, as a proxy in between does.
func HTML(status int) Turn {
	return Turn{Before: &Failure{
		Status: status, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body: "<!doctype html><html><body><h1>Bad gateway</h1></body></html>",
	}}
}

// RetryAfter adds the header that says when to come back.
func (t Turn) RetryAfter(seconds string) Turn {
	failure := *t.Before
	failure.Header = failure.Header.Clone()
	if failure.Header == nil {
		failure.Header = http.Header{}
	}
	failure.Header.Set("Retry-After", seconds)
	t.Before = &failure
	return t
}
