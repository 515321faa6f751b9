package event

import (
	"encoding/json"
	"fmt"

	"zuka/ent/shape"
)

// jsonGrowth is how many bytes of JSON one byte of text can become.
const jsonGrowth = 6

// bareDetail is more than a detail takes without its texts: the names of all
// fields and all numbers, and the quotes around the labels.
const bareDetail = 400 + mostLabels*len(`{"name":"","value":""},`)

// detail is what an event says beyond its columns; nil when that is nothing.
func (c *checker) detail(told *Told) *shape.EventDetail {
	if told.plain() {
		return nil
	}
	detail := &shape.EventDetail{
		Quantity:   number(c, "quantity", told.Quantity, 1, mostQuantity),
		ValueNGN:   number(c, "valueNgn", told.ValueNGN, 0, mostValue),
		List:       c.text("list", told.List, longestName),
		Position:   number(c, "position", told.Position, 1, mostPosition),
		Coupon:     c.text("coupon", told.Coupon, longestCode),
		Game:       c.text("game", told.Game, longestCode),
		Score:      number(c, "score", told.Score, 0, mostScore),
		AppVersion: c.text("appVersion", told.AppVersion, longestCode),
		Labels:     c.labels(told.Labels),
	}
	if told.ResultCount != nil {
		results := number(c, "resultCount", told.ResultCount, 0, mostResults)
		detail.ResultCount = &results
	}
	c.size(detail)
	return detail
}

// plain tells that there is no detail.
func (t *Told) plain() bool {
	return t.Quantity == nil && t.ValueNGN == nil && t.List == "" && t.Position == nil && t.Coupon == "" && t.ResultCount == nil &&
		t.Game == "" && t.Score == nil && t.AppVersion == "" && len(t.Labels) == 0
}

func number[N int | int64](c *checker, field string, told *N, least, most N) N {
	if told == nil {
		return 0
	}
	if *told < least || *told > most {
		c.refuse(field, "must be from %d to %d", least, most)
	}
	return *told
}

func (c *checker) labels(told []shape.Label) []shape.Label {
	if len(told) > mostLabels {
		c.refuse("labels", "must be at most %d", mostLabels)
		return nil
	}
	var labels []shape.Label
	for i, label := range told {
		// The name of the field is put together for a fault alone.
		before := len(c.faults)
		name := c.text("name", label.Name, longestLabelName)
		value := c.text("value", label.Value, longestLabel)
		if name == "" && len(c.faults) == before {
			c.refuse("name", "is missing")
		}
		for f := before; f < len(c.faults); f++ {
			c.faults[f].Field = fmt.Sprintf("labels.%d.%s", i, c.faults[f].Field)
		}
		labels = append(labels, shape.Label{Name: name, Value: value})
	}
	return labels
}

// size bounds the whole. It is measured only when it could be too large.
func (c *checker) size(detail *shape.EventDetail) {
	text := len(detail.List) + len(detail.Coupon) + len(detail.Game) + len(detail.AppVersion)
	for _, label := range detail.Labels {
		text += len(label.Name) + len(label.Value)
	}
	if bareDetail+jsonGrowth*text <= largestDetail {
		return
	}
	// Marshalling texts and numbers does not fail.
	if whole, _ := json.Marshal(detail); len(whole) > largestDetail {
		c.refuse("labels", "must be smaller: all details of an event may take %d bytes as JSON", largestDetail)
	}
}
