// Package testenv gives tests the real PostgreSQL and Redis, each test its own
// part of them, so that tests of all packages run side by side.
//
// A package whose tests use it has
//
//	func TestMain(m *testing.M) { testenv.Main(m) }
//
// The servers are those of DATABASE_URL and REDIS_URL. What is not named there
// is started when the first test asks, and stopped after the last. So is a Redis
// Cluster, which no setting names. A server that is missing fails the tests; it
// never skips them.
package testenv
