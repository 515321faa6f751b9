package event

import (
	"strings"

	"github.com/mileusna/useragent"
)

// word is what a user agent has in it and what that means.
type word struct{ in, is string }

// ownBrowsers are told by a word of their own before the library is asked: it
// takes most of them for the Chrome that they are made of. What shops in
// Nigeria see much of is among them: Opera Mini, UC Browser, and Phoenix, which
// Tecno, Infinix and itel phones come with.
var ownBrowsers = []word{
	{"Zuka/", "Zuka"},
	{"Opera Mini", "Opera Mini"},
	{"UCBrowser", "UC Browser"}, {"UCWEB", "UC Browser"},
	{"PHX/", "Phoenix"},
	{"SamsungBrowser", "Samsung Internet"},
	{"HuaweiBrowser", "Huawei Browser"}, {"MiuiBrowser", "Mi Browser"},
	{"VivoBrowser", "vivo Browser"}, {"HeyTapBrowser", "HeyTap Browser"},
	{"FBAN/", "Facebook"}, {"FBAV/", "Facebook"}, {"FB_IAB", "Facebook"},
	{"Instagram", "Instagram"},
	{"BytedanceWebview", "TikTok"}, {"musical_ly", "TikTok"}, {"TikTok", "TikTok"},
	{"Snapchat/", "Snapchat"},
	{"DuckDuckGo/", "DuckDuckGo"}, {"Ddg/", "DuckDuckGo"},
	{"GSA/", "Google"},
	{"Silk/", "Silk"},
	{"(BB10;", "BlackBerry"},
	{"Trident/7.0", "Internet Explorer"}, // The last one, which does not call itself MSIE.
}

// browsers are the library's names that are kept, by how the shop writes them.
// The library takes an unknown agent's own words for a name, of which there
// is no end.
var browsers = map[string]string{
	useragent.Chrome: "Chrome", useragent.HeadlessChrome: "Chrome", useragent.Firefox: "Firefox", useragent.Safari: "Safari",
	useragent.Edge: "Edge", useragent.Opera: "Opera", useragent.OperaTouch: "Opera", useragent.Vivaldi: "Vivaldi",
	useragent.InternetExplorer: "Internet Explorer", "Android browser": "Android Browser", useragent.BlackBerry: "BlackBerry",
}

// systems are the library's names that are kept.
var systems = map[string]string{
	useragent.Windows: "Windows", useragent.WindowsPhone: "Windows Phone", useragent.Android: "Android", useragent.MacOS: "macOS",
	useragent.IOS: "iOS", useragent.Linux: "Linux", useragent.FreeBSD: "FreeBSD", useragent.ChromeOS: "ChromeOS",
	useragent.BlackBerry: "BlackBerry", useragent.Harmony: "HarmonyOS",
}

// Agent reads out of a User-Agent header what it runs on: the device is mobile,
// tablet or desktop, the others are out of a list of some dozen. Each is empty
// where the header does not tell. An iPad that asks for pages made for
// computers calls itself a Mac, and is taken for one.
func Agent(userAgent string) (device, os, browser string) {
	if userAgent == "" {
		return "", "", ""
	}
	found := useragent.Parse(userAgent)
	os, browser = systems[found.OS], browsers[found.Name]
	for _, own := range ownBrowsers {
		if strings.Contains(userAgent, own.in) {
			browser = own.is
			break
		}
	}
	switch {
	case strings.Contains(userAgent, "KAIOS/"):
		os = "KaiOS"
	case browser == "BlackBerry":
		os = browser
	case strings.Contains(userAgent, "; Adr ") || os == "" && strings.HasPrefix(userAgent, "okhttp/"):
		os = "Android" // As UC Browser shortens it, and as an app's bare client.
	case os == "" && strings.Contains(userAgent, "CFNetwork/"):
		os = "iOS"
	}
	return kindOf(userAgent, os, browser, found), os, browser
}

// kindOf is the kind of device. An Android tablet says that it is none by
// leaving the word Mobile out, where a browser made for pages speaks; apps and
// Opera Mini leave it out on phones too.
func kindOf(userAgent, os, browser string, found useragent.UserAgent) string {
	says := strings.Contains(userAgent, "Mobile") || strings.Contains(userAgent, "Mobi/")
	pages := strings.Contains(userAgent, "AppleWebKit/") && browser != "Opera Mini" && browser != "Zuka"
	switch {
	case found.Tablet, os == "Android" && pages && !says:
		return "tablet"
	case found.Mobile, os == "Android", os == "KaiOS", browser == "Opera Mini" && !found.Desktop:
		return "mobile"
	case found.Desktop:
		return "desktop"
	case says, strings.Contains(userAgent, "MIDP"):
		return "mobile"
	}
	return ""
}

// botWords are what crawlers, link previews and monitors say, in small letters.
var botWords = []string{
	"crawl", "spider", "slurp", "+http", "externalhit", "facebookcatalog", "externalagent", "headlesschrome", "lighthouse",
	"pagespeed", "pingdom", "gtmetrix", "statuscake", "phantomjs", "mediapartners-google", "google-inspectiontool",
	"googleother", "feedfetcher", "bingpreview", "ia_archiver", "whatsapp/",
}

// bot tells whether an agent says that it is nobody's own.
func bot(userAgent string) bool {
	small := strings.ToLower(userAgent)
	// CUBOT makes phones.
	if strings.Contains(strings.ReplaceAll(small, "cubot", ""), "bot") {
		return true
	}
	for _, word := range botWords {
		if strings.Contains(small, word) {
			return true
		}
	}
	return false
}
