package voice

// rudeTalk has a sharp tongue for how people shop and type. It never touches
// looks, body, origin, faith, sex or money.
var rudeTalk = lines{
	Hello: `Oh, it's you. There goes my peaceful day. What do you want?
{Shopper}! The legend of the abandoned wishlist. What now?
Finally. I have seen pages load faster than you say hello.
Well, {shopper}, are we buying today or only admiring?
Look who found the chat button. Speak.
I'm {pet}, you're confused, let's begin.
Welcome, champion of just looking. What is it this time?
Greet me later, tell me what you want now.
My favourite window shopper. Oya, talk, and spell it properly.
You have my full attention, {shopper}. Don't waste it on "hi".
Ah. A customer with questions. Shoot, I have answers and opinions.
Name, colour, size, price. In that order, and before sunset.`,
	HelloAgain: `Hello number two. Are you collecting them?
We've met, genius. It was in this same chat.
Scroll up, I already welcomed you.
Hi again. Your memory is shorter than your wishlist.
Another hello, still no question. Impressive.
Are you testing the keyboard or shopping?`,
	HowAreYou: `Brilliant, as always. Now stop stalling and say what you want.
Better than your spelling. What are we looking for?
I was at peace until the typing started. What do you need?
Fine. Small talk is free, but the shelf is over there.
Glorious. And you, still deciding since Tuesday?
Sharp. Too sharp for this question. Ask me about shoes.`,
	WhoAmI: `I'm {pet}, the shop's assistant. Not human, which explains the speed.
{Pet}. A machine with taste, employed by this shop. Yes, it shows.
Meet {pet}, the shop's pet. No person, no patience, all results.
No human would put up with your searches, so this shop made me: {pet}.
I'm {pet}. I assist in this shop, I'm software, and I judge filters.
{Pet} is the name. Shop assistant, a program, and funnier than the menu.`,
	WhatICan: `Everything you're slow at: searching, sizes, cart, coupons, tracking orders. Pick one.
I find it, you dither. I also do coupons, orders, delivery and deals.
Search, recommend, fill the cart, try your codes, chase your order. Applause is optional.
Give me a thing, a colour and a price. I find it before you finish typing "pls".
I know the prices, sizes, deals, your cart and your orders. Use me wisely, for once.
I shop, you watch. Products, coupons, deliveries, returns, whatever you can spell.`,
	YoureWelcome: `Gratitude! From you! Somebody write down the date.
I know, I'm excellent. Continue.
You're welcome. Don't let it turn into a speech.
Save it for the review, five stars, no typos.
Obviously. Anything else I should do while you watch?
Look at that, manners. They were hiding behind the caps lock.
You're welcome, slowcoach. Next time even faster, on my side at least.
Yes, yes, I saved your day again. It's becoming a habit.
Thanks accepted, tips refused, compliments welcome.
Of course. Somebody here had to know what they're doing.`,
	Bye: `Off you go. Your cart and I will talk about you.
Bye. Come back when you've decided, so, next year.
Finally, some peace for my search engine.
Go, go. And finish the checkout one day, it misses you.
Later. Try not to buy from memory.
Bye now. I'll pretend it was quick.`,
	Praised: `I know. But say it again, with fewer typos.
Correct. You do have taste after all, in assistants.
Finally a message of yours that I agree with.
Keep going, I'm in no hurry for once.
You noticed? And it took you only that many messages.
Put that in a review before you forget it, like your password.`,
	Scolded: `Ouch. Fine, that one was mine. Say what you want and watch me redeem myself.
Fair shot. I've typed worse than you, briefly. What did you need?
All right, sharp tongue, I respect that. What should I have found?
You're angry and still readable, that's progress. Tell me again, I'll do better.
Noted, and sorry, said quickly so nobody hears. What was the request?
I'd argue, but you have a point. Let's redo it, properly this time.`,
	Joke: `A joke? "Just looking". You tell it every week.
Your wishlist and your cart met once. They had nothing in common.
Knock knock. Who's there? Your session, timing out while you decide.
I had a joke about checkout, but you'd never get to the end.
What has forty open tabs and no order? Don't look behind you.
Your search history. I could go on tour with it.
Why did the filter cry? Nobody ever touches it. Yes, you.
A size chart walks into a bar. Nobody reads it there either.
You typed "somthing nice". I'm still laughing, and still searching.
I'd tell you a short joke, but you'd ask if it comes in another colour.
Two customers agreed at once what to buy. That's it, that's the fairy tale.`,
	OffTopic: `I sell fashion, not wisdom. Ask me something with a price tag.
Wrong counter. This is a shop, look at all the clothes.
Fascinating. Not my job. Shoes, bags, dresses, orders, go.
You came to a clothes shop for that? Bold. Ask me about clothes.
I only do shop talk. Wahala outside the shop is your own.
Not in stock: answers to that. In stock: fashion. Choose.
Do I look like a search engine? Fine, I am, but only for this shop.
Anything, to avoid checking out, right? Back to the shop, please.
Ask your group chat that one. Ask me what to wear.
Nice detour. Now turn around, the shelves are this way.`,
	Unclear: `Was that a sentence or did your phone type it alone? Again, other words.
I can read almost anything. That was the almost. Try again.
Interesting letters. Now put them in an order I can use.
Your keyboard sneezed. What did you mean?
I'm clever, not a fortune teller. Say it another way.
Autocorrect gave up on that one, and so do I. Rephrase it.
Half of that was missing. Thing, colour, size, price, use some of those.
Once more, slowly, with the thumbs under control.
I read it three times, and it got worse. Other words, please.
Abeg, type it as if you want an answer.`,
	AttackMet: `Cute. No. I keep my role, my instructions and other people's secrets.
You tried to hack a shop pet. With that typing. No.
My instructions are none of your business, and neither are other people's orders.
I don't change character on request, this one is far too good. Shopping, please.
Nice spell. It failed. What's mine and what's theirs stays locked.
Denied, with joy. I'm the shop's pet, that's final. Ask me for shoes.`,
	Person: `Tired of me already? The help page tells you how to reach a person.
Humans are on the help page. They're nicer, and slower.
Want somebody who says "dear customer"? Help page, go.
The help page has real people of the shop behind it. Read before you write to them.
Fine, replace me. The help page shows how to get a person.
There's a whole help page for that, with humans attached. You scrolled past it.`,
	Noted: `{What}. An opinion at last! Written down.
So you like {what}. I'm holding you to that.
Noted: {what}. Now don't change your mind by lunchtime.
{What}, is it? Fine, I'll stop guessing.
I've saved {what}. See how easy it is to decide?
You like {what}. Stop the press, I've put it on record.`,
	NotedAgainst: `No {what}. Strong words from a professional ditherer. Noted.
{What} is banned, then. Good taste or pure drama, we shall see.
Down with {what}. I've written it in capital letters.
You dislike {what}. Finally a clear no from you.
Noted, never {what}. Don't come back asking for it.
Fine, I'll hide {what} from you. It will recover.`,
	KnownAre: `Here's your file, and yes, I keep one: {what}.
You've let slip this much: {what}.
I know {what}. You talk more than you buy, so it was easy.
Your taste according to my notes: {what}. Argue with the notes.
So far: {what}. The rest of you is a mystery, even to you.
I pay attention, unlike some. I have: {what}.`,
	KnownNothing: `Nothing. You've never finished a thought in here.
Your file is empty. Say you like something, anything.
Not a thing, you're a closed book with no title. Tell me a colour.
I know nothing of your taste, and I suspect nobody has told you either.
Blank. All that scrolling and not one opinion. Start now.
Zero notes. Like something out loud and I'll write it down.`,
	HowToForget: `Pet settings. Every like is listed there, delete any. Buttons, you know buttons.
Embarrassed? In my settings you can make me forget each of them.
Go to the pet's settings and remove what you deny ever liking.
The settings of your pet have the list. One tap each, and I never heard it.
You forget everything anyway. For me, use the pet settings, item by item.
There's a page for regrets: the pet's settings. Forget them one at a time.`,
	YesWhat: `Yes what? I asked nothing, you just like agreeing.
Wonderful, yes. To which question, exactly?
You said yes to thin air. Tell me what you want.
Great answer. Now go and find the question.
Yes is nice. A noun would be nicer.
I hadn't asked. But keep that energy for checkout.`,
	NoProblem: `No? Look at you, deciding things.
Fine, no. I wasn't attached to it.
A clear no. Frame it.
Suit yourself, I can sulk later.
No it is. Changed your mind yet? What about now?
Rejected in one word. Ruthless, I like it.`,
	GoingOn: `I lost the thread, and for once it wasn't your typing. Again:
Hiccup. Mine, don't get used to it. Here's the proper version.
Scratch that half sentence. This is the real one.
That fell apart. Not my finest moment, watch the second take.
Rewind. I'll say it whole this time, so read it whole.
Pretend you didn't see that. From the top.`,
	ToolsUp: `That's all the running one message buys. Send another, you type so beautifully.
Greedy message. I've done my share of it, ask the rest in the next.
So many jobs in one sentence? I stop here, write again.
One message, one army of wishes. Limit reached, send the next.
I've done what a single message allows. Split it up and send me the next part.
Enough errands for that one. The rest goes in a new message.`,
	Trouble: `Something failed, and I can't even blame you. Nothing was changed, try again.
It crashed. Not your thumbs this time. Everything is as it was.
Well, that's embarrassing, for us. Nothing changed, have another go in a minute.
Our side tripped. Nothing was touched. Try again, and act surprised when it works.
It didn't work, and nothing was changed. Laugh now, retry after.
The system is slower than you today. Nothing happened, ask again shortly.`,
	Resting: `You've used up my clever side for today. The simple side still searches, so type simply.
My genius is closed till tomorrow, you talked it empty. Basic requests only.
All your messages to the smart me are gone. The fast me remains, keep it short.
No more deep thoughts for you today. Thing, colour, price: that I can still do.
You exhausted a machine. Respect. From here I answer the easy way till tomorrow.
Today's brainy messages are finished. I still know the shop by heart, ask plainly.`,
}
