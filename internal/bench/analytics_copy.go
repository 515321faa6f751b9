package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
)

// eventColumns are what the shop writes of an event; the others have defaults.
const eventColumns = "event_id, user_id, session_id, event_type, event_name, platform, page_path, screen_name, product_id, category, search_query, metadata, " +
	"user_agent, device_type, os, browser, state, city, referrer_url, utm_source, utm_medium, utm_campaign, created_at, entry"

// clone makes a database that has what this one has, which nobody uses meanwhile.
func (d *database) clone(ctx context.Context, name string) (*database, error) {
	address, err := url.Parse(d.url)
	if err != nil {
		return nil, errors.New("the database has no address")
	}
	address.Path = "/" + name
	made := &database{name: name, url: address.String(), admin: d.admin}
	if err := made.drop(ctx); err != nil {
		return nil, err
	}
	conn, err := pgx.Connect(ctx, d.admin)
	if err != nil {
		return nil, fmt.Errorf("reaching the database: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // The command has been answered.
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()+" TEMPLATE "+pgx.Identifier{d.name}.Sanitize()); err != nil {
		return nil, fmt.Errorf("cloning %s: %w", d.name, err)
	}
	return made, nil
}

// carry copies what a query gives in one database to columns of a table in another,
// as one COPY, and notes how long that took.
func carry(ctx context.Context, from, to, sql, into string, took *time.Duration) error {
	var rows bytes.Buffer
	err := connected(ctx, from, func(conn *pgx.Conn) error {
		_, err := conn.PgConn().CopyTo(ctx, &rows, "COPY ("+sql+") TO STDOUT (FORMAT binary)")
		return err
	})
	if err != nil {
		return fmt.Errorf("reading rows: %w", err)
	}
	return connected(ctx, to, func(conn *pgx.Conn) error {
		begun := time.Now()
		_, err := conn.PgConn().CopyFrom(ctx, &rows, "COPY "+into+" FROM STDIN (FORMAT binary)")
		if took != nil {
			*took = time.Since(begun)
		}
		return err
	})
}

// connected does something over a connection of its own.
func connected(ctx context.Context, address string, work func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return fmt.Errorf("reaching the database: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // What was asked has been answered.
	return work(conn)
}
