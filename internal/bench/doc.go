// Package bench measures the shop: three pages of the storefront beside a
// hand-written server that answers the same, the memory it takes under many
// connections, its search, and what people cost who are signed in or sign in.
// Everything runs on this machine, the servers as processes of their own,
// against the PostgreSQL and Redis that DATABASE_URL and REDIS_URL name, in
// databases that the run makes and drops.
package bench
