package event

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	webkit  = " AppleWebKit/537.36 (KHTML, like Gecko) "
	apple   = " AppleWebKit/605.1.15 (KHTML, like Gecko) "
	windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)" + webkit
	iPhone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X)" + apple
)

// agents are what real programs send.
var agents = []struct{ agent, device, os, browser string }{
	// Phones that are sold in Nigeria.
	{"Mozilla/5.0 (Linux; Android 13; TECNO KI5q)" + webkit + "Chrome/124.0.0.0 Mobile Safari/537.36", "mobile", "Android", "Chrome"},
	{"Mozilla/5.0 (Linux; Android 12; Infinix X6816C Build/SP1A.210812.016)" + webkit + "Chrome/123.0.6312.118 Mobile Safari/537.36", "mobile", "Android", "Chrome"},
	{"Mozilla/5.0 (Linux; Android 11; itel A662L)" + webkit + "Chrome/119.0.0.0 Mobile Safari/537.36", "mobile", "Android", "Chrome"},
	{"Mozilla/5.0 (Linux; Android 10; K)" + webkit + "Chrome/126.0.0.0 Mobile Safari/537.36", "mobile", "Android", "Chrome"},
	{"Mozilla/5.0 (Linux; Android 13; CUBOT P80)" + webkit + "Chrome/120.0.0.0 Mobile Safari/537.36", "mobile", "Android", "Chrome"},
	{"Mozilla/5.0 (Linux; U; Android 11; en-us; TECNO BD4a Build/RP1A.200720.011)" + webkit + "Version/4.0 Chrome/91.0.4472.164 Mobile Safari/537.36 PHX/12.9", "mobile", "Android", "Phoenix"},
	{"Mozilla/5.0 (Linux; Android 9; Nokia 2.2)" + webkit + "Chrome/110.0.0.0 Mobile Safari/537.36 OPR/74.3.3922.71982", "mobile", "Android", "Opera"},
	{"Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; en) Presto/2.12.423 Version/12.16", "mobile", "Android", "Opera Mini"},
	{"Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052/29.3709; U; en) Presto/2.8.119 Version/11.10", "mobile", "", "Opera Mini"},
	{"Opera/9.80 (iPhone; Opera Mini/16.0.14/119.132; U; en) Presto/2.12.423 Version/12.16", "mobile", "iOS", "Opera Mini"},
	{"Mozilla/5.0 (Linux; U; Android 10; TECNO KD7 Build/QP1A.190711.020; wv)" + webkit + "Version/4.0 Chrome/99.0.4844.88 Mobile Safari/537.36 OPR/62.2.2254.61063 Opera Mini/62", "mobile", "Android", "Opera Mini"},
	{"Mozilla/5.0 (Linux; U; Android 10; en-US; TECNO KD7 Build/QP1A.190711.020)" + webkit + "Version/4.0 Chrome/78.0.3904.108 UCBrowser/13.4.0.1306 Mobile Safari/537.36", "mobile", "Android", "UC Browser"},
	{"UCWEB/2.0 (MIDP-2.0; U; Adr 9; en-US; itel_W5504) U2/1.0.0 UCBrowser/10.7.9.856 U2/1.0.0 Mobile", "mobile", "Android", "UC Browser"},
	{"Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5", "mobile", "KaiOS", "Firefox"},
	{"Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-A145F)" + webkit + "SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36", "mobile", "Android", "Samsung Internet"},
	{"Mozilla/5.0 (Linux; Android 12; M2101K7AG)" + webkit + "Chrome/112.0.5615.136 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.4.0-g", "mobile", "Android", "Mi Browser"},
	{"Mozilla/5.0 (Linux; Android 10; HUAWEI AMN-LX9; HMSCore 6.11.0.332)" + webkit + "Chrome/99.0.4844.88 HuaweiBrowser/13.0.5.303 Mobile Safari/537.36", "mobile", "Android", "Huawei Browser"},
	{"Mozilla/5.0 (Android 13; Mobile; rv:126.0) Gecko/126.0 Firefox/126.0", "mobile", "Android", "Firefox"},
	{"Mozilla/5.0 (Linux; U; Android 4.2.2; en-gb; TECNO P5 Build/JDQ39) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30", "mobile", "Android", "Android Browser"},
	{"Mozilla/5.0 (BB10; Touch) AppleWebKit/537.10+ (KHTML, like Gecko) Version/10.0.9.2372 Mobile Safari/537.10+", "mobile", "BlackBerry", "BlackBerry"},
	// Within other apps.
	{"Mozilla/5.0 (Linux; Android 12; Infinix X6511B Build/SP1A.210812.016; wv)" + webkit + "Version/4.0 Chrome/125.0.6422.53 Mobile Safari/537.36[FBAN/EMA;FBLC/en_GB;FBAV/404.0.0.14.90;]", "mobile", "Android", "Facebook"},
	{"Mozilla/5.0 (Linux; Android 13; TECNO CK6 Build/TP1A.220624.014; wv)" + webkit + "Version/4.0 Chrome/125.0.0.0 Mobile Safari/537.36 Instagram 333.0.0.42.91 Android (33/13; 320dpi; 720x1448; TECNO; TECNO CK6; TECNO-CK6; mt6768; en_US)", "mobile", "Android", "Instagram"},
	{"Mozilla/5.0 (Linux; Android 11; TECNO KE5 Build/RP1A; wv)" + webkit + "Version/4.0 Chrome/124.0.0.0 Mobile Safari/537.36 trill_340503 BytedanceWebview/d8a21c6 musical_ly_2023405030 JsSdk/1.0", "mobile", "Android", "TikTok"},
	{iPhone + "Mobile/15E148 Instagram 334.0.5.32.98 (iPhone13,2; iOS 17_5_1; en_GB; en-GB; scale=3.00; 1170x2532)", "mobile", "iOS", "Instagram"},
	{iPhone + "Mobile/15E148 [FBAN/FBIOS;FBAV/466.0.0.41.107;FBBV/602053110;FBDV/iPhone12,1;FBMD/iPhone;FBSN/iOS;FBSV/17.5.1]", "mobile", "iOS", "Facebook"},
	{iPhone + "GSA/319.1.637396823 Mobile/15E148 Safari/604.1", "mobile", "iOS", "Google"},
	// Apple.
	{iPhone + "Version/17.5 Mobile/15E148 Safari/604.1", "mobile", "iOS", "Safari"},
	{iPhone + "CriOS/125.0.6422.80 Mobile/15E148 Safari/604.1", "mobile", "iOS", "Chrome"},
	{iPhone + "FxiOS/126.0 Mobile/15E148 Safari/605.1.15", "mobile", "iOS", "Firefox"},
	{iPhone + "EdgiOS/125.0.2535.60 Version/17.0 Mobile/15E148 Safari/604.1", "mobile", "iOS", "Edge"},
	{"Mozilla/5.0 (iPad; CPU OS 12_5_7 like Mac OS X)" + apple + "Version/12.1.2 Mobile/15E148 Safari/604.1", "tablet", "iOS", "Safari"},
	{"Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X)" + apple + "CriOS/125.0.6422.80 Mobile/15E148 Safari/604.1", "tablet", "iOS", "Chrome"},
	{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)" + apple + "Version/17.5 Safari/605.1.15", "desktop", "macOS", "Safari"},
	// Tablets.
	{"Mozilla/5.0 (Linux; Android 13; SM-X200)" + webkit + "Chrome/125.0.0.0 Safari/537.36", "tablet", "Android", "Chrome"},
	{"Mozilla/5.0 (Linux; Android 12; SAMSUNG SM-T225)" + webkit + "SamsungBrowser/25.0 Chrome/121.0.0.0 Safari/537.36", "tablet", "Android", "Samsung Internet"},
	{"Mozilla/5.0 (Android 13; Tablet; rv:126.0) Gecko/126.0 Firefox/126.0", "tablet", "Android", "Firefox"},
	{"Mozilla/5.0 (Linux; Android 9; KFTRWI)" + webkit + "Silk/120.2.3 like Chrome/120.0.6099.230 Safari/537.36", "tablet", "Android", "Silk"},
	// Computers.
	{windows + "Chrome/125.0.0.0 Safari/537.36", "desktop", "Windows", "Chrome"},
	{windows + "Chrome/125.0.0.0 Safari/537.36 Edg/125.0.0.0", "desktop", "Windows", "Edge"},
	{windows + "Chrome/124.0.0.0 Safari/537.36 OPR/110.0.0.0", "desktop", "Windows", "Opera"},
	{"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:126.0) Gecko/20100101 Firefox/126.0", "desktop", "Windows", "Firefox"},
	{"Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko", "desktop", "Windows", "Internet Explorer"},
	{"Mozilla/5.0 (X11; Linux x86_64)" + webkit + "Chrome/125.0.0.0 Safari/537.36", "desktop", "Linux", "Chrome"},
	{"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)" + webkit + "Chrome/125.0.0.0 Safari/537.36", "desktop", "ChromeOS", "Chrome"},
	// Our own apps, and the bare clients of theirs.
	{"Zuka/3.2 (Android 13; Tecno)", "mobile", "Android", "Zuka"},
	{"Zuka/3.2.1 (Android 12; Tablet; SM-T225)", "tablet", "Android", "Zuka"},
	{"Zuka/3.2 (iPhone; iOS 17.5.1)", "mobile", "iOS", "Zuka"},
	{"Zuka/3.2 (iPad; iOS 17.5.1)", "tablet", "iOS", "Zuka"},
	{"Zuka/31 CFNetwork/1496.0.7 Darwin/23.5.0", "", "iOS", "Zuka"},
	{"okhttp/4.12.0", "mobile", "Android", ""},
	// What is nothing of the kind.
	{"", "", "", ""},
	{"-", "", "", ""},
	{"Go-http-client/1.1", "", "", ""},
	{"curl/8.5.0", "", "", ""},
	{strings.Repeat("(;/", 160), "", "", ""},
}

func TestAgent(t *testing.T) {
	t.Parallel()
	require.Greater(t, len(agents), 40)
	for _, row := range agents {
		device, os, browser := Agent(row.agent)
		assert.Equal(t, []string{row.device, row.os, row.browser}, []string{device, os, browser}, row.agent)
		assert.False(t, Origin{UserAgent: row.agent}.Bot(), row.agent)
	}
}

func TestBotsSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	for _, agent := range []string{
		"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
		"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P)" + webkit + "Chrome/125.0.6422.60 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
		"Mozilla/5.0" + webkit + "(compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5)" + apple + "Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)",
		"Mozilla/5.0" + webkit + "; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
		"Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
		"Mozilla/5.0 (Linux; Android 5.0)" + webkit + "Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)",
		"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
		"WhatsApp/2.23.20.0 A",
		"Twitterbot/1.0",
		"Mozilla/5.0 (X11; Linux x86_64)" + webkit + "HeadlessChrome/125.0.0.0 Safari/537.36",
		"Mozilla/5.0 (Linux; Android 11; moto g power (2022))" + webkit + "Chrome/119.0.0.0 Mobile Safari/537.36 Chrome-Lighthouse",
		"Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
		"CUBOT-crawler/1.0",
	} {
		require.True(t, Origin{UserAgent: agent}.Bot(), agent)
	}
}

func BenchmarkAgent(b *testing.B) {
	for b.Loop() {
		Agent(agents[0].agent)
	}
}
