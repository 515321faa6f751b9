package loyalty_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"zuka/ent/db/reward"
	"zuka/ent/db/user"
	"zuka/internal/platform/fault"
	"zuka/internal/platform/money"
	"zuka/internal/shop/loyalty"
)

// shown counts how often the catalogue was said to have changed.
type shown struct{ times int }

func (s *shown) RewardsChanged(context.Context) error {
	s.times++
	return errors.New("a cache that is away is no failure")
}

func TestTheCatalogue(t *testing.T) {
	t.Parallel()
	c := newClub(t)
	cache := &shown{}
	config := c.Config
	config.Shown = cache
	c.Service = loyalty.New(config)
	staff, me := c.staff(), c.me(c.member(0))
	second, first, hidden := kind("second", reward.TypeDiscount, 300), kind("first", reward.TypeFreeShipping, 200), kind("hidden", reward.TypePoints, 900)
	second.DisplayOrder, first.DisplayOrder, hidden.Active = 2, 1, false
	made := c.sells(second)
	c.sells(first)
	unseen := c.sells(hidden)
	require.Equal(t, 3, cache.times)
	list, err := c.Catalogue(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"first", "second"}, []string{list[0].Slug, list[1].Slug})
	require.Len(t, list, 2)
	all, err := c.CatalogueAll(staff)
	require.NoError(t, err)
	require.Len(t, all, 3)
	_, err = c.CatalogueAll(me)
	require.True(t, fault.Is(err, fault.Forbidden))
	found, err := c.Service.Reward(me, unseen.ID)
	require.NoError(t, err)
	require.Nil(t, found)
	found, err = c.Service.Reward(staff, unseen.ID)
	require.NoError(t, err)
	require.Equal(t, "hidden", found.Slug)

	second.ID, second.ValueAmount, second.ValuePercent, second.MinSpend = &made.ID, nil, ptr(15), ptr(money.Naira(0))
	second.Name, second.MinLevel = "  Fifteen   off ", user.GemLevelRuby
	changed := c.sells(second)
	require.Equal(t, made.ID, changed.ID)
	require.Nil(t, changed.ValueAmountNgn)
	require.Equal(t, 15, *changed.ValuePercent)
	require.Equal(t, money.Naira(0), *changed.MinSpendNgn)
	require.Equal(t, "Fifteen off", changed.Name)
	require.Equal(t, reward.MinGemLevelRuby, changed.MinGemLevel)
	second.MinSpend = nil
	require.Nil(t, c.sells(second).MinSpendNgn)

	second.Slug = "first"
	_, err = c.Upsert(staff, second)
	refused(t, err, fault.AlreadyTaken, "input.slug")
	second.ID = ptr(999)
	_, err = c.Upsert(staff, second)
	refused(t, err, fault.Gone, "input.id")
	_, err = c.Upsert(me, first)
	require.True(t, fault.Is(err, fault.Forbidden))
	require.Equal(t, 5, cache.times)
}

func TestWhatARewardMayBe(t *testing.T) {
	t.Parallel()
	amount, percent := ptr(money.Naira(500)), ptr(10)
	for name, one := range map[string]struct {
		change func(*loyalty.UpsertInput)
		wrong  string
	}{
		"fine":                {func(*loyalty.UpsertInput) {}, ""},
		"percent":             {func(in *loyalty.UpsertInput) { in.ValueAmount, in.ValuePercent = nil, percent }, ""},
		"both":                {func(in *loyalty.UpsertInput) { in.ValuePercent = percent }, "input.valueAmount"},
		"neither":             {func(in *loyalty.UpsertInput) { in.ValueAmount = nil }, "input.valuePercent"},
		"percent of 101":      {func(in *loyalty.UpsertInput) { in.ValueAmount, in.ValuePercent = nil, ptr(101) }, "input.valuePercent"},
		"nothing off":         {func(in *loyalty.UpsertInput) { in.ValueAmount = ptr(money.Naira(0)) }, "input.valueAmount"},
		"shipping":            {func(in *loyalty.UpsertInput) { in.Type, in.ValueAmount = reward.TypeFreeShipping, nil }, ""},
		"shipping of amount":  {func(in *loyalty.UpsertInput) { in.Type = reward.TypeFreeShipping }, "input.valueAmount"},
		"cashback":            {func(in *loyalty.UpsertInput) { in.Type, in.MinSpend = reward.TypeCashback, amount }, ""},
		"cashback of percent": {func(in *loyalty.UpsertInput) { in.Type, in.ValuePercent = reward.TypeCashback, percent }, "input.valuePercent"},
		"cashback of nothing": {func(in *loyalty.UpsertInput) { in.Type, in.ValueAmount = reward.TypeCashback, nil }, "input.valueAmount"},
		"gift":                {func(in *loyalty.UpsertInput) { in.Type = reward.TypePoints }, ""},
		"gift of too much": {func(in *loyalty.UpsertInput) {
			in.Type, in.ValueAmount = reward.TypePoints, ptr(money.Naira(1_000_001))
		}, "input.valueAmount"},
		"gift with an order": {func(in *loyalty.UpsertInput) { in.Type, in.MinSpend = reward.TypePoints, amount }, "input.minSpend"},
		"type":               {func(in *loyalty.UpsertInput) { in.Type = "car" }, "input.type"},
		"level":              {func(in *loyalty.UpsertInput) { in.MinLevel = "coal" }, "input.minGem"},
		"free":               {func(in *loyalty.UpsertInput) { in.Cost = 0 }, "input.cost"},
		"dear":               {func(in *loyalty.UpsertInput) { in.Cost = 1_000_001 }, "input.cost"},
		"no days":            {func(in *loyalty.UpsertInput) { in.ValidDays = 0 }, "input.validDays"},
		"many days":          {func(in *loyalty.UpsertInput) { in.ValidDays = 366 }, "input.validDays"},
		"slug":               {func(in *loyalty.UpsertInput) { in.Slug = "A Slug" }, "input.slug"},
		"long slug":          {func(in *loyalty.UpsertInput) { in.Slug = strings.Repeat("a", 61) }, "input.slug"},
		"no name":            {func(in *loyalty.UpsertInput) { in.Name = " " }, "input.name"},
		"name":               {func(in *loyalty.UpsertInput) { in.Name = "a\x00" }, "input.name"},
		"description":        {func(in *loyalty.UpsertInput) { in.Description = strings.Repeat("ọ", 501) }, "input.description"},
		"lines":              {func(in *loyalty.UpsertInput) { in.Description = "one\ntwo" }, ""},
		"min spend":          {func(in *loyalty.UpsertInput) { in.MinSpend = ptr(money.Naira(-1)) }, "input.minSpend"},
		"place":              {func(in *loyalty.UpsertInput) { in.DisplayOrder = 1 << 40 }, "input.displayOrder"},
	} {
		in := kind("voucher", reward.TypeDiscount, 300)
		one.change(&in)
		err := in.Validate()
		if one.wrong == "" {
			require.NoError(t, err, name)
			continue
		}
		refused(t, err, fault.InputInvalid, one.wrong)
		var several fault.Faults
		require.ErrorAs(t, err, &several)
		require.Len(t, several, 1, name)
	}
	in := loyalty.UpsertInput{}
	var several fault.Faults
	require.ErrorAs(t, in.Validate(), &several)
	require.Len(t, several, 6, "all at once: %v", several)
}
