package event

import (
	"encoding/binary"

	"zuka/ent/shape"
)

// The parts of a detail, by the bits of its mask.
const (
	hasQuantity = 1 << iota
	hasValue
	hasOrder
	hasCoupon
	hasList
	hasPosition
	hasResults
	hasCorrected
	hasGame
	hasScore
	hasApp
	hasLabels
	hasDevice // Since version 2.
	hasLanguage
	detailEnd
)

// smallestLabel is two empty texts.
const smallestLabel = 2

func appendDetail(out []byte, d *shape.EventDetail) []byte {
	mask := bit(d.Quantity != 0, hasQuantity) | bit(d.ValueNGN != 0, hasValue) | bit(d.OrderID != 0, hasOrder) |
		bit(d.Coupon != "", hasCoupon) | bit(d.List != "", hasList) | bit(d.Position != 0, hasPosition) |
		bit(d.ResultCount != nil, hasResults) | bit(d.CorrectedQuery != "", hasCorrected) | bit(d.Game != "", hasGame) |
		bit(d.Score != 0, hasScore) | bit(d.AppVersion != "", hasApp) | bit(len(d.Labels) > 0, hasLabels) |
		bit(d.DeviceID != "", hasDevice) | bit(d.Language != "", hasLanguage)
	out = binary.AppendUvarint(out, mask)
	for _, number := range [...]struct {
		has   uint64
		value int64
	}{{hasQuantity, int64(d.Quantity)}, {hasValue, d.ValueNGN}, {hasOrder, int64(d.OrderID)}, {hasPosition, int64(d.Position)}, {hasScore, int64(d.Score)}} {
		if mask&number.has != 0 {
			out = binary.AppendVarint(out, number.value)
		}
	}
	if mask&hasResults != 0 {
		out = binary.AppendVarint(out, int64(*d.ResultCount))
	}
	for _, text := range [...]struct {
		has   uint64
		value string
	}{{hasCoupon, d.Coupon}, {hasList, d.List}, {hasCorrected, d.CorrectedQuery}, {hasGame, d.Game}, {hasApp, d.AppVersion}} {
		if mask&text.has != 0 {
			out = appendText(out, text.value)
		}
	}
	if mask&hasLabels != 0 {
		out = binary.AppendUvarint(out, uint64(len(d.Labels)))
		for _, label := range d.Labels {
			out = appendText(appendText(out, label.Name), label.Value)
		}
	}
	if mask&hasDevice != 0 {
		out = appendText(out, d.DeviceID)
	}
	if mask&hasLanguage != 0 {
		out = appendText(out, d.Language)
	}
	return out
}

func (r *reader) detail() *shape.EventDetail {
	d := &shape.EventDetail{}
	mask := r.unsigned()
	if mask >= detailEnd {
		r.torn = true
		return nil
	}
	for _, number := range [...]struct {
		has uint64
		to  *int
	}{{hasQuantity, &d.Quantity}, {hasValue, nil}, {hasOrder, &d.OrderID}, {hasPosition, &d.Position}, {hasScore, &d.Score}} {
		switch {
		case mask&number.has == 0:
		case number.to == nil:
			d.ValueNGN = r.signed()
		default:
			*number.to = int(r.signed())
		}
	}
	if mask&hasResults != 0 {
		results := int(r.signed())
		d.ResultCount = &results
	}
	for _, text := range [...]struct {
		has uint64
		to  *string
	}{{hasCoupon, &d.Coupon}, {hasList, &d.List}, {hasCorrected, &d.CorrectedQuery}, {hasGame, &d.Game}, {hasApp, &d.AppVersion}} {
		if mask&text.has != 0 {
			*text.to = r.string()
		}
	}
	if mask&hasLabels != 0 {
		d.Labels = make([]shape.Label, r.count(smallestLabel))
		for i := range d.Labels {
			d.Labels[i] = shape.Label{Name: r.string(), Value: r.string()}
		}
	}
	if mask&hasDevice != 0 {
		d.DeviceID = r.string()
	}
	if mask&hasLanguage != 0 {
		d.Language = r.string()
	}
	return d
}
