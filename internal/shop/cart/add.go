package cart

import (
	"context"
	"strconv"

	"zuka/internal/platform/postgres"
	"zuka/internal/platform/viewer"
)

// numbered is the path of the i-th line of a list of lines.
func numbered(i int) string { return "lines." + strconv.Itoa(i) }

// Add puts things into the caller's cart, all or none of them. What is in it
// already becomes more; what there are too few of becomes as many as there are.
// It is refused when not one piece can be added of something. A stranger is
// given a session.
func (s *Service) Add(ctx context.Context, lines []LineInput) (*Result, error) {
	return s.put(ctx, lines, adding)
}

// MergeLines puts in what a device kept. It is like Add, but no line is
// refused: what cannot be had is left out and told.
func (s *Service) MergeLines(ctx context.Context, lines []LineInput) (*Result, error) {
	return s.put(ctx, lines, bringing)
}

// FromOrder puts in what an order had, as far as it can be had.
func (s *Service) FromOrder(ctx context.Context, lines []LineInput) (*Result, error) {
	return s.put(ctx, lines, bringing)
}

func (s *Service) put(ctx context.Context, lines []LineInput, manner manner) (*Result, error) {
	if err := check(lines, manner, numbered); err != nil {
		return nil, err
	}
	owner, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, owner, true, func(ctx context.Context, tx postgres.Tx, cart *Cart) (outcome, error) {
		return s.fill(ctx, tx, cart, lines, manner, numbered)
	})
}

// AddTx is Add for one line within a transaction, which has not locked anything
// that comes after a cart. The caller tells of it by Changed after the commit.
// The field of its faults begins with at.
func (s *Service) AddTx(ctx context.Context, tx postgres.Tx, at string, line LineInput) ([]Warning, error) {
	where := func(int) string { return at }
	if err := check([]LineInput{line}, adding, where); err != nil {
		return nil, err
	}
	owner, ok := OwnerOf(viewer.From(ctx))
	if !ok {
		return nil, errNobody()
	}
	cart, err := s.open(ctx, tx, owner)
	if err != nil {
		return nil, err
	}
	out, err := s.fill(ctx, tx, cart, []LineInput{line}, adding, where)
	if err != nil {
		return nil, err
	}
	if out.changed {
		if cart, err = s.next(ctx, tx, owner); err != nil {
			return nil, err
		}
	}
	return tellAll(out.notes, cart), nil
}

// fill puts lines into a locked cart.
func (s *Service) fill(ctx context.Context, tx postgres.Tx, cart *Cart, lines []LineInput, manner manner, at func(int) string) (outcome, error) {
	wanted, faults, err := wants(ctx, tx, lines, at)
	if err != nil {
		return outcome{}, err
	}
	p := newPlan(manner, cart)
	if manner == adding && len(faults) > 0 {
		return outcome{}, faults
	}
	p.putAll(wanted)
	if err := p.faults.Err(); err != nil {
		return outcome{}, err
	}
	return outcome{p.changed(), p.notes}, s.keep(ctx, tx, cart.Owner(), p.puts, cart.ids(p.drops))
}

// ids are the lines that have these keys.
func (c *Cart) ids(keys []key) []int {
	var found []int
	for _, k := range keys {
		for _, line := range c.Lines {
			if keyOf(line.ProductID, line.Size, line.Color) == k {
				found = append(found, line.ID)
			}
		}
	}
	return found
}
