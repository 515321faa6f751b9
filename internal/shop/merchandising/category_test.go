package merchandising

import (
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/fault"
)

func TestTheTreeGrows(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	made, err := s.CategoryUpsert(s.ctx, CategoryInput{Name: To(" Ankara  gowns"), Parent: To(men), Description: To("Sewn in Aba."), DisplayOrder: To(3)})
	require.NoError(t, err)
	require.Equal(t, "ankara-gowns", made.Slug)
	require.True(t, made.Active)
	require.Equal(t, []touched{{lists: true}}, s.told())
	again, err := s.CategoryUpsert(s.ctx, CategoryInput{Name: To("Ankara gowns")})
	require.NoError(t, err)
	require.Equal(t, "ankara-gowns-2", again.Slug)
	require.Nil(t, again.ParentID)

	changed, err := s.CategoryUpsert(s.ctx, CategoryInput{ID: &made.ID, Name: To("Gowns of ankara"), ImageURL: To("/media/a.svg")})
	require.NoError(t, err)
	require.Equal(t, "ankara-gowns", changed.Slug, "a new name leaves the address alone")
	require.Equal(t, men, *changed.ParentID, "what is not named stays")
	require.Equal(t, 3, changed.DisplayOrder)
	changed, err = s.CategoryUpsert(s.ctx, CategoryInput{ID: &made.ID, Slug: To("ankara"), Parent: Change[int]{Wanted: true}, ImageURL: Change[string]{Wanted: true}})
	require.NoError(t, err)
	require.Equal(t, "ankara", changed.Slug)
	require.Nil(t, changed.ParentID)
	require.Nil(t, changed.ImageURL)
	s.consistent()
}

func TestTheTreeStaysATreeOfThreeLevels(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	s.product(gown("A"))
	third, err := s.CategoryUpsert(s.ctx, CategoryInput{Name: To("Clutches"), Parent: To(bags)})
	require.NoError(t, err)
	s.told()
	for name, row := range map[string]struct {
		in     CategoryInput
		reason fault.Reason
		field  string
	}{
		"no name":                   {CategoryInput{}, fault.InputInvalid, "name"},
		"no letters":                {CategoryInput{Name: To("礼服")}, fault.InputInvalid, "slug"},
		"NUL":                       {CategoryInput{Name: To("a\x00")}, fault.InputInvalid, "name"},
		"a taken slug":              {CategoryInput{Name: To("A"), Slug: To("men")}, fault.AlreadyTaken, "slug"},
		"a bad slug":                {CategoryInput{Name: To("A"), Slug: To("a b\x00")}, fault.InputInvalid, "slug"},
		"no parent":                 {CategoryInput{Name: To("A"), Parent: To(12345)}, fault.Gone, "parentId"},
		"a hidden parent":           {CategoryInput{Name: To("A"), Parent: To(old)}, fault.StateConflict, "parentId"},
		"a parent with products":    {CategoryInput{Name: To("A"), Parent: To(gowns)}, fault.StateConflict, "parentId"},
		"a fourth level":            {CategoryInput{Name: To("A"), Parent: To(third.ID)}, fault.InputInvalid, "parentId"},
		"none to change":            {CategoryInput{ID: pointer(12345), Name: To("A")}, fault.Gone, "id"},
		"itself":                    {CategoryInput{ID: pointer(women), Parent: To(women)}, fault.InputInvalid, "parentId"},
		"its child":                 {CategoryInput{ID: pointer(women), Parent: To(bags)}, fault.InputInvalid, "parentId"},
		"its child's child":         {CategoryInput{ID: pointer(women), Parent: To(third.ID)}, fault.InputInvalid, "parentId"},
		"a branch that is too tall": {CategoryInput{ID: pointer(women), Parent: To(men)}, fault.InputInvalid, "parentId"},
		"hiding what is for sale":   {CategoryInput{ID: pointer(gowns), Active: To(false)}, fault.StateConflict, "active"},
		"hiding it from above":      {CategoryInput{ID: pointer(women), Active: To(false)}, fault.StateConflict, "active"},
		"neither on nor off":        {CategoryInput{ID: pointer(women), Active: Change[bool]{Wanted: true}}, fault.InputInvalid, "active"},
		"a picture in the clear":    {CategoryInput{ID: pointer(women), ImageURL: To("http://a.example")}, fault.InputInvalid, "imageUrl"},
		"an order out of range":     {CategoryInput{ID: pointer(women), DisplayOrder: To(1 << 40)}, fault.InputInvalid, "displayOrder"},
	} {
		_, err := s.CategoryUpsert(s.ctx, row.in)
		require.Error(t, err, name)
		refused(t, err, row.reason, row.field)
	}
	require.Empty(t, s.told())
	_, err = s.CategoryUpsert(s.ctx, CategoryInput{ID: pointer(bags), Parent: To(men)})
	require.NoError(t, err, "a branch that is not too tall")
	_, err = s.CategoryUpsert(s.ctx, CategoryInput{ID: pointer(bags), Active: To(false)})
	require.NoError(t, err, "nothing is for sale there")
	_, err = s.CategoryUpsert(s.ctx, CategoryInput{ID: pointer(third.ID), Active: To(true)})
	refused(t, err, fault.StateConflict, "parentId")
	_, err = s.CategoryUpsert(s.ctx, CategoryInput{ID: pointer(third.ID), Name: To("Purses")})
	require.NoError(t, err, "a name can change wherever it lies")
	s.consistent()
}

func TestBrands(t *testing.T) {
	t.Parallel()
	s := newShop(t)
	made, err := s.BrandUpsert(s.ctx, BrandInput{Name: To("Ọjà"), LogoURL: To("/media/oja.svg")})
	require.NoError(t, err)
	require.Equal(t, "oja-2", made.Slug)
	require.True(t, made.Active)
	require.Equal(t, []touched{{brands: []int{made.ID}}}, s.told())
	changed, err := s.BrandUpsert(s.ctx, BrandInput{ID: &made.ID, Name: To("Ẹ̀kọ́"), LogoURL: Change[string]{Wanted: true}, Active: To(false)})
	require.NoError(t, err)
	require.Equal(t, "oja-2", changed.Slug)
	require.Nil(t, changed.LogoURL)
	require.False(t, changed.Active)
	require.Equal(t, []touched{{brands: []int{made.ID}, lists: true}}, s.told())
	for name, row := range map[string]struct {
		in     BrandInput
		reason fault.Reason
		field  string
	}{
		"no name":      {BrandInput{}, fault.InputInvalid, "name"},
		"a taken slug": {BrandInput{Name: To("A"), Slug: To("oja")}, fault.AlreadyTaken, "slug"},
		"a bad slug":   {BrandInput{Name: To("A"), Slug: To("\x00")}, fault.InputInvalid, "slug"},
		"a bad logo":   {BrandInput{Name: To("A"), LogoURL: To("ftp://a.example")}, fault.InputInvalid, "logoUrl"},
		"no brand":     {BrandInput{ID: pointer(12345), Name: To("A")}, fault.Gone, "id"},
	} {
		_, err := s.BrandUpsert(s.ctx, row.in)
		require.Error(t, err, name)
		refused(t, err, row.reason, row.field)
	}
	require.Empty(t, s.told())
}
