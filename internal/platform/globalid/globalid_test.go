package globalid

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/platform/fault"
)

func TestEveryKeyComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.IntRange(1, 1<<62).Draw(t, "number")
		id, err := Parse(New("Product", number).String())
		require.NoError(t, err)
		back, err := id.Int("Product", "id")
		require.NoError(t, err)
		require.Equal(t, number, back)
	})
	key := uuid.Must(uuid.NewV7())
	id, err := Parse(New("User", key).String())
	require.NoError(t, err)
	back, err := id.UUID("User", "id")
	require.NoError(t, err)
	require.Equal(t, key, back)
}

func TestMarshalWritesTheSameTextAsString(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	id := New("ProductVariant", 42)
	id.MarshalGQL(&out)
	var text string
	require.NoError(t, json.Unmarshal(out.Bytes(), &text))
	require.Equal(t, id.String(), text)
	var read ID
	require.NoError(t, read.UnmarshalGQL(text))
	require.Equal(t, "ProductVariant", read.Kind)
}

func TestWhatIsNoIDIsRefused(t *testing.T) {
	t.Parallel()
	long := New("Product", string(bytes.Repeat([]byte("9"), 200))).String()
	for _, text := range []string{"", "42", "%%%", "UHJvZHVjdA", New("User", "a\x00").String(), New("User", "a\xc3").String(), New("", 1).String(), New("Pr oduct", 1).String(), long} {
		_, err := Parse(text)
		require.True(t, fault.Is(err, fault.BadUserInput), "%q: %v", text, err)
	}
	require.Error(t, new(ID).UnmarshalGQL(42))
}

func TestKeysOfTheWrongShapeAreRefused(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"0", "-1", "+1", "01", "1 ", "1e3", "99999999999999999999", "x"} {
		id, err := Parse(New("Product", key).String())
		require.NoError(t, err)
		_, err = id.Int("Product", "id")
		require.True(t, fault.Is(err, fault.BadUserInput), key)
		_, err = New("User", key).UUID("User", "id")
		require.True(t, fault.Is(err, fault.BadUserInput), key)
	}
}

func TestAnotherKindIsNamed(t *testing.T) {
	t.Parallel()
	_, err := New("Brand", 7).Int("Product", "productId")
	require.ErrorContains(t, err, "productId: is the id of a Brand, and this field takes the id of a Product")
	_, err = New("Brand", 7).UUID("User", "userId")
	require.ErrorContains(t, err, "userId")
}
