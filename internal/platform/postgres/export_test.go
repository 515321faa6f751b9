package postgres

// Unhurried is the pool that migrations run on.
var Unhurried = unhurried
