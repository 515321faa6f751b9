// Package crowd is a crowd of shoppers against a running server, and what came
// of it. It knows the shop as its front ends do: by the public API alone. Each
// shopper draws what to do next, waits as people do before each request, and
// times its answer. The crowd shares its machine with the server, so requests
// are written byte by byte and answers are looked through rather than read.
package crowd
