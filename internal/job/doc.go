// Package job is the work that happens later: River's jobs on PostgreSQL. An
// Outbox leaves a job in the transaction that causes it, so that it is done if
// and only if the transaction commits; a Runner does what was left, in any
// process that has one.
//
// What holds:
//   - A job carries ids and nothing else. Passwords, tokens, codes, addresses
//     and phones never reach river_job: they are read, or computed, when the
//     job is done.
//   - A job may be done twice: when a process dies in the middle, it is done
//     again five minutes later, and a sweep with its next turn. Every domain
//     method that is called from here can bear it.
//   - Mail and SMS have workers of their own, and so have sessions, which wait
//     for Redis, the slow jobs, the figures and archiving: none of them makes
//     the rest wait.
//   - A job calls one method of a domain and decides only when to try again.
//
// A file is a job: what it carries, its kind and options, its worker.
package job
