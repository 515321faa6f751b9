package account

import (
	"time"

	"zuka/internal/platform/ratelimit"
)

// How long an answer is waited for. hardening.md 10 and issue "People" fix
// those of codes; a mail may lie unread for longer than an SMS.
const (
	codeLife         = 5 * time.Minute
	registrationLife = 24 * time.Hour
	resetLife        = time.Hour
	nonceLife        = 10 * time.Minute
	// mostTries is how many answers to one challenge are looked at.
	mostTries = 5
	// freshFor is how recent a sign-in must be for what a stolen session must
	// not do.
	freshFor = 10 * time.Minute

	mostAddresses = 20
)

// Limits of attempts: loose by address, for Nigerian carriers put many people
// behind one; strict by account and number. otp-sms-ng.md §5 and §6 have the
// numbers for SMS.
var (
	loginHere = ratelimit.Limit{Name: "login_account_address", Rate: 2, Per: time.Minute, Burst: 5}
	loginAny  = ratelimit.Limit{Name: "login_account", Rate: 1, Per: time.Minute, Burst: 20}
	loginFrom = ratelimit.Limit{Name: "login_address", Rate: 60, Per: time.Minute, Burst: 60}

	registerFrom = ratelimit.Limit{Name: "register_address", Rate: 120, Per: time.Hour, Burst: 60}
	mailTo       = ratelimit.Limit{Name: "mail_address", Rate: 5, Per: time.Hour, Burst: 3}
	mailOf       = ratelimit.Limit{Name: "mail_account", Rate: 5, Per: time.Hour, Burst: 3}
	mailFrom     = ratelimit.Limit{Name: "mail_from", Rate: 60, Per: time.Hour, Burst: 20}

	smsGap    = ratelimit.Limit{Name: "sms_gap", Rate: 1, Per: time.Minute, Burst: 1}
	smsShort  = ratelimit.Limit{Name: "sms_phone_short", Rate: 3, Per: 10 * time.Minute, Burst: 3}
	smsHour   = ratelimit.Limit{Name: "sms_phone_hour", Rate: 5, Per: time.Hour, Burst: 5}
	smsDay    = ratelimit.Limit{Name: "sms_phone_day", Rate: 10, Per: 24 * time.Hour, Burst: 10}
	smsFrom   = ratelimit.Limit{Name: "sms_address", Rate: 30, Per: time.Hour, Burst: 30}
	smsFromD  = ratelimit.Limit{Name: "sms_address_day", Rate: 100, Per: 24 * time.Hour, Burst: 100}
	smsPrefix = ratelimit.Limit{Name: "sms_prefix", Rate: 100, Per: time.Hour, Burst: 50}
	smsAll    = ratelimit.Limit{Name: "sms_all", Rate: 5000, Per: time.Hour, Burst: 2000}

	answerFrom = ratelimit.Limit{Name: "answer_address", Rate: 600, Per: time.Hour, Burst: 200}
	tokenFrom  = ratelimit.Limit{Name: "id_token_address", Rate: 30, Per: time.Minute, Burst: 30}
	guestFrom  = ratelimit.Limit{Name: "guest_address", Rate: 3000, Per: time.Hour, Burst: 1000}
	// Each app refreshes four times an hour, and thousands share an address.
	refreshFrom = ratelimit.Limit{Name: "refresh_address", Rate: 1200, Per: time.Minute, Burst: 1200}
	exportOf    = ratelimit.Limit{Name: "export_account", Rate: 3, Per: 24 * time.Hour, Burst: 3}
	passwordOf  = ratelimit.Limit{Name: "password_account", Rate: 1, Per: time.Minute, Burst: 5}
)
