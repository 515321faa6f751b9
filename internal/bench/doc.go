// Package bench measures the shop: three pages of the storefront beside a
// hand-written server that answers the same, the memory it takes under many
// connections, its search, what people cost who are signed in or sign in, and
// what who buys has to wait for: carts, orders beside the same statements run by
// pgbench, and news of orders between servers; and what who plays does: scores,
// boards that thousands watch, places among a million; how long who talks with
// a pet waits for it; and what events cost on their way to the table, in figures,
// reports and archives.
// Everything runs on this machine, the servers as processes of their own,
// against the PostgreSQL and Redis that DATABASE_URL and REDIS_URL name, in
// databases that the run makes and drops.
package bench
