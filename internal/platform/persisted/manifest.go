package persisted

import (
	"crypto/md5"  //nolint:gosec // Relay's compiler names documents by it; it guards nothing.
	"crypto/sha1" //nolint:gosec // So does graphql-codegen.
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"zuka/internal/platform/fault"
)

const (
	// MostDocuments is how many a manifest may have, and longestDocument how many
	// bytes each.
	MostDocuments   = 2_000
	longestDocument = 64 << 10
	// apolloFormat is what Apollo's manifests say of themselves.
	apolloFormat = "apollo-persisted-query-manifest"
)

// Entry is a document of a manifest.
type Entry struct {
	// ID is how the client asks for it: a hash of Text in hex, as it is or with
	// "sha256:" before it.
	ID   string
	Text string
}

// Parse reads a manifest: Apollo's persisted-query-manifest, or a map from ids to
// documents, as Relay's compiler and graphql-codegen write it. Each id must be the
// hash of its document. The faults name the field manifest.
func Parse(raw []byte) ([]Entry, error) {
	var entries []Entry
	var apollo struct {
		Format     string `json:"format"`
		Version    int    `json:"version"`
		Operations []struct {
			ID   string `json:"id"`
			Body string `json:"body"`
		} `json:"operations"`
	}
	var documents map[string]json.RawMessage
	if err := json.Unmarshal(raw, &documents); err != nil {
		return nil, fault.Invalid("manifest", "must be a JSON object")
	}
	switch _, isApollo := documents["format"]; {
	case isApollo:
		if err := json.Unmarshal(raw, &apollo); err != nil || apollo.Format != apolloFormat || apollo.Version != 1 {
			return nil, fault.Invalid("manifest", "must be of the format %s, version 1", apolloFormat)
		}
		for _, one := range apollo.Operations {
			entries = append(entries, Entry{one.ID, one.Body})
		}
	default:
		for _, id := range slices.Sorted(maps.Keys(documents)) {
			var text string
			if json.Unmarshal(documents[id], &text) != nil {
				return nil, fault.Invalid("manifest", "the document of %s must be a text", short(id))
			}
			entries = append(entries, Entry{id, text})
		}
	}
	if len(entries) == 0 || len(entries) > MostDocuments {
		return nil, fault.Invalid("manifest", "must have 1 to %d documents, got %d", MostDocuments, len(entries))
	}
	return entries, check(entries)
}

// check tells of every document that is wrong.
func check(entries []Entry) error {
	var faults fault.Faults
	for _, one := range entries {
		switch {
		case one.Text == "" || len(one.Text) > longestDocument:
			faults.Check(false, "manifest", "the document of %s must have 1 to %d bytes", short(one.ID), longestDocument)
		case !utf8.ValidString(one.Text) || strings.ContainsRune(one.Text, 0):
			faults.Check(false, "manifest", "the document of %s contains a NUL character or is not valid UTF-8", short(one.ID))
		default:
			faults.Check(Fits(one.ID, one.Text), "manifest", "%s is not the hash of its document", short(one.ID))
		}
	}
	return faults.Err()
}

// short is an id as it can be shown.
func short(id string) string {
	if len(id) > 20 {
		id = id[:20] + "…"
	}
	return fmt.Sprintf("%q", id)
}

// Hash is how a document is known: the SHA-256 of its text in lower-case hex.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Fits tells whether an id is a hash of a text: SHA-256, or what compilers use
// beside it.
func Fits(id, text string) bool {
	digest := strings.TrimPrefix(id, "sha256:")
	switch len(digest) {
	case hex.EncodedLen(sha256.Size):
		return digest == Hash(text)
	case hex.EncodedLen(sha1.Size):
		sum := sha1.Sum([]byte(text)) //nolint:gosec // See the import.
		return id == hex.EncodeToString(sum[:])
	case hex.EncodedLen(md5.Size):
		sum := md5.Sum([]byte(text)) //nolint:gosec // See the import.
		return id == hex.EncodeToString(sum[:])
	}
	return false
}
