package merchandising

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/page"
	"zuka/internal/platform/postgres"
)

func (s *shop) listed(filter Filter, args page.Args) (*ManagedConnection, []int) {
	s.Helper()
	found, err := s.Managed(s.ctx, filter, args)
	require.NoError(s, err)
	ids := []int{}
	for _, one := range found.Nodes() {
		ids = append(ids, one.ID)
	}
	return found, ids
}

func TestStaffFindProducts(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	var ids []int
	for i, name := range []string{"Àdìrẹ gown", "Ankara gown", "100% lace_gown", "Ankara bag"} {
		in := gown("ZK-" + strconv.Itoa(i))
		in.Name, in.InitialStock = name, 3*i
		if i == 3 {
			in.Category, in.Brand, in.Archived = bags, pointer(1), true
		}
		ids = append(ids, s.product(in).ID)
	}
	adire, ankara, lace, bag := ids[0], ids[1], ids[2], ids[3]
	for name, row := range map[string]struct {
		filter Filter
		found  []int
	}{
		"all, the newest first": {Filter{}, []int{bag, lace, ankara, adire}},
		"no words":              {Filter{Query: pointer("  ")}, []int{bag, lace, ankara, adire}},
		"a word":                {Filter{Query: pointer("ANKARA")}, []int{bag, ankara}},
		"without its marks":     {Filter{Query: pointer("adire")}, []int{adire}},
		"with others":           {Filter{Query: pointer("ádìrè")}, []int{adire}},
		"two words":             {Filter{Query: pointer("gown anka")}, []int{ankara}},
		"a SKU":                 {Filter{Query: pointer("zk-2")}, []int{lace}},
		"a slug":                {Filter{Query: pointer("lace-go")}, []int{lace}},
		"a per cent sign":       {Filter{Query: pointer("%")}, []int{lace}},
		"an underscore":         {Filter{Query: pointer("e_g")}, []int{lace}},
		"for sale":              {Filter{Active: pointer(true)}, []int{lace, ankara, adire}},
		"archived":              {Filter{Active: pointer(false)}, []int{bag}},
		"nearly gone":           {Filter{LowStock: pointer(true)}, []int{ankara, adire}},
		"plenty":                {Filter{LowStock: pointer(false)}, []int{bag, lace}},
		"of a category":         {Filter{Category: pointer(bags)}, []int{bag}},
		"of a brand":            {Filter{Brand: pointer(1), Query: pointer("ankara")}, []int{bag}},
		"nothing":               {Filter{Query: pointer("agbada")}, []int{}},
	} {
		found, ids := s.listed(row.filter, page.Args{})
		require.Equal(t, row.found, ids, name)
		total, err := found.TotalCount(t.Context())
		require.NoError(t, err)
		require.Equal(t, len(row.found), total, name)
	}
	first, read := s.listed(Filter{}, page.Args{First: pointer(int32(3))})
	require.Equal(t, []int{bag, lace, ankara}, read)
	_, read = s.listed(Filter{}, page.Args{First: pointer(int32(3)), After: first.PageInfo.EndCursor})
	require.Equal(t, []int{adire}, read)
	_, read = s.listed(Filter{}, page.Args{Last: pointer(int32(1)), Before: first.PageInfo.EndCursor})
	require.Equal(t, []int{lace}, read)
	_, err := s.Managed(s.ctx, Filter{Brand: pointer(1)}, page.Args{After: first.PageInfo.EndCursor})
	require.ErrorContains(t, err, "after: ")
	_, err = s.Managed(s.ctx, Filter{Query: pointer("a\x00")}, page.Args{})
	require.ErrorContains(t, err, "filter.query: ")
	none, err := s.One(s.ctx, 12345)
	require.NoError(t, err)
	require.Nil(t, none)
}

func TestAPageCostsTwoStatements(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	for i := range 5 {
		made := s.product(gown("A" + strconv.Itoa(i)))
		for _, size := range []string{"L", "S"}[:i%3%2+1] {
			s.variant(option(made.ID, size, "", made.Sku+"-"+size, 1))
		}
	}
	ctx, counter := postgres.WithCounter(s.ctx)
	found, err := s.Managed(ctx, Filter{}, page.Args{})
	require.NoError(t, err)
	require.Len(t, counter.Statements(), 2)
	variants, err := s.VariantsOf(s.ctx, []int{found.Nodes()[3].ID, 12345})
	require.NoError(t, err)
	require.Equal(t, "S L", variants[found.Nodes()[3].ID][0].Size+" "+variants[found.Nodes()[3].ID][1].Size)
	require.Equal(t, found.Nodes()[3].Variants[0].ID, variants[found.Nodes()[3].ID][0].ID)
	require.Empty(t, variants[12345])
}
