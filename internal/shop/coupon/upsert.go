package coupon

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"zuka/ent/db"
	"zuka/ent/db/category"
	"zuka/ent/db/coupon"
	"zuka/ent/db/couponredemption"
	"zuka/ent/db/product"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// Change is a new value for something, when one is wanted. A nil Value takes
// away what can be missing.
type Change[T any] struct {
	Wanted bool
	Value  *T
}

// To is a change to a value.
func To[T any](value T) Change[T] { return Change[T]{Wanted: true, Value: &value} }

// UpsertInput says what of a coupon is to change. A new one needs a code, a name,
// a type and what goes with the type.
type UpsertInput struct {
	// ID names the coupon that is changed; nil makes a new one.
	ID                      *int
	Code, Name, Description Change[string]
	Type                    Change[coupon.Type]
	ValuePercent            Change[int]
	ValueAmount             Change[money.Naira]
	MinSpend, MaxDiscount   Change[money.Naira]
	UsageLimit, UserLimit   Change[int]
	// ValidFrom is now for a new coupon, unless it says otherwise.
	ValidFrom, ValidUntil Change[time.Time]
	// Active is true for a new coupon, unless it says otherwise.
	Active                 Change[bool]
	Categories, ProductIDs Change[[]int]
}

// apply makes the changes to a coupon. What belongs to another type goes when
// the type changes.
func (in *UpsertInput) apply(c *db.Coupon) {
	if in.Type.Wanted && in.Type.Value != nil && *in.Type.Value != c.Type {
		c.ValuePercent, c.ValueAmountNgn, c.MaxDiscountNgn = nil, nil, nil
	}
	replace(&c.Code, in.Code)
	replace(&c.Name, in.Name)
	replace(&c.Description, in.Description)
	replace(&c.Type, in.Type)
	optional(&c.ValuePercent, in.ValuePercent)
	optional(&c.ValueAmountNgn, in.ValueAmount)
	optional(&c.MinSpendNgn, in.MinSpend)
	optional(&c.MaxDiscountNgn, in.MaxDiscount)
	optional(&c.UsageLimit, in.UsageLimit)
	optional(&c.UserLimit, in.UserLimit)
	optional(&c.ValidUntil, in.ValidUntil)
	replace(&c.ApplicableCategories, in.Categories)
	replace(&c.ApplicableProducts, in.ProductIDs)
	if in.ValidFrom.Value != nil {
		c.ValidFrom = *in.ValidFrom.Value
	}
	if in.Active.Value != nil {
		c.Active = *in.Active.Value
	}
	c.Code = strings.TrimSpace(c.Code)
	c.Name = strings.Join(strings.Fields(c.Name), " ")
	c.Description = strings.TrimSpace(c.Description)
	c.ApplicableCategories, c.ApplicableProducts = distinct(c.ApplicableCategories), distinct(c.ApplicableProducts)
}

// replace changes what is never missing: taken away, it is empty.
func replace[T any](what *T, to Change[T]) {
	if !to.Wanted {
		return
	}
	*what = *new(T)
	if to.Value != nil {
		*what = *to.Value
	}
}

func optional[T any](what **T, to Change[T]) {
	if to.Wanted {
		*what = to.Value
	}
}

// distinct are ids in order, each once, and never nil: the column holds an array.
func distinct(ids []int) []int {
	kept := append([]int{}, ids...)
	slices.Sort(kept)
	return slices.Compact(kept)
}

var codeForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{2,39}$`)

// validate finds everything about a coupon that cannot be accepted.
func validate(c *db.Coupon) fault.Faults {
	var faults fault.Faults
	faults.Check(codeForm.MatchString(c.Code), "code", "must have 3 to %d letters, digits and hyphens", longestCode)
	faults.Check(c.Name != "", "name", "is missing")
	text(&faults, "name", c.Name, longestName)
	text(&faults, "description", c.Description, longestText)
	value(&faults, c)
	amount(&faults, "minSpend", c.MinSpendNgn, 0)
	number(&faults, "usageLimit", c.UsageLimit, 0, mostUses)
	number(&faults, "userLimit", c.UserLimit, 1, mostUses)
	faults.Check(c.ValidUntil == nil || c.ValidUntil.After(c.ValidFrom), "validUntil", "must be after validFrom")
	faults.Check(len(c.ApplicableCategories) <= mostCategories, "categories", "must be at most %d", mostCategories)
	faults.Check(len(c.ApplicableProducts) <= mostProducts, "productIds", "must be at most %d", mostProducts)
	return faults
}

// value checks what the coupon takes off against its type.
func value(faults *fault.Faults, c *db.Coupon) {
	if err := coupon.TypeValidator(c.Type); err != nil {
		faults.Check(false, "type", "is missing or unknown")
		return
	}
	of := func(field string, there, belongs, needed bool) {
		faults.Check(there || !needed, field, "is missing: a coupon of this type needs it")
		faults.Check(!there || belongs, field, "does not go with a coupon of this type")
	}
	isPercent, isFixed := c.Type == coupon.TypePercentage, c.Type == coupon.TypeFixedAmount
	of("valuePercent", c.ValuePercent != nil, isPercent, isPercent)
	of("valueAmount", c.ValueAmountNgn != nil, isFixed, isFixed)
	of("maxDiscount", c.MaxDiscountNgn != nil, isPercent, false)
	number(faults, "valuePercent", c.ValuePercent, 1, 100)
	amount(faults, "valueAmount", c.ValueAmountNgn, 1)
	amount(faults, "maxDiscount", c.MaxDiscountNgn, 1)
}

func text(faults *fault.Faults, field, text string, most int) {
	faults.Check(utf8.RuneCountInString(text) <= most, field, "must have at most %d characters", most)
	shown := func(r rune) bool { return r != '\n' && unicode.IsControl(r) }
	faults.Check(utf8.ValidString(text) && !strings.ContainsFunc(text, shown), field, "contains characters that cannot be shown")
}

func number(faults *fault.Faults, field string, value *int, least, most int) {
	faults.Check(value == nil || *value >= least && *value <= most, field, "must be between %d and %d", least, most)
}

func amount(faults *fault.Faults, field string, value *money.Naira, least money.Naira) {
	faults.Check(value == nil || *value >= least && *value <= mostNaira, field, "must be between %d and %d naira", least, mostNaira)
}

// Upsert makes a coupon or changes one, for staff. What orders have used stays
// as it was: the code, the type, and a limit that is not below their number.
func (s *Service) Upsert(ctx context.Context, in UpsertInput) (*db.Coupon, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	var saved *db.Coupon
	err := postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		now := s.Clock.Now()
		before := &db.Coupon{Active: true, ValidFrom: now}
		if in.ID != nil {
			var err error
			if before, err = tx.Ent().Coupon.Query().Where(coupon.ID(*in.ID)).ForUpdate().Only(ctx); err != nil {
				return missing(err)
			}
		}
		after := *before
		in.apply(&after)
		faults := validate(&after)
		if len(faults) == 0 {
			faults.Keep(exist(ctx, tx, &after))
		}
		if in.ID != nil {
			faults.Keep(keepUsed(ctx, tx, before, &after))
		}
		if err := faults.Err(); err != nil {
			return err
		}
		var err error
		saved, err = save(ctx, tx, in.ID, &after, now)
		return err
	})
	if db.IsConstraintError(err) && strings.Contains(err.Error(), "coupons_code_key") {
		return nil, fault.Refuse(fault.AlreadyExists, "code", "is another coupon's")
	}
	return saved, err
}

// exist checks that everything the coupon names is there.
func exist(ctx context.Context, tx postgres.Tx, c *db.Coupon) error {
	var faults fault.Faults
	check := func(field, what string, wanted, found []int, err error) {
		faults.Keep(err)
		if err == nil && len(found) < len(wanted) {
			faults = append(faults, fault.Refuse(fault.Gone, field, "names %d that are no %s", len(wanted)-len(found), what))
		}
	}
	if ids := c.ApplicableCategories; len(ids) > 0 {
		found, err := tx.Ent().Category.Query().Where(category.IDIn(ids...)).IDs(ctx)
		check("categories", "categories", ids, found, err)
	}
	if ids := c.ApplicableProducts; len(ids) > 0 {
		found, err := tx.Ent().Product.Query().Where(product.IDIn(ids...)).IDs(ctx)
		check("productIds", "products", ids, found, err)
	}
	return faults.Err()
}

// keepUsed refuses to change what orders rely on. A redemption that was given
// back counts: its order names the code.
func keepUsed(ctx context.Context, tx postgres.Tx, before, after *db.Coupon) error {
	var faults fault.Faults
	if after.UsageLimit != nil && *after.UsageLimit < before.UsageCount {
		faults = append(faults, fault.Refuse(fault.StateConflict, "usageLimit", "must not be below the %d orders that use it", before.UsageCount))
	}
	code, kind := strings.EqualFold(before.Code, after.Code), before.Type == after.Type
	if code && kind {
		return faults.Err()
	}
	used, err := tx.Ent().CouponRedemption.Query().Where(couponredemption.CouponID(before.ID)).Exist(ctx)
	if err != nil {
		return err
	}
	if used = used || before.UsageCount > 0; used && !code {
		faults = append(faults, fault.Refuse(fault.StateConflict, "code", "cannot change: orders have used it"))
	}
	if used && !kind {
		faults = append(faults, fault.Refuse(fault.StateConflict, "type", "cannot change: orders have used it"))
	}
	return faults.Err()
}

// save writes every column that staff decide on, of a new coupon or of the one
// with this id.
func save(ctx context.Context, tx postgres.Tx, id *int, c *db.Coupon, now time.Time) (*db.Coupon, error) {
	if id == nil {
		return tx.Ent().Coupon.Create().SetCode(c.Code).SetName(c.Name).SetDescription(c.Description).SetType(c.Type).
			SetNillableValuePercent(c.ValuePercent).SetNillableValueAmountNgn(c.ValueAmountNgn).SetNillableMinSpendNgn(c.MinSpendNgn).
			SetNillableMaxDiscountNgn(c.MaxDiscountNgn).SetNillableUsageLimit(c.UsageLimit).SetNillableUserLimit(c.UserLimit).
			SetValidFrom(c.ValidFrom).SetNillableValidUntil(c.ValidUntil).SetActive(c.Active).
			SetApplicableCategories(c.ApplicableCategories).SetApplicableProducts(c.ApplicableProducts).
			SetCreatedAt(now).SetUpdatedAt(now).Save(ctx)
	}
	update := tx.Ent().Coupon.UpdateOneID(*id).SetCode(c.Code).SetName(c.Name).SetDescription(c.Description).SetType(c.Type).
		SetValidFrom(c.ValidFrom).SetActive(c.Active).SetUpdatedAt(now).
		SetApplicableCategories(c.ApplicableCategories).SetApplicableProducts(c.ApplicableProducts)
	set(c.ValuePercent, update.SetValuePercent, update.ClearValuePercent)
	set(c.ValueAmountNgn, update.SetValueAmountNgn, update.ClearValueAmountNgn)
	set(c.MinSpendNgn, update.SetMinSpendNgn, update.ClearMinSpendNgn)
	set(c.MaxDiscountNgn, update.SetMaxDiscountNgn, update.ClearMaxDiscountNgn)
	set(c.UsageLimit, update.SetUsageLimit, update.ClearUsageLimit)
	set(c.UserLimit, update.SetUserLimit, update.ClearUserLimit)
	set(c.ValidUntil, update.SetValidUntil, update.ClearValidUntil)
	return update.Save(ctx)
}

// set writes a value or, where there is none, takes away what was.
func set[T any](value *T, set func(T) *db.CouponUpdateOne, clear func() *db.CouponUpdateOne) {
	if value == nil {
		clear()
		return
	}
	set(*value)
}

// missing tells that there is no coupon of an id.
func missing(err error) error {
	if db.IsNotFound(err) {
		return fault.Refuse(fault.Gone, "id", "is no coupon")
	}
	return err
}

// Deactivate stops a coupon from working, for staff. Orders that used it keep
// what it took off.
func (s *Service) Deactivate(ctx context.Context, id int) (*db.Coupon, error) {
	if err := staff(ctx); err != nil {
		return nil, err
	}
	changed, err := s.Pool.Ent().Coupon.UpdateOneID(id).SetActive(false).SetUpdatedAt(s.Clock.Now()).Save(ctx)
	return changed, missing(err)
}

func staff(ctx context.Context) error {
	v := viewer.From(ctx)
	switch {
	case !v.SignedIn():
		return fault.New(fault.Unauthenticated, "please sign in")
	case !v.May(viewer.Staff):
		return fault.New(fault.Forbidden, "only staff may do this")
	}
	return nil
}
