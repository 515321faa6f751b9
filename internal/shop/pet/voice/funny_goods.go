package voice

// funnyGoods is finding, details and the cart, as a show.
var funnyGoods = lines{
	Found: `I whistled for {what} and {count} came running! See them.
{What}, {count} of them, fighting over who will stand in front!
Gbam! {count} for {what}, fresh from the shelf.
I went in for {what} and came out with {count} and a cobweb on my ear.
{What} rang the bell and {count} answered! The drummer is asking for overtime.
Ladies and gentlemen, on the runway: {what}, {count} strong!
I shouted {what} like a conductor, and {count} entered the bus!
{What} dey! I counted {count}, then I counted again because I enjoyed it.
See {what} in full parade, {count} of them! Wave if you like one.
{What}: {count} found, zero sweat, small dust.
Who sent for {what}? All {count} came, and nobody got lost at Oshodi!
I sniffed left, I sniffed right, and {count} turned up for {what}!`,
	FoundOne: `Only one answered for {what}, but what an answer! {name}, {price}.
For {what} I have a solo artist: {name}, {price}!
{What}? {name} stood up alone and adjusted its collar, {price}.
I called all {what} and just {name} came, at {price}. Loyalty!
One seat in this danfo for {what}: {name}, {price}, no conductor needed!
{name} is the only child of {what} today. {price}, handle with love!
I searched {what} and found one brave soul: {name}, {price}!
Table for one! {name} at {price} is the whole show for {what}.
For {what} there can be only one, and it's {name} for {price}. Cue the thunder!
My net caught a single fish for {what}: {name}, {price}, and it's winking!
For {what} one delegate came: {name}, carrying a tag of {price}!`,
	FoundMore: `Second helping is served! Same pot, more meat.
More of them! The shelf is doing encore.
I shook the shelf again, and see what fell!
Wait, the parade has another float! Look.
Here's part two, and the villain has not even returned.
Oya, more! My ladder and I are now best friends.
Others were hiding at the back like children at bath time. Found them!
Next batch, hot like puff-puff!
The bus has a second deck! Here are more.
You said more and the hangers cheered! Have these.
Extra time has started, here are fresh legs!`,
	NoMore: `That's the end, even the shelf is now scratching its head!
No more of it! I'm standing in an empty row, waving.
The pot is clean and I've licked the spoon. That was all!
We've reached last bus stop, everybody down!
You have seen the entire cast! Only the curtain is left.
There's no more, unless you count my reflection!`,
	FoundWider: `Everything together was too much to ask, so {let_go} got down from the bus! Near {what}: these.
No {what} ticked every box, so I closed one eye on {let_go}. See these!
I had to trade {let_go} at the junction. These are near {what}!
Exact {what} is on leave, so these are its cousins. I only let go of {let_go}!
I stretched like new elastic and {let_go} popped off! Here's the nearest {what}.
{What} with everything? Not today, but without {let_go} look who showed up!
Nothing fitted fully, so {let_go} is waiting outside. Inside, near {what}: these!
Like rice without the extra meat: close to {what}, minus {let_go}.
Near miss, sweet miss! These are around {what}, once I dropped {let_go}.
{What} said "not with {let_go}", so I went without it. See who is close!
I bargained with the shelf: {let_go} goes, and these near {what} stay!`,
	NotFound: `I looked for {what} and found a button that says hello. No luck!
{What}? Travelled, and left no forwarding address!
No {what} here! Even the mannequin helped me look, and it never moves for anybody.
I barked "{what}!" into the store and only my echo wanted a job.
Finding {what} today is like parking in Balogun at noon: I believe, but I can't see it.
The shelf for {what} is as quiet as a generator without fuel!
I dug for {what} and found only my bone from last year. Try other words?
Zero {what}, and I checked behind the word zero!
{What} didn't come to the party today. Shall I invite something close?
My torch, my ladder and I met no {what}. Change a detail and we climb again!
No sign of {what}! I've put up small posters.`,
	Cheaper: `I told {what} to breathe in, and see! Nothing here passes {price}.
Lower, lower, like limbo dance! {What} up to {price}.
{What} on slim-fit prices: {price} is now the ceiling!
I cut the grass at {price}. Here's the {what} below!
You said less, so I brought {what} with gentler tags. None jumps over {price}!
The lift is going down! {What}, not above {price}.`,
	NoCheaper: `{name} at {price} is already lying on the floor! Nothing goes under it.
I tried to go lower than {name}, but {price} is the basement!
{price} for {name} is the cheapest, I've met the bottom and shaken its hand.
Below {name} there's only carpet! {price} is the lowest.
We have reached the foot of the hill: {name}, {price}. The limbo is over!
If you find lower than {name} at {price} in here, I'll eat my hat! It's the cheapest.`,
	AskWhat: `Talk to me, what are we hunting? My nose is warm!
What should I look for? Give me a word and I'll give it legs!
The stage is yours! Shoes, bags, shirts, which one?
I'm at the start line in my socks! What am I running for?
What would you like to see? I've even cleaned my glasses, and I don't wear any.
Name the thing, and let the shelves tremble!`,
	AskBudget: `See some {what} to start the music! Where should the price stop dancing?
Here's {what}, a small plate first. What price should I not pass?
{What}, coming in like a parade! Which price should hold the stop sign?
Some {what} to warm up! Tell me the top price, I won't tell the shelf.
I brought {what} while we talk. What's the highest number I should climb?
{What} on display! Give me a price limit, my ladder goes both ways.`,
	Recommended: `My crystal ball is a doorknob, but it saw {why}. So these!
I mixed {why} in one pot and tasted. See the result!
For {why} I held a meeting with myself, and it was unanimous!
These remind me of {why}. I nearly sang!
{Why} told me everything, I only carried the bag. Here!
I followed {why} like the smell of suya, and it led here!
Matchmaker on duty! By {why}, meet these.
{Why} and these will get along like bread and akara!
Chosen by {why} and one proud tail. Look!
If {why} had a playlist, these would be on repeat!
I know {why}, so I winked at these and they followed me.`,
	BestSellers: `I don't know your taste yet, so here's what everybody is rushing like the last bus!
The best sellers, our own party jollof! Tell me your taste and I'll season it.
Till I learn your taste, meet the celebrities of the shop!
These sell like hot puff-puff. Your own taste is still a mystery to me!
No notes on you yet, so I copied from the whole class. Best sellers!
The crowd's favourites! I'll read your mind once I find the manual.`,
	GoesWith: `{name} and these go together like bread and beans!
I introduced these to {name}, and now they want matching songs!
With {name}, any of these! Pepper don meet soup.
{name} was looking lonely, so I called these over!
Pair {name} with one of these and hear the mirror clap!
These go with {name} like noise goes with Lagos!`,
	Deals: `The tags went for a haircut! {count} reduced, see them.
Deals dey, {count} of them! Hold my ears, I'm excited.
Price don fall, and it landed well! {count} on deal.
Hot like roadside plantain: {count} on deal!
Somebody left the discount tap open, and {count} came out! Bring a bucket.
Big drop, small noise! I counted {count} with lower prices.
The sale shelf is dancing today, {count} on the floor!
Scissors have entered the price tags. Deals: {count}!
I've never seen tags bow like this! {count} reduced.
Bargain parade, {count} in line, and the band is me!
Deals on deck: {count}! Walk, run or moonwalk to them.`,
	NoDeals: `No deals today, the price tags are standing at attention!
The discount tap is dry, I even kicked the pipe. None now!
Nothing reduced at the moment. The scissors are at the tailor!
I knocked at the deals' door and they are sleeping. Not now!
No deals on the menu today, the cook travelled!
All prices are on their feet today! No deals just now.`,
	PriceOf: `{name} is {price}, and it says so with its chest!
The tag on {name} reads {price}. I read it in a deep voice!
{price} for {name}! Drum roll was optional, but I insisted.
{name}? {price}, spelled the same from all sides!
I turned {name} over and it whispered {price}.
For {name} the number is {price}! Even the calculator nodded.`,
	PriceWas: `{name} was {was}, then it took the stairs down to {price}!
From {was} to {price}! {name} has been on a slide.
{name} shook off {was} and now wears {price}!
Once upon a time {name} was {was}. Today it's {price}, the end, clap!
{price} for {name}, and to think it was {was}! They grow down so fast.
Price news: {name} at {price}, formerly known as {was}!`,
	InStock: `{name} dey! {count} in stock and all present at roll call.
Plenty to go round: {name}, {count} on the shelf!
{count} of {name}, standing like an orderly bus queue, I've seen wonders!
Yes, {name} is in! I counted {count} and only lost count twice.
In stock: {name}, {count}, doing press-ups while they wait!
{name} is home! {count} of them answered the door.`,
	FewLeft: `{name} is almost finished like meat at a party: {count} left!
Only {count} of {name}! The rest have caught the bus.
{count} left of {name}, and they've started saying goodbye to each other!
Conductor says {name} is loading last, {count} remaining!
{name}: just {count} now! I'm guarding them with one fierce eye.
Small remains! {name}, {count} on the shelf and counting down.`,
	SoldOut: `{name} has sold out, gone faster than free puff-puff!
Ah, no {name} left! The shelf is writing sad poetry.
{name} is finished, only its hanger is here, pretending to be busy!
Sold out, {name}! I arrived just as the dust was settling.
The last {name} has left the building! No more in stock.
{name}? Sold out like front seat in a danfo!`,
	SizesOf: `{name} comes in {sizes}, all of them answering present!
Sizes of {name}, on parade: {sizes}!
I measured {name} with my tail and got {sizes}.
For {name} there's {sizes}. The tape and I have become close!
{name} has {sizes}! Pick your bus, they all stop here.
Roll call for {name}: {sizes}!`,
	ColorsOf: `{name} comes in {colors}! The peacock is taking notes.
Colours of {name}: {colors}, I nearly licked them!
You can have {name} in {colors}. The rainbow sent a thank-you card!
{name} wears {colors}, depending on its mood!
On the palette of {name}: {colors}. I painted my paw checking!
{Colors}, all for {name}! Even the mannequin wants to choose.`,
	HasSize: `Size {size} of {name} is here, doing stretches!
{name} in size {size}? Present, teacher!
I called size {size} and {name} raised a sleeve!
Yes o, {name} has {size}! It packed its bag already.
{Size} dey for {name}, solid like Third Mainland!
Good news in capital letters: {name} comes in size {size}!`,
	HasNoSize: `{name} has no {size}, it must have missed the bus! On board: {sizes}.
Size {size} of {name} is absent, no letter from home. Present: {sizes}!
No {size} in {name}, I even shook the box! There's {sizes}.
{name} sings only these notes: {sizes}. {Size} is not in the choir!
I looked for {size} in {name} and my tape cried. We have {sizes}!
For {name} the menu says {sizes}. {Size} is off today!`,
	HasColor: `{name} in {color}? It dey, and it's posing already!
Yes, {color}! {name} wears it like opening night.
{Color} for {name} is right here, loud and proud!
I found {name} in {color}, hiding behind a louder one!
{name} comes in {color}! Somebody call the photographer.
Tick, tick, tick: {name} can be had in {color}!`,
	HasNoColor: `{name} has never met {color}! It knows {colors}.
No {color} in {name}, the paint finished at {colors}!
{Color} missed the photo shoot of {name}. In the picture: {colors}!
I mixed all the paint and still no {color}! {name} comes in {colors}.
{name} doesn't do {color}, but see {colors} doing warm-ups!
For {name} the rainbow stops at {colors}. {Color} is still in traffic!`,
	RatingOf: `{name} scored {rating} out of 5! Judges on the panel: {count}.
The jury is back! {name} gets {rating} out of 5, reviews: {count}.
{rating} out of 5 for {name}! Reviews I read with popcorn: {count}.
Report card of {name}: {rating} out of 5, reviews {count}, conduct lively!
{name} holds {rating} out of 5. Reviews so far: {count}, and I read them aloud!
Scoreboard! {name}, {rating} out of 5, number of reviews: {count}.`,
	Unrated: `Nobody has rated {name} yet! The stars are still in the packet.
{name} has no reviews, it's still waiting backstage for its first clap!
No rating for {name} so far. The jury went for lunch!
{name} is unrated, like my singing! Only one of us should stay so.
I asked about {name} and heard crickets. No reviews yet!
Zero reviews on {name}! The first opinion still has that new-shoe smell.`,
	OnItsPage: `What {name} is made of and how to wash it is on its page. I tried tasting, not helpful!
Material and care? The page of {name} tells all, like a talkative neighbour!
Open the page of {name} for fabric and care, it's my second best novel!
{name} wrote its life story on its page, material and washing included!
I'm no laundry professor! The page of {name} has material and care.
See the page of {name}: material, care, no gossip!`,
	WhichOne: `Which one? They're all raising hands and shouting "me, me"!
Point for me, my eyes are crossing! First, second or last?
You mean which of these? I don't want to deliver the wrong cake to the party!
Help a small pet: which one on the parade?
So many stars, one red carpet! Which do you mean?
Number, please! Like a bus, I need to know which route.
Is it the first, the second, or the one doing robot dance? Tell me!
I heard "that one" and they all blushed! Which, please?
Which of them? I could toss a coin, but it rolled under the shelf.
Name the lucky one! The others will get a pep talk.
Give me a clue, its number or its name, detective dey wait!`,
	AskSize: `What size should {name} be? On the rail: {sizes}!
{name}, excellent choice! Now the size, and the crowd goes quiet: {sizes}?
Size, please! {name} is waiting in {sizes}.
Which one enters the bus for {name}: {sizes}?
{Sizes} are all staring at me! Which one for {name}?
Before {name} packs its bag, choose from {sizes}!
My tail says medium, but my tail can't read! {name} has {sizes}, which?
Tell me the size of {name}, I don't do guessing like tailors on phone: {sizes}?
{name} comes in {sizes}. Shout your own like a bus stop!
Almost there! {name} only needs a size: {sizes}.
Pick a number, any number! For {name} it's {sizes}.`,
	AskColor: `Which colour for {name}? The contestants: {colors}!
{name} wants to know what to wear: {colors}?
Choose a colour before the rainbow gets tired! {name} has {colors}.
{Colors}, all for {name}, all batting their eyes! Which?
Spin the wheel for {name}: {colors}! You be the wheel.
For {name} I have {colors}. I'd choose all, so please don't ask me!`,
	Added: `{quantity} × {name} in the cart, seat belt on! Total: {total}.
Gbim! {quantity} × {name} landed in the cart, and it's {total} now.
In the cart: {quantity} × {name}, elbowing for space! You're at {total}.
{quantity} × {name} has entered the cart with change in hand. {total}, owa!
Three points! {quantity} × {name} went straight in the cart, total {total}.
The cart opened its mouth and swallowed {quantity} × {name}! {total} all together.
{name} is in the cart, {quantity} of it, waving at the shelf! Total {total}.
Your cart now holds {quantity} × {name}. It makes {total}, and one happy pet!
I carried {quantity} × {name} to the cart like an egg. Total: {total}!
{quantity} × {name}, safe in the cart! The till hums {total}.
Cart loaded: {quantity} × {name}, total {total}! A conductor would still shout two more.`,
	AddProposed: `{quantity} × {name}, {price}, is at the door of the cart! Tap accept to let it in.
Shall it board? {quantity} × {name}, {price}, press accept and the bus moves!
{name}, {quantity}, {price}: the bride is ready! Tap accept to say "I do".
I'm holding {quantity} × {name}, {price}, with both paws! Press accept before I sneeze.
{quantity} × {name}, {price}! The button says accept, and it loves to be tapped.
One tap on accept and {quantity} × {name} jumps! {price}, no parachute.
{quantity} × {name} for the cart, {price}? The whistle is yours, press accept!
Red light, amber light: {quantity} × {name}, {price}. Tap accept for green!
I've polished {quantity} × {name}, {price}. Press accept and I'll carry it over!
{price}, {quantity} × {name}, and a hopeful animal! Tap accept if you agree.
Waiting at the cart's gate: {quantity} × {name}, {price}. The gateman opens when you press accept!`,
	AddRefused: `{name} tried to enter the cart and was bounced: {why}.
The cart closed its door on {name}: {why}. I pleaded with both paws!
No entry for {name}, says the bouncer: {why}.
{name} could not board this bus: {why}.
I pushed, {name} pushed, nothing moved: {why}.
Ah, {name} slipped at the finish line: {why}.`,
	TooMuch: `Easy, my market champion! One cart line carries {count} at most.
That one na wholesale! {count} is the most for one line of the cart.
The cart line seats {count}, and nobody stands in the aisle!
Too many for one line, the cart is not a trailer! It stops at {count}.
My paws can only count to {count} for a line! Please reduce small.
Even a danfo has a limit, in theory! A cart line takes {count}.`,
	CartEmpty: `Your cart is empty, I shouted in and heard "in, in, in"!
Nothing in the cart but breeze! Shall we fill it?
The cart is as empty as the pot after a party. What goes in first?
Empty cart! Its wheels are spinning from boredom.
I looked inside the cart and it looked back, empty and hopeful!
There's only an echo in your cart, and it's asking for company!`,
	CartHas: `Your cart is carrying {count} for {total}: {lines}. It's flexing!
Inside the cart, {count} passengers, fare {total}: {lines}.
I peeped, I counted {count}, I added up {total}: {lines}!
Cart report, live from the scene: {count} inside, {total}, namely {lines}.
{total} in the cart, head count {count}: {lines}. Nobody is missing!
Roll call of {count}, total {total}: {lines}!`,
	CheckOut: `{total}, and the till is already smiling! Open the cart and tap checkout.
Follow the smell of new clothes: cart, then checkout, {total}!
Go to the cart, press checkout, take a bow! It's {total}.
Last bus stop, checkout! It's in the cart and the fare is {total}.
Your {total} show is ready! Open the cart and hit checkout.
Cart, checkout, pay {total}, dance! The last step is optional.`,
}
