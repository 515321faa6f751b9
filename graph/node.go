package graph

import (
	"context"
	"reflect"

	"github.com/google/uuid"

	"zuka/ent/db"
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
		return find(ctx, id, field, loaders.Product)
	case "Brand":
		key, err := id.Int("Brand", field)
		if err != nil {
			return nil, err
		}
		found, err := r.Catalog.Brands(ctx, []int{key})
		return some(found[key]), err
	case "ProductVariant":
		return find(ctx, id, field, loaders.Variant)
	case "ProductReview":
		return find(ctx, id, field, loaders.Review)
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
		return nil, nil
	}
	switch id.Kind {
	case "User":
		return own(id, field, func(key uuid.UUID) (*db.User, error) { return r.Account.Visible(ctx, key) })
	case "UserSession":
		return own(id, field, func(key uuid.UUID) (*db.UserSession, error) { return r.Account.Visit(ctx, asking.User, key) })
	case "DataExport":
		return own(id, field, func(key uuid.UUID) (*db.DataExport, error) { return r.Account.Export(ctx, asking.User, key) })
	case "UserAddress":
		return numbered(id, field, func(key int) (*db.UserAddress, error) { return r.Account.Address(ctx, asking.User, key) })
	case "UserIdentity":
		return numbered(id, field, func(key int) (*db.UserIdentity, error) { return r.Account.Identity(ctx, asking.User, key) })
	}
	return nil, nil
}

func own[V globalid.Node](id globalid.ID, field string, find func(uuid.UUID) (V, error)) (globalid.Node, error) {
	key, err := id.UUID(id.Kind, field)
	if err != nil {
		return nil, err
	}
	found, err := find(key)
	if err != nil {
		return nil, err
	}
	return some(found), nil
}

func numbered[V globalid.Node](id globalid.ID, field string, find func(int) (V, error)) (globalid.Node, error) {
	key, err := id.Int(id.Kind, field)
	if err != nil {
		return nil, err
	}
	found, err := find(key)
	if err != nil {
		return nil, err
	}
	return some(found), nil
}

// find loads a thing whose key is a number.
func find[V globalid.Node](ctx context.Context, id globalid.ID, field string, from loader.One[int, V]) (globalid.Node, error) {
	key, err := id.Int(id.Kind, field)
	if err != nil {
		return nil, err
	}
	found, err := from.Get(ctx, key)
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
