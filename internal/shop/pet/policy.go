package pet

import (
	"math"
	"time"
)

const (
	// MostPets is how many pets a person has.
	MostPets = 10
	// MostCharacters is how long a message is (rules.md, "The pet").
	MostCharacters = 2_000
	// longestName is how many characters a pet's name has.
	longestName = 40
	// MessagesAnHour is how many messages a person sends (rules.md, "The pet").
	MessagesAnHour = 30
	// Kept is how long conversations are kept (rules.md, "The pet").
	Kept = 180 * 24 * time.Hour
	// ForMessage and ForProposal are the XP of an answered message and of an
	// accepted proposal (rules.md, "The pet").
	ForMessage, ForProposal = 2, 10
	// Window is how many events a run can have.
	Window = 4096
	// mostWaiting is how many messages of a conversation wait for their answer.
	mostWaiting = 5
	// longestAnswer is how many bytes an answer has; what is said beyond is not
	// passed on.
	longestAnswer = 8_000
	// mostAttempts is how often a run is begun before it has failed.
	mostAttempts = 4
	// thinkTime bounds one attempt. A model that talks on and on is cut off.
	thinkTime = 100 * time.Second
	// beat is how often a process says which runs it thinks about, and hears
	// which are to stop; lost is when it is not believed to live any more.
	beat, lost = 400 * time.Millisecond, 5 * time.Second
	// mostAtOnce is how many runs a process thinks about at once; the others wait
	// for a process that has room.
	mostAtOnce = 512
	// turns is how many things said before a brain is told, and kept in mind.
	turns, keptTurns = 12, 6
)

// LevelAt is the level that so many XP have reached.
func LevelAt(xp int) int { return 1 + int(math.Sqrt(float64(xp)/50)) }

// XPOf are the XP at which a level begins.
func XPOf(level int) int { return 50 * (level - 1) * (level - 1) }
