package analytics

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"time"

	"github.com/google/uuid"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/analytics/event"
)

// Outcome is what became of a call.
type Outcome struct {
	// Accepted is how many events were taken: they will be in the table once.
	Accepted int
	// Faults name the others, and why.
	Faults []event.Fault
}

// Track takes what a client tells. One bad event never keeps the others out. An
// error is a fault: too many events in one call or waiting, or nowhere to keep
// them; then none were taken.
func (s *Service) Track(ctx context.Context, told []event.Told) (*Outcome, error) {
	if len(told) > event.Max {
		return nil, event.ErrTooMany
	}
	origin, now := s.origin(ctx), s.Clock.Now()
	bot := origin.Bot() // They are told the same as anybody, and counted by nobody.
	if !bot {
		if err := s.date(ctx, told, now); err != nil {
			return nil, err
		}
	}
	good, faults := event.Check(told, origin, now)
	accepted := len(good)
	if bot {
		good = nil
	}
	if err := s.Intake.Put(ctx, good); err != nil {
		return nil, err
	}
	return &Outcome{Accepted: accepted, Faults: faults}, nil
}

// date gives events without a time the moment at which they came first. An event is
// one by its id and its time: without that, one that is sent again would be another.
func (s *Service) date(ctx context.Context, told []event.Told, now time.Time) error {
	var ids []uuid.UUID
	var places []int
	for i := range told {
		if id, err := uuid.Parse(told[i].ID); err == nil && told[i].At.Untold() {
			ids, places = append(ids, id), append(places, i)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	came, err := s.Intake.Came(ctx, ids, now)
	if err != nil {
		return err
	}
	for n, i := range places {
		told[i].At.Time = came[n]
	}
	return nil
}

// Read is Track for the body of a beacon.
func (s *Service) Read(ctx context.Context, body []byte) (*Outcome, error) {
	told, err := event.Read(body)
	if err != nil {
		return nil, err
	}
	return s.Track(ctx, told)
}

// origin is what the request says of its events.
func (s *Service) origin(ctx context.Context) event.Origin {
	v := viewer.From(ctx)
	return event.Origin{
		User: v.User, Session: v.Visiting(), Platform: string(v.Client.Platform), UserAgent: v.Client.UserAgent,
		DeviceID: v.Client.DeviceID, AppVersion: v.Client.AppVersion, Language: v.Client.Language,
	}
}

// passer is the session of somebody whom nobody gave one: the same for a client
// and a day, and nothing that leads back to its address.
func (s *Service) passer(v viewer.Viewer) uuid.UUID {
	mac := hmac.New(sha256.New, s.Secret)
	day := clock.Day(s.Clock.Now())
	for _, part := range []string{"visit", day.String(), v.Client.Network(), v.Client.UserAgent} {
		mac.Write([]byte(part))
		mac.Write([]byte{0})
	}
	id := uuid.UUID(mac.Sum(nil)[:16])
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // Version 8: made by rules of one's own.
	return id
}
