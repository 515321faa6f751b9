package dashboard

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"zuka/internal/platform/clock"
	"zuka/internal/shop/analytics"
)

const (
	today  = "today"
	custom = "custom"
	// usual is what is shown when nobody chooses.
	usual = "7"
	// longestYears is how long a report may be.
	longestYears = 2
)

// choices are the ranges that can be chosen, as they are shown.
var choices = []Choice{{today, "Today"}, {usual, "7 days"}, {"30", "30 days"}, {"90", "90 days"}, {custom, "From – to"}}

// Choice is one range of the form.
type Choice struct{ Value, Label string }

// period is the days that the page is about. From and To are Lagos days, both
// included.
type period struct {
	Choice   string
	From, To time.Time
	// Written are From and To as the form has them, right or wrong.
	WrittenFrom, WrittenTo string
}

// periodOf reads the form: range, from and to. Faults are by the field's name.
func periodOf(form url.Values, now time.Time) (period, map[string]string) {
	last := clock.Day(now)
	p := period{Choice: form.Get("range"), From: last, To: last}
	if p.Choice == "" {
		p.Choice = usual
		if form.Get("from") != "" || form.Get("to") != "" {
			p.Choice = custom
		}
	}
	faults := map[string]string{}
	switch {
	case p.Choice == custom:
		p.WrittenFrom, p.WrittenTo = form.Get("from"), form.Get("to")
		p.From, p.To = dayOf(p.WrittenFrom, "from", faults), dayOf(p.WrittenTo, "to", faults)
		p.check(faults)
		return p, faults
	case !slices.ContainsFunc(choices, func(c Choice) bool { return c.Value == p.Choice }):
		faults["range"] = "must be today, 7, 30, 90 or custom"
	case p.Choice != today:
		days, _ := strconv.Atoi(p.Choice) // One of the choices.
		p.From = last.AddDate(0, 0, 1-days)
	}
	p.WrittenFrom, p.WrittenTo = p.From.Format(time.DateOnly), p.To.Format(time.DateOnly)
	return p, faults
}

// dayOf reads a Lagos day.
func dayOf(text, field string, faults map[string]string) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, text, clock.Lagos)
	switch {
	case text == "":
		faults[field] = "is missing"
	case err != nil:
		faults[field] = "must be a day, such as 2026-11-24"
	}
	return day
}

// check holds a range that somebody wrote against what reports can tell.
func (p *period) check(faults map[string]string) {
	if len(faults) > 0 {
		return
	}
	switch {
	case p.To.Before(p.From):
		faults["to"] = "must not be before from"
	case !p.To.Before(p.From.AddDate(longestYears, 0, 0)):
		faults["to"] = fmt.Sprintf("must be less than %d years after from", longestYears)
	}
}

// asked is the period as reports take it, with the one before.
func (p period) asked() analytics.Range {
	return analytics.Range{From: p.From, To: p.To, Compare: true}
}

// Choices are what the form offers.
func (period) Choices() []Choice { return choices }

// Words is the period as people read it.
func (p period) Words() string {
	if p.From.Equal(p.To) {
		return longDay(p.From)
	}
	return longDay(p.From) + " – " + longDay(p.To)
}

func longDay(day time.Time) string { return day.In(clock.Lagos).Format("2 Jan 2006") }
