package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/app"
	"zuka/internal/devstack"
	"zuka/internal/platform/keyvalue"
	"zuka/internal/shop/catalog"
	"zuka/internal/testenv"
)

// clustered is a shop on the Redis Cluster of the tests, with jobs running and as
// many people who play.
func clustered(t *testing.T, people int) *kennel {
	t.Helper()
	config := sample(t, false)
	config.RedisURL, config.RedisPrefix = testenv.RedisCluster(t)
	return clusteredOn(t, config, people)
}

func clusteredOn(t *testing.T, config app.Config, people int) *kennel {
	t.Helper()
	config.PayerDomain, config.PetPace = "no-email.shop.test", time.Millisecond
	prepares(t, config, []string{`UPDATE product_variants SET stock_count = 40`, `UPDATE products SET stock_count = 80`})
	return &kennel{stadium: stadiumOf(t, config, people)}
}

// All that the shop does with Redis, on a cluster, at two servers.
func TestClusterTheShopAtWork(t *testing.T) {
	t.Parallel()
	k := clustered(t, 2)
	a, b := k.players[0], k.players[1]
	there, elsewhere := k.withServer()

	// Sessions: a person of one server is known at the other, and gone from both.
	require.Equal(t, "PlayerA Obi", a.at(there).name())
	leaving := k.joins("Eve Obi", "customer")
	require.Equal(t, "Eve Obi", leaving.at(there).name())
	_, codes := leaving.do("logout", "", "done", nil)
	require.Empty(t, codes)
	got, err := leaving.at(there).quietly(t.Context(), `{ me { profile { name } } }`, nil)
	require.NoError(t, err)
	require.Equal(t, "UNAUTHENTICATED", got.Errors[0].Extensions["code"])
	k.opens()

	// A cart, and who watches it from the other server.
	_, variant := a.variant("ankara", dress, "S")
	a.adds(variant, 1)
	cart := a.at(there).follows(elsewhere, `cartUpdated { quantity version }`)
	require.EqualValues(t, 1, cart.next()["quantity"])
	for quantity := 2; quantity <= 4; quantity++ {
		a.adds(variant, 1)
		cart.until("quantity", float64(quantity))
	}

	k.keepsAnswers(there)

	// Boards, and who watches them.
	watching := b.watches(elsewhere, "TETRIS", "WEEKLY")
	for i := range 4 {
		a.scores("TETRIS", 100+i)
		b.scores("TETRIS", 50+20*i)
	}
	watching.ends(k.truth("TETRIS", nil, nil))
	k.right("TETRIS", there)

	// A pet, heard at the other server.
	pet := a.adopts("FUNNY", "Zuri")
	sent := a.tells(pet, "", "show me an ankara dress")
	stream := a.at(there).reads(elsewhere, sent.conversation, sent.after)
	stream.whole(sent.run)
	stream.leave()
	again := a.at(there).reads(elsewhere, sent.conversation, sent.after)
	again.whole(sent.run)
	again.leave()

	k.refuses(there)
	k.settled()
}

// keepsAnswers asks for a product at both servers, which keep the answer until it
// changes.
func (k *kennel) keepsAnswers(there *app.App) {
	t := k.t
	t.Helper()
	const query = `{ product(slug: "ankara-dress-1") { name related(first: 1) { name } } }`
	name := func(shop *app.App) any {
		got, _ := ask(t, shop, query, nil)
		return got.Data["product"].(map[string]any)["name"]
	}
	require.Equal(t, "Ankara dress 1", name(k.shop))
	require.Equal(t, "Ankara dress 1", name(there))
	for _, shop := range []*app.App{k.shop, there} {
		remembered(t, shop, query) // It is kept.
	}
	k.shop.Pool.Ent().Product.UpdateOneID(1).SetName("Renamed").ExecX(t.Context())
	require.NoError(t, k.shop.Catalog.Changed(t.Context(), catalog.Change{Products: []int{1}}))
	require.Equal(t, "Renamed", name(k.shop))
	require.Eventually(t, func() bool { return name(there) == "Renamed" }, patience, 5*time.Millisecond)
}

// refuses has somebody guess at two servers, who count their tries together.
func (k *kennel) refuses(there *app.App) {
	t := k.t
	t.Helper()
	told := map[string]int{}
	thief := browser(t, k.shop)
	for i := range 12 {
		payload := thief.at([]*app.App{k.shop, there}[i%2]).ask(loginDocument, map[string]any{"who": "nobody@example.ng", "password": "a wrong one"})
		told[codesIn(payload["result"])[0]]++
	}
	require.Equal(t, 12, told["CREDENTIALS_INVALID"]+told["RETRY_LATER"])
	require.Equal(t, 5, told["CREDENTIALS_INVALID"], "both servers count together")
}

// Whichever node dies the shop goes on, as it does without Redis: sessions are
// known, carts are filled, boards are right and pets answer. It recovers without
// a restart, and who watched is told what they missed.
func TestClusterTheShopOutlivesEachOfItsNodes(t *testing.T) {
	t.Parallel()
	nodes := testenv.OwnRedisCluster(t)
	config := sample(t, false)
	config.RedisURL, config.RedisPrefix, config.LimitsOff = nodes.URL(), "zuka:", true
	k := clusteredOn(t, config, 3)
	k.opens()
	_, variant := k.players[0].variant("ankara", dress, "S")
	pet := k.players[0].adopts("FUNNY", "Zuri")
	watching := k.players[1].watches(k.server, "TETRIS", "ALL_TIME")
	k.players[0].adds(variant, 1)
	cart := k.players[0].follows(k.server, `cartUpdated { quantity version }`)
	require.EqualValues(t, 1, cart.next()["quantity"])
	for i, node := range nodes.Nodes() {
		t.Log("without node", i+1)
		require.NoError(t, node.Kill())
		for j, v := range k.players {
			require.NotNil(t, v.name(), "nobody is signed out")
			require.Equal(t, "ACCEPTED", k.plays(v, 100*(i+1)+j))
			_, codes := browser(t, k.shop).do("sessionStart", "", "tokens { accessToken }", nil)
			require.Empty(t, codes)
		}
		k.players[0].adds(variant, 1)
		got, _ := ask(t, k.shop, homePage, nil)
		require.Empty(t, got.Errors)
		k.players[0].tells(pet, "", "show me an ankara dress")
		require.Eventually(t, func() bool {
			return count(t, k.shop, `SELECT count(*) FROM pet_runs WHERE state = 'done' AND failure IS NULL`) == i+1
		}, longPatience, 20*time.Millisecond, "the pet answers")

		require.NoError(t, node.Restart(t.Context()))
		require.NoError(t, nodes.Whole(t.Context()))
		watching.ends(k.truth("TETRIS", nil, nil))
		cart.until("quantity", float64(i+2))
		k.right("TETRIS")
	}
	k.settled()
	k.holds(nodes)
}

// plays is a round that begins and ends, and what was said of its score.
func (k *kennel) plays(v *visitor, score int) any {
	k.t.Helper()
	payload, codes := v.finishes(v.starts("TETRIS"), fmt.Sprintf("score: %d", score))
	require.Empty(k.t, codes)
	return payload["score"].(map[string]any)["status"]
}

// holds requires that every node has keys of the shop, all of them under its
// prefix: nothing depends on being on one node by chance.
func (k *kennel) holds(nodes *devstack.Cluster) {
	k.t.Helper()
	for _, node := range nodes.Nodes() {
		client, err := keyvalue.Open(node.URL())
		require.NoError(k.t, err)
		keys, err := client.Keys(k.t.Context(), "*").Result()
		require.NoError(k.t, err)
		require.NoError(k.t, client.Close())
		require.NotEmpty(k.t, keys)
		for _, key := range keys {
			require.True(k.t, strings.HasPrefix(key, "zuka:"), key)
		}
	}
}
