// Package arch holds the rules about who may import whom, as a test.
package arch

import (
	"go/build"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "zuka"

// rule says what the packages below a folder may import of the project.
type rule struct {
	below string
	may   []string
}

// rules are tried in order; the first that fits a package holds.
var rules = []rule{
	{"cmd/bench", []string{"internal/bench"}},
	{"cmd/loadtest", []string{"internal/crowd"}},
	{"cmd/", []string{"internal/app", "internal/demo", "internal/devstack", "internal/seed", "internal/platform"}},
	{"internal/app", []string{"graph", "internal/", "ent/db", "ent/shape"}},
	{"internal/server", []string{"internal/server", "internal/platform"}},
	{"graph/exec", []string{"graph/", "ent/", "internal/shop", "internal/platform"}},
	{"graph/usererror", []string{"internal/platform"}},
	{"graph", []string{"graph", "ent/", "internal/shop", "internal/platform"}},
	{"internal/shop/analytics/event", []string{"ent/shape", "internal/platform"}},
	{"internal/shop/analytics/hot", []string{"internal/shop/analytics/event", "internal/platform"}},
	{"internal/shop/analytics/intake", []string{"internal/shop/analytics/event", "internal/shop/analytics/hot", "ent/shape", "internal/platform"}},
	{"internal/shop/analytics/rollup", []string{"internal/platform"}},
	{"internal/shop/analytics/archive", []string{"internal/platform"}},
	{"internal/shop/analytics/report", []string{"internal/platform"}},
	{"internal/shop/analytics", []string{"internal/shop/analytics", "ent/", "internal/platform"}},
	{"internal/shop/catalog", []string{"internal/shop/catalog", "ent/", "internal/platform"}},
	{"internal/shop/account/idtoken", []string{"internal/platform"}},
	{"internal/shop/account", []string{"internal/shop/account", "ent/", "internal/platform"}},
	// The one workflow across the nouns.
	{"internal/shop/checkout", []string{"internal/shop", "ent/", "internal/platform"}},
	{"internal/shop/cart", []string{"internal/shop/cart", "ent/", "internal/platform"}},
	{"internal/shop/coupon", []string{"internal/shop/coupon", "ent/", "internal/platform"}},
	{"internal/shop/delivery", []string{"internal/shop/delivery", "internal/platform"}},
	{"internal/shop/game/quiz", []string{"ent/shape"}},
	{"internal/shop/game", []string{"internal/shop/game", "ent/", "internal/platform"}},
	{"internal/shop/inventory", []string{"internal/shop/inventory", "ent/", "internal/platform"}},
	{"internal/shop/loyalty", []string{"internal/shop/loyalty", "ent/", "internal/platform"}},
	{"internal/shop/merchandising", []string{"internal/shop/merchandising", "ent/", "internal/platform"}},
	{"internal/shop/notify", []string{"internal/shop/notify", "ent/", "internal/platform"}},
	{"internal/shop/order", []string{"internal/shop/order", "ent/", "internal/platform"}},
	{"internal/shop/payment/gateway", []string{"internal/shop/payment/gateway", "internal/platform"}},
	{"internal/shop/payment/paystack", []string{"internal/shop/payment/gateway", "internal/platform"}},
	{"internal/shop/payment/flutterwave", []string{"internal/shop/payment/gateway", "internal/platform"}},
	{"internal/shop/payment", []string{"internal/shop/payment", "ent/", "internal/platform"}},
	{"internal/shop/pet/brain", nil},
	{"internal/shop/pet/voice", []string{"internal/shop/pet/brain"}},
	{"internal/shop/pet/understand", []string{"internal/shop/pet/brain", "internal/shop/catalog/words", "internal/platform"}},
	{"internal/shop/pet/builtin", []string{"internal/shop/pet"}},
	{"internal/shop/pet/llm", []string{"internal/shop/pet/brain", "internal/platform"}},
	{"internal/shop/pet/avatar", nil},
	{"internal/shop/pet/stream", []string{"internal/platform"}},
	{"internal/shop/pet/taste", []string{"internal/shop/pet/brain", "ent/", "internal/platform"}},
	// A pet drives the nouns.
	{"internal/shop/pet", []string{"internal/shop", "ent/", "internal/platform"}},
	{"internal/shop/referral", []string{"internal/shop/referral", "ent/", "internal/platform"}},
	{"internal/shop/review", []string{"internal/shop/review", "ent/", "internal/platform"}},
	{"internal/shop/wishlist", []string{"internal/shop/wishlist", "ent/", "internal/platform"}},
	// Reports take statuses of orders.
	{"internal/dashboard", []string{"internal/shop/analytics", "ent/db/order", "internal/platform"}},
	{"internal/demo", nil}, // A client like any other.
	{"internal/devpay", []string{"internal/devpay", "internal/platform"}},
	{"internal/job", []string{"internal/job", "internal/shop", "internal/platform"}},
	{"internal/platform/postgres", []string{"ent/db", "migrations", "internal/platform/fault"}},
	{"internal/platform", []string{"internal/platform"}},
	{"internal/seed", []string{"internal/seed", "internal/shop/analytics/rollup", "ent/", "internal/platform"}},
	{"internal/bench/load", nil},
	{"internal/bench/rival", nil}, // Measured against the shop, so it shares nothing with it.
	{"internal/bench", []string{
		"internal/bench/load", "internal/platform/postgres", "internal/platform/money", "internal/platform/globalid", "internal/seed",
		"internal/app",                                                                              // Orders are counted in a server in the process, so that no provider's page is in the figure.
		"internal/platform/viewer", "internal/shop/account/secret", "internal/shop/account/session", // Sessions are looked up in the process.
		"internal/shop/game/board",     // A board of a million is filled as the shop does.
		"internal/platform/chatserver", // Pets ask a model in the process, so that one clock times its tokens.
		// Figures are made, asked for and archived in the process: it is the database that is measured.
		"internal/shop/analytics/archive", "internal/shop/analytics/intake", "internal/shop/analytics/report", "internal/shop/analytics/rollup", "internal/platform/blob", "internal/platform/clock",
	}},
	{"internal/crowd", []string{"internal/bench/load"}}, // A client like any other.
	{"internal/devstack", []string{"internal/devstack"}},
	{"internal/testenv", []string{"internal/devstack", "internal/platform", "migrations"}},
	{"ent/schema", []string{"ent/shape", "internal/platform/money"}},
	{"ent", []string{"ent/", "internal/platform/globalid", "internal/platform/money"}},
	{"migrations", nil},
}

func TestImports(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	checked := 0
	err = filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name := entry.Name(); strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata" {
			return filepath.SkipDir
		}
		found, err := build.ImportDir(path, 0)
		if err != nil {
			return nil // A folder without Go files.
		}
		place, err := filepath.Rel(root, path)
		require.NoError(t, err)
		for _, imported := range found.Imports {
			if ours, isOurs := strings.CutPrefix(imported, module+"/"); isOurs {
				require.True(t, allowed(filepath.ToSlash(place), ours), "%s must not import %s", place, ours)
				checked++
			}
		}
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, checked, 50)
}

func allowed(place, imported string) bool {
	for _, rule := range rules {
		if !strings.HasPrefix(place+"/", strings.TrimSuffix(rule.below, "/")+"/") {
			continue
		}
		for _, may := range rule.may {
			if strings.HasPrefix(imported+"/", strings.TrimSuffix(may, "/")+"/") {
				return true
			}
		}
		return false
	}
	return strings.HasPrefix(place, "internal/arch")
}

func TestTheRulesCanFail(t *testing.T) {
	t.Parallel()
	require.False(t, allowed("internal/shop/catalog", "internal/server"))
	require.False(t, allowed("internal/server", "graph"))
	require.False(t, allowed("internal/platform/page", "ent/db"))
	require.True(t, allowed("internal/platform/postgres", "ent/db"))
	require.False(t, allowed("internal/unknown", "ent/db"))
}
