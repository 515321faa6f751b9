package bench

import (
	"context"
	"fmt"
	"time"

	"zuka/internal/bench/load"
)

// crowdSize is how many connections come at once when memory is measured.
const crowdSize = 500

// crowded is how a server did under a crowd.
type crowded struct {
	name    string
	figures load.Figures
	memory  memory
	first   error
}

// crowd sends 500 connections that ask for all three pages alike.
func crowd(ctx context.Context, s settings, pages []page, requests func(*page, string) [][]byte, p *process) (crowded, error) {
	duration := max(s.duration, 5*time.Second)
	s.log.Info("crowding", "server", p.name, "connections", crowdSize)
	result, err := load.Run(ctx, load.Options{
		Address: p.address, Requests: mixed(pages, requests, p.address), Connections: crowdSize, Duration: duration, Limit: mostRequests, Seed: 7,
	})
	if err != nil {
		return crowded{}, fmt.Errorf("crowding %s: %w", p.name, err)
	}
	held, err := p.memory()
	return crowded{name: p.name, figures: result.Figures(), memory: held, first: result.First}, err
}

// mixed has as many questions of each page, so that each is asked as often.
func mixed(pages []page, requests func(*page, string) [][]byte, address string) [][]byte {
	var longest int
	all := make([][][]byte, len(pages))
	for i := range pages {
		all[i] = requests(&pages[i], address)
		longest = max(longest, len(all[i]))
	}
	var mix [][]byte
	for i := range longest {
		for _, of := range all {
			mix = append(mix, of[i%len(of)])
		}
	}
	return mix
}
