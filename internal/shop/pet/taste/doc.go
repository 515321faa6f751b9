// Package taste is what pets learn of a person's taste, and what comes of it.
//
// A pet learns from what a person says, views, buys and turns down. Every sign
// adds to the weight of a colour, size, brand or category; with time weights
// fade. What the person removes stays away until there are newer signs.
//
//	said ─────────────────────────▶ Learn ─▶ user_pets.preferences ─┐
//	viewed, bought, turned down ─▶ LearnFromDeeds ─────▲            ├─▶ Recommend
//	                           └─▶ RefreshProfiles ─▶ user_behavior_profiles
//
// What holds:
//   - A weight is between -MaxWeight and MaxWeight, and of each kind the
//     MaxValues strongest are kept.
//   - A deed is learned once, whoever learns at the same time: the pet's row is
//     locked, and it says up to when was read.
//   - An order that was given back takes away what it brought, and no more.
//   - A profile is worked out anew from all there is; to do it twice changes
//     nothing.
package taste
