package board

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/internal/platform/publicname"
)

// keyBytes is how much of the hash a player's key shows.
const keyBytes = 12

// playerKey is Player.Key of a person.
func playerKey(user uuid.UUID) string {
	sum := sha256.Sum256([]byte("player" + user.String()))
	return hex.EncodeToString(sum[:keyBytes])
}

// PlayersOf are these people as the public sees them, in one statement; who is
// erased or unknown is left out.
func (s *Service) PlayersOf(ctx context.Context, users []uuid.UUID) (map[uuid.UUID]Player, error) {
	found := make(map[uuid.UUID]Player, len(users))
	if len(users) == 0 {
		return found, nil
	}
	rows, err := s.cfg.Pool.Pgx().Query(ctx,
		"SELECT id, name, gem_level FROM users WHERE id = ANY ($1) AND deleted_at IS NULL", users)
	if err != nil {
		return nil, fmt.Errorf("reading players: %w", err)
	}
	var (
		id     uuid.UUID
		name   string
		player Player
	)
	_, err = pgx.ForEachRow(rows, []any{&id, &name, &player.Gem}, func() error {
		found[id] = Player{Key: playerKey(id), Name: publicname.Of(name), Gem: player.Gem}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading players: %w", err)
	}
	return found, nil
}

// named gives entries their players and leaves out those without one.
func (s *Service) named(ctx context.Context, entries []Entry) ([]*Entry, error) {
	users := make([]uuid.UUID, len(entries))
	for i, e := range entries {
		users[i] = e.User
	}
	players, err := s.PlayersOf(ctx, users)
	if err != nil {
		return nil, err
	}
	shown := make([]*Entry, 0, len(entries))
	for _, e := range entries { // A copy: what PostgreSQL answered may be shared.
		if player, ok := players[e.User]; ok {
			e.Player = player
			shown = append(shown, &e)
		}
	}
	return shown, nil
}
