-- +goose Up
-- What a pet does with a message, and what became of its proposals.

CREATE TABLE pet_runs (
    id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    state text NOT NULL DEFAULT 'waiting',
    attempt integer NOT NULL DEFAULT 0,
    first_seq integer NOT NULL,
    last_seq integer,
    brain text,
    failure text,
    tools integer NOT NULL DEFAULT 0,
    tokens_in integer NOT NULL DEFAULT 0,
    tokens_out integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz,
    cancel_asked_at timestamptz,
    finished_at timestamptz,
    user_id uuid NOT NULL,
    pet_id bigint NOT NULL,
    message_id bigint,
    answer_id bigint,
    PRIMARY KEY (id),
    CONSTRAINT pet_runs_attempt_check CHECK (attempt >= 0),
    CONSTRAINT pet_runs_brain_check CHECK (brain IN ('builtin', 'llm')),
    CONSTRAINT pet_runs_ends_check CHECK ((state IN ('done', 'failed', 'canceled')) = (finished_at IS NOT NULL)),
    CONSTRAINT pet_runs_first_seq_check CHECK (first_seq >= 1),
    CONSTRAINT pet_runs_state_check CHECK (state IN ('waiting', 'thinking', 'done', 'failed', 'canceled')),
    CONSTRAINT pet_runs_tokens_in_check CHECK (tokens_in >= 0),
    CONSTRAINT pet_runs_tokens_out_check CHECK (tokens_out >= 0),
    CONSTRAINT pet_runs_tools_check CHECK (tools >= 0)
);
CREATE UNIQUE INDEX idx_pet_runs_conversation ON pet_runs (conversation_id, first_seq);
CREATE INDEX idx_pet_runs_user ON pet_runs (user_id, created_at DESC);
CREATE INDEX idx_pet_runs_pet ON pet_runs (pet_id, created_at DESC);
CREATE INDEX idx_pet_runs_open ON pet_runs (created_at) WHERE (finished_at IS NULL);
CREATE INDEX idx_pet_runs_created ON pet_runs (created_at);
CREATE INDEX idx_pet_runs_message ON pet_runs (message_id) WHERE (message_id IS NOT NULL);
CREATE INDEX idx_pet_runs_answer ON pet_runs (answer_id) WHERE (answer_id IS NOT NULL);
ALTER TABLE pet_runs
    ADD CONSTRAINT pet_runs_users_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    ADD CONSTRAINT pet_runs_user_pets_pet FOREIGN KEY (pet_id) REFERENCES user_pets (id) ON DELETE CASCADE,
    ADD CONSTRAINT pet_runs_pet_conversations_message FOREIGN KEY (message_id) REFERENCES pet_conversations (id) ON DELETE SET NULL,
    ADD CONSTRAINT pet_runs_pet_conversations_answer FOREIGN KEY (answer_id) REFERENCES pet_conversations (id) ON DELETE SET NULL;

ALTER TABLE pet_actions
    ADD COLUMN state text NOT NULL DEFAULT 'done',
    ADD COLUMN expires_at timestamptz,
    ADD COLUMN resolved_at timestamptz,
    ADD COLUMN fingerprint text,
    ADD COLUMN run_id uuid,
    ADD CONSTRAINT pet_actions_pet_runs_run FOREIGN KEY (run_id) REFERENCES pet_runs (id) ON DELETE SET NULL,
    ADD CONSTRAINT pet_actions_state_check CHECK (state IN ('proposed', 'accepted', 'declined', 'expired', 'done', 'refused', 'failed'));
UPDATE pet_actions SET state = 'failed' WHERE NOT success;
CREATE UNIQUE INDEX idx_pet_actions_run ON pet_actions (run_id, fingerprint) WHERE (run_id IS NOT NULL);
CREATE INDEX idx_pet_actions_open ON pet_actions (expires_at) WHERE (state = 'proposed'::text);
