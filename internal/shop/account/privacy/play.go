package privacy

// playTables are about points, games, friends, notes and the pet.
var playTables = []table{
	{
		name: "user_points_history", section: "points",
		about:   "Every point that you were given and that you spent.",
		holders: []string{"user_id"}, rows: byUser,
		// users.reward_points is the sum of these rows at every moment. The row
		// of users is locked first: an award that is under way either is seen
		// here or comes after, on an empty ledger.
		erasure: []step{{together: []string{
			"SELECT FROM users WHERE id = $1 FOR UPDATE",
			"DELETE FROM user_points_history WHERE user_id = $1",
			`UPDATE users SET reward_points = 0, total_xp = 0, gem_level = 'quartz', points_owed = 0, points_version = 0, streak_days = 0, streak_day = NULL
			WHERE id = $1 AND (reward_points, total_xp, gem_level, points_owed, points_version, streak_days, streak_day)
				IS DISTINCT FROM (0, 0, 'quartz', 0, 0, 0, NULL)`,
		}}},
	},
	{
		name: "user_rewards", section: "rewards",
		about:   "What you got for points, and the gifts of others that you took.",
		holders: []string{"user_id", "used_order_id", "claimed_by"},
		rows: `t.id IN (SELECT r.id FROM user_rewards AS r WHERE r.user_id = $1
			UNION SELECT r.id FROM user_rewards AS r WHERE r.claimed_by = $1)`,
		left: map[string]string{
			"user_id":    "It is your own id, or that of who gave you a gift.",
			"claimed_by": "It is your own id, or that of who took your gift.",
		},
		shown: `'given_to_you', t.user_id <> $1, 'code', CASE WHEN t.user_id = $1 THEN t.code END`,
		erasure: []step{
			{rows: byUser, remove: true},
			// A gift that was taken is the giver's row. It stays used.
			{set: []change{withoutPerson("claimed_by")}},
		},
	},
	{
		name: "referrals", section: "invitations",
		about:   "The friends whom you invited, and who invited you.",
		holders: []string{"referrer_user_id", "referred_user_id", "order_id"},
		rows:    "(t.referrer_user_id = $1 OR t.referred_user_id = $1)",
		left: map[string]string{
			"referrer_user_id": "It is your own id, or that of who invited you.",
			"referred_user_id": "It is your own id, or that of your friend.",
		},
		shown: `'you_invited', t.referrer_user_id = $1,
			'referral_code', CASE WHEN t.referrer_user_id = $1 THEN t.referral_code END,
			'order_id', CASE WHEN t.referred_user_id = $1 THEN t.order_id END`,
		// refused_reason is one of the shop's own sentences. The order stays, an
		// order of nobody: when it is given back, who invited loses the points.
		erasure: []step{
			// An invitation that nobody took leads nowhere.
			{rows: "t.referrer_user_id = $1 AND t.referred_user_id IS NULL", remove: true},
			// The friend's row stays, for nobody is referred twice. The code of
			// a row that forgets its friend must not be taken again.
			{set: []change{withoutPerson("referred_user_id"), newCode("referral_code")}},
		},
	},
	{
		name: "game_scores", section: "games",
		about:   "Your games.",
		holders: []string{"user_id"}, rows: byUser,
		erasure: removed, // An erased person leaves the boards.
	},
	{
		name: "game_rounds", section: "game_rounds",
		about:   "The rounds of games that you began of late.",
		holders: []string{"user_id", "score_id"}, rows: byUser,
		left: map[string]string{
			"finish_hash": "It is the fingerprint of how the round went, which is in your games.",
			"questions":   "They would help in a quiz that is not over.",
		},
		erasure: removed,
	},
	{
		name: "notifications", section: "notifications",
		about:   "What we told you in the shop.",
		holders: []string{"user_id"}, rows: byUser,
		erasure: removed,
	},
	{
		name: "user_pets", section: "pets",
		about:   "Your shopping assistants and what they learned about your taste.",
		holders: []string{"user_id"}, rows: byUser,
		erasure: removed,
	},
	{
		name: "pet_conversations", section: "pet_conversations",
		about:   "What you and your shopping assistants said.",
		holders: []string{"user_id", "pet_id"},
		rows: `t.id IN (SELECT c.id FROM pet_conversations AS c WHERE c.user_id = $1
			UNION SELECT c.id FROM pet_conversations AS c JOIN user_pets AS p ON p.id = c.pet_id WHERE p.user_id = $1)`,
		left:    map[string]string{"user_id": "It is your own id."},
		erasure: removed,
	},
	{
		name: "pet_runs", section: "pet_answers",
		about:   "When your shopping assistants answered you, and what that cost the shop.",
		holders: []string{"user_id", "pet_id", "message_id", "answer_id"},
		rows: `t.id IN (SELECT g.id FROM pet_runs AS g WHERE g.user_id = $1
			UNION SELECT g.id FROM pet_runs AS g JOIN user_pets AS p ON p.id = g.pet_id WHERE p.user_id = $1)`,
		left:    map[string]string{"user_id": "It is your own id."},
		erasure: removed,
	},
	{
		name: "pet_actions", section: "pet_actions",
		about:   "What your shopping assistants did for you.",
		holders: []string{"user_id", "pet_id", "run_id"},
		rows: `t.id IN (SELECT a.id FROM pet_actions AS a WHERE a.user_id = $1
			UNION SELECT a.id FROM pet_actions AS a JOIN user_pets AS p ON p.id = a.pet_id WHERE p.user_id = $1)`,
		left:    map[string]string{"user_id": "It is your own id."},
		erasure: removed,
	},
}
