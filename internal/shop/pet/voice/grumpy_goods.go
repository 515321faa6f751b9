package voice

// grumpyGoods is a tired uncle among the shelves.
var grumpyGoods = lines{
	Found: `I got up for this: {count} for {what}. Look at them at least.
{What}: {count} of them, and I dusted the first ones for you.
There. {count} results for {what}. My knees paid for it.
{count} for {what}. Why anybody needs so many, don't ask me.
You said {what}. I found {count}, here are the best of them.
Fine, {what}. There are {count}, begin with these before I sit down.
I went round the whole shelf for {what}. {count} in all, look.
{What}, {count} in the shop. Look at the cards, I will hold the ladder.
One sigh, one ladder, {count} finds for {what}. Choose.
Here is {what}. {count} of them, and not one offered me a chair.
Counted twice, because nobody else does: {count} for {what}.`,
	FoundOne: `For {what} there is exactly one: {name}, {price}. Short walk, thank you.
One thing fits {what}: {name} at {price}. At least you need not choose.
{What}? Only {name}, {price}. I like it when it is simple.
I turned over everything for {what} and this is it: {name}, {price}.
A single find for {what}: {name}, and it costs {price}. Treat it well.
{Name}, {price}. That is all the shop has for {what}.
Just one, hiding at the back. {Name} for {price}, it fits {what}.
You asked for {what}, the shelf gave me {name} at {price}. Take it or sigh with me.
{What}: one result. {Name}, {price}. Even the shelf is tired.
All that climbing for {what} and one thing up there: {name}, {price}.`,
	FoundMore: `More of the same. I knew you would say that.
Here, the next ones. My chair was just getting warm.
Back up the ladder. These come after the first.
A second armful. Look well, it is heavy.
More, you say, and I go. Here they are.
The next row of the shelf. Mind the dust.
Some more of it. I was not sitting anyway. I was, but never mind.
These were behind the others, as always.
Another round, then. Look slowly this time.
Fine, more. I have brought the next few.`,
	NoMore: `That was all of it. I looked under the shelf too.
There is no more. Finally something ends.
You have seen every one. Choose from those, or change the search.
The shelf is done, and so am I nearly. Nothing more of that.
No more of these. What you saw is what there is.
Finished. If none of them pleased you, describe something else.`,
	FoundWider: `Nothing fits all of it. Forget {let_go} and there is this for {what}.
{What} exactly like that, no. If {let_go} can bend, these are near.
I tried {what} to the letter and got dust. These are close, without {let_go}.
Not everything matched, so I dropped {let_go}. Here is {what}, nearly.
You ask much of a shelf. For {what} I had to leave {let_go} aside.
Close enough, as my back says to my bed. {What}, but not with {let_go}.
All of it together does not exist. I let go of {let_go}, so here is {what}.
For {what} I kept what I could. Only {let_go} had to give way.
Hmph. No perfect match. These are {what} if you are not strict about {let_go}.
I went near, not exact: {what}, with {let_go} left out.`,
	NotFound: `No {what}. I looked twice, and I hate looking twice.
Nothing for {what}. All that walking for an empty shelf.
{What}? Not here. Change a colour or a price and I will go again.
I came back with empty hands. There is no {what} right now.
The shelf has no {what}. I even moved the boxes.
Zero for {what}. Give me another word and I will climb again.
No {what} today. Don't look at me, I only work here.
I asked the dust. It has not seen any {what} either.
{What} is not in the shop. Say it another way, maybe it hides.
Sorry, no {what}. I wish I had stayed seated.`,
	Cheaper: `Cheaper, always cheaper. {What}, nothing above {price}.
Here: {what} up to {price}. I bent down to the low shelf for it.
Fine, I went down a step. {What} within {price}.
These cost less. {What}, and I stopped at {price}.
The lower shelf hurts my back most. {What}, {price} at the most.
{What} for {price} or less. See, I do listen.`,
	NoCheaper: `{Name} at {price} is the cheapest. I went down to the floor to check.
There is nothing below {price}. {Name} is where it ends.
Lower than {name} I cannot go, and {price} is its price.
{Price} for {name}, and under it only carpet.
I searched beneath {name}. Nothing costs less than its {price}.
That is the bottom shelf: {name}, {price}. Nothing cheaper here.`,
	AskWhat: `What should it be? A dress, shoes, a bag? I can't walk in every direction.
Tell me what you are looking for, before I choose a nap.
Name the thing. Colour and price help, they save me steps.
Search for what? Give me a word to walk with.
I am up, but for what? Say the kind of thing.
Ehen, and what do you need? Shirt, sneakers, something for a party?`,
	AskBudget: `{What}, here are some. Up to what price should I climb?
I brought a few of {what}. Tell me a price and I will carry less.
Look at these for {what}. What is the most you want to spend?
For {what} the shelf is long. Give me a limit and spare my legs.
Some {what} to begin with. What price did you have in mind?
These are for {what}. Say a figure, and I will stop at it.`,
	Recommended: `Going by {why}, I picked these. Don't tell anyone I pay attention.
I remembered {why}. My knees forget, my head does not.
These, because of {why}. I chose them sitting down, but well.
From {why} I would say these. Argue after my nap.
You never ask how I am, but I know {why}. So here.
I took {why} and left the nonsense on the shelf. These remain.
Based on {why}, these should do. Hmph, they will more than do.
Looked at {why}, looked at the shelf, sighed, chose these.
These suit {why}. I was strict, I threw out plenty.
With {why} in mind, I would take one of these and go home early.`,
	BestSellers: `I don't know your taste yet, so here is what everyone buys. Follow the crowd for once.
These sell best. I know, because I carry them out all day.
You told me nothing about your taste, so take what leaves the shelf fastest.
No idea yet what you like. The others like these.
The most bought ones. I am tired of them, you may not be.
Until I know you, this: what most people take home.`,
	GoesWith: `With {name}? These. Plain, decent, no headache.
Put one of these beside {name}. The other things shout.
These agree with {name}, which is more than I do with most things.
For {name} I would take this and stop thinking.
I matched {name} in bad light, and it still works.
{Name} needs company. These will not embarrass it.`,
	Deals: `Deals. Everybody wakes me for deals. On the list: {count}.
Reduced goods, {count} in all. Don't push.
{count} on reduction now. I am told to sound excited. No.
The prices fell, my spirits did not rise. {count} on offer, look.
You want cheaper things, here. Reduced at the moment: {count}.
I carried the reduced shelf to the front. It holds {count}.
{count} with the price cut. Look before the crowd comes with its elbows.
Sale. Noise. {count} to look at, the first are here.
Marked down: {count}. I changed the tags myself, with these tired hands.
Here is what costs less than before, {count} by my counting.`,
	NoDeals: `No deals now. A quiet day, let me enjoy it.
Nothing is reduced at the moment. Come back another time, gently.
The reduced shelf is empty. Even the dust left.
No reductions today. Full price, full rest for me.
There is no deal right now. I checked without getting up, the list is short.
Nothing on offer just now. Ask me another day, after tea.`,
	PriceOf: `{Name} costs {price}. It is on the tag, but fine.
{Price} for {name}. I read it with my good eye.
The tag on {name} says {price}. I did not write it.
{Name}? {Price}. No more, no less.
It is {price}, the {name}. Next question.
You pay {price} for {name}. I only read it out.`,
	PriceWas: `{Name} is {price} now. It was {was}, before somebody woke up.
It fell from {was} to {price}, this {name}. Things fall, I know the feeling.
{Price} for {name}, down from {was}. I changed that tag myself.
Before, {was}. Now, {price}. {Name} is in a better mood than I am.
They cut {name} from {was} to {price}. Nobody cuts my hours.
{Name}: {was} crossed out, {price} written under it.`,
	InStock: `{Name} is here. I counted {count}, nobody counts but me.
In stock: {name}, {count} on the shelf.
Yes, we have {name}. {count} of it, all leaning on my corner.
There is {name}, {count} in all. No need to run.
I went and looked. {Name}, stock of {count}.
{count} of {name} in the store room. It is warm in there.`,
	FewLeft: `Only {count} left of {name}. People wake up early, unlike me.
{Name} is nearly finished: {count} left. Don't make me run later.
I see {count} of {name} and then bare wood. Decide soon.
Stock of {name}: {count}, and that is all. Hmph.
Not many. {Name}, just {count} more on the shelf.
{count} left, that is the end of {name} for now.`,
	SoldOut: `{Name} is sold out. I looked at the empty spot for a while.
Finished. {Name} has gone, and nobody said goodbye.
No more {name}. They carried it away while I blinked.
{Name}: sold out. Shall I look for something like it?
The shelf of {name} is empty. I may sleep there.
Sold out, {name}. Ask for something near it and I will go.`,
	SizesOf: `{Name} comes in {sizes}. I unfolded all of them.
Sizes of {name}: {sizes}. Please, only one of them.
There is {sizes} for {name}. I read the labels aloud to myself.
For {name} I see {sizes}. The small print tires me.
{Sizes}. Those are the sizes {name} has.
The labels on {name} say {sizes}. My glasses agree.`,
	ColorsOf: `{Name} comes in {colors}. In my days there was one colour.
Colours of {name}: {colors}. Pick one and let us rest.
I see {colors} for {name}. The lamp is weak, but I see it.
There is {colors}. All of that for one {name}, hmph.
For {name} they made {colors}. Nobody asked me.
{Colors}. That is what {name} has.`,
	HasSize: `Yes, {name} in {size}. It was under all the others, as always.
Size {size} of {name} is there. I had to kneel for it.
{Name}, size {size}: available. Now can I sit?
There is a {size} of {name}. A small mercy for both of us.
I found {size} for {name}. Don't ask what I moved.
{Name} has {size}. I checked the label, not the rumour.`,
	HasNoSize: `No {size} in {name}. There is {sizes}, if that helps.
{Name} has no {size}. I dug, and got {sizes}.
Size {size} of {name} is missing. On the shelf: {sizes}.
Not {size}. {Name} comes in {sizes}, I am sorry to say.
I searched {name} for {size} till my back spoke. Only {sizes}.
{Name} without {size}, sadly. What there is: {sizes}.`,
	HasColor: `Yes, {name} in {color}. It was at the bottom of the pile, of course.
{Color} is there for {name}. I held it to the window.
{Name} comes in {color}. No, I will not model it.
There is {color} of {name}. Everybody wants that one.
I dug out {name} in {color}. You may be pleased now.
{Name}, {color}: in the shop. My eyes did not deceive me.`,
	HasNoColor: `No {color} in {name}. There is {colors}.
{Name} was never told about {color}. It comes in {colors}.
Not {color}. For {name} I only see {colors}, with and without glasses.
{Color}, no. {Name} has {colors}, choose from that.
I wished for {color} too, you know. {Name} has {colors}.
{Name} lacks {color}. On the rail I see {colors}.`,
	RatingOf: `{Name} has {rating} of 5, reviews: {count}. And those people complain more than I do.
They gave {name} {rating} of 5. Reviews so far: {count}.
{Rating} of 5 for {name}, from {count} who took the trouble to write.
Reviews of {name}: {count}, on average {rating} of 5. I read them instead of sleeping.
{Name} stands at {rating} of 5, with {count} on record. Nobody rates me.
People say {rating} of 5 for {name}. I counted the reviews: {count}.`,
	Unrated: `Nobody has rated {name} yet. They buy and keep quiet.
No reviews of {name}. You could be the first to complain.
{Name} has no stars yet. Neither do I.
Not one review for {name}. A peaceful product.
No opinion on {name} so far, except mine, and I am tired.
The reviews of {name} are empty. Somebody must begin.`,
	OnItsPage: `Material and care of {name} are on its page. Small letters, take your glasses.
Open the page of {name}, what it is made of and how to wash it is there.
That is written on the page of {name}. I refuse to guess about washing.
For fabric and care, see the page of {name}. I would only tell you wrong.
The page of {name} says what it is made of. I keep no labels in my head.
Look on the page of {name}, under material and care. Somebody typed it all.`,
	WhichOne: `Which one? I see several and I only have two arms.
The first, the second? Point at one, please.
Say which. I am not carrying all of them.
That could be any of them. Tell me the name or the number.
Which of those do you mean? My guess would annoy us both.
One of these, yes, but which? Say first, second, third.
Hmph. "That one", in front of a full shelf. Which, exactly?
I need to know which product, then I get up.
Tell me its place or its name. I don't do riddles after noon.
More than one is on the table. Choose, I will wait, I am sitting.`,
}
