// Package documents finds the text of what a request asks to be run: as it was
// sent, by the id of a document that a client was published with, or by a hash
// that another request has sent the text of (Apollo's automatic persisted
// queries). It decides which texts may run at all.
package documents

import (
	"context"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/persisted"
	"zuka/internal/platform/written"
	"zuka/internal/server/guard"
	"zuka/internal/server/repeat"
)

// Mode says which texts may run.
type Mode string

// The modes.
const (
	// Open runs every text: for development.
	Open Mode = "open"
	// Log runs every text and notes those that no client was published with.
	Log Mode = "log"
	// Trusted runs only what clients were published with; staff may run all.
	Trusted Mode = "trusted"
)

// Registry knows the documents that clients were published with.
type Registry interface {
	// Find is the document of an id or a SHA-256; nil when there is none.
	Find(ctx context.Context, id string) (*persisted.Document, error)
	// Used counts one use by a client, as it calls itself.
	Used(d *persisted.Document, client, version string)
}

// Texts keeps the texts of automatic persisted queries by their SHA-256.
type Texts interface {
	// Get is the text; empty when it is not known.
	Get(ctx context.Context, hash string) string
	// Has tells whether this process knows it.
	Has(hash string) bool
	// Set keeps a text for a while.
	Set(ctx context.Context, hash, text string)
}

// Settings are how documents are found.
type Settings struct {
	Mode Mode
	// Registry is nil where nothing is published, which is Open.
	Registry Registry
	// Texts is nil where there are no automatic ones.
	Texts Texts
	// Free says who may run every text in Trusted.
	Free func(ctx context.Context) bool
	// Spend counts a cost against the caller, and answers a fault when too much was
	// spent; nil counts nothing.
	Spend func(ctx context.Context, cost int) error
	// Unknown hears of texts that no client was published with, for metrics.
	Unknown func(ctx context.Context, mode Mode)
	Log     *slog.Logger
}

// Finder is the extension of an executor that finds documents. It comes before
// what reads their text.
type Finder struct{ Settings }

var (
	_ graphql.OperationParameterMutator = (*Finder)(nil)
	_ graphql.HandlerExtension          = (*Finder)(nil)
)

// New makes a finder.
func New(settings Settings) *Finder {
	if settings.Mode == "" || settings.Registry == nil {
		settings.Mode = Open
	}
	if settings.Log == nil {
		settings.Log = slog.New(slog.DiscardHandler)
	}
	if settings.Spend == nil {
		settings.Spend = func(context.Context, int) error { return nil }
	}
	return &Finder{settings}
}

// ExtensionName is the finder's name in gqlgen's messages.
func (*Finder) ExtensionName() string { return "Documents" }

// Validate accepts every schema.
func (*Finder) Validate(graphql.ExecutableSchema) error { return nil }

// IDKey is where the transport puts the documentId of a request among its
// extensions.
const IDKey = "documentId"

// asked is what a request says of its document.
type asked struct {
	// text is the document itself; empty where only its id came.
	text, id string
	// automatic tells that the id is of an automatic persisted query, which may
	// come with the text to be kept.
	automatic bool
}

// MutateOperationParameters puts the text in, or refuses. The same is asked again
// for each request that is given an answer made before.
func (f *Finder) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	by, err := askedBy(params)
	if err != nil {
		return refusal(err)
	}
	text, known, err := f.find(ctx, by, params.Headers)
	if err != nil {
		return refusal(err)
	}
	params.Query = text
	if known {
		written.Keep(params)
	}
	// Nothing else of the request is held for as long as the answer is: its headers
	// are of who sent it, and many small things for the collector.
	repeat.Add(graphql.GetOperationContext(ctx), func(ctx context.Context, request repeat.Request) error {
		_, _, err := f.find(ctx, by, request.Header)
		return err
	})
	return nil
}

// find is the text of what is asked for, and tells whether clients were published
// with it.
func (f *Finder) find(ctx context.Context, by asked, header http.Header) (text string, known bool, err error) {
	if by.id == "" {
		known, err = f.allow(ctx, by.text, header)
		return by.text, known, err
	}
	found, err := f.published(ctx, by.id)
	if err != nil {
		return "", false, fault.Unavailable(err)
	}
	if found != nil {
		f.Registry.Used(found, client(header), version(header))
		return found.Text, true, nil
	}
	text, err = f.automatic(ctx, by)
	return text, false, err
}

func (f *Finder) published(ctx context.Context, id string) (*persisted.Document, error) {
	if f.Registry == nil {
		return nil, nil
	}
	return f.Registry.Find(ctx, id)
}

// automatic is the text of an id that no client was published with.
func (f *Finder) automatic(ctx context.Context, by asked) (text string, err error) {
	if f.Mode == Trusted && !f.free(ctx) {
		f.tell(ctx)
		return "", errNotFound()
	}
	if err := f.Spend(ctx, missCost); err != nil {
		return "", err
	}
	text = by.text
	if text == "" && by.automatic && f.Texts != nil {
		text = f.Texts.Get(ctx, by.id)
	}
	if text == "" {
		return "", errNotFound()
	}
	f.noted(ctx, text)
	return text, nil
}

// allow says whether a text may run that came without an id.
func (f *Finder) allow(ctx context.Context, text string, header http.Header) (known bool, err error) {
	if f.Mode == Open || text == "" {
		return false, nil
	}
	found, err := f.published(ctx, persisted.Hash(text))
	switch {
	case err != nil && f.Mode == Trusted && !f.free(ctx):
		return false, fault.Unavailable(err)
	case found != nil:
		f.Registry.Used(found, client(header), version(header))
		return true, nil
	case f.Mode == Trusted && !f.free(ctx):
		f.tell(ctx)
		return false, fault.New(fault.PersistedRequired, "this server runs only documents that its clients were published with")
	}
	f.noted(ctx, text)
	return false, nil
}

// noted tells of a text that no client was published with. Its words may hold
// what nobody is to read, so the log has its hash.
func (f *Finder) noted(ctx context.Context, text string) {
	if f.Mode == Log {
		f.Log.InfoContext(ctx, "a document that no client was published with", "sha256", persisted.Hash(text), "bytes", len(text))
	}
	f.tell(ctx)
}

func (f *Finder) tell(ctx context.Context) {
	if f.Unknown != nil {
		f.Unknown(ctx, f.Mode)
	}
}

func (f *Finder) free(ctx context.Context) bool { return f.Free != nil && f.Free(ctx) }

// errNotFound says it in the words that Apollo's clients wait for, to send the
// text then.
func errNotFound() error { return fault.New(fault.PersistedNotFound, "PersistedQueryNotFound") }

// askedBy reads what a request says. A text that comes with an id is the one of
// that id.
func askedBy(params *graphql.RawParams) (by asked, err error) {
	by.text = params.Query
	if by.id, by.automatic, err = idOf(params.Extensions); err != nil {
		return asked{}, err
	}
	if by.id != "" && by.text != "" && !persisted.Fits(by.id, by.text) {
		return asked{}, fault.Invalid(IDKey, "is not the hash of the query that came with it")
	}
	return by, nil
}

// idOf is the id in a request's extensions; none is empty.
func idOf(extensions map[string]any) (id string, automatic bool, err error) {
	if said, there := extensions[IDKey]; there {
		id, isText := said.(string)
		if !isText || id == "" {
			return "", false, fault.Invalid(IDKey, "must be a text")
		}
		return id, false, nil
	}
	sent, there := extensions["persistedQuery"]
	if !there || sent == nil {
		return "", false, nil
	}
	object, isObject := sent.(map[string]any)
	if !isObject {
		return "", false, fault.Invalid("extensions.persistedQuery", "must be an object")
	}
	hash, isText := object["sha256Hash"].(string)
	if raw, err := hex.DecodeString(hash); !isText || err != nil || len(raw) != 32 {
		return "", false, fault.Invalid("extensions.persistedQuery.sha256Hash", "must be 64 hex digits")
	}
	return strings.ToLower(hash), true, nil
}

// refusal is an error as gqlgen carries it; none is nil.
func refusal(err error) *gqlerror.Error {
	if err == nil {
		return nil
	}
	return guard.Refusal(err)
}

// client and version are what a client calls itself.
func client(header http.Header) string {
	return named(header, "X-Client-Name", "Apollographql-Client-Name")
}

func version(header http.Header) string {
	return named(header, "X-Client-Version", "Apollographql-Client-Version")
}

const longestName = 60

// named is the first of some headers that names somebody. What is no text cannot be
// written down.
func named(header http.Header, names ...string) string {
	for _, name := range names {
		if value := header.Get(name); value != "" && len(value) <= longestName && utf8.ValidString(value) {
			return value
		}
	}
	return ""
}
