// Package blob keeps files: exports, invoices, what somebody uploaded. A
// directory serves one machine, any S3 serves many; both hand out links that
// end by themselves, so that a browser fetches a file without a session.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ErrNotFound says that no file has the key.
var ErrNotFound = errors.New("blob: there is no such file")

// Info is what is known of a file besides its content.
type Info struct {
	Size        int64
	ContentType string
	Modified    time.Time
}

// Store keeps files under keys. A key is a path of letters, digits, dots,
// dashes and underscores, as in "export/2026/orders.csv"; no part begins with
// a dot. A key must not also be the folder of another: a directory cannot
// hold both.
type Store interface {
	// Put stores a file, replacing the one of the same key. Readers see the
	// old one or the new one, never a part. The size is -1 when it is not
	// known; a content of another size is refused.
	Put(ctx context.Context, key string, content io.Reader, size int64, contentType string) error
	// Open reads a file; ErrNotFound when there is none. The caller closes it.
	Open(ctx context.Context, key string) (io.ReadCloser, Info, error)
	// Delete removes a file; one that is not there is no error.
	Delete(ctx context.Context, key string) error
	// Link is a URL under which anybody can download the file for some time,
	// to be saved under the filename; the key's last part when it is empty.
	// Whether there is a file is seen when the link is followed.
	Link(ctx context.Context, key, filename string, life time.Duration) (string, error)
}

const (
	// plainBytes is the content type of what came without one.
	plainBytes = "application/octet-stream"
	longestKey = 512
	// longestPart leaves room for what a directory adds to a name of 255.
	longestPart = 200
	// longestLife is what S3 signs at most.
	longestLife = 7 * 24 * time.Hour
)

var keyPart = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]*$`)

func checkKey(key string) error {
	wrong := len(key) > longestKey
	for part := range strings.SplitSeq(key, "/") {
		wrong = wrong || len(part) > longestPart || !keyPart.MatchString(part)
	}
	if wrong {
		return fmt.Errorf("blob: %.100q is not a key", key)
	}
	return nil
}

// checkLink checks what a link is made of.
func checkLink(key string, life time.Duration) error {
	if err := checkKey(key); err != nil {
		return err
	}
	if life < time.Second || life > longestLife {
		return fmt.Errorf("blob: a link may last from a second to %v, not %v", longestLife, life)
	}
	return nil
}

func typeOr(contentType string) string {
	if _, _, err := mime.ParseMediaType(contentType); err != nil {
		return plainBytes // A header can be nothing else.
	}
	return contentType
}

// cleanName is a filename that a browser may be told, made of one that a
// person may have chosen.
func cleanName(filename, key string) string {
	clean := strings.Map(func(sign rune) rune {
		switch {
		case sign == '/' || sign == '\\' || sign == utf8.RuneError:
			return '_'
		case unicode.Is(unicode.C, sign): // Control signs, and those that turn the direction.
			return -1
		}
		return sign
	}, filename)
	clean = strings.TrimLeft(clean, ". ")
	for len(clean) > longestPart {
		_, last := utf8.DecodeLastRuneInString(clean)
		clean = clean[:len(clean)-last]
	}
	if clean == "" {
		return path.Base(key)
	}
	return clean
}

// attachment is the header that makes a browser save the file.
func attachment(filename string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": filename})
}

// exactly reads a content and fails when its size is not the one announced, or
// when nobody waits for it any more. The last bytes come only once nothing is
// known to follow them, so that an upload fails before it is complete.
type exactly struct {
	ctx  context.Context
	from io.Reader
	size int64 // -1 for any
	read int64
}

func (e *exactly) Read(into []byte) (int, error) {
	if err := e.ctx.Err(); err != nil {
		return 0, err
	}
	if e.size < 0 {
		return e.from.Read(into)
	}
	if e.read == e.size {
		return 0, e.end()
	}
	n, err := e.from.Read(into[:min(int64(len(into)), e.size-e.read)])
	e.read += int64(n)
	switch {
	case e.read == e.size && (err == nil || err == io.EOF):
		if err = e.end(); err != io.EOF {
			n = 0 // With all bytes in hand, io.ReadFull would not look at the error.
		}
	case err == io.EOF:
		err = fmt.Errorf("blob: the content ended after %d of %d bytes", e.read, e.size)
	}
	return n, err
}

// end is io.EOF when nothing follows the announced bytes.
func (e *exactly) end() error {
	var more [1]byte
	_, err := io.ReadFull(e.from, more[:])
	if err == nil {
		return fmt.Errorf("blob: the content is longer than the %d bytes announced", e.size)
	}
	return err
}
