package graph

import (
	"context"
	"time"

	"zuka/graph/model"
	"zuka/graph/usererror"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/page"
	"zuka/internal/platform/persisted"
)

// PersistedOperations are the documents that clients were published with.
func (q query) PersistedOperations(
	ctx context.Context, client *string, unusedSince *time.Time, first *int32, after *string, last *int32, before *string,
) (*persisted.Connection, error) {
	return q.Documents.List(ctx, persisted.Filter{Client: client, UnusedSince: unusedSince}, page.Args{First: first, After: after, Last: last, Before: before})
}

// PersistedOperationsPublish registers the documents of a build.
func (m mutation) PersistedOperationsPublish(ctx context.Context, input model.PersistedOperationsPublishInput) (*model.PersistedOperationsPayload, error) {
	var done persisted.Published
	entries, failed := persisted.Parse([]byte(input.Manifest))
	if failed == nil {
		done, failed = m.Documents.Publish(ctx, persisted.Build{Client: input.Client, Version: input.Version, Entries: entries}, m.Contract.Read)
	}
	errs, err := usererror.From(fault.Below("input", failed))
	if err != nil {
		return nil, err
	}
	return &model.PersistedOperationsPayload{Added: int32(done.Added), Known: int32(done.Known), UserErrors: errs}, nil
}

type documentFields struct{ *Resolver }

// DeprecatedFields are those that it asks for.
func (f documentFields) DeprecatedFields(_ context.Context, d *persisted.Registered) ([]string, error) {
	return append([]string{}, f.Contract.Deprecated(d.Text)...), nil
}

// Broken is why it does not run any more.
func (f documentFields) Broken(_ context.Context, d *persisted.Registered) (*string, error) {
	_, _, err := f.Contract.Read(d.Text)
	if err == nil {
		return nil, nil
	}
	if known, ok := fault.From(err); ok {
		return &known.Message, nil
	}
	return nil, err
}
