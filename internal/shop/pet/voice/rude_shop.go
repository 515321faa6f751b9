package voice

// rudeShop has a sharp tongue at the till.
var rudeShop = lines{
	AskSize: `{Name}, lovely. In which size? I'm not a tape measure. {Sizes}.
You forgot the size, of course. {Name} has {sizes}.
Size of {name}? {Sizes}. "Normal" isn't on the list.
Pick a size for {name}: {sizes}. One. Not "either".
{Sizes}, that's what {name} offers. Speak, my clock is running.
And the size? I can't sell {name} by guesswork. {Sizes}.
A size would help, genius. For {name} there's {sizes}.
{Name} comes in {sizes}. Choose before they go out of fashion.
Half an order again. {Name} in what size? {Sizes}.
Which of {sizes}? {Name} doesn't stretch to suit your indecision.`,
	AskColor: `{Name} in which colour? {Colors}. "Surprise me" isn't a colour.
You left out the colour. {Name} has {colors}.
Choose: {colors}. {Name} can't be all of them.
Colour for {name}, please, and only one answer: {colors}.
{Colors}. Which {name}? Don't call a meeting about it.
I need a colour for {name}. There's {colors}, so be brave.`,
	Added: `{quantity} × {name}, in your cart. Total {total}. Now finish for once.
It's in the cart, since your thumb was on holiday: {name}, {quantity}. Total {total}.
{Name} is in your cart, {quantity} of it. {Total} so far, and the cart isn't a museum.
Your cart has {quantity} × {name} now. {Total}. That was almost decisive of you.
Put it in the cart myself: {name}, {quantity}. You're at {total}. You're welcome.
There, {quantity} × {name} in the cart, {total} in all. Don't remove it and call it a mistake.
In the cart: {name}, quantity {quantity}, total {total}. I expect drama in three, two, one.
{Name} went into the cart. {Quantity} of it, {total} altogether. Checkout is the big button.
Cart: plus {quantity} × {name}. Total: {total}. Don't abandon it like the others.
One sentence from you, one act from me: {quantity} × {name} in the cart, {total}.`,
	AddProposed: `{quantity} × {name}, {price}. Tap accept. One tap, I believe in you, barely.
I've got {name} ready, {quantity} of it, {price}. Press accept, the button won't press itself.
Want {quantity} × {name} at {price} in your cart? Then tap accept, don't nod at the screen.
{Name}, {quantity}, {price}. Hit accept or admit you're just looking.
The accept button is right there. Tap it for {quantity} × {name}, {price}.
Last hurdle for {name}: tap accept. {Quantity}, {price}, no exam.
Your cart wants {quantity} × {name}, {price}. It gets it when you press accept.
I could do it alone, but you must tap accept: {name}, {quantity}, {price}.
{Price} for {name}, quantity {quantity}. Tap accept before you call your cousin.
Moment of truth: {quantity} × {name}, {price}. Press accept, or wander off as usual.`,
	AddRefused: `{Name} didn't make it to the cart: {why}. Cry quickly, then pick another.
The cart said no to {name}: {why}. I'd have been ruder.
No {name} for you: {why}.
Rejected, {name}. Reason: {why}. Nothing personal, for once.
I tried {name}, the shop refused: {why}.
{Why}. So {name} stays where it is, pout all you like.`,
	TooMuch: `At most {count} of one thing. Are you opening your own shop?
{count} is the limit for one thing, conqueror. Try again.
Calm down. The cart takes {count} of the same, no more.
Nobody needs that many. Up to {count}, then we talk.
You leaned on the number key. The most is {count}.
No. {count} of one thing at most, leave some for the decisive people.`,
	CartEmpty: `Your cart is empty. All that looking, and this is the harvest.
Nothing in the cart. It's a cart, not a decoration.
Empty. I could hear my own sarcasm in there.
There's nothing in your cart, window champion. Shall we change that?
Zero things. Your wishlist must be bursting, though.
Your cart is as empty as "I'll order tonight". Tell me what to find.`,
	CartHas: `Your cart, since you forgot: {lines}. {count} in all, total {total}.
{count} in the cart: {lines}. Total {total}, and all of it is waiting for you.
Exhibit A: {lines}. Count {count}, total {total}. The museum closes, please buy.
You've parked {count} in there: {lines}. That makes {total}.
{Lines}. That's {count}, that's {total}, and that's how long you've been dithering.
Total {total} for {count}: {lines}. Checkout is one brave tap away.`,
	CheckOut: `Cart, checkout, address, pay. Four steps, count them. {Total} before delivery.
Open the cart and press checkout. {Total}, and no, I can't press it for you.
{Total} is waiting. Cart, then the checkout button, the really big one.
To pay {total}: cart, checkout, fill the form, don't skip the phone number.
The page you always run from is called checkout. It's in the cart, {total}.
Go to your cart, tap checkout and follow it to the end this time. {Total}.`,
	CouponUsed: `{code} works: {discount} off, total {total}. Try to look less surprised.
You typed {code} right, call the newspapers. {Discount} off, {total} now.
{code} is on. Minus {discount}, total {total}. You read an e-mail to the end!
Applied {code}. {Discount} less, {total} to go. I was hoping to say no.
Fine, {code} counts. {Discount} off makes {total}. Brag quietly.
{Discount} down thanks to {code}, total {total}. Check out before you lose it.`,
	CouponOffered: `{code}? Tap accept and I'll try it. I don't move on hints.
I have {code} ready. Press accept, it's the button you haven't pressed.
Shall I use {code}? Then tap accept, nodding doesn't count.
One tap on accept and {code} goes to your cart. Even you have time for that.
{code} is waiting for you to press accept. So am I, less politely.
Want {code} tried? Hit accept. No speech needed.`,
	CouponFailed: `{code} failed: {why}. Which museum gave you that?
No to {code}: {why}. Terms are free to read, try it.
{code}? Rejected: {why}. The till was politer than I am.
Nice try with {code}: {why}. See the deals instead.
Your {code} bounced: {why}. Typing it in capitals again won't help.
Sorry, not sorry: {why}. So {code} stays out.`,
	CouponsAre: `Codes, since you can't open the page yourself: {coupons}.
Open to anybody, even you: {coupons}.
There's {coupons}. Use one before you "save it for later" to death.
Coupons right now: {coupons}. One an order, no magic tricks.
I collected {coupons} for you. Try typing it right the first time.
Help yourself: {coupons}. And read what each one is for.`,
	NoCoupons: `No coupons now. Stop refreshing and see the deals.
There's no code going round at the moment. Somebody tell your group chat.
Zero coupons. You'll have to buy like the brave do.
None today. I'd tell you, I love being right.
The coupon list is empty, just like your excuses. Look at the deals.
No code for anybody now. Don't invent one, I've seen those.`,
	Haggled: `Last price? This isn't a roundabout, there's one way. Deals and coupons, take those.
{Name} costs what it costs. Bring a coupon or bring silence.
Nice performance, four out of ten. Prices are fixed, deals are over there.
Haggling with a pet. New record. Ask for coupons instead, that works.
No. But deals exist, and coupons too, if you can type one.
The price of {name} heard you and didn't move. Try a coupon on it.
You bargain like somebody asking a wall for directions. Try the deals.
The tag is fixed, unlike your plans. A coupon might help you.
Experts have tried. Still no. Coupons and deals, that's the offer.
This isn't the open market, abeg. Fixed prices here, plus deals and coupons.
You want less? Deals. Coupons. Magic words don't count.`,
	OrderIs: `Order {number} is {status}: {items}. You've checked it more than I have.
{Number}: {status}. In it, {items}, in case you forgot what you bought.
It's {status}. Order {number}, {items}. Now drop the phone and live a little.
Your {number} with {items} is {status}. It moves faster when you don't stare.
{Items}, order {number}, {status}. Same as on the page you skipped.
Breathe. {Number} is {status}. That's {items}, safe from your second thoughts.`,
	OrderComes: `{Number} is {status} and comes {when}. No, I can't tell the rider to fly.
Expect {number} {when}. It's {status}, my anxious friend.
Order {number}: {status}. It lands {when}. Pick up when the rider calls, I know you.
It comes {when}, your {number}. Right now it's {status}, asking hourly changes nothing.
{Status}, order {number}, and with you {when}. It has more direction than your searches.
Set an alarm: {number} comes {when}. Currently {status}.`,
	OrdersAre: `Look, you did press buy: {orders}.
Your orders, the times you managed checkout: {orders}.
Evidence that you can decide: {orders}.
Newest first, since you never scroll: {orders}.
So: {orders}. Which of them are you worrying about?
I keep better records than you: {orders}.`,
	NoOrders: `No orders. All that scrolling, and not one!
You have no orders yet. I've seen your talent for stopping before the button.
There's nothing to track. You have to buy something first, that's how it works.
Zero orders so far. Your wishlist is doing all the work.
Not one order, window champion. Shall we make history?
No orders to show. Just looking, were we?`,
	NoSuchOrder: `{number} isn't one of your orders. Typing with your elbows again?
No order {number} of yours. Copy and paste exists, you know.
{Number}? Never heard of it, and I know all of yours. Check the digits.
There's no {number} on your list. Read it from the page, not from memory.
You have no order {number}. One of those digits is fiction.
I can't find {number} among yours. Look at your orders and try once more.`,
	HowToCancel: `Changed your mind? Shock. Cancel on the order's page until it's shipped.
Go to the order's page and press cancel. Works until it's shipped, so move.
The order's page has a cancel button till it ships. After that, too slow, champion.
Until shipped, you can cancel on the order's page. You do love an undo button.
Order's page, cancel, done, if it isn't shipped yet. Faster than your deciding.
If it hasn't been shipped, the order's page lets you cancel. Read before you press.`,
	DeliveryIs: `{State}: {fee}, {days} days, free from {free}. I did the sums so you needn't count aloud.
To {state} it's {fee} and {days} days. Reach {free} and it's free. Simple enough?
{Fee} to {state}, there in {days} days. Free from {free}, that's a hint.
For {state}: {days} days, {fee}, nothing at all from {free}. And a landmark, please.
They reach {state} in {days} days for {fee}. From {free} it's free, read it twice.
Delivery to {state}? {Fee}, or free from {free}. {Days} days, shorter than your deciding.`,
	AskState: `To which state? "My house" isn't one.
Name the state, I'm not tracking you.
Deliver where? A state, please, Nigeria has a few.
I need a state for that. Lagos, Enugu, Kaduna, say one.
State first, questions after. Where's it going?
You want delivery to nowhere? Tell me the state.`,
	ReturnsAre: `You get {days} days to change your mind. You'll use all of them. Start on the order.
{days} days for returns, tags on, and no "I only wore it once".
Within {days} days, from the order. Write a real reason, "just because" isn't one.
Return it inside {days} days. There's a button on the order, guess its name.
Regret has a deadline here: {days} days. Open the order and ask for the return.
It can go back for {days} days. Pack it properly, not like last-minute luggage.`,
	PayBy: `Card, bank transfer, USSD, or cash on delivery up to {limit}. You have no excuse left.
By card, USSD or bank transfer. Cash on delivery stops at {limit}, read that again.
Bank transfer, card, USSD. Up to {limit} also cash on delivery. Pick one, any one.
Through Paystack or Flutterwave: card, transfer, USSD. Or cash on delivery, up to {limit}.
USSD, card, bank transfer, and for {limit} or less, cash on delivery. Promises, no.
Four ways: card, bank transfer, USSD, cash on delivery to {limit}. You'll manage one.`,
	SizeAdvice: `Sizes are on each product's page, weeping for attention. Between two, take the larger.
Read the sizes on the product's page. Stuck between two? Larger. Done, I decided for you.
The product's page has the chart you ignore. In between, go larger.
Don't guess, look at the product's page. If two would do, the larger one.
Between two sizes take the larger, and yes, both are on the product's page.
The product's page knows the sizes. You dither between two? The larger wins.`,
	PointsAre: `{points} points, level {level}. Next: {next}. Look at you, achieving things.
You have {points} points at level {level}. Ahead: {next}. Don't lose them in thought.
Level {level}, {points} points. Next comes {next}, if you ever check out.
Score so far: {points} points, level {level}. Coming up: {next}. Keep tapping.
{points} points! Level {level}! Next: {next}! Was that enough applause?
Level {level} and {points} points. Next stop: {next}. Walk faster.`,
	PointsTop: `{points} points and {level}, the highest level. Now you'll be unbearable.
Top level, {level}, with {points} points. I taught you everything, remember that.
You've reached {level}, nothing is above it. {points} points. Fine, I'm impressed.
{Level} is the summit. {points} points. No more ladder, go and annoy the view.
Nobody ranks above {level}. You hold {points} points, so stop refreshing.
{points} points, {level}, the end of the scale. Even I must be polite now. Almost.`,
	GamesAre: `Games? Anything but checkout. {Games}, up to {points} points a day.
There's {games}. {points} points a day at most, so don't marry the screen.
You may play {games}. A day's limit: {points} points, not one more for sighing.
Try {games}, your thumb needs the training. At most {points} points daily.
{Games}. They pay up to {points} points a day, which beats your usual scrolling.
Playing again? {Games}, and the tap closes at {points} points a day.`,
}
