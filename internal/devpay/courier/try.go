package courier

import (
	"bytes"
	"context"
	"io"
	"net/http"
)

// maxAnswer is as much of the shop's answer as is read, so that the connection
// can be used again.
const maxAnswer = 64 << 10

// try posts a message once.
func (c *Courier) try(message *Message) Try {
	try := Try{At: c.clock.Now()}
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, message.URL, bytes.NewReader(message.Body))
	if err != nil {
		try.Problem = err.Error()
		return try
	}
	for name, values := range message.Header {
		request.Header[name] = values
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := c.client.Do(request)
	if err != nil {
		try.Problem = err.Error()
		c.log.Warn("the shop did not answer a message", "event", message.Event, "error", err)
		return try
	}
	defer func() { _ = answer.Body.Close() }() // It was read.
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	try.Status = answer.StatusCode
	if try.Status != http.StatusOK {
		c.log.Warn("the shop refused a message", "event", message.Event, "status", try.Status)
	}
	return try
}

// Release sends what is held about a topic, waits until that was tried, and
// tells how much it was.
func (c *Courier) Release(ctx context.Context, topic string) (int, error) {
	return c.hurry(ctx, func(sent *letter) bool { return sent.state == Held && sent.Topic == topic })
}

// RetryNow tries everything that waits for its time, and waits until that was
// tried. What is held stays.
func (c *Courier) RetryNow(ctx context.Context) (int, error) {
	return c.hurry(ctx, func(sent *letter) bool { return sent.state == Waiting })
}

// Settle waits until nothing is on its way. It does not wait for what is held
// or waits for its time.
func (c *Courier) Settle(ctx context.Context) error {
	for {
		c.mu.Lock()
		var tried []<-chan struct{}
		for sent := range c.active {
			if sent.state == Flying {
				tried = append(tried, sent.tried)
			}
		}
		c.mu.Unlock()
		if len(tried) == 0 {
			return nil
		}
		if err := All(ctx, tried); err != nil {
			return err
		}
	}
}

func (c *Courier) hurry(ctx context.Context, chosen func(*letter) bool) (int, error) {
	c.mu.Lock()
	var tried []<-chan struct{}
	for sent := range c.active {
		if chosen(sent) && !c.closed {
			tried = append(tried, sent.tried)
			c.launch(sent)
		}
	}
	c.mu.Unlock()
	return len(tried), All(ctx, tried)
}

// All waits for the tries that the channels stand for.
func All(ctx context.Context, tried []<-chan struct{}) error {
	for _, one := range tried {
		select {
		case <-one:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
