package graph

import (
	"context"
	"reflect"

	"github.com/google/uuid"

	"zuka/graph/loader"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/globalid"
	"zuka/internal/platform/viewer"
	"zuka/internal/shop/catalog"
)

// node finds one thing by its id, by kind. A kind that is not here does not
// exist for clients, whatever tables there are.
func (r *Resolver) node(ctx context.Context, id globalid.ID, field string) (globalid.Node, error) {
	loaders := loader.From(ctx)
	switch id.Kind {
	case "Product":
		return numbered(ctx, id, field, loaders.Product.Get)
	case "Brand":
		key, err := id.Int("Brand", field)
		if err != nil {
			return nil, err
		}
		found, err := r.Catalog.Brands(ctx, []int{key})
		return some(found[key]), err
	case "ProductVariant":
		return numbered(ctx, id, field, loaders.Variant.Get)
	case "ProductReview":
		return numbered(ctx, id, field, r.review)
	case "Reward":
		return numbered(ctx, id, field, r.reward)
	case "Category":
		key, err := id.Int("Category", field)
		if err != nil {
			return nil, err
		}
		tree, err := r.Catalog.Tree(ctx)
		if err != nil {
			return nil, err
		}
		return some(tree.ByID(key)), nil
	}
	return r.personal(ctx, id, field)
}

// personal finds what belongs to whoever asks; of others it is as if it were
// not there.
func (r *Resolver) personal(ctx context.Context, id globalid.ID, field string) (globalid.Node, error) {
	asking := viewer.From(ctx)
	if !asking.SignedIn() {
		return r.basket(ctx, id, field)
	}
	switch id.Kind {
	case "User":
		return own(ctx, id, field, r.Account.Visible)
	case "UserSession":
		return own(ctx, id, field, mine(asking.User, r.Account.Visit))
	case "DataExport":
		return own(ctx, id, field, mine(asking.User, r.Account.Export))
	case "UserAddress":
		return numbered(ctx, id, field, mine(asking.User, r.Account.Address))
	case "UserIdentity":
		return numbered(ctx, id, field, mine(asking.User, r.Account.Identity))
	}
	return r.bought(ctx, id, field)
}

// mine is a look-up of what belongs to a person.
func mine[K, V any](person uuid.UUID, find func(context.Context, uuid.UUID, K) (V, error)) func(context.Context, K) (V, error) {
	return func(ctx context.Context, key K) (V, error) { return find(ctx, person, key) }
}

// own looks up a thing whose key is a UUID.
func own[V globalid.Node](ctx context.Context, id globalid.ID, field string, find func(context.Context, uuid.UUID) (V, error)) (globalid.Node, error) {
	key, err := id.UUID(id.Kind, field)
	return look(ctx, key, err, find)
}

// numbered looks up a thing whose key is a number.
func numbered[V globalid.Node](ctx context.Context, id globalid.ID, field string, find func(context.Context, int) (V, error)) (globalid.Node, error) {
	key, err := id.Int(id.Kind, field)
	return look(ctx, key, err, find)
}

func look[K any, V globalid.Node](ctx context.Context, key K, unread error, find func(context.Context, K) (V, error)) (globalid.Node, error) {
	if unread != nil {
		return nil, unread
	}
	found, err := find(ctx, key)
	if err != nil {
		return nil, err
	}
	return some(found), nil
}

// some keeps a nil pointer from becoming an interface that is not nil.
func some(found globalid.Node) globalid.Node {
	if found == nil || reflect.ValueOf(found).IsNil() {
		return nil
	}
	return found
}

// Node is any one thing by its id.
func (q query) Node(ctx context.Context, id globalid.ID) (globalid.Node, error) {
	return q.node(ctx, id, "id")
}

// Nodes are several things by their ids. All of them are asked for before any
// is waited for, so that each kind is one batch.
func (q query) Nodes(ctx context.Context, ids []*globalid.ID) ([]globalid.Node, error) {
	if len(ids) > catalog.MaxNodes {
		return nil, fault.Invalid("ids", "must have at most %d ids, got %d", catalog.MaxNodes, len(ids))
	}
	type answer struct {
		at    int
		found globalid.Node
		err   error
	}
	answers := make(chan answer, len(ids))
	for i, id := range ids {
		go func() {
			found, err := q.node(ctx, *id, "ids")
			answers <- answer{i, found, err}
		}()
	}
	nodes := make([]globalid.Node, len(ids))
	var failed error
	for range ids {
		a := <-answers
		nodes[a.at] = a.found
		if a.err != nil {
			failed = a.err
		}
	}
	if failed != nil {
		return nil, failed
	}
	return nodes, nil
}
