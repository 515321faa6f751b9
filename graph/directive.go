package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/viewer"
)

// auth lets those ask for a field who may: @auth in the schema.
func auth(ctx context.Context, _ any, next graphql.Resolver, role user.Role) (any, error) {
	asking := viewer.From(ctx)
	switch {
	case !asking.SignedIn():
		return nil, fault.New(fault.Unauthenticated, "please sign in")
	case !asking.May(viewer.Role(role)):
		return nil, fault.New(fault.Forbidden, "this needs the role %s", role)
	}
	return next(ctx)
}
