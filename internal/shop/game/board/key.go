package board

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"
)

// tag keeps all boards and the mark on one node of a cluster. A script needs its
// own board there; the mark must go wherever the boards go: with a node that
// comes back as it was some time ago, an older board must not have a newer mark,
// or what was scored in between would not be put on it again.
const tag = "{boards}:"

// keys are what Redis holds of a board, and all that a script touches.
func (s *Service) keys(b Board) []string {
	of := s.cfg.Prefix + tag + b.name() + ":"
	return []string{
		of + "places",         // sorted set: member by score
		of + "people",         // hash: the 16 bytes of a person to the first 8 of the member; "ready" when it was rebuilt
		of + "gone",           // set: score ids and people that may not come back, for an hour
		of + "rebuild",        // the token of the rebuild that is under way
		of + "places:rebuild", // what it has built so far
		of + "people:rebuild",
	}
}

// markKey holds how far everything has been applied.
func (s *Service) markKey() string { return s.cfg.Prefix + tag + "mark" }

// channel is Channel as Redis knows it.
func (s *Service) channel(b Board) string { return s.cfg.Prefix + Channel(b) }

const (
	idSize     = 8
	memberSize = idSize + 16
)

// order is the row id as bytes that sort in reverse: among equal scores a
// sorted set read from the top gives the lower id first.
func order(id int) string {
	var raw [idSize]byte
	binary.BigEndian.PutUint64(raw[:], ^uint64(id))
	return string(raw[:])
}

// idOf is the inverse of order.
func idOf(raw string) int { return int(^binary.BigEndian.Uint64([]byte(raw))) }

// raw is a person as Redis knows them.
func raw(user uuid.UUID) string { return string(user[:]) }

var errMember = errors.New("board: a member in Redis is none of ours")

// entryOf reads a member and its score.
func entryOf(rank int, member, score string) (Entry, error) {
	if len(member) != memberSize {
		return Entry{}, errMember
	}
	reached, err := strconv.Atoi(score)
	if err != nil {
		return Entry{}, fmt.Errorf("board: a score in Redis: %w", err)
	}
	return Entry{
		Rank: rank, User: uuid.UUID([]byte(member[idSize:])), Score: reached, ScoreID: idOf(member[:idSize]),
	}, nil
}

// keptFor is how long Redis is to keep the board, in ms; 0 for ever. It is not
// a moment because the clocks of Redis and of the shop may differ.
func (s *Service) keptFor(b Board) int64 {
	if b.Period == AllTime {
		return 0
	}
	return max(1, b.expires().Sub(s.cfg.Clock.Now()).Milliseconds())
}
