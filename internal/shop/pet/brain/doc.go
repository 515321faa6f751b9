// Package brain is what a pet thinks with: the interface that both brains have,
// what one is given to answer a message, and the desk that it works at. It
// knows no database, no network and no person: whose cart the desk fills, the
// desk knows.
package brain
