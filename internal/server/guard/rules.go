package guard

import "github.com/vektah/gqlparser/v2/validator/rules"

// validationRules is the standard set. Outside development the five rules
// that guess what the caller may have meant are exchanged for those that do
// not: the guesses would read the schema out to anybody.
func validationRules(suggest bool) *rules.Rules {
	set := rules.NewDefaultRules()
	if suggest {
		return set
	}
	set.ReplaceRule(rules.FieldsOnCorrectTypeRule.Name, rules.FieldsOnCorrectTypeRuleWithoutSuggestions.RuleFunc)
	set.ReplaceRule(rules.KnownArgumentNamesRule.Name, rules.KnownArgumentNamesRuleWithoutSuggestions.RuleFunc)
	set.ReplaceRule(rules.KnownTypeNamesRule.Name, rules.KnownTypeNamesRuleWithoutSuggestions.RuleFunc)
	set.ReplaceRule(rules.ScalarLeafsRule.Name, rules.ScalarLeafsRuleWithoutSuggestions.RuleFunc)
	set.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, rules.ValuesOfCorrectTypeRuleWithoutSuggestions.RuleFunc)
	return set
}
