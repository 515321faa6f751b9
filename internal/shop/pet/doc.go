// Package pet is the shopping assistants: who has one, what is said to it, and
// how an answer comes to be.
//
//	Send ─▶ waiting ─claim─▶ thinking ──▶ done
//	           │                │  ▲  ├──▶ failed     both brains could not, or it broke off too often
//	           └── Cancel ──────┴──┼──┴──▶ canceled
//	                               └ taken over when its process is not heard of for 5 s
//
// What holds:
//   - A message and its run are stored in one transaction with the job that
//     answers it; the process that stored it begins at once, the job is for when
//     it cannot. A run is claimed by one attempt at a time.
//   - Answers of a conversation come one after the other.
//   - Events of a run have numbers from its first_seq on, Window of them at most;
//     the run's end is stored with its number before it is told, so that a reader
//     who finds no log hears of it.
//   - Nothing of the database is held while a brain thinks.
//   - A person sends MessagesAnHour messages an hour; runs count, and they stay
//     when messages are deleted.
//   - What a pet changes for its person is decided in package tool.
//
// Locks come in this order: the person's sending, the action, the cart, the pet.
package pet
