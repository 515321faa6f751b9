// Package quiz is the bank of the quiz's questions, about clothes and Nigeria.
//
// What holds:
//   - A question has four options, and exactly one of them is right.
//   - What a question says does not age: no prices, no office holders, no
//     records that somebody may break.
//   - A round's questions and the order of their options follow from its seed
//     and the whole bank. A player is told the seed; who does not have the bank
//     cannot work out from it where the right options are.
//   - A question's id stays when its words are improved. A changed meaning is a
//     new question with a new id.
package quiz
