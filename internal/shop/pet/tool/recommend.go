package tool

import (
	"context"
	"strings"

	"zuka/ent/db/petaction"
	"zuka/ent/shape"
	"zuka/internal/shop/catalog"
	"zuka/internal/shop/pet/brain"
)

// picks is how many products are chosen among.
const picks = 24

// Recommend chooses products by taste, or to go with another, and shows them.
func (d *Desk) Recommend(ctx context.Context, in brain.Recommend) (brain.Found, error) {
	in.Category, in.Gender, in.Max = short(in.Category, 100), short(in.Gender, 20), max(in.Max, 0)
	var found brain.Found
	print, known, err := d.begin(petaction.ActionTypeRecommend, in, &found)
	if known || err != nil {
		return found, err
	}
	if in.Beside > 0 {
		found, err = d.beside(ctx, in)
	} else {
		found, err = d.byTaste(ctx, in)
	}
	if err != nil {
		return found, err
	}
	e := entry{tool: petaction.ActionTypeRecommend, fingerprint: print, state: petaction.StateDone,
		data: shape.PetAction{Query: in.Category, ProductID: in.Beside, ProductIDs: ids(found.Products)}}
	return found, d.mine(d.keep(ctx, e, found))
}

// beside are products that go with one.
func (d *Desk) beside(ctx context.Context, in brain.Recommend) (brain.Found, error) {
	lists, err := d.Catalog.Recommendations(ctx, catalog.Complementary, picks, []int{in.Beside})
	if err != nil {
		return brain.Found{}, err
	}
	var all []int
	for _, product := range lists[in.Beside] {
		all = append(all, product.ID)
	}
	return d.fitting(ctx, in, all)
}

// byTaste are products that fit the person.
func (d *Desk) byTaste(ctx context.Context, in brain.Recommend) (brain.Found, error) {
	chosen, err := d.Taste.Recommend(ctx, d.User, picks)
	if err != nil {
		return brain.Found{}, err
	}
	var all []int
	why := make(map[int]string, len(chosen))
	for _, one := range chosen {
		all = append(all, one.Product)
		// A brain says it after "from" and the like.
		why[one.Product] = strings.Replace(one.Why, "because you like ", "your taste for ", 1)
	}
	found, err := d.fitting(ctx, in, all)
	if err != nil || len(found.Products) > 0 && (in.Category != "" || in.Gender != "" || in.Max > 0) || len(found.Products) >= 3 {
		if len(found.Products) > 0 {
			found.Why = why[found.Products[0].ID]
		}
		return found, err
	}
	// Of what was asked for there is nothing to the person's taste: the best
	// sellers of it.
	search := brain.Search{Gender: in.Gender, Max: in.Max, Sort: "selling"}
	if in.Category != "" {
		search.Categories = []string{in.Category}
	}
	return d.look(ctx, search)
}

// fitting are those of these products that fit what was asked for.
func (d *Desk) fitting(ctx context.Context, in brain.Recommend, all []int) (brain.Found, error) {
	tree, err := d.Catalog.Tree(ctx)
	if err != nil {
		return brain.Found{}, err
	}
	products, err := d.Catalog.Products(ctx, all)
	if err != nil {
		return brain.Found{}, err
	}
	wanted := tree.BySlug(in.Category)
	var fit []int
	for _, id := range all {
		p := products[id]
		if p == nil || in.Max > 0 && p.CurrentPriceNgn.Amount() > in.Max || in.Gender != "" && string(p.Gender) != in.Gender && p.Gender != "unisex" {
			continue
		}
		if wanted != nil && !lies(tree, p.CategoryID, wanted.ID) {
			continue
		}
		if fit = append(fit, id); len(fit) == shown {
			break
		}
	}
	cards, err := d.cards(ctx, fit)
	return brain.Found{Products: cards, Total: len(cards)}, err
}

// lies tells whether a category is another or below it.
func lies(tree *catalog.Tree, id, above int) bool {
	for c := tree.ByID(id); c != nil; c = c.Parent() {
		if c.ID == above {
			return true
		}
	}
	return false
}
