package sms

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// success is what Termii says of a message that is on its way. Only this
// counts: some failures come with the status 200 too.
const success = "successfully sent"

// reason is one of Termii's complaints, found by its words because they have
// no code of their own.
type reason struct {
	words []string
	// ours is what our error says: Termii's sentence may quote the request.
	ours string
	// final tells that no retry helps.
	final bool
}

// reasons are tried in order, what people put right at Termii first: there the
// same message passes later.
var reasons = []reason{
	{[]string{"balance"}, "the balance is too low", false},
	{[]string{"api key", "apikey", "api_key", "unauthori"}, "the API key is not accepted", false},
	{[]string{"country inactive", "not active", "deactivated"}, "the account, or its way to this country, is not active", false},
	{[]string{"route"}, "the account has no such route", false},
	{[]string{"limit", "too many"}, "too many messages", false},
	{[]string{"sender", "from field"}, "the sender ID is not accepted", true},
	{[]string{"phone", "number", "msisdn", "recipient", "to field"}, "the number is not accepted", true},
}

// judge reads Termii's answer.
func judge(status int, body []byte) error {
	code, message, isRead := read(body)
	said := strings.ToLower(message)
	accepted := status >= http.StatusOK && status < http.StatusMultipleChoices
	if accepted && isRead && strings.TrimSpace(said) == success && (code == "" || strings.EqualFold(code, "ok")) {
		return nil
	}
	if status == http.StatusTooManyRequests || status >= http.StatusInternalServerError {
		return fmt.Errorf("sms: Termii answered %d", status)
	}
	for _, one := range reasons {
		for _, word := range one.words {
			if !strings.Contains(said, word) {
				continue
			}
			if one.final {
				return fmt.Errorf("%w: Termii answered %d: %s", ErrRefused, status, one.ours)
			}
			return fmt.Errorf("sms: Termii answered %d: %s", status, one.ours)
		}
	}
	// By their meaning these two blame the request, whatever they say of it. Of
	// the others, 401 and 403 are the key's, 404 is a wrong base address, and a
	// 200 in unknown words is somebody between Termii and us.
	if isRead && (status == http.StatusBadRequest || status == http.StatusUnprocessableEntity) {
		return fmt.Errorf("%w: Termii answered %d: for an unknown reason", ErrRefused, status)
	}
	return fmt.Errorf("sms: Termii answered %d without saying that the message is on its way", status)
}

// read takes the code and the message out of an answer. The code is "ok" or a
// number; the message is a sentence, or a list of objects with an issue each.
func read(body []byte) (code, message string, ok bool) {
	var answer struct {
		Code    any `json:"code"`
		Message any `json:"message"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", "", false
	}
	if answer.Code != nil {
		code = fmt.Sprint(answer.Code)
	}
	if answer.Message != nil {
		message = fmt.Sprint(answer.Message) // a list reads well enough to find words in
	}
	return code, message, true
}
