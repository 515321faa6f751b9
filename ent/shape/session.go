package shape

// SessionDevice is what is known of the device of a session and where it is.
type SessionDevice struct {
	Name       string `json:"name,omitempty"`
	Model      string `json:"model,omitempty"`
	OS         string `json:"os,omitempty"`
	AppVersion string `json:"app_version,omitempty"`
	// Language is a BCP 47 tag such as en-NG.
	Language string `json:"language,omitempty"`
	City     string `json:"city,omitempty"`
	State    string `json:"state,omitempty"`
	Country  string `json:"country,omitempty"`
}

// VisitDetail is how a visit began and ended.
type VisitDetail struct {
	LandingPath string `json:"landing_path,omitempty"`
	ExitPath    string `json:"exit_path,omitempty"`
	AppVersion  string `json:"app_version,omitempty"`
	Language    string `json:"language,omitempty"`
}

// EventDetail is what an event says beyond its columns.
type EventDetail struct {
	Quantity int `json:"quantity,omitempty"`
	// ValueNGN is an amount in whole naira: a price, or what a purchase paid.
	ValueNGN int64  `json:"value_ngn,omitempty"`
	OrderID  int    `json:"order_id,omitempty"`
	Coupon   string `json:"coupon,omitempty"`
	// List and Position say where in which list a product was touched,
	// counted from 1.
	List     string `json:"list,omitempty"`
	Position int    `json:"position,omitempty"`
	// ResultCount and CorrectedQuery tell how a search went; ResultCount is
	// nil for an event that is no search.
	ResultCount    *int   `json:"result_count,omitempty"`
	CorrectedQuery string `json:"corrected_query,omitempty"`
	Game           string `json:"game,omitempty"`
	Score          int    `json:"score,omitempty"`
	AppVersion     string `json:"app_version,omitempty"`
	// DeviceID is what a mobile app calls its device, and Language the BCP 47 tag that
	// the client prefers. The first event of a visit in a call says them.
	DeviceID string `json:"device_id,omitempty"`
	Language string `json:"language,omitempty"`
	// Labels are the client's own notes, at most 20 short ones.
	Labels []Label `json:"labels,omitempty"`
}

// Label is a client's own note on an event.
type Label struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
