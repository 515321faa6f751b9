package chatserver

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// Request is what the server was asked.
type Request struct {
	// Raw is the body as it came.
	Raw    []byte      `json:"-"`
	Header http.Header `json:"-"`
	// Turn is how many requests came before.
	Turn int `json:"-"`

	Model         string  `json:"model"`
	Stream        bool    `json:"stream"`
	MaxTokens     int     `json:"max_tokens"`
	MaxCompletion int     `json:"max_completion_tokens"`
	Temperature   float64 `json:"temperature"`
	StreamOptions struct {
		IncludeUsage bool `json:"include_usage"`
	} `json:"stream_options"`
	Messages []Message `json:"messages"`
	Tools    []Tool    `json:"tools"`
}

// Message is a message of the conversation.
type Message struct {
	Role       string `json:"role"`
	Content    string `json:"content"`
	ToolCallID string `json:"tool_call_id"`
	ToolCalls  []struct {
		ID       string `json:"id"`
		Function struct {
			Name      string `json:"name"`
			Arguments string `json:"arguments"`
		} `json:"function"`
	} `json:"tool_calls"`
}

// Tool is a tool that the model may call.
type Tool struct {
	Type     string `json:"type"`
	Function struct {
		Name        string          `json:"name"`
		Description string          `json:"description"`
		Parameters  json.RawMessage `json:"parameters"`
	} `json:"function"`
}

// Last is the last message, the zero Message when there is none.
func (r Request) Last() Message {
	if len(r.Messages) == 0 {
		return Message{}
	}
	return r.Messages[len(r.Messages)-1]
}

// System is the text of the first system message.
func (r Request) System() string {
	for _, message := range r.Messages {
		if message.Role == "system" {
			return message.Content
		}
	}
	return ""
}

// Results are the contents of the tool messages, in order.
func (r Request) Results() []string {
	var results []string
	for _, message := range r.Messages {
		if message.Role == "tool" {
			results = append(results, message.Content)
		}
	}
	return results
}

// Names are the names of the tools offered.
func (r Request) Names() []string {
	var names []string
	for _, tool := range r.Tools {
		names = append(names, tool.Function.Name)
	}
	return names
}

// Has tells whether a text is anywhere in the request, as it came.
func (r Request) Has(text string) bool { return bytes.Contains(r.Raw, []byte(text)) }

// Fault says what of the protocol the messages break, or nothing: every call of
// a tool has exactly one result after it, and nothing comes in between.
func (r Request) Fault() string {
	open := map[string]bool{}
	for _, message := range r.Messages {
		switch {
		case message.Role == "tool" && !open[message.ToolCallID]:
			return "a result without a call: " + message.ToolCallID
		case message.Role == "tool":
			delete(open, message.ToolCallID)
		case len(open) > 0:
			return "a call without a result"
		}
		for _, call := range message.ToolCalls {
			if call.ID == "" || open[call.ID] {
				return "a call without an id of its own"
			}
			if !json.Valid([]byte(call.Function.Arguments)) {
				return "arguments that are no JSON"
			}
			open[call.ID] = true
		}
	}
	if len(open) > 0 {
		return "a call without a result"
	}
	return ""
}
