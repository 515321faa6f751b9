// Package chatserver is a server that speaks the streaming chat protocol of
// OpenAI and says what a script tells it to: for tests, which need a model that
// misbehaves in one chosen way, and for measurements, which need one that
// speaks at a steady pace. It listens on the loopback interface only and keeps
// what it was asked.
package chatserver
