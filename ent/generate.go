// Package ent holds the shop's tables as Go: the schema package says what
// each table is, the shape package what its jsonb columns hold, and the db
// package is what ent generates from the two. Nothing in db is edited.
package ent

//go:generate go run -mod=mod entc.go
