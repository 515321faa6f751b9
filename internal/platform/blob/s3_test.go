package blob

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAPresignedLinkWorksUntilItEnds(t *testing.T) {
	t.Parallel()
	fake := newFakeS3(t)
	store := fake.store()
	put(t, store, "export/orders.csv", "a,b", "text/csv")
	link, err := store.Link(t.Context(), "export/orders.csv", "May orders.csv", time.Minute)
	require.NoError(t, err)
	require.NotContains(t, link, "cret", "the secret key only signs")

	status := func(link string) (int, http.Header, string) {
		response, err := http.Get(link)
		require.NoError(t, err)
		defer func() { require.NoError(t, response.Body.Close()) }()
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, response.Header, string(body)
	}
	code, header, body := status(link)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "a,b", body)
	require.Equal(t, `attachment; filename="May orders.csv"`, header.Get("Content-Disposition"))

	code, _, _ = status(link[:strings.Index(link, "?")])
	require.Equal(t, http.StatusForbidden, code, "the object itself is not public")
	fake.mu.Lock()
	fake.ahead = 2 * time.Minute
	fake.mu.Unlock()
	code, _, _ = status(link)
	require.Equal(t, http.StatusForbidden, code)
}

func TestAnObjectIsOpenedInOneRequest(t *testing.T) {
	t.Parallel()
	fake := newFakeS3(t)
	store := fake.store()
	put(t, store, "a", "x", "text/plain")
	content(t, store, "a")
	require.Equal(t, []string{"PUT", "GET"}, fake.calls, "nobody is asked for the region or the bucket")
}

func TestAMissingBucketIsNoMissingFile(t *testing.T) {
	t.Parallel()
	fake := newFakeS3(t)
	store := fake.store()
	fake.mu.Lock()
	fake.bucket = "another"
	fake.mu.Unlock()
	_, _, err := store.Open(t.Context(), "a")
	require.Error(t, err)
	require.NotErrorIs(t, err, ErrNotFound)
	require.ErrorContains(t, err, "open a")
	require.Error(t, store.Delete(t.Context(), "a"))
}

func TestTheSettingsOfABucket(t *testing.T) {
	t.Parallel()
	config, err := parseS3("s3://AKEY:s%2Fcret%2B@minio.local:9000/shop?region=lagos-1&tls=false")
	require.NoError(t, err)
	require.Equal(t, S3Config{
		Endpoint: "minio.local:9000", Bucket: "shop", Region: "lagos-1", AccessKey: "AKEY", SecretKey: "s/cret+",
	}, config)
	config, err = parseS3("s3://k:s@s3.eu-west-1.amazonaws.com/shop")
	require.NoError(t, err)
	require.True(t, config.TLS, "plain text has to be asked for")
	_, err = NewS3(S3Config{Endpoint: "host"})
	require.ErrorContains(t, err, "needs a bucket")
}
