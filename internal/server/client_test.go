package server

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"zuka/internal/platform/viewer"
)

// from is a request as it arrives from a neighbour with its chain of addresses.
func from(t testing.TB, neighbour string, chain ...string) *http.Request {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", nil)
	request.RemoteAddr = neighbour
	for _, line := range chain {
		request.Header.Add("X-Forwarded-For", line)
	}
	return request
}

var behindProxies = visitors{proxies: []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("2001:db8:ffff::/48"),
}}

// Whoever could choose their address would have as many limits as they like,
// and put the blame on others.
func TestTheAddressIsWhatATrustedProxySaw(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		neighbour string
		chain     []string
		want      string
	}{
		"straight":                     {"102.89.1.1:443", nil, "102.89.1.1"},
		"straight, pretending":         {"102.89.1.1:443", []string{"1.1.1.1"}, "102.89.1.1"},
		"straight, posing as a proxy":  {"102.89.1.1:443", []string{"1.1.1.1, 10.0.0.1"}, "102.89.1.1"},
		"one proxy":                    {"10.0.0.1:80", []string{"102.89.1.1"}, "102.89.1.1"},
		"one proxy, pretending":        {"10.0.0.1:80", []string{"1.1.1.1, 102.89.1.1"}, "102.89.1.1"},
		"pretending to be a proxy":     {"10.0.0.1:80", []string{"1.1.1.1, 10.9.9.9, 102.89.1.1"}, "102.89.1.1"},
		"two proxies":                  {"10.0.0.1:80", []string{"1.1.1.1, 102.89.1.1, 10.0.0.2"}, "102.89.1.1"},
		"a line for each proxy":        {"10.0.0.1:80", []string{"1.1.1.1", "102.89.1.1", "10.0.0.2"}, "102.89.1.1"},
		"only proxies":                 {"10.0.0.1:80", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		"a proxy that says nothing":    {"10.0.0.1:80", nil, "10.0.0.1"},
		"an empty line":                {"10.0.0.1:80", []string{""}, "10.0.0.1"},
		"garbage":                      {"10.0.0.1:80", []string{"unknown"}, "10.0.0.1"},
		"garbage before":               {"10.0.0.1:80", []string{"<script>, 102.89.1.1"}, "102.89.1.1"},
		"garbage behind a proxy":       {"10.0.0.1:80", []string{"1.1.1.1, garbage, 10.0.0.2"}, "10.0.0.2"},
		"no spaces":                    {"10.0.0.1:80", []string{"1.1.1.1,102.89.1.1"}, "102.89.1.1"},
		"IPv6":                         {"[2001:db8:1::1]:443", []string{"1.1.1.1"}, "2001:db8:1::1"},
		"IPv6 behind IPv6":             {"[2001:db8:ffff::1]:443", []string{"1.1.1.1, 2001:DB8:1:0::1"}, "2001:db8:1::1"},
		"IPv6 beside the proxies":      {"[2001:db8:fffe::1]:443", []string{"1.1.1.1"}, "2001:db8:fffe::1"},
		"IPv4 as IPv6 is the same":     {"[::ffff:10.0.0.1]:80", []string{"::ffff:102.89.1.1"}, "102.89.1.1"},
		"IPv4 as IPv6 is no other":     {"10.0.0.1:80", []string{"1.1.1.1, ::ffff:10.0.0.2"}, "1.1.1.1"},
		"a zone is the machine's own":  {"[fe80::1%eth0]:80", []string{"1.1.1.1"}, "fe80::1"},
		"without a port":               {"102.89.1.1", nil, "102.89.1.1"},
		"a socket":                     {"@", []string{"1.1.1.1"}, "@"},
		"ports are not understood yet": {"10.0.0.1:80", []string{"102.89.1.1:4711"}, "10.0.0.1"},
	} {
		require.Equal(t, row.want, behindProxies.address(from(t, row.neighbour, row.chain...)), name)
	}
	require.Equal(t, "10.0.0.1", visitors{}.address(from(t, "10.0.0.1:80", "102.89.1.1")), "without settings nobody is trusted")
}

// Whatever the client writes in front changes nothing behind one proxy.
func TestNoChainIsBelieved(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		hop := rapid.OneOf(rapid.SampledFrom([]string{"10.0.0.1", "127.0.0.1", "1.1.1.1", "::1", ""}), rapid.String())
		request := &http.Request{RemoteAddr: "10.0.0.1:80", Header: http.Header{}}
		for _, line := range rapid.SliceOfN(hop, 0, 5).Draw(t, "chain") {
			request.Header.Add("X-Forwarded-For", line)
		}
		request.Header.Add("X-Forwarded-For", "102.89.1.1")
		require.Equal(t, "102.89.1.1", behindProxies.address(request))
	})
}

func TestWhatAClientSaysOfItself(t *testing.T) {
	t.Parallel()
	request := from(t, "102.89.1.1:443")
	for name, value := range map[string]string{
		"User-Agent": "Zuka/1.2\x00 (Tecno)", PlatformHeader: "Android", VersionHeader: "1.2\t", DeviceIDHeader: "d\x7f1",
		DeviceNameHeader: "Adá's \xff phone", "Accept-Language": " yo-NG;q=0.9, en;q=0.8",
	} {
		request.Header.Set(name, value)
	}
	require.Equal(t, viewer.Client{
		Platform: viewer.Android, Address: "102.89.1.1", UserAgent: "Zuka/1.2 (Tecno)",
		DeviceID: "d1", DeviceName: "Adá's  phone", AppVersion: "1.2", Language: "yo-NG",
	}, visitors{}.client(request))
	require.Equal(t, viewer.Client{Platform: viewer.Web, Address: "102.89.1.1"}, visitors{}.client(from(t, "102.89.1.1:443")))
	for header, platform := range map[string]viewer.Platform{
		"ios": viewer.IOS, "IOS": viewer.IOS, "android": viewer.Android, "web": viewer.Web, "": viewer.Web, "toaster": viewer.Web, "android ": viewer.Web,
	} {
		request.Header.Set(PlatformHeader, header)
		require.Equal(t, platform, visitors{}.client(request).Platform, header)
	}
}

// What a client says is stored, logged and shown: PostgreSQL takes no NUL and
// no broken UTF-8, and a log no line breaks.
func TestWordsAreCutAndCleaned(t *testing.T) {
	t.Parallel()
	require.Equal(t, strings.Repeat("a", longestWord), said(strings.Repeat("a", longestWord)))
	require.Equal(t, strings.Repeat("a", longestWord), said(strings.Repeat("a", longestWord+1)))
	require.Equal(t, "a"+strings.Repeat("é", (longestWord-1)/2), said("a"+strings.Repeat("é", longestWord)))
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.StringMatching(`[\x00-\x20\x7f]+`),
			rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 300), func(raw []byte) string { return string(raw) })))
		word := said(strings.Join(parts.Draw(t, "word"), ""))
		require.LessOrEqual(t, len(word), longestWord)
		require.True(t, utf8.ValidString(word))
		require.False(t, strings.ContainsFunc(word, func(r rune) bool { return r < ' ' || r == 0x7f }))
		require.Equal(t, word, said(word))
	})
}
