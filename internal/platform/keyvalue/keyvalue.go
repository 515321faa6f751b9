// Package keyvalue connects to Redis: to one server or to a cluster, as an
// address says.
//
// On a cluster a key has its place by its name, or by the part of it between
// braces. Keys that one script or transaction touches carry the same such part.
package keyvalue

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// defaultWait is how long a dial, a read and a write may take: a dead Redis must be
// noticed before a shopper does.
const defaultWait = 500 * time.Millisecond

// Open connects as an address says, when the first command is given: Redis may
// be away. The address of one server is redis://user:password@host:port/number,
// or rediss:// for TLS. A cluster is named by some of its nodes, the others it
// tells by itself: redis://user:password@host1:port?addr=host2:port&addr=host3:port.
// One that has a single address for all nodes is named as
// redis://host:port?addr=host:port. Faults tell nothing of a password.
//
// A dial, a read and a write may take 500 ms each.
func Open(address string) (redis.UniversalClient, error) { return OpenWaiting(address, 0) }

// OpenWaiting is Open with a limit of one's own for a dial, a read and a write; 0 for
// the usual one.
func OpenWaiting(address string, wait time.Duration) (redis.UniversalClient, error) {
	one, cluster, err := parse(address, cmp.Or(wait, defaultWait))
	if err != nil {
		return nil, err
	}
	if cluster != nil {
		return redis.NewClusterClient(cluster), nil
	}
	return redis.NewClient(one), nil
}

// Check says what is wrong with an address, without connecting.
func Check(address string) error {
	_, _, err := parse(address, defaultWait)
	return err
}

// parse gives the options of one server or those of a cluster.
func parse(address string, wait time.Duration) (*redis.Options, *redis.ClusterOptions, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		var fault *url.Error // It repeats the address, and the password with it.
		if errors.As(err, &fault) {
			err = fault.Err
		}
		return nil, nil, fmt.Errorf("is not an address: %w", err)
	}
	switch {
	case parsed.Scheme != "redis" && parsed.Scheme != "rediss":
		return nil, nil, errors.New("must begin with redis:// or rediss://")
	case strings.Contains(parsed.Host, ","):
		return nil, nil, errors.New("names further nodes of a cluster as ?addr=host:port&addr=host:port, not by commas")
	case parsed.Hostname() == "":
		return nil, nil, errors.New("names no host")
	}
	if parsed.Query().Has("addr") {
		options, err := parseCluster(address, parsed, wait)
		return nil, options, err
	}
	options, err := redis.ParseURL(address)
	if err != nil {
		return nil, nil, err
	}
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = wait, wait, wait
	options.ContextTimeoutEnabled = true
	options.DialerRetries = 1 // Five tries, the default, make each of the first commands wait for 400 ms.
	return options, nil, nil
}

func parseCluster(address string, parsed *url.URL, wait time.Duration) (*redis.ClusterOptions, error) {
	if number := strings.Trim(parsed.Path, "/"); number != "" && number != "0" {
		return nil, fmt.Errorf("names the database %s, and a cluster has no numbered databases", number)
	}
	options, err := redis.ParseClusterURL(address)
	if err != nil {
		return nil, err
	}
	if options.ReadOnly || options.RouteByLatency || options.RouteRandomly {
		return nil, errors.New("must not read from replicas, which still hold what was dropped: leave out read_only, route_by_latency and route_randomly")
	}
	options.DialTimeout, options.ReadTimeout, options.WriteTimeout = wait, wait, wait
	options.ContextTimeoutEnabled = true
	options.DialerRetries = 1
	// They ask each node for its commands first, for up to 5 s whatever a
	// command's own deadline is, and are for commands on many keys, which are
	// not used.
	options.DisableRoutingPolicies = true
	return options, nil
}
