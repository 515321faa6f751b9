package shape

// PendingAccount is what somebody asked for who has yet to show that the
// address is theirs.
type PendingAccount struct {
	Name string `json:"name,omitempty"`
	// PasswordHash is argon2id in PHC form.
	PasswordHash string `json:"password_hash,omitempty"`
}
