package llm

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/sashabaranov/go-openai"
)

// temperature is low: the shop wants facts told, not invented.
const temperature = 0.4

// request asks the model to go on with the messages.
func (b *Brain) request(messages []openai.ChatCompletionMessage, withTools bool) openai.ChatCompletionRequest {
	r := openai.ChatCompletionRequest{
		Model: b.config.Model, Messages: messages, Stream: true,
		StreamOptions: &openai.StreamOptions{IncludeUsage: true},
	}
	if withTools {
		r.Tools = declared
	}
	if reasons(b.config.Model) {
		r.MaxCompletionTokens = b.config.MaxTokens
		if strings.HasPrefix(r.Model, "gpt-6") {
			r.ReasoningEffort = openai.ReasoningEffortNone // With another there are no tools here.
		}
		return r
	}
	r.Temperature = temperature
	//lint:ignore SA1019 Ollama and many other servers know no other limit.
	r.MaxTokens = b.config.MaxTokens
	return r
}

// reasons tells whether a model is one of OpenAI's that take neither max_tokens
// nor a temperature.
func reasons(model string) bool {
	for _, prefix := range []string{"o1", "o3", "o4", "gpt-5", "gpt-6"} {
		if strings.HasPrefix(model, prefix) {
			return true
		}
	}
	return false
}

var (
	plainID   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	plainName = plainID
)

// id is the id of a call in the history: the model's own, unless it is none or
// another call of the round has it.
func (a *answering) id(given string, nth int, others []openai.ToolCall) string {
	taken := !plainID.MatchString(given)
	for _, other := range others {
		taken = taken || other.ID == given
	}
	if taken {
		return fmt.Sprintf("zuka%02d%03d", a.rounds, nth) // Nine plain characters: Mistral takes nothing else.
	}
	return given
}

// shownName is a tool's name as the history may hold it.
func shownName(name string) string {
	if plainName.MatchString(name) {
		return name
	}
	return "unknown"
}

// shownArguments are a call's arguments as the history may hold them.
func shownArguments(call *pending) string {
	if len(call.arguments) > maxUsed || !call.valid() {
		return "{}"
	}
	return string(call.arguments)
}
