package devstack

import (
	"errors"
	"math/rand/v2"
	"net"
	"strconv"
)

// Ports are taken from a range that the system does not hand out to outgoing
// connections, so that a remembered port is still free the next day.
const (
	lowestPort = 20000
	portCount  = 10000
)

// choosePort is the wanted port when it is free, else any free one. Another
// process may still take it before the server does.
func choosePort(wanted int) (int, error) {
	if wanted > 0 && free(wanted) {
		return wanted, nil
	}
	start := rand.IntN(portCount)
	for i := range portCount {
		if port := lowestPort + (start+i)%portCount; free(port) {
			return port, nil
		}
	}
	return 0, errors.New("no free port on 127.0.0.1")
}

func free(port int) bool {
	listener, err := net.Listen("tcp", address(port))
	if err != nil {
		return false
	}
	return listener.Close() == nil
}

func address(port int) string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
}
