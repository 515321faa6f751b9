-- +goose Up
-- Signing in: what is asked before a person is believed, the tokens by which
-- apps stay signed in, and the file of everything that is known of somebody.

CREATE TABLE account_challenges (
    id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    purpose text NOT NULL,
    email citext,
    phone text,
    pending jsonb,
    tries integer NOT NULL DEFAULT 0,
    sent_at timestamptz,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    user_id uuid,
    PRIMARY KEY (id),
    CONSTRAINT account_challenges_users_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT account_challenges_pending_check CHECK (jsonb_typeof(pending) = 'object'),
    CONSTRAINT account_challenges_purpose_check CHECK (purpose IN ('registration', 'password_reset', 'email_change', 'phone_login', 'phone_change', 'deletion', 'id_token')),
    CONSTRAINT account_challenges_tries_check CHECK (tries >= 0)
);
CREATE INDEX idx_account_challenges_user ON account_challenges (user_id, purpose) WHERE (user_id IS NOT NULL);
CREATE INDEX idx_account_challenges_phone ON account_challenges (phone, purpose) WHERE (phone IS NOT NULL);
CREATE INDEX idx_account_challenges_email ON account_challenges (email, purpose) WHERE (email IS NOT NULL);
CREATE INDEX idx_account_challenges_expires ON account_challenges (expires_at);

CREATE TABLE data_exports (
    id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    blob_key text,
    size_bytes bigint,
    finished_at timestamptz,
    expires_at timestamptz,
    user_id uuid NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT data_exports_users_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT data_exports_size_bytes_check CHECK (size_bytes >= 0)
);
CREATE INDEX idx_data_exports_user ON data_exports (user_id, created_at DESC);
CREATE INDEX idx_data_exports_expires ON data_exports (expires_at) WHERE (blob_key IS NOT NULL);

ALTER TABLE user_sessions
    ADD COLUMN signed_in_at timestamptz,
    ADD COLUMN rotated_at timestamptz;
-- Staff look for people by parts of their names.
CREATE INDEX idx_users_name_trgm ON users USING gin (name gin_trgm_ops);
CREATE INDEX idx_user_sessions_revoked ON user_sessions (revoked_at) WHERE (revoked_at IS NOT NULL);

CREATE TABLE refresh_tokens (
    id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    token_hash bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    session_id uuid NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT refresh_tokens_user_sessions_session FOREIGN KEY (session_id) REFERENCES user_sessions (id) ON DELETE CASCADE,
    CONSTRAINT refresh_tokens_token_hash_check CHECK (octet_length(token_hash) = 32)
);
CREATE UNIQUE INDEX refresh_tokens_token_hash_key ON refresh_tokens (token_hash);
CREATE INDEX idx_refresh_tokens_session ON refresh_tokens (session_id);
CREATE INDEX idx_refresh_tokens_expires ON refresh_tokens (expires_at);
