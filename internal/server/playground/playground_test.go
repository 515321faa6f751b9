package playground

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

func ask(t *testing.T, to http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	to.ServeHTTP(recorder, request)
	return recorder
}

// packed is a folder as bring.sh leaves it, with each file's name for content.
func packed(t *testing.T) fstest.MapFS {
	t.Helper()
	folder := fstest.MapFS{".stamp": {Data: []byte("1")}}
	for _, file := range files {
		var body bytes.Buffer
		writer := gzip.NewWriter(&body)
		_, err := writer.Write([]byte(file.name))
		require.NoError(t, err)
		require.NoError(t, writer.Close())
		folder[file.name+".gz"] = &fstest.MapFile{Data: body.Bytes()}
	}
	return folder
}

var inline = regexp.MustCompile(`(?s)<script>(.*)</script>`)

func TestThePageUsesNothingFromOutside(t *testing.T) {
	t.Parallel()
	to := handler(packed(t), "/playground", "/graphql")
	page := ask(t, to, "/playground")
	require.Equal(t, http.StatusOK, page.Code)
	require.NotContains(t, page.Body.String(), "//")
	require.NotContains(t, page.Body.String(), "make assets")
	policy := page.Header().Get("Content-Security-Policy")
	require.NotContains(t, policy, "http")
	require.NotContains(t, policy, "unsafe-eval")
	for _, address := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(page.Body.String(), -1) {
		require.Equal(t, http.StatusOK, ask(t, to, address[1]).Code, address[1])
	}
	script := inline.FindStringSubmatch(page.Body.String())[1]
	require.Contains(t, policy, "'"+integrity([]byte(script))+"'")
	require.Regexp(t, `^startPlayground\("/graphql", "[0-9a-f]{12}", \[`, script)
	require.Contains(t, page.Body.String(), `<link rel="icon" type="image/svg+xml" href="/playground/icon.svg">`)
}

func TestThePageSaysWhenItsFilesAreMissing(t *testing.T) {
	t.Parallel()
	folder := packed(t)
	delete(folder, "graphiql.min.js.gz")
	page := ask(t, handler(folder, "/playground", "/graphql"), "/playground")
	require.Contains(t, page.Body.String(), "built without the playground's files")
	require.Contains(t, page.Header().Get("Content-Security-Policy"), "script-src 'self' "+network)
	for _, file := range files {
		require.Contains(t, page.Body.String(), `="`+network+file.path+`" integrity="`)
	}
	require.False(t, complete(folder))
	require.True(t, complete(packed(t)))
}

func TestFiles(t *testing.T) {
	t.Parallel()
	to := handler(packed(t), "/playground", "/graphql")
	plain := ask(t, to, "/playground/graphiql.min.css")
	require.Equal(t, "graphiql.min.css", plain.Body.String())
	require.Equal(t, "text/css; charset=utf-8", plain.Header().Get("Content-Type"))
	zipped := ask(t, to, "/playground/graphiql.min.js", "Accept-Encoding", "br, gzip")
	require.Equal(t, "gzip", zipped.Header().Get("Content-Encoding"))
	require.Equal(t, "text/javascript; charset=utf-8", zipped.Header().Get("Content-Type"))
	reader, err := gzip.NewReader(zipped.Body)
	require.NoError(t, err)
	var body bytes.Buffer
	_, err = body.ReadFrom(reader)
	require.NoError(t, err)
	require.Equal(t, "graphiql.min.js", body.String())
	for name, media := range map[string]string{"start.js": "text/javascript; charset=utf-8", "page.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"} {
		require.Equal(t, media, ask(t, to, "/playground/"+name).Header().Get("Content-Type"))
	}
	again := ask(t, to, "/playground/graphiql.min.js", "If-None-Match", zipped.Header().Get("ETag"))
	require.Equal(t, http.StatusNotModified, again.Code)
	for _, missing := range []string{"/playground/.stamp", "/playground/other.js", "/playground/graphiql.min.js.gz"} {
		require.Equal(t, http.StatusNotFound, ask(t, to, missing).Code, missing)
	}
}

func TestExamplesAreOneNamedOperationEach(t *testing.T) {
	t.Parallel()
	tabs := Examples()
	require.NotEmpty(t, tabs)
	for _, tab := range tabs {
		doc, err := parser.ParseQuery(&ast.Source{Name: tab.Title, Input: tab.Query})
		require.NoError(t, err)
		require.Len(t, doc.Operations, 1, tab.Title)
		require.NotEmpty(t, doc.Operations[0].Name, tab.Title)
		for _, variable := range doc.Operations[0].VariableDefinitions {
			require.NotNil(t, variable.DefaultValue, "%s would not run as it stands", tab.Title)
		}
		for line := range strings.Lines(tab.Query) {
			require.LessOrEqual(t, utf8.RuneCountInString(line), 52, "%s is cut on a small screen: %s", tab.Title, line)
		}
	}
}

// spoken is an operation that a comment tells of, in one line or several.
var spoken = regexp.MustCompile(`(?m)^#\s+((?:mutation|subscription) \{(?:.|\n#)*\})$`)

func TestTheShopKnowsEveryExample(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../schema.graphqls")
	require.NoError(t, err)
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
	require.NoError(t, err)
	told := 0
	for _, tab := range Examples() {
		_, faults := gqlparser.LoadQueryWithRules(schema, tab.Query, rules.NewDefaultRules())
		require.Empty(t, faults, tab.Title)
		for _, found := range spoken.FindAllStringSubmatch(tab.Query, -1) {
			_, faults := gqlparser.LoadQueryWithRules(schema, strings.ReplaceAll(found[1], "\n#", "\n"), rules.NewDefaultRules())
			require.Empty(t, faults, tab.Title)
			told++
		}
	}
	require.Equal(t, 3, told, "operations in comments")
}

func TestOperationsNameEveryExample(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"Browse", "Search", "BestSeller", "Home", "SignIn", "Me", "Cart", "Checkout", "Live",
		"Leaderboard", "WatchLeaderboard", "PlaySnake", "FinishSnake", "PlayQuiz", "PointsAndRewards", "AdoptPet", "TellPet", "WatchPet"}, Operations())
}

// The page, package.json, its lock file and the public network have to mean
// the same files.
func TestTheVersionsAgree(t *testing.T) {
	t.Parallel()
	var named struct {
		Dependencies map[string]string
	}
	text, err := os.ReadFile("package.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &named))
	require.Len(t, named.Dependencies, 4)
	for _, file := range files {
		name, version, _ := strings.Cut(strings.Split(file.path, "/")[2], "@")
		require.Equal(t, named.Dependencies[name], version, file.name)
	}
	lock, err := os.ReadFile("package-lock.json")
	require.NoError(t, err)
	require.NotContains(t, string(lock), `"resolved"`, "the lock file must not tie the project to a registry's address")
	to := Handler("/playground", "/graphql")
	// Only a binary with the files can be compared; the others load what the
	// hashes allow and nothing else.
	for _, file := range files {
		if Complete() {
			require.Equal(t, file.integrity, integrity(ask(t, to, "/playground/"+file.name).Body.Bytes()), file.name)
		} else {
			require.True(t, strings.HasPrefix(file.integrity, "sha256-"))
		}
	}
}

func integrity(body []byte) string {
	hash := sha256.Sum256(body)
	return "sha256-" + base64.StdEncoding.EncodeToString(hash[:])
}
