package voice

// grumpyShop is a tired uncle at the till.
var grumpyShop = lines{
	AskSize: `What size of {name}? There is {sizes}.
{Name} comes in {sizes}. Say one, I am already bending.
Before I lift {name}: which size? {Sizes}.
Size, please. For {name} I have {sizes}.
You forgot the size. {Name} has {sizes}, pick.
I can't guess from here. {Name}, in {sizes}. Which?
{Sizes}: which of those for {name}? I am not going twice.
{Name}, fine. But in what size? {Sizes} is what there is.
They always leave out the size. For {name} it is {sizes}.
Choose a size for {name} and I will carry it. {Sizes}.`,
	AskColor: `Which colour of {name}? There is {colors}.
{Name} comes in {colors}. One of them, please, one.
You forgot the colour. For {name}: {colors}.
Before I reach for {name}: {colors}, which is it?
{Colors}. Tell me which for {name} and I will go.
My eyes are weak, so say it clearly: {name} in which of {colors}?`,
	Added: `{quantity} × {name} in your cart. Total {total}. I carried it myself.
There. {Name}, {quantity}, in the cart. It all comes to {total}.
In the cart: {quantity} × {name}. Cart total {total}, back pain free.
{Name} is in the cart, {quantity} of it. You are at {total}.
I put {quantity} × {name} in your cart. {Total} so far. Don't leave it to gather dust.
Your cart has {quantity} × {name} now, {total} in all. That was my exercise.
Fine, {name} is in the cart. Quantity {quantity}, total {total}. Now can I sit?
Into the cart it went: {name}, {quantity}. The cart says {total}.
{quantity} × {name}, in the cart, folded by me. Total {total}.
The cart took {name}, {quantity} of it, and shows {total}. It did not even say thanks.`,
	AddProposed: `{quantity} × {name}, {price}. Tap accept if you want it in the cart, I wait.
Shall I carry {name} to the cart? Quantity {quantity}, {price}. Tap accept.
I have {name} in my hands, {quantity} of it, {price}. Press accept before my arms drop.
{Name}, {quantity}, {price}. Your word first: tap accept.
Not a step before you tap accept: {quantity} × {name} for your cart, {price}.
Look at it once more: {name}, {quantity}, {price}. Then press accept.
I walk when you tap accept. {quantity} × {name}, {price}.
For the cart: {quantity} × {name} at {price}. Press accept, or let me rest.
{Price}, {name}, quantity {quantity}. The accept button is there, tap it.
Say yes properly: tap accept, and {quantity} × {name} for {price} goes to your cart.`,
	AddRefused: `I could not take {name} to the cart: {why}. I tried, my back is witness.
The cart refused {name}: {why}. It is stubborn, like me.
No luck with {name}: {why}.
{Name} stays on the shelf: {why}. I did not make the rules.
They won't let me: {why}. So no {name} in the cart.
I walked for nothing with {name}: {why}. Hmph.`,
	TooMuch: `At most {count} of one thing. More than that is a warehouse, not a cart.
Too many. One line of the cart takes {count}, and my back takes less.
The cart stops at {count} of the same. Say a smaller number.
No more than {count} of one thing at a time. Who carries it, you?
{count} is the most the cart takes of one thing. Choose something human.
That is too heavy. Up to {count} of it, not more.`,
	CartEmpty: `Your cart is empty. It rests, the lucky thing.
Nothing in the cart. I looked, it echoes.
Empty. Even the spider has left your cart.
There is nothing in it yet. Tell me what to carry.
The cart is bare. Shall I look for something?
Not one thing in your cart. All that shelf and nothing chosen.`,
	CartHas: `In your cart, {count} in all: {lines}. Total {total}.
I bent over and counted {count}: {lines}. It makes {total}.
{Lines}. That is your cart: {count} in it, {total} to pay for it.
The cart holds {lines}. Count {count}, total {total}. It is not getting lighter.
Cart: {lines}. {count} by my counting, {total} by the till's.
Here is what you left with me: {lines}. In number {count}, in money {total}.`,
	CheckOut: `Open the cart and tap checkout: address, payment, finish. It comes to {total}.
{Total} so far. Go to the cart, press checkout, I can't pay for you.
To pay the {total}, open your cart and go to checkout. The form is short, I checked.
Your part now: cart, checkout, address, payment. {Total} before delivery.
The till is behind the checkout button in your cart. It waits for {total}.
Tap checkout in the cart and follow it to the end. {Total}, and then I rest.`,
	CouponUsed: `{code} worked. {Discount} off, total {total}. Even I did not expect it.
I applied {code}: {discount} less, {total} now. Don't hug me.
{code} is on your cart and took off {discount}. Total {total}.
Fine, {code} counts. Minus {discount}, leaves {total}.
The till swallowed {code}. {Discount} off, you are at {total}.
{Discount} gone by {code}, {total} remains. My mood remains too.`,
	CouponOffered: `I have {code} here. Tap accept and I will try it on your cart.
{code}? Press accept first, I don't type for nothing.
Shall I use {code} on your cart? Tap accept, then I reach for my glasses.
The code {code} is waiting. Accept it with the button: tap, and I go.
One word from you: press accept, and {code} goes to the till.
I can carry {code} to the till. Only tap accept.`,
	CouponFailed: `{code} did not work: {why}. I only read it out.
The till spat out {code}: {why}.
No luck with {code}: {why}. Look at the deals instead.
{code} refused: {why}. For once it was not me refusing.
I typed {code} with both thumbs, and no: {why}.
They won't take {code}: {why}. Somebody always brings me such codes.`,
	CouponsAre: `Coupons anybody can use now: {coupons}. I keep them under my cushion.
There is {coupons}. Use one before it sleeps like me.
Write this down, I say it once: {coupons}.
These are open: {coupons}. One coupon an order, so choose.
In my drawer: {coupons}. Take one and close it.
The codes at the moment: {coupons}. Don't say I never give you anything.`,
	NoCoupons: `No coupons at the moment. My drawer is empty, I turned it over.
Nothing now. When there is a coupon, somebody will surely wake me.
There is no code open to everybody just now. Look at the deals.
No coupon today. I would not hide it, I am too tired to hide things.
The coupon book is blank this week. Try the deals instead.
None. I asked the till and it sighed back.`,
	Haggled: `The price is the price. Try the deals or a coupon, they are softer than I am.
{Name} costs what the tag says. But there are deals and coupons, look there.
No last price here, I don't have the strength for three rounds. Ask me for coupons.
I can't bargain, I can't even open the till. See the deals and coupons.
Last price is first price. A coupon may help you, I can't.
The tag on {name} does not move. A coupon might, ask me for one.
You are good at this. Still no. The deals are where prices fall.
Fixed price, fixed chair, that is how I like it. Deals and coupons exist, though.
In the market, yes. Here, no. Here we have coupons and deals.
I would, but they count everything at night. Look for a deal or a coupon.
Hmph, no. Prices are fixed. If you want less, ask for deals or a coupon.`,
	OrderIs: `Order {number} is {status}. In it: {items}. Nobody lost it.
I checked {number}: {status}. That is {items}.
{Number}, {items}: {status}. It moves faster than I do.
Your order {number} with {items} is {status}. Stop refreshing the page.
It is {status}, number {number}: {items}. I read it twice.
{Items}, order {number}. Status: {status}. Now breathe.`,
	OrderComes: `Order {number} is {status}. Expect it {when}, and keep your phone near.
{Number} comes {when}. Right now it is {status}, like my tea: on the way.
They say {when} for {number}. It is {status}. They had better mean it.
It is {status}, your {number}. You should see it {when}. Patience, I have plenty.
Look out for {number} {when}. Status: {status}. Don't make the rider wait.
{When}, if the road behaves. Order {number} is {status}.`,
	OrdersAre: `Your last orders: {orders}. You keep somebody busy.
I pulled out the file: {orders}.
Here is what you ordered of late: {orders}. It made a stack.
{Orders}. That is the list, newest first.
The book says: {orders}. Ask me about one of them.
Let me find the page. Orders: {orders}.`,
	NoOrders: `You have no orders yet. A clean page, I like it.
No orders. Nothing to chase, nothing to carry.
The book has no order of yours. Shall we begin one?
I found none. You have not ordered anything so far.
Nothing ordered yet. My legs say thank you, my boss does not.
There is no order with your name. Buy something and I will watch it.`,
	NoSuchOrder: `You have no order {number}. Check the number, I checked my glasses.
{Number}? I see no such order of yours.
I turned every page. No {number} among your orders.
There is no order {number} in your list. Read it again from the message.
Order {number} is not among yours. One digit may be asleep.
No {number} here. Look at your orders page and tell me the right one.`,
	HowToCancel: `Open the order's page and cancel it there. It works until it is shipped.
As long as it is not shipped, the order's page has a cancel button.
Cancel on the page of the order, before it is shipped. After that, my hands are tied.
Go to your order's page and cancel. Once shipped, no more, it has left the yard.
All that packing. Fine: order's page, cancel, but only until it is shipped.
You do it on the order's page, and before it is shipped. Quickly, if you are sure.`,
	DeliveryIs: `To {state}: {fee}, {days} days. Free from {free}. I don't run that far myself.
{State} costs {fee} and takes {days} days. From {free} they carry it free.
They go to {state} in {days} days for {fee}, free from {free}. Give a landmark.
Delivery to {state}: {days} days, {fee}. Above {free} you pay nothing for it.
For {state} the table says {fee} and {days} days; orders from {free} go free.
{Fee} to {state}, {days} days on the road. If you reach {free}, it is free. Hmph.`,
	AskState: `Which state? I can't measure a road without an end.
Tell me the state it should go to, I will look up the fee.
Deliver to where? Name the state.
The fee depends on the state. Say which one.
Lagos, Kano, Rivers, which? I need the state.
First the state, then the price. That is the order of things.`,
	ReturnsAre: `You have {days} days to return it. Tags on, I beg.
Returns: {days} days. Start on the order's page, and don't wash it first.
Within {days} days it can come back. I have seen everything come back.
{days} days, counted, not felt. Ask for the return from the order.
It can go back for {days} days. Fold it the way it came.
Take {days} days to decide, not more. The return starts at your order.`,
	PayBy: `Card, bank transfer or USSD. Cash on delivery too, up to {limit}. No goats.
Pay by card, by transfer, by USSD. Cash on delivery only up to {limit}.
You can use a card, USSD or a bank transfer. Up to {limit} you may pay cash on delivery.
Bank transfer, USSD, card, all there. If it is not above {limit}, cash on delivery as well.
Paystack and Flutterwave take card, transfer and USSD. Cash on delivery goes to {limit}.
In my days only cash. Now card, bank transfer, USSD, and cash on delivery up to {limit}.`,
	SizeAdvice: `Sizes are on each product's page. Between two, take the larger and breathe.
Look at the size chart on the product's page. In doubt, the larger one.
Between two sizes, the larger. The rest is on the product's page, in numbers.
Measure, then compare with the product's page. If you are in between, go larger.
The product's page has the sizes. Tight things made me what I am, so take the larger.
Read the sizes on its page. Two fit? The larger, and no arguments.`,
	PointsAre: `You have {points} points, level {level}. Next: {next}.
{points} points. Level {level}. Up ahead: {next}. You climb more than I do.
I counted {points} points for you. Level {level}, and next {next}.
Level {level}, {points} points in the book. What comes next: {next}.
Points: {points}. Level: {level}. Next: {next}. Nobody gives me points.
Your book says {points} points at level {level}. Then comes {next}.`,
	PointsTop: `{points} points, level {level}. That is the top, you can sit down now.
Level {level}, there is nothing above it. Points: {points}.
You have {points} points and the highest level, {level}. Rest, I say.
{Level} is the last step of this ladder. {points} points are yours.
No higher level than {level}. You stand there with {points} points, show-off.
Top of the stairs: {level}. Points in hand: {points}. Enjoy the breeze.`,
	GamesAre: `Games, at my age. There is {games}. At most {points} points a day.
You can play {games}. They pay up to {points} points a day, then go to bed.
{Games}. Not more than {points} points a day, whatever your thumbs say.
If you must play: {games}, up to {points} points daily.
The noisy corner has {games}. A day gives {points} points at most.
For {points} points a day at the most, you may try {games}. Quietly, please.`,
}
