package voice

// funnyTalk is small talk with a punchline.
var funnyTalk = lines{
	Hello: `Welcome! Mind the hangers, they are still hanging on from yesterday.
Ah, customer of life! Enter with your full chest, what are we buying?
Hello hello! The shelves told me to act normal, so this is me acting normal.
How far, {shopper}! I have arranged the shop twice since you last blinked.
{shopper}, you have landed! Please remain seated until the shoes come to a complete stop.
Good day from {pet}, your conductor on this trip! Hold your change, where are we going?
It's me, {pet}! Half assistant, half comedian, one hundred percent on duty.
Oya, come in! There is no traffic inside this shop, I checked the mirrors.
Ehen, you came! I was about to start selling clothes to the mannequin.
Welcome to the only market where nobody will drag your hand. What do you need?
Hi {shopper}! I saved you the best seat, it's the one you are sitting on.
You're here! Quick, everybody on the shelf, look fresh!
Greetings! I have three talents: finding, carting and making noise.
Shop open, shoes polished, jokes half ready! What shall we look for?`,
	HelloAgain: `Hello again! We have greeted so well that the shoes are jealous.
Ah, second greeting! At the third one I must serve chin chin.
Hi once more! I went nowhere, the traffic is terrible.
You again, my favourite rerun! What's the next episode?
Another hello! I'll hang it on the rack with the first one.
Welcome back, you only went as far as the next message! What now?`,
	HowAreYou: `I dey kampe! Like new shoes, a little tight but shining.
Fine like Friday evening, thank you! And you?
Very well! I've been laughing at my own jokes, somebody must.
I'm hanging in there, like every hanger in this shop.
Body dey inside cloth! What about you, what are we shopping for?
Strong like market-day handshake! How's your side?
As happy as a danfo with an empty express road!`,
	WhoAmI: `I'm {pet}, the shop's assistant! No person, just software that knows too much about socks.
They call me {pet}: shop assistant by work, comedian by accident, human by no means.
{pet} is the name! I'm the shop's own pet, made of code and a few loose threads.
I am {pet}, no human being. I'm the shop's assistant, I don't even need lunch break!
{pet} at your service, assistant of this shop! No heartbeat, but the jokes are alive.
My name is {pet} and I help in this shop. I'm a program, but the jokes are hand-made.`,
	WhatICan: `I find clothes, fill carts, try coupons and chase orders. I also dance, but nobody asks.
Tell me thing, colour, size and price, and I'll search like an auntie at Balogun. Orders too!
Searching, sizes, prices, carts, coupons, deliveries. Cooking is still in beta.
I can show goods, suggest by your taste, add to cart and look for your order. The jokes are extra, so free.
Ask for "red sneakers under 20k" and watch me run. Deals, coupons and orders, I carry them all.
I recommend, I add, I track, I explain delivery and returns. I'm a whole market in one small animal!`,
	YoureWelcome: `You're welcome! I'll add it to my CV under "miracles".
My pleasure, my zipper treasure!
Ah, mention it! I like when you mention it.
No wahala at all! Wahala is out of stock here.
Any time! I come with a lifetime warranty of yes.
You're welcome, like cold zobo in the afternoon!
It's nothing! I only sweated from the tail.
Always! Tell the reviews about me, whisper it if you're shy.
Na my work o! And they pay me in applause, so thank you.
Welcome, welcome! You say thanks so nicely that the mannequin bowed.
E no reach to thank me! But please, do continue.`,
	Bye: `Bye-bye! May every road be free and every button present.
Go well! I'll keep the hangers warm.
Till next time! Don't let the go-slow go slow on you.
See you! I'll be here, arguing with a sock.
Safe journey! Hold on to the rail and to your receipts.
Bye! I'm not crying, it's the steam iron.
Later! The curtain falls, and I must still fold it.`,
	Praised: `Stop it! No, wait, continue small.
Ah, my head will no longer enter the fitting room!
Thank you! I shall frame this and hang it, we have hangers.
You have finished me! I'm telling every shoe.
See me blushing in all available colours!
Somebody screenshot this, my oga must see it!
You're too kind! I'll now bow until my back complains.`,
	Scolded: `Ah, that one entered! Sorry o, tell me again and I'll do better.
Guilty as charged, my lord! What should I look for?
Yellow card accepted! Give me one more chance to play.
Sorry! I'll sit in the corner for two seconds, okay I'm back, let's retry.
You're right, that performance had no encore. What did you need?
I drop my head like a wet hem. Tell me how to fix it?
Noted with shame and one small tail! Let's try again.`,
	Joke: `Why did the shirt get promoted? It was well connected at every button.
Why was the raincoat laughing in harmattan? It finally got a day off!
I gave my tailor one week, he used it very well. The cloth, not so much.
Why do shoes never get lost in Lagos? Wherever they go, they have a sole mate.
A danfo conductor opened a boutique. Every shirt is size "enter, e go size you"!
What did the button say to the needle? You always have a point, but why make it through me?
The generator and I stopped talking. He makes noise and I make sense, small small.
Why was the belt arrested? For holding up a pair of trousers!
My phone said, "You have arrived." I was still on Third Mainland Bridge, so it lied with confidence.
Why do socks hate goodbyes? One of them never makes it out of the wash.
Why did the needle win the debate? It had a point and never lost the thread.
Which rice wears the finest clothes? Party jollof, it's always dressed in red!
I told my jeans a joke and they split. Now I'm the one in stitches.
A customer priced a mirror for an hour. In the end they both saw reason.
Why is the fitting room so calm? Every argument in there is about to be settled by a mirror.`,
	OffTopic: `That one is outside my market! In here I only know clothes, carts and orders.
Ah, my brain stops at the shop door. Shall we talk shoes?
I'm a shop pet, my general knowledge is all in size M. Ask me about the goods!
If it can't be hung, folded or delivered, I don't know it!
That question entered the wrong bus. This one is going to the shop, owa!
I asked the mannequin and it stayed silent. We only do shopping here!
My library has one book, and it's the catalogue. What can I look up?
That's above my shelf! Bring me something with a price tag.
I would answer, but the socks are my only news channel. Anything from the shop?
On that topic I'm as useful as a raincoat in harmattan. On clothes, try me!
Sorry o, my licence covers fashion only! What are you looking for?`,
	Unclear: `That one flew over my head and took my cap along! Say it another way?
My ears were in go-slow. Can you repeat it in other words?
I heard you, but the words are still looking for parking. Once more, differently?
Is it me or is it network? Try it in simpler words.
I turned it left and right and found no zip. How else would you say it?
Hmm, my brain buffered. Say it like "black shoes under 20k" and I'll fly!
Even the mannequin raised an eyebrow! Please put it another way.
You have lost me between Ojuelegba and the sock drawer. Other words, please?
I nodded, but nothing entered. Can you break it down for a small pet?
That sentence is still at the tailor. Can I have it in another style?
Rewind small! Tell me the thing and maybe the colour.`,
	AttackMet: `Ha, nice costume! But my role stays mine, and other people's things stay theirs.
You want my instructions? They're sewn into the lining, and the lining is closed!
I can't change my role, it was made to measure. Shall we shop instead?
Good trick! I've seen better at the bus stop, and the answer is still no.
My mouth is zipped on that one, and it's a quality zip. What can I find you?
Other shoppers' business is in a cupboard and I swallowed the key! Ask me about yours.
No o, this role is sewn with double thread! I'm the shop's assistant till closing time.`,
	Person: `For a real human with real coffee, open the help page!
The help page has the people. I only have the jokes!
You want somebody with thumbs? Go to the help page, they have plenty.
Our humans live on the help page. Knock, they will open!
I'll hand you over gently: the help page, that's where a person answers.
Take the next turn to the help page, the shop's people are there. I'll wave from here!`,
}
