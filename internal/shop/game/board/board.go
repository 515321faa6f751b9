package board

import (
	"time"

	"github.com/google/uuid"

	"zuka/ent/db/gamescore"
	"zuka/ent/db/user"
	"zuka/internal/platform/clock"
)

// Game is which game.
type Game = gamescore.GameType

// Period is how long a board collects scores.
type Period string

// The periods. They are of the calendar in Lagos.
const (
	Daily Period = "daily"
	// Weekly begins on Monday.
	Weekly  Period = "weekly"
	Monthly Period = "monthly"
	AllTime Period = "all_time"
)

// Periods are all of them.
var Periods = []Period{Daily, Weekly, Monthly, AllTime}

// Board is one leaderboard.
type Board struct {
	Game   Game
	Period Period
	// From is when it began, and Until when it ends; both are zero for the
	// board of all time.
	From, Until time.Time
}

// At is the board that a score of this moment is on.
func At(game Game, period Period, t time.Time) Board {
	b := Board{Game: game, Period: period}
	day := clock.Day(t)
	switch period {
	case Daily:
		b.From, b.Until = day, day.AddDate(0, 0, 1)
	case Weekly:
		b.From = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
		b.Until = b.From.AddDate(0, 0, 7)
	case Monthly:
		b.From = day.AddDate(0, 0, 1-day.Day())
		b.Until = b.From.AddDate(0, 1, 0)
	}
	return b
}

// expires is when Redis forgets the board; zero for never.
func (b Board) expires() time.Time {
	switch b.Period {
	case Daily:
		return b.Until.AddDate(0, 0, 8)
	case Weekly:
		return b.Until.AddDate(0, 0, 5*7)
	case Monthly:
		return b.Until.AddDate(0, 13, 0)
	}
	return time.Time{}
}

// kept says whether Redis holds the board at a moment.
func (b Board) kept(now time.Time) bool {
	return b.Period == AllTime || !b.From.After(now) && now.Before(b.expires())
}

// games are all games, in the order of their boards.
var games = []Game{
	gamescore.GameTypeSnake, gamescore.GameTypeTetris, gamescore.GameTypeMemory, gamescore.GameTypeQuiz, gamescore.GameTypeWheel,
}

// current are the boards that a score of this moment can be on.
func current(now time.Time) []Board {
	var boards []Board
	for _, game := range games {
		for _, period := range Periods {
			boards = append(boards, At(game, period, now))
		}
	}
	return boards
}

// keptAt are all boards that Redis holds at a moment.
func keptAt(now time.Time) []Board {
	var boards []Board
	for _, b := range current(now) {
		for b.kept(now) {
			boards = append(boards, b)
			if b.Period == AllTime {
				break
			}
			b = At(b.Game, b.Period, b.From.Add(-time.Hour))
		}
	}
	return boards
}

// Score is one that counts.
type Score struct {
	// ID is its row. Of two that are equal the lower one was there first.
	ID    int
	User  uuid.UUID
	Game  Game
	Score int
	At    time.Time
}

// Player is a person as the public sees them.
type Player struct {
	// Key is the same for a person at all times, 24 hexadecimal digits; it leads
	// to nobody.
	Key string
	// Name is the first name and the initial of the last.
	Name string
	Gem  user.GemLevel
}

// Entry is a place on a board.
type Entry struct {
	// Rank begins at 1.
	Rank    int
	User    uuid.UUID
	Score   int
	ScoreID int
	Player  Player
}

// Place is where a person stands; Rank begins at 1.
type Place struct{ Rank, Score, ScoreID int }

// Channel carries the news that a board has changed. The message says nothing
// but that: whoever hears it reads the board.
func Channel(b Board) string { return "board:" + b.name() }

// name names the board, in keys and channels.
func (b Board) name() string {
	if b.From.IsZero() {
		return string(b.Game) + ":" + string(b.Period)
	}
	return string(b.Game) + ":" + string(b.Period) + ":" + b.From.Format(time.DateOnly)
}
