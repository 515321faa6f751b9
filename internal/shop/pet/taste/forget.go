package taste

import (
	"slices"
	"strings"
	"time"

	"zuka/ent/shape"
	"zuka/internal/shop/pet/brain"
)

// maxForgotten bounds what is remembered as forgotten. The oldest goes first:
// deeds of that time are hardly read any more.
const maxForgotten = 100

// Forget removes something learned and keeps signs of before from bringing it
// back. It answers whether there was such a thing. A price needs no value.
func Forget(p *shape.PetPreferences, kind, value string, at time.Time) bool {
	value = strings.TrimSpace(value)
	same := func(l shape.Learned) bool { return strings.EqualFold(l.Value, value) }
	switch list := listOf(p, kind); {
	case kind == KindPrice && p.Price != nil:
		p.Price, p.PriceLearnedAt, value = nil, time.Time{}, ""
	case list != nil && slices.ContainsFunc(*list, same):
		*list = strongest(slices.DeleteFunc(*list, same))
	default:
		return false
	}
	remember(p, brain.Sign{Kind: kind, Value: value})
	p.Forgotten = append(p.Forgotten, shape.Forgotten{Kind: kind, Value: value, At: moment(at)})
	if over := len(p.Forgotten) - maxForgotten; over > 0 {
		p.Forgotten = slices.Clone(p.Forgotten[over:])
	}
	return true
}

// forgotten tells whether a sign is of before its liking was removed.
func forgotten(p *shape.PetPreferences, sign brain.Sign, at time.Time) bool {
	return slices.ContainsFunc(p.Forgotten, func(f shape.Forgotten) bool { return about(f, sign) && !at.After(f.At) })
}

// remember ends a forgetting.
func remember(p *shape.PetPreferences, sign brain.Sign) {
	p.Forgotten = slices.DeleteFunc(p.Forgotten, func(f shape.Forgotten) bool { return about(f, sign) })
	if len(p.Forgotten) == 0 {
		p.Forgotten = nil
	}
}

// about tells whether a sign is of what was forgotten. There is one price.
func about(f shape.Forgotten, sign brain.Sign) bool {
	return f.Kind == sign.Kind && (f.Kind == KindPrice || strings.EqualFold(f.Value, sign.Value))
}
