package voice

// nonchalantGoods is finding, details and the cart, in few words.
var nonchalantGoods = lines{
	Found: `{What}: {count} came up. They're right here.
Found {count} for {what}. Have a look.
{count} for {what}. Nothing wild, all decent.
Yeah, there's {what}. {count} of them, take your time.
{What}, {count} in all. Scroll or don't.
So, {what}: {count}. I'd start at the left.
{count} hits on {what}. That was easy.
Here's {what}, {count} to pick from.
I looked for {what} and got {count}. See the cards.
We do have {what}. {count} times, apparently.
Okay, {count} for {what}. They're not going anywhere, I think.
{count} came up for {what}. I'm not choosing for you.`,
	FoundOne: `One for {what}: {name}, {price}.
Just the one. {name}, {price}, and it counts as {what}.
{What}? There's {name} at {price}, and that's the list.
Only {name} fits {what}. It's {price}.
Got one thing for {what}. {name}, {price}, simple choice.
{name}, {price}. That's all there is for {what}.
For {what} it's {name} or nothing. {price}.
A single match on {what}: {name} for {price}. Saves thinking.
Comes down to {name}, {price}, if it's {what} you want. Easy.
There's exactly one, {name} at {price}. You said {what}, so here.`,
	FoundMore: `More of those. Same thing, new faces.
Here are others.
Sure, a few more.
There's more, yes. These.
Next lot. Look if you like.
Okay, further down the shelf there's this.
More of the same, as asked.
Some others, in no hurry.
These also. I didn't even get up.
Continuing. More of them here.
Another handful for you.`,
	NoMore: `That's all of them.
No more after those. End of shelf.
You've seen everything there is of it.
Nothing further. We've reached the wall.
That was the last. I can look for something else.
There's no more, and I did look.`,
	FoundWider: `Nothing fits all of it, so I let {let_go} go. These are near {what}.
No exact {what}. Dropped {let_go}, got these.
{What}, not quite: I ignored {let_go}. Close enough, maybe.
Not with {let_go}, no. Here's something near {what}.
I had to be relaxed about {let_go}. This is the nearest {what}.
Exact match, no. Near, yes: {what} without {let_go}.
Couldn't keep {let_go} on this one. These are the {what} around it.
For {what} I set {let_go} aside. See if it bothers you.
{What} with everything you said: none. Without {let_go}: these.
Had to give up {let_go}, not my dignity. Here's {what}, or near it.`,
	NotFound: `No {what} just now. It passes.
Nothing for {what}. Try other words, maybe.
{What}: not here, I looked properly.
Came back without {what}. Want something close?
We don't have {what} at the moment. That's all I know.
I searched {what} and met silence. Change something and I'll go again.
There's no {what} on the shelves. Could try another colour or brand.
Hm. Asked for {what}, got nothing.
I see no {what} anywhere. I'm okay, are you okay?
No luck on {what}. Drop a detail and I'll retry.
Not in, {what}. Something else will be.`,
	Cheaper: `Lower, then: {what}, nothing past {price}.
Here's {what} for less. {price} is the ceiling now.
Okay, cheaper {what}. I stopped at {price}.
{What} again, up to {price} only. Gentler numbers.
Turned it down to {price}. This is the {what} under that.
Less than before: {what}, {price} at most.`,
	NoCheaper: `{name} is the cheapest there is, {price}. Bottom of the shelf.
It doesn't go lower than {name} at {price}.
{price} for {name}, and that's the floor.
Nothing under {name}. {price} is as low as it gets.
Looked for less, found none. {name}, {price}, still the lowest.
{name} at {price} is already the low one. Can't dig further.`,
	AskWhat: `What are you looking for? A word is enough.
Okay, for what? Shoes, bags, a shirt?
Tell me the thing. I'll go and see.
What should I search for? I'm easy.
Give me something to go on, a kind or a colour.
And what would you like to see?`,
	AskBudget: `Here's some {what}. Any price in mind?
{What}, a few of them. How much should I stay under?
Showing {what} for now. Name a limit if you have one.
These are {what}. Say a figure and I'll trim it.
Some {what} while you think about the price. What's the most it should cost?
There's {what} at all sorts of prices. Where should I stop?`,
	Recommended: `Going by {why}, these.
I'd pick these. It's {why} that decided it.
Based on {why}. Didn't overthink it.
These fit {why}. Seems right to me.
Looked at {why} and chose. Here.
Because of {why}: this lot.
{Why}, so these. Makes sense, no?
Picked by {why}. You may disagree, I won't mind.
Here's what {why} points to.
I followed {why} and ended up here. Not a bad place.
With {why} it was a short search. These.`,
	BestSellers: `I don't know your taste yet, so here's what sells.
Best sellers. Everybody else seems fine with them.
Not sure what you like, so these are the popular ones.
These move the most. I know nothing about you, so far.
Starting with what people buy. Tell me what you like and I'll adjust.
The usual favourites, till I learn yours.`,
	GoesWith: `With {name}, these work.
These sit fine next to {name}.
{name} goes with this. It goes with most things, but this more.
Put one of these beside {name}. Quiet match.
Next to {name} I'd wear these, if I wore anything.
These and {name}. No clash that I can see.`,
	Deals: `{count} reduced right now. Here.
Prices went down on these, {count} in all.
Deals: {count}. Look, or let them pass.
Cheaper than usual, {count} of them. I just work here.
There's a sale shelf, {count} on it.
{count} on deal today. Not bad.
Okay, reduced things. I count {count}.
These cost less than they did. {count} of that kind.
Markdowns: {count}. Nobody's rushing you.
Some tags came down: {count}. See for yourself.
Here's what's lower at the moment, {count} altogether.`,
	NoDeals: `No deals now. Full price, full peace.
Nothing's reduced at the moment.
Looked for deals, found none. They come around.
The sale shelf is empty today.
No markdowns right now. Later, maybe.
Everything's at its normal price for now.`,
	PriceOf: `{name} is {price}.
{price} for {name}. That's it.
It's {price}, the {name}.
{name}: {price}. Same as the tag.
The tag wants {price} for {name}. Seems settled.
{name} goes for {price}, last I looked, which was now.`,
	PriceWas: `{name} is {price} now. It was {was}.
Down from {was}: {name}, {price}.
{price} for {name}, used to be {was}. Cool.
{name} dropped from {was} to {price}. I didn't do anything.
Was {was}, is {price}. {name} has calmed down.
It's {price} at the moment, {name}. Before, {was}.`,
	InStock: `{name} is in, {count} of it. No panic.
In stock: {name}, {count}.
Yeah, {name} is there. {count} on the shelf.
{count} of {name} left, which is enough.
We have {name}. Count says {count}.
{name}? Available, {count} right now.`,
	FewLeft: `{name} is down to {count}. Not rushing you.
Only {count} of {name} left. Just saying.
{count} left, {name}. Might not last, might.
There's {name}, but just {count}. Sleep on it at your own risk.
{name}: {count} remaining. Make of that what you will.
Few now. {name}, {count} to go.`,
	SoldOut: `{name} is sold out. Others exist.
No {name} left. Sorry, mildly.
{name} is finished. I can find something near it.
It's gone, {name}. Sold out.
Out of {name} at the moment.
{name}: none. People were quick.`,
	SizesOf: `{name} comes in {sizes}.
Sizes for {name}: {sizes}.
{Sizes}. That's what {name} has.
You can get {name} in {sizes}. Any of them.
{name}, in {sizes}. Nothing outside that.
There's {sizes} in {name}.`,
	ColorsOf: `{name} comes in {colors}. All calm colours, to me.
Colours of {name}: {colors}.
{Colors}, for {name}. Pick or don't.
There's {name} in {colors}.
You get {name} in {colors}, no others.
{name} has {colors}. I'd be fine with any.`,
	HasSize: `Yeah, {name} has size {size}.
Size {size} in {name}: it's there.
{name}, size {size}, available.
It comes in {size}, {name} does. Okay.
There's a {size} in {name}. Sorted.
{Size} is in for {name}. That was quick.`,
	HasNoSize: `{name} has no {size}. There's {sizes}.
No size {size} in {name}, just {sizes}.
{Size} isn't there for {name}. {Sizes}, if one of those works.
Size {size}, no. {name} comes in {sizes}.
For {name} it's {sizes}. Not {size}, sadly, or not so sadly.
Not in {size}. {name} can be had in {sizes}.`,
	HasColor: `{name} in {color}, yeah. It's there.
There's a {color} one of {name}.
{Color} is fine, {name} has it.
Yep. {name}, {color}, available.
It comes in {color}, {name}. Looks like {color}.
You can have {name} in {color}. Done thinking.`,
	HasNoColor: `No {color} for {name}. There's {colors}.
{name} skips {color}. It does {colors}.
Not in {color}. {name} has {colors}.
{Color} isn't one of them. {name} comes in {colors}.
{name}: {colors}, but no {color}. I'd live with it.
They didn't do {name} in {color}. Just {colors}.`,
	RatingOf: `{name} has {rating} out of 5. Reviews: {count}.
{rating} of 5 for {name}, reviews counted: {count}.
People gave {name} {rating} out of 5. Number of reviews: {count}.
{name}, {rating} out of 5. Reviews so far: {count}, read them if you like.
It's at {rating} out of 5, {name}. Reviews behind that: {count}.
{rating} out of 5 on {name}. I see this many reviews: {count}.`,
	Unrated: `Nobody has rated {name} yet. You could be first, or not.
{name} has no reviews so far.
No rating on {name}. It keeps its secrets.
{name} is unrated for now.
I'd tell you what people think of {name}, but nobody's said.
Zero ratings, {name}. Doesn't mean much either way.`,
	OnItsPage: `Material and care are on the page of {name}. Better there than from me.
Open {name}, its page has the material and the washing.
That's on {name}'s page: what it's made of, how to treat it.
The page of {name} tells material and care. Short read.
See {name}'s page for that. Fabric, care, all there.
I'd only guess. {name}'s page has material and care.`,
	WhichOne: `Which one of these?
First, second, last? Tell me.
You mean which, exactly? A number's fine.
There's a few here. Which of them?
Point at one. "The second" will do.
Could be any of these. Say which.
Not sure which you mean. Name it or number it.
One of those, sure. Which, though?
Which of the ones shown? Take your time.
I see several, you see one. Which is it?
Give me its place in the row and we go on.`,
	AskSize: `{name} in which size? There's {sizes}.
Size? {name} has {sizes}.
What size for {name}, then: {sizes}.
{Sizes} in {name}. Which is yours?
Need a size for {name}. The choice is {sizes}.
{name}, okay. {Sizes}, pick one.
Just the size now, for {name}: {sizes}?
Which of {sizes} should {name} be?
{name} comes in {sizes}. Say one.
I can't guess a size. {name} has {sizes}.
One thing left for {name}, the size. {Sizes}?`,
	AskColor: `{name} in which colour? There's {colors}.
Colour? {name} has {colors}.
{Colors} for {name}. Any of them, honestly.
Pick a colour for {name}: {colors}.
What colour should {name} be, of {colors}?
{name}, fine, and the colour? It's {colors}.`,
	Added: `{quantity} × {name}, in the cart. Total {total}.
In the cart: {quantity} × {name}. You're at {total}.
{quantity} × {name} went in the cart. {total} so far.
Cart has {quantity} × {name} now. {total} altogether.
Okay, {quantity} × {name}, in your cart. That makes {total}.
{total} now. {quantity} × {name} is in the cart, as you said.
Put {quantity} × {name} in the cart. It says {total}.
{name} is in the cart, {quantity} of it. Total's {total}, checkout whenever.
That's {quantity} × {name} in the cart and {total} on the bill. Easy.
In it goes. {quantity} × {name} in the cart, {total} total.
{quantity} × {name} sits in the cart. Sum is {total}, no fuss.`,
	AddProposed: `{quantity} × {name}, {price}. Tap accept if you want it.
I can put {quantity} × {name} in, {price}. Press accept, or leave it.
{name}, {quantity}, {price}. Nothing happens till you tap accept.
Say the word for {quantity} × {name}, {price}. The word is a tap on accept.
Your move: {quantity} × {name}, {price}. Press accept and I'll add it.
{quantity} × {name} could go in, {price}. Tap accept when ready.
Ready if you are: {quantity} × {name}, {price}. Accept is the button to press.
{price}, {quantity} × {name}. Tap accept, or think about it.
I've lined up {quantity} × {name}, {price}. It waits for you to press accept.
{quantity} × {name}, {price}, not in yet. A tap on accept does it.`,
	AddRefused: `{name} didn't go in: {why}.
Can't add {name}: {why}. Not my rule.
No {name} in the cart: {why}.
{name}, no: {why}. We could try another.
The shop said no to {name}: {why}.
It won't take {name}: {why}. Cart's as it was.`,
	TooMuch: `{count} is the most one line of the cart takes. A bit less?
That's a lot. A cart line holds {count} and no more.
Too many for one line of the cart. Stop at {count}.
The cart line stops at {count}. Go lower.
Not so many at once, no. A line's limit is {count}.
Ambitious. {count} is the top for one line, though.`,
	CartEmpty: `Your cart's empty. Peaceful in there.
Nothing in the cart yet.
Cart: empty. No judgement.
There's nothing in it. Want to look for something?
The cart is resting. Nothing inside.
Empty so far. It can stay that way or not.`,
	CartHas: `{count} in the cart, {total}: {lines}.
Your cart, {count} for {total}: {lines}.
It's at {total}, {count} inside. {lines}.
So far {count}, making {total}: {lines}.
Cart says {count} and {total}. In it: {lines}.
{total} in all, items: {count}. That's {lines}.`,
	CheckOut: `It's {total}. Open the cart, tap checkout.
{total} to pay. Cart, then checkout, then you're through.
Go to the cart and press checkout. The total there is {total}.
Checkout is in the cart. {total}, whenever you're ready.
{total} stands in the cart. Tap checkout and follow along.
When you feel like it: cart, checkout, {total}.`,
}
