package persisted

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/page"
)

func TestADocumentIsFoundByItsIDAndItsHash(t *testing.T) {
	t.Parallel()
	all, _, _ := registries(t, 1)
	r := all[0]
	b := Build{Client: "android", Version: "1.2.0", Entries: []Entry{{md5Of(home), home}}}
	require.Equal(t, Published{Added: 1}, r.must(t, b))
	require.Equal(t, Published{Known: 1}, r.must(t, b), "once more")
	for _, id := range []string{md5Of(home), Hash(home)} {
		found, err := r.Find(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, &Document{ID: md5Of(home), SHA256: Hash(home), Text: home, Name: "Some", Operation: "query"}, found)
	}
	for _, id := range []string{"", "a", Hash("another"), "'; DROP TABLE users; --", "\x00"} {
		found, err := r.Find(t.Context(), id)
		require.NoError(t, err)
		require.Nil(t, found, id)
	}
}

// A document that another process publishes runs here at once, although it was
// asked for a moment before.
func TestAnotherProcessHearsOfWhatIsPublished(t *testing.T) {
	t.Parallel()
	all, _, _ := registries(t, 2)
	all[1].Start()
	t.Cleanup(all[1].Stop)
	require.Eventually(t, func() bool { // Until it listens, news pass it by.
		probe := "query Probe { shop { name } }"
		all[0].tell(t.Context())
		_, err := all[1].Find(t.Context(), Hash(probe))
		require.NoError(t, err)
		all[0].tell(t.Context())
		_, remembered := all[1].unknown.GetIfPresent(Hash(probe))
		return !remembered
	}, time.Minute, 10*time.Millisecond)
	missing, err := all[1].Find(t.Context(), Hash(home))
	require.NoError(t, err)
	require.Nil(t, missing)
	all[0].must(t, build("1", home))
	require.Eventually(t, func() bool {
		found, err := all[1].Find(t.Context(), Hash(home))
		require.NoError(t, err)
		return found != nil
	}, time.Minute, 5*time.Millisecond)
}

// An id that is nobody's is asked for once in a while, and no more.
func TestAnUnknownIDIsRememberedForSeconds(t *testing.T) {
	t.Parallel()
	all, clock, pool := registries(t, 1)
	r := all[0]
	_, err := r.Find(t.Context(), Hash(home))
	require.NoError(t, err)
	_, err = pool.Pgx().Exec(t.Context(), `INSERT INTO persisted_operations (document_id, sha256, document, name, client, version) VALUES ($1, $1, $2, 'Home', 'ios', '1')`, Hash(home), home)
	require.NoError(t, err)
	found, err := r.Find(t.Context(), Hash(home))
	require.NoError(t, err)
	require.Nil(t, found)
	clock.now = noon.Add(unknownLife)
	found, err = r.Find(t.Context(), Hash(home))
	require.NoError(t, err)
	require.NotNil(t, found)
}

func TestAManifestWithOneBadDocumentPublishesNothing(t *testing.T) {
	t.Parallel()
	all, _, _ := registries(t, 1)
	_, err := all[0].Publish(t.Context(), build("1", home, "query Bad { nothing }"), anything)
	require.ErrorContains(t, err, "there is no nothing")
	_, err = all[0].Publish(t.Context(), Build{Client: "a b", Version: "", Entries: []Entry{{Hash(home), home}}}, anything)
	require.ErrorContains(t, err, "client")
	require.ErrorContains(t, err, "version")
	list, err := all[0].List(t.Context(), Filter{}, page.Args{})
	require.NoError(t, err)
	require.Empty(t, list.Nodes())
}

// Uses are counted for the client and version that run a document; of one that is
// not published it is known only that the document is used.
func TestUsesAreCountedExactly(t *testing.T) {
	t.Parallel()
	all, clock, _ := registries(t, 2)
	all[0].must(t, build("1", home))
	all[0].must(t, build("2", home))
	const each = 50
	var running sync.WaitGroup
	for _, r := range all {
		d, err := r.Find(t.Context(), Hash(home))
		require.NoError(t, err)
		for range each {
			running.Go(func() { r.Used(d, "storefront", "1") })
		}
	}
	running.Wait()
	clock.now = noon.Add(time.Hour)
	for _, r := range all {
		require.NoError(t, r.Flush(t.Context()))
		require.NoError(t, r.Flush(t.Context()), "nothing is left")
	}
	uses := map[string]int{}
	require.NoError(t, all[0].All(t.Context(), func(one *Registered) error { uses[one.Version] = one.Uses; return nil }))
	require.Equal(t, map[string]int{"1": 2 * each, "2": 0}, uses)
	d, err := all[0].Find(t.Context(), Hash(home))
	require.NoError(t, err)
	clock.now = noon.Add(2 * time.Hour)
	all[0].Used(d, "a browser", "")
	all[0].Used(d, "storefront", "2")
	require.NoError(t, all[0].Flush(t.Context()), "both at once")
	uses = map[string]int{}
	require.NoError(t, all[0].All(t.Context(), func(one *Registered) error {
		require.Equal(t, clock.now, one.LastUsedAt.UTC(), one.Version)
		uses[one.Version] = one.Uses
		return nil
	}))
	require.Equal(t, map[string]int{"1": 2 * each, "2": 1}, uses)
}

func TestOnlyWhatNobodyRunsIsPruned(t *testing.T) {
	t.Parallel()
	all, clock, _ := registries(t, 1)
	r := all[0]
	r.must(t, build("old", home))
	const used = "query Used { shop { name } }"
	r.must(t, build("used", used))
	clock.now = noon.AddDate(1, 0, 0)
	d, err := r.Find(t.Context(), Hash(used))
	require.NoError(t, err)
	r.Used(d, "storefront", "used")
	require.NoError(t, r.Flush(t.Context()))
	r.must(t, build("new", "query New { shop { name } }"))
	gone, err := r.Prune(t.Context(), noon.AddDate(0, 6, 0))
	require.NoError(t, err)
	require.Equal(t, 1, gone)
	missing, err := r.Find(t.Context(), Hash(home))
	require.NoError(t, err)
	require.Nil(t, missing)
}

func TestTheListIsReadPageByPage(t *testing.T) {
	t.Parallel()
	all, _, _ := registries(t, 1)
	all[0].must(t, build("1", "query A { a }", "query B { a }", "query C { a }"))
	all[0].must(t, Build{Client: "ios", Version: "1", Entries: []Entry{{Hash(home), home}}})
	storefront := "storefront"
	var texts []string
	args := page.Args{First: new(int32(2))}
	for {
		list, err := all[0].List(t.Context(), Filter{Client: &storefront}, args)
		require.NoError(t, err)
		for _, one := range list.Nodes() {
			texts = append(texts, one.Text)
			same, err := all[0].Row(t.Context(), one.row)
			require.NoError(t, err)
			require.Equal(t, one, same)
		}
		total, err := list.TotalCount(t.Context())
		require.NoError(t, err)
		require.Equal(t, 3, total)
		if !list.PageInfo.HasNextPage {
			break
		}
		args.After = list.PageInfo.EndCursor
	}
	require.Equal(t, []string{"query C { a }", "query B { a }", "query A { a }"}, texts)
}

// News of what was pruned may be missed: it is looked up again within a minute.
func TestADocumentIsNotHeldForEver(t *testing.T) {
	t.Parallel()
	all, clock, _ := registries(t, 1)
	r := all[0]
	r.must(t, build("1", home))
	find := func() *Document {
		found, err := r.Find(t.Context(), Hash(home))
		require.NoError(t, err)
		return found
	}
	require.NotNil(t, find())
	_, err := r.Pool.Pgx().Exec(t.Context(), "DELETE FROM persisted_operations")
	require.NoError(t, err)
	require.NotNil(t, find())
	clock.now = noon.Add(knownLife)
	require.Nil(t, find())
}
