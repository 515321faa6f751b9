// Package model is where gqlgen writes a type of the contract that no type of
// ours stands for. That there is nothing beside this file is on purpose.
package model
