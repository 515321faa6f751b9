package persisted

import (
	"crypto/md5"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const home = "query Home { shop { name } }"

func md5Of(text string) string  { sum := md5.Sum([]byte(text)); return hex.EncodeToString(sum[:]) }
func sha1Of(text string) string { sum := sha1.Sum([]byte(text)); return hex.EncodeToString(sum[:]) }

func TestManifestsOfEveryCompilerAreRead(t *testing.T) {
	t.Parallel()
	for name, manifest := range map[string]string{
		"Apollo":              fmt.Sprintf(`{"format": "apollo-persisted-query-manifest", "version": 1, "operations": [{"id": %q, "name": "Home", "type": "query", "body": %q}]}`, Hash(home), home),
		"Relay, MD5":          fmt.Sprintf(`{%q: %q}`, md5Of(home), home),
		"Relay, SHA-256":      fmt.Sprintf(`{%q: %q}`, Hash(home), home),
		"codegen, SHA-1":      fmt.Sprintf(`{%q: %q}`, sha1Of(home), home),
		"codegen, its prefix": fmt.Sprintf(`{"sha256:%s": %q}`, Hash(home), home),
	} {
		entries, err := Parse([]byte(manifest))
		require.NoError(t, err, name)
		require.Len(t, entries, 1, name)
		require.Equal(t, home, entries[0].Text, name)
	}
}

func TestAWrongManifestIsRefusedWhole(t *testing.T) {
	t.Parallel()
	many := make(map[string]string)
	for i := range MostDocuments + 1 {
		text := fmt.Sprintf("query Q%d { a }", i)
		many[Hash(text)] = text
	}
	large, err := json.Marshal(many)
	require.NoError(t, err)
	for name, manifest := range map[string]string{
		"no JSON": "{", "a list": "[]", "null": "null", "empty": "{}", "too many": string(large),
		"another hash":    fmt.Sprintf(`{%q: "query Other { shop { name } }"}`, Hash(home)),
		"no hash":         fmt.Sprintf(`{"home": %q}`, home),
		"upper case":      fmt.Sprintf(`{%q: %q}`, strings.ToUpper(Hash(home)), home),
		"no text":         fmt.Sprintf(`{%q: 5}`, Hash(home)),
		"an empty text":   fmt.Sprintf(`{%q: ""}`, Hash("")),
		"NUL":             `{"` + Hash("a\x00") + `": "a\u0000"}`,
		"another format":  `{"format": "apollo-persisted-query-manifest", "version": 2, "operations": []}`,
		"a strange word":  `{"format": "yaml"}`,
		"a long document": fmt.Sprintf(`{%q: %q}`, Hash(strings.Repeat("a", longestDocument+1)), strings.Repeat("a", longestDocument+1)),
	} {
		entries, err := Parse([]byte(manifest))
		require.ErrorContains(t, err, "manifest", name)
		require.Error(t, err, "%s: %v", name, entries)
	}
}
