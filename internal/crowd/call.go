package crowd

// call is a kind of request, a line of the report.
type call int

// The kinds, in the order of the report.
const (
	home call = iota
	listing
	nextPage
	productPage
	brandPage
	searching
	suggesting
	sessionStart
	sessionRefresh
	cartAdd
	cartChange
	cartView
	cartClear
	checkoutView
	checkoutOrder
	orderView
	signInNonce
	signIn
	gameStart
	gameFinish
	petAdopt
	petSend
	petFollow
	calls
)

// kind is what is known of a call beforehand.
type kind struct {
	name string
	text string
	// wants is what every good answer has.
	wants string
	// pub tells that everybody gets the same, so that it can be asked for by GET.
	pub bool
}

const (
	cardFields = `id slug name imageUrl price { amount } currentPrice { amount } discountPercent brand { name slug }`
	refusals   = ` userErrors { code message }`
	cartFields = `cart { quantity total { amount } lines { id quantity } } warnings { code }` + refusals
	tokens     = ` tokens { accessToken accessExpiresAt refreshToken }`
)

var kinds = [calls]kind{
	home: {"home page", `query CrowdHome {
  featured: products(first: 12, filter: {featured: true}) { nodes { ` + cardFields + ` } }
  onSale: products(first: 12, filter: {onSale: true}, sort: BIGGEST_DISCOUNT) { nodes { ` + cardFields + ` } }
  newest: products(first: 12) { nodes { ` + cardFields + ` } }
  categories(first: 20) { nodes { id slug name } }
}`, `"newest":{"nodes":[{`, true},
	listing:  {"category page", listingText, `"category":{"name"`, true},
	nextPage: {"category, next page", listingText, `"category":{"name"`, true},
	productPage: {"product page", `query CrowdProduct($slug: String!) {
  product(slug: $slug) {
    id slug name description imageUrl price { amount } currentPrice { amount } ratingAverage ratingCount availability
    brand { name slug } category { name slug ancestors { name slug } }
    variants { id size color sku price { amount } inStock }
    reviews(first: 10) { nodes { id rating title comment createdAt author { displayName } } }
    related(first: 4) { ` + cardFields + ` }
  }
}`, `"product":{"id"`, true},
	brandPage: {"brand page", `query CrowdBrand($slug: String!) {
  brand(slug: $slug) { name description products(first: 24) { totalCount nodes { ` + cardFields + ` } } }
}`, `"brand":{"name"`, true},
	searching: {"search", `query CrowdSearch($words: String!) {
  search(query: $words, first: 24) {
    totalCount correctedQuery nodes { ` + cardFields + ` } facets { kind label values { label count } }
  }
}`, `"search":{"totalCount"`, true},
	suggesting: {"suggestions", `query CrowdSuggest($words: String!) { searchSuggestions(query: $words) { kind text } }`,
		`"searchSuggestions":[`, true},
	sessionStart:   {name: "guest's session", text: `mutation CrowdGuest { sessionStart {` + tokens + refusals + ` } }`},
	sessionRefresh: {name: "new tokens", text: `mutation CrowdTokens($token: String!) { sessionRefresh(refreshToken: $token) {` + tokens + refusals + ` } }`},
	cartAdd:        {name: "cart, add", text: `mutation CrowdAdd($lines: [CartLineInput!]!) { cartLinesAdd(lines: $lines) { ` + cartFields + ` } }`},
	cartChange:     {name: "cart, change", text: `mutation CrowdChange($lines: [CartLineUpdateInput!]!) { cartLinesUpdate(lines: $lines) { ` + cartFields + ` } }`},
	cartView: {name: "cart, look", text: `query CrowdCart { cart {
  id quantity version subtotal { formatted } shipping { formatted } total { amount formatted } problems { code message blocking }
  lines { id size color quantity available unitPrice { formatted } total { formatted } product { slug name imageUrl } }
} }`, wants: `"cart":`},
	cartClear: {name: "cart, empty", text: `mutation CrowdClear { cartClear { ` + cartFields + ` } }`},
	checkoutView: {name: "checkout, choices", text: `query CrowdChoices($state: String!) {
  deliveryOptions(state: $state) { code name price { amount } earliest latest }
  paymentMethods(state: $state) { method name available }
  cart(state: $state) { quantity total { amount } problems { code blocking } }
}`, wants: `"paymentMethods":[{`},
	checkoutOrder: {name: "checkout, order", text: `mutation CrowdOrder($input: CheckoutInput!) { checkoutComplete(input: $input) {
  order { number status total { amount } } payment { reference url } accessToken` + refusals + ` } }`},
	orderView: {name: "order", text: `query CrowdPlaced($number: String!, $token: String) { order(number: $number, accessToken: $token) {
  number status paymentStatus total { formatted } lines { name quantity } timeline { kind createdAt }
} }`, wants: `"order":{"number"`},
	signInNonce: {name: "sign-in, nonce", text: `mutation CrowdNonce { loginNonceCreate { nonce { id value }` + refusals + ` } }`},
	signIn: {name: "sign-in", text: `mutation CrowdSignIn($input: IdTokenInput!) { loginWithGoogle(input: $input) {
  user { id }` + tokens + refusals + ` } }`},
	gameStart:  {name: "game, start", text: `mutation CrowdStart { gameStart(game: SNAKE) { round { id }` + refusals + ` } }`},
	gameFinish: {name: "game, finish", text: `mutation CrowdFinish($input: GameFinishInput!) { gameFinish(input: $input) { points best place { rank }` + refusals + ` } }`},
	petAdopt:   {name: "pet, adopt", text: `mutation CrowdAdopt($input: PetAdoptInput!) { petAdopt(input: $input) { pet { id }` + refusals + ` } }`},
	petSend: {name: "pet, say", text: `mutation CrowdSay($input: PetMessageSendInput!) { petMessageSend(input: $input) {
  run { id conversationId afterSeq }` + refusals + ` } }`},
	petFollow: {name: "pet, open stream", text: `subscription CrowdHear($conversation: ID!, $after: Int!) { petReply(conversationId: $conversation, afterSeq: $after) {
  __typename
  ... on PetTextDelta { seq text }
  ... on PetProductsShown { seq products { id name currentPrice { amount } } }
  ... on PetActionProposed { seq action { id tool state } }
  ... on PetActionDone { seq action { id tool state } }
  ... on PetMessageDone { seq message { id text } }
  ... on PetReplyFailed { seq reason text }
} }`},
}

const listingText = `query CrowdListing($slug: String!, $after: String) {
  category(slug: $slug) {
    name ancestors { name slug }
    products(first: 24, after: $after) { totalCount nodes { ` + cardFields + ` } pageInfo { hasNextPage endCursor } }
  }
}`
