package event

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// ErrVersion is an entry that a newer program wrote, as during a deployment: it
// is to be left for one that can read it.
var ErrVersion = errors.New("event: the entry is of a version that this program does not read")

var errTorn = errors.New("event: the entry is not what Encode writes")

// version is the first byte of an entry. Whoever changes what follows, or
// shape.EventDetail, counts it up and lets Decode read the one before.
const version = 2

// oldVersion lacks the parts of a detail since hasDevice. The servers of before a
// deployment write it.
const oldVersion = 1

// The parts of an event that are not always there. Bit i of an event's mask,
// below textCount, says that text i differs from the event's before it: what
// a call tells of one client differs little.
const (
	textCount = 17
	hasUser   = 1 << (textCount + iota - 1)
	hasSession
	hasProduct
	hasDetail
	maskEnd
)

// smallest is the size of the smallest event: its mask, its id and its time.
const smallest = 1 + 16 + 1

// texts are where the texts of an event are. Their order is a part of version.
func texts(e *Event) [textCount]*string {
	return [...]*string{
		(*string)(&e.Type), &e.Name, &e.Platform, &e.PagePath, &e.ScreenName, &e.Category, &e.SearchQuery,
		&e.UserAgent, &e.Device, &e.OS, &e.Browser, &e.State, &e.City, &e.Referrer, &e.UTMSource, &e.UTMMedium, &e.UTMCampaign,
	}
}

// Encode writes events as one entry of the stream. Times keep microseconds.
func Encode(events []Event) []byte {
	out := make([]byte, 0, 64+160*len(events))
	out = append(out, version)
	out = binary.AppendUvarint(out, uint64(len(events)))
	before := &Event{At: time.UnixMicro(0)}
	for i := range events {
		out = appendEvent(out, &events[i], before)
		before = &events[i]
	}
	return out
}

func appendEvent(out []byte, e, before *Event) []byte {
	here, there := texts(e), texts(before)
	mask := uint64(0)
	for i, text := range here {
		if *text != *there[i] {
			mask |= 1 << i
		}
	}
	mask |= bit(e.User != before.User, hasUser) | bit(e.Session != before.Session, hasSession) |
		bit(e.Product != 0, hasProduct) | bit(e.Detail != nil, hasDetail)
	out = binary.AppendUvarint(out, mask)
	out = append(out, e.ID[:]...)
	out = binary.AppendVarint(out, e.At.UnixMicro()-before.At.UnixMicro())
	for i, text := range here {
		if mask&(1<<i) != 0 {
			out = appendText(out, *text)
		}
	}
	if mask&hasUser != 0 {
		out = append(out, e.User[:]...)
	}
	if mask&hasSession != 0 {
		out = append(out, e.Session[:]...)
	}
	if mask&hasProduct != 0 {
		out = binary.AppendVarint(out, int64(e.Product))
	}
	if mask&hasDetail != 0 {
		out = appendDetail(out, e.Detail)
	}
	return out
}

func bit(set bool, value uint64) uint64 {
	if set {
		return value
	}
	return 0
}

func appendText(out []byte, text string) []byte {
	return append(binary.AppendUvarint(out, uint64(len(text))), text...)
}

// Decode reads what Encode wrote. It is ErrVersion for an entry of a newer
// program and another error for what is none. The texts of all events share
// one copy of the data.
func Decode(data []byte) ([]Event, error) {
	if len(data) == 0 {
		return nil, errTorn
	}
	if data[0] != version && data[0] != oldVersion {
		return nil, fmt.Errorf("%w: %d", ErrVersion, data[0])
	}
	r := &reader{raw: data, text: string(data), at: 1}
	count := r.count(smallest)
	events := make([]Event, count)
	before := &Event{At: time.UnixMicro(0)}
	for i := range events {
		if r.event(&events[i], before); r.torn {
			return nil, errTorn
		}
		before = &events[i]
	}
	if r.torn || r.at != len(data) {
		return nil, errTorn
	}
	return events, nil
}

// reader walks through an entry. Once torn it reads nothing more.
type reader struct {
	raw  []byte
	text string
	at   int
	torn bool
}

func (r *reader) event(e, before *Event) {
	mask := r.unsigned()
	if mask >= maskEnd {
		r.torn = true
		return
	}
	r.uuid(&e.ID)
	e.At = time.UnixMicro(before.At.UnixMicro() + r.signed()).UTC()
	there := texts(before)
	for i, text := range texts(e) {
		if mask&(1<<i) != 0 {
			*text = r.string()
		} else {
			*text = *there[i]
		}
	}
	e.User, e.Session = before.User, before.Session
	if mask&hasUser != 0 {
		r.uuid(&e.User)
	}
	if mask&hasSession != 0 {
		r.uuid(&e.Session)
	}
	if mask&hasProduct != 0 {
		e.Product = int(r.signed())
	}
	if mask&hasDetail != 0 {
		e.Detail = r.detail()
	}
}

func (r *reader) unsigned() uint64 {
	value, size := binary.Uvarint(r.raw[r.at:])
	if size <= 0 {
		r.torn = true
		return 0
	}
	r.at += size
	return value
}

func (r *reader) signed() int64 {
	value, size := binary.Varint(r.raw[r.at:])
	if size <= 0 {
		r.torn = true
		return 0
	}
	r.at += size
	return value
}

// count is a number of things of at least so many bytes: a torn one must not
// ask for more memory than there are things.
func (r *reader) count(least int) int {
	count := r.unsigned()
	if count > uint64((len(r.raw)-r.at)/least) {
		r.torn = true
		return 0
	}
	return int(count)
}

func (r *reader) string() string {
	size := r.count(1)
	r.at += size
	return r.text[r.at-size : r.at]
}

func (r *reader) uuid(to *uuid.UUID) {
	if len(r.raw)-r.at < len(to) {
		r.torn = true
		return
	}
	r.at += copy(to[:], r.raw[r.at:])
}
