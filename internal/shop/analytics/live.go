package analytics

import (
	"context"
	"sync"
	"time"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/analytics/hot"
	"zuka/internal/shop/analytics/report"
)

const (
	// liveEvery is how often the live figures are read while somebody looks.
	liveEvery = 3 * time.Second
	// liveTimeout bounds one reading.
	liveTimeout = 5 * time.Second
)

// Realtime is what happens in the shop right now.
type Realtime struct {
	hot.Live
	// Today is what was sold since midnight in Lagos.
	Today report.OrderFigures
}

// reading is the last reading, which all share who look.
type reading struct {
	mu   sync.Mutex
	last *Realtime
	at   time.Time
}

// Realtime reads the live figures: those of the last 3 seconds where somebody has
// read them just now.
func (s *Service) Realtime(ctx context.Context) (*Realtime, error) {
	if err := staff(ctx, viewer.Staff); err != nil {
		return nil, err
	}
	s.reading.mu.Lock()
	defer s.reading.mu.Unlock()
	now := s.Clock.Now()
	if s.reading.last != nil && now.Sub(s.reading.at) < liveEvery && !now.Before(s.reading.at) {
		return s.reading.last, nil
	}
	ctx, cancel := context.WithTimeout(ctx, liveTimeout)
	defer cancel()
	live, err := s.Hot.Live(ctx)
	if err != nil {
		return nil, err
	}
	today := clock.Day(now)
	sold, err := s.Reports.Orders(ctx, today, today.AddDate(0, 0, 1))
	if err != nil {
		return nil, err
	}
	s.reading.last, s.reading.at = &Realtime{Live: live, Today: sold}, now
	return s.reading.last, nil
}

// FollowRealtime gives the live figures now and every 3 seconds, until ctx ends. A
// reading that fails is left out: the next one heals it.
func (s *Service) FollowRealtime(ctx context.Context) (<-chan *Realtime, error) {
	first, err := s.Realtime(ctx)
	if err != nil {
		return nil, err
	}
	news := make(chan *Realtime, 1)
	news <- first
	go func() {
		defer close(news)
		turn := time.NewTicker(liveEvery)
		defer turn.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-turn.C:
			}
			next, err := s.Realtime(ctx)
			if err != nil {
				continue
			}
			select {
			case news <- next:
			default: // Who is slow is given the next.
			}
		}
	}()
	return news, nil
}
