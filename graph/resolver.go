// Package graph answers GraphQL by calling the shop: a resolver checks its
// arguments' form, calls one method of one domain, and returns what it returns.
package graph

import (
	"github.com/99designs/gqlgen/graphql"

	"zuka/graph/exec"
	"zuka/internal/platform/persisted"
	"zuka/internal/platform/workload"
	"zuka/internal/shop/account"
	"zuka/internal/shop/analytics"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/checkout"
	"zuka/internal/shop/coupon"
	"zuka/internal/shop/game"
	"zuka/internal/shop/game/board"
	"zuka/internal/shop/game/live"
	"zuka/internal/shop/inventory"
	"zuka/internal/shop/loyalty"
	"zuka/internal/shop/merchandising"
	"zuka/internal/shop/notify"
	"zuka/internal/shop/order"
	"zuka/internal/shop/payment"
	"zuka/internal/shop/pet"
	"zuka/internal/shop/pet/taste"
	"zuka/internal/shop/referral"
	"zuka/internal/shop/review"
	"zuka/internal/shop/wishlist"
)

// Resolver holds the domains that resolvers call.
type Resolver struct {
	Account       *account.Service
	Carts         *cart.Service
	Catalog       *catalog.Service
	Checkout      *checkout.Service
	Coupons       *coupon.Service
	Inventory     *inventory.Service
	Loyalty       *loyalty.Service
	Merchandising *merchandising.Service
	Notify        *notify.Service
	Orders        *order.Service
	Payments      *payment.Service
	Review        *review.Service
	Wishlist      *wishlist.Service
	Referrals     *referral.Service
	Games         *game.Service
	Boards        *board.Service
	Live          *live.Service
	Pets          *pet.Service
	Taste         *taste.Service
	Analysis      *analytics.Service
	Documents     *persisted.Registry
	Workload      *workload.Service
	// Contract reads documents against the schema; nil where none are published.
	Contract Contract
}

// Contract reads documents against the schema, with the limits that they run
// under.
type Contract interface {
	// Read is the name of a document's one operation and what it does, or a fault.
	Read(text string) (name, operation string, err error)
	// Deprecated are the deprecated fields that it asks for.
	Deprecated(text string) []string
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

// Cart answers the fields of a cart that need a look-up.
func (r *Resolver) Cart() exec.CartResolver { return cartFields{r} }

// CartLine answers the fields of a line that are not simply a column.
func (r *Resolver) CartLine() exec.CartLineResolver { return cartLineFields{r} }

// Warning answers what a warning is about.
func (r *Resolver) Warning() exec.WarningResolver { return warningFields{r} }

// PaymentMethodOption answers why a way to pay is not open.
func (r *Resolver) PaymentMethodOption() exec.PaymentMethodOptionResolver { return methodFields{r} }

// Order answers the fields of an order that need a look-up.
func (r *Resolver) Order() exec.OrderResolver { return orderFields{r} }

// OrderLine answers the fields of a line that are in its snapshot.
func (r *Resolver) OrderLine() exec.OrderLineResolver { return orderLineFields{r} }

// OrderAddress answers what an address may lack.
func (r *Resolver) OrderAddress() exec.OrderAddressResolver { return orderAddressFields{r} }

// Payment answers the fields of an attempt that are in its detail.
func (r *Resolver) Payment() exec.PaymentResolver { return paymentFields{r} }

// PaymentEvent answers who sent a message.
func (r *Resolver) PaymentEvent() exec.PaymentEventResolver { return paymentEventFields{r} }

// Coupon answers what a coupon works on.
func (r *Resolver) Coupon() exec.CouponResolver { return couponFields{r} }

// UserReward answers what a reward does.
func (r *Resolver) UserReward() exec.UserRewardResolver { return rewardFields{r} }

// NotificationConnection answers how many were not seen.
func (r *Resolver) NotificationConnection() exec.NotificationConnectionResolver {
	return notificationPage{r}
}

// WishlistItem answers what is wished for.
func (r *Resolver) WishlistItem() exec.WishlistItemResolver { return wishFields{r} }

// ModeratedReviewConnection answers the reviews of a page with their authors.
func (r *Resolver) ModeratedReviewConnection() exec.ModeratedReviewConnectionResolver {
	return moderatedPage{r}
}

// ModeratedReviewEdge answers the review of an edge with its author.
func (r *Resolver) ModeratedReviewEdge() exec.ModeratedReviewEdgeResolver { return moderatedEdge{r} }

// StockLevel answers what there is so much of.
func (r *Resolver) StockLevel() exec.StockLevelResolver { return stockFields{r} }

// ManagedProduct answers the fields of a product that need a look-up.
func (r *Resolver) ManagedProduct() exec.ManagedProductResolver { return managedFields{r} }

// Analytics answers the reports.
func (r *Resolver) Analytics() exec.AnalyticsResolver { return analyticsFields{} }

// AnalyticsArchive answers how large a file is and when it was read back.
func (r *Resolver) AnalyticsArchive() exec.AnalyticsArchiveResolver { return archiveFields{} }

// ProductReportRow answers the product of a row.
func (r *Resolver) ProductReportRow() exec.ProductReportRowResolver { return productRowFields{} }

// TopSeller answers the product of a row.
func (r *Resolver) TopSeller() exec.TopSellerResolver { return sellerFields{} }

// TopCustomer answers the customer of a row.
func (r *Resolver) TopCustomer() exec.TopCustomerResolver { return topCustomerFields{} }

// GameReportRow answers the game of a row.
func (r *Resolver) GameReportRow() exec.GameReportRowResolver { return gameRowFields{} }

// PersonaReportRow answers the voice of a row.
func (r *Resolver) PersonaReportRow() exec.PersonaReportRowResolver { return personaRowFields{} }

// LiveProduct answers how a product fares right now.
func (r *Resolver) LiveProduct() exec.LiveProductResolver { return liveProductFields{} }

// Points answers how far a person has come.
func (r *Resolver) Points() exec.PointsResolver { return pointsFields{r} }

// Reward answers what a reward asks for.
func (r *Resolver) Reward() exec.RewardResolver { return catalogueRewardFields{r} }

// Referral answers the code and the friend of an invitation.
func (r *Resolver) Referral() exec.ReferralResolver { return referralFields{r} }

// GameInfo answers the limits of a game.
func (r *Resolver) GameInfo() exec.GameInfoResolver { return gameFields{r} }

// GameRound answers what a round is made of.
func (r *Resolver) GameRound() exec.GameRoundResolver { return roundFields{r} }

// GameScore answers the fields of a score that are not simply a column.
func (r *Resolver) GameScore() exec.GameScoreResolver { return scoreFields{r} }

// Leaderboard answers the places of a board.
func (r *Resolver) Leaderboard() exec.LeaderboardResolver { return boardFields{r} }

// LeaderboardUpdate answers a change of a board.
func (r *Resolver) LeaderboardUpdate() exec.LeaderboardUpdateResolver { return boardUpdateFields{r} }

// GameFinishPayload answers where a player stands after a round.
func (r *Resolver) GameFinishPayload() exec.GameFinishPayloadResolver { return finishFields{r} }

// Pet answers the fields of a pet that are not simply a column.
func (r *Resolver) Pet() exec.PetResolver { return petFields{r} }

// PetPersonaInfo answers how a voice looks.
func (r *Resolver) PetPersonaInfo() exec.PetPersonaInfoResolver { return personaFields{r} }

// PetConversation answers what was said in a conversation.
func (r *Resolver) PetConversation() exec.PetConversationResolver { return conversationFields{r} }

// PetMessage answers what a message showed and did.
func (r *Resolver) PetMessage() exec.PetMessageResolver { return petMessageFields{r} }

// PetRun answers how an answer can be followed.
func (r *Resolver) PetRun() exec.PetRunResolver { return petRunFields{r} }

// PetAction answers what a tool was given.
func (r *Resolver) PetAction() exec.PetActionResolver { return petActionFields{r} }

// PetPreference answers what a liking is about.
func (r *Resolver) PetPreference() exec.PetPreferenceResolver { return preferenceFields{r} }

// PetProductsShown answers the products of a part of an answer.
func (r *Resolver) PetProductsShown() exec.PetProductsShownResolver { return shownFields{r} }

// PetActionProposed answers what is proposed.
func (r *Resolver) PetActionProposed() exec.PetActionProposedResolver { return proposedFields{r} }

// PetActionDone answers what was done.
func (r *Resolver) PetActionDone() exec.PetActionDoneResolver { return actedFields{r} }

// PetMessageDone answers the whole answer.
func (r *Resolver) PetMessageDone() exec.PetMessageDoneResolver { return doneFields{r} }

// PetReplyFailed answers why an answer is not whole.
func (r *Resolver) PetReplyFailed() exec.PetReplyFailedResolver { return failedFields{r} }

// BehaviourProfile answers what a person leans to.
func (r *Resolver) BehaviourProfile() exec.BehaviourProfileResolver { return behaviourFields{r} }

// PersistedOperation answers how a document stands to the schema.
func (r *Resolver) PersistedOperation() exec.PersistedOperationResolver { return documentFields{r} }

type query struct{ *Resolver }

// pointers lets gqlgen take the elements of a list by address.
func pointers[T any](values []T) []*T {
	all := make([]*T, len(values))
	for i := range values {
		all[i] = &values[i]
	}
	return all
}
