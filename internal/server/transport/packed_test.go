package transport

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhoTakesGzip(t *testing.T) {
	t.Parallel()
	for accepts, takes := range map[string]bool{
		"": false, "gzip": true, "br, GZIP": true, "gzip, deflate, br, zstd": true, "gzip;q=0.5": true, "br;q=1, gzip; q=0.1": true,
		"gzip;q=0": false, "gzip; q=0.0, identity": false, "br": false, "xgzip": false, "gzip;q=": true,
	} {
		require.Equal(t, takes, takesPacked(accepts), accepts)
	}
}
