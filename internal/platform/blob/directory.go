package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"strings"
	"syscall"
	"time"

	"zuka/internal/platform/clock"
)

// shortestSecret is how many bytes make a signature worth something.
const shortestSecret = 16

// DirectoryConfig says where a directory is and how its links look.
type DirectoryConfig struct {
	// Root is the directory; it is made when it is missing.
	Root string
	// PublicURL is where ServeHTTP is reached: "https://shop.example/files/".
	PublicURL string
	// Secret signs the links, 16 bytes at least. Links end when it changes.
	Secret []byte
	// Clock tells when a link ends; nil means the machine's.
	Clock clock.Clock
}

// Directory keeps files below one directory of this machine, and serves them
// to those who have a link. The content type stands beside the file.
type Directory struct {
	// root lets nothing out of the directory, symbolic links included.
	root   *os.Root
	public *url.URL
	secret []byte
	clock  clock.Clock
}

var _ Store = (*Directory)(nil)

// NewDirectory opens a directory, making it when it is missing.
func NewDirectory(c DirectoryConfig) (*Directory, error) {
	if len(c.Secret) < shortestSecret {
		return nil, fmt.Errorf("blob: the secret that signs links needs %d bytes", shortestSecret)
	}
	public, err := url.Parse(c.PublicURL)
	if err != nil || public.Host == "" || !strings.HasSuffix(public.Path, "/") || public.RawQuery != "" {
		return nil, fmt.Errorf("blob: %q is not the URL of a folder, as in https://shop.example/files/", c.PublicURL)
	}
	if err := os.MkdirAll(c.Root, 0o750); err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	root, err := os.OpenRoot(c.Root)
	if err != nil {
		return nil, fmt.Errorf("blob: %w", err)
	}
	if c.Clock == nil {
		c.Clock = clock.System{}
	}
	return &Directory{root: root, public: public, secret: c.Secret, clock: c.Clock}, nil
}

// Close gives the directory back; nothing may be asked of it afterwards.
func (d *Directory) Close() error { return d.root.Close() }

// typeName is the file that holds the content type of a key; it begins with a
// dot, as no key does.
func typeName(key string) string {
	folder, name := path.Split(key)
	return folder + "." + name + ".type"
}

// Put stores a file. It is on the disk when Put returns. Of two at once for
// the same key one wins, but the content type may be the other's.
func (d *Directory) Put(ctx context.Context, key string, content io.Reader, size int64, contentType string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	folder := path.Dir(key)
	if err := d.root.MkdirAll(folder, 0o750); err != nil {
		return fmt.Errorf("blob: put %s: %w", key, err)
	}
	err := d.write(key, &exactly{ctx: ctx, from: content, size: size}, func() error {
		return d.write(typeName(key), strings.NewReader(typeOr(contentType)), nil)
	})
	if err == nil {
		err = d.sync(folder)
	}
	if err != nil {
		return fmt.Errorf("blob: put %s: %w", key, err)
	}
	return nil
}

// write makes a file appear at once and whole, after before has been done.
func (d *Directory) write(name string, content io.Reader, before func() error) (err error) {
	folder, _ := path.Split(name)
	temporary := folder + ".tmp-" + rand.Text() // No key: it begins with a dot.
	file, err := d.root.OpenFile(temporary, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.remove(temporary))
		}
	}()
	_, err = io.Copy(file, content)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if before != nil {
		if err := before(); err != nil {
			return err
		}
	}
	return d.root.Rename(temporary, name)
}

// sync makes new names in a folder last. Folders above it that were made a
// moment ago are synced too.
func (d *Directory) sync(folder string) error {
	for {
		opened, err := d.root.Open(folder)
		if err != nil {
			return err
		}
		if err := errors.Join(opened.Sync(), opened.Close()); err != nil {
			return err
		}
		if folder == "." {
			return nil
		}
		folder = path.Dir(folder)
	}
}

// Open reads a file.
func (d *Directory) Open(_ context.Context, key string) (io.ReadCloser, Info, error) {
	return d.open(key)
}

func (d *Directory) open(key string) (*os.File, Info, error) {
	if err := checkKey(key); err != nil {
		return nil, Info{}, err
	}
	file, err := d.root.Open(key)
	if missing(err) {
		return nil, Info{}, ErrNotFound
	}
	if err != nil {
		return nil, Info{}, fmt.Errorf("blob: open %s: %w", key, err)
	}
	found, err := file.Stat()
	if err == nil && !found.Mode().IsRegular() {
		err = ErrNotFound // A folder: no file has this key.
	}
	if err != nil {
		return nil, Info{}, errors.Join(err, file.Close())
	}
	contentType, err := d.root.ReadFile(typeName(key))
	if err != nil {
		contentType = []byte(plainBytes) // Somebody put the file there by hand.
	}
	return file, Info{Size: found.Size(), ContentType: typeOr(string(contentType)), Modified: found.ModTime()}, nil
}

// Delete removes a file. Folders stay: another Put may be about to use them.
func (d *Directory) Delete(_ context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	found, err := d.root.Lstat(key)
	if missing(err) || err == nil && found.IsDir() {
		return nil
	}
	if err := errors.Join(d.remove(key), d.remove(typeName(key))); err != nil {
		return fmt.Errorf("blob: delete %s: %w", key, err)
	}
	return nil
}

func (d *Directory) remove(name string) error {
	if err := d.root.Remove(name); !missing(err) {
		return err
	}
	return nil
}

// missing says that there is no such file, also when a part of its path is one.
func missing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// Link signs a URL that ServeHTTP answers.
func (d *Directory) Link(_ context.Context, key, filename string, life time.Duration) (string, error) {
	if err := checkLink(key, life); err != nil {
		return "", err
	}
	name := cleanName(filename, key)
	expires := d.clock.Now().Add(life).Unix()
	link := *d.public
	link.Path += key
	link.RawQuery = d.query(key, name, expires).Encode()
	return link.String(), nil
}
