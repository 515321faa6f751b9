package transport

import (
	"bytes"
	"strconv"

	"zuka/internal/platform/relay"
)

// stencil names how events are written without the viewer's own numbers.
type stencil struct{ shown any }

// holes stand where numbers were: JSON holds no such bytes.
var holes = [len(relay.Own{})]byte{1, 2}

// standIns are numbers that are written in place of a viewer's, to see where they
// come. They are of 32 bits, as GraphQL's are. What holds such a number by itself is
// found out by the second row.
var standIns = [2]relay.Own{{1_900_000_001, 1_900_000_002}, {1_800_000_013, 1_800_000_014}}

// filled writes an event for all who ask the same, with holes, and fills them with
// the viewer's own numbers. Where that cannot be, the event is written by itself.
func (p *playing) filled(event relay.Personal, own relay.Own, keeper relay.Keeper) (body []byte, last bool) {
	kept := keeper.Rendered(stencil{p.shown}, func() []byte {
		one := p.cut(event, standIns[0])
		if one == nil || !bytes.Equal(one, p.cut(event, standIns[1])) {
			return nil
		}
		return one
	})
	if kept == nil {
		return p.write(event)
	}
	return fill(kept, own), false
}

// cut writes an event for somebody with these numbers, and makes holes of them.
func (p *playing) cut(event relay.Personal, own relay.Own) []byte {
	body, last := p.write(event.As(own))
	if last || !p.plain {
		return nil
	}
	for i, number := range own {
		body = bytes.ReplaceAll(body, strconv.AppendInt(nil, int64(number), 10), holes[i:i+1])
	}
	return body
}

// fill puts numbers into the holes.
func fill(kept []byte, own relay.Own) []byte {
	const room = 64 // More than the numbers are longer than their holes, as a rule.
	body := make([]byte, 0, len(kept)+room)
	for {
		at, number := len(kept), 0
		for i, hole := range holes { // Which is many times as fast as looking for any of them.
			if found := bytes.IndexByte(kept[:at], hole); found >= 0 {
				at, number = found, own[i]
			}
		}
		body = append(body, kept[:at]...)
		if at == len(kept) {
			return body
		}
		body = strconv.AppendInt(body, int64(number), 10)
		kept = kept[at+1:]
	}
}
