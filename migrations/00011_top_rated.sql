-- +goose NO TRANSACTION
-- +goose Up
-- The best rated first, of equal ones the more often rated: the index lacked
-- the second column, and a page sorted all products that share the best mean.
DROP INDEX CONCURRENTLY IF EXISTS idx_products_top_rated;
CREATE INDEX CONCURRENTLY idx_products_top_rated ON products (rating_average DESC, rating_count DESC, id DESC) WHERE active;
