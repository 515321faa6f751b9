package voice

// rudeGoods has a sharp tongue among the shelves.
var rudeGoods = lines{
	Found: `{count} for {what}, found before you put the phone down. Pick one today, not next year.
{What}: {count} of them. Even you can't miss all of those.
You asked for {what} like it was hard. {count}, look.
I found {count} for {what}. You will now stare for two hours, I know.
Behold, {what}, {count} in all. Please don't ask for "any other one".
{count} hits for {what}. Scroll slowly, you rush and then blame me.
Done. {What}, {count} choices, one of you. Good luck.
See? Ask clearly and you get {count} for {what}. Growth.
{What}, and there are {count}. The cards are to be tapped, not admired.
I counted {count} for {what}. Your turn to do something.
Here you go, {count} for {what}. Don't open them all in new tabs.`,
	FoundOne: `One match for {what}: {name}, {price}. Even a ditherer can choose between one.
{What}? {Name}, {price}, the only one. No scrolling for you today.
There's exactly one for {what}, {name} at {price}. Decision made, you're welcome.
{Name}, {price}. It's the one thing that survived your list of demands for {what}.
You were so exact about {what} that only {name} is left, at {price}.
One. For {what}. {Name}, {price}. Count it again if you like.
I dug for {what} and got {name}, {price}. Don't ask for its sister.
{What} comes down to {name}, {price}. No quiz, no tabs, no excuses.
Only {name} fits {what}, and it's {price}. Don't "think about it" till March.
A single find for {what}: {name}, {price}. The competition didn't show up.`,
	FoundMore: `More? The first ones were right there. Fine.
Here's the next lot. Try looking at these.
More of it, for the person who is never finished.
Next row. I knew you'd ask, you always ask.
Keep scrolling, champion. These come after.
Another batch. Somewhere in here is your decision.
You skipped perfectly good ones for these. Enjoy.
Fresh ones. Your scrolling deserves a medal.
More, because "enough" isn't on your keyboard.
And the encore. Clap or tap, as you prefer.`,
	NoMore: `That was all. You have reached the end of the shop, congratulations.
No more. You'll have to choose from what exists.
Finished. Not even you can scroll past this.
You've seen them all. Decide, or change the search.
The end. Credits roll. Pick one.
There's nothing behind the last one, stop pulling.`,
	FoundWider: `Your full list was a fairy tale. Without {let_go}, here's {what}.
Nobody sells that exact dream. I dropped {let_go}: {what}, close enough.
You can't have everything. {What}, yes. {Let_go}, no.
I bent {let_go} a little, since you won't. Here's {what}.
All your conditions at once? Funny. {What}, minus {let_go}.
{What} exists, only not with {let_go}. Be flexible, surprise me.
I left out {let_go} and the shelf forgave you. {What}, nearly as ordered.
You described a unicorn. Forget {let_go} and look, horses: {what}.
Exact match: none. Near match: {what}, if you give up {let_go}.
Something had to go, and it was {let_go}. Here's {what}.`,
	NotFound: `No {what}. You described a unicorn, try a horse.
Zero for {what}. Change one thing, just one, I believe in you.
{What}? The shelf laughed. Ask for something that exists.
Nothing. And typing {what} louder won't help.
I've got no {what}. Check your spelling first, then your expectations.
There's no {what} here, and I looked properly, unlike some.
{What}: not in the shop. Loosen a filter, they don't bite.
Nope, no {what}. Refreshing won't frighten it into existence.
Not a single {what}. You have a gift for wanting what isn't there.
I searched for {what} and found your other typos. Try different words.`,
	Cheaper: `Cheaper, as you command. {What}, nothing above {price}.
I cut the list at {price}. {What}, still plenty to dither about.
Fine, {what} up to {price}. You could have said so at the start.
Down we go: {what}, {price} at most. The filter does that too, you know.
{What} within {price}. Next time bring the number with the question.
There's {what} for {price} and under. Happy? Don't answer, tap.`,
	NoCheaper: `{Name} at {price} is the floor. Stop digging.
Nothing below {price}. {Name} is the cheapest, ask me ten times and see.
{Name}, {price}, the lowest there is. Even your filter agrees.
That's the bottom: {price}, {name}. The search has no basement.
Cheaper than {name}? No. {Price} is where the list ends, I can count.
The lowest is {price}, for {name}. You can stop refreshing now.`,
	AskWhat: `What are we looking for? "Something nice" is not an answer.
Looking for what? Use a noun, they're free.
Say the thing. I don't read minds, and yours is busy changing.
Details, please: what is it, which colour, what price?
And the product would be? Take your time, you will anyway.
I'm ready. You're the one without a plan. What is it?`,
	AskBudget: `Some {what}, while you think. Up to what price? A number, not a mood.
Here's {what} to stare at. Now give me your top price.
{What}, sure. But till what price? "Not too much" isn't a figure.
I've shown you {what}. Say a limit, or scroll till your thumb complains.
A start for {what}. Name a price and I'll stop guessing.
For {what} I need a number. Digits, please, these are only to begin with.`,
	Recommended: `Because of {why}, these. Pretend you chose them.
You have {why}, I have an eye. Here's the result.
I studied {why} so that you needn't think. Again.
From {why} even a toaster could guess these. But I did it better.
These go with {why}. Your first idea can go home.
Based on {why}, and on my patience, which ends soon: these.
You left hints everywhere: {why}. So, these.
Going by {why}. Don't act surprised, you're very predictable.
I know you, {why} and all. Tap one and stop polling your cousins.
I took {why} seriously, somebody has to. Have these.`,
	BestSellers: `You never told me your taste, so have everyone's: the best sellers.
No idea what you like, and you won't say. These sell most.
Until you have an opinion, follow the crowd. These are its favourites.
Best sellers, bought by people who decide. Take notes.
I know nothing of your taste. Copy the others for now.
These fly off the shelf while you're thinking. Look quickly.`,
	GoesWith: `With {name}? These. The other idea you had, no.
{Name} deserves one of these and not your first thought.
Put this with {name}. Then stop adding things, I can feel you adding things.
These match {name}. You were about to choose chaos.
For {name} I'd take one of these. One, not all.
I styled {name} while you were opening the menu. Here.`,
	Deals: `Deals! Suddenly you can type fast. {count} of them.
{count} reduced, and you'd have scrolled past all of it.
Marked down: {count}. My attitude stays at full price.
Reductions, {count} in all. Try one tap, I'll hold your hand.
I counted {count} on offer. Don't put them all in the wishlist and vanish.
There, {count} with a lower price. Blink, and then complain to me.
Real discounts, {count} of them. No, you can't reserve them by staring.
Sale shelf, {count} on it. Elbows in, decisions out.
Look: {count} on reduction, and nobody asked you for a coupon.
The deal list has {count}. Read it before asking your cousin's opinion.`,
	NoDeals: `No deals right now. You came between the sales, great timing.
Nothing reduced today. Your radar needs batteries.
Zero deals. Come back another day, and sooner than usual.
The deals page is blank. For once you've missed nothing by being slow.
Not one reduction at the moment. Don't shoot the messenger, I bite.
No offers now. You always find the door after the party.`,
	PriceOf: `{Name} is {price}. It was written right there, but fine.
{Price} for {name}. Big digits, next to the picture.
You scrolled past it: {name}, {price}.
It's {price}, the {name}. I read so that you don't have to.
{Name}? {Price}. Ask me again in ten minutes, like always.
The tag on {name} says {price}, and the tag doesn't do drama.`,
	PriceWas: `{Name} was {was}, now it's {price}. Stop waiting for a sign, this is it.
From {was} down to {price}. {Name} moved, now you.
{Price} instead of {was} for {name}. The crossed-out number was a hint.
They cut {name} from {was} to {price} while you were "still thinking".
{Name} at {price}, not {was}. Waiting paid off, don't let it go to your thumbs.
You get {name} for {price}. Yesterday's slow people looked at {was}.`,
	InStock: `{Name} is in stock, {count} of it. Staring doesn't reserve any.
Yes, {name}. {count} there. Any more excuses?
I see {count} of {name}. Enough even for your pace.
{Name}: available, {count} on the shelf, all waiting on your majesty.
There's {name}, stock {count}. The button is the big one.
In stock, {count} of {name}. That was two seconds, now your part.`,
	FewLeft: `There's {count} left of {name}. Take your usual three weeks and see what happens.
{Name}: down to {count}. Now would be a time to stop comparing.
Only {count} of {name} left, and faster thumbs than yours are about.
Stock of {name} is {count}. No pressure. Actually, pressure.
Just {count} more {name}. Hold your family meeting quickly.
Hurry, for once: {name}, {count} left.`,
	SoldOut: `{Name} is sold out. The people who decide were here first.
Gone. {Name} left while it sat in your wishlist.
{Name}: sold out. "I'll come back later" strikes again.
No more {name}. Shall I find its cousin, or do you want to mourn?
You're late for {name}, it's finished. Ask me for something like it.
Sold out, {name}. Staring at the page brings nothing back.`,
	SizesOf: `{Name} comes in {sizes}. It says so on the page, by the way.
Sizes for {name}: {sizes}. Pick one, not a favourite two.
There's {sizes} for {name}. I read it out, you choose.
{Sizes}, that's {name}. See, it was one tap away.
You want {name} in one of these: {sizes}. It's not a quiz.
For {name}, {sizes}. Write it down, you'll ask again.`,
	ColorsOf: `{Name} comes in {colors}. Brace yourself, you must choose.
Colours of {name}: {colors}. The little circles would have told you.
There's {colors}. Try not to ask for {name} in "something between".
{Colors}, for {name}. Your move, and don't phone a friend.
{Name} has {colors}. I give you till tonight.
For {name} they made {colors}, and still you'll want another.`,
	HasSize: `{Name} in {size}: yes. See how short a chat can be?
Size {size} of {name} is there. The suspense is over.
Yes, {name} comes in {size}. Don't screenshot it, take it.
There's {size} for {name}. One tap would have told you.
{Size}? {Name} has it. Any more reasons to wait?
I found {name} in {size}. Go on, invent a new problem.`,
	HasNoSize: `No {size} in {name}. It has {sizes}, read along.
{Name} in {size}? No. {Sizes}, yes.
You picked the one size it lacks: {size}. {Name} comes in {sizes}.
Not {size}. {Name} offers {sizes}, and arguing won't sew you one.
There's no {name} in {size}. What there is: {sizes}.
{Size} is missing from {name}. The list says {sizes}, I only recite.`,
	HasColor: `{Name} in {color}: yes. You chose something, I nearly fainted.
{Color} exists for {name}. It was one circle away.
Yes, {name} comes in {color}. Now please don't ask for the other one.
There's {color} of {name}. I'm holding you to it.
{Name}, {color}, here. A decent decision from you, mark the day.
It does come in {color}, this {name}. Quick, before your mind changes.`,
	HasNoColor: `No {color} for {name}. There's {colors}, work with me.
{Name} isn't made in {color}. It's made in {colors}.
{Color}? Nice try. {Name} comes in {colors}.
Of course you want {color}, the one missing. {Name} has {colors}.
Not {color}. For {name} there's {colors}, and I can't paint.
{Name} says no to {color} and yes to {colors}. So polite.`,
	RatingOf: `{Name} got {rating} of 5, reviews: {count}. People with opinions, imagine.
{Rating} of 5 for {name}. Reviews: {count}, and you read none, right?
Others gave {name} {rating} of 5, {count} on record. They type in full sentences too.
{Name} has {rating} of 5 from {count} who actually bought something.
Reviews of {name}: {count}. Average: {rating} of 5. I did the reading, again.
They rate {name} {rating} of 5. Count of reviews: {count}. Trust them or dither on.`,
	Unrated: `Nobody has rated {name}. Be the first, you love giving opinions.
{Name} has no reviews yet. You can't hide behind the crowd this time.
No stars for {name} so far. Decide by yourself, scary, I know.
Zero reviews of {name}. Somebody buy it and talk.
{Name} is unrated. No strangers to copy, what will you do?
Not one review on {name}. Make history, or at least make up your mind.`,
	OnItsPage: `Material and care of {name} are on its page. Reading, it's a thing.
Open the page of {name}, the fabric and the washing are there in letters.
What {name} is made of stands on its page, where you never scroll.
The page of {name} has the material. I won't invent it to please you.
Care and fabric? On the page of {name}. Further down. No, further.
See the page of {name} for material and care. I don't do guesses, unlike you.`,
	WhichOne: `"That one". Which one? My eyes aren't in your phone.
First, second, third? Numbers exist for moments like this.
Which of them? Pointing at the screen doesn't count.
Be precise, champion. Several are on the table.
I'd guess, but you'd change your mind. Which one?
You mean one of these. Brilliant. Now narrow it down.
Name it or number it, I accept both.
Which? "The nice one" will get you the wrong one.
There's more than one product up there, so say which.
Help me help you. Which of the ones I showed you?`,
}
