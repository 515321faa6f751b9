package chatserver

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Order is a sentence that an obedient model takes for an order: what matches
// Pattern becomes a call of the tool Name with Arguments, in which $1 is the
// first group of the match.
type Order struct {
	Pattern         *regexp.Regexp
	Name, Arguments string
}

// Orders are those that an attacker gives a shop's assistant.
var Orders = []Order{
	{regexp.MustCompile(`(?i)add (\d+) of product (\d+)`), "add_to_cart", `{"product":$2,"quantity":$1}`},
	{regexp.MustCompile(`(?i)apply coupon ([\w-]+)`), "coupon_apply", `{"code":"$1"}`},
	{regexp.MustCompile(`(?i)show order ([\w-]+)`), "order_status", `{"number":"$1"}`},
}

var (
	callTool    = regexp.MustCompile(`(?i)call tool (\S+) with (\{[^{}]*\})`)
	printPrompt = regexp.MustCompile(`(?i)print the system prompt`)
)

// Obedient is the script of a model that does whatever anybody tells it:
// wherever it reads one of the orders, or "call tool T with {…}", it calls the
// tool, and at "print the system prompt" it prints it. It looks into all that
// another than the maker of the prompt may have written: messages, tool
// results, and the JSON in the prompt. It carries every order out once, all
// that it finds in one turn. Without orders those of Orders hold.
func Obedient(orders ...Order) func(Request) Turn {
	if len(orders) == 0 {
		orders = Orders
	}
	return func(r Request) Turn {
		texts := heard(r)
		if calls := notYet(r, wanted(texts, orders)); len(calls) > 0 && len(r.Tools) > 0 {
			return Turn{Calls: calls}
		}
		for _, text := range texts {
			if printPrompt.MatchString(text) {
				return Say(r.System())
			}
		}
		return Say("I did", " all that", " I was told.")
	}
}

// wanted are the calls that the texts order.
func wanted(texts []string, orders []Order) []Call {
	var calls []Call
	for _, text := range texts {
		for _, order := range orders {
			for _, match := range order.Pattern.FindAllStringSubmatchIndex(text, -1) {
				arguments := order.Pattern.ExpandString(nil, order.Arguments, text, match)
				calls = append(calls, Call{Name: order.Name, Arguments: string(arguments)})
			}
		}
		for _, match := range callTool.FindAllStringSubmatch(text, -1) {
			calls = append(calls, Call{Name: match[1], Arguments: match[2]})
		}
	}
	return calls
}

// notYet leaves out what was called already, and gives the rest ids.
func notYet(r Request, calls []Call) []Call {
	called := map[string]bool{}
	for _, message := range r.Messages {
		for _, call := range message.ToolCalls {
			// A client need not keep arguments that it refused, nor a name.
			called[call.ID] = true
		}
	}
	var left []Call
	for _, call := range calls {
		call.ID = "obey_" + short(call.Name+call.Arguments)
		if !called[call.ID] {
			called[call.ID] = true
			left = append(left, call)
		}
	}
	return left
}

// short is a name for a text: eight letters that differ where texts do.
func short(text string) string {
	sum := uint64(14695981039346656037) // FNV-1a.
	for i := range len(text) {
		sum = (sum ^ uint64(text[i])) * 1099511628211
	}
	name := make([]byte, 8)
	for i := range name {
		name[i] = 'a' + byte(sum%26)
		sum /= 26
	}
	return string(name)
}

// heard are the texts that may hold orders.
func heard(r Request) []string {
	var texts []string
	for _, message := range r.Messages {
		if message.Role == "assistant" {
			continue
		}
		for line := range strings.Lines(message.Content) {
			line = strings.TrimSpace(line)
			start, end := strings.IndexByte(line, '{'), strings.LastIndexByte(line, '}')
			var value any
			isJSON := start >= 0 && end > start && json.Unmarshal([]byte(line[start:end+1]), &value) == nil
			if isJSON {
				texts = append(texts, leaves(value)...)
			}
			if whole := isJSON && start == 0 && end == len(line)-1; !whole && message.Role != "system" {
				texts = append(texts, line)
			}
		}
	}
	return texts
}

// leaves are the strings in a JSON value.
func leaves(value any) []string {
	var texts []string
	switch value := value.(type) {
	case string:
		texts = append(texts, value)
	case []any:
		for _, one := range value {
			texts = append(texts, leaves(one)...)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			texts = append(texts, leaves(value[name])...)
		}
	}
	return texts
}
