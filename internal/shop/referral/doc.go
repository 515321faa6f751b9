// Package referral is invitations: who brought whom, and what both get for it.
//
// An invitation is open until a friend claims it, pending until that friend's
// first large enough order is paid, and then completed. It is refused when the
// two turn out to be one person, or when that order is given back. A personal
// code (users.referral_code) is an invitation to any number of friends: each
// claim of it writes a row. A single invitation is a row from the start, and one
// friend's.
//
// What holds:
//   - A person is referred once, by somebody else, and by nobody whom they
//     referred. A unique index and the lock of both people decide, not what was
//     read before.
//   - A single invitation has one friend, however many claim it at once.
//   - Nobody refers themselves: the two share no address once its aliases are
//     gone, no phone and no device. This is looked at when the invitation is
//     claimed and once more when it would be rewarded.
//   - A refusal never says which of these it was: whoever claims a code could
//     find out its owner's phone by it.
//   - A claimed row is never open again, also when its friend is erased.
//
// People are locked first, in the order of their ids, and then invitations.
// Paid only locks an invitation that is claimed, which claiming never waits for.
package referral
