package dashboard

import (
	"context"
	"strings"

	"zuka/internal/shop/analytics"
	"zuka/internal/shop/analytics/report"
)

func (p *page) users(ctx context.Context, r analytics.Range) (*content, error) {
	found, err := p.Reports.Customers(ctx, r)
	if err != nil {
		return nil, err
	}
	now, before := found.Totals, found.Before
	if before == nil {
		before = &report.CustomerFigures{}
	}
	active := func(name string, f report.ActiveFigures) []cell { return row(name, f.Users, f.Clients) }
	return &content{
		Fresh: freshEvents(found.Freshness),
		Note:  "Users are different people who were signed in, visitors different sessions of clients, signed in or not.",
		Tiles: []tile{
			counted("Users", now.Users, &before.Users),
			counted("Visitors", now.Clients, &before.Clients),
			counted("New accounts", now.NewAccounts, &before.NewAccounts),
			counted("First-time buyers", now.NewBuyers, &before.NewBuyers),
		},
		Chart: charted("users", "Who was there", "lines", "count", []string{"Visitors", "Users"}, found.Points, func(one report.CustomerPoint) (report.Frame, []int) {
			return one.Frame, []int{one.Figures.Clients, one.Figures.Users}
		}),
		Tables: []table{{
			Caption: "Active at the end of the range", Heads: []string{"In its last", "Users", "Visitors"},
			Rows: [][]cell{active("Day", found.LastDay), active("7 days", found.LastWeek), active("30 days", found.LastMonth)},
		}},
	}, nil
}

func (p *page) channels(ctx context.Context, r analytics.Range) (*content, error) {
	found, err := p.Reports.Channels(ctx, r)
	if err != nil {
		return nil, err
	}
	return &content{
		Fresh: freshEvents(found.Freshness),
		Note:  "By the first visit of a session: how somebody came, and what was bought in that visit.",
		Tables: []table{
			{
				Caption: "How visitors came for the first time", Heads: []string{"Channel", "Visitors", "Buyers", "Conversion", "Revenue", "Visitors before"},
				Rows: rowsOf(found.Rows, mostRows, func(one report.ChannelRow) []cell {
					f := one.Figures
					before := cell{Text: none}
					if one.Before != nil {
						before.Text = count(one.Before.Clients)
					}
					return row(plainly(string(one.Channel)), f.Clients, f.Buyers, f.Conversion(), f.Revenue, before)
				}),
			},
			{
				Caption: "Where from", Heads: []string{"Source, medium, host", "Visitors", "Buyers", "Revenue"},
				Rows: rowsOf(found.Sources, mostRows, func(one report.SourceRow) []cell {
					return row(source(one), one.Figures.Clients, one.Figures.Buyers, one.Figures.Revenue)
				}),
			},
		},
	}, nil
}

// source names where visitors came from, as far as it is known.
func source(one report.SourceRow) string {
	var known []string
	for _, word := range []string{one.Source, one.Medium, one.Host} {
		if word != "" {
			known = append(known, word)
		}
	}
	if len(known) == 0 {
		return plainly(string(one.Channel))
	}
	return strings.Join(known, " · ")
}

func (p *page) searches(ctx context.Context, r analytics.Range) (*content, error) {
	found, err := p.Reports.Searches(ctx, r, mostRows)
	if err != nil {
		return nil, err
	}
	now, before := found.Totals, found.Before
	if before == nil {
		before = &report.SearchFigures{}
	}
	term := func(one report.SearchTerm) []cell {
		return row(one.Query, one.Figures.Searches, one.Figures.WithoutResults)
	}
	heads := []string{"Words", "Searches", "Without results"}
	return &content{
		Fresh: freshEvents(found.Freshness),
		Tiles: []tile{
			counted("Searches", now.Searches, &before.Searches),
			shared("Without results", now.Futile(), before.Futile(), -1),
		},
		Tables: []table{
			{Caption: "Searched for most", Heads: heads, Rows: rowsOf(found.Top, mostRows, term)},
			{Caption: "Found nothing most often", Heads: heads, Rows: rowsOf(found.Missing, mostRows, term)},
		},
	}, nil
}

func (p *page) games(ctx context.Context, r analytics.Range) (*content, error) {
	found, err := p.Reports.Games(ctx, r)
	if err != nil {
		return nil, err
	}
	now, before := found.Totals, found.Before
	if before == nil {
		before = &report.GameFigures{}
	}
	return &content{
		Fresh: fresh(found.Freshness),
		Note:  "Plays are finished rounds whose score counts; refused are those whose score was not believed or was taken off the boards.",
		Tiles: []tile{
			counted("Plays", now.Plays, &before.Plays),
			counted("Players", now.Players, &before.Players),
			{Label: "Refused", Value: count(now.Refused), Change: grown(float64(now.Refused), float64(before.Refused), count(before.Refused), -1)},
			{Label: "Points earned", Value: count(now.Points), Change: grown(float64(now.Points), float64(before.Points), count(before.Points), 0)},
		},
		Chart: charted("games", "Plays", "bars", "count", []string{"Plays"}, found.Points, func(one report.GamePoint) (report.Frame, []int) {
			return one.Frame, []int{one.Figures.Plays}
		}),
		Tables: []table{{
			Caption: "By game", Heads: []string{"Game", "Plays", "Players", "Refused", "Points"},
			Rows: rowsOf(found.Rows, mostRows, func(one report.GameRow) []cell {
				f := one.Figures
				return row(plainly(one.Game), f.Plays, f.Players, f.Refused, f.Points)
			}),
		}},
	}, nil
}

func (p *page) pets(ctx context.Context, r analytics.Range) (*content, error) {
	found, err := p.Reports.Pets(ctx, r)
	if err != nil {
		return nil, err
	}
	now, before := found.Totals, found.Before
	if before == nil {
		before = &report.PetFigures{}
	}
	return &content{
		Fresh: fresh(found.Freshness),
		Note: "Messages are those of people. A recommendation is taken when the person had the pet put one of its products into the cart within 7 days; " +
			"a proposal is what a pet asked whether to do.",
		Tiles: []tile{
			counted("Messages", now.Messages, &before.Messages),
			counted("People", now.People, &before.People),
			counted("Conversations", now.Conversations, &before.Conversations),
			counted("Recommendations", now.Given, &before.Given),
			shared("Recommendations taken", now.AcceptedShare(), before.AcceptedShare(), 1),
			shared("Proposals agreed to", part(now.Agreed, now.Proposed), part(before.Agreed, before.Proposed), 1),
		},
		Chart: charted("pets", "Messages to pets", "bars", "count", []string{"Messages"}, found.Points, func(one report.PetPoint) (report.Frame, []int) {
			return one.Frame, []int{one.Figures.Messages}
		}),
		Tables: []table{
			{
				Caption: "By character", Heads: []string{"Character", "Messages", "Conversations", "People"},
				Rows: rowsOf(found.Personas, mostRows, func(one report.PersonaRow) []cell {
					return row(plainly(one.Persona), one.Figures.Messages, one.Figures.Conversations, one.Figures.People)
				}),
			},
			{
				Caption: "What pets did", Heads: []string{"What, and what became of it", "Times"},
				Rows: rowsOf(found.Actions, 2*mostRows, func(one report.ActionRow) []cell {
					return row(plainly(one.Type)+", "+strings.ReplaceAll(one.State, "_", " "), one.Count)
				}),
			},
		},
	}, nil
}
