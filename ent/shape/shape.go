// Package shape says what the jsonb columns hold. Every such column is one of
// these structs, or an array of one or of a plain word or number; a key that
// is not named here is not in the database. A field that is empty is left out.
package shape

// Image is a picture of a product or a review.
type Image struct {
	// URL is absolute, or a path of this server that starts with a slash.
	URL string `json:"url"`
	// Alt describes the picture for those who do not see it.
	Alt string `json:"alt,omitempty"`
}

// Dimensions is the size of a packed product, in centimetres.
type Dimensions struct {
	LengthCM float64 `json:"length_cm"`
	WidthCM  float64 `json:"width_cm"`
	HeightCM float64 `json:"height_cm"`
}

// Address is where an order goes or is billed to, copied into the order so
// that a later change of the address book leaves it alone.
type Address struct {
	RecipientName string `json:"recipient_name"`
	// Phone is E.164, such as +2348031234567.
	Phone         string `json:"phone"`
	StreetAddress string `json:"street_address"`
	City          string `json:"city"`
	// State is one of the 36 states or FCT, by its English name.
	State      string `json:"state"`
	Country    string `json:"country"`
	PostalCode string `json:"postal_code,omitempty"`
}

// ProductSnapshot is a product as it was bought.
type ProductSnapshot struct {
	Name     string `json:"name"`
	Slug     string `json:"slug"`
	SKU      string `json:"sku"`
	ImageURL string `json:"image_url,omitempty"`
	Brand    string `json:"brand,omitempty"`
	// PriceNGN is the price of one piece in whole naira.
	PriceNGN int64  `json:"price_ngn"`
	Size     string `json:"size,omitempty"`
	Color    string `json:"color,omitempty"`
}
