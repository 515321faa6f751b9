package testenv

import (
	"net"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// askAgain is how often a condition is tried that nothing signals.
const askAgain = 10 * time.Millisecond

func TestMain(m *testing.M) { Main(m) }

// The end of its input is all that the holder learns of a test process that
// was killed.
func TestTheHolderStopsTheServersWithTheTestProcess(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	t.Setenv("REDIS_URL", "")
	s := servers{inMain: true}
	found, err := s.start()
	require.NoError(t, err)
	for _, address := range []string{found.Database, found.Redis} {
		require.NoError(t, knock(t, address))
	}
	require.NoError(t, s.release())
	for _, address := range []string{found.Database, found.Redis} {
		require.ErrorContains(t, knock(t, address), "refused")
	}
}

func TestTheHolderLeavesNothingWhenTheTestProcessEndsAtAnyMoment(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	t.Setenv("REDIS_URL", "")
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	for _, entries := range []int{0, 1} { // before and while the servers start
		s := servers{inMain: true}
		out, err := s.startHolder(holdsStack)
		require.NoError(t, err)
		require.Eventually(t, func() bool {
			now, err := os.ReadDir(temporary)
			return err == nil && len(now) >= entries
		}, patience, askAgain)
		require.NoError(t, out.Close())
		require.NoError(t, s.stdin.Close())
		_ = s.holder.Wait() // it may have had nobody to tell
		now, err := os.ReadDir(temporary)
		require.NoError(t, err)
		require.Empty(t, now)
	}
}

func TestServersThatAreNamedAreUsed(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgres://somewhere/shop")
	t.Setenv("REDIS_URL", "redis://somewhere")
	var s servers
	found, err := s.start()
	require.NoError(t, err)
	require.Equal(t, urls{Database: "postgres://somewhere/shop", Redis: "redis://somewhere"}, found)
	require.NoError(t, s.release())
}

func TestServersAreNotStartedWhenNobodyWouldStopThem(t *testing.T) {
	t.Setenv("REDIS_URL", "")
	var s servers
	_, err := s.start()
	require.ErrorContains(t, err, "testenv.Main")
}

func TestServersThatCannotStartFailTheTests(t *testing.T) {
	t.Setenv("REDIS_URL", "")
	t.Setenv("TMPDIR", "/dev/null")
	s := servers{inMain: true}
	_, err := s.start()
	require.ErrorContains(t, err, "/dev/null")
	s.err = err
	require.NoError(t, s.release())
}

func knock(t *testing.T, address string) error {
	t.Helper()
	parsed, err := url.Parse(address)
	require.NoError(t, err)
	conn, err := net.Dial("tcp", parsed.Host)
	if err != nil {
		return err
	}
	return conn.Close()
}

func TestTheHolderStopsAClusterToo(t *testing.T) {
	t.Parallel()
	s := servers{inMain: true}
	found, err := s.held(holdsCluster)
	require.NoError(t, err)
	parsed, err := url.Parse(found.Redis)
	require.NoError(t, err)
	nodes := append(parsed.Query()["addr"], parsed.Host)
	require.Len(t, nodes, 3)
	for _, node := range nodes {
		require.NoError(t, knock(t, "redis://"+node))
	}
	require.NoError(t, s.release())
	for _, node := range nodes {
		require.ErrorContains(t, knock(t, "redis://"+node), "refused")
	}
}
