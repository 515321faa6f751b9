// Package llm is the brain of a pet that lets a language model think: any server
// that speaks OpenAI's streaming chat protocol. It writes the prompt, hands the
// model's wishes to the desk, and says what the model says as it comes.
//
// Nothing that a model writes is believed. Its calls name no person and no cart,
// their arguments are read strictly, their number and size are bounded, and
// what shoppers and sellers wrote reaches it as quoted data. No message, key or
// argument is logged, nor is what a provider writes in an error.
package llm
