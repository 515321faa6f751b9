package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"zuka/internal/app"
)

// devSecret is the secret of a developer's shop, made once and kept beside its
// database, so that a restart signs nobody out.
func devSecret(dir string) (string, error) {
	path := filepath.Join(dir, "secret")
	kept, err := os.ReadFile(path)
	if err == nil && len(strings.TrimSpace(string(kept))) >= app.SecretBytes {
		return strings.TrimSpace(string(kept)), nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("reading the secret: %w", err)
	}
	raw := make([]byte, app.SecretBytes)
	_, _ = rand.Read(raw) // It never fails.
	made := hex.EncodeToString(raw)
	if err := os.WriteFile(path, []byte(made+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("keeping the secret: %w", err)
	}
	return made, nil
}
