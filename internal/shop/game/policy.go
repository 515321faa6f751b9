package game

import (
	"time"

	"zuka/ent/db/gamescore"
	"zuka/internal/platform/ratelimit"
)

const (
	// DailyPoints is how many points games give a person on a day in Lagos.
	DailyPoints = 200
	// keepRounds is how long a round is kept after its time is over: as long as
	// a client might send its end again.
	keepRounds = 7 * 24 * time.Hour
	// highestLevel is the last level that a game has.
	highestLevel = 100
)

// startsOf is how many rounds a person can begin.
var startsOf = ratelimit.Limit{Name: "game_start", Rate: 120, Per: time.Hour, Burst: 120}

// Game is one that people can play.
type Game struct {
	Type        gamescore.GameType
	Name, Rules string
	// RoundTime is how long a round can be finished.
	RoundTime time.Duration
	// MostPoints and MostScore are what a round gives and reaches at most.
	MostPoints, MostScore int
	// Segments are the parts of the wheel; other games have none.
	Segments []Segment
	// Questions is how many a quiz asks; none in other games.
	Questions int
	// RoundsADay is how often a person can play it on a day in Lagos; 0 for as
	// often as they like.
	RoundsADay int
}

// Segment is a part of the wheel.
type Segment struct {
	Label  string
	Points int
	// Weight is how large it is: its chance is its share of all weights.
	Weight int
}

// segments add up to a weight of 100, so that a weight is a chance in percent.
// A turn gives 14.8 points on average. The labels are kept with the scores.
var segments = []Segment{
	{"5 points", 5, 30}, {"10 points", 10, 25}, {"15 points", 15, 20}, {"20 points", 20, 12},
	{"30 points", 30, 8}, {"50 points", 50, 4}, {"100 points", 100, 1},
}

// law is a game with what is checked about it.
type law struct {
	Game
	// needs are the inputs that its end must have, and may those it can have.
	needs, may inputs
	// each is the score that a point is given for, up to cap points.
	each, cap int
	// judge tells why a play cannot be true; empty when it can.
	judge func(play) string
}

// inputs are fields of FinishInput.
type inputs struct{ score, level, moves, answers bool }

// The snake, and tetris: the score grows with the time, after what can be there
// at once.
const (
	snakeMost, snakeASecond, snakeAtOnce    = 4_000, 10, 50
	tetrisMost, tetrisASecond, tetrisAtOnce = 1_000_000, 150, 400
	snakeEach, tetrisEach, speedCap         = 20, 100, 60
)

// The memory: a score without a move, of which each move takes some. Eight pairs
// take eight moves at least.
const (
	memoryBest, memoryMove = 1_200, 20
	fewestMoves, mostMoves = 8, 300
	memoryMost             = memoryBest - fewestMoves*memoryMove
	memoryEach, memoryCap  = 40, 30
	moveTime               = 500 * time.Millisecond
)

// The quiz.
const (
	quizQuestions = 10
	// rightScore is the score of a right answer, and rightPoints its points.
	rightScore, rightPoints = 100, 5
	// Each second below quickUnder is one of score where at least quickFrom
	// answers are right: who guesses at once is not to be ahead of who knows.
	quickUnder, quickFrom = 60, 5
	// answerTime is what it takes at least to read a question and answer it.
	answerTime = time.Second
	quizMost   = quizQuestions*rightScore + quickUnder - quizQuestions
)

var laws = []law{
	{
		Game: Game{
			Type: gamescore.GameTypeSnake, Name: "Snake",
			Rules:     "Eat, grow, and keep off the walls and your own tail. 20 of score is a point.",
			RoundTime: time.Hour, MostScore: snakeMost,
		},
		needs: inputs{score: true}, may: inputs{level: true, moves: true}, each: snakeEach, cap: speedCap,
		judge: func(p play) string { return atSpeed(p, snakeMost, snakeASecond, snakeAtOnce) },
	},
	{
		Game: Game{
			Type: gamescore.GameTypeTetris, Name: "Tetris",
			Rules:     "Fill rows with falling pieces. 100 of score is a point.",
			RoundTime: 2 * time.Hour, MostScore: tetrisMost,
		},
		needs: inputs{score: true}, may: inputs{level: true, moves: true}, each: tetrisEach, cap: speedCap,
		judge: func(p play) string { return atSpeed(p, tetrisMost, tetrisASecond, tetrisAtOnce) },
	},
	{
		Game: Game{
			Type: gamescore.GameTypeMemory, Name: "Memory",
			Rules:     "Find the eight pairs. You begin with 1,200, and each move costs 20. 40 of score is a point.",
			RoundTime: 30 * time.Minute, MostScore: memoryMost,
		},
		needs: inputs{score: true, moves: true}, may: inputs{level: true}, each: memoryEach, cap: memoryCap,
		judge: memorable,
	},
	{
		Game: Game{
			Type: gamescore.GameTypeQuiz, Name: "Quiz",
			Rules: "Ten questions about clothes and Nigeria. A right answer is 100 of score and 5 points; " +
				"with five or more right, each second less than 60 is 1 of score.",
			RoundTime: 10 * time.Minute, MostScore: quizMost, Questions: quizQuestions,
		},
		needs: inputs{answers: true}, judge: readable,
	},
	{
		Game: Game{
			Type: gamescore.GameTypeWheel, Name: "Wheel",
			Rules:     "Turn it once a day, and have the points that it stops at.",
			RoundTime: 10 * time.Minute, MostScore: segments[len(segments)-1].Points, Segments: segments, RoundsADay: 1,
		},
	},
}

// lawOf is the law of a game; nil for what is none.
func lawOf(game gamescore.GameType) *law {
	for i := range laws {
		if laws[i].Type == game {
			return &laws[i]
		}
	}
	return nil
}

// Games are all games, in the order in which they are shown.
func Games() []Game {
	games := make([]Game, len(laws))
	for i, l := range laws {
		games[i] = l.Game
		games[i].MostPoints = l.mostPoints()
	}
	return games
}

func (l *law) mostPoints() int {
	switch l.Type {
	case gamescore.GameTypeQuiz:
		return quizQuestions * rightPoints
	case gamescore.GameTypeWheel:
		return l.MostScore
	}
	return l.points(l.MostScore)
}

// points are what a score gives in a game that counts by score.
func (l *law) points(score int) int { return min(score/l.each, l.cap) }

// NameOf is what people call a game.
func NameOf(of gamescore.GameType) string {
	for _, game := range Games() {
		if game.Type == of {
			return game.Name
		}
	}
	return string(of)
}
