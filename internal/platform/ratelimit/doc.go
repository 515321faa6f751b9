// Package ratelimit says how often something may be done, over all processes
// together.
//
// A Limit lets Burst through at once and Rate each Per in the long run. It is
// counted by the generic cell rate algorithm (GCRA): what stands for one key
// is a single moment, the one at which everything used will have come back.
//
// Take asks Redis about all limits of a call in one round trip. A limit that
// refuses counts nothing, and what the others counted for a refused call is
// given back: whoever keeps trying with a phone number that had its share
// does not use up what all the phones have together. Between counting and
// giving back a limit may refuse somebody it need not have refused; it never
// lets more through. Commands touch one key each, so that the keys of a call
// may lie on different nodes of a cluster. That, and the one round trip, are
// why the scripts are the package's own: redis_rate needs one round trip a
// limit and gives nothing back.
//
// While Redis is down each process counts for itself: the limit then holds
// for each process, not for all of them. TakeOrStop is for what costs money
// and refuses instead.
//
// Budget spends many small costs against one limit without asking Redis each
// time: a process takes portions and spends them from memory.
//
// Keys are hashed before they leave the process, since they are phone numbers
// and addresses; metrics and logs name limits and never keys.
package ratelimit
