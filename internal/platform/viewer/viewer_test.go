package viewer

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

func TestEachRoleMayWhatThoseBeforeItMay(t *testing.T) {
	t.Parallel()
	somebody := uuid.New()
	for _, row := range []struct {
		viewer                 Viewer
		customer, staff, admin bool
	}{
		{Viewer{}, false, false, false},
		{Viewer{Session: somebody}, false, false, false},
		{Viewer{Session: somebody, Role: Admin}, false, false, false}, // A role without a person is nobody's.
		{Viewer{User: somebody}, false, false, false},
		{Viewer{User: somebody, Role: "owner"}, false, false, false},
		{Viewer{User: somebody, Role: "ADMIN"}, false, false, false},
		{Viewer{User: somebody, Role: Customer}, true, false, false},
		{Viewer{User: somebody, Role: Staff}, true, true, false},
		{Viewer{User: somebody, Role: Admin}, true, true, true},
	} {
		require.Equal(t, row.customer, row.viewer.May(Customer), row.viewer)
		require.Equal(t, row.staff, row.viewer.May(Staff), row.viewer)
		require.Equal(t, row.admin, row.viewer.May(Admin), row.viewer)
		require.False(t, row.viewer.May(""), "what asks for no role that exists is a mistake")
		require.False(t, row.viewer.May("owner"))
		require.Equal(t, row.viewer.User != uuid.Nil, row.viewer.SignedIn())
	}
}

func TestTheOwnerIsThePersonBeforeTheSessionBeforeTheAddress(t *testing.T) {
	t.Parallel()
	user, session := uuid.New(), uuid.New()
	client := Client{Address: "2001:db8:1:2::3"}
	require.Equal(t, "user:"+user.String(), Viewer{User: user, Session: session, Client: client}.Owner())
	require.Equal(t, "session:"+session.String(), Viewer{Session: session, Client: client}.Owner())
	require.Equal(t, "address:2001:db8:1:2::/64", Viewer{Client: client}.Owner())
}

func TestANetworkIsWhatOneCustomerHas(t *testing.T) {
	t.Parallel()
	for address, network := range map[string]string{
		"102.89.1.1":                "102.89.1.1",
		"::ffff:102.89.1.1":         "102.89.1.1", // Not all of IPv4 at once.
		"2001:db8:1:2:3:4:5:6":      "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff:ffff::1": "2001:db8:1:2::/64",
		"2001:DB8:1:3::1":           "2001:db8:1:3::/64",
		"fe80::1%eth0":              "fe80::/64",
		"::1":                       "::/64",
		"":                          "",
		"@":                         "@",
		"102.89.1.1:80":             "102.89.1.1:80",
		"garbage":                   "garbage",
	} {
		require.Equal(t, network, Client{Address: address}.Network(), address)
	}
}

// given is what a request's client was handed.
type given struct {
	tokens []string
	lives  []time.Duration
}

func (g *given) cookie(token string, life time.Duration) {
	g.tokens, g.lives = append(g.tokens, token), append(g.lives, life)
}

func TestARequestBecomesAnothers(t *testing.T) {
	t.Parallel()
	client, handed := Client{Platform: Web, Address: "102.89.1.1"}, &given{}
	ctx := With(t.Context(), NewRequest(Viewer{Client: client}, handed.cookie))
	inner, cancel := context.WithCancel(ctx) // What was derived before sees it too.
	defer cancel()
	require.Equal(t, Viewer{Client: client}, From(inner))

	signed := Viewer{Session: uuid.New(), User: uuid.New(), Role: Customer, Client: Client{Platform: Android, Address: "10.0.0.1"}}
	Become(inner, signed, "token", time.Hour)
	signed.Client = client // The client stays who it is.
	require.Equal(t, signed, From(ctx))
	require.Equal(t, signed, From(inner))
	Become(ctx, Viewer{}, "", 0)
	require.Equal(t, Viewer{Client: client}, From(inner))
	require.Equal(t, given{[]string{"token", ""}, []time.Duration{time.Hour, 0}}, *handed)
}

func TestOnlyAPageGetsACookie(t *testing.T) {
	t.Parallel()
	for _, platform := range []Platform{Android, IOS} {
		handed := &given{}
		ctx := With(t.Context(), NewRequest(Viewer{Client: Client{Platform: platform}}, handed.cookie))
		user := uuid.New()
		Become(ctx, Viewer{User: user, Client: Client{Platform: Web}}, "token", time.Hour)
		require.Equal(t, user, From(ctx).User)
		require.Empty(t, handed.tokens)
	}
	ctx := With(t.Context(), NewRequest(Viewer{Client: Client{Platform: Web}}, nil))
	require.NotPanics(t, func() { Become(ctx, Viewer{}, "token", time.Hour) }, "where nobody can be handed one")
}

func TestWithoutARequestNobodyAsks(t *testing.T) {
	t.Parallel()
	require.Equal(t, Viewer{}, From(t.Context()))
	require.NotPanics(t, func() { Become(t.Context(), Viewer{User: uuid.New()}, "token", time.Hour) })
	require.Equal(t, Viewer{}, From(t.Context()))
}

// Resolvers of one request run side by side: each sees one viewer or the other,
// and never half of each.
func TestAViewerIsReadWhole(t *testing.T) {
	t.Parallel()
	two := []Viewer{{Session: uuid.New(), Role: Customer}, {Session: uuid.New(), Role: Staff}}
	ctx := With(t.Context(), NewRequest(two[0], nil))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 200 {
				Become(ctx, two[i%2], "", 0)
				if v := From(ctx); v != two[0] && v != two[1] {
					t.Error("a viewer of two halves: " + strings.Join([]string{v.Session.String(), string(v.Role)}, " "))
				}
			}
		})
	}
	all.Wait()
}
