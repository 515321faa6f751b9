package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"zuka/ent/shape"
	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/shop/analytics/event"
)

// EventsTrack takes what a client tells.
func (m mutation) EventsTrack(ctx context.Context, input model.EventsTrackInput) (*model.EventsTrackPayload, error) {
	payload := &model.EventsTrackPayload{Faults: []*event.Fault{}}
	var failed error = fault.Below("input", event.ErrTooMany)
	if len(input.Events) <= event.Max {
		told := make([]event.Told, len(input.Events))
		for i, one := range input.Events {
			told[i] = toldOf(one)
		}
		outcome, err := m.Analysis.Track(ctx, told)
		if failed = err; err == nil {
			payload.Accepted, payload.Faults = int32(outcome.Accepted), pointers(outcome.Faults)
		}
	}
	var err error
	payload.UserErrors, err = usererror.From(failed)
	return payload, err
}

// toldOf is an event as the domain is told it.
func toldOf(in *model.EventInput) event.Told {
	told := event.Told{
		ID: in.ID, SessionID: spoken(in.SessionID), Type: in.Type, Name: spoken(in.Name), Platform: spoken(in.Platform), PagePath: spoken(in.PagePath), ScreenName: spoken(in.ScreenName),
		ProductID: spoken(in.ProductID), Category: spoken(in.Category), SearchQuery: spoken(in.SearchQuery), URL: spoken(in.URL), Referrer: spoken(in.Referrer),
		UTMSource: spoken(in.UtmSource), UTMMedium: spoken(in.UtmMedium), UTMCampaign: spoken(in.UtmCampaign), State: spoken(in.State), City: spoken(in.City),
		Quantity: whole(in.Quantity.Value()), List: spoken(in.List), Position: whole(in.Position.Value()), Coupon: spoken(in.Coupon),
		ResultCount: whole(in.ResultCount.Value()), Game: spoken(in.Game), Score: whole(in.Score.Value()), AppVersion: spoken(in.AppVersion),
	}
	if at := in.At.Value(); at != nil {
		told.At = event.ReadMoment(*at)
	}
	if value, is := in.Value.ValueOK(); is {
		told.ValueNGN = value
	}
	for _, label := range in.Labels.Value() {
		told.Labels = append(told.Labels, shape.Label{Name: label.Name, Value: label.Value})
	}
	return told
}

// spoken is a text that may be left out; empty when it is.
func spoken(text graphql.Omittable[*string]) string {
	if said := text.Value(); said != nil {
		return *said
	}
	return ""
}
