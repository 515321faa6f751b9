package catalog

import (
	"zuka/internal/platform/clock"
	"zuka/internal/platform/money"
)

// Shop is what a client needs to know of the shop before anything else.
type Shop struct {
	Name        string
	Description string
	// Currency is an ISO 4217 code, Country an ISO 3166 code.
	Currency, Country string
	// TimeZone is the calendar of days, weeks and streaks.
	TimeZone string
}

// Shop describes the shop.
func (s *Service) Shop() Shop {
	return Shop{
		Name:        "Zuka",
		Description: "Nigerian fashion, from Ankara and aso-oke to sneakers, delivered in all 36 states and the FCT.",
		Currency:    money.Currency, Country: "NG", TimeZone: clock.Lagos.String(),
	}
}
