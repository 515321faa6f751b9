package order

import (
	"context"
	"strconv"
	"time"

	"zuka/ent/db"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
)

const (
	// placedChannel carries news of new orders, for staff.
	placedChannel = "orders.placed"
	// placedBuffer is how many new orders may wait for somebody who watches.
	placedBuffer = 64
	// placedMemory is how many orders back a second telling is known for one.
	placedMemory = 256
)

func channel(order int) string { return "order:" + strconv.Itoa(order) }

// Follow shows an order of the viewer's own, or any to staff, as it is and each
// time that it has moved, while the viewer may see it.
func (s *Service) Follow(ctx context.Context, id int) (<-chan *db.Order, error) {
	return s.follow(ctx, id, nil, func(ctx context.Context) (*db.Order, error) { return s.Find(ctx, id) })
}

// FollowByNumber is Follow for somebody who has an order's number, and its
// access token if it is not their own.
func (s *Service) FollowByNumber(ctx context.Context, number string, token *string) (<-chan *db.Order, error) {
	found, err := s.ByNumber(ctx, number, token)
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, fault.Missing("order")
	}
	return s.follow(ctx, found.ID, token, func(ctx context.Context) (*db.Order, error) { return s.ByNumber(ctx, number, token) })
}

func (s *Service) follow(ctx context.Context, id int, token *string, read func(context.Context) (*db.Order, error)) (<-chan *db.Order, error) {
	shown, err := pubsub.Follow(ctx, s.Hub, channel(id), func(ctx context.Context) (*db.Order, int64, error) {
		found, err := s.together(ctx, id, token, read)
		if found == nil {
			return nil, 0, err
		}
		return found, int64(found.Version), err
	})
	if err == nil && shown == nil {
		err = fault.Missing("order")
	}
	return shown, err
}

// readTime bounds a read that several wait for.
const readTime = 5 * time.Second

// together reads an order once for all who read it at the moment by the same
// right: the news of an order reaches all who follow it at once.
func (s *Service) together(ctx context.Context, id int, token *string, read func(context.Context) (*db.Order, error)) (*db.Order, error) {
	v := viewer.From(ctx)
	right := v.User.String()
	if v.May(viewer.Staff) {
		right = "staff"
	}
	if token != nil {
		right += string(TokenHash(*token))
	}
	found, err, _ := s.reading.Do(strconv.Itoa(id)+" "+right, func() (any, error) {
		// Whoever happens to be the first may go away; the others stay.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readTime)
		defer cancel()
		return read(ctx)
	})
	order, _ := found.(*db.Order)
	return order, err
}

// FollowPlaced shows staff each new order as it comes: a ticker without a
// snapshot. An order that is announced twice is shown once.
func (s *Service) FollowPlaced(ctx context.Context) (<-chan *db.Order, error) {
	if err := onlyStaff(ctx); err != nil {
		return nil, err
	}
	news, err := pubsub.Listen(ctx, s.Hub, placedChannel, placedBuffer)
	if err != nil {
		return nil, err
	}
	shown := make(chan *db.Order)
	go func() {
		defer close(shown)
		var seen recent
		for one := range news {
			id, err := strconv.Atoi(one.ID)
			if err != nil || !seen.first(id) {
				continue
			}
			found, err := s.Find(ctx, id)
			if err != nil {
				s.Log.WarnContext(ctx, "a new order could not be read", "order", id, "cause", err)
				continue
			}
			if found == nil {
				return // Who watches is no longer staff, for orders are not deleted.
			}
			select {
			case shown <- found:
			case <-ctx.Done():
				return
			}
		}
	}()
	return shown, nil
}

// recent knows the last orders that were shown.
type recent struct {
	ring [placedMemory]int
	next int
}

// first tells whether an order is new, and remembers it.
func (r *recent) first(id int) bool {
	for _, known := range r.ring {
		if known == id {
			return false
		}
	}
	r.ring[r.next%placedMemory] = id
	r.next++
	return true
}

// Announce tells who follows an order of the version that it has, and those who
// watch new orders of one that was just placed. It is for after the commit, and
// may be done again; what it cannot say is logged and is no failure.
func (s *Service) Announce(ctx context.Context, order *db.Order) {
	news := pubsub.News{Version: int64(order.Version), ID: strconv.Itoa(order.ID)}
	err := s.Hub.Tell(ctx, channel(order.ID), news)
	if err == nil && order.Version == 1 {
		err = s.Hub.Tell(ctx, placedChannel, news)
	}
	if err != nil {
		s.Log.WarnContext(ctx, "who follows an order learns of it later", "order", order.ID, "cause", err)
	}
}
