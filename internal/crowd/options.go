package crowd

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"
)

// Options say who comes, where to and for how long.
type Options struct {
	// URL is the server's address, as http://127.0.0.1:8080. Only this machine's
	// own is allowed.
	URL string
	// Shoppers is how many there are at once, 1 to 20,000.
	Shoppers int
	// Duration is how long the whole crowd is there and is measured.
	Duration time.Duration
	// Ramp is the time before it in which one shopper after another comes. What
	// fails in it counts; how long it took does not.
	Ramp time.Duration
	// Think is the mean time, at random, that a shopper lets pass before each
	// request; 0 lets none pass.
	Think time.Duration
	// Steps is how much each shopper does before going home; 0 is for as long as
	// Duration lasts. With it, everything is measured from the start.
	Steps int
	// Seed decides what is drawn; the same seed draws the same.
	Seed uint64
	// Pages lets shoppers only browse and search, in their shares: what caches are
	// for.
	Pages bool
	// Persisted asks for pages by GET with the hash of a document that the server
	// was told beforehand, as a storefront behind a CDN does.
	Persisted bool
	// DatabaseURL is the server's database, whose statements pg_stat_statements
	// counts; the server's own /metrics tells when it is empty or has no such view.
	DatabaseURL string
}

// mostShoppers bounds the crowd by what one machine's ports allow.
const mostShoppers = 20_000

// Validate names everything that cannot be done.
func (o Options) Validate() error {
	var faults []error
	if _, err := o.address(); err != nil {
		faults = append(faults, err)
	}
	if o.Shoppers < 1 || o.Shoppers > mostShoppers {
		faults = append(faults, fmt.Errorf("there must be 1 to %d shoppers", mostShoppers))
	}
	if o.Duration <= 0 && o.Steps <= 0 {
		faults = append(faults, errors.New("the duration must be above 0"))
	}
	if o.Steps < 0 || o.Ramp < 0 || o.Think < 0 {
		faults = append(faults, errors.New("steps, ramp and think must not be negative"))
	}
	return errors.Join(faults...)
}

// address is the server's host:port.
func (o Options) address() (string, error) {
	parsed, err := url.Parse(o.URL)
	if err != nil || parsed.Scheme != "http" || parsed.Port() == "" {
		return "", errors.New("the address must be like http://127.0.0.1:8080")
	}
	host := parsed.Hostname()
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", fmt.Errorf("%s is not this machine: load is for servers of one's own", host)
	}
	return parsed.Host, nil
}
