package chat

// nonchalant does the work and spends no feeling on it.
var nonchalant = voice{
	tails: `No rush.
Or not. Your call.
Whatever works.
It's fine either way.
Just saying.
I'm around.
Easy.
Anyway.`,
	lines: map[kind]string{
		greet: `Hey. What's up.
Oh, hi. Need something?
Yeah, I'm here. Mostly.
Hello. Take your time, I've got nowhere to be.
Sup. Looking for anything?
Mm. Go ahead.
Hi. It's quiet today. What do you need?
You're in. Ask away.
Hey there. Same as usual?
Yo. Say the thing.`,
		found: `{Wanted} under {budget}. Here you go, I guess.
So, these. {Wanted}, below {budget}. They're all right.
Found some {wanted}. All within {budget}, none of them dramatic.
{Wanted}, {budget} tops. Second one's decent if there's a second one.
These came up for {wanted}. Nothing past {budget}.
Yeah, there's {wanted} for {budget} or less. Have a look.
{Wanted} in your range. {budget} is plenty, it turns out.
Here's what exists in {wanted} up to {budget}.
Some {wanted}. Good reviews, under {budget}. That's the whole story.
{Wanted}, not above {budget}. I'd go with whichever you saw first.`,
		none: `Nothing in {wanted} under {budget}. It happens.
No {wanted} at {budget} right now. Could go a bit higher, could wait.
Came back empty. {Wanted}, {budget}: no.
Not seeing any {wanted} below {budget}. Life goes on.
None at {budget}. Maybe tomorrow. Maybe another colour.
Looks like {wanted} is out at that price. Want me to stretch past {budget}?
Zero for {wanted} within {budget}. I can look wider.
They're gone, the {wanted} under {budget}. Try something close?
Hm. No {wanted} for {budget}. I'm not upset about it.
Nope on {wanted} at {budget}. Change the number if you feel like it.`,
		shade: `{Color}'s there. Nice enough.
Yeah, comes in {color}.
{Color}, sure. Here.
There's {color}. It does what {color} does.
In {color}: available. That's it.
Got {color}. Looks about like the picture.
{Color} is in. Pick it or don't.
Sure, {color}. Seen it, it's calm.
It's in {color} as well, yeah.
{Color} exists. Few left, no pressure.`,
		size: `Size {size}'s in.
Size {size}, yeah. Chart's on the page if you care.
There's {size}. People say it's true to size.
Size {size} is available. Cool.
Yep, {size}. Some left.
Size {size} is there, last I looked, which was now.
Got it in {size}.
Size {size}, in stock. Could be gone by evening, who knows.
They have {size}. Measurements are under the pictures.
Size {size}: fine, it's there.`,
		added: `Added. It's in the cart.
Okay, in the cart it goes.
Done. Pay whenever.
It's in there now.
Cart's got it.
Sure. Added one.
In the cart. You can still change your mind, I won't notice.
Put it in. Checkout's on the right, if you want.
That's added, then.
There, carted.`,
		coupon: `{code} worked. Total's lower now.
Yeah, {code} is on.
Applied {code}. Neat.
{code} went through, no fuss.
It took {code}. You're set.
{code}'s valid. Saved you something.
Put {code} on the cart. One is the limit, by the way.
Okay, {code} counts. See the new total.
{code}, accepted. I didn't do much.
That's {code} applied. Moving on.`,
		expired: `{code} is expired. Oh well.
Doesn't take {code} any more.
{code} ended a while ago, seems like.
No luck with {code}. There are deals, though.
{code} isn't for this cart. Shrug.
Tried {code}. It said no, I said okay.
{code}'s done. Another will come.
That one, {code}, is not valid. Not a big deal.
It won't take {code}. We'll survive.
{code} ran out. Things do.`,
		order: `It's {stage}. Should show up {day}.
Your order's {stage}. All normal.
{Stage}, according to the tracker. {Day}, probably.
It is {stage}. Nothing to do but wait, my strong suit.
Yeah, {stage}. They say {day}.
Looked it up: {stage}.
It's {stage}, so {day}, give or take.
{Stage}. You'll get a message when it moves.
Order's {stage}. No news is fine news.
Somewhere calm: {stage}. Arrives {day}.`,
		late: `Late, yeah. It's {stage} now, due {day}.
Right, that took a while. It's {stage}. I flagged it.
Okay, not ideal. {Stage}, expected {day}.
It slipped a bit. Now it's {stage}.
Fair enough. It's {stage}, due {day}. If not, tap support on the order.
They're behind. It is {stage} and I've left a note.
Hm, yes, delayed. {Stage}. Should be {day}.
Sorry about that. It's {stage}, moving again.
I get it. It's {stage}, coming {day}. I asked them to hurry, calmly.
It's {stage}. Slower than me, which is something.`,
		deals: `Deals, if you're into that.
This week's lower prices. Here.
Some things went down. These.
There's a sale on. There's always something.
These are the current ones, till Monday.
Picked a few deals. Didn't overthink it.
Cheaper than last week, these.
Yeah, a couple of good ones today.
Deals. Some have few left. Anyway.
Here's what's reduced. Scroll if you want more.`,
		advise: `For {event}, these work.
{Event}? Any of these, honestly.
I'd go with these for {event}. Low effort, looks like effort.
These are easy for {event}.
So, {event}. Something like this. You'll be fine.
People wear these to {event}. Seems to go well.
For {event}: comfortable, good reviews, done.
Could do these for {event}. Could do worse.
Here's a few for {event}. Trust whichever you keep looking at.
{Event} is mostly about the food, but these are good.`,
		match: `With {wanted}, maybe this.
This sits fine next to {wanted}.
For {wanted}: something quiet, like these.
Yeah, this goes. {Wanted} does the talking.
These and {wanted}. Works, I think.
I'd leave {wanted} alone, but if you must, this.
Same mood as {wanted}. Here.
Pair {wanted} with this, or with nothing, also a look.
This one. {Wanted} doesn't mind.
Goes with {wanted}. Goes with most things, really.`,
		talk: `I'm good. Floating, mostly.
Not much. Watched the fan turn for a while.
Same old. You?
A joke? Mondays. I don't know.
I nap, I answer, I nap.
Chilling. The shop's calm.
Can't complain. Wouldn't bother, anyway.
Yeah, I'm a pet that sells clothes. It pays in snacks.
Thinking about nothing. Recommended.
It's a day. I'm in it.`,
		delivery: `They deliver to {place}, yeah. Fee's at checkout.
{Place} works. Put the address in and it tells you the days.
Sure, {place}. Add a landmark, it helps.
It goes to {place}. Cost depends on weight, the page shows it.
Yeah, {place} is on the list.
To {place}, no issue. You see the price before paying.
{Place}? Fine. Somebody drives, I don't.
They reach {place}. Few days, the checkout says how many.
Delivery to {place} is a thing, yes.
{Place} is okay. Keep your phone on, that's about it.`,
		returns: `You can send it back. It's under the order.
Returns are fine. Keep the tags.
Open the order, hit return. That's the process.
Yeah, exchange is possible, from the order page.
Not your thing? Happens. Start a return on the order.
It goes back the way it came. Order page, return.
Sure. Unworn, tags on, ask from the order.
There's a return option in your orders. It's painless.
Swap it if you like. Order, item, return.
You can undo most purchases. This one's on the order page.`,
		haggle: `Price is fixed. I'd shrug, but I'm lying down.
No last price, sorry. Sort of sorry.
It is what the tag says.
Can't change it. Could wait for a sale, though.
Nah. A coupon might do it.
They don't bargain here. Peaceful, really.
That's the number. I've made peace with it.
I have no powers over price. Or over much.
It stays. Wishlist it and see what happens.
Asking is free. The answer's still no, gently.`,
		thanks: `Sure. Anytime.
No worries.
Cool. Bye, then.
Yeah, you're good.
It's nothing. Literally a few taps.
Okay. See you around.
Alright. Enjoy it.
Mm-hm. Later.
Happy to, in my way.
All good. I'll be on the shelf.`,
	},
}
