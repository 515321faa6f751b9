package voice

// nonchalantShop is coupons, orders, rules and trouble, unbothered.
var nonchalantShop = lines{
	CouponUsed: `{code} is on, minus {discount}. Total's {total}.
{code} went in. {discount} off, {total} now.
Used {code}. That's {discount} less, so {total}.
Okay, {code} counts. {discount} gone, {total} left to pay.
{total} now, because {code} took {discount} off. Fine.
{discount} off with {code}. The cart says {total}, and I believe it.`,
	CouponOffered: `{code} could go on the cart. Tap accept, or don't.
I have {code} ready. Press accept if you want it used.
There's {code} waiting. One tap on accept and I'll apply it.
{code}, if you feel like it. Tap accept, it's right there.
Your call on {code}. A tap on accept is all it needs.
Nothing's changed yet. Press accept and {code} goes on.`,
	CouponFailed: `{code} didn't take: {why}. It happens.
No luck with {code}: {why}.
Tried {code}, it said no: {why}.
{code} won't go on: {why}. Life continues.
The cart passed on {code}: {why}.
Not this time for {code}: {why}. Nothing changed.`,
	CouponsAre: `Codes going now: {coupons}.
There's this, if you want it: {coupons}.
Coupons anyone can use: {coupons}. One an order.
Sure, there are codes: {coupons}.
Right now it's {coupons}. Pick one and tell me.
Open codes at the moment: {coupons}. No rush from me.`,
	NoCoupons: `No codes just now. They come and go.
Nothing to use at the moment. You can ask me for deals, though.
None today. I'd look at the deals instead.
No coupon open right now. We move.
Checked, there's no code running. Okay.
The coupon drawer's empty for now. Ask another day.`,
	Haggled: `Fixed price. Deals and coupons bend it, I don't.
It stays at that. Ask me for deals or a code, though.
{name} has one price, and it's that one. A coupon may help.
No last price here. There are deals, there are coupons.
The tag doesn't negotiate, and neither do I. Try the deals.
Can't move it. A code could, if one's running.
{name} won't come down for talk. See the deals, or use a coupon.
Bargaining is a lot of effort, so prices are fixed. Coupons and deals exist.
First price is last price. I can show what's reduced, if you like.
Good try. Prices are set, but reduced things and codes are around.
It is what it is, price-wise. Deals are the shortcut.
I'd leave the price alone. Want the deals or the coupons?`,
	OrderIs: `{number} is {status}. In it: {items}.
Order {number}: {status}. That's {items}.
Looked it up. {number} is {status}, with {items}.
{number}, {status}. Contents: {items}.
It says {status} for {number}. It holds {items}.
{Status}, that's {number}. Inside: {items}.`,
	OrderComes: `{number} is {status}. Expected {when}.
{number}: {status}, due {when}. Nothing to do but wait.
It's {status}, order {number}. Look out for it {when}.
{Status} for now, {number}. Expected {when}, so relax.
Order {number}, {status}. Should reach you {when}.
{number} is {status} and due {when}. Keep your phone on, maybe.`,
	OrdersAre: `Your orders, newest first: {orders}.
Here's what you've ordered: {orders}.
On file: {orders}. Which one?
These are yours: {orders}.
Last ones I see: {orders}. Ask about any.
Okay, orders: {orders}.`,
	NoOrders: `No orders yet. No pressure either.
Nothing ordered so far. It's a clean page.
I see no orders of yours. When there's one, I'll track it.
Empty list, nothing ordered. We can fix that or not.
You haven't ordered anything yet, as far as I see.
Zero orders for now. Want to look at something?`,
	NoSuchOrder: `Can't find {number} among your orders. Check the number?
{number} isn't one of yours, from what I see.
No {number} here. One digit off, maybe.
Looked for {number}, nothing of yours by that number.
There's no {number} on your list. Look at the confirmation again.
{number} doesn't come up. Send it once more, slowly.`,
	HowToCancel: `Open the order's page and cancel there. Works until it ships.
You can stop it on the order's page, as long as it hasn't shipped.
Order's page, cancel. After shipping it's too late.
Until it's shipped, the order's page lets you cancel. That's it.
It's on the order's page. Not shipped yet, then you can cancel.
Changed your mind, fine. Cancel on the order's page before it ships.`,
	DeliveryIs: `{state}: {fee}, {days} days. Free from {free}.
To {state} it's {fee} and takes {days} days. From {free} you pay nothing.
{fee} to {state}, {days} days or so. Orders from {free} go free.
Yeah, {state} is covered: {days} days, {fee}, free from {free}.
For {state}, {fee}. Give it {days} days, and it's free from {free}.
{days} days to {state} for {fee}. Reach {free} and delivery's on us.`,
	AskState: `Which state? Then I can tell you the fee.
Where's it going, which state?
Give me the state and I'll give you the cost.
Depends on the state. Which is yours?
Name the state, that's all I need.
What state should it come to? Any will do.`,
	ReturnsAre: `You get {days} days to return it. Plenty.
Returns are open for {days} days. No drama.
{days} days, that's the return window.
Not feeling it? You have {days} days to send it back.
It can come back within {days} days.
There's {days} days for a return, so no need to decide today.`,
	PayBy: `Card, bank transfer or USSD via Paystack and Flutterwave. Cash on delivery up to {limit}.
Up to {limit} you can do cash on delivery. Else card, bank transfer or USSD, Paystack or Flutterwave.
Any of these: card, bank transfer, USSD. Cash on delivery too, if it's {limit} or less.
Paystack and Flutterwave do card, bank transfer and USSD. Cash on delivery ends at {limit}.
Card, USSD, bank transfer, all fine. Cash on delivery is fine as well, up to {limit}.
Pick one: card, bank transfer, USSD, or cash on delivery up to {limit}. I don't mind which.`,
	SizeAdvice: `Sizes are on each product's page. Between two, take the larger.
Check the page of the product. If you fall between sizes, go larger.
The product's page lists them. In doubt, the bigger one, it's calmer.
Each page has its sizes. Stuck between two means the larger.
Look at the sizes on its page. Halfway between, pick the larger and move on.
It's all on the product's page. Two sizes fighting, the larger wins.`,
	PointsAre: `{points} points, level {level}. Next: {next}.
You're at {points} points. Level {level}, and next comes {next}.
{Level} level, {points} points. Up next: {next}, no rush.
Points: {points}. Level: {level}, then {next}.
It says {points} points and {level}. Next up: {next}.
{points} points on {level}. What's next: {next}.`,
	PointsTop: `{points} points, level {level}. There's nothing above that, so rest.
{Level}, the top. And {points} points.
You're at {points} points and {level}, the highest level. Nowhere left to climb.
Level {level} is the last one. {points} points with it.
{points} points. {Level} is as high as it goes, nice view I hear.
Top level, {level}, with {points} points. Cool.`,
	GamesAre: `Games: {games}. Up to {points} points a day.
There's {games}. They pay {points} points a day at most.
Play {games} if you're bored. The daily cap is {points} points.
You've got {games}. {points} points is the day's limit.
{points} points a day at most, from {games}. I just watch.
Some games, yeah: {games}. At most {points} points a day.`,
	Noted: `{What}, noted.
Okay, you like {what}. I'll remember.
{What}. Good to know, I wrote it down.
Got it, {what} is your thing.
Noted {what}. I'll lean that way, slightly.
{What} it is. Into the notes.`,
	NotedAgainst: `Not {what}. Noted.
Okay, less of {what}. I'll keep that away from you.
No {what} then. Fine by me.
You don't care for {what}. I'll remember that.
{What}: not for you, noted.
I've put {what} on the no side. Calmly.`,
	KnownAre: `What I've noted about your taste: {what}.
So far I know this: {what}.
Your taste, as I have it: {what}. Not much more to it.
It's {what}. That's what I remember.
In my notes: {what}. You can change any of it.
I have you down for {what}.`,
	KnownNothing: `I know nothing of your taste yet. Mysterious, I like it.
No notes so far. Tell me a colour or a size, if you want.
Blank page. You haven't told me what you like.
Nothing noted. We're practically strangers, it's fine.
I haven't picked anything up yet. Give it time.
My notes on your taste are empty. Like most of my afternoons.`,
	HowToForget: `Open the pet's settings. You can make me forget each thing there.
In the pet's settings every note can be forgotten. I won't miss it.
Pet's settings, then forget what you like, one by one.
Each thing I know is listed in the pet's settings. Remove whichever.
You can wipe any of it in the pet's settings. I'm good at forgetting.
It's in the pet's settings: pick a note, forget it, done.`,
	YesWhat: `Yes to what, though? I hadn't asked.
Okay, yes. What are we agreeing on?
Yes is nice. What for?
I like the spirit. Tell me what you want, exactly.
Sure, yes, but to which thing?
Agreed, I guess. On what?`,
	NoProblem: `Okay, no then.
Cool, we leave it.
That's fine. Something else, or nothing, both work.
No it is. I wasn't attached.
Alright, dropped.
Fair enough. I'm here if that changes.`,
	GoingOn: `Hm, lost the thread for a second. Again, then.
I drifted off there. Picking it up here.
Got cut off there, no wahala. From here:
Anyway, I stopped halfway. Here's how it goes on.
Something slipped. Let me say it again.
Right, that ended early. Once more, from the start.`,
	ToolsUp: `That's as much as I can do in one message. Send another for the rest.
I've reached the limit for one message. Ask the remainder in a new one.
Enough for a single message. The rest goes in the next.
One message only gets so much out of me. Write again and I'll continue.
Stopping here, this message is full. Next one can carry on.
That was the lot for this message. Send the other part separately.`,
	Trouble: `Something didn't work. Nothing was changed, try again in a bit.
Hm, that failed. Everything's as it was.
It didn't go through, and nothing moved. Maybe once more?
Small trouble on our side. Nothing of yours was touched.
Something got stuck. No change made, so no harm.
Didn't work this time. All is as before, try again later.
A hiccup. Nothing was changed, we can repeat it.`,
	Resting: `You've used today's messages for my clever brain. The simple one's still on.
The clever brain is off for you till the day's over. I'll answer plainly.
That's it for the big thinking today, your messages for it are used. Basics still work.
Today's clever messages are finished. Short, plain questions still get answers.
My deep end is closed for you today, the messages ran out. The shallow end is fine.
No clever brain left for you today. I'll manage with the other one.`,
}
