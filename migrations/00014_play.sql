-- +goose Up
-- Play: rounds of games, debts of points and streaks, what became of
-- invitations and rewards.

ALTER TABLE users
    ADD COLUMN points_owed integer NOT NULL DEFAULT 0,
    ADD COLUMN points_version bigint NOT NULL DEFAULT 0,
    ADD COLUMN streak_days integer NOT NULL DEFAULT 0,
    ADD COLUMN streak_day date,
    ADD CONSTRAINT users_points_owed_check CHECK (points_owed >= 0),
    ADD CONSTRAINT users_streak_days_check CHECK (streak_days >= 0);
-- A streak is the days without a gap up to the last one.
WITH days AS (
    SELECT user_id, source_id::date AS day,
        source_id::date - (row_number() OVER (PARTITION BY user_id ORDER BY source_id::date))::integer AS run
    FROM user_points_history WHERE source_type = 'login_streak' AND source_id ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
), runs AS (
    SELECT DISTINCT ON (user_id) user_id, max(day) AS last, count(*) AS days FROM days GROUP BY user_id, run ORDER BY user_id, max(day) DESC
)
UPDATE users SET streak_days = runs.days, streak_day = runs.last FROM runs WHERE runs.user_id = users.id;

ALTER TABLE user_points_history
    DROP CONSTRAINT user_points_history_source_type_check,
    ADD CONSTRAINT user_points_history_source_type_check CHECK (source_type IN ('purchase', 'purchase_reversal', 'checkout', 'checkout_return', 'game', 'referral', 'review', 'login_streak', 'redemption', 'reward', 'adjustment', 'game_reversal', 'referral_reversal', 'reward_reversal', 'debt'));

ALTER TABLE notifications
    DROP CONSTRAINT notifications_type_check,
    ADD CONSTRAINT notifications_type_check CHECK (type IN ('order_update', 'promotion', 'reward', 'points', 'referral', 'review', 'pet', 'account', 'game'));

ALTER TABLE referrals
    ADD COLUMN refused_reason text,
    ADD COLUMN claimed_at timestamptz,
    ADD COLUMN completed_at timestamptz,
    ADD COLUMN order_id bigint,
    ADD CONSTRAINT referrals_orders_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE SET NULL,
    DROP CONSTRAINT referrals_status_check,
    ADD CONSTRAINT referrals_status_check CHECK (status IN ('pending', 'completed', 'refused'));
CREATE INDEX idx_referrals_order ON referrals (order_id) WHERE (order_id IS NOT NULL);
UPDATE referrals SET claimed_at = created_at WHERE referred_user_id IS NOT NULL OR referral_code LIKE 'ERASED-%';
UPDATE referrals SET completed_at = updated_at WHERE status = 'completed';

ALTER TABLE user_rewards
    ADD COLUMN expired_at timestamptz,
    ADD COLUMN claimed_by uuid,
    ADD CONSTRAINT user_rewards_users_claimer FOREIGN KEY (claimed_by) REFERENCES users (id) ON DELETE SET NULL;
CREATE INDEX idx_user_rewards_claimer ON user_rewards (claimed_by) WHERE (claimed_by IS NOT NULL);
DROP INDEX idx_user_rewards_expires;
CREATE INDEX idx_user_rewards_expires ON user_rewards (expires_at) WHERE ((used = false) AND (expired_at IS NULL));

ALTER TABLE game_scores ADD COLUMN void_reason text;
CREATE INDEX idx_game_scores_status ON game_scores (status, created_at DESC, id DESC);
CREATE INDEX idx_game_scores_voided ON game_scores (updated_at) WHERE (status = 'voided'::text);

CREATE TABLE game_rounds (
    id uuid NOT NULL,
    game_type text NOT NULL,
    seed bigint NOT NULL,
    device_platform text NOT NULL DEFAULT 'web',
    questions jsonb NOT NULL DEFAULT '[]',
    started_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    finished_at timestamptz,
    abandoned_at timestamptz,
    finish_hash bytea,
    user_id uuid NOT NULL,
    score_id bigint,
    PRIMARY KEY (id),
    CONSTRAINT game_rounds_users_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT game_rounds_game_scores_score FOREIGN KEY (score_id) REFERENCES game_scores (id) ON DELETE SET NULL,
    CONSTRAINT game_rounds_device_platform_check CHECK (device_platform IN ('web', 'android', 'ios')),
    CONSTRAINT game_rounds_ends_once_check CHECK (finished_at IS NULL OR abandoned_at IS NULL),
    CONSTRAINT game_rounds_game_type_check CHECK (game_type IN ('snake', 'tetris', 'memory', 'quiz', 'wheel')),
    CONSTRAINT game_rounds_questions_check CHECK (jsonb_typeof(questions) = 'array')
);
CREATE UNIQUE INDEX idx_game_rounds_open ON game_rounds (user_id, game_type) WHERE ((finished_at IS NULL) AND (abandoned_at IS NULL));
CREATE INDEX idx_game_rounds_started ON game_rounds (user_id, started_at DESC);
CREATE INDEX idx_game_rounds_expires ON game_rounds (expires_at);
CREATE INDEX idx_game_rounds_score ON game_rounds (score_id) WHERE (score_id IS NOT NULL);
