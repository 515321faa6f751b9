package order

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	row "zuka/ent/db/order"
	"zuka/internal/platform/clock"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/viewer"
)

func none() page.Args { return page.Args{} }

func TestAPersonsOrdersAreWalkedBothWays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada, bola := w.person(viewer.Customer), w.person(viewer.Customer)
	var want []string
	for i := range 7 {
		// Two at each moment: the id decides.
		w.service.Clock = clock.Fixed(noon.Add(time.Duration(i/2) * time.Second))
		want = append(want, w.place(w.draft(&ada)).OrderNumber)
		w.place(w.draft(&bola))
	}
	slices.Reverse(want)
	ctx := as(ada, viewer.Customer)
	var forward, backward []string
	for args := (page.Args{First: ptr[int32](3)}); ; {
		found, err := w.service.Mine(ctx, Filter{}, args)
		require.NoError(t, err)
		forward = append(forward, numbers(found.Nodes())...)
		if args.After = found.PageInfo.EndCursor; !found.PageInfo.HasNextPage {
			total, err := found.TotalCount(ctx)
			require.NoError(t, err)
			require.Equal(t, 7, total)
			break
		}
	}
	for args := (page.Args{Last: ptr[int32](2)}); ; {
		found, err := w.service.Mine(ctx, Filter{}, args)
		require.NoError(t, err)
		backward = append(numbers(found.Nodes()), backward...)
		if args.Before = found.PageInfo.StartCursor; !found.PageInfo.HasPreviousPage {
			break
		}
	}
	require.Equal(t, want, forward)
	require.Equal(t, want, backward)

	w.exec(`UPDATE orders SET status = 'paid' WHERE order_number = $1`, want[3])
	found, err := w.service.Mine(ctx, Filter{Statuses: []Status{row.StatusPaid, row.StatusShipped}}, none())
	require.NoError(t, err)
	require.Equal(t, want[3:4], numbers(found.Nodes()))
	mine, err := w.service.Mine(ctx, Filter{}, none())
	require.NoError(t, err)
	_, err = w.service.Mine(ctx, Filter{Statuses: []Status{row.StatusPaid}}, page.Args{After: mine.PageInfo.EndCursor})
	require.ErrorContains(t, err, "cursor of another list")
	_, err = w.service.Mine(as(uuid.Nil, ""), Filter{}, none())
	require.True(t, fault.Is(err, fault.Unauthenticated))
}

func TestStaffFindOrders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada, boss := w.person(viewer.Customer), w.person(viewer.Staff)
	w.exec(`UPDATE users SET email = 'Ada@Zuka.example', phone = '+2348055555555' WHERE id = $1`, ada)
	at := func(lagos string) time.Time {
		moment, err := time.ParseInLocation(time.DateTime, lagos, clock.Lagos)
		require.NoError(t, err)
		return moment
	}
	var adas, guests string
	{
		w.service.Clock = clock.Fixed(at("2026-05-20 00:00:00"))
		d := w.draft(&ada)
		d.Method, d.ShippingAddress.RecipientName, d.ShippingAddress.Phone = row.PaymentMethodCashOnDelivery, "Chi_nedu 100% Eze", "+2348066666666"
		adas = w.place(d).OrderNumber
		w.service.Clock = clock.Fixed(at("2026-05-20 23:59:59"))
		guests = w.place(w.draft(nil)).OrderNumber
	}
	day := func(text string) *time.Time {
		d, err := time.Parse(time.DateOnly, text)
		require.NoError(t, err)
		return &d
	}
	both := []string{guests, adas}
	for name, ask := range map[string]struct {
		filter StaffFilter
		want   []string
	}{
		"all":               {StaffFilter{}, both},
		"blank":             {StaffFilter{Query: ptr("  ")}, both},
		"number":            {StaffFilter{Query: ptr(" zuka" + adas[4:])}, []string{adas}},
		"a person's mail":   {StaffFilter{Query: ptr("ADA@zuka.example")}, []string{adas}},
		"a guest's mail":    {StaffFilter{Query: ptr("guest@ZUKA.example")}, []string{guests}},
		"a person's phone":  {StaffFilter{Query: ptr("0805 555 5555")}, []string{adas}},
		"a recipient's":     {StaffFilter{Query: ptr("+2348066666666")}, []string{adas}},
		"a guest's phone":   {StaffFilter{Query: ptr("08031234567")}, []string{guests}},
		"a name":            {StaffFilter{Query: ptr("okafor ADA")}, []string{guests}},
		"signs of LIKE":     {StaffFilter{Query: ptr("chi_nedu 100%")}, []string{adas}},
		"signs that match":  {StaffFilter{Query: ptr("a_a")}, nil},
		"quote":             {StaffFilter{Query: ptr("' OR '1'='1")}, nil},
		"question mark":     {StaffFilter{Query: ptr("? ?")}, nil},
		"unknown mail":      {StaffFilter{Query: ptr("nobody@zuka.example")}, nil},
		"status":            {StaffFilter{Statuses: []Status{row.StatusPending}}, both},
		"other status":      {StaffFilter{Statuses: []Status{row.StatusPaid}}, nil},
		"payment status":    {StaffFilter{PaymentStatus: ptr(row.PaymentStatusPending)}, both},
		"other payment":     {StaffFilter{PaymentStatus: ptr(row.PaymentStatusPaid)}, nil},
		"method":            {StaffFilter{Method: ptr(row.PaymentMethodCashOnDelivery)}, []string{adas}},
		"the day":           {StaffFilter{From: day("2026-05-20"), To: day("2026-05-20")}, both},
		"since":             {StaffFilter{From: day("2026-05-21")}, nil},
		"until":             {StaffFilter{To: day("2026-05-19")}, nil},
		"status and method": {StaffFilter{Statuses: []Status{row.StatusPending}, Method: ptr(row.PaymentMethodPaystack), Query: ptr("ada")}, []string{guests}},
	} {
		found, err := w.service.All(as(boss, viewer.Staff), ask.filter, none())
		require.NoError(t, err, name)
		require.Equal(t, ask.want, numbers(found.Nodes()), name)
		total, err := found.TotalCount(t.Context())
		require.NoError(t, err, name)
		require.Equal(t, len(ask.want), total, name)
	}
	for _, query := range []string{"a\x00b", "a\nb", "\xff", string(make([]byte, 201))} {
		_, err := w.service.All(as(boss, viewer.Staff), StaffFilter{Query: &query}, none())
		require.True(t, fault.Is(err, fault.BadUserInput), "%q", query)
	}
	_, err := w.service.All(as(boss, viewer.Staff), StaffFilter{From: day("2026-05-21"), To: day("2026-05-20")}, none())
	require.ErrorContains(t, err, "filter.to")
	_, err = w.service.All(as(ada, viewer.Customer), StaffFilter{}, none())
	require.True(t, fault.Is(err, fault.Forbidden))
	_, err = w.service.All(as(uuid.Nil, ""), StaffFilter{}, none())
	require.True(t, fault.Is(err, fault.Unauthenticated))
}
