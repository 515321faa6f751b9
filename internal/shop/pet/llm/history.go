package llm

import (
	"strings"

	"github.com/sashabaranov/go-openai"

	"zuka/internal/shop/pet/brain"
)

// maxHistory is how many tokens the turns before may take, by estimate.
const maxHistory = 1500

// history is what was said before and the message. What a shopper said and what
// the pet answered stay together. No two messages of one side follow each
// other, nor does the pet begin: the templates of some models refuse both.
func history(ask brain.Ask) []openai.ChatCompletionMessage {
	var kept []openai.ChatCompletionMessage
	for _, turn := range recent(ask.History) {
		text := plain(turn.Text)
		if text == "" || len(kept) == 0 && !turn.FromShopper {
			continue
		}
		kept = add(kept, role(turn), text)
	}
	text := plain(ask.Message)
	if text == "" {
		text = "(nothing)"
	}
	return add(kept, openai.ChatMessageRoleUser, text)
}

// recent are the last exchanges that fit. An exchange begins with what the
// shopper says.
func recent(turns []brain.Turn) []brain.Turn {
	from, left := len(turns), maxHistory
	for i := len(turns) - 1; i >= 0; i-- {
		if left -= tokens(len(turns[i].Text)) + 4; left < 0 {
			break
		}
		if turns[i].FromShopper && (i == 0 || !turns[i-1].FromShopper) {
			from = i
		}
	}
	return turns[from:]
}

func role(turn brain.Turn) string {
	if turn.FromShopper {
		return openai.ChatMessageRoleUser
	}
	return openai.ChatMessageRoleAssistant
}

func add(messages []openai.ChatCompletionMessage, role, text string) []openai.ChatCompletionMessage {
	if n := len(messages); n > 0 && messages[n-1].Role == role {
		messages[n-1].Content += "\n" + text
		return messages
	}
	return append(messages, openai.ChatCompletionMessage{Role: role, Content: text})
}

// plain is what somebody said, without what is no text.
func plain(text string) string {
	return blunt.Replace(first(strings.TrimSpace(clean(strings.ToValidUTF8(text, ""))), maxMessage))
}

// blunt breaks up what the templates of models have between messages: some
// servers take it for the real thing wherever it stands.
var blunt = strings.NewReplacer(
	"<|", "< |", "<s>", "< s>", "</s>", "< /s>", "[INST]", "[ INST]", "[/INST]", "[ /INST]",
	"<start_of_turn>", "< start_of_turn>", "<end_of_turn>", "< end_of_turn>", "<tool_", "< tool_", "</tool_", "< /tool_",
)
