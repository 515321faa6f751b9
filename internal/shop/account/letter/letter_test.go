package letter

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"zuka/internal/platform/mail"
	"zuka/internal/platform/sms"
)

const (
	to    = "ada@zuka.example"
	token = "zl_A-b_c+/=&\"<"
	code  = "042195"
)

var writer = Writer{Shop: "Zuka", Storefront: "https://zuka.ng"}

// letters are all that there are, for somebody of this name.
func letters(t *testing.T, name string) map[string]mail.Message {
	t.Helper()
	all := map[string]mail.Message{}
	keep := func(kind string) func(mail.Message, error) {
		return func(message mail.Message, err error) {
			require.NoError(t, err)
			all[kind] = message
		}
	}
	keep("welcome")(writer.Welcome(to, name, token, 24*time.Hour))
	keep("known")(writer.Known(to, name))
	keep("reset")(writer.Reset(to, name, token, time.Hour))
	keep("address")(writer.Address(to, code, 5*time.Minute))
	keep("farewell")(writer.Farewell(to, code, 5*time.Minute))
	return all
}

var tag = regexp.MustCompile(`<[^>]*>`)

// pageOf is what a reader sees of the HTML: its links, and its words between
// the tags, which are the template's own.
func pageOf(t *testing.T, message mail.Message) (links []string, words string) {
	t.Helper()
	for _, found := range tag.FindAllString(message.HTML, -1) {
		require.Regexp(t, `^<(!doctype html|/?(html|body|div|p|a)( (lang|style|href)="[^"]*")*)>$`, found)
		if _, rest, ok := strings.Cut(found, `href="`); ok {
			link, _, _ := strings.Cut(rest, `"`)
			links = append(links, html.UnescapeString(link))
		}
	}
	return links, html.UnescapeString(tag.ReplaceAllString(message.HTML, "\n"))
}

func TestEachLetterSaysTheSameTwice(t *testing.T) {
	t.Parallel()
	subjects := map[string]bool{}
	links := map[string]string{
		"welcome": "https://zuka.ng/account/verify?token=" + url.QueryEscape(token),
		"reset":   "https://zuka.ng/account/reset?token=" + url.QueryEscape(token),
		"known":   "https://zuka.ng/account/reset",
	}
	for kind, message := range letters(t, "Adaeze Okafor") {
		require.NoError(t, message.Validate(), kind)
		require.Equal(t, to, message.To)
		subjects[message.Subject] = true
		found, words := pageOf(t, message)
		for paragraph := range strings.SplitSeq(strings.TrimSpace(message.Text), "\n\n") {
			if paragraph != links[kind] {
				require.Contains(t, words, paragraph+"\n", kind)
			}
		}
		if link := links[kind]; link != "" {
			require.Equal(t, []string{link}, found, kind)
			require.Contains(t, message.Text, "\n\n"+link+"\n\n", kind)
			require.Contains(t, message.Text, "Hello Adaeze,", kind)
			continue
		}
		require.Empty(t, found, kind)
		require.Contains(t, message.Text, "\n\n"+code+"\n\n", kind)
		require.NotContains(t, message.Subject, code, "a subject is shown on a locked phone")
	}
	require.Len(t, subjects, 5)
}

func TestATokenSurvivesItsLink(t *testing.T) {
	t.Parallel()
	link, err := url.Parse(writer.link("/account/verify", token))
	require.NoError(t, err)
	require.Equal(t, token, link.Query().Get("token"))
}

// The name is the word of whoever asked for the account, who may not be the
// owner of the address: nothing of theirs may look like the shop's.
func TestANameIsNoMoreThanAName(t *testing.T) {
	t.Parallel()
	plain := letters(t, "")
	for _, name := range []string{
		"<script>alert(1)</script>", `<a/href="https://evil.example">`, `"><img/src=x>`, "{{.Shop}}", "&lt;b&gt;",
		"https://evil.example/win", "evil.example", "www.evil.example", "bola@evil.example", "08031234567",
		"\r\nBcc:\tbola@evil.example", "\n\nYour", "  ", "\u202eada", "a\x00b", "—",
	} {
		for kind, message := range letters(t, name) {
			require.NoError(t, message.Validate())
			if name == "\n\nYour" && (kind == "welcome" || kind == "known" || kind == "reset") {
				require.Contains(t, message.Text, "Hello Your,\n", "line breaks are no part of it")
				continue
			}
			require.Equal(t, plain[kind], message, name)
		}
	}
	for name, greeted := range map[string]string{
		"Adaeze": "Hello Adaeze,", " Adaeze Okafor": "Hello Adaeze,", "Adaeze\u00a0Okafor": "Hello Adaeze,", "Ọláṣubọ̀mí Adé": "Hello Ọláṣubọ̀mí,",
		"O'Brien": "Hello O'Brien,", "Jean-Luc": "Hello Jean-Luc,", "محمد": "Hello محمد,", "": "Hello,",
	} {
		require.Equal(t, greeted, hello(name), name)
	}
}

// A line break in an address would begin a header of the caller's choice.
func TestAnAddressWithALineBreakIsNotSent(t *testing.T) {
	t.Parallel()
	message, err := writer.Known("ada@zuka.example\r\nBcc: bola@evil.example", "Ada")
	require.NoError(t, err)
	require.ErrorIs(t, message.Validate(), mail.ErrRefused)
}

func TestTheSMSIsOnePart(t *testing.T) {
	t.Parallel()
	for _, life := range []time.Duration{time.Minute, 5 * time.Minute, time.Hour, 48 * time.Hour} {
		text := writer.CodeText(code, life)
		require.Equal(t, 1, sms.Parts(text), text)
		require.True(t, sms.IsGSM7(text), text)
		require.Less(t, strings.Index(text, code), 30, "the code is read in the notification")
		require.NotContains(t, text, "http", "carriers hold back links")
	}
}

func TestTimesAreSaidAsPeopleDo(t *testing.T) {
	t.Parallel()
	for life, said := range map[time.Duration]string{
		5 * time.Minute: "5 minutes", 10 * time.Minute: "10 minutes", time.Hour: "one hour", 90 * time.Minute: "90 minutes",
		2 * time.Hour: "2 hours", 24 * time.Hour: "24 hours",
	} {
		require.Equal(t, said, span(life))
	}
}
