package seed_test

import (
	"testing"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/require"

	"zuka/internal/seed"
	"zuka/internal/shop/account/password"
)

// What is measured with sample people would otherwise be of another shop.
func TestSamplePasswordsCostWhatRealOnesDo(t *testing.T) {
	t.Parallel()
	pool := fill(t, tiny())
	var sample string
	require.NoError(t, pool.Pgx().QueryRow(t.Context(), "SELECT password_hash FROM users WHERE email = $1", seed.Accounts[0].Email).Scan(&sample))
	hasher := password.NewHasher()
	same, err := hasher.Same(t.Context(), seed.Password, &sample)
	require.NoError(t, err)
	require.True(t, same)
	own, err := hasher.Hash(t.Context(), seed.Password)
	require.NoError(t, err)
	want, _, _, err := argon2id.DecodeHash(own)
	require.NoError(t, err)
	got, _, _, err := argon2id.DecodeHash(sample)
	require.NoError(t, err)
	require.Equal(t, want, got)
}
