package app

import (
	"context"
	"strings"
	"time"

	"zuka/internal/job"
	"zuka/internal/platform/idempotency"
	"zuka/internal/platform/postgres"
	"zuka/internal/shop/account"
	"zuka/internal/shop/account/secret"
	"zuka/internal/shop/cart"
	"zuka/internal/shop/checkout"
	"zuka/internal/shop/coupon"
	"zuka/internal/shop/inventory"
	"zuka/internal/shop/loyalty"
	"zuka/internal/shop/merchandising"
	"zuka/internal/shop/notify"
	"zuka/internal/shop/notify/letter"
	"zuka/internal/shop/order"
	"zuka/internal/shop/payment"
	"zuka/internal/shop/payment/gateway"
	"zuka/internal/shop/referral"
	"zuka/internal/shop/review"
	"zuka/internal/shop/wishlist"
)

// Buying are the domains by which people buy.
type Buying struct {
	Carts         *cart.Service
	Coupons       *coupon.Service
	Inventory     *inventory.Service
	Loyalty       *loyalty.Service
	Referrals     *referral.Service
	Orders        *order.Service
	Payments      *payment.Service
	Checkout      *checkout.Service
	Notify        *notify.Service
	Wishlist      *wishlist.Service
	Review        *review.Service
	Merchandising *merchandising.Service
}

// outlook is what buying needs of the rest: everything but the database, which
// the jobs have one of their own of.
type outlook struct {
	accounts  account.Config
	keys      secret.Keys
	providers map[string]gateway.Provider
	returnURL string
	outbox    *job.Outbox
}

// buying wires the domains over a database.
func (a *App) buying(pool *postgres.Pool, accounts *account.Service) *Buying {
	o, b := a.outlook, &Buying{}
	stock := catalogueBridge{a.Catalog}
	b.Carts = cart.New(cart.Config{Pool: pool, Hub: a.hub, Log: a.Log, Sessions: sessionBridge{accounts}})
	b.Coupons = coupon.New(coupon.Config{Pool: pool})
	b.Inventory = inventory.New(inventory.Config{Pool: pool, Hub: a.hub, Catalogue: stock, Log: a.Log})
	b.Orders = order.New(order.Config{Pool: pool, Hub: a.hub, Outbox: o.outbox, Keys: o.keys, Log: a.Log})
	b.Payments = payment.New(payment.Config{
		Pool: pool, Hub: a.hub, Providers: o.providers, CallbackURL: o.returnURL, Outbox: o.outbox, Log: a.Log, StandInDomain: a.Config.PayerDomain,
	})
	b.Notify = notify.New(notify.Config{
		Pool: pool, Hub: a.hub, Outbox: o.outbox, Orders: b.Orders, Mail: o.accounts.Mail, SMS: o.accounts.SMS,
		Letters: letter.Writer{Shop: a.Catalog.Shop().Name, Storefront: strings.TrimSuffix(a.Config.Storefront, "/")},
		Token:   b.Orders.Token, Log: a.Log,
	})
	b.Loyalty = loyalty.New(loyalty.Config{
		Pool: pool, Hub: a.hub, Notices: loyaltyNotices{noticeBridge{b.Notify}}, Shown: rewardsShown{a.Catalog}, Log: a.Log,
	})
	b.Referrals = referral.New(referral.Config{
		Pool: pool, Notices: referralNotices{noticeBridge{b.Notify}}, Storefront: strings.TrimSuffix(a.Config.Storefront, "/"), Log: a.Log,
	})
	b.Checkout = checkout.New(checkout.Config{
		Pool: pool, Cart: b.Carts, Coupon: b.Coupons, Loyalty: b.Loyalty, Referral: b.Referrals, Inventory: b.Inventory, Order: b.Orders, Payment: b.Payments,
		Addresses: addressBridge{accounts}, Crew: b.Notify, Limits: a.limits, Log: a.Log,
	})
	b.Wishlist = wishlist.New(wishlist.Config{Pool: pool, Cart: wishCartBridge{b.Carts}, Notices: wishNoticeBridge{b.Notify}, Log: a.Log})
	b.Review = review.New(review.Config{Pool: pool, Points: reviewPointsBridge{b.Loyalty}, Purchases: purchaseBridge{b.Orders}, Catalogue: stock, Log: a.Log})
	b.Merchandising = merchandising.New(merchandising.Config{Pool: pool, Catalogue: stock, Log: a.Log})
	return b
}

// sweeps are what the jobs look for.
func (b *Buying) sweeps(play Play, pool *postgres.Pool, now func() time.Time) job.Sweeps {
	return job.Sweeps{
		UnpaidOrders: b.Checkout.ExpireUnpaid,
		Payments:     b.Checkout.CheckDue,
		Refunds:      b.Checkout.CheckRefunds,
		Wishes:       func(ctx context.Context) (int, error) { return b.Wishlist.Watch(ctx, wishBatch) },
		IdempotencyKeys: func(ctx context.Context) (int, error) {
			return idempotency.Clean(ctx, pool, now())
		},
		Boards:  play.Boards.Reconcile,
		Rewards: b.Loyalty.ExpireRewards,
		Rounds:  play.Games.CleanRounds,
	}
}

// wishBatch is how many wishes one run of the job tells of.
const wishBatch = 5_000
