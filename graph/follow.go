package graph

import (
	"context"

	"zuka/internal/platform/fault"
	"zuka/internal/platform/relay"
)

// followed lets whoever carries a subscription take its events out of their channel.
func followed[T any](ctx context.Context) func(<-chan T, error) (<-chan T, error) {
	return func(news <-chan T, err error) (<-chan T, error) {
		if err != nil || news == nil {
			return news, err
		}
		return relay.Through(ctx, news), nil
	}
}

// orMissing does so too, and tells who follows nothing that there is nothing.
func orMissing[T any](ctx context.Context, what string) func(<-chan T, error) (<-chan T, error) {
	return func(news <-chan T, err error) (<-chan T, error) {
		if err == nil && news == nil {
			err = fault.Missing(what)
		}
		return followed[T](ctx)(news, err)
	}
}
