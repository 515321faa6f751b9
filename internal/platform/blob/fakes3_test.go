package blob

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// fakeS3 is a bucket in memory that speaks as much S3 as the store uses. It
// believes signatures but not dates: a presigned link ends by its own clock.
type fakeS3 struct {
	t      testing.TB
	server *httptest.Server
	bucket string

	mu      sync.Mutex
	ahead   time.Duration // of the real clock
	objects map[string]object
	parts   map[string]map[int][]byte
	types   map[string]string
	calls   []string
}

type object struct {
	content     []byte
	contentType string
}

func newFakeS3(t testing.TB) *fakeS3 {
	f := &fakeS3{
		t: t, bucket: "shop", objects: map[string]object{},
		parts: map[string]map[int][]byte{}, types: map[string]string{},
	}
	f.server = httptest.NewServer(f)
	t.Cleanup(f.server.Close)
	return f
}

// url is the setting that leads to the fake.
func (f *fakeS3) url(query string) string {
	return "s3://" + "AKEY:s%2Fcret%2B@" + strings.TrimPrefix(f.server.URL, "http://") + "/" + f.bucket + query
}

func (f *fakeS3) store() *S3 {
	f.t.Helper()
	store, err := Open(f.url("?tls=false&region=lagos-1"), Options{})
	require.NoError(f.t, err)
	return store.(*S3)
}

func (f *fakeS3) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := plainBody(r)
	if err != nil {
		f.refuse(w, http.StatusBadRequest, "IncompleteBody")
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	query := r.URL.Query()
	f.calls = append(f.calls, r.Method)
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch {
	case bucket != f.bucket:
		f.refuse(w, http.StatusNotFound, "NoSuchBucket")
	case !f.signed(r):
		f.refuse(w, http.StatusForbidden, "AccessDenied")
	case r.Method == http.MethodPost || query.Has("uploadId"):
		f.multipart(w, r, key, body)
	case r.Method == http.MethodPut:
		f.objects[key] = object{body, r.Header.Get("Content-Type")}
		w.Header().Set("ETag", `"put"`)
	case r.Method == http.MethodDelete:
		delete(f.objects, key)
		w.WriteHeader(http.StatusNoContent)
	default:
		f.get(w, r, key)
	}
}

func (f *fakeS3) get(w http.ResponseWriter, r *http.Request, key string) {
	found, ok := f.objects[key]
	if !ok {
		f.refuse(w, http.StatusNotFound, "NoSuchKey")
		return
	}
	w.Header().Set("Content-Type", found.contentType)
	w.Header().Set("ETag", `"get"`)
	if disposition := r.URL.Query().Get("response-content-disposition"); disposition != "" {
		w.Header().Set("Content-Disposition", disposition)
	}
	http.ServeContent(w, r, "", time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), bytes.NewReader(found.content))
}

func (f *fakeS3) multipart(w http.ResponseWriter, r *http.Request, key string, body []byte) {
	query := r.URL.Query()
	id := query.Get("uploadId")
	switch {
	case query.Has("uploads"):
		f.parts[key], f.types[key] = map[int][]byte{}, r.Header.Get("Content-Type")
		fmt.Fprintf(w, "<InitiateMultipartUploadResult><UploadId>%s</UploadId></InitiateMultipartUploadResult>", key)
	case r.Method == http.MethodPut:
		number, err := strconv.Atoi(query.Get("partNumber"))
		if err != nil {
			f.refuse(w, http.StatusBadRequest, "InvalidPart")
			return
		}
		f.parts[id][number] = body
		w.Header().Set("ETag", `"part"`)
	case r.Method == http.MethodDelete:
		delete(f.parts, id)
		w.WriteHeader(http.StatusNoContent)
	default:
		numbers := []int{}
		for number := range f.parts[id] {
			numbers = append(numbers, number)
		}
		sort.Ints(numbers)
		var whole []byte
		for _, number := range numbers {
			whole = append(whole, f.parts[id][number]...)
		}
		f.objects[key] = object{whole, f.types[key]}
		delete(f.parts, id)
		fmt.Fprintf(w, `<CompleteMultipartUploadResult><Bucket>%s</Bucket><Key>%s</Key><ETag>"all"</ETag></CompleteMultipartUploadResult>`,
			f.bucket, key)
	}
}

// signed checks that a call names the access key, and that a link has not
// ended.
func (f *fakeS3) signed(r *http.Request) bool {
	if header := r.Header.Get("Authorization"); header != "" {
		return strings.Contains(header, "Credential=AKEY/") && strings.Contains(header, "/lagos-1/s3/")
	}
	query := r.URL.Query()
	made, err := time.Parse("20060102T150405Z", query.Get("X-Amz-Date"))
	if err != nil {
		return false
	}
	seconds, err := strconv.Atoi(query.Get("X-Amz-Expires"))
	return err == nil && len(query.Get("X-Amz-Signature")) == 64 &&
		strings.HasPrefix(query.Get("X-Amz-Credential"), "AKEY/") &&
		time.Now().Add(f.ahead).Before(made.Add(time.Duration(seconds)*time.Second))
}

func (f *fakeS3) refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_ = xml.NewEncoder(w).Encode(struct {
		XMLName xml.Name `xml:"Error"`
		Code    string
	}{Code: code})
}

// plainBody takes the signed chunks apart that a body without TLS comes in:
// "size;chunk-signature=…\r\n", the bytes, "\r\n", until a size of zero.
func plainBody(r *http.Request) ([]byte, error) {
	if !strings.HasPrefix(r.Header.Get("X-Amz-Content-Sha256"), "STREAMING-") {
		return io.ReadAll(r.Body)
	}
	var out bytes.Buffer
	in := bufio.NewReader(r.Body)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return nil, err
		}
		hexadecimal, _, _ := strings.Cut(line, ";")
		size, err := strconv.ParseInt(hexadecimal, 16, 64)
		if err != nil || size == 0 {
			return out.Bytes(), err
		}
		if _, err := io.CopyN(&out, in, size); err != nil {
			return nil, err
		}
		if _, err := in.Discard(2); err != nil {
			return nil, err
		}
	}
}
