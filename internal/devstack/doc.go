// Package devstack runs a private PostgreSQL and a private Redis under one
// folder: for a developer (kept between runs), for the tests (thrown away) and
// for the benchmark.
//
// Both servers listen on 127.0.0.1 only, trust who connects, and never outlive
// the program that started them: on Linux the kernel tells them when that
// program is gone, even after kill -9; elsewhere the next start finds and stops
// what was left. A folder is used by one program at a time.
//
// The folder of one server holds
//
//	lock   held while a program uses the folder; its text is that program's id
//	port   the port of the last run, tried first by the next one
//	log    what the server said, the last run at the end
//	data   the server's files, or a link to them when the user whom the
//	       server runs as cannot reach this place
package devstack
