package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const (
	// partSize is held in memory for each upload of unknown size; the library
	// would take half a gigabyte. S3 allows 10,000 parts: 160 GB.
	partSize = 16 << 20
	// s3Retries is how often a call is tried; the library's ten last minutes.
	s3Retries = 3
	// defaultRegion is what stores outside of Amazon call theirs. A region is
	// always given, or the library asks for it before the first call.
	defaultRegion = "us-east-1"
)

// S3Config says where a bucket is. The bucket has to exist.
type S3Config struct {
	// Endpoint is host or host:port, as browsers reach it too: links lead there.
	Endpoint string
	Bucket   string
	// Region is us-east-1 when empty.
	Region string
	// AccessKey and SecretKey sign the calls and the links.
	AccessKey, SecretKey string
	// TLS is off only for a store in the same house.
	TLS bool
	// Transport carries the calls; nil means the library's own.
	Transport http.RoundTripper
}

// S3 keeps files in a bucket of any store that speaks S3.
type S3 struct {
	client *minio.Core
	bucket string
}

var _ Store = (*S3)(nil)

// NewS3 makes a store without asking the server anything yet.
func NewS3(c S3Config) (*S3, error) {
	if c.Bucket == "" || c.AccessKey == "" || c.SecretKey == "" {
		return nil, errors.New("blob: S3 needs a bucket, an access key and a secret key")
	}
	if c.Region == "" {
		c.Region = defaultRegion
	}
	client, err := minio.NewCore(c.Endpoint, &minio.Options{
		Creds:  credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""),
		Secure: c.TLS, Region: c.Region, Transport: c.Transport, MaxRetries: s3Retries,
	})
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	return &S3{client: client, bucket: c.Bucket}, nil
}

// Put stores a file, in parts when it is large or its size is not known.
func (s *S3) Put(ctx context.Context, key string, content io.Reader, size int64, contentType string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	whole := &exactly{ctx: ctx, from: content, size: max(size, -1)}
	if size == 0 { // The library does not read what is said to be empty.
		if err := whole.end(); err != io.EOF {
			return s.explain("put", key, err)
		}
	}
	_, err := s.client.Client.PutObject(ctx, s.bucket, key, whole, whole.size,
		minio.PutObjectOptions{ContentType: typeOr(contentType), PartSize: partSize})
	return s.explain("put", key, err)
}

// Open reads a file in one request.
func (s *S3) Open(ctx context.Context, key string) (io.ReadCloser, Info, error) {
	if err := checkKey(key); err != nil {
		return nil, Info{}, err
	}
	content, found, _, err := s.client.GetObject(ctx, s.bucket, key, minio.GetObjectOptions{})
	if err != nil {
		return nil, Info{}, s.explain("open", key, err)
	}
	return content, Info{Size: found.Size, ContentType: typeOr(found.ContentType), Modified: found.LastModified}, nil
}

// Delete removes a file.
func (s *S3) Delete(ctx context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	err := s.explain("delete", key, s.client.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{}))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// Link signs a URL of the store itself; the file does not pass this process.
func (s *S3) Link(ctx context.Context, key, filename string, life time.Duration) (string, error) {
	if err := checkLink(key, life); err != nil {
		return "", err
	}
	link, err := s.client.PresignedGetObject(ctx, s.bucket, key, life, url.Values{
		"response-content-disposition": {attachment(cleanName(filename, key))},
		"response-cache-control":       {"private, no-store"},
	})
	if err != nil {
		return "", s.explain("link", key, err)
	}
	return link.String(), nil
}

// explain names what was tried, and turns a missing key into ErrNotFound. A
// missing bucket is a mistake of the settings and stays what it is.
func (s *S3) explain(verb, key string, err error) error {
	switch {
	case err == nil:
		return nil
	case minio.ToErrorResponse(err).Code == minio.NoSuchKey:
		return ErrNotFound
	}
	return fmt.Errorf("blob: %s %s: %w", verb, key, err)
}
