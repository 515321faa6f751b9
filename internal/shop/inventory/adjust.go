package inventory

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zuka/ent/db/stockadjustment"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/idempotency"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// AdjustInput is a delivery, a loss or what stocktaking found.
type AdjustInput struct {
	Product int
	// Variant must be named where the product has variants, and only there.
	Variant *int
	// Change is how many came (above zero) or went (below).
	Change         int
	Reason         string
	IdempotencyKey string
}

// Validate finds everything that cannot be accepted, and puts the rest into the
// form in which it is kept.
func (in *AdjustInput) Validate() error {
	var faults fault.Faults
	in.Reason = strings.Join(strings.Fields(in.Reason), " ")
	faults.Check(in.Change != 0, "change", "must not be zero")
	faults.Check(in.Change >= -mostChange && in.Change <= mostChange, "change", "must be at most %d either way", mostChange)
	faults.Check(in.Reason != "", "reason", "is missing")
	faults.Check(utf8.RuneCountInString(in.Reason) <= longestReason, "reason", "must have at most %d characters", longestReason)
	faults.Check(utf8.ValidString(in.Reason) && !strings.ContainsFunc(in.Reason, unicode.IsControl), "reason", "contains characters that cannot be shown")
	return faults.Err()
}

// Adjust changes a count by hand, for staff, and keeps who did it and why. Sent
// again with the same key it answers what it answered.
func (s *Service) Adjust(ctx context.Context, in AdjustInput) (*StockLevel, error) {
	v := viewer.From(ctx)
	if err := staff(v); err != nil {
		return nil, err
	}
	var faults fault.Faults
	faults.Keep(in.Validate())
	key, err := idempotency.NewKey(v.Owner(), in.IdempotencyKey, []any{"stockAdjust", in.Product, in.Variant, in.Change, in.Reason})
	faults.Keep(err)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	var (
		level   *StockLevel
		changed []Taken
	)
	err = postgres.InTx(ctx, s.Pool, func(ctx context.Context, tx postgres.Tx) error {
		before, err := idempotency.Claim(ctx, tx, key, s.Clock.Now())
		if err != nil {
			return err
		}
		if before != nil {
			level = new(StockLevel)
			return json.Unmarshal(before.Body, level)
		}
		var one Taken
		if level, one, err = s.adjust(ctx, tx, in); err != nil {
			return err
		}
		changed = []Taken{one}
		made, err := tx.Ent().StockAdjustment.Create().SetProductID(in.Product).SetNillableVariantID(in.Variant).
			SetChange(in.Change).SetReason(in.Reason).SetUserID(v.User).SetCreatedAt(s.Clock.Now()).Save(ctx)
		if err != nil {
			return err
		}
		body, err := json.Marshal(level)
		if err != nil {
			return err
		}
		return idempotency.Keep(ctx, tx, key, idempotency.Answer{Kind: stockadjustment.Label, ID: strconv.Itoa(made.ID), Body: body})
	})
	if err != nil {
		return nil, err
	}
	s.Settle(ctx, changed)
	return level, nil
}

// lockProduct keeps orders from the product, and so from its variants.
const lockProduct = "SELECT stock_count, low_stock_threshold FROM products WHERE id = $1 FOR NO KEY UPDATE"

// adjust changes the counts of a product and its variant. The sum is taken anew
// from the variants.
func (s *Service) adjust(ctx context.Context, tx postgres.Tx, in AdjustInput) (*StockLevel, Taken, error) {
	one := Taken{Piece: Piece{Product: in.Product}}
	level := &StockLevel{ProductID: in.Product, VariantID: in.Variant}
	err := tx.QueryRowContext(ctx, lockProduct, in.Product).Scan(&one.product.before, &one.product.low)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, one, fault.Refuse(fault.Gone, "productId", "is no product")
	}
	if err != nil {
		return nil, one, fmt.Errorf("locking a product: %w", err)
	}
	if in.Variant == nil {
		one.product.after = one.product.before + in.Change
		level.Stock, level.Threshold = one.product.after, one.product.low
		return level, one, s.adjustProduct(ctx, tx, in, one.product)
	}
	one.variantID, one.variant.low = *in.Variant, lowVariantStock
	err = tx.QueryRowContext(ctx, "SELECT size, color, stock_count FROM product_variants WHERE id = $1 AND product_id = $2 FOR NO KEY UPDATE",
		*in.Variant, in.Product).Scan(&level.Size, &level.Color, &one.variant.before)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, one, fault.Refuse(fault.Gone, "variantId", "is no variant of this product")
	}
	if err != nil {
		return nil, one, fmt.Errorf("locking a variant: %w", err)
	}
	one.variant.after = one.variant.before + in.Change
	level.Stock, level.Threshold = one.variant.after, lowVariantStock
	if err := within(in.Change, one.variant.before); err != nil {
		return nil, one, err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE product_variants SET stock_count = $2 WHERE id = $1", *in.Variant, one.variant.after); err != nil {
		return nil, one, fmt.Errorf("adjusting a variant: %w", err)
	}
	err = tx.QueryRowContext(ctx, `UPDATE products SET updated_at = $2,
		stock_count = (SELECT sum(stock_count) FROM product_variants WHERE product_id = $1) WHERE id = $1 RETURNING stock_count`,
		in.Product, s.Clock.Now()).Scan(&one.product.after)
	return level, one, err
}

func (s *Service) adjustProduct(ctx context.Context, tx postgres.Tx, in AdjustInput, to change) error {
	if err := within(in.Change, to.before); err != nil {
		return err
	}
	done, err := tx.ExecContext(ctx, `UPDATE products SET stock_count = $2, updated_at = $3
		WHERE id = $1 AND NOT EXISTS (SELECT FROM product_variants WHERE product_id = $1)`, in.Product, to.after, s.Clock.Now())
	if err != nil {
		return fmt.Errorf("adjusting a product: %w", err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fault.Invalid("variantId", "is missing: the product is counted by variant")
}

// within keeps a count between zero and what there can be.
func within(change, before int) error {
	switch {
	case before+change < 0:
		return fault.Refuse(fault.InsufficientStock, "change", "takes more than the %d there are", before).With(fault.StockDetail{Available: before})
	case before+change > mostStock:
		return fault.Invalid("change", "makes more than %d of it", mostStock)
	}
	return nil
}
