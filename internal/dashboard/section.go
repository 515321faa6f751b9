package dashboard

import (
	"fmt"
	"math"
	"strings"
	"time"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/money"
	"zuka/internal/shop/analytics/report"
)

// section is a part of the page under one heading.
type section struct {
	ID, Title string
	// Failed says why there is nothing; empty where there is something.
	Failed string
	content
}

// content is what a section shows.
type content struct {
	// Fresh says how old the figures are, Note what they count.
	Fresh, Note string
	Tiles       []tile
	Chart       *chart
	Tables      []table
}

// tile is one figure.
type tile struct {
	Label, Value string
	// Live is what the figure is called in live.js; empty for one that stays.
	Live   string
	Change *change
}

// change is how a figure moved since the period before.
type change struct {
	// Text is by how much, From what it was.
	Text, From string
	// Kind is better, worse or same, for the colour.
	Kind string
}

// table is rows of figures. Each row begins with what it is about.
type table struct {
	// ID is what live.js calls the table; empty for one that stays.
	ID, Caption string
	Heads       []string
	Rows        [][]cell
}

// cell is one field. Bar is how much of a hundred is drawn beside the text; empty
// draws nothing.
type cell struct{ Text, Bar string }

// none stands where a figure has no value, as a share of nothing.
const none = "–"

// row makes the cells of a row.
func row(about string, figures ...any) []cell {
	if about == "" {
		about = "(not known)"
	}
	cells := []cell{{Text: about}}
	for _, figure := range figures {
		cells = append(cells, cellOf(figure))
	}
	return cells
}

func cellOf(figure any) cell {
	switch figure := figure.(type) {
	case cell:
		return figure
	case int:
		return cell{Text: count(figure)}
	case money.Naira:
		return cell{Text: figure.Formatted()}
	case *float64:
		return cell{Text: percent(figure)}
	}
	return cell{Text: fmt.Sprint(figure)}
}

// rowsOf makes a table's rows of the first of a list.
func rowsOf[T any](list []T, most int, one func(T) []cell) [][]cell {
	rows := make([][]cell, 0, min(len(list), most))
	for _, each := range list[:min(len(list), most)] {
		rows = append(rows, one(each))
	}
	return rows
}

// count is a number as people read it: 1,234,567.
func count(n int) string { return strings.Replace(money.Naira(n).Formatted(), "₦", "", 1) }

// percent is a share from 0 to 1.
func percent(share *float64) string {
	if share == nil {
		return none
	}
	return fmt.Sprintf("%.1f%%", *share*100)
}

// plainly is a name as it is stored, in words: cash_on_delivery is Cash on delivery.
func plainly(name string) string {
	if name == "" {
		return ""
	}
	text := strings.ReplaceAll(name, "_", " ")
	return strings.ToUpper(text[:1]) + text[1:]
}

// counted is a tile of a number, whose growth is good.
func counted(label string, now int, before *int) tile {
	t := tile{Label: label, Value: count(now)}
	if before != nil {
		t.Change = grown(float64(now), float64(*before), count(*before), 1)
	}
	return t
}

// paid is a tile of an amount, whose growth is good.
func paid(label string, now money.Naira, before *money.Naira) tile {
	t := tile{Label: label, Value: now.Formatted()}
	if before != nil {
		t.Change = grown(float64(now), float64(*before), before.Formatted(), 1)
	}
	return t
}

// shared is a tile of a share. Good is 1 where more is better, -1 where less is,
// and 0 where neither is.
func shared(label string, now, before *float64, good int) tile {
	t := tile{Label: label, Value: percent(now)}
	if now != nil && before != nil {
		t.Change = moved((*now-*before)*100, " points", percent(before), good)
	}
	return t
}

// grown is a change in percent of what was.
func grown(now, before float64, from string, good int) *change {
	if before == 0 {
		if now == 0 {
			return &change{Text: "no change", From: from, Kind: "same"}
		}
		return &change{Text: "new", From: from, Kind: kindOf(now, good)}
	}
	return moved((now-before)/math.Abs(before)*100, "%", from, good)
}

func moved(by float64, unit, from string, good int) *change {
	by = math.Round(by*10) / 10
	switch {
	case by > 0:
		return &change{Text: fmt.Sprintf("▲ %.1f%s", by, unit), From: from, Kind: kindOf(by, good)}
	case by < 0:
		return &change{Text: fmt.Sprintf("▼ %.1f%s", -by, unit), From: from, Kind: kindOf(by, good)}
	}
	return &change{Text: "no change", From: from, Kind: "same"}
}

func kindOf(by float64, good int) string {
	switch direction := by * float64(good); {
	case direction > 0:
		return "better"
	case direction < 0:
		return "worse"
	}
	return "same"
}

// fresh says how old a report is.
func fresh(f report.Freshness) string {
	return "Read " + moment(f.ReadAt) + " Lagos time."
}

// freshEvents is fresh for a report on events, which have to be counted first.
func freshEvents(f report.Freshness) string {
	if f.EventsUpTo == nil {
		return fresh(f) + " No events have been counted yet."
	}
	return fresh(f) + " Events are counted up to " + moment(*f.EventsUpTo) + "."
}

// chart is drawn by chart.js, and written as a table for those who want numbers.
type chart struct {
	ID, Caption string
	// About is what the points are: days, weeks or minutes.
	About string
	Data  chartData
	// Labels name the points.
	Labels []string
}

// chartData is what chart.js is given.
type chartData struct {
	// Kind is bars or lines, Unit naira or count.
	Kind string `json:"kind"`
	Unit string `json:"unit"`
	// Times begin the points, in seconds since 1970.
	Times []int64 `json:"times"`
	Lines []line  `json:"lines"`
	// Clock tells that the times are of one day.
	Clock bool `json:"clock"`
}

type line struct {
	Label  string `json:"label"`
	Values []int  `json:"values"`
}

// add puts a point in, with one value for each line.
func (c *chart) add(at time.Time, label string, values ...int) {
	c.Data.Times = append(c.Data.Times, at.Unix())
	c.Labels = append(c.Labels, label)
	for i, value := range values {
		c.Data.Lines[i].Values = append(c.Data.Lines[i].Values, value)
	}
}

// charted is a chart of a report's points; nil where there is but one.
func charted[P any](id, caption, shape, unit string, labels []string, points []P, one func(P) (report.Frame, []int)) *chart {
	if len(points) < 2 {
		return nil
	}
	c := &chart{ID: id, Caption: caption, About: "Days", Data: chartData{Kind: shape, Unit: unit, Lines: make([]line, len(labels))}}
	for i, label := range labels {
		c.Data.Lines[i].Label = label
	}
	for _, point := range points {
		frame, values := one(point)
		c.add(frame.From, framed(frame), values...)
	}
	return c
}

// framed names the days of a point.
func framed(f report.Frame) string {
	from, last := f.From.In(clock.Lagos), f.Last().In(clock.Lagos)
	if !last.After(from) {
		return from.Format("Mon 2 Jan")
	}
	return from.Format("2 Jan") + " – " + last.Format("2 Jan 2006")
}

// Table is the chart's points as a table.
func (c *chart) Table() table {
	t := table{ID: c.ID + "-points", Caption: c.Caption, Heads: []string{c.About}}
	for _, line := range c.Data.Lines {
		t.Heads = append(t.Heads, line.Label)
	}
	for i, label := range c.Labels {
		cells := []cell{{Text: label}}
		for _, line := range c.Data.Lines {
			if c.Data.Unit == "naira" {
				cells = append(cells, cellOf(money.Naira(line.Values[i])))
			} else {
				cells = append(cells, cellOf(line.Values[i]))
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
