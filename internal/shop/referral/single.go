package referral

import (
	"strings"

	"zuka/ent/db"
	"zuka/ent/db/referral"
)

// SingleCode is the code of a single invitation; nil for one that a friend made
// by claiming a personal code.
func (s *Service) SingleCode(r *db.Referral) *string {
	if !strings.HasPrefix(r.ReferralCode, singlePrefix) {
		return nil
	}
	return &r.ReferralCode
}

// SingleURL is the link of a single invitation that nobody has taken; nil else.
func (s *Service) SingleURL(r *db.Referral) *string {
	code := s.SingleCode(r)
	if code == nil || r.Status != referral.StatusPending || r.ReferredUserID != nil || r.ClaimedAt != nil {
		return nil
	}
	url := s.URL(*code)
	return &url
}
