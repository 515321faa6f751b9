package archive

import (
	"context"
	"fmt"
)

// Verdict is what reading an archive's file back came to.
type Verdict struct {
	Manifest
	// Fault is nil when the file holds what was written. It is an ErrCorrupt
	// that names the file when it does not; anything else says that it could not
	// be read now.
	Fault error
}

// Verify reads the files of archives back and compares them; of all that were
// written when no number is given. NOT_FOUND for a number that no archive has.
func (s *Service) Verify(ctx context.Context, ids ...int64) ([]Verdict, error) {
	var asked []Manifest
	for _, id := range ids {
		m, err := s.manifest(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("archive %d: %w", id, err)
		}
		asked = append(asked, m)
	}
	if len(ids) == 0 {
		all, err := s.manifests(ctx, "WHERE checksum <> repeat('0', 64) ORDER BY range_from, id")
		if err != nil {
			return nil, err
		}
		asked = all
	}
	verdicts := make([]Verdict, 0, len(asked))
	for _, m := range asked {
		if err := ctx.Err(); err != nil {
			return verdicts, err
		}
		_, err := s.check(ctx, m)
		verdicts = append(verdicts, Verdict{Manifest: m, Fault: err})
	}
	return verdicts, nil
}
