// Package graph answers GraphQL by calling the shop: a resolver checks its
// arguments' form, calls one method of one domain, and returns what it returns.
package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"zuka/graph/exec"
	"zuka/internal/shop/account"
	"zuka/internal/shop/catalog"
)

// Resolver holds the domains that resolvers call.
type Resolver struct {
	Account *account.Service
	Catalog *catalog.Service
}

// The compiler names what is missing here.
var _ exec.ResolverRoot = (*Resolver)(nil)

// NewSchema is the contract, answered by these domains.
func NewSchema(resolver *Resolver) graphql.ExecutableSchema {
	return exec.NewExecutableSchema(exec.Config{Resolvers: resolver, Directives: exec.DirectiveRoot{Auth: auth}})
}

// Query answers the root fields.
func (r *Resolver) Query() exec.QueryResolver { return query{r} }

// Mutation answers what can be done.
func (r *Resolver) Mutation() exec.MutationResolver { return mutation{r} }

// Subscription answers what can be listened to.
func (r *Resolver) Subscription() exec.SubscriptionResolver { return subscription{r} }

// Me answers what belongs to whoever is signed in.
func (r *Resolver) Me() exec.MeResolver { return meFields{r} }

// User answers the fields of a person that are not simply a column.
func (r *Resolver) User() exec.UserResolver { return userFields{r} }

// Session answers the fields of a session that are not simply a column.
func (r *Resolver) Session() exec.SessionResolver { return sessionFields{r} }

// DataExport answers where an export can be fetched.
func (r *Resolver) DataExport() exec.DataExportResolver { return exportFields{r} }

// Brand answers the fields of a brand that need a look-up.
func (r *Resolver) Brand() exec.BrandResolver { return brandFields{r} }

// Category answers the fields of a category that need a look-up.
func (r *Resolver) Category() exec.CategoryResolver { return categoryFields{r} }

// Product answers the fields of a product that need a look-up.
func (r *Resolver) Product() exec.ProductResolver { return productFields{r} }

// ProductConnection answers what a page of products is not read with.
func (r *Resolver) ProductConnection() exec.ProductConnectionResolver { return productPage{r} }

// ProductReview answers the fields of a review that need a look-up.
func (r *Resolver) ProductReview() exec.ProductReviewResolver { return reviewFields{r} }

// ProductVariant answers the fields of a variant that need a look-up.
func (r *Resolver) ProductVariant() exec.ProductVariantResolver { return variantFields{r} }

// ReviewConnection answers what a page of reviews is not read with.
func (r *Resolver) ReviewConnection() exec.ReviewConnectionResolver { return reviewPage{r} }

// SearchConnection answers what a page of found products is not read with.
func (r *Resolver) SearchConnection() exec.SearchConnectionResolver { return searchPage{r} }

type query struct{ *Resolver }

// pointers lets gqlgen take the elements of a list by address.
func pointers[T any](values []T) []*T {
	all := make([]*T, len(values))
	for i := range values {
		all[i] = &values[i]
	}
	return all
}
