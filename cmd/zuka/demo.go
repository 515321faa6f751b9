package main

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"time"

	"github.com/alecthomas/kong"

	"zuka/internal/demo"
)

// help leaves the server's flags out where a command uses none of them.
func help(options kong.HelpOptions, ctx *kong.Context) error {
	for node := ctx.Selected(); node != nil; node = node.Parent {
		if node.Target.Type() != reflect.TypeFor[demoCommand]() {
			continue
		}
		for _, flag := range ctx.Model.Flags {
			flag.Hidden = flag.Hidden || flag.Name != "help"
		}
	}
	return kong.DefaultHelpPrinter(options, ctx)
}

type demoCommand struct {
	Play demoPlayCommand `cmd:"" help:"Play games as several people, so that the leaderboards move."`
}

type demoPlayCommand struct {
	URL     string        `name:"url" default:"http://localhost:8080" help:"Address of a development shop."`
	Players int           `name:"players" default:"8" help:"How many play at once."`
	Rate    float64       `name:"rate" default:"2" help:"How many rounds they finish a second, all together. More players, or a lower rate, play longer rounds and reach more."`
	Game    string        `name:"game" enum:"${games}" default:"snake" help:"What they play: ${enum}."`
	For     time.Duration `name:"for" default:"2m" help:"How long they play."`
}

// Run plays until the time is over or Ctrl-C.
func (d demoPlayCommand) Run(ctx context.Context) error {
	summary, err := demo.Play(ctx, demo.Options{URL: d.URL, Players: d.Players, Rate: d.Rate, Game: d.Game, For: d.For, Out: os.Stdout})
	if err == nil || summary.Rounds > 0 {
		fmt.Printf("%d rounds in %s, %.2f a second; %d were not believed.\n",
			summary.Rounds, summary.Took.Round(time.Second), float64(summary.Rounds)/summary.Took.Seconds(), summary.Rejected)
	}
	return err
}
