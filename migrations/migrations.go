// Package migrations holds the versioned SQL that builds the database, in the
// order of the file names. Files are never changed once released; a change is
// a new file.
package migrations

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
)

// Files are the migrations, embedded in the binary.
//
//go:embed *.sql
var Files embed.FS

// Fingerprint identifies the schema that the files make: it changes with any
// of them.
func Fingerprint() string {
	hash := sha256.New()
	entries, err := fs.ReadDir(Files, ".")
	if err != nil {
		panic("migrations: " + err.Error()) // Embedded files can be read.
	}
	for _, entry := range entries {
		text, err := Files.ReadFile(entry.Name())
		if err != nil {
			panic("migrations: " + err.Error())
		}
		hash.Write([]byte(entry.Name()))
		hash.Write(text)
	}
	return hex.EncodeToString(hash.Sum(nil))[:12]
}
