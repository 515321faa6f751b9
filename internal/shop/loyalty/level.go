package loyalty

import (
	"slices"

	"zuka/ent/db/user"
)

// Level is a step that people climb by what they earn.
type Level struct {
	Gem user.GemLevel
	// FromXP is where it begins.
	FromXP int
	// MultiplierPercent is what the points of a purchase are multiplied by: 105
	// is 1.05 times.
	MultiplierPercent int
	// Order is its place, 0 for the lowest.
	Order int
}

var levels = []Level{
	{user.GemLevelQuartz, 0, 100, 0},
	{user.GemLevelAmethyst, 1_000, 105, 1},
	{user.GemLevelTopaz, 5_000, 110, 2},
	{user.GemLevelEmerald, 15_000, 120, 3},
	{user.GemLevelSapphire, 40_000, 130, 4},
	{user.GemLevelRuby, 100_000, 140, 5},
	{user.GemLevelDiamond, 250_000, 150, 6},
}

// Levels are all levels, the lowest first.
func Levels() []Level { return slices.Clone(levels) }

// LevelAt is the level that so many XP have reached.
func LevelAt(xp int) Level {
	reached := levels[0]
	for _, level := range levels {
		if xp >= level.FromXP {
			reached = level
		}
	}
	return reached
}

// levelOf is the level of a stone; the lowest for a word that is none.
func levelOf(gem user.GemLevel) Level {
	for _, level := range levels {
		if level.Gem == gem {
			return level
		}
	}
	return levels[0]
}

// Standing is where somebody is between two levels.
type Standing struct {
	Level Level
	// Next is nil at the highest.
	Next *Level
	XP   int
	// ToNext is how many XP are missing; 0 at the highest.
	ToNext int
	// Progress is from 0 to 1 between the two; 1 at the highest.
	Progress float64
}

// StandingAt is where so many XP stand.
func StandingAt(xp int) Standing {
	standing := Standing{Level: LevelAt(xp), XP: xp, Progress: 1}
	if above := standing.Level.Order + 1; above < len(levels) {
		next := levels[above]
		from := standing.Level.FromXP
		standing.Next, standing.ToNext = &next, next.FromXP-xp
		standing.Progress = max(0, float64(xp-from)/float64(next.FromXP-from))
	}
	return standing
}
