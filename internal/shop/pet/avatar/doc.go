// Package avatar draws the pets: for each persona an animal that looks the way
// it talks, dressed by its level. The pictures are the shop's own and need
// nothing from elsewhere; the same persona and level are the same bytes.
package avatar
