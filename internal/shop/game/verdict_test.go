package game

import (
	"encoding/json"
	"io"
	"math"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
)

func TestAQuizIsMarkedByTheServer(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, _ := a.player()
	round := a.start(ctx, quizz)
	a.pass(40 * time.Second)
	answers := a.answers(round, 7)
	in := FinishInput{Round: round.ID, Answers: answers}
	done := a.finish(ctx, in)
	require.Equal(t, 720, done.Score.Score)
	require.Equal(t, 35, done.Points)
	require.Equal(t, [2]int{7, 10}, [2]int{done.Score.Metadata.Correct, done.Score.Metadata.Asked})
	require.Len(t, done.Marks, 10)
	for i, mark := range done.Marks {
		require.Equal(t, answers[i], Answer{mark.Question, mark.Choice})
		require.Equal(t, i < 7, mark.Right)
		require.Equal(t, mark.Right, mark.Choice == mark.Correct)
	}
	in.Answers = append(append([]Answer{}, answers[5:]...), answers[:5]...)
	require.Equal(t, done.Marks, a.finish(ctx, in).Marks, "in another order it is the same")

	round = a.start(ctx, quizz)
	a.pass(3 * time.Second)
	done = a.finish(ctx, FinishInput{Round: round.ID, Answers: a.answers(round, 10)[4:7]})
	require.Equal(t, 300, done.Score.Score)
	require.Len(t, done.Marks, 3, "who answers three learns of three")

	round = a.start(ctx, quizz)
	a.pass(9 * time.Second)
	in = FinishInput{Round: round.ID, Answers: a.answers(round, 10)}
	for range 2 {
		done = a.finish(ctx, in)
		refused(t, done.Rejected, fault.ScoreRejected, "input", "answers")
		require.Empty(t, done.Marks, "who does not read learns nothing")
		require.Equal(t, 1_051, done.Score.Score)
	}
	a.exact()
}

func TestAQuizOutlivesAQuestion(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	ctx, _ := a.player()
	round := a.start(ctx, quizz)
	answers := a.answers(round, 10)
	gone := answers[0]
	round.Questions[0].ID = "it-was-wrong"
	raw, err := json.Marshal(round.Questions)
	require.NoError(t, err)
	a.exec("UPDATE game_rounds SET questions = $2 WHERE id = $1", round.ID, string(raw))
	a.pass(time.Minute)
	_, err = a.Finish(ctx, FinishInput{Round: round.ID, Answers: append([]Answer{{"it-was-wrong", gone.Choice}}, answers[1:]...)})
	refused(t, err, fault.InputInvalid, "input", "answers")
	done := a.finish(ctx, FinishInput{Round: round.ID, Answers: answers[1:]})
	require.Equal(t, 900, done.Score.Score)
}

func TestTheServerTurnsTheWheel(t *testing.T) {
	t.Parallel()
	a := newArcade(t)
	for first, prize := range map[byte]int{0: 0, 29: 0, 30: 1, 54: 1, 55: 2, 75: 3, 87: 4, 95: 5, 98: 5, 99: 6} {
		a.Random = chance(first)
		ctx, _ := a.player()
		round := a.start(ctx, wheel)
		var before *Finished
		for range 2 {
			done := a.finish(ctx, FinishInput{Round: round.ID})
			require.Equal(t, segments[prize], *done.Prize, first)
			require.Equal(t, segments[prize].Points, done.Points)
			require.Equal(t, segments[prize].Points, done.Score.Score)
			require.Equal(t, segments[prize].Label, done.Score.Metadata.Prize)
			if before != nil {
				require.Equal(t, before.Score.ID, done.Score.ID)
			}
			before = done
			a.Random = chance(99 - first)
		}
	}
	a.exact()
	_, err := spin(iotest.ErrReader(io.ErrClosedPipe), segments)
	require.ErrorIs(t, err, io.ErrClosedPipe)
	require.Equal(t, Segment{Label: "a car", Points: 7}, *prize("a car", 7))
}

func TestEachSegmentComesAsOftenAsItIsLarge(t *testing.T) {
	t.Parallel()
	const turns = 100_000
	came := map[string]int{}
	for range turns {
		prize, err := spin(New(Config{}).Random, segments)
		require.NoError(t, err)
		came[prize.Label]++
	}
	for _, segment := range segments {
		want := float64(turns) * float64(segment.Weight) / 100
		require.InDelta(t, want, came[segment.Label], 6*math.Sqrt(want), segment.Label)
	}
}
