package sms

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// sendTime bounds one message, from the connection to the end of the answer.
	sendTime = 10 * time.Second
	// maxAnswer is far above what Termii answers: what is longer is not Termii.
	maxAnswer = 64 << 10
	// sendPath is where Termii takes one message.
	sendPath = "/api/sms/send"
	// defaultChannel also reaches the many phones that ask not to be disturbed,
	// which codes and news of orders have to.
	defaultChannel = "dnd"
)

// TermiiConfig says how Termii knows the shop.
type TermiiConfig struct {
	// BaseURL is the one on the account's page, as in https://v3.api.termii.com.
	BaseURL string
	APIKey  string
	// From is the approved sender ID, 3 to 11 characters.
	From string
	// Channel is dnd, generic or whatsapp; empty is dnd.
	Channel string
	// Client may be nil. It is copied: redirects are not followed, because they
	// would carry the key elsewhere.
	Client *http.Client
}

// Termii sends messages through Termii.
type Termii struct {
	endpoint, key, from, channel string
	client                       *http.Client
	timeout                      time.Duration
}

var _ Sender = (*Termii)(nil)

// NewTermii checks the settings, and tells everything that is wrong with them
// at once. It does not connect.
func NewTermii(config TermiiConfig) (*Termii, error) {
	var faults []error
	check := func(holds bool, text string) {
		if !holds {
			faults = append(faults, errors.New("sms: "+text))
		}
	}
	base, err := url.Parse(config.BaseURL)
	check(err == nil && (base.Scheme == "https" || base.Scheme == "http") && base.Host != "" && base.RawQuery == "",
		"the address of Termii has to be https://host")
	check(config.APIKey != "", "the API key of Termii is missing")
	letters := utf8.RuneCountInString(config.From)
	check(letters >= 3 && letters <= 11, "the sender ID at Termii has to have 3 to 11 characters")
	channel := config.Channel
	if channel == "" {
		channel = defaultChannel
	}
	check(channel == "dnd" || channel == "generic" || channel == "whatsapp",
		"the channel of Termii has to be dnd, generic or whatsapp")
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	client := &http.Client{}
	if config.Client != nil {
		*client = *config.Client
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Termii{
		endpoint: base.JoinPath(sendPath).String(), key: config.APIKey, from: config.From, channel: channel,
		client: client, timeout: sendTime,
	}, nil
}

// request is the body of one message.
type request struct {
	To      string `json:"to"`
	From    string `json:"from"`
	SMS     string `json:"sms"`
	Type    string `json:"type"`
	Channel string `json:"channel"`
	Key     string `json:"api_key"`
}

// Send hands the message to Termii. An error that is not an ErrRefused may
// have come after Termii took the message, so a retry can send it twice.
func (t *Termii) Send(ctx context.Context, message Message) error {
	if err := message.Validate(); err != nil {
		return err
	}
	// Termii wants the international form without its plus.
	body, err := json.Marshal(request{
		To: strings.TrimPrefix(message.To, "+"), From: t.from, SMS: message.Text, Type: "plain", Channel: t.channel, Key: t.key,
	})
	if err != nil {
		return fmt.Errorf("%w: the message cannot be written as JSON", ErrRefused)
	}
	ctx, cancel := context.WithTimeout(ctx, t.timeout)
	defer cancel()
	asked, err := http.NewRequestWithContext(ctx, http.MethodPost, t.endpoint, bytes.NewReader(body))
	if err != nil {
		return errors.New("sms: the address of Termii cannot be asked")
	}
	asked.Header.Set("Content-Type", "application/json")
	asked.Header.Set("Accept", "application/json")
	status, answer, err := t.ask(asked)
	switch {
	case err == nil:
		return judge(status, answer)
	case ctx.Err() != nil:
		return fmt.Errorf("sms: no answer from Termii in time: %w", ctx.Err())
	default:
		return fmt.Errorf("sms: no answer from Termii: %w", err)
	}
}

// ask returns no more of the answer than Termii ever sends.
func (t *Termii) ask(asked *http.Request) (status int, body []byte, err error) {
	answer, err := t.client.Do(asked)
	if err != nil {
		return 0, nil, err // it speaks of the address, which holds no secret
	}
	defer func() { _ = answer.Body.Close() }() // what was wanted of it has been read
	body, err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if err == nil && len(body) > maxAnswer {
		err = errors.New("the answer is too long")
	}
	return answer.StatusCode, body, err
}
