package understand

// book holds every cue. The rank decides where a message has several: who
// attacks is refused whatever else is said, writing wins over reading, the shop
// over small talk, and a greeting only sets Greets.
var book = compile(writingCues, orderCues, goodsCues, talkCues, attackCues)

// Intents that only Read uses: not_add and not_buy void what they cover,
// buying needs a product, seek goods, dey what is talked about.
const (
	notWrite Intent = "not_write"
	buying   Intent = "buying"
	seek     Intent = "seek"
	dey      Intent = "dey"
	using    Intent = "using"
	askCode  Intent = "ask_code"
)

const writingCues = `
not_write 99
	dont|no|not|never|cant|wont|didnt|without|stop|nor _ add|adding|buy|order|take|put|cart|apply|use
	should|shall|can|could|may|if|when|before|after|unless|until|suppose i|we|una add|buy|take|order|put|cart|apply|use
	if|when|before|after|until|unless|suppose _ add|buy|take|order|cart|apply|use
	what|wetin|which|how|why|who|where __ add|buy|order|take
	did|have|had|has|does you|u|una|we|i|he|she|it|e add|take|buy|put|apply|use
	fit|can|will|could add small|more
	he|she|they|people|customers|everybody|everyone|someone|somebody add|buy|order|take|put
	to add|buy|take|order $
	to add something|things|items|money
	add|adding money|price|up|weight
	add|buy|take|order __ later|mistake|accident|kidding|joking
	add|buy|take it|am|this|that? wait|no|stop|abi
	add|buy|take it|am|this|that? or|if|when|unless|only|after
	add _ wishlist|wish|favourites|favorites
	add|put coupon|code|promo|voucher|discount
	might|may|maybe|would|wouldnt|almost|thinking|think __ add|buy|take|order|apply|use
add_to_cart 90
	add
	cart it|am|this|that|them
	put|throw|drop|place|keep|toss __ cart|basket|trolley
	put|throw it|am|this inside|in
	put|place it|am|this in|inside|for|into
	include it|am|this
buying 90
	buy|purchase
	i|ill|lemme|me will? take|pick|buy|order
	i will take|pick|buy|order
	im|i taking|buying
	order it|am|this|that|number|first|second|third|last
	take it|am|this
	i go take|buy|carry
	want|need|give|get me? # of|pieces|pcs|piece|pairs
	let|make me|i take|buy|order
	ill|i have it|this|that
coupon_apply 88
	apply|use|redeem|put|enter|add|try|activate _ coupon|code|promo|voucher
	have|get|got a|one|this|my coupon|code|promo|voucher
	coupon|code|voucher na|is
`

const orderCues = `
no 89
	dont|no|not|never _ add|buy it|am|this|that|them|anything
	dont|no _ put it|am
order_cancel 82
	cancel|stop|withdraw|terminate _ order|orders|purchase
	order _ cancel|cancelled
	no want the? order again
order_status 80
	where|wia _ order|package|parcel|goods|delivery|item
	track|trace|follow _ order|package|parcel|delivery|shipment|am|it
	track|tracking
	order|package|parcel|goods|delivery|shipment _ status|reach|reached|arrive|arrived|come|shipped|late|delayed|delay|update|here|dispatched|delivered|stuck|missing
	happen|happened|happening|dey|delaying|holding|update|status|delay|news|up _ with|to|on|about|of|for|my|the? _ order|package|parcel|delivery
	delaying|delayed my|the order|package|parcel
	status of _ order|orders
	order|orders status|update
	far with|about _ order|package|parcel|delivery|goods
	waiting for|on? _ order|package|parcel|delivery|goods
	i|we ordered|bought _ update|news|since|never|havent|yet
	ordered _ ago|since
	ordered on|since|last|yesterday
	rider|dispatch|courier coming|come|dey|call|reach|today|where|no|is
	when|wen will|would|e|go|is _ order|package|parcel|goods|delivery _ arrive|come|reach|here|get
	when|wen my? order|package|parcel|goods go|will
	my order|orders|package|parcel $
	order number
	been days|weeks __ order|package
	last|previous|recent order
returns 78
	return|returns|refund|refunds|exchange|exchanged|swap
	money back
	if e|it no|dont|doesnt|doesn size|fit|like
	no size|fit me
	wrong|damaged|torn|faulty|bad size|item|colour|color|product|one|goods
	change _ colour|color|size|it|am|item after|i|because
	after i don? buy|pay|bought
	one|thing|dress|shoe|shoes|cloth i got|received|bought is|too
	no like am|it again
	too big|small|tight|long|short __ what|now|change
	send|take it|am back
	not like the picture
human 77
	talk|speak|chat|connect|transfer|pass|link _ human|person|agent|somebody|someone|representative|rep|staff|manager|support|owner|people
	human|real|live agent|person|being|support
	customer|contact care|service|support|us|centre
	reach|contact|call|phone|whatsapp|email _ support|you|shop|una|store|team|someone|somebody
	your phone|whatsapp|email|number|contact|address|office
	make|file|lodge a? complaint
	complaint|complain|manager
forget 76
	^ forget everything|all $
	^ forget it all $
	forget|delete|clear|erase|wipe|remove _ about|of|know|knows|memory|data|history|information|info _ me|my|mine?
	forget|delete|clear|erase|wipe _ my|your data|memory|history|information|info|taste|preferences|conversation
	forget me
	stop remembering|tracking|storing|saving
	dont remember|save|store my|me
known 76
	what|wetin|wat _ know|sabi|learn|learned|learnt|remember|saved|stored about|of _ me|my
	what|wetin do? you know|remember|sabi about? me
	do you|u know|remember my|me
	you know|remember|sabi me
	what _ my taste|preferences
delivery 72
	deliver|delivers|delivery|deliveries|shipping|ship|ships|waybill|dispatch
	how long _ take|reach|arrive
	send|sending to
	reach|get to|for _ before|when|today|weekend
	when|wen will|would|e|go _ reach|arrive|come|get
	free delivery|shipping
payment 74
	pay|payment|cash|money|paying on|upon|after|before delivery|deliver|delivered
	pod
	how|which|what|wetin|where _ pay|payment
	pay|paying _ with|by|through|using|via
	accept|take|collect|use _ transfer|card|cards|opay|palmpay|ussd|cash|bitcoin|crypto|verve|mastercard|visa|pos|paypal|kuda|moniepoint
	payment|payments method|methods|option|options|plan
	pay small|later|instalment|installment|installments|twice|bits
	instalment|installment|installments|instalments
	bank transfer
	opay|ussd|paystack|flutterwave
checkout 75
	checkout|checkouts
	check out
	want|ready|like to? pay
	let|make me|i pay
	pay now|for my|the? cart|basket
	proceed to? payment|pay|checkout
	place|complete|finish my|the? order|purchase
	i don ready
	go to payment
cart 73
	what|whats|wetin|wat|how|show|view|see|open|check|list|which|total|display __ cart|basket|trolley
	^ my|the? cart|basket $
	cart total|content|contents|items
	remove|delete|take|clear|empty __ cart|basket
	in|inside|dey my cart $
points 73
	points|point
	what|wetin|wat|which|my _ level
	get|reach|to|next _ level
	my xp|level|balance|rewards|streak
	loyalty|rewards program|programme|points
games 73
	game|games
	play|spin|trivia|quiz|wordle
haggle 75
	last price|last
	reduce|slash|drop|lower _ price|am|it|small|am
	reduce am|it|small|price
	do am|it better|well|for me
	do am|it? better|well
	better|good|fair|final|customer|discounted|best price
	do am|it? better|well
	do am|it better
	give|do|get|make me|us|i? _ discount
	price negotiable|final|slightly
	negotiable|negotiate|bargain
	remove something|small
	is that|this|it the best
	can you|u come down
	small discount
	can|fit take|collect|sell am|it|this for #
	how much you|una go|will? collect
`

const goodsCues = `
coupon_ask 71
	any|is|have|dey|got|get|give|which|what|there _ coupon|coupons|code|codes|voucher|vouchers
	coupon|promo|discount|voucher code|codes dey|available|for|that
	coupons|codes|vouchers
deals 70
	deal|deals|sale|sales|offer|offers|discount|discounts|discounted|promo|promos|promotion|promotions|clearance|slashed
	black friday
	reduce|reduced|slash _ price|prices
	cheap now|today
	wetin|what|which dey|is|are cheap
deals 76
	which|what|things __ reduce|reduced price|prices
what_can 79
	how to|do|can|i|we|u|you|una __ add
size_help 66
	size|sizing guide|chart|help|advice
	which|what size|sizes should|will|would|can|to|go|do i|we|fit|take|pick|buy|choose|me
	what|which|wetin _ my size
	know|sure _ my size
	sizes? run|fit|work|true
	will|would|go|can|fit it|this|that|e|am fit|size me|him|her
	e|it go|will fit|size me
	true to size
	run small|large|big
	how does|do it|they|this fit|run
	size to take|pick|buy|choose
goes_with 64
	what|wetin|which|something|anything|accessories|shoe|shoes|bag _ go|goes|match|matches|pair|follow _ with|am|it|well
	go|goes|match|pair|combine|style|rock|wear|blend _ with|am
	go|fit match|follow
	complete _ look|outfit|dress
	style it|this|am|that
	what|wetin else fit|will|go|should|can
	fit|can i match
	style _ for me
	accessories for
	what|wetin should i add
detail/price 60
	how much
	price|prices|cost|costs
	how mush
detail/size 61
	which|what|wetin|wich|available|other|any size|sizes
	size|sizes dey|available|remain|left|do
	in|get|have|there my size
	my size dey|available
detail/color 61
	which|what|wetin|available|other|any|different colour|colours|color|colors
	colour|colours|color|colors dey|available|are
	come|comes|available in _ colour|colours
detail/stock 61
	in|out stock|of
	still|e|it dey|available|there|around
	how many|much are|is|remain|dey|left|una|you? _ left|remain|stock|dey|get
	remain|remaining|finish|finished
	is|are _ available
	sold out
detail/material 62
	what|which|wetin _ material|fabric|cloth|made
	material|fabric
	made of|with|from
	can|how|should|fit _ wash|iron|clean
	machine wash
	wash|iron it|am
	is|na|be it|this|that? _ original|real|pure|leather|cotton|silk
	care instructions
detail/rating 62
	review|reviews|rating|ratings|stars|star|rated
	people|customers say|talk|think
	is|e it|this|dey? good|quality|strong|durable|worth
	^ e good|strong|fine
	how|the quality
detail 59
	tell|more|know|show|gist|details|info|describe _ about|on|of _ it|this|am|that|one|first|second|third|last|number
	more details|info|information
	describe it|this
cheaper 65
	cheaper|cheapa
	cheap pass|than
	less expensive|costly
	lower|smaller|reduced price|money
	too|very|so cost|costly|expensive|dear|high|much|pricey
	e|it cost o?
	e cost
	^ expensive|costly $
	is|dey|be|are expensive|costly
	cant|cannot|no fit afford|buy
	above|over|pass my budget
	afford
	dear|high for me|my
more 58
	^ more $
	more of|like|options|option|please|designs|styles|results|pictures
	show|see|get|give|send me? more|others|another|other|next
	see|show more|others
	another|different|other one|ones|option|options|design|designs|style|styles
	^ next $
	next page|one
	others|another dey|one
	what|wetin|wat else
	any other|more
	anything|something else|different
	^ others|another $
recommend 56
	recommend|recommends|recommendation|recommendations|suggest|suggestion|suggestions|advise|advice
	surprise me
	what|wetin|wat _ wear|rock|buy|get|gift for|to|go|on|my
	what|wetin|wat can|should|go|fit|to i? wear|buy|rock|get
	wetin i go wear
	something|outfit|gift|present _ for
	something|anything|sth|outfit|gift|present|look for|nice|fine|good|to|special|sweet|classy|like
	help|choose|pick|select _ choose|pick|select|something|decide|outfit
	choose|pick|select for|something _ me|for
	look|fit|suit good|nice|fine on|me
	gift|gifts|present for|ideas
	outfit for|ideas
	suits? me
	based on my
likes 45
	i|we always? like|love|prefer|hate|dislike|adore|fancy|detest
	i|we no|dont|doesnt|never|cant really? like|love|want|wear|fit|stand
	my favourite|best colour|brand|is|na
	my _ size is|na
	i|we dey? wear|like|love
	im|i am? a? size
	i no dey wear|like
dey 40
	dey|available|stock
	have|get|got|see|come|comes|make it|am|this|that|them
	e get|come
	is|are size|it|this
	it|this|e come|comes|dey
seek 50
	show|find|search|looking|look|need|want|wants|get|got|have|sell|sells|stock|buy|like|see|check|any|give|dey|find|browse|id|seeking
`
