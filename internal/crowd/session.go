package crowd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// early is how long before its end an access token is exchanged.
const early = 2 * time.Minute

// issued is what an app is given to come back with.
type issued struct {
	AccessToken, RefreshToken string
	AccessExpiresAt           time.Time
}

// payload reads what a mutation answered.
func payload[T any](body []byte) (T, error) {
	var got struct{ Data map[string]T }
	if err := json.Unmarshal(body, &got); err != nil {
		var none T
		return none, fmt.Errorf("reading an answer: %w", err)
	}
	for _, only := range got.Data {
		return only, nil
	}
	var none T
	return none, errors.New("an answer without data")
}

// read is payload for what was answered to a call; a failure is noted.
func read[T any](s *shopper, c call, body []byte) (T, bool) {
	got, err := payload[T](body)
	if err != nil {
		s.fail(c, err)
	}
	return got, err == nil
}

// enters sees to it that there is a session, as a guest's cart needs.
func (s *shopper) enters(ctx context.Context) bool {
	switch {
	case s.access == "":
		body, came := s.ask(ctx, sessionStart, nil)
		return came == good && s.keeps(sessionStart, body)
	case time.Until(s.expires) < early:
		body, came := s.ask(ctx, sessionRefresh, values{"token": s.refresh})
		return came == good && s.keeps(sessionRefresh, body)
	}
	return true
}

// keeps takes the tokens out of an answer.
func (s *shopper) keeps(c call, body []byte) bool {
	got, ok := read[struct{ Tokens *issued }](s, c, body)
	if !ok {
		return false
	}
	if got.Tokens == nil {
		s.fail(c, errors.New("no tokens were given"))
		return false
	}
	s.access, s.refresh, s.expires = got.Tokens.AccessToken, got.Tokens.RefreshToken, got.Tokens.AccessExpiresAt
	s.introduce()
	return true
}

// signsIn makes a person of a guest, through the page by which a development
// server plays Google. That page is no part of the shop and is not timed.
func (s *shopper) signsIn(ctx context.Context) bool {
	body, came := s.ask(ctx, signInNonce, nil)
	if came != good {
		return false
	}
	given, ok := read[struct{ Nonce struct{ ID, Value string } }](s, signInNonce, body)
	if !ok {
		return false
	}
	token, err := s.identity(given.Nonce.ID, given.Nonce.Value)
	if err != nil {
		s.fail(signIn, err)
		return false
	}
	body, came = s.ask(ctx, signIn, values{"input": values{"idToken": token, "nonceId": given.Nonce.ID}})
	if came != good || !s.keeps(signIn, body) {
		return false
	}
	// The lines of the guest's cart are the person's now, maybe by other ids.
	s.person, s.lines = true, nil
	return true
}

// identity is a token of the page that plays Google.
func (s *shopper) identity(nonceID, nonce string) (string, error) {
	asked := url.Values{
		"format": {"json"}, "provider": {"google"}, "nonce": {nonce}, "nonceId": {nonceID},
		// Google speaks for addresses at gmail.com, so the account gets this one.
		"email": {fmt.Sprintf("crowd.%s.%d@gmail.com", strings.ToLower(s.run), s.number+1)}, "name": {s.name()},
	}
	s.fetch([]byte("/dev/identity?" + asked.Encode()))
	answer, err := s.send()
	if err != nil {
		return "", err
	}
	var got struct{ IDToken, Error string }
	if answer.Status != 200 || json.Unmarshal(answer.Body, &got) != nil || got.IDToken == "" {
		return "", fmt.Errorf("no development identity (is it a development server?): status %d: %.*s", answer.Status, shown, answer.Body)
	}
	return got.IDToken, nil
}

var (
	firstNames = strings.Fields("Adaeze Chinedu Ngozi Emeka Temitope Babajide Folake Olumide Amina Ibrahim Zainab Osaze Ekaete Tamuno")
	lastNames  = strings.Fields("Okafor Eze Nwosu Adeyemi Balogun Ogunleye Bello Danjuma Abubakar Osagiede Bassey Briggs Umeh")
)

// name is what a shopper is called.
func (s *shopper) name() string {
	return firstNames[s.number%len(firstNames)] + " " + lastNames[s.number%len(lastNames)]
}
