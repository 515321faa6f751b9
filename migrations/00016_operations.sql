-- +goose Up
-- Registered documents: by what id clients ask for them, and how often they do.

ALTER TABLE persisted_operations
    ADD COLUMN document_id text,
    ADD COLUMN operation text NOT NULL DEFAULT 'query',
    ADD COLUMN uses bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT persisted_operations_operation_check CHECK (operation IN ('query', 'mutation', 'subscription')),
    ADD CONSTRAINT persisted_operations_uses_check CHECK (uses >= 0);
UPDATE persisted_operations SET document_id = sha256, operation = CASE WHEN document ~ '^\s*mutation' THEN 'mutation' WHEN document ~ '^\s*subscription' THEN 'subscription' ELSE 'query' END;
ALTER TABLE persisted_operations ALTER COLUMN document_id SET NOT NULL;
DROP INDEX idx_persisted_operations_client;
CREATE UNIQUE INDEX idx_persisted_operations_client ON persisted_operations (document_id, client, version);
CREATE INDEX idx_persisted_operations_sha256 ON persisted_operations (sha256);
