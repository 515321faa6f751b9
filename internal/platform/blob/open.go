package blob

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"zuka/internal/platform/clock"
)

// Options are what a directory needs besides its path; S3 needs none of them.
type Options struct {
	PublicURL string
	Secret    []byte
	Clock     clock.Clock
}

// Open makes the store that a setting names: a path or file:///path is a
// directory, s3://key:secret@host:port/bucket a bucket, with ?region= and,
// for a store in the same house, &tls=false. A *Directory also has to be
// served, below the path of its PublicURL.
func Open(location string, o Options) (Store, error) {
	scheme, rest, isURL := strings.Cut(location, "://")
	switch {
	case location == "":
		return nil, errors.New("blob: no directory and no bucket is named")
	case !isURL:
		return openDirectory(location, o)
	case scheme == "file":
		if !strings.HasPrefix(rest, "/") {
			return nil, fmt.Errorf("blob: %q: a file URL has three slashes, as in file:///var/lib/shop", location)
		}
		return openDirectory(rest, o)
	case scheme == "s3":
		config, err := parseS3(location)
		if err != nil {
			return nil, err
		}
		store, err := NewS3(config)
		if err != nil {
			return nil, err // A nil *S3 in a Store would not be nil.
		}
		return store, nil
	}
	return nil, fmt.Errorf("blob: %q is neither file nor s3", scheme)
}

func openDirectory(root string, o Options) (Store, error) {
	directory, err := NewDirectory(DirectoryConfig{
		Root: root, PublicURL: o.PublicURL, Secret: o.Secret, Clock: o.Clock,
	})
	if err != nil {
		return nil, err
	}
	return directory, nil
}

// parseS3 reads an s3 URL. Its faults never repeat the URL, which holds the
// secret key.
func parseS3(location string) (S3Config, error) {
	form := errors.New("blob: the S3 URL has to look like s3://key:secret@host:port/bucket?region=…&tls=true, " +
		"with signs such as / and + in the key and the secret written as %2F and %2B")
	parsed, err := url.Parse(location)
	if err != nil || parsed.Host == "" || parsed.User == nil {
		return S3Config{}, form
	}
	secret, _ := parsed.User.Password()
	config := S3Config{
		Endpoint: parsed.Host, Bucket: strings.Trim(parsed.Path, "/"),
		AccessKey: parsed.User.Username(), SecretKey: secret, TLS: true,
	}
	if config.Bucket == "" || strings.Contains(config.Bucket, "/") || config.AccessKey == "" || secret == "" {
		return S3Config{}, form
	}
	settings, err := url.ParseQuery(parsed.RawQuery)
	if err != nil {
		return S3Config{}, form
	}
	for name, values := range settings {
		switch name {
		case "region":
			config.Region = values[0]
		case "tls":
			if config.TLS, err = strconv.ParseBool(values[0]); err != nil {
				return S3Config{}, errors.New("blob: tls in the S3 URL has to be true or false")
			}
		default:
			return S3Config{}, fmt.Errorf("blob: the S3 URL has a setting %q, which is not known", name)
		}
	}
	return config, nil
}
