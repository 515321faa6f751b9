package game

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/ent/db/gamescore"
	"zuka/internal/platform/fault"
)

func TestTheGamesSayWhatTheyGive(t *testing.T) {
	t.Parallel()
	most := map[gamescore.GameType][2]int{snake: {60, 4_000}, tetris: {60, 1_000_000}, memory: {26, 1_040}, quizz: {50, 1_050}, wheel: {100, 100}}
	games := Games()
	require.Len(t, games, len(most))
	for _, game := range games {
		require.Equal(t, most[game.Type], [2]int{game.MostPoints, game.MostScore}, game.Type)
		require.NoError(t, gamescore.GameTypeValidator(game.Type))
		require.NotEmpty(t, game.Name)
		require.NotEmpty(t, game.Rules)
		require.Positive(t, game.RoundTime)
	}
	require.Nil(t, lawOf("chess"))
	weight, labels := 0, map[string]bool{}
	for _, segment := range segments {
		weight += segment.Weight
		labels[segment.Label] = true
		require.LessOrEqual(t, segment.Points, 100)
		require.GreaterOrEqual(t, segment.Points, 5)
	}
	require.Equal(t, 100, weight)
	require.Len(t, labels, len(segments), "a label names one segment")
}

func TestPointsOfScores(t *testing.T) {
	t.Parallel()
	for game, scores := range map[gamescore.GameType]map[int]int{
		snake:  {0: 0, 19: 0, 20: 1, 1_199: 59, 1_200: 60, 4_000: 60},
		tetris: {99: 0, 100: 1, 6_000: 60, 1_000_000: 60},
		memory: {0: 0, 39: 0, 40: 1, 1_040: 26, 2_000: 30},
	} {
		for score, points := range scores {
			require.Equal(t, points, lawOf(game).points(score), "%s %d", game, score)
		}
	}
	for _, row := range []struct {
		right int
		took  time.Duration
		score int
	}{{0, 0, 0}, {4, 10 * time.Second, 400}, {5, 10 * time.Second, 550}, {5, 10*time.Second + 999*time.Millisecond, 550}, {10, time.Minute, 1_000}, {10, time.Hour, 1_000}, {10, 10 * time.Second, 1_050}} {
		require.Equal(t, row.score, quizScore(row.right, row.took), "%+v", row)
	}
}

func TestWhatCannotBe(t *testing.T) {
	t.Parallel()
	second := time.Second
	for name, row := range map[string]struct {
		game gamescore.GameType
		play play
		ok   bool
	}{
		"a snake at once":             {snake, play{score: 50}, true},
		"a snake too much at once":    {snake, play{score: 51}, false},
		"a snake as fast as can be":   {snake, play{score: 150, took: 10 * second}, true},
		"a snake within the second":   {snake, play{score: 154, took: 10*second + 400*time.Millisecond}, true},
		"a snake too fast":            {snake, play{score: 151, took: 10 * second}, false},
		"a snake as long as can be":   {snake, play{score: 4_000, took: time.Hour}, true},
		"a snake too long":            {snake, play{score: 4_001, took: time.Hour}, false},
		"a snake's level":             {snake, play{score: 300, level: 4, took: time.Hour}, true},
		"a snake's level too high":    {snake, play{score: 300, level: 5, took: time.Hour}, false},
		"tetris at once":              {tetris, play{score: 400}, true},
		"tetris too fast":             {tetris, play{score: 15_401, took: 100 * second}, false},
		"tetris fast":                 {tetris, play{score: 15_400, took: 100 * second}, true},
		"tetris without end":          {tetris, play{score: 1_000_000, level: 100, took: 2 * time.Hour}, true},
		"tetris too much":             {tetris, play{score: 1_000_001, took: 2 * time.Hour}, false},
		"tetris has a hundred levels": {tetris, play{score: 1_000_000, level: 101, took: 2 * time.Hour}, false},
		"the best memory":             {memory, play{score: 1_040, moves: 8, took: 4 * second}, true},
		"a memory too fast":           {memory, play{score: 1_040, moves: 8, took: 4*second - 1}, false},
		"a memory in seven moves":     {memory, play{score: 1_060, moves: 7, took: time.Minute}, false},
		"a memory in sixty moves":     {memory, play{score: 0, moves: 60, took: time.Minute}, true},
		"a memory in 300 moves":       {memory, play{score: 0, moves: 300, took: 10 * time.Minute}, true},
		"a memory in 301 moves":       {memory, play{score: 0, moves: 301, took: 10 * time.Minute}, false},
		"a memory of another score":   {memory, play{score: 1_020, moves: 8, took: time.Minute}, false},
		"a quiz that was read":        {quizz, play{answered: 10, score: 1_000, took: 10 * second}, true},
		"a quiz that was not read":    {quizz, play{answered: 10, score: 1_000, took: 10*second - 1}, false},
		"a part of a quiz":            {quizz, play{answered: 3, took: 3 * second}, true},
		"the wheel":                   {wheel, play{score: 100}, true},
	} {
		require.Equal(t, row.ok, lawOf(row.game).implausible(row.play) == "", name)
	}
}

func TestMoreTimeIsNeverMoreSuspicious(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		law := &laws[rapid.IntRange(0, len(laws)-1).Draw(r, "game")]
		p := play{
			score: rapid.IntRange(0, 1<<31-1).Draw(r, "score"), level: rapid.IntRange(0, 200).Draw(r, "level"),
			moves: rapid.IntRange(0, 400).Draw(r, "moves"), answered: rapid.IntRange(0, 10).Draw(r, "answered"),
			took: time.Duration(rapid.Int64Range(0, int64(3*time.Hour)).Draw(r, "took")),
		}
		if law.implausible(p) != "" {
			return
		}
		p.took += time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(r, "more"))
		if why := law.implausible(p); why != "" {
			r.Fatal(why)
		}
		if law.each > 0 && (law.points(p.score) > law.mostPoints() || p.score > law.MostScore) {
			r.Fatalf("%s gives more than it says for %d", law.Type, p.score)
		}
	})
}

func TestEachGameReadsItsOwnInput(t *testing.T) {
	t.Parallel()
	n, minus, huge := pointer(8), pointer(-1), pointer(1<<31)
	some := []Answer{{"q", 0}}
	for name, row := range map[string]struct {
		game   gamescore.GameType
		in     FinishInput
		fields []string
	}{
		"snake":                    {snake, FinishInput{Score: n}, nil},
		"snake with all it has":    {snake, FinishInput{Score: n, Level: n, Moves: n}, nil},
		"snake without":            {snake, FinishInput{}, []string{"score"}},
		"snake below zero":         {snake, FinishInput{Score: minus, Level: minus, Moves: minus}, []string{"score", "level", "moves"}},
		"snake beyond integers":    {snake, FinishInput{Score: huge}, []string{"score"}},
		"snake with answers":       {snake, FinishInput{Score: n, Answers: some}, []string{"answers"}},
		"tetris without":           {tetris, FinishInput{Level: n}, []string{"score"}},
		"memory":                   {memory, FinishInput{Score: n, Moves: n}, nil},
		"memory without moves":     {memory, FinishInput{Score: n}, []string{"moves"}},
		"quiz":                     {quizz, FinishInput{Answers: some}, nil},
		"quiz without":             {quizz, FinishInput{Answers: []Answer{}}, []string{"answers"}},
		"quiz that marks itself":   {quizz, FinishInput{Score: n, Answers: some}, []string{"score"}},
		"quiz with everything":     {quizz, FinishInput{Score: n, Level: n, Moves: n}, []string{"score", "level", "moves", "answers"}},
		"wheel":                    {wheel, FinishInput{}, nil},
		"wheel that names a prize": {wheel, FinishInput{Score: n}, []string{"score"}},
	} {
		err := row.in.check(lawOf(row.game))
		if row.fields == nil {
			require.NoError(t, err, name)
			continue
		}
		var faults fault.Faults
		require.ErrorAs(t, err, &faults, name)
		require.Len(t, faults, len(row.fields), name)
		for i, field := range row.fields {
			require.Equal(t, fault.InputInvalid, faults[i].Why())
			require.Equal(t, []string{"input", field}, faults[i].Field, name)
		}
	}
}

func TestTheSameInputHasTheSameHash(t *testing.T) {
	t.Parallel()
	hash := func(in FinishInput) string {
		sum, err := in.hash()
		require.NoError(t, err)
		require.Len(t, sum, 32)
		return string(sum)
	}
	a, b := Answer{"a", 1}, Answer{"b", 2}
	answers := []Answer{b, a}
	require.Equal(t, hash(FinishInput{Answers: []Answer{a, b}}), hash(FinishInput{Answers: answers}))
	require.Equal(t, []Answer{b, a}, answers, "the caller's are left as they are")
	require.Equal(t, hash(FinishInput{}), hash(FinishInput{Answers: []Answer{}}))
	seen := map[string]bool{}
	for _, in := range []FinishInput{
		{}, {Score: pointer(0)}, {Score: pointer(1)}, {Level: pointer(1)}, {Moves: pointer(1)}, {Round: uuid.UUID{1}},
		{Answers: []Answer{a}}, {Answers: []Answer{b}}, {Answers: []Answer{{"a", 2}}}, {Answers: []Answer{a, a}},
	} {
		require.False(t, seen[hash(in)], "%+v", in)
		seen[hash(in)] = true
	}
}
