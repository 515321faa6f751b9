package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
)

var (
	authProviders = []string{"email", "google", "apple", "phone"}
	roles         = []string{"customer", "staff", "admin"}
	// gemLevels are in the order in which people climb them.
	gemLevels         = []string{"quartz", "amethyst", "topaz", "emerald", "sapphire", "ruby", "diamond"}
	genderPreferences = []string{"men", "women", "kids", "unisex"}
)

// User is a person with an account.
type User struct{ ent.Schema }

// Mixin adds the times.
func (User) Mixin() []ent.Mixin { return []ent.Mixin{times{}} }

// Fields are the columns of users.
func (User) Fields() []ent.Field {
	return []ent.Field{
		uuidKey(),
		citext("email", "The address for sign-in and post, compared without regard to case.").null().unique(),
		text("phone", "The phone number in E.164, such as +2348031234567.").null().where(`@ ~ '^\+[1-9][0-9]{6,14}$'`),
		text("name", "The full name, empty until told and after erasure.").or(""),
		text("password_hash", "Argon2id in PHC form; NULL for people who never set a password.").null().secret(),
		choice("auth_provider", "How the account was first made.", authProviders).or("email"),
		flag("phone_verified", "Whether a code sent to the phone came back.").or(false),
		flag("email_verified", "Whether a link sent to the address was opened.").or(false),
		text("profile_image_url", "The person's picture.").null(),
		day("date_of_birth", "The day of birth.").null(),
		choice("gender_preference", "Whose clothes the person shops for.", genderPreferences).null(),
		ref("address_default_id", "The address used when none is named.").null(),
		whole("reward_points", "Points that can be spent: the sum of user_points_history.").or(0).where("@ >= 0"),
		choice("gem_level", "The level that total_xp has reached.", gemLevels).or("quartz"),
		whole("total_xp", "Every point ever earned; never spent.").or(0).where("@ >= 0"),
		count("points_owed", "Points that were taken back when they had been spent already; what is earned next pays for them."),
		number("points_version", "Counts the changes of the points, so that who follows them knows the newer.").or(0),
		count("streak_days", "On how many days without a gap the person checked in, up to streak_day."),
		day("streak_day", "The day of the last check-in, in Lagos.").null(),
		moment("last_login_at", "When the person last signed in.").null(),
		choice("role", "What the person may do.", roles).or("customer"),
		text("referral_code", "The code that the person gives to friends.").unique(),
		moment("deleted_at", "When the person asked to be forgotten; orders stay, the person is gone.").null(),
	}
}

// Edges are the references of users.
func (User) Edges() []ent.Edge {
	return []ent.Edge{may("default_address", UserAddress.Type, "address_default_id", setNull)}
}

// Indexes are the indexes of users.
func (User) Indexes() []ent.Index {
	return []ent.Index{
		on("idx_users_phone", by("phone"), only("(phone IS NOT NULL)")),
		on("idx_users_phone_verified", by("phone"), unique, only("phone_verified")),
		on("idx_users_reward_points", by("reward_points-"), only("(reward_points > 0)")),
		on("idx_users_name_trgm", by("name"), gin("gin_trgm_ops")),
		on("idx_users_created", by("created_at-", "id-")),
		on("idx_users_address_default", by("address_default_id"), only("(address_default_id IS NOT NULL)")),
	}
}

// Annotations name the table.
func (User) Annotations() []schema.Annotation {
	return table("users", "A person with an account. Guests have a session and no row here.", User{}.Fields(), nil)
}
