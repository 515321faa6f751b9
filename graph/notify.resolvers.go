package graph

import (
	"context"

	"zuka/ent/db"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/account"
	"zuka/internal/shop/notify"
)

// mostMarked is how many notifications can be marked at once.
const mostMarked = 100

// Notifications are what the person was told.
func (m meFields) Notifications(ctx context.Context, _ *account.Self, unreadOnly bool, first *int32, after *string, last *int32, before *string) (*notify.Connection, error) {
	return m.Notify.Mine(ctx, unreadOnly, page.Args{First: first, After: after, Last: last, Before: before})
}

type notificationPage struct{ *Resolver }

// UnreadCount is how many were not seen.
func (n notificationPage) UnreadCount(ctx context.Context, _ *notify.Connection) (int32, error) {
	count, err := n.Notify.UnreadCount(ctx, viewer.From(ctx).User)
	return int32(count), err
}

func (m mutation) marked(ctx context.Context, count int, failed error) (*model.NotificationsPayload, error) {
	errs, err := usererror.From(failed)
	if err != nil {
		return nil, err
	}
	left, err := m.Notify.UnreadCount(ctx, viewer.From(ctx).User)
	return &model.NotificationsPayload{Marked: int32(count), UnreadCount: int32(left), UserErrors: errs}, err
}

// NotificationsMarkRead says that some were seen.
func (m mutation) NotificationsMarkRead(ctx context.Context, ids []*globalid.ID) (*model.NotificationsPayload, error) {
	if len(ids) > mostMarked {
		return m.marked(ctx, 0, fault.Invalid("ids", "must have at most %d ids, got %d", mostMarked, len(ids)))
	}
	keys, err := numbers(ids, "Notification", "ids")
	if err != nil {
		return m.marked(ctx, 0, err)
	}
	count, failed := m.Notify.MarkRead(ctx, keys)
	return m.marked(ctx, count, failed)
}

// NotificationsMarkAllRead says that all were seen.
func (m mutation) NotificationsMarkAllRead(ctx context.Context) (*model.NotificationsPayload, error) {
	count, failed := m.Notify.MarkAllRead(ctx)
	return m.marked(ctx, count, failed)
}

// NotificationBroadcast tells many people.
func (m mutation) NotificationBroadcast(ctx context.Context, input model.NotificationBroadcastInput) (*model.ActionPayload, error) {
	in := notify.BroadcastInput{
		Type: input.Type, Title: input.Title, Message: input.Message, ActionURL: input.ActionURL.Value(), IdempotencyKey: input.IdempotencyKey,
	}
	in.Segment.OrderedWithinDays = whole(input.OrderedWithinDays.Value())
	_, err := m.Notify.Broadcast(ctx, in)
	return done(fault.Below("input", err))
}

// NotificationReceived hears of each new one.
func (s subscription) NotificationReceived(ctx context.Context) (<-chan *db.Notification, error) {
	return followed[*db.Notification](ctx)(s.Notify.Follow(ctx))
}
