package rollup_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Minutes of events become visits: numbers are minutes after the first.
func TestHalfAnHourOfSilenceEndsAVisit(t *testing.T) {
	t.Parallel()
	s := open(t)
	for what, c := range map[string]struct {
		minutes []float64 // In the order in which they come.
		visits  []string  // Minute of the beginning, seconds, events.
	}{
		"one event":                      {[]float64{0}, []string{"(0,0,1)"}},
		"just before half an hour":       {[]float64{0, 29.99}, []string{"(0,1799,2)"}},
		"half an hour":                   {[]float64{0, 30}, []string{"(0,0,1)", "(30,0,1)"}},
		"a long visit without silence":   {[]float64{0, 20, 40, 60, 80}, []string{"(0,4800,5)"}},
		"three visits":                   {[]float64{0, 40, 50, 100}, []string{"(0,0,1)", "(100,0,1)", "(40,600,2)"}},
		"one that comes late joins":      {[]float64{0, 40, 20}, []string{"(0,2400,3)"}},
		"one that comes late is first":   {[]float64{60, 0}, []string{"(0,0,1)", "(60,0,1)"}},
		"first of two that are far":      {[]float64{60, 120, 0}, []string{"(0,0,1)", "(120,0,1)", "(60,0,1)"}},
		"one that comes late leads":      {[]float64{60, 40}, []string{"(40,1200,2)"}},
		"two that come late join three":  {[]float64{0, 50, 100, 25, 75}, []string{"(0,6000,5)"}},
		"one between that joins neither": {[]float64{0, 100, 50}, []string{"(0,0,1)", "(100,0,1)", "(50,0,1)"}},
	} {
		for _, each := range []bool{true, false} {
			s.empty(t)
			for _, minute := range c.minutes {
				s.write(t, happening{session: 1, kind: "page_view", at: now.Add(time.Duration(minute * float64(time.Minute)))})
				if each {
					s.advance(t, 10)
				}
			}
			s.advance(t, 10)
			rows := s.lines(t, `SELECT (extract(epoch FROM started_at - '2026-11-24 14:30Z') / 60)::int, duration_seconds, events_count FROM user_sessions_analytics`)
			require.Equal(t, c.visits, rows, what)
			s.agree(t, what)
		}
	}
}

// A visit's number stays when it goes on, and what its first event said of the device.
func TestAVisitThatGoesOnStaysTheSame(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.write(t, happening{session: 1, kind: "page_view", at: now, detail: map[string]any{"device_id": "phone"}})
	s.advance(t, 10)
	id := ask[int](t, s, "SELECT id FROM user_sessions_analytics WHERE device_id = 'phone'")
	s.write(t, happening{session: 1, user: 2, kind: "page_view", state: "Kano", at: now.Add(time.Minute)})
	s.advance(t, 10)
	require.Equal(t, id, ask[int](t, s, "SELECT id FROM user_sessions_analytics WHERE device_id = 'phone' AND events_count = 2 AND state = 'Kano' AND user_id IS NOT NULL"))
}
