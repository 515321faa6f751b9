package report

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestChannels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		source, medium, host string
		want                 Channel
	}{
		{"", "", "", Direct},
		{"(direct)", "(none)", "", Direct},
		{"google", "cpc", "www.google.com", Paid},
		{"facebook", "paid_social", "l.facebook.com", Paid},
		{"google", "CPC ", "", Paid},
		{"instagram", "social", "www.instagram.com", Social},
		{"whatsapp", "social", "", Social},
		{"whatsapp", "", "", Social},
		{"x", "share", "", Social},
		{"newsletter", "email", "", Email},
		{"newsletter", "", "", Email},
		{"friday-drop", "newsletter", "mail.google.com", Email},
		{"google", "organic", "www.google.com", Organic},
		{"google", "", "", Organic},
		{"bellanaija", "referral", "", Referral},
		{"bellanaija", "", "", Referral},
		{"bellanaija", "banner", "", Paid},
		{"", "", "www.google.com", Organic},
		{"", "", "www.google.com.ng", Organic},
		{"", "", "google.com:443", Organic},
		{"", "", "search.yahoo.com", Organic},
		{"", "", "duckduckgo.com", Organic},
		{"", "", "google.example.com.ng", Referral},
		{"", "", "mail.google.com", Email},
		{"", "", "com.google.android.gm", Email},
		{"", "", "com.google.android.googlequicksearchbox", Organic},
		{"", "", "l.facebook.com", Social},
		{"", "", "T.CO", Social},
		{"", "", "at.com", Referral},
		{"", "", "notfacebook.com", Referral},
		{"", "", "www.bellanaija.com", Referral},
	} {
		require.Equal(t, c.want, ChannelOf(c.source, c.medium, c.host), "%+v", c)
	}
}

func TestHowPeopleCame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.visit(stay{at: "2026-11-10", bought: true, value: 5_000})
	w.visit(stay{at: "2026-11-10", referrer: "https://zuka.example/p/agbada"})
	w.visit(stay{at: "2026-11-11", source: "instagram", medium: "social", referrer: "https://www.instagram.com/"})
	client := w.visit(stay{at: "2026-11-12 23:59:59", referrer: "https://www.google.com/search?q=agbada", bought: true, value: 7_000})
	w.visit(stay{at: "2026-11-12 23:59:59", client: client, session: newID(1), source: "newsletter", medium: "email", bought: true, value: 9_000})
	w.visit(stay{at: "2026-11-13", source: "google", medium: "cpc"})
	w.visit(stay{at: "2026-11-09 23:59:59", source: "google", medium: "cpc"})
	got, err := w.Channels(t.Context(), days(t, "2026-11-10", "2026-11-13", Day))
	require.NoError(t, err)
	require.Equal(t, ChannelFigures{Clients: 4, Buyers: 2, Revenue: 12_000}, got.Totals)
	require.Equal(t, &ChannelFigures{Clients: 1}, got.Before)
	require.Equal(t, []ChannelRow{
		{Direct, ChannelFigures{2, 1, 5_000}, &ChannelFigures{}}, {Organic, ChannelFigures{1, 1, 7_000}, &ChannelFigures{}}, {Paid, ChannelFigures{}, &ChannelFigures{Clients: 1}},
		{Social, ChannelFigures{Clients: 1}, &ChannelFigures{}}, {Email, ChannelFigures{}, &ChannelFigures{}}, {Referral, ChannelFigures{}, &ChannelFigures{}},
	}, got.Rows)
	require.Len(t, got.Sources, 4)
	require.InDelta(t, 0.5, *got.Totals.Conversion(), 0)
}
