package seed

import (
	"fmt"

	"zuka/internal/seed/dice"
)

// gadget is what somebody visits with.
type gadget struct {
	id, platform, name, kind, os, browser, app, agent string
}

var phones = []string{"TECNO Spark 10", "Infinix Hot 30", "itel A60", "Samsung Galaxy A14", "Redmi 12C", "TECNO Camon 20", "Samsung Galaxy S21"}

// device is something to visit with on a platform.
func device(r dice.Roll, platform string) gadget {
	g := gadget{platform: platform, kind: "mobile"}
	phone := dice.Pick(r, phones)
	switch platform {
	case "android":
		g.id, g.name, g.os, g.app = fmt.Sprintf("%016x", r.Uint64()), phone, "Android", dice.Pick(r, []string{"2.3.0", "2.4.1", "2.5.0"})
		g.agent = "ZukaApp/" + g.app + " (Android 13; " + phone + ")"
	case "ios":
		g.id, g.name, g.os, g.app = fmt.Sprintf("%016X", r.Uint64()), dice.Pick(r, []string{"iPhone 11", "iPhone 13", "iPhone XR"}), "iOS", dice.Pick(r, []string{"2.4.0", "2.5.0"})
		g.agent = "ZukaApp/" + g.app + " (iOS 18; " + g.name + ")"
	default:
		g.browse(r, phone)
	}
	return g
}

func (g *gadget) browse(r dice.Roll, phone string) {
	switch r.Weighted(58, 12, 24, 6) {
	case 0:
		g.name, g.os, g.browser = phone, "Android", dice.Pick(r, []string{"Chrome", "Opera Mini"})
		g.agent = "Mozilla/5.0 (Linux; Android 13; " + phone + ") AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
	case 1:
		g.name, g.os, g.browser = "iPhone", "iOS", "Safari"
		g.agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"
	case 2:
		g.name, g.kind, g.os, g.browser = "PC", "desktop", "Windows", "Chrome"
		g.agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
	default:
		g.name, g.kind, g.os, g.browser = "iPad", "tablet", "iPadOS", "Safari"
		g.agent = "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1"
	}
}
