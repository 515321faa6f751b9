// Package account is who the shop's people are and how they prove it: by
// e-mail and password, by a code sent to their phone, by Google or Apple. No
// way stands above the others; an account may have only a phone.
//
// What holds:
//   - An e-mail address or a phone number is an account's only once a link or
//     code sent there has come back. So nobody can take an address that is not
//     theirs, and no account waits for its owner under somebody else's password.
//   - Nobody learns from an answer, its code or its time whether an account
//     exists. Whoever reads an address's mail may learn it there.
//   - What was asked of a person (a challenge) is answered once, within its
//     time, in at most five tries that are counted before they are compared.
//   - An account keeps at least one way in.
//   - Ending a session or an account ends its streams within 5 seconds.
//
// Sessions are the package below (session), hashing is in password, codes and
// tokens in secret, the checks of ID tokens in idtoken; export and erasure over
// every table are in privacy.
package account
