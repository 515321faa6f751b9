package chat

// shopper is how people write to a shop bot: English, Pidgin and what lies between.
var shopper = map[kind]string{
	greet: `hi
Hello
good morning
how far na
Hey, anybody there?
Good evening o
wetin dey sup
Hi my fluffy friend
hello, I need help small
abeg you dey?
Xup
Good afternoon please`,
	found: `abeg show me {wanted} wey no pass {k}
I need {wanted} under {budget}
{wanted} below {k} please
wetin you get for {wanted}? my budget na {k}
Do you have {wanted} for like {k}?
Please I'm looking for {wanted}, not more than {budget}
find me {wanted} for {k} abeg, make e fine
I dey find {wanted}. {k} max
show me correct {wanted}, nothing above {k}
Can I get {wanted} within {budget}?
{wanted} dey? I get {k}
my sister wants {wanted}, around {k} or less
{wanted} with good reviews, {k} and below`,
	none: `{wanted} under {k}, e dey?
Any {wanted} at {budget} or less?
you get {wanted} wey dey like {k}? must be today's stock
I saw {wanted} here last week for {k}, is it still there?
Abeg check {wanted} for {k} for me
need {wanted} asap, {k} is what I have
Is there {wanted} for {k} left?
{wanted}. {k}. please work your magic
help me search {wanted}, I no wan pass {k}
looking for {wanted} at {budget}, free delivery if possible`,
	shade: `you get {wanted} for {color}?
Is there {wanted} in {color}?
abeg the {color} one dey?
{wanted}, {color} colour please
My asoebi is {color}, what {wanted} do you have?
I want {color} and nothing else
can I see {wanted} in {color}
show me {color} {wanted}
the theme na {color}. {wanted} dey for that colour?
{color} or nothing 😅 which {wanted} dey?`,
	size: `size {size} dey for {wanted}?
Do you have {wanted} in {size}?
I wear {size}, which {wanted} will fit
{wanted} size {size} please
abeg check {size} for me
is {size} available for {wanted}? it always finishes
You get {wanted} for size {size}?
I need {wanted} in size {size} before weekend
my size na {size}, show me {wanted}
Any {wanted} left in {size}?`,
	added: `oya add the first one to my cart
I like this one, add am
put it in my cart please
Add one to cart
ok I'm taking the first
na this one I want, add am for cart
please add it, I'll pay this evening
Fine. Add to my cart
This is it! cart it
abeg add am before e finish`,
	coupon: `I have a code {code}
apply {code} please
{code} dey work?
my friend gave me {code}, can I use it
Abeg put {code} for my cart
how do I use {code}?
use coupon {code}
They sent me {code} in my email, apply it
can you add {code} to my order
promo code {code} abeg`,
	expired: `try {code} for me
is {code} still valid?
I wan use {code}
Please apply this code: {code}
{code} no dey go through
why is {code} not working
somebody on twitter posted {code}, e still dey work?
I kept this one since last month: {code}
Abeg check if {code} go work
coupon {code} please, I beg`,
	order: `where is my order
my order don reach where?
Please when will my package arrive?
track my order
abeg wetin dey happen with my order
Has my order been shipped?
I ordered on Monday, any update?
How far with my parcel
is the rider coming today?
status of my last order please`,
	late: `my order never reach o, e don tey
It's been days and nothing. Where's my order??
una say two days, today na day five
This delivery is late, please check am
abeg what is delaying my package
I'm still waiting for my order since last week
the rider no call me at all
Order is late. I'm not happy
I have called two times, my order is not here
na so una dey do? my order don late`,
	deals: `any deals this week?
what's on sale
wetin dey cheap now
show me deals abeg
Any promo for weekend?
deals of the week please
abeg which deal sweet pass today
is there any discount going on
show me the best offers
Which things una don reduce price?`,
	advise: `what can I wear for {event}?
I have {event} this month, help me
recommend something for {event}
abeg wetin I go wear go {event}
Please suggest an outfit for {event}
I need something for {event}, surprise me
something nice for {event}, not too loud
{event} loading, what do you recommend
help me choose for {event}, I'm confused
which one go fit for {event}?`,
	match: `what goes with {wanted}?
I already have {wanted}, what should I add
wetin I fit match with {wanted}
Please what can I pair with {wanted}
accessories for {wanted}?
I bought {wanted}, help me complete the look
what else will fit {wanted}
style {wanted} for me
which one go follow {wanted} well
need something to go with {wanted}`,
	talk: `how are you today
tell me a joke
I'm bored
are you a real animal?
gist me na
do you sleep at all
wetin you chop today
you be correct guy sha
how is work
You like your job?`,
	delivery: `do you deliver to {place}?
how much is delivery to {place}
una dey deliver for {place}?
I stay in {place}, how long will it take?
Delivery to {place} please, how does it work
abeg waybill reach {place}?
can it get to {place} before weekend
I'm in {place}, can I pay for fast delivery
Does your rider reach {place}
shipping to {place} how much`,
	returns: `if e no size me nko?
can I return it
What is your return policy
how do I exchange this
abeg I wan change the colour after I don buy
the one I got is too big, what now
I no like am again, fit return?
How do refunds work
can my husband exchange it if he doesn't like it
what if it's not like the picture`,
	haggle: `last price?
abeg do am better for me
can you reduce the price small
how much last last
I'm buying two, give me discount na
customer price please 🙏
e too cost, remove something
is the price negotiable
I be your regular customer, drop am small
wetin be the final price`,
	thanks: `thank you
thanks a lot!
ok thanks, bye
you try, thank you jare
Thanks dear
correct. I appreciate
E se o
Daalu
na gode
you're the best, thanks
alright, let me pay now. thanks
thank you, I'll tell my friends`,
}

// more is what a shopper writes when nothing was found at the first price.
var more = []string{
	"ok make am {k}", "what of {k}?", "I fit add small, {k} last", "fine, check up to {budget}", "Let's try {k} then", "hmm. {k} nko?",
	"okay go up to {k}", "abeg try {budget}", "I can do {k}", "oya {k}, but e must fine",
}
