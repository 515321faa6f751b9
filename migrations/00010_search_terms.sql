-- +goose Up
-- The words that shoppers can find anything by, made again with every name in
-- full: ts_stat runs its text when the view is refreshed, and a restored
-- backup refreshes it with an empty search path.
DROP MATERIALIZED VIEW search_terms;
CREATE MATERIALIZED VIEW search_terms AS
SELECT word, ndoc AS frequency
FROM ts_stat($$
    SELECT to_tsvector('simple', public.zuka_unaccent(concat_ws(' ', p.name, b.name, c.name, p.gender,
        (SELECT string_agg(tag, ' ') FROM jsonb_array_elements_text(p.tags) AS tag))))
    FROM public.products AS p
    JOIN public.categories AS c ON c.id = p.category_id
    LEFT JOIN public.brands AS b ON b.id = p.brand_id
    WHERE p.active
$$)
WHERE length(word) > 2 AND word !~ '[^a-z]';
CREATE UNIQUE INDEX search_terms_word_key ON search_terms (word);
CREATE INDEX idx_search_terms_trgm ON search_terms USING gin (word gin_trgm_ops);
CREATE INDEX idx_search_terms_prefix ON search_terms (word text_pattern_ops, frequency DESC);
