package privacy

import "slices"

const hashed = "It is a secret's fingerprint: of no use to you, and of use to a thief."

// accountTables are about the account and how the person signs in.
var accountTables = []table{
	{
		name: "users", section: "account",
		about:   "Your account: how you are reached and what you told us about yourself.",
		holders: []string{"id", "address_default_id"},
		rows:    "t.id = $1",
		left:    map[string]string{"password_hash": hashed},
		erasure: []step{{
			rows: "t.id = $1 AND t.deleted_at IS NOT NULL",
			set: slices.Concat(
				emptied("email", "phone", "password_hash", "profile_image_url", "date_of_birth", "gender_preference",
					"address_default_id", "last_login_at"),
				[]change{
					{"name", "''"}, {"auth_provider", "'email'"}, {"role", "'customer'"},
					{"email_verified", "false"}, {"phone_verified", "false"},
					newCode("referral_code"),
				}),
		}},
	},
	{
		name: "user_addresses", section: "addresses",
		about:   "Your address book.",
		holders: []string{"user_id"}, rows: byUser,
		erasure: removed,
	},
	{
		name: "user_identities", section: "sign_in_providers",
		about:   "Your accounts at Google or Apple with which you sign in here.",
		holders: []string{"user_id"}, rows: byUser,
		erasure: removed,
	},
	{
		name: "account_challenges", section: "sign_in_challenges",
		about:   "Links and codes that were sent to you of late. The links and codes themselves are stored nowhere.",
		holders: []string{"user_id"},
		// A question asked before there was an account names no user; it is
		// known by the address, if that is the person's for certain.
		rows: `t.id IN (SELECT c.id FROM account_challenges AS c WHERE c.user_id = $1
			UNION SELECT c.id FROM account_challenges AS c JOIN users AS u ON u.email = c.email
				WHERE u.id = $1 AND u.email_verified AND c.user_id IS NULL AND c.created_at <= coalesce(u.deleted_at, 'infinity')
			UNION SELECT c.id FROM account_challenges AS c JOIN users AS u ON u.phone = c.phone
				WHERE u.id = $1 AND u.phone_verified AND c.user_id IS NULL AND c.created_at <= coalesce(u.deleted_at, 'infinity'))`,
		left:    map[string]string{"pending": "It may hold a password's fingerprint, and what somebody else typed in."},
		erasure: removed,
	},
	{
		name: "data_exports", section: "exports",
		about:   "The files like this one that you asked for.",
		holders: []string{"user_id"}, rows: byUser,
		left:    map[string]string{"blob_key": "It is a place within our storage. The file can be had through your account."},
		erasure: removed, // Whoever erases deletes the files first.
	},
	{
		name: "user_sessions", section: "sessions",
		about:   "Where you are signed in, and were in the last weeks.",
		holders: []string{"user_id"}, rows: byUser,
		left:    map[string]string{"token_hash": hashed},
		erasure: removed,
	},
	{
		name: "refresh_tokens", section: "app_sign_ins",
		about:   "When apps renewed your sign-in.",
		holders: []string{"session_id"},
		rows:    "t.session_id IN (" + ownSessions + ")",
		left:    map[string]string{"token_hash": hashed},
		erasure: removed,
	},
	{
		name: "idempotency_keys", section: "repeat_protection",
		about:   "Marks of requests, by which one that is sent twice is done once.",
		holders: []string{"owner"},
		rows: `t.owner IN (SELECT 'user:' || $1::uuid UNION ALL
			SELECT 'session:' || s.id FROM user_sessions AS s WHERE s.user_id = $1)`,
		left: map[string]string{
			"request_hash": hashed,
			"result":       "It repeats what the request was answered, which may hold a token.",
		},
		erasure: removed,
	},
}
