package pubsub

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// However readers come and go, and however late Redis replies, a channel is
// confirmed exactly while the last command was SUBSCRIBE and nothing is owed.
func TestConfirmationsMatchCommands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := New(nil, Options{})
		h.attach()
		var sub *Subscription
		var commands []string // sent to Redis and not replied to yet
		last := "unsubscribe"
		t.Repeat(map[string]func(*rapid.T){
			"join or leave": func(*rapid.T) {
				if sub != nil {
					sub.Close()
					sub = nil
					return
				}
				sub = &Subscription{hub: h, messages: make(chan []byte, 1), gaps: make(chan struct{}, 1)}
				_, err := h.join("c", func(topic *topic) { topic.add(sub) })
				require.NoError(t, err)
			},
			"flush": func(*rapid.T) {
				on, off := h.changes()
				require.LessOrEqual(t, len(on)+len(off), 1)
				if len(on) > 0 {
					last = "subscribe"
					commands = append(commands, last)
				}
				if len(off) > 0 {
					last = "unsubscribe"
					commands = append(commands, last)
				}
			},
			"reply": func(*rapid.T) {
				require.Equal(t, len(commands) > 0, h.acknowledge("c"), "a reply to nothing means another connection")
				if len(commands) > 0 {
					commands = commands[1:]
				}
			},
			"": func(*rapid.T) {
				require.Equal(t, len(commands), h.unconfirmed)
				if sub == nil {
					return
				}
				if confirmed := sub.topic.confirmed; confirmed {
					require.Empty(t, commands)
					require.Equal(t, "subscribe", last)
				} else if len(commands) == 0 && last == "subscribe" {
					require.NotEmpty(t, h.dirty, "only a flush is missing")
				}
			},
		})
	})
}
