package order

import (
	"context"
	"fmt"

	"zuka/ent/db"
	"zuka/ent/db/orderevent"
	"zuka/ent/db/orderitem"
	"zuka/internal/platform/postgres"
)

// LinesOf are the lines of orders, in the order they were placed in. Who asks
// has found the orders and may see them.
func (s *Service) LinesOf(ctx context.Context, orders []int) (map[int][]*db.OrderItem, error) {
	rows, err := s.Pool.Ent().OrderItem.Query().Where(orderitem.OrderIDIn(orders...)).Order(orderitem.ByOrderID(), orderitem.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the lines of orders: %w", err)
	}
	return group(rows, func(line *db.OrderItem) int { return line.OrderID }), nil
}

// EventsOf are the timelines of orders, the oldest event first. Who asks has
// found the orders and may see them.
func (s *Service) EventsOf(ctx context.Context, orders []int) (map[int][]*db.OrderEvent, error) {
	rows, err := s.Pool.Ent().OrderEvent.Query().Where(orderevent.OrderIDIn(orders...)).Order(orderevent.ByOrderID(), orderevent.ByVersion()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the timelines of orders: %w", err)
	}
	return group(rows, func(event *db.OrderEvent) int { return event.OrderID }), nil
}

// Lines are the lines of one order within a transaction.
func (s *Service) Lines(ctx context.Context, tx postgres.Tx, order int) ([]*db.OrderItem, error) {
	rows, err := tx.Ent().OrderItem.Query().Where(orderitem.OrderID(order)).Order(orderitem.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the lines of an order: %w", err)
	}
	return rows, nil
}

func group[T any](rows []T, key func(T) int) map[int][]T {
	groups := make(map[int][]T)
	for _, one := range rows {
		groups[key(one)] = append(groups[key(one)], one)
	}
	return groups
}
