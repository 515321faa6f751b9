package pet

import (
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/ent/db/userpet"
	"zuka/internal/platform/fault"
)

func TestTwentyAdoptedAtOnceAreTen(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, user := k.person()
	var adopted atomic.Int32
	together(20, func(int) {
		if _, err := k.Adopt(ctx, AdoptInput{userpet.PersonaTypeGrumpy, "Bingo"}); err == nil {
			adopted.Add(1)
		} else if !fault.For(err, fault.LimitReached) {
			t.Error(err)
		}
	})
	require.EqualValues(t, MostPets, adopted.Load())
	pets, err := k.Pets(ctx, user)
	require.NoError(t, err)
	require.Len(t, pets, MostPets)
	_, err = k.Adopt(ctx, AdoptInput{userpet.PersonaTypeGrumpy, "Bingo"})
	refused(t, err, fault.LimitReached)
	other, _ := k.person()
	_, err = k.Adopt(other, AdoptInput{userpet.PersonaTypeGrumpy, "Bingo"})
	require.NoError(t, err, "another person's pets are their own")
}

func TestAPetHasANameThatCanBeShown(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, user := k.person()
	for given, kept := range map[string]string{
		"Bingo":                              "Bingo",
		"  Bingo\t":                          "Bingo",
		"Bin\x00go":                          "Bin go",
		"Bin\u202ego":                        "Bingo",
		"Ọmọ ẹlẹ́wà 🐒":                       "Ọmọ ẹlẹ́wà 🐒",
		strings.Repeat("é", longestName):     strings.Repeat("é", longestName),
		strings.Repeat("é", longestName+1):   "",
		"":                                   "",
		" \n ":                               "",
		"\u202e\u2066":                       "",
		"Bin\xffgo":                          "",
		strings.Repeat("x", 1<<20):           "",
		"Robert'); DROP TABLE user_pets; --": "Robert'); DROP TABLE user_pets; --",
	} {
		pet, err := k.Adopt(ctx, AdoptInput{userpet.PersonaTypeRude, given})
		if kept == "" {
			refused(t, err, fault.InputInvalid, "input", "name")
			continue
		}
		require.NoError(t, err)
		require.Equal(t, []any{kept, 0, 1}, []any{pet.Name, pet.Xp, pet.Level})
	}
	require.Equal(t, 7, k.number("SELECT count(*) FROM user_pets WHERE user_id = $1", user))
	_, err := k.Adopt(t.Context(), AdoptInput{userpet.PersonaTypeRude, "Bingo"})
	require.True(t, fault.Is(err, fault.Unauthenticated))
}

func TestAPetIsRenamedByItsPerson(t *testing.T) {
	t.Parallel()
	k := newKennel(t, nil)
	ctx, _, pet := k.owner()
	other, stranger := k.person()
	changed, err := k.Update(ctx, UpdateInput{Pet: pet, Name: new("Rex"), Persona: new(userpet.PersonaTypeRude)})
	require.NoError(t, err)
	require.Equal(t, []any{"Rex", userpet.PersonaTypeRude}, []any{changed.Name, changed.PersonaType})
	changed, err = k.Update(ctx, UpdateInput{Pet: pet, Persona: new(userpet.PersonaTypeFunny)})
	require.NoError(t, err)
	require.Equal(t, []any{"Rex", userpet.PersonaTypeFunny}, []any{changed.Name, changed.PersonaType})
	same, err := k.Update(ctx, UpdateInput{Pet: pet})
	require.NoError(t, err)
	require.Equal(t, changed.Name, same.Name)
	_, err = k.Update(ctx, UpdateInput{Pet: pet, Name: new(" ")})
	refused(t, err, fault.InputInvalid, "input", "name")
	_, err = k.Update(other, UpdateInput{Pet: pet, Name: new("Mine")})
	refused(t, err, fault.Gone, "input", "petId")
	found, err := k.Pet(other, stranger, pet)
	require.NoError(t, err)
	require.Nil(t, found)
}

func TestLevelsComeSlower(t *testing.T) {
	t.Parallel()
	for xp, level := range map[int]int{
		0: 1, 2: 1, 49: 1, 50: 2, 51: 2, 199: 2, 200: 3, 449: 3, 450: 4, 799: 4, 800: 5, 1_249: 5, 1_250: 6,
		4_999: 10, 5_000: 11, 499_999: 100, 500_000: 101, 49_999_999: 1_000, 50_000_000: 1_001, 2_147_483_647: 6_554,
	} {
		require.Equal(t, level, LevelAt(xp), "%d XP", xp)
	}
	for level := 1; level < 6_000; level++ {
		require.Equal(t, level, LevelAt(XPOf(level)))
		if level > 1 {
			require.Equal(t, level-1, LevelAt(XPOf(level)-1))
		}
	}
}
