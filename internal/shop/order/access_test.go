package order

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/orderevent"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// Whoever may not see an order gets what one gets who asks for an order that
// was never placed.
func TestAnOrderIsThereForThoseWhoMaySeeIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada, bola, boss := w.person(viewer.Customer), w.person(viewer.Customer), w.person(viewer.Staff)
	guests, adas := w.place(w.draft(nil)), w.place(w.draft(&ada))
	token, other := w.service.Token(guests.OrderNumber), w.service.Token(adas.OrderNumber)
	stranger, guest := context.Background(), as(uuid.Nil, "")
	for name, ask := range map[string]struct {
		ctx           context.Context
		number        string
		token         *string
		found, byIDto bool
	}{
		"guest with token":            {guest, guests.OrderNumber, &token, true, false},
		"stranger with token":         {stranger, guests.OrderNumber, &token, true, false},
		"typed by hand":               {guest, " zuka" + guests.OrderNumber[4:] + " ", &token, true, false},
		"another person with token":   {as(bola, viewer.Customer), guests.OrderNumber, &token, true, false},
		"number alone":                {guest, guests.OrderNumber, nil, false, false},
		"empty token":                 {guest, guests.OrderNumber, ptr(""), false, false},
		"wrong token":                 {guest, guests.OrderNumber, ptr(token[:21] + "x"), false, false},
		"token of another":            {guest, guests.OrderNumber, &other, false, false},
		"hash as token":               {guest, guests.OrderNumber, ptr(string(TokenHash(token))), false, false},
		"person with number alone":    {as(bola, viewer.Customer), guests.OrderNumber, nil, false, false},
		"staff":                       {as(boss, viewer.Staff), guests.OrderNumber, nil, true, true},
		"staff of another":            {as(boss, viewer.Staff), adas.OrderNumber, nil, true, true},
		"one's own":                   {as(ada, viewer.Customer), adas.OrderNumber, nil, true, true},
		"one's own with wrong token":  {as(ada, viewer.Customer), adas.OrderNumber, ptr("x"), true, true},
		"another's":                   {as(bola, viewer.Customer), adas.OrderNumber, nil, false, false},
		"another's with its token":    {as(bola, viewer.Customer), adas.OrderNumber, &other, false, false},
		"a person's, by a guest":      {guest, adas.OrderNumber, &other, false, false},
		"a role without a person":     {as(uuid.Nil, viewer.Admin), adas.OrderNumber, nil, false, false},
		"never placed":                {guest, "ZUKA-2026-999999", &token, false, false},
		"no number":                   {as(boss, viewer.Staff), "' OR 1=1 --", nil, false, false},
		"what cannot be stored":       {as(boss, viewer.Staff), "ZUKA-2026-\x00", nil, false, false},
		"token with what cannot be":   {guest, guests.OrderNumber, ptr("\x00\xff"), false, false},
		"staff, of a number too long": {as(boss, viewer.Staff), "ZUKA-2026-99999999999999999999", nil, false, false},
	} {
		found, err := w.service.ByNumber(ask.ctx, ask.number, ask.token)
		require.NoError(t, err, name)
		require.Equal(t, ask.found, found != nil, name)
		id := guests.ID
		if ask.number == adas.OrderNumber {
			id = adas.ID
		}
		byID, err := w.service.Find(ask.ctx, id)
		require.NoError(t, err, name)
		if ask.number == guests.OrderNumber || ask.number == adas.OrderNumber {
			require.Equal(t, ask.byIDto, byID != nil, name)
		}
	}
	none, err := w.service.Find(as(boss, viewer.Staff), adas.ID+100)
	require.NoError(t, err)
	require.Nil(t, none)
}

func TestWhoAsksForNothingCostsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, counter := postgres.WithCounter(t.Context())
	for _, number := range []string{"ZUKA-2026-000001", "nothing"} {
		found, err := w.service.ByNumber(ctx, number, nil)
		require.NoError(t, err)
		require.Nil(t, found)
	}
	require.Empty(t, counter.Statements())
}

func TestAGuestsOrderIsTakenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.service.Hub = newHub(t)
	ada := w.person(viewer.Customer)
	placed := w.place(w.draft(nil))
	token := w.service.Token(placed.OrderNumber)

	_, err := w.service.Link(as(uuid.Nil, ""), placed.OrderNumber, token, nil)
	require.True(t, fault.Is(err, fault.Unauthenticated))
	_, err = w.service.Link(as(ada, viewer.Customer), placed.OrderNumber, token+"x", nil)
	require.True(t, fault.Is(err, fault.NotFound))
	never := err
	_, err = w.service.Link(as(ada, viewer.Customer), "ZUKA-2026-999999", token, nil)
	require.Equal(t, never.Error(), err.Error())

	linked, err := w.service.Link(as(ada, viewer.Customer), placed.OrderNumber, token, nil)
	require.NoError(t, err)
	require.Equal(t, ada, *linked.UserID)
	again, err := w.service.Link(as(ada, viewer.Customer), placed.OrderNumber, token, nil)
	require.NoError(t, err)
	require.Equal(t, 2, again.Version, "asking again changes nothing")
	mine, err := w.service.Mine(as(ada, viewer.Customer), Filter{}, none())
	require.NoError(t, err)
	require.Len(t, mine.Nodes(), 1)
	still, err := w.service.ByNumber(as(uuid.Nil, ""), placed.OrderNumber, &token)
	require.NoError(t, err)
	require.NotNil(t, still, "who was mailed the link is not locked out")

	_, kinds := w.timeline(placed.ID)
	require.Equal(t, []Kind{orderevent.KindPlaced, orderevent.KindLinked}, kinds)
	event := w.pool.Ent().OrderEvent.Query().Where(orderevent.Version(2)).OnlyX(t.Context())
	require.Equal(t, ada, *event.UserID)
	require.Equal(t, customer, event.Actor)
}

func TestOneOfManyTakesAnOrderOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.service.Hub = newHub(t)
	placed := w.place(w.draft(nil))
	token := w.service.Token(placed.OrderNumber)
	people := make([]uuid.UUID, 20)
	for i := range people {
		people[i] = w.person(viewer.Customer)
	}
	var won, refused atomic.Int32
	together(len(people), func(i int) {
		switch linked, err := w.service.Link(as(people[i], viewer.Customer), placed.OrderNumber, token, nil); {
		case err == nil && *linked.UserID == people[i]:
			won.Add(1)
		case fault.For(err, fault.StateConflict):
			refused.Add(1)
		default:
			t.Error(err)
		}
	})
	require.Equal(t, int32(1), won.Load())
	require.Equal(t, int32(len(people)-1), refused.Load())
	versions, _ := w.timeline(placed.ID)
	require.Equal(t, upTo(2), versions)
}

func TestBatchesAreOneStatement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var orders []int
	for range 5 {
		orders = append(orders, w.place(w.draft(nil)).ID)
	}
	_, err := w.move(Step{Order: orders[2], From: Statuses, Kind: orderevent.KindPaymentFailed, Actor: provider})
	require.NoError(t, err)
	ctx, counter := postgres.WithCounter(t.Context())
	lines, err := w.service.LinesOf(ctx, append(orders, orders[4]+100))
	require.NoError(t, err)
	require.Len(t, counter.Statements(), 1)
	events, err := w.service.EventsOf(ctx, orders)
	require.NoError(t, err)
	require.Len(t, counter.Statements(), 2)
	for i, id := range orders {
		require.Len(t, lines[id], 2)
		require.Equal(t, w.products[1], lines[id][0].ProductID, "as they were placed")
		want := []int{1}
		if i == 2 {
			want = []int{1, 2}
		}
		var versions []int
		for _, event := range events[id] {
			versions = append(versions, event.Version)
		}
		require.Equal(t, want, versions)
	}
	require.Empty(t, lines[orders[4]+100])
	require.NoError(t, postgres.InTx(t.Context(), w.pool, func(ctx context.Context, tx postgres.Tx) error {
		own, err := w.service.Lines(ctx, tx, orders[0])
		require.Len(t, own, 2)
		return err
	}))
}

// numbers are those of a page.
func numbers(orders []*db.Order) (all []string) {
	for _, one := range orders {
		all = append(all, one.OrderNumber)
	}
	return all
}
