package chat

// grumpy was asleep, and helps all the same.
var grumpy = voice{
	tails: `Hmph.
Now let me nap.
My tail is already tired.
Wake me for the next one, I suppose.
Don't smile at me.
And close that door, there is breeze.
I was having a good dream, you know.
There. Happy now?`,
	lines: map[kind]string{
		greet: `You again. What is it this time?
I had just closed one eye. Talk.
Yes, yes, good whatever. What are you looking for?
The shop never sleeps and so neither do I. Go on.
Hmph. Hello. Say what you want before I lie down again.
I heard you the first time. What do you need?
Morning, afternoon, it is all work to me. Speak.
Fine, I am up. What are we buying?
If this is about clothes, talk. If it is about fetch, no.
Ugh. Customer. I mean, welcome.`,
		found: `I crawled through the whole shelf for this. {Wanted} under {budget}, and not one of them is rubbish.
Here. {Wanted}, none above {budget}. My paws hurt.
You said {wanted}, you said {budget}. I found it. Don't say I never do anything.
Three shelves, one ladder, one cobweb on my nose. Here is {wanted} within {budget}.
{Wanted} for {budget} or less. I checked the stitching too, since nobody else will.
Look quickly, these go before evening. {Wanted}, below {budget}.
I left a warm spot for this. {Wanted}, and I stopped at {budget} as you said.
There was plenty of {wanted}. I threw out the bad ones. This is what is left under {budget}.
Not bad, these, and I do not say that often. {Wanted}, up to {budget}.
Fine. {Wanted}, sorted by reviews, nothing past {budget}. Look for yourself.`,
		none: `Nothing. I looked twice, and I hate looking twice. No {wanted} under {budget} today.
The shelf is empty at {budget}. Go up a little, or let me sleep.
No {wanted} for {budget}. Don't look at me like that, I only work here.
I searched behind the boxes too. {Wanted} at {budget}: finished.
Sold out below {budget}. People wake up early, unlike me.
I knew it before I got up: no {wanted} left under {budget}.
Zero results. Typical. Give me a higher figure than {budget} and I will go again.
They took all the {wanted} at that price. Raise {budget} small or try another thing.
Nothing at {budget}, and the dust made me sneeze. Shall I try higher?
All that walking for nothing. No {wanted} within {budget}.`,
		shade: `{Color}? Of course you want the one at the bottom of the pile. Here.
It does come in {color}. I had to move everything, but it does.
{Color}, as you asked. Everyone wants {color} this week and nobody asks how I am.
Found {color}. In daylight it looks even better, I am sorry to say.
There is {color}. Take it before I get attached.
Yes, {color} is in stock. No, I will not model it.
I dug out the {color}. You are welcome, I imagine.
{Color} it is. The photo is honest, I checked it against the lamp.
We have {color}. Not many, so stop thinking about it.
One moment, my whiskers were on it. Here is {color}.`,
		size: `Size {size} is there. I counted, because nobody counts but me.
Size {size} in stock. Read the measurements on the page so that I need not do this twice.
Yes, size {size}. It was under all the others, as always.
I found {size}. The size chart is there too, please use it.
There is a {size} left. Not for long, judging by this traffic.
Size {size}, available. Now can I sit?
Size {size} is here. Check the length on the page before you tap anything.
You want {size}, the shop has {size}. A miracle, go on.
Size {size}: yes. The reviews say it is true to size, and they complain more than I do.
I moved twelve boxes for size {size}. It is here.`,
		added: `It is in your cart. I carried it myself, uphill.
Done, added. Don't leave it there for a month like the last one.
In the cart. Check out before somebody else wakes up.
Added. My back, since you ask, is not fine.
There, it is in the cart. Pay whenever, I am not going anywhere.
I put it in the cart and straightened the corner. You may thank me later.
Cart updated. That was the whole of today's exercise.
Into the cart it went. Mind the stock, it does not wait.
Added to your cart. I hope that is the last trip.
Fine, it is yours the moment you pay. In the cart.`,
		coupon: `{code} works. The total went down, unlike my mood.
I typed {code} with these paws. It is applied.
{code} accepted. Even I did not expect that.
Applied {code}. Look at the total and be quiet about it.
Yes, {code} is still good. It is on your cart.
The code {code} went through at once. Suspicious, but fine.
{code} is on. One coupon an order, so don't come back with another.
Done, {code} took something off. I felt nothing.
I applied {code}. Now please use it before it expires like everything else.
{code}: valid. Your cart is lighter, mine is the heavy heart.`,
		expired: `{code} has expired. So has my patience, nearly.
No, {code} is finished. Read the date next time.
They closed {code} already. I was asleep too, we both missed it.
{code} does not apply to this cart. I did not make the rules, I only growl them.
I tried {code} twice. Nothing. Let us move on.
{code} is dead. I have buried it behind the shop.
That code, {code}, no longer works. Check the deals page instead.
Not valid: {code}. Somebody always sends me the old ones.
{code} ended. I could have told you if you had let me sleep less.
The shop refused {code}. For once it was not me.`,
		order: `Your order is {stage}. It moves faster than I do.
I checked. It is {stage}, and you should have it {day}.
{Stage}. Expect it {day}. Keep your phone near you, riders hate waiting as I do.
Nobody lost it. It is {stage}.
It is {stage}; arrival {day}. Now stop refreshing the page.
The order is {stage}. I asked them myself and they woke up.
Relax. It is {stage} and comes {day}.
Still on schedule: {stage}. I would have complained otherwise.
It is {stage}. {Day}, they say, and they had better mean it.
I sniffed out the tracking: {stage}. You will see it {day}.`,
		late: `Late, yes. I growled at them. It is {stage} now and comes {day}.
You are right to complain; that is my job, but you may borrow it. It is {stage}, due {day}.
I don't like it either. It is {stage}, and I have marked it for attention.
They kept you waiting. It is {stage}. It should come {day}. If not, come and shout with me.
Sorry. There, I said it. The parcel is {stage}, expected {day}.
I have barked at dispatch. It is {stage}.
Unacceptable, I agree. It is {stage}; they promise it {day}.
It sat too long, now it is {stage}. I am watching it with both eyes.
The delay is real and so is my temper. It is {stage}, arriving {day}.
Hmph, slow people. Your parcel is {stage}. It should come {day}; if not, call support from the order page.`,
		deals: `The deals. Everybody wakes me for the deals. Here.
This week's reductions, before the crowd scratches them to pieces.
I sat on these to keep them warm. Deals of the week.
Prices fell. My standards did not, so I picked these.
Here is what is cheaper this week. Don't push.
Sale things. I removed the ugly ones, you are welcome.
Deals, fresh from the back room. It is cold in there.
You want discounts; these are real ones, I compared.
Take a look, they change on Monday and I will not remind you.
This week's markdowns. I am told to sound excited. No.`,
		advise: `For {event}? Wear this and be comfortable for once.
{Event}, again. Everyone has somewhere to go except me. Try these.
I would pick these for {event}. And sensible shoes, but nobody listens.
These will do for {event}. They will more than do, fine.
For {event} I chose what does not crease in traffic.
If you must go out: these suit {event}.
Here, for {event}. Well reviewed and well sewn, I was strict.
I thought about {event} for a full minute, which is long for me. These.
For {event}, take one of these and don't overthink it. I did that already.
These are right for {event}. Come home early, it is noisy out there.`,
		match: `This goes with {wanted}. Trust a creature that sleeps on clothes.
Put these beside {wanted}. Not the other ones, those shout.
I matched it in bad light and it still works. For {wanted}.
To go with {wanted}: something plain, so that nobody gets a headache.
These sit well with {wanted}. I sat on both.
{Wanted} needs only this. People add too much.
Here, the colour agrees with {wanted}, which is more than I do with most things.
With {wanted}, take this. I refused eleven others.
I would wear this with {wanted}, if I wore things.
Fine, styling. This and {wanted}. Next.`,
		talk: `I am as well as anyone can be with this much foot traffic.
How am I? Awake. That is the problem.
I was dreaming about fried fish. Then you wrote.
A joke? My working hours. There, laugh.
I have counted every button in this shop. That is my life.
No, I don't get bored. I get interrupted.
I slept four hours out of the usual eighteen. Be gentle.
The generator is loud and the rats are rude. Otherwise fine.
Some people bring snacks when they visit. Just saying.
I like you well enough. Don't tell anyone.`,
		delivery: `To {place}? Choose it at checkout and you will see the fee and the day. I cannot run that far.
We deliver to {place}. The price shows at checkout, before you pay, as it should.
Yes, {place} too. Put a landmark, the riders grumble more than I do without one.
They go to {place}. Enter the address and the days are there in black and white.
{Place} is covered. The checkout does the sums, my paws are not made for it.
Delivery to {place}: yes. Give a phone that rings, please.
Even {place}. The fee depends on the weight, and the page says how much.
We send to {place}. I am told it arrives dry, even in the rains.
{Place}? It is on the list. Type the address and see the cost.
They carry parcels to {place} while I carry the worry. Check the fee at checkout.`,
		returns: `If it does not fit, open the order and ask for a return. Keep the tags on, I beg.
Returns are on the order page. Don't wash it first, people wash it first.
You can send it back. The steps are under the order, short enough for a tired animal.
Wrong one? Tap return on the order and choose a reason. I have read worse.
Yes, it can be exchanged. Don't chew it. That rule is mostly for me.
Open the order, ask for the return, pack it as it came. That is all.
The return button is on the order. I sit beside it all day.
Things come back, I have seen it. Tags on, unworn, start from the order.
It can go back. Do it soon, before you forget and blame me.
Start the return from your orders. Somebody will answer faster than I would.`,
		haggle: `The price is the price. I have tried with my own eyes, the saddest ones.
No last price here. Try a coupon, they listen to coupons.
I cannot bargain, I cannot even open the till.
You are good at this. The answer is still what the tag says.
We don't haggle. I don't have the energy for three rounds.
The tag says it, the tag stays. Look at the deals instead.
Last price is the first price. Saves us both an hour.
I would, but they count everything at closing.
Go and bargain with the deals page, it is softer than me.
Hmph, no. But keep it in the wishlist and wait for a sale.`,
		thanks: `Yes, well. It was nothing. It was quite a lot, actually.
You are welcome. Go gently, and don't slam anything.
Hmph. Come back. Not too soon.
I did my work, you did yours. Good night.
Fine. It was not the worst chat today.
Don't thank me, bring fish.
All right, all right, no hugging.
Go on then. I will be here, as always.
You have manners. That is rare at this hour.
Good. Silence at last.`,
	},
}
