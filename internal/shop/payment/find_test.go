package payment

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/ent/db"
	"zuka/ent/db/order"
	entpayment "zuka/ent/db/payment"
	"zuka/ent/db/paymentevent"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/pubsub"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/payment/gateway"
	"zuka/internal/testenv"
)

const token = "AAECAwQFBgcICQoLDA0ODw"

func asCustomer(id uuid.UUID) viewer.Viewer { return viewer.Viewer{User: id, Role: viewer.Customer} }
func asStaff() viewer.Viewer                { return viewer.Viewer{User: uuid.New(), Role: viewer.Staff} }

func TestAPaymentIsItsOwners(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	buyer, stranger := d.user(), d.user()
	bought, guests := d.open(d.order(of(buyer))), d.open(d.order(withToken(token)))
	wrong, empty := strings.Repeat("A", 22), ""
	good := token
	for name, row := range map[string]struct {
		who    viewer.Viewer
		of     *db.Payment
		token  *string
		allows bool
	}{
		"the buyer":                       {asCustomer(buyer), bought, nil, true},
		"staff":                           {asStaff(), bought, nil, true},
		"staff, a guest's":                {asStaff(), guests, nil, true},
		"a guest with the token":          {viewer.Viewer{Session: uuid.New()}, guests, &good, true},
		"nobody with the token":           {viewer.Viewer{}, guests, &good, true},
		"a customer with the token":       {asCustomer(stranger), guests, &good, true},
		"a stranger":                      {asCustomer(stranger), bought, nil, false},
		"nobody":                          {viewer.Viewer{}, bought, nil, false},
		"nobody, a guest's":               {viewer.Viewer{}, guests, nil, false},
		"a guest with a wrong token":      {viewer.Viewer{}, guests, &wrong, false},
		"a guest with an empty token":     {viewer.Viewer{}, guests, &empty, false},
		"the token of another order":      {viewer.Viewer{}, bought, &good, false},
		"a role without a person":         {viewer.Viewer{Role: viewer.Admin}, bought, nil, false},
		"no token for an order without":   {viewer.Viewer{}, bought, &empty, false},
		"a session that is not a person":  {viewer.Viewer{Session: buyer}, bought, nil, false},
		"a reference that is none at all": {asStaff(), &db.Payment{Reference: "ZUKA-1.1\x00"}, nil, false},
		"a reference of no payment":       {asStaff(), &db.Payment{Reference: "ZUKA-1.1"}, nil, false},
	} {
		found, err := d.service.ByReference(d.as(row.who), row.of.Reference, row.token)
		require.NoError(t, err, name)
		if !row.allows {
			require.Nil(t, found, name)
			continue
		}
		same(t, d.row(row.of.ID), found, name)
	}
	// A person takes the order over: it is theirs, whoever it was made for.
	d.exec("UPDATE orders SET user_id = $1 WHERE id = $2", stranger, guests.OrderID)
	found, err := d.service.ByReference(d.as(asCustomer(stranger)), guests.Reference, nil)
	require.NoError(t, err)
	require.Equal(t, guests.ID, found.ID)
}

func TestThePaymentsOfOrdersComeAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	first, none := d.order(), d.order()
	one, two := d.open(first), d.secondAttempt(first)
	d.record(two, d.paystack.pays(two.Reference, gateway.Success, 500_000, "2"))
	outcome := d.record(one, d.paystack.pays(one.Reference, gateway.Success, 500_000, "1"))
	payments, err := d.service.Of(t.Context(), []int{first.ID, none.ID})
	require.NoError(t, err)
	require.Len(t, payments[first.ID], 2)
	require.Equal(t, one.ID, payments[first.ID][0].ID)
	require.NotNil(t, payments[none.ID])
	require.Empty(t, payments[none.ID])
	refunds, err := d.service.RefundsOf(t.Context(), []int{first.ID, none.ID})
	require.NoError(t, err)
	require.Equal(t, outcome.Refund.ID, refunds[first.ID][0].ID)
	require.Empty(t, refunds[none.ID])
}

func TestListsAreForStaff(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for who, code := range map[*viewer.Viewer]fault.Code{
		{}: fault.Unauthenticated,
		{User: uuid.New(), Role: viewer.Customer}:      fault.Forbidden,
		{Session: uuid.New(), Role: viewer.Staff}:      fault.Unauthenticated,
		{User: uuid.New(), Role: viewer.Role("owner")}: fault.Forbidden,
	} {
		_, err := d.service.Payments(d.as(*who), Filter{}, page.Args{})
		require.True(t, fault.Is(err, code))
		_, err = d.service.Events(d.as(*who), EventFilter{}, page.Args{})
		require.True(t, fault.Is(err, code))
	}
}

func TestStaffLookThroughPayments(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	staff := d.as(asStaff())
	var all []int
	for range 5 {
		all = append([]int{d.open(d.order()).ID}, all...)
	}
	wrong := d.row(all[0])
	d.record(wrong, d.paystack.pays(wrong.Reference, gateway.Success, 1, "1"))
	paid := d.row(all[1])
	d.record(paid, d.paystack.pays(paid.Reference, gateway.Success, 500_000, "2"))

	require.Equal(t, all, walk(t, 2, false, func(args page.Args) *Connection { return d.payments(staff, Filter{}, args) }))
	require.Equal(t, all, walk(t, 2, true, func(args page.Args) *Connection { return d.payments(staff, Filter{}, args) }))
	for name, row := range map[string]struct {
		filter Filter
		ids    []int
	}{
		"status":         {Filter{Status: ptr(entpayment.StatusSuccess)}, []int{paid.ID}},
		"provider":       {Filter{Provider: ptr(entpayment.ProviderFlutterwave)}, []int{}},
		"held":           {Filter{Held: true}, []int{wrong.ID}},
		"reference":      {Filter{Query: &paid.Reference}, []int{paid.ID}},
		"order's number": {Filter{Query: ptr("ZUKA-2026-000001")}, []int{all[4]}},
		"no such thing":  {Filter{Query: ptr("ZUKA-2026-999999")}, []int{}},
		"nothing asked":  {Filter{Query: ptr("")}, all},
	} {
		found := d.payments(staff, row.filter, page.Args{})
		require.Equal(t, row.ids, ids(found), name)
		total, err := found.TotalCount(t.Context())
		require.NoError(t, err)
		require.Equal(t, len(row.ids), total, name)
	}
	_, err := d.service.Payments(staff, Filter{Query: ptr("a\x00")}, page.Args{})
	require.True(t, fault.Is(err, fault.BadUserInput))
	cursor := d.payments(staff, Filter{}, page.Args{}).PageInfo.EndCursor
	_, err = d.service.Payments(staff, Filter{Held: true}, page.Args{After: cursor})
	require.True(t, fault.Is(err, fault.BadUserInput), "a cursor of another list")
}

func (d *desk) payments(ctx context.Context, filter Filter, args page.Args) *Connection {
	d.Helper()
	found, err := d.service.Payments(ctx, filter, args)
	require.NoError(d, err)
	return found
}

func ptr[T any](value T) *T { return &value }

func ids(connection *Connection) []int {
	all := []int{}
	for _, one := range connection.Nodes() {
		all = append(all, one.ID)
	}
	return all
}

// walk reads a list page by page.
func walk(t *testing.T, size int32, backward bool, read func(page.Args) *Connection) (all []int) {
	t.Helper()
	args := page.Args{First: &size}
	if backward {
		args = page.Args{Last: &size}
	}
	for {
		found := read(args)
		if backward {
			all = append(ids(found), all...)
			args.Before = found.PageInfo.StartCursor
		} else {
			all = append(all, ids(found)...)
			args.After = found.PageInfo.EndCursor
		}
		if backward && !found.PageInfo.HasPreviousPage || !backward && !found.PageInfo.HasNextPage {
			return all
		}
	}
}

func TestStaffLookThroughTheInbox(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	staff := d.as(asStaff())
	made := d.open(d.order())
	first := d.receive("paystack", succeeded(made.Reference, "1"))
	second := d.receive("paystack", succeeded("ORD-1.1", "2")) // At the same moment.
	other := d.receive("flutterwave", gateway.Event{Kind: gateway.OtherEvent, Key: "1", Type: "transfer"})
	read := func(filter EventFilter, args page.Args) *EventConnection {
		found, err := d.service.Events(staff, filter, args)
		require.NoError(t, err)
		return found
	}
	events := func(connection *EventConnection) (all []int) {
		for _, one := range connection.Nodes() {
			require.Empty(t, one.Body)
			all = append(all, one.ID)
		}
		return all
	}
	require.Equal(t, []int{other, second, first}, events(read(EventFilter{}, page.Args{})))
	start := read(EventFilter{}, page.Args{First: ptr[int32](2)})
	require.Equal(t, []int{first}, events(read(EventFilter{}, page.Args{After: start.PageInfo.EndCursor})))
	require.Equal(t, []int{second, first}, events(read(EventFilter{}, page.Args{Last: ptr[int32](2)})))
	require.Equal(t, []int{other}, events(read(EventFilter{Status: ptr(paymentevent.StatusIgnored)}, page.Args{})))
	require.Equal(t, []int{other}, events(read(EventFilter{Provider: ptr(paymentevent.ProviderFlutterwave)}, page.Args{})))
	named := read(EventFilter{Reference: &made.Reference}, page.Args{})
	require.Equal(t, []int{first}, events(named))
	total, err := named.TotalCount(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, total)
	_, err = d.service.Events(staff, EventFilter{Reference: ptr("a\x00")}, page.Args{})
	require.True(t, fault.Is(err, fault.BadUserInput))
}

func TestAPaymentIsFollowed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	client, prefix := testenv.RedisClient(t)
	d.service.Hub = pubsub.New(client, pubsub.Options{Prefix: prefix, Heartbeat: time.Minute, ConfirmTimeout: time.Minute})
	d.service.Hub.Start()
	t.Cleanup(d.service.Hub.Stop)
	made := d.open(d.order(withToken(token), by(order.PaymentMethodPaystack)))
	good := token
	shown, err := d.service.Follow(d.as(viewer.Viewer{}), made.Reference, nil)
	require.NoError(t, err)
	require.Nil(t, shown, "a stranger sees nothing")

	shown, err = d.service.Follow(d.as(viewer.Viewer{}), made.Reference, &good)
	require.NoError(t, err)
	same(t, d.row(made.ID), <-shown)
	outcome := d.record(made, d.paystack.pays(made.Reference, gateway.Success, 500_000, "1"))
	d.service.Announce(t.Context(), outcome.Payment)
	d.service.Announce(t.Context(), nil)
	require.Equal(t, entpayment.StatusSuccess, (<-shown).Status)
	d.exec("UPDATE orders SET guest_token_hash = NULL")
	outcome.Payment.Version++
	d.service.Announce(t.Context(), outcome.Payment)
	_, open := <-shown
	require.False(t, open, "who may not see it any more hears no more")
}
