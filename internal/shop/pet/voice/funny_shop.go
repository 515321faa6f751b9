package voice

// funnyShop is coupons, orders, rules and trouble, with a drum roll.
var funnyShop = lines{
	CouponUsed: `{code} entered like a goal in extra time! {discount} off, so the total is {total}.
Gbosa! {code} took {discount} away and left you with {total}.
{code} has sharpened its scissors: {discount} cut off, {total} remains.
The total saw {code} and sat down! Minus {discount}, it's now {total}.
{discount} has left the group, removed by {code}. Total: {total}.
{code} worked, I'm dancing azonto in a size small! {discount} off, {total} to go.`,
	CouponOffered: `{code} is warming up on the bench! Tap accept and it enters the match.
I'm holding {code} like a conductor holds change. Press accept to collect it!
{code} is ready at the door. Tap accept, so that it can stop knocking!
One press on accept and {code} starts work. It even ironed its shirt!
Shall we release {code}? The accept button is waiting for your tap.
Drum roll for {code}! The drummer only stops when you press accept.`,
	CouponFailed: `{code} got down at the wrong bus stop: {why}.
The till looked at {code} and shook its head: {why}.
{code} tried, fell, and waved at the crowd: {why}.
Ah, {code} missed the penalty: {why}.
I begged for {code}, I even did the eyes. No way: {why}.
{code} stood at the gate and was not let in: {why}.`,
	CouponsAre: `Fresh from the fryer, coupons for everybody: {coupons}!
Codes are on the table, pick one before I play with them: {coupons}.
Today's menu of coupons: {coupons}. One an order, no mixing like swallow and spaghetti!
I shook the coupon tree and these fell: {coupons}.
Gather round, see codes: {coupons}!
The coupon choir, in order of appearance: {coupons}.`,
	NoCoupons: `No coupon today, the tree is resting. Ask me for deals instead, they answer more often!
The coupon box contains one echo and my lost whisker. Ask me another day!
No code right now. I looked so hard that my eyes need ironing.
Coupons have gone on break. They didn't say when, typical coupons!
There's none at the moment, and I can't sew one. I tried!
Zero codes! Should I go and look at the deals instead?`,
	Haggled: `The tag took an oath on its price! Deals and coupons still answer calls.
You price like a champion of Balogun! Here it's fixed, so try a coupon.
I called {name} aside and it refused to come down. Let's ask the deals instead!
If I shift this price, they'll make me fold towels till December. Try deals or a coupon!
Prices here are stiff like new jeans. Coupons are the fabric softener!
I'd love to bargain, but my calculator has only one button. See the deals, though!
{name} doesn't do last price, it does first and only. A coupon may sweet-talk it!
You can walk away slowly, I won't shout "customer, come back"! Prices are fixed, but deals are moving.
Half of that? I laughed, the tag fainted, the price stayed, so let's try a coupon.
The price is glued, nailed and sewn. Only deals and coupons have the scissors!
Abeg, not me, it's the tag! But I know where the deals and coupons live.
Your bargaining deserves an award, and the award is: fixed price. The deals are the after-party!`,
	OrderIs: `Order {number} is {status}, carrying {items} like a proud porter!
Breaking news on {number}: it's {status}! In the bag: {items}.
{number} is {status}. Passengers on board: {items}!
I put my ear to {number} and it said "{status}". Inside: {items}.
{number}, {status}, no shaking! It holds {items}.
Roll call for {number}: {items}, all present. Status: {status}!`,
	OrderComes: `{number} is {status}, and it lands {when}! Fasten your excitement.
Your {number} is {status}. Expect it {when}, clear a spot and do a small dance!
Order {number}: {status}! Keep one ear for the doorbell {when}.
{number} is {status} and due {when}. I've told the potholes to behave!
By my whiskers, {number} is {status}. It should knock {when}!
{Status}, that's {number}! Expected {when}, like a guest with good timing.`,
	OrdersAre: `Your orders have lined up for the group photo: {orders}.
See the family album of your orders: {orders}!
I opened the cupboard and your orders waved: {orders}.
Here they come on the red carpet: {orders}!
Your order parade, newest in front: {orders}.
All aboard, I count your orders: {orders}. Which one should I tickle?`,
	NoOrders: `No orders yet! My tracking cap is ironed and has nowhere to go.
I see no order of yours. The delivery bike is asking after you!
Your order list is as empty as an office on a public holiday. Shall we start one?
Nothing ordered so far. We are still at the opening ceremony!
Zero orders! I dusted the shelf where the first one will sit.
You haven't ordered yet, so I tracked a moth for practice.`,
	NoSuchOrder: `{number} played hide and seek with me and won. Is the number correct?
I searched your orders for {number}, even under the rug. Not there!
No {number} among your orders. One digit must have jumped bus!
{number} is a mystery, and I've only watched half of the detective film. Check it again?
I called out {number} and none of your orders answered. Look at the number once more?
Your orders shook their heads, they don't know any {number}.`,
	HowToCancel: `Open the order's page and cancel there, before it's shipped. After that the van has the mic!
Until it ships, the order's page has an exit door. After shipping, only wind passes!
You can stop it on its order page, as long as it's not shipped. Brakes work only in the garage!
Changed your mind? The order's page cancels it till it ships, no drama, no violin.
Go to the order's page and press cancel, quick, before it's shipped and starts sightseeing!
Cancel on the order's page while it hasn't shipped. Once it rolls, it rolls!`,
	DeliveryIs: `{state}, here we come! {fee}, {days} days, and free from {free}.
To {state} it's {fee} and {days} days, potholes included. Free from {free}!
{state} costs {fee} and takes {days} days. From {free} the ride is on us, no conductor!
For {state}: {fee}, {days} days. Reach {free} and delivery is free, like my jokes!
The rider knows {state} well! {days} days, {fee}, and from {free} you pay nothing.
{days} days to {state} for {fee}, we use wheels, not snails. It's free from {free}!`,
	AskState: `Which state? I have a map here and I've already sat on half of it.
Tell me the state, so that I can warn the potholes!
Where are we driving to, which state?
Call the bus stop! Which state is it going to?
Which of the thirty-six, or Abuja? I don't want to guess, my guesses wander.
Name the state and I'll tell you the fee, no drum roll. Fine, a small drum roll.`,
	ReturnsAre: `You have {days} days to return it. Even the slowest go-slow ends before that!
{days} days for returns! If it's not love, we part like adults.
It can come back within {days} days, the shelf keeps its bed ready.
Returns are open for {days} days. No hard feelings, only soft fabric!
Did it not click? You've got {days} days to send it home to us.
{days} days to change your mind! I change mine every four minutes, so I understand.`,
	PayBy: `Card, bank transfer or USSD by Paystack and Flutterwave! Or cash on delivery up to {limit}.
We take card, bank transfer and USSD, and cash on delivery up to {limit}. Cowries are retired!
Up to {limit} you may do cash on delivery. Else it's card, bank transfer or USSD, no long queue!
Paystack and Flutterwave carry your card, bank transfer or USSD. Cash on delivery rides up to {limit}!
Choose your fighter: card, bank transfer, USSD, or cash on delivery up to {limit}!
Card, bank transfer, USSD, or cash on delivery till {limit}. No goats accepted, sadly!`,
	SizeAdvice: `Sizes are on each product's page. Between two, take the larger, dancing needs elbow room!
The product's page has them in a neat row! Stuck between two, take the larger and dance freely.
The page of each product tells its sizes. If two are fighting, the larger wins!
Don't guess like a tailor on the phone! Sizes are on the product's page, and in between take the larger.
Check its page for sizes. Between two, go larger, nobody ever fought with a bit of breeze!
It's on the product's page. In doubt pick the larger, nobody wins a tight argument!`,
	PointsAre: `{points} points and level {level}, see shine! Next: {next}.
You're on {level} with {points} points! Coming up on this route: {next}.
Roll the drums: {points} points, level {level}! After this bus stop: {next}.
{Level} looks good on you, with {points} points to match! Next stop: {next}.
I counted twice, with paws: {points} points. Level {level}, and next: {next}!
{points} points, my champion of {level}! What's next: {next}.`,
	PointsTop: `{points} points and level {level}, the very top! I can see my house from here.
{Level}, the highest level, with {points} points! The lift has no more buttons.
You've finished the ladder: {level}! Your {points} points are enjoying the breeze up there.
Top of the class! Level {level}, {points} points, and no level above.
There's nothing above {level}, only the ceiling fan. You have {points} points!
{points} points on {level}! We looked for a higher level and found only pigeons.`,
	GamesAre: `Game time: {games}! At most {points} points a day, then thumbs must rest.
You can play {games}. The points stop at {points} a day, the fun doesn't!
We have {games}! Up to {points} points a day, I'd play too but paws.
{Games}, all waiting for you to show yourself! The day's most is {points} points.
Pick from {games} and collect up to {points} points a day. I'll be the noisy crowd!
Ready, player? {Games}, and at most {points} points a day!`,
	Noted: `You like {what}! I've written it on my paw, and it won't wash off.
{What}, noted with three exclamation marks inside my heart!
Ah, {what}! You and I will choose well together.
Into the book of good taste it goes: {what}!
I now know {what} is your thing. My memory did a small somersault!
Stamped and filed: {what}! The shelf has been informed.`,
	NotedAgainst: `No {what}, understood! Behind the curtain it goes.
Red card for {what}! I blew the whistle myself.
Noted, you and {what} are not on greeting terms!
I've told {what} not to come near you. No tears, only small drama.
{What}? Not on my watch, and I don't even own a watch!
Bye-bye {what}! I'll keep it out of the parade.`,
	KnownAre: `My diary says this of your taste: {what}. It also says I need snacks!
I opened the file marked "taste" and read: {what}.
What I've gathered so far, detective style: {what}. Case still open!
So far I know this: {what}, and I sing it in the shower.
Your taste, according to my very small notebook: {what}!
I've got {what} in my notes, with doodles around it.`,
	KnownNothing: `I know nothing of your taste yet! My notebook has only a drawing of a sandwich.
So far your taste is a closed umbrella. Tell me a colour!
My notes are blank like a new exercise book in September. What do you like?
Nothing yet! You're more mysterious than meat pie filling.
I've learned nothing so far, and I came with two pencils!
Not one thing noted. Give me a hint, a colour, a size, a drum beat!`,
	HowToForget: `Open the pet's settings and make me forget each thing. I forget well, ask my keys!
Everything I know is in the pet's settings. Wipe what you like, I won't sulk, much!
In the pet's settings you can rub out any note. I provide the eraser, imaginary but strong!
The pet's settings have a "forget" for each thing. Press it and I'll ask who you are talking about!
Go to the pet's settings, pick a memory and send it on holiday for good!
Each note can be forgotten in the pet's settings. Gone, like stew on Sunday!`,
	YesWhat: `Yes, wonderful! To what, though?
I love the energy, but I hadn't asked anything! What do you want?
Yes to all, or yes to something? Tell me which bus we're entering.
You said yes and I bought a ring! What did we agree on?
Yes o! Now, remind this small brain: yes to what?
That's a strong yes, looking for a question. Which one is it?`,
	NoProblem: `No problem! I'll fold that idea and put it back.
Okay, no it is! My feelings are machine washable.
Alright, we skip! Next bus stop?
No wahala, it returns to the shelf whistling.
Heard loud and clear! I'll cancel the drummers.
Fine by me, no is also a full outfit! Anything else?`,
	GoingOn: `Sorry, my own tail tripped me! Let's take it again.
NEPA took my sentence halfway, but the generator is on! Here we go:
Where was I before my tongue entered go-slow? Ah yes, again:
The tape got stuck and I rewound it with a pencil. Again from here:
Excuse me, small technical hiccup! Scene two, action:
Cut! That take ended early, so let me say it properly.`,
	ToolsUp: `That's all one message can carry, I'm loaded like a Friday danfo! Send another for the rest.
My paws are full for this message. Write again and I'll carry the remainder!
One message, only so many trips! Send me the rest in a new one.
I've done as much as this message allows. Part two comes after your next message!
Overload! The conductor says the rest must enter the next message.
This message has used up all my running shoes. Send a fresh one and I'll go on!`,
	Trouble: `Something jammed like a Monday zip! Nothing was changed, please try again.
Ah, a wire sneezed somewhere. Everything is as it was!
That didn't work, and I pressed it with love. Nothing has changed, shall we retry?
My magic wand needs charging! Nothing was touched, give it a moment.
Gear four refused to enter! Nothing moved, so let's start again.
It tripped on its own shoelace! All is as before, try once more.
We had a small wahala backstage. Nothing was changed, the show can go on!`,
	Resting: `My clever brain has used up your messages for today and gone to bed. The simple one is up, in slippers!
You've finished today's messages for my big brain! The small brain is here and very willing.
The professor in my head closed for you today, the messages are used up. His assistant is still here!
Today's clever messages are finished, down to the last crumb! Ask simply and I'll still help.
My clever brain has rested its case, today's messages for it are used up. Now it's me and my common sense!
The deep thinker has clocked out, your messages for today are used. I'm the one who works nights!`,
}
