package merchandising

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/postgres"
)

// hooked are letters of Nigerian languages and of brands that are not a letter
// of ASCII with a mark on it; apostrophes join what they stand in.
var hooked = strings.NewReplacer("ɓ", "b", "ɗ", "d", "ƙ", "k", "ƴ", "y", "ŋ", "n", "ǝ", "e", "ɛ", "e", "ɔ", "o",
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "'", "", "’", "", "ʼ", "")

// slugOf makes a slug of a name: its letters and digits in lower case without
// marks, joined by hyphens. A name of another script has none.
func slugOf(name string) string {
	// Chains keep state, so each call has its own.
	bare, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn))), strings.ToLower(name))
	if err != nil {
		return "" // Only broken UTF-8 fails, which is refused elsewhere.
	}
	slug := strings.Join(strings.FieldsFunc(hooked.Replace(bare), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
	const room = longestSlug - len("-99999")
	return strings.Trim(slug[:min(len(slug), room)], "-")
}

// lockSlugs keeps others from giving slugs to products until the transaction
// ends: so what is free stays free. Categories and brands need none, their
// tables are locked.
func lockSlugs(ctx context.Context, tx postgres.Tx) error {
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('products.slug', 0))"); err != nil {
		return fmt.Errorf("locking the slugs: %w", err)
	}
	return nil
}

// freeSlug makes a slug of a name that no row of the table has: the first of
// ankara-gown, ankara-gown-2, ankara-gown-3 that is free.
func freeSlug(ctx context.Context, tx postgres.Tx, table, name string) (string, error) {
	slug := slugOf(name)
	if slug == "" {
		return "", fault.Invalid("slug", "must be given: the name has no letter a to z and no digit to make one of")
	}
	const portion = 50
	for number := 1; ; number += portion {
		candidates := make([]string, portion)
		for i := range candidates {
			if candidates[i] = slug; number+i > 1 {
				candidates[i] += "-" + strconv.Itoa(number+i)
			}
		}
		var free *string
		// The table is one of ours. An array of few is looked up in the index.
		err := tx.QueryRowContext(ctx, `SELECT (SELECT candidate FROM unnest($1::text[]) WITH ORDINALITY AS c (candidate, number)
			WHERE candidate <> ALL (ARRAY(SELECT slug FROM `+table+` WHERE slug = ANY ($1))) ORDER BY number LIMIT 1)`, candidates).Scan(&free)
		if err != nil {
			return "", fmt.Errorf("looking for a free slug: %w", err)
		}
		if free != nil {
			return *free, nil
		}
	}
}

// slugTaken tells whether another row of the table has a slug.
func slugTaken(ctx context.Context, tx postgres.Tx, table, slug string, id int) (taken bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM "+table+" WHERE slug = $1 AND id <> $2)", slug, id).Scan(&taken)
	return taken, err
}
