package inventory

import (
	"context"
	"fmt"
	"log/slog"

	"zuka/internal/platform/clock"
	"zuka/internal/platform/money"
	"zuka/internal/platform/postgres"
	"zuka/internal/platform/pubsub"
)

type naira = money.Naira

// Catalogue is what shows the counts to shoppers.
type Catalogue interface {
	// StockChanged drops what is cached of these products; lists means that some
	// of them may now stand in other lists.
	StockChanged(ctx context.Context, products []int, lists bool) error
}

// Config says what the service works with.
type Config struct {
	Pool      *postgres.Pool
	Hub       *pubsub.Hub
	Catalogue Catalogue
	Clock     clock.Clock
	Log       *slog.Logger
}

// Service counts pieces. It is safe for use from many goroutines.
type Service struct{ Config }

// New makes the service.
func New(config Config) *Service {
	if config.Clock == nil {
		config.Clock = clock.System{}
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{config}
}

// Piece is a number of the same thing. Size and Color are empty for a product
// without variants.
type Piece struct {
	Product     int
	Size, Color string
	Quantity    int
}

// option names what is counted by itself: a variant, or a product without any.
type option struct {
	product     int
	size, color string
}

func (p Piece) option() option { return option{p.Product, p.Size, p.Color} }

// named tells whether the piece says which variant it is.
func (p Piece) named() bool { return p.Size != "" || p.Color != "" }

// Taken is what was taken or given back of one thing.
type Taken struct {
	Piece
	// UnitPrice is what one costs in the locked row: the variant's own price, or
	// else the product's current one.
	UnitPrice money.Naira
	// Left is how many there are after it.
	Left int
	// Crossed tells that shoppers are shown another availability of the product
	// or the variant now.
	Crossed bool

	product, variant change
	variantID        int
}

// merge sums pieces of the same thing, in the order in which they came.
func merge(pieces []Piece) ([]Piece, error) {
	merged := make([]Piece, 0, len(pieces))
	at := make(map[option]int, len(pieces))
	for _, piece := range pieces {
		if piece.Quantity < 1 || piece.Quantity > mostChange {
			return nil, fmt.Errorf("inventory: %d pieces of product %d", piece.Quantity, piece.Product)
		}
		i, seen := at[piece.option()]
		if !seen {
			i = len(merged)
			at[piece.option()] = i
			merged = append(merged, Piece{Product: piece.Product, Size: piece.Size, Color: piece.Color})
		}
		merged[i].Quantity += piece.Quantity
	}
	return merged, nil
}

// sums are the products of pieces and how many of each, side by side as SQL
// takes them.
func sums(pieces []Piece) (products []int64, counts []int32) {
	at := make(map[int]int, len(pieces))
	for _, piece := range pieces {
		i, seen := at[piece.Product]
		if !seen {
			i = len(products)
			at[piece.Product] = i
			products, counts = append(products, int64(piece.Product)), append(counts, 0)
		}
		counts[i] += int32(piece.Quantity)
	}
	return products, counts
}
