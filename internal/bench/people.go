package bench

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// people is what finding out who asks, and signing in, cost.
type people struct {
	lookups []lookup
	// asked are the listing's figures, of guests and of who is signed in.
	asked  []standing
	rushes []rush
}

func (o *Options) measurePeople(ctx context.Context, report *report) (err error) {
	shop, err := makeDatabase(ctx, o.DatabaseURL, "zuka_bench_people", o.Products, o.Log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, shop.drop(context.WithoutCancel(ctx))) }()
	report.people = new(people)
	// Before the servers start, for they would take processor time from it.
	if report.people.lookups, err = o.measureLookups(ctx, shop); err != nil {
		return err
	}
	emails, err := o.emails(ctx, shop)
	if err != nil {
		return err
	}
	if err := o.peopleOn(ctx, shop, report.people, "zuka, warm", emails); err != nil {
		return err
	}
	return o.peopleOn(ctx, shop, report.people, "zuka, no cache", emails, "CACHE_OFF=true")
}

// peopleOn measures a server of its own with some settings.
func (o *Options) peopleOn(ctx context.Context, shop *database, report *people, name string, emails []string, settings ...string) (err error) {
	server, err := start(ctx, name, o.serve(), append(settings, o.environment(shop)...))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	pages, err := o.pages(ctx, shop, server.address)
	if err != nil {
		return err
	}
	if len(settings) == 0 {
		if report.asked, err = o.askAs(ctx, server, &pages[0], emails[0]); err != nil {
			return err
		}
	}
	// The listing and the home page: what people look at while others sign in.
	catalogue := mixed([]page{pages[0], pages[2]}, (*page).ours, server.address)
	seen, err := rushOn(ctx, o.settings(), server, catalogue, emails)
	report.rushes = append(report.rushes, seen)
	return err
}

// askAs asks for the listing as a guest and as somebody who is signed in, by
// turns.
func (o *Options) askAs(ctx context.Context, server *process, listing *page, email string) ([]standing, error) {
	entered := signIn(ctx, server.address, email)
	if entered.err != nil {
		return nil, fmt.Errorf("signing in as %s: %w", email, entered.err)
	}
	if entered.cookie == "" {
		return nil, errors.New("who signed in was given no cookie")
	}
	o.Log.Info("asking as a guest and signed in")
	guest := listing.ours(server.address)
	known := make([][]byte, len(guest))
	for i, request := range guest {
		known[i] = withCookie(request, entered.cookie)
	}
	return contest(ctx, o.settings(), []contestant{
		{name: "a guest", address: server.address, requests: guest, passes: 1},
		{name: "signed in", address: server.address, requests: known, passes: 1},
	})
}

// emails are those of a rush of people who sign in by password.
func (o *Options) emails(ctx context.Context, shop *database) ([]string, error) {
	conn, err := pgx.Connect(ctx, shop.url)
	if err != nil {
		return nil, fmt.Errorf("reaching the database: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }() // It was only read from.
	rows, err := conn.Query(ctx, `SELECT email FROM users
		WHERE password_hash IS NOT NULL AND email_verified AND deleted_at IS NULL ORDER BY id LIMIT $1`, rushSize)
	if err != nil {
		return nil, fmt.Errorf("looking for people: %w", err)
	}
	emails, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err == nil && len(emails) == 0 {
		err = errors.New("nobody has a password")
	}
	for i := 0; err == nil && len(emails) < rushSize; i++ {
		emails = append(emails, emails[i]) // A small shop's people come on several devices.
	}
	return emails, err
}
