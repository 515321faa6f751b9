package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"

	"zuka/ent/shape"
)

var (
	orderStatuses   = []string{"pending", "paid", "processing", "shipped", "delivered", "cancelled", "refunded"}
	paymentStatuses = []string{"pending", "paid", "failed", "refunded"}
	paymentMethods  = []string{"paystack", "flutterwave", "cash_on_delivery"}
)

// Order is what somebody asked to buy.
type Order struct{ ent.Schema }

// Mixin adds the times.
func (Order) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of orders.
func (Order) Fields() []ent.Field {
	return []ent.Field{
		key(),
		text("order_number", "The number people say: ZUKA-2026-001234.").unique().fixed(),
		id("user_id", "Who ordered; NULL for a guest.").null(),
		citext("guest_email", "Where a guest is written to.").null(),
		text("guest_phone", "Where a guest is called, in E.164.").null(),
		raw("guest_token_hash", "SHA-256 of the token with which a guest reads the order.").null().secret().where("octet_length(@) = 32"),
		choice("status", "Where the order stands.", orderStatuses).or("pending"),
		choice("payment_status", "Where its money stands.", paymentStatuses).or("pending"),
		choice("payment_method", "How it is paid.", paymentMethods),
		text("payment_reference", "The reference of the payment that counts.").null(),
		text("paystack_reference", "The last reference at Paystack.").null(),
		text("flutterwave_reference", "The last reference at Flutterwave.").null(),
		naira("subtotal_ngn", "The sum of the lines."),
		naira("shipping_ngn", "What delivery costs.").or(int64(0)),
		naira("discount_ngn", "What coupons, rewards and points take off; at most the subtotal.").or(int64(0)),
		naira("tax_ngn", "The VAT contained in what is paid for the goods.").or(int64(0)),
		naira("total_ngn", "What is to be paid: subtotal less discount plus shipping."),
		text("currency", "ISO 4217.").or("NGN").where("@ = 'NGN'"),
		object("shipping_address", "Where it goes.", &shape.Address{}),
		object("billing_address", "Who the invoice names; NULL means as shipping.", &shape.Address{}),
		text("tracking_number", "The carrier's number.").null(),
		text("shipping_provider", "Who carries it.").null(),
		day("estimated_delivery_date", "The Lagos day it should arrive.").null(),
		moment("delivered_at", "When it arrived.").null(),
		id("visit_id", "The visit in which it was placed, as its events name it; for analytics only.").null().fixed(),
		text("coupon_code", "The coupon that was used.").null(),
		count("points_earned", "Points given for it."),
		count("points_used", "Points spent on it."),
		text("reward_code", "The reward that was used.").null(),
		number("version", "Grows with every step of the order; order_events tells each.").or(1),
		flag("stock_held", "Whether its pieces are out of the stock; they come back once.").or(true),
		moment("expires_at", "When it is given up if it is still unpaid; NULL when it is not.").null(),
		moment("paid_at", "When its money came.").null(),
		moment("cancelled_at", "When it was cancelled.").null(),
	}
}

// Edges are the references of orders.
func (Order) Edges() []ent.Edge {
	return []ent.Edge{
		may("user", User.Type, "user_id", restrict),
	}
}

// Indexes are the indexes of orders.
func (Order) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_orders_user_created", by("user_id", "created_at-", "id-"), only("(user_id IS NOT NULL)")),
		on("idx_orders_status_created", by("status", "created_at-", "id-")),
		on("idx_orders_payment_ref", by("payment_reference"), only("(payment_reference IS NOT NULL)")),
		on("idx_orders_created", by("created_at-", "id-")),
		on("idx_orders_total", by("total_ngn-", "id-")),
		on("idx_orders_guest_email", by("guest_email"), only("(guest_email IS NOT NULL)")),
		on("idx_orders_guest_phone", by("guest_phone"), only("(guest_phone IS NOT NULL)")),
		on("idx_orders_coupon", by("coupon_code"), only("(coupon_code IS NOT NULL)")),
		on("idx_orders_open_cash", by("created_at", "id"), only("((payment_method = 'cash_on_delivery'::text) AND (status = ANY (ARRAY['pending'::text, 'paid'::text, 'processing'::text, 'shipped'::text])))")),
		on("idx_orders_expires", by("expires_at"), only("(status = 'pending'::text)")),
	}
}

// Annotations name the table.
func (Order) Annotations() []schema.Annotation {
	return table("orders",
		"What a person or guest asked to buy, at the prices and to the address of that moment.",
		Order{}.Fields(), checks{
			"discount_within_subtotal": "discount_ngn <= subtotal_ngn",
			"total":                    "total_ngn = subtotal_ngn - discount_ngn + shipping_ngn",
			"reachable":                "user_id IS NOT NULL OR guest_email IS NOT NULL OR guest_phone IS NOT NULL",
		})
}
