package pubsub

import (
	"context"
	"encoding/json"
	"fmt"
)

// News is what a channel carries of a thing that changes: its version and no
// more. Who may see the thing reads it.
type News struct {
	Version int64 `json:"version"`
	// ID names the thing, on channels that carry news of several.
	ID string `json:"id,omitempty"`
}

// Tell publishes news of a thing. News that Redis does not take, which is an error,
// are told again in the background until it does.
func (h *Hub) Tell(ctx context.Context, channel string, news News) error {
	err := h.tell(ctx, channel, news)
	if err != nil {
		h.later(channel, news)
	}
	return err
}

func (h *Hub) tell(ctx context.Context, channel string, news News) error {
	payload, err := json.Marshal(news)
	if err != nil {
		return fmt.Errorf("writing news: %w", err)
	}
	return h.Publish(ctx, channel, payload)
}

// Follow shows a thing as it is and then each time that it has changed. It
// listens before it reads, so that no change falls in between; a change is read
// when its version is newer than what was shown, and read again when the answer
// is older than the news, as one that is shared with others can be. The channel
// closes when ctx ends, when the hub stops, and when read answers nil: who
// follows may not see the thing any more. The first read is done before Follow
// returns: its error, or a nil that it answers, leaves nothing to follow and the
// channel nil.
func Follow[T any](ctx context.Context, hub *Hub, channel string, read func(context.Context) (*T, int64, error)) (<-chan *T, error) {
	sub, err := hub.Subscribe(ctx, channel, SubscribeOptions{Mode: Latest})
	if err != nil {
		return nil, err
	}
	first, version, err := read(ctx)
	if err != nil || first == nil {
		sub.Close()
		return nil, err
	}
	shown := make(chan *T, 1)
	shown <- first
	go func() {
		defer close(shown)
		defer sub.Close()
		for {
			told, more := sub.more(ctx, version)
			if !more {
				return
			}
			next, newer, err := reread(ctx, told, read)
			if err != nil && ctx.Err() == nil {
				hub.opts.Log.WarnContext(ctx, "what is followed could not be read", "cause", err)
			}
			if err != nil || next == nil {
				return // After an error the client comes back and begins with a snapshot.
			}
			if newer <= version {
				continue
			}
			version = newer
			select {
			case shown <- next:
			case <-ctx.Done():
				return
			}
		}
	}()
	return shown, nil
}

// rereads is how often an answer that is older than the news is asked for again.
const rereads = 3

func reread[T any](ctx context.Context, told int64, read func(context.Context) (*T, int64, error)) (found *T, version int64, err error) {
	for range rereads {
		if found, version, err = read(ctx); err != nil || found == nil || version >= told {
			break
		}
	}
	return found, version, err
}

// more waits until there may be something newer than a version, and says which
// version is told of, 0 when that is not known. It is false when nothing will
// come any more.
func (s *Subscription) more(ctx context.Context, version int64) (told int64, more bool) {
	for {
		select {
		case <-ctx.Done():
			return 0, false
		case <-s.gaps:
			return 0, true // Something may have been missed.
		case payload, open := <-s.messages:
			if !open {
				return 0, false
			}
			var news News
			if json.Unmarshal(payload, &news) != nil || news.Version > version || news.Version == 0 {
				return news.Version, true
			}
		}
	}
}

// Listen hears the news of a channel as they come, without a snapshot: a ticker
// for people who watch. What is missed while a connection is lost stays missed.
// A reader that is more than buffer news behind loses the oldest.
func Listen(ctx context.Context, hub *Hub, channel string, buffer int) (<-chan News, error) {
	sub, err := hub.Subscribe(ctx, channel, SubscribeOptions{Mode: Latest, Buffer: buffer})
	if err != nil {
		return nil, err
	}
	heard := make(chan News)
	go func() {
		defer close(heard)
		defer sub.Close()
		for {
			select {
			case <-ctx.Done():
				return
			case payload, open := <-sub.C():
				if !open {
					return
				}
				var news News
				if json.Unmarshal(payload, &news) != nil {
					continue
				}
				select {
				case heard <- news:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return heard, nil
}
