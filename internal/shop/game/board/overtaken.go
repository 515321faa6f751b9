package board

import (
	"context"
	"time"

	"github.com/google/uuid"
)

const (
	// overtakenTop is how far down the week's board people are told.
	overtakenTop = 50
	// overtakenQueue is how many notices may wait; more are dropped.
	overtakenQueue   = 1000
	overtakenTimeout = 10 * time.Second
)

// overtaken is somebody who was passed and their rank since then.
type overtaken struct {
	user uuid.UUID
	game Game
	rank int
}

// overtook tells the one who is now just below a score, if they were ahead of
// it before: of somebody who is new on the board everybody was.
func (s *Service) overtook(b Board, m moved) {
	passed := m.changed == 1 && m.below != uuid.Nil && (m.before < 0 || m.after < m.before)
	if !passed || m.after >= overtakenTop || s.cfg.Notices == nil || !s.isNow(b) {
		return
	}
	select {
	case s.overtaken <- overtaken{user: m.below, game: b.Game, rank: m.after + 2}:
	default: // A notice is not worth waiting for.
	}
}

// isNow says whether the board's period is the present one: a score may arrive
// after it has ended.
func (s *Service) isNow(b Board) bool { return s.cfg.Clock.Now().Before(b.Until) }

// tellOvertaken tells people until the service is stopped.
func (s *Service) tellOvertaken() {
	for {
		select {
		case <-s.ctx.Done():
			return
		case one := <-s.overtaken:
			ctx, cancel := context.WithTimeout(s.ctx, overtakenTimeout)
			if err := s.cfg.Notices.Overtaken(ctx, one.user, one.game, one.rank); err != nil && s.ctx.Err() == nil {
				s.cfg.Log.Warn("somebody was not told that they were overtaken", "cause", err)
			}
			cancel()
		}
	}
}
