package report

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
)

func TestCustomers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada, bola, chi := w.user("2026-11-12 23:59:59"), w.user("2026-11-09 23:59:59"), w.user("2026-11-13")
	w.exec("UPDATE users SET role = 'staff' WHERE id = $1", w.user("2026-11-11"))
	// Ada has two clients; one comes three times on two days. Bola's began before.
	phone := w.visit(stay{at: "2026-11-10", user: ada})
	w.visit(stay{at: "2026-11-10 09:00:00", client: phone, session: newID(1), user: ada})
	w.visit(stay{at: "2026-11-11 09:00:00", client: phone, session: newID(2), user: ada})
	w.visit(stay{at: "2026-11-12 23:59:59", user: ada})
	laptop := w.visit(stay{at: "2026-11-09 23:59:59", user: bola})
	w.visit(stay{at: "2026-11-11 10:00:00", client: laptop, session: newID(3), user: bola})
	w.visit(stay{at: "2026-11-11 15:00:00", client: laptop, session: newID(4)})
	w.visit(stay{at: "2026-11-12 10:00:00", client: laptop, session: newID(5)})
	w.visit(stay{at: "2026-11-13", user: chi})
	w.visit(stay{at: "2026-10-13"}) // 31 days before the end.
	w.visit(stay{at: "2026-10-14"})
	// A first order that was given back was one; what was never paid was none.
	w.order(sale{at: "2026-11-10", user: ada, status: "pending", payment: "pending"})
	w.order(sale{at: "2026-11-11", user: ada, status: "refunded", payment: "refunded"})
	w.order(sale{at: "2026-11-12", user: ada, status: "paid", payment: "paid"})
	w.order(sale{at: "2026-11-09", user: bola, status: "paid", payment: "paid"})
	w.order(sale{at: "2026-11-12", user: bola, status: "paid", payment: "paid"})
	w.order(sale{at: "2026-11-12", status: "paid", payment: "paid"})
	got, err := w.Customers(t.Context(), days(t, "2026-11-10", "2026-11-13", Day))
	require.NoError(t, err)
	require.Equal(t, CustomerFigures{ActiveFigures{Clients: 3, Users: 2}, NewcomerFigures{NewAccounts: 1, NewBuyers: 1}}, got.Totals)
	require.Equal(t, &CustomerFigures{ActiveFigures{Clients: 1, Users: 1}, NewcomerFigures{NewAccounts: 1, NewBuyers: 1}}, got.Before)
	require.Equal(t, CustomerFigures{ActiveFigures{Clients: 1, Users: 1}, NewcomerFigures{}}, got.Points[0].Figures)
	require.Equal(t, CustomerFigures{ActiveFigures{Clients: 2, Users: 2}, NewcomerFigures{NewBuyers: 1}}, got.Points[1].Figures)
	require.Equal(t, CustomerFigures{ActiveFigures{Clients: 2, Users: 1}, NewcomerFigures{NewAccounts: 1}}, got.Points[2].Figures)
	require.Equal(t, ActiveFigures{2, 1}, got.LastDay)
	require.Equal(t, ActiveFigures{3, 2}, got.LastWeek)
	require.Equal(t, ActiveFigures{4, 2}, got.LastMonth)
}

func TestLifetimeValue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	people := make([]uuid.UUID, 4)
	for i := range people {
		people[i] = w.user("2026-01-01")
	}
	w.order(sale{at: "2026-01-05", user: people[0], status: "delivered", payment: "paid", subtotal: 10_000})
	w.order(sale{at: "2026-11-30 23:59:59", user: people[0], status: "paid", payment: "paid", subtotal: 5_001})
	w.order(sale{at: "2026-12-01", user: people[0], status: "paid", payment: "paid", subtotal: 77})
	w.order(sale{at: "2026-11-01", user: people[1], status: "refunded", payment: "refunded", subtotal: 9_000})
	w.order(sale{at: "2026-11-02", user: people[2], status: "paid", payment: "paid", subtotal: 3_000})
	w.order(sale{at: "2026-11-02", user: people[2], status: "cancelled", payment: "paid", subtotal: 3_000})
	w.order(sale{at: "2026-10-31 23:59:59", user: people[3], status: "paid", payment: "paid", subtotal: 3_000})
	w.order(sale{at: "2026-11-02", status: "paid", payment: "paid", subtotal: 3_000})
	got, err := w.LifetimeValue(t.Context(), days(t, "2026-11-01", "2026-12-01", Month), 2)
	require.NoError(t, err)
	require.Equal(t, LifetimeValue{Customers: 3, Average: 6_000, Median: 3_000, P90: 15_001, P99: 15_001,
		Top: []TopCustomer{{people[0], 2, 15_001}, {people[2], 1, 3_000}}, Freshness: Freshness{ReadAt: now}}, *got, "6000.33 on average")
	got, err = w.LifetimeValue(t.Context(), days(t, "2020-11-01", "2020-12-01", Month), 2)
	require.NoError(t, err)
	require.Equal(t, LifetimeValue{Top: []TopCustomer{}, Freshness: Freshness{ReadAt: now}}, *got)
}

func TestRetention(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ada, bola, chi, dayo := w.user("2026-01-01"), w.user("2026-01-01"), w.user("2026-01-01"), w.user("2026-01-01")
	for _, s := range []sale{
		{at: "2026-01-01", user: ada}, {at: "2026-01-31 23:59:59", user: ada}, {at: "2026-02-01", user: ada}, {at: "2026-02-28 23:59:59", user: ada}, {at: "2026-03-01", user: ada},
		{at: "2026-01-15", user: bola}, {at: "2026-03-31 23:59:59", user: bola},
		{at: "2026-02-10", user: chi}, {at: "2026-04-01", user: chi},
		{at: "2025-12-31 23:59:59", user: dayo}, {at: "2026-01-02", user: dayo}, {at: "2026-02-02", user: dayo},
	} {
		s.status, s.payment = "paid", "paid"
		w.order(s)
		w.visit(stay{at: s.at, user: s.user})
	}
	// What was not paid is nothing, and visits of nobody are not anybody's.
	w.order(sale{at: "2026-03-03", user: chi, status: "cancelled", payment: "paid"})
	w.visit(stay{at: "2026-03-03"})
	for _, start := range []CohortStart{FirstOrder, FirstVisit} {
		got, err := w.Retention(t.Context(), days(t, "2026-01-01", "2026-04-01", Month), start)
		require.NoError(t, err)
		require.Equal(t, []Cohort{
			{Frame{lagos(t, "2026-01-01"), lagos(t, "2026-02-01")}, 2, []CohortPeriod{{1, 1, new(0.5)}, {2, 2, new(1.0)}}},
			{Frame{lagos(t, "2026-02-01"), lagos(t, "2026-03-01")}, 1, []CohortPeriod{{1, 0, new(0.0)}}},
			{Frame{lagos(t, "2026-03-01"), lagos(t, "2026-04-01")}, 0, nil},
		}, got.Cohorts, start)
	}
	got, err := w.Retention(t.Context(), days(t, "2026-01-01", "2026-01-19", Week), FirstVisit)
	require.NoError(t, err)
	require.Equal(t, []int{1, 0, 1}, []int{got.Cohorts[0].Size, got.Cohorts[1].Size, got.Cohorts[2].Size}, "Thursday to Sunday, and two weeks")
	require.Nil(t, got.Cohorts[1].Later[0].Share)
	_, err = w.Retention(t.Context(), days(t, "2026-01-01", "2026-04-01", Day), "first_smile")
	require.True(t, fault.Is(err, fault.BadUserInput))
	require.ErrorContains(t, err, "start")
	require.ErrorContains(t, err, "interval")
}
