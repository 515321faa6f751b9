package notify

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"zuka/ent/db"
	"zuka/ent/db/notification"
	"zuka/internal/platform/pubsub"
)

const (
	// followBuffer is how many notices may wait for a device.
	followBuffer = 64
	// followMemory is how many notices back a second telling is known for one.
	followMemory = 128
	// followCatchUp is how many notices are shown after a lost connection.
	followCatchUp = 20
)

// Follow shows who is signed in each new notice. It begins with the newest
// unread one, or with nothing when all is read: a client that knows it already
// has missed none between its list and this; one that does not reads its list
// again. After a lost connection what is unread and newer than what was shown
// comes first.
func (s *Service) Follow(ctx context.Context) (<-chan *db.Notification, error) {
	user, err := me(ctx)
	if err != nil {
		return nil, err
	}
	sub, err := s.Hub.Subscribe(ctx, channel(user), pubsub.SubscribeOptions{Mode: pubsub.Latest, Buffer: followBuffer})
	if err != nil {
		return nil, err
	}
	first, err := s.unread(ctx, user, 0, 1)
	if err != nil {
		sub.Close()
		return nil, err
	}
	f := follower{service: s, user: user, sub: sub, shown: make(chan *db.Notification)}
	go f.run(ctx, first)
	return f.shown, nil
}

// unread are a person's newest unread notices after one, the oldest first.
func (s *Service) unread(ctx context.Context, user uuid.UUID, after, most int) ([]*db.Notification, error) {
	found, err := s.Pool.Ent().Notification.Query().
		Where(notification.UserID(user), notification.Read(false), notification.IDGT(after)).
		Order(notification.ByCreatedAt(newest), notification.ByID(newest)).Limit(most).All(ctx)
	slices.Reverse(found)
	return found, err
}

// follower hands one device its notices.
type follower struct {
	service *Service
	user    uuid.UUID
	sub     *pubsub.Subscription
	shown   chan *db.Notification
	// recent are the last ones shown, newest the highest of all.
	recent []int
	newest int
}

func (f *follower) run(ctx context.Context, first []*db.Notification) {
	defer close(f.shown)
	defer f.sub.Close()
	for next, open := first, true; open; next, open = f.wait(ctx) {
		for _, notice := range next {
			if !f.show(ctx, notice) {
				return
			}
		}
	}
}

// wait is what comes next; it is not open when nothing will come any more.
func (f *follower) wait(ctx context.Context) (next []*db.Notification, open bool) {
	var err error
	select {
	case <-ctx.Done():
		return nil, false
	case <-f.sub.Gaps():
		next, err = f.service.unread(ctx, f.user, f.newest, followCatchUp)
	case payload, open := <-f.sub.C():
		if !open {
			return nil, false
		}
		next, err = f.read(ctx, payload)
	}
	if err != nil {
		if ctx.Err() == nil {
			f.service.Log.WarnContext(ctx, "a new notice could not be read", "cause", err)
		}
		return nil, false // The client comes back and begins with a snapshot.
	}
	return next, true
}

// read is the notice that news are of, if it is the person's and was not shown.
func (f *follower) read(ctx context.Context, payload []byte) ([]*db.Notification, error) {
	var news pubsub.News
	if json.Unmarshal(payload, &news) != nil {
		return nil, nil
	}
	id, err := strconv.Atoi(news.ID)
	if err != nil || slices.Contains(f.recent, id) {
		return nil, nil
	}
	return f.service.Pool.Ent().Notification.Query().Where(notification.ID(id), notification.UserID(f.user)).All(ctx)
}

func (f *follower) show(ctx context.Context, notice *db.Notification) bool {
	if slices.Contains(f.recent, notice.ID) {
		return true
	}
	select {
	case f.shown <- notice:
	case <-ctx.Done():
		return false
	}
	f.newest = max(f.newest, notice.ID)
	if f.recent = append(f.recent, notice.ID); len(f.recent) > followMemory {
		f.recent = f.recent[1:]
	}
	return true
}
