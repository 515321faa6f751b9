package bench

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"zuka/internal/bench/load"
	"zuka/internal/platform/globalid"
)

const (
	// eventsACall is how many events one call tells of, and eventsAVisit how many
	// of them are of the same session.
	eventsACall  = 50
	eventsAVisit = 8
	// differentCalls is how many calls are made beforehand. Each time that one is
	// made its events and sessions get ids of their own.
	differentCalls = 4 * tellers
	// longestUUID is how long a UUID is as text.
	longestUUID = 36
)

// deed is one event as a client tells it.
type deed struct {
	ID          string    `json:"id"`
	Session     string    `json:"sessionId"`
	Type        string    `json:"type"`
	PagePath    string    `json:"pagePath,omitempty"`
	Product     string    `json:"productId,omitempty"`
	Category    string    `json:"category,omitempty"`
	Query       string    `json:"searchQuery,omitempty"`
	State       string    `json:"state,omitempty"`
	City        string    `json:"city,omitempty"`
	Referrer    string    `json:"referrer,omitempty"`
	UTMSource   string    `json:"utmSource,omitempty"`
	UTMMedium   string    `json:"utmMedium,omitempty"`
	UTMCampaign string    `json:"utmCampaign,omitempty"`
	At          time.Time `json:"at"`
	Quantity    int       `json:"quantity,omitempty"`
	ValueNGN    int       `json:"valueNgn,omitempty"`
	List        string    `json:"list,omitempty"`
	Position    int       `json:"position,omitempty"`
	ResultCount *int      `json:"resultCount,omitempty"`
}

// call is the request of one call, in which ids stand that are replaced.
type call struct {
	request []byte
	// events are the places of the ids of the events, sessions those of the
	// sessions of as many events.
	events, sessions []int
}

// idFields are where ids stand.
var idFields = regexp.MustCompile(`"(id|sessionId)":"`)

// makeCalls makes calls of different people, agents and origins about different
// products.
func makeCalls(address string, who []shopper, products []int) ([]call, error) {
	calls := make([]call, differentCalls)
	dice := rand.New(rand.NewPCG(8, 50))
	for i := range calls {
		text, err := json.Marshal(map[string]any{"events": visit(dice, i, products)})
		if err != nil {
			return nil, fmt.Errorf("writing events down: %w", err)
		}
		request := load.Post(address, "/events", text)
		request = withCookie(request, who[i%len(who)].cookie)
		one := call{request: bytes.Replace(request, []byte("\r\n"), []byte("\r\nUser-Agent: "+agents[i%len(agents)]+"\r\n"), 1)}
		for _, at := range idFields.FindAllSubmatchIndex(one.request, -1) {
			if string(one.request[at[2]:at[3]]) == "id" {
				one.events = append(one.events, at[1])
			} else {
				one.sessions = append(one.sessions, at[1])
			}
		}
		if len(one.events) != eventsACall || len(one.sessions) != eventsACall {
			return nil, fmt.Errorf("a call with the ids of %d events and %d sessions", len(one.events), len(one.sessions))
		}
		calls[i] = one
	}
	return calls, nil
}

// visit is what one client tells at once, of the last quarter of an hour.
func visit(dice *rand.Rand, number int, products []int) []deed {
	from := origins[number%len(origins)]
	at := time.Now().Add(-15 * time.Minute).Truncate(time.Millisecond)
	events := make([]deed, eventsACall)
	for i := range events {
		at = at.Add(time.Duration(1+dice.IntN(15)) * time.Second)
		one := deed{
			ID: uuid.Nil.String(), Session: uuid.Nil.String(), At: at, State: towns[number%len(towns)][0], City: towns[number%len(towns)][1],
			Referrer: from[0], UTMSource: from[1], UTMMedium: from[2], UTMCampaign: from[3],
		}
		product := products[int(float64(len(products))*dice.Float64()*dice.Float64())]
		switch roll := dice.IntN(100); {
		case i%eventsAVisit == 0 || roll < 20:
			one.Type, one.PagePath = "page_view", "/c/"+goods[roll%len(goods)]
		case roll < 70:
			one.Type, one.PagePath, one.Product, one.Category = "product_view", fmt.Sprintf("/p/item-%d", product), globalid.New("Product", product).String(), goods[product%len(goods)]
			one.List, one.Position = "category", 1+roll%24
		case roll < 84:
			found := dice.IntN(200)
			one.Type, one.PagePath, one.Query, one.ResultCount = "search", "/search", goods[dice.IntN(len(goods))]+" "+tints[dice.IntN(len(tints))], &found
		case roll < 95:
			one.Type, one.Product, one.Quantity, one.ValueNGN = "add_to_cart", globalid.New("Product", product).String(), 1, salePrice
		default:
			one.Type, one.PagePath = "checkout_start", "/checkout"
		}
		events[i] = one
	}
	return events
}

// fresh is the call with ids that nothing had before, in the room.
func (c *call) fresh(room []byte, dice *rand.Rand) []byte {
	room = append(room[:0], c.request...)
	for i := range c.events {
		copy(room[c.events[i]:], rolled(dice))
		if i%eventsAVisit == 0 {
			copy(room[c.sessions[i]:], rolled(dice))
			continue
		}
		before := c.sessions[i-1]
		copy(room[c.sessions[i]:], room[before:before+longestUUID])
	}
	return room
}

// rolled is a random UUID. It is made of plain dice: the machine is shared.
func rolled(dice *rand.Rand) string {
	var id uuid.UUID
	binary.BigEndian.PutUint64(id[:8], dice.Uint64())
	binary.BigEndian.PutUint64(id[8:], dice.Uint64())
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return id.String()
}

// products are what events are about.
func (t *till) products(ctx context.Context) ([]int, error) {
	rows, err := t.pool.Pgx().Query(ctx, "SELECT id::int FROM bench_products ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("reading what is sold: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[int])
}

var (
	agents = []string{
		"Mozilla/5.0 (Linux; Android 13; TECNO KI5k) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
		"Opera/9.80 (Android; Opera Mini/69.0/191.303; U; en) Presto/2.12.423 Version/12.16",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
		"Mozilla/5.0 (Linux; Android 12; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
		"Zuka/4.2.0 (Android 14; Infinix X6711)",
	}
	// origins are a referrer, a source, a medium and a campaign each.
	origins = [][4]string{
		{}, {"https://www.instagram.com/", "instagram", "social", "owambe-season"}, {"https://www.google.com/", "google", "organic", ""}, {},
		{"https://l.facebook.com/", "facebook", "social", "ankara-week"}, {"", "whatsapp", "social", "share"}, {"", "newsletter", "email", "friday-drop"},
	}
	// towns are a state and a city each.
	towns = [][2]string{{"Lagos", "Ikeja"}, {"Lagos", "Lekki"}, {"Rivers", "Port Harcourt"}, {"Kano", "Kano"}, {"Oyo", "Ibadan"}, {"FCT", "Abuja"}}
	goods = []string{"gowns", "shirts", "bags", "sneakers", "kaftans", "skirts", "jewellery", "caps"}
	tints = []string{"ankara", "red", "black", "lace", "adire", "gold"}
)
