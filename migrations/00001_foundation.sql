-- +goose Up
-- What the tables are built with: extensions and the folding of accents.

CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Optional: without it only the report of slow queries is missing.
-- +goose StatementBegin
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'pg_stat_statements is not to be had: %', SQLERRM;
END
$$;
-- +goose StatementEnd

-- unaccent is only STABLE, because its dictionary could be changed; an index
-- needs IMMUTABLE. The dictionary is named here and never changed.
CREATE FUNCTION zuka_unaccent(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    RETURN public.unaccent('public.unaccent'::regdictionary, value);
