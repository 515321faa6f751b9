// Package session keeps who is who between requests. A visitor has one session
// on each device: a guest's, which becomes a person's when somebody signs in on
// it. PostgreSQL holds the durable row (user_sessions); Redis holds a hot copy
// for 24 hours after the last use, so that a request is recognised without SQL.
//
// A web page holds one random token in a cookie. An app holds an access token
// for 15 minutes and a refresh token that is exchanged for the next one: each
// is used once, with 20 seconds of grace for requests that ran side by side,
// and a later second use ends the session, for one of the two users is a thief.
//
// What ends a session is written to PostgreSQL first. Then the hot copy goes,
// and a job does it again should Redis have been away. A hot copy is only ever
// made under a lease that such a removal takes away, so that one that was read
// before the end is not written after it.
package session
