package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/notification"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
)

func reward(user uuid.UUID, source string) Notice {
	return Notice{User: user, Type: notification.TypeReward, Title: "T " + source, Message: "M", ActionURL: ptr("/rewards"), Source: source}
}

func TestANoticeIsToldOnceForItsSource(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada, bola, gone := w.person("ada@zuka.example"), w.person("bola@zuka.example"), w.person("")
	w.exec(`UPDATE users SET deleted_at = now() WHERE id = $1`, gone)
	together(20, func(int) {
		if err := postgres.InTx(context.Background(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
			return w.service.Tell(ctx, tx, reward(ada, "order:1:1"))
		}); err != nil {
			t.Error(err)
		}
	})
	w.tell(reward(ada, "order:1:2"))
	w.tell(reward(bola, "order:1:1"))
	w.tell(reward(ada, ""))
	w.tell(reward(ada, ""))
	count := func(user uuid.UUID) int {
		return w.pool.Ent().Notification.Query().Where(notification.UserID(user)).CountX(t.Context())
	}
	require.Equal(t, 4, count(ada))
	require.Equal(t, 1, count(bola))
	require.NoError(t, postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
		return w.service.Tell(ctx, tx, reward(gone, "order:1:1"))
	}))
	require.Zero(t, count(gone))
	enough := errors.New("enough")
	require.ErrorIs(t, postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
		require.NoError(t, w.service.Tell(ctx, tx, reward(bola, "x")))
		return enough
	}), enough)
	require.Equal(t, 1, count(bola), "told if and only if the transaction commits")

	told := w.pool.Ent().Notification.Query().Where(notification.UserID(bola)).OnlyX(t.Context())
	require.Equal(t, notification.TypeReward, told.Type)
	require.Equal(t, "/rewards", *told.ActionURL)
	require.False(t, told.Read)
	require.True(t, noon.Equal(told.CreatedAt))
}

func titles(notices []*db.Notification) (all []string) {
	for _, one := range notices {
		all = append(all, one.Title)
	}
	return all
}

func TestNoticesAreListedAndMarkedByTheirOwner(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada, bola := w.person("ada@zuka.example"), w.person("bola@zuka.example")
	var want []string
	for i := range 7 {
		w.at(noon.Add(time.Duration(i/2) * time.Second)) // Two at each moment: the id decides.
		w.tell(reward(ada, fmt.Sprint(i)))
		w.tell(reward(bola, fmt.Sprint("b", i)))
		want = append(want, "T "+fmt.Sprint(i))
	}
	slices.Reverse(want)
	ctx := as(ada, viewer.Customer)
	var forward, backward []string
	var all []*db.Notification
	for args := (page.Args{First: ptr[int32](3)}); ; {
		found, err := w.service.Mine(ctx, false, args)
		require.NoError(t, err)
		forward, all = append(forward, titles(found.Nodes())...), append(all, found.Nodes()...)
		if args.After = found.PageInfo.EndCursor; !found.PageInfo.HasNextPage {
			break
		}
	}
	for args := (page.Args{Last: ptr[int32](2)}); ; {
		found, err := w.service.Mine(ctx, true, args)
		require.NoError(t, err)
		backward = append(titles(found.Nodes()), backward...)
		if args.Before = found.PageInfo.StartCursor; !found.PageInfo.HasPreviousPage {
			break
		}
	}
	require.Equal(t, want, forward)
	require.Equal(t, want, backward)

	marked, err := w.service.MarkRead(as(bola, viewer.Customer), []int{all[0].ID, all[1].ID})
	require.NoError(t, err)
	require.Zero(t, marked, "another's do not exist")
	marked, err = w.service.MarkRead(ctx, []int{all[1].ID, all[0].ID, all[1].ID, 1 << 40})
	require.NoError(t, err)
	require.Equal(t, 2, marked)
	marked, err = w.service.MarkRead(ctx, []int{all[0].ID})
	require.NoError(t, err)
	require.Zero(t, marked)
	unread, err := w.service.Mine(ctx, true, page.Args{})
	require.NoError(t, err)
	require.Equal(t, want[2:], titles(unread.Nodes()))
	total, err := unread.TotalCount(ctx)
	require.NoError(t, err)
	require.Equal(t, 5, total)
	_, err = w.service.Mine(ctx, false, page.Args{After: unread.PageInfo.EndCursor})
	require.ErrorContains(t, err, "cursor of another list")
	read := w.pool.Ent().Notification.GetX(t.Context(), all[0].ID)
	require.True(t, read.Read && read.ReadAt != nil)

	count := func(ctx context.Context) int {
		n, err := w.service.UnreadCount(ctx, ada)
		require.NoError(t, err)
		return n
	}
	require.Equal(t, 5, count(ctx))
	require.Equal(t, 5, count(as(uuid.New(), viewer.Staff)))
	_, err = w.service.UnreadCount(as(bola, viewer.Customer), ada)
	require.True(t, fault.Is(err, fault.Forbidden))
	marked, err = w.service.MarkAllRead(ctx)
	require.NoError(t, err)
	require.Equal(t, 5, marked)
	require.Zero(t, count(ctx))
	n, err := w.service.UnreadCount(as(bola, viewer.Customer), bola)
	require.NoError(t, err)
	require.Equal(t, 7, n)
}

func TestNoticesAreForThoseWhoAreSignedIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	guest := as(uuid.Nil, "")
	_, err := w.service.Mine(guest, false, page.Args{})
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = w.service.UnreadCount(guest, uuid.Nil)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = w.service.MarkRead(guest, []int{1})
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = w.service.MarkRead(guest, nil)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = w.service.MarkAllRead(guest)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = w.service.Follow(guest)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = w.service.MarkRead(as(uuid.New(), viewer.Customer), make([]int, mostMarked+1))
	require.True(t, fault.Is(err, fault.BadUserInput))
}

func TestStaffAreAlertedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss, admin, ada := w.person("boss@zuka.example"), w.person("admin@zuka.example"), w.person("ada@zuka.example")
	w.exec(`UPDATE users SET role = 'staff' WHERE id = $1`, boss)
	w.exec(`UPDATE users SET role = 'admin' WHERE id = $1`, admin)
	// The boss's own order: to be told of it as a customer is another thing.
	order := w.order(boss, "ZUKA-2026-000001", "cancelled", noon)
	w.step(order, 2, "payment_late", "provider", "It goes back.", "cancelled", "paid")
	ctx, cancel := context.WithCancel(as(admin, viewer.Admin))
	defer cancel()
	admins, err := w.service.Follow(ctx)
	require.NoError(t, err)
	for range 2 {
		require.NoError(t, postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
			return w.service.Alert(ctx, tx, "Look", "At this", sourceOf(order, 2))
		}))
		require.NoError(t, w.service.OrderChanged(t.Context(), order, 2))
	}
	require.Equal(t, "Look", next(t, admins).Title)
	for user, want := range map[uuid.UUID][]string{boss: {"Look", "Payment goes back"}, admin: {"Look"}, ada: nil} {
		require.ElementsMatch(t, want, titles(w.pool.Ent().Notification.Query().Where(notification.UserID(user)).AllX(t.Context())))
	}
}

func TestManyNoticesAreOneStatement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	people := make([]Notice, 50)
	for i := range people {
		people[i] = reward(w.person(""), fmt.Sprint("x", i%2))
	}
	backwards := slices.Clone(people)
	slices.Reverse(backwards)
	together(8, func(i int) { // In any order, they do not block each other.
		if err := postgres.InTx(context.Background(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
			ctx, counter := postgres.WithCounter(ctx)
			err := w.service.TellAll(ctx, tx, [][]Notice{people, backwards}[i%2])
			if n := len(counter.Statements()); n != 1 {
				t.Errorf("%d statements", n)
			}
			return errors.Join(err, w.service.TellAll(ctx, tx, nil))
		}); err != nil {
			t.Error(err)
		}
	})
	require.Equal(t, 50, w.pool.Ent().Notification.Query().CountX(t.Context()))
}

// next is what comes on a channel; nil when it is closed.
func next(t *testing.T, from <-chan *db.Notification) *db.Notification {
	t.Helper()
	select {
	case one := <-from:
		return one
	case <-time.After(patience):
		t.Fatal("nothing came")
		return nil
	}
}

func TestADeviceIsShownEachNewNotice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada, bola := w.person("ada@zuka.example"), w.person("bola@zuka.example")
	w.tell(reward(ada, "old"))
	w.tell(reward(ada, "newest unread"))
	follow := func(user uuid.UUID) (<-chan *db.Notification, context.CancelFunc) {
		ctx, cancel := context.WithCancel(as(user, viewer.Customer))
		t.Cleanup(cancel)
		shown, err := w.service.Follow(ctx)
		require.NoError(t, err)
		return shown, cancel
	}
	adas, leave := follow(ada)
	bolas, _ := follow(bola)
	require.Equal(t, "T newest unread", next(t, adas).Title)
	w.tell(reward(ada, "first"))
	w.service.Told(t.Context(), ada, "first") // The job tells it again.
	w.tell(reward(bola, "bola's"))
	// News on Ada's channel of what is not hers, or is nothing.
	notBolas := w.pool.Ent().Notification.Query().Where(notification.UserID(bola)).OnlyIDX(t.Context())
	require.NoError(t, w.service.publish(t.Context(), ada, notBolas))
	require.NoError(t, w.service.Hub.Tell(t.Context(), channel(ada), pubsub.News{Version: 1}))
	require.NoError(t, w.service.Hub.Publish(t.Context(), channel(ada), []byte("?")))
	for i := range 30 { // All of them, though they come at once.
		w.tell(reward(ada, fmt.Sprint(i)))
	}
	require.Equal(t, "T first", next(t, adas).Title)
	for i := range 30 {
		require.Equal(t, "T "+fmt.Sprint(i), next(t, adas).Title)
	}
	require.Equal(t, "T bola's", next(t, bolas).Title, "all was read before: there is no snapshot")
	leave()
	require.Nil(t, next(t, adas))
	require.Empty(t, w.logged.String())
	w.service.Told(t.Context(), ada, "never told")
	require.Contains(t, w.logged.String(), "later")
	require.False(t, strings.Contains(w.logged.String(), ada.String()))
}
