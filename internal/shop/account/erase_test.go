package account_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"zuka/internal/shop/account"
	"zuka/internal/shop/account/privacy"
)

func TestErasureTakesTheFilesOfExportsToo(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	made, madeKey := a.wanted()
	require.NoError(t, a.service.MakeExport(t.Context(), made))
	// A file whose making was cut off before it was noted.
	_, unnoted := a.wanted()
	require.NoError(t, a.Put(t.Context(), unnoted, strings.NewReader("{}"), 2, "application/json"))
	const elsewhere = "exports/old-place.json"
	moved, _ := a.wanted()
	require.NoError(t, a.Put(t.Context(), elsewhere, strings.NewReader("{}"), 2, "application/json"))
	a.exec(`UPDATE data_exports SET blob_key = $2 WHERE id = $1`, moved, elsewhere)

	require.ErrorIs(t, a.service.Erase(t.Context(), a.user), privacy.ErrNotDeleted)
	require.NotEmpty(t, a.file(madeKey), "the account is somebody's")

	a.leave()
	require.NoError(t, a.service.Erase(t.Context(), a.user))
	for _, key := range []string{madeKey, unnoted, elsewhere} {
		require.Empty(t, a.file(key))
	}
	require.Zero(t, a.pool.Ent().DataExport.Query().CountX(t.Context()))
	shell := a.pool.Ent().User.GetX(t.Context(), a.user)
	require.Nil(t, shell.Email)
	require.Empty(t, shell.Name)
	require.NotNil(t, shell.DeletedAt)
	require.NoError(t, a.service.Erase(t.Context(), a.user))
	require.Error(t, a.service.Erase(t.Context(), uuid.New()))
}

// stuck is a store that deletes nothing.
type stuck struct{ *archive }

var errStuck = errors.New("the store is away")

// Delete fails.
func (stuck) Delete(context.Context, string) error { return errStuck }

func TestNothingIsErasedWhileFilesCannotBeDeleted(t *testing.T) {
	t.Parallel()
	a := newArchive(t)
	id, key := a.wanted()
	require.NoError(t, a.service.MakeExport(t.Context(), id))
	a.leave()
	away := account.New(account.Config{Pool: a.pool, Files: stuck{a}})
	require.ErrorIs(t, away.Erase(t.Context(), a.user), errStuck)
	require.Equal(t, 1, a.pool.Ent().DataExport.Query().CountX(t.Context()), "the row knows of the file")
	require.NoError(t, a.service.Erase(t.Context(), a.user))
	require.Empty(t, a.file(key))
}
