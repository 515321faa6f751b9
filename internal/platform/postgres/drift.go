package postgres

import (
	"context"
	"fmt"

	"ariga.io/atlas/sql/migrate"
	atlas "ariga.io/atlas/sql/postgres"
	"ariga.io/atlas/sql/schema"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	entschema "entgo.io/ent/dialect/sql/schema"

	entmigrate "zuka/ent/db/migrate"
)

// Drift is the SQL that would make the database as the ent schema says, one
// statement an element; it is empty when the two agree. Nothing is executed.
// Tables that ent does not own (the partitioned events, the materialized
// views, the job queue) are not looked at. A derived column whose expression
// differs is an error, because PostgreSQL cannot change one in place.
func Drift(ctx context.Context, pool *Pool) ([]string, error) {
	plan := &planned{}
	differ, err := entschema.NewMigrate(entsql.OpenDB(dialect.Postgres, pool.sql),
		entschema.WithDropColumn(true), entschema.WithDropIndex(true),
		entschema.WithDiffHook(func(next entschema.Differ) entschema.Differ {
			return entschema.DiffFunc(func(current, desired *schema.Schema) ([]schema.Change, error) {
				if err := beyondEnt(desired); err != nil {
					return nil, err
				}
				if err := asPrinted(ctx, pool, current, desired); err != nil {
					return nil, err
				}
				return next.Diff(current, desired)
			})
		}),
		// Without this, CHECKs are compared by name alone.
		entschema.WithDiffOptions(schema.DiffNormalized()),
		entschema.WithApplyHook(plan.instead))
	if err != nil {
		return nil, fmt.Errorf("preparing the comparison: %w", err)
	}
	if err := differ.Create(ctx, entmigrate.Tables...); err != nil {
		return nil, fmt.Errorf("comparing the database with the schema: %w", err)
	}
	return plan.statements, nil
}

// planned keeps a plan and carries out nothing of it.
type planned struct{ statements []string }

func (p *planned) instead(entschema.Applier) entschema.Applier {
	return entschema.ApplyFunc(func(_ context.Context, _ dialect.ExecQuerier, plan *migrate.Plan) error {
		for _, change := range plan.Changes {
			p.statements = append(p.statements, change.Cmd)
		}
		return nil
	})
}

// derived are the generated stored columns by table, with the expression as
// PostgreSQL prints it.
var derived = map[string]map[string]string{
	"products": {
		"current_price_ngn": "COALESCE(sale_price_ngn, price_ngn)",
		"in_stock":          "(stock_count > 0)",
		"on_sale":           "((sale_price_ngn IS NOT NULL) AND (sale_price_ngn < price_ngn))",
		"discount_percent": "\nCASE\n    WHEN (sale_price_ngn < price_ngn) THEN " +
			"((((price_ngn - sale_price_ngn) * 100) / price_ngn))::integer\n    ELSE 0\nEND",
	},
}

// beyondEnt adds to the desired state what the migrations make and an ent
// schema cannot say.
func beyondEnt(desired *schema.Schema) error {
	products, there := desired.Table("products")
	carts, alsoThere := desired.Table("carts")
	if !there || !alsoThere {
		return fmt.Errorf("the schema has no products or no carts")
	}
	for name, columns := range derived {
		for column, expr := range columns {
			table, _ := desired.Table(name)
			c, found := table.Column(column)
			if !found {
				return fmt.Errorf("the schema has no derived column %s.%s", name, column)
			}
			c.AddAttrs(&schema.GeneratedExpr{Expr: expr, Type: "STORED"})
		}
	}
	search := schema.NewColumn("search").SetType(&atlas.TextSearchType{T: atlas.TypeTSVector}).SetDefault(&schema.RawExpr{X: "''::tsvector"})
	products.AddColumns(search)
	products.AddIndexes(
		schema.NewIndex("idx_products_search").AddParts(schema.NewColumnPart(search)).AddAttrs(&atlas.IndexType{T: atlas.IndexTypeGIN}),
		schema.NewIndex("idx_products_name_trgm").
			AddParts(schema.NewExprPart(&schema.RawExpr{X: "zuka_unaccent(lower(name))"}).AddAttrs(&atlas.IndexOpClass{Name: "gin_trgm_ops"})).
			AddAttrs(&atlas.IndexType{T: atlas.IndexTypeGIN}))
	line, found := carts.Index("idx_carts_line")
	if !found {
		return fmt.Errorf("the schema has no index idx_carts_line")
	}
	line.AddAttrs(&atlas.IndexNullsDistinct{V: false})
	return nil
}

// asPrinted rewrites the desired CHECKs as PostgreSQL prints them, by making
// them on a temporary copy of each table, so that they compare as text.
func asPrinted(ctx context.Context, pool *Pool, current, desired *schema.Schema) error {
	tx, err := pool.pgx.Begin(ctx)
	if err != nil {
		return fmt.Errorf("beginning to read the checks: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // Nothing is to stay.
	for _, table := range desired.Tables {
		if _, there := current.Table(table.Name); !there {
			continue // The whole table is missing: that is the difference.
		}
		if err := printChecks(ctx, tx, table); err != nil {
			return fmt.Errorf("reading the checks of %s: %w", table.Name, err)
		}
	}
	return nil
}
