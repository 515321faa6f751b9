package pet

import (
	"context"
	"fmt"
)

// sweepBatch is how many rows one statement of a sweep changes.
const sweepBatch = 5_000

// ExpireProposals ends proposals whose time is over, and says how many.
func (s *Service) ExpireProposals(ctx context.Context) (int, error) {
	return s.batches(ctx, "ending proposals", `UPDATE pet_actions SET state = 'expired', resolved_at = $1, updated_at = $1 WHERE id IN (
		SELECT id FROM pet_actions WHERE state = 'proposed' AND expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)`, s.Clock.Now())
}

// CleanConversations deletes what was said longer ago than Kept, the runs of it,
// and the words of actions; which tool did what stays for the reports. It says
// how many messages went.
func (s *Service) CleanConversations(ctx context.Context) (int, error) {
	before := s.Clock.Now().Add(-Kept)
	messages, err := s.batches(ctx, "deleting old messages", `DELETE FROM pet_conversations WHERE id IN (
		SELECT id FROM pet_conversations WHERE created_at < $1 ORDER BY created_at LIMIT $2)`, before)
	if err != nil {
		return messages, err
	}
	_, err = s.batches(ctx, "deleting old runs", `DELETE FROM pet_runs WHERE id IN (
		SELECT id FROM pet_runs WHERE created_at < $1 AND finished_at IS NOT NULL ORDER BY created_at LIMIT $2)`, before)
	if err != nil {
		return messages, err
	}
	_, err = s.batches(ctx, "forgetting the words of old actions", `UPDATE pet_actions SET action_data = action_data - '{query,result,message}'::text[] WHERE id IN (
		SELECT id FROM pet_actions WHERE created_at < $1 AND action_data ?| '{query,result,message}'::text[] ORDER BY created_at LIMIT $2)`, before)
	return messages, err
}

// batches runs a statement until it changes less than a batch.
func (s *Service) batches(ctx context.Context, what, sql string, when any) (total int, err error) {
	for {
		done, err := s.Pool.Pgx().Exec(ctx, sql, when, sweepBatch)
		if err != nil {
			return total, fmt.Errorf("%s: %w", what, err)
		}
		total += int(done.RowsAffected())
		if done.RowsAffected() < sweepBatch {
			return total, nil
		}
	}
}
