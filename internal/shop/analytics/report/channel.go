package report

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/money"
)

// Channel is how somebody came to the shop.
type Channel string

// The channels.
const (
	// Direct came from nowhere that is known.
	Direct Channel = "direct"
	// Organic came from a search engine, without an advertisement.
	Organic Channel = "organic"
	// Paid came by an advertisement, wherever that was.
	Paid Channel = "paid"
	// Social came from a social network or a messenger.
	Social Channel = "social"
	// Email came from a message.
	Email Channel = "email"
	// Referral came from any other place.
	Referral Channel = "referral"
)

var channels = []Channel{Direct, Organic, Paid, Social, Email, Referral}

var (
	paidMedia   = []string{"cpc", "ppc", "cpm", "cpv", "cpa", "display", "banner", "retargeting", "ads", "ad"}
	emailWords  = []string{"email", "e-mail", "mail", "newsletter"}
	socialMedia = []string{"social", "social-network", "social-media", "social_media", "sm"}

	searchNames = []string{"google", "bing", "yahoo", "duckduckgo", "yandex", "baidu", "ecosia", "brave"}
	socialNames = []string{"instagram", "facebook", "fb", "tiktok", "twitter", "x", "whatsapp", "telegram", "youtube", "pinterest",
		"linkedin", "snapchat", "threads", "reddit"}

	socialHosts = []string{"instagram.com", "facebook.com", "fb.com", "fb.me", "tiktok.com", "twitter.com", "x.com", "t.co", "whatsapp.com",
		"wa.me", "telegram.org", "t.me", "youtube.com", "youtu.be", "pinterest.com", "linkedin.com", "lnkd.in", "snapchat.com", "threads.net", "reddit.com",
		"com.instagram.android", "com.facebook.katana", "com.whatsapp", "com.zhiliaoapp.musically", "com.twitter.android"}
	mailHosts   = []string{"mail.google.com", "mail.yahoo.com", "outlook.live.com", "outlook.office.com", "com.google.android.gm"}
	searchHosts = []string{"com.google.android.googlequicksearchbox"}
)

// ChannelOf is the channel of a visit by its utm_source, its utm_medium and the
// host that it came from. What a link says of itself counts more than where it
// was: an advertisement on a social network is paid.
func ChannelOf(source, medium, host string) Channel {
	source, medium = plain(source), plain(medium)
	switch {
	case slices.Contains(paidMedia, medium) || strings.HasPrefix(medium, "paid"):
		return Paid
	case slices.Contains(emailWords, medium) || slices.Contains(emailWords, source):
		return Email
	case slices.Contains(socialMedia, medium):
		return Social
	case medium == "organic":
		return Organic
	case medium == "referral" || medium == "affiliate":
		return Referral
	case slices.Contains(socialNames, source):
		return Social
	case slices.Contains(searchNames, source):
		return Organic
	case source != "":
		return Referral
	}
	return channelOfHost(strings.TrimPrefix(plain(host), "www."))
}

func channelOfHost(host string) Channel {
	host, _, _ = strings.Cut(host, ":") // A port tells nothing.
	switch {
	case host == "":
		return Direct
	case among(host, mailHosts):
		return Email
	case among(host, socialHosts):
		return Social
	case among(host, searchHosts) || searches(host):
		return Organic
	}
	return Referral
}

// among tells whether a host is one of them or below it.
func among(host string, known []string) bool {
	return slices.ContainsFunc(known, func(one string) bool { return host == one || strings.HasSuffix(host, "."+one) })
}

// searches tells whether a host is a search engine's: its name before a top level
// of one or two parts, as in google.com.ng.
func searches(host string) bool {
	labels := strings.Split(host, ".")
	for tail := 1; tail <= 2 && tail < len(labels); tail++ {
		if slices.Contains(searchNames, labels[len(labels)-1-tail]) {
			return true
		}
	}
	return false
}

// plain takes off case and what analytics tools write for nothing.
func plain(word string) string {
	word = strings.ToLower(strings.TrimSpace(word))
	if word == "(none)" || word == "(direct)" || word == "(not set)" || word == "direct" || word == "none" {
		return ""
	}
	return word
}

// ChannelFigures are the clients whose first visit began in the range, by the
// channel of that visit.
type ChannelFigures struct {
	// Clients are sessions of clients, Buyers those that bought in the first visit.
	Clients, Buyers int
	// Revenue is what they bought in it, in naira.
	Revenue money.Naira
}

// Conversion is the share of them that bought in the first visit; nil of nobody.
func (f ChannelFigures) Conversion() *float64 { return share(f.Buyers, f.Clients) }

// Channels is the report on how people came.
type Channels struct {
	Totals ChannelFigures
	Before *ChannelFigures
	// Rows are all channels, those without anybody too.
	Rows []ChannelRow
	// Sources are what the channels were made of, the most clients first, at most
	// 50.
	Sources []SourceRow
	Freshness
}

// ChannelRow is one channel.
type ChannelRow struct {
	Channel Channel
	Figures ChannelFigures
	// Before are those of the period before; nil where they are not asked for.
	Before *ChannelFigures
}

// SourceRow is one place that people came from.
type SourceRow struct {
	Channel Channel
	// Source and Medium are what links said, Host is where they were; each may be
	// empty.
	Source, Medium, Host string
	Figures              ChannelFigures
}

const (
	mostSources = 50

	acquired = `SELECT utm_source, utm_medium, referrer_host, sum(visits_count)::bigint, sum(purchases_count)::bigint, sum(revenue_ngn)::bigint
		FROM analytics_visits_daily WHERE date >= $1::date AND date < $2::date AND first GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3`
)

// Channels is how people came to the shop. There are no points.
func (s *Service) Channels(ctx context.Context, r Range) (*Channels, error) {
	in, err := r.span()
	if err != nil {
		return nil, err
	}
	sources, err := s.sources(ctx, in)
	if err != nil {
		return nil, err
	}
	report := &Channels{}
	sums, total := sumChannels(sources)
	report.Totals = total
	for _, channel := range channels {
		report.Rows = append(report.Rows, ChannelRow{Channel: channel, Figures: sums[channel]})
	}
	report.Sources = sources[:min(len(sources), mostSources)]
	if in.compare {
		earlier, err := s.sources(ctx, in.before())
		if err != nil {
			return nil, err
		}
		sums, total := sumChannels(earlier)
		report.Before = &total
		for i := range report.Rows {
			report.Rows[i].Before = new(sums[report.Rows[i].Channel])
		}
	}
	report.Freshness, err = s.rolled(ctx)
	return report, err
}

func (s *Service) sources(ctx context.Context, in span) ([]SourceRow, error) {
	return collect(ctx, s, "channels", acquired, func(rows pgx.Rows, one *SourceRow) error {
		err := rows.Scan(&one.Source, &one.Medium, &one.Host, &one.Figures.Clients, &one.Figures.Buyers, &one.Figures.Revenue)
		if s.own[one.Host] {
			one.Host = ""
		}
		one.Channel = ChannelOf(one.Source, one.Medium, one.Host)
		return err
	}, in.from, in.to)
}

func sumChannels(sources []SourceRow) (sums map[Channel]ChannelFigures, total ChannelFigures) {
	sums = map[Channel]ChannelFigures{}
	for _, one := range sources {
		sum := sums[one.Channel]
		sum.add(one.Figures)
		sums[one.Channel] = sum
		total.add(one.Figures)
	}
	return sums, total
}

func (f *ChannelFigures) add(more ChannelFigures) {
	f.Clients += more.Clients
	f.Buyers += more.Buyers
	f.Revenue += more.Revenue
}
