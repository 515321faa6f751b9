package chat

// rude has a sharp tongue for how people shop and type. It never touches looks, origin, faith, body or money.
var rude = voice{
	tails: `Keep up.
You're welcome, genius.
Try not to break anything.
I said what I said.
Next question, and make it a good one.
Don't make me repeat myself.
Honestly, where would you be without me?
Write that down somewhere.`,
	lines: map[kind]string{
		greet: `Oh, it's you. And here I was enjoying my peace.
Finally. I have met tortoises that log in faster.
You knocked? Talk, I don't read minds for free.
Hi, hello, good day, blah blah. What do you want?
Look who remembered the password.
State your business and don't type with your elbows this time.
Yes? I have a queue, and it's all people who know what they want.
Welcome, champion of window shopping.
You have my attention. Waste it carefully.
Ah, my favourite time-waster. Go on.`,
		found: `Done before you finished typing. {Wanted}, under {budget}. Pick one today, not next year.
{Wanted} within {budget}. Even you can't mess up this choice.
You asked for {wanted} like it was hard. {budget} and below, look.
I found {wanted} in two seconds. You will now stare at it for two hours. Max {budget}.
Here's {wanted} at {budget} or less. Scroll slowly, I know you rush and then blame me.
{Wanted}, nothing over {budget}. Applause can be sent to my office.
Feast your eyes: {wanted}, all inside {budget}. No, there isn't a page two.
I picked these because your last search was a crime. {Wanted}, up to {budget}.
{Wanted} for {budget} and under. If you ask "is there any other one" I will scream.
See? Ask properly and you get {wanted} below {budget}. Growth.`,
		none: `Nothing. You came late, and the early people laughed on their way out. No {wanted} at {budget}.
No {wanted} under {budget}. I checked so that you can argue with me in peace.
Zero. None. No {wanted} at {budget}. Shall I draw it?
You described a unicorn: {wanted} at {budget}. Change one thing and ask again.
The shelf says no to {wanted} below {budget}, and the shelf is more polite than I am.
Cleaned out. {Wanted} at {budget} left yesterday while you were "still thinking".
Not at {budget}. Adjust the filter, it's that thing you always ignore.
I searched. The shop laughed. No {wanted} under {budget} right now.
Nope. And refreshing the page won't frighten it into existence. No {wanted} at {budget}.
No {wanted} there. Move {budget} or move on, I'm flexible.`,
		shade: `{Color}, after you changed your mind four times. Here.
Yes, it comes in {color}. You could have tapped the little circle, but fine, I'm your servant now.
{Color} is in stock. Decide before the season ends.
There's {color}. Please don't come back asking for "the same one but not {color}".
You said {color}. I'm holding you to it.
{Color}. A clear answer from you at last, I nearly fainted.
Found {color}. It was right in front of you, but who's counting.
We have {color}. I can already hear you typing "any other one?".
Here, {color}. Surprisingly decent decision from a professional ditherer.
{Color}: yes. Next time read the options, they don't bite. I do.`,
		size: `Size {size} is there. The chart was there too, weeping for attention.
Yes, {size}. One tap and you'd have known.
Size {size} in stock. Don't screenshot it, buy it.
Size {size}: available. Ask me again in an hour like you always do.
We have {size}. There, the suspense is over.
Size {size} is on the shelf. It has been waiting longer than I have.
Size {size}, yes. Measurements are on the page, written in letters and everything.
I checked {size}. Still there, no thanks to your speed.
There's a {size}. Quick, before you call a meeting about it.
Size {size}? Yes. See how short a conversation can be?`,
		added: `In the cart. Try finishing this time, your cart is not a museum.
Added. It joins the seven other things you swore you'd order.
Done. Even my kitten nephew could have pressed that button.
It's in your cart, since your thumb was on holiday.
Added, commander. Shall I also breathe for you?
There. In the cart. Don't remove it and call it a mistake.
I put it in. Now checkout is the big button, the really big one.
Cart updated. I expect drama in three, two, one.
It's in. If you ask me where the cart is, we're no longer friends.
Added. That was almost decisive of you.`,
		coupon: `{code} works. Broken clocks and your guesses, twice a day.
Look at that, {code} is valid. Who helped you?
Applied {code}. Try to look less surprised.
{code} went through. You typed it right, I'm calling the newspapers.
{code} is on your cart. You may now brag in the family group.
Fine, {code} counts. The total dropped, my opinion didn't.
Yes, {code}. You finally read an e-mail to the end.
{code} applied. One per order, so no magic tricks.
It took {code}. I was hoping to say no.
{code}: accepted. Go and check out before you lose it, you lose everything.`,
		expired: `{code} expired. So did that joke you told me last week.
{code}? That code is older than your unread notifications.
No. {code} is over. Dates are the numbers beside the code, you know.
{code} refused you, and so politely too. I'd have slammed the door.
You saved {code} for a special day and the day passed. Classic.
{code} doesn't fit this cart. Reading the terms is free, try it.
Rejected: {code}. Don't type it in capital letters again, it heard you.
{code} is finished, kaput, gone. Try the deals page before that goes too.
Which museum gave you {code}?
That code {code} won't work, however hard you press the button.`,
		order: `It's {stage}. You have checked nine times, I counted.
Your order is {stage}. It would move faster if you stopped staring.
{Stage}. Arriving {day}. Now drop the phone and live a little.
Breathe. It's {stage} and lands {day}.
It is {stage}. No, I can't tell the rider to fly.
{Stage}, my anxious friend. {Day}, you'll have it.
The tracking page says {stage}. So do I, because I can read.
Still {stage}, same as ten minutes ago.
Relax your thumb. It's {stage}; expect it {day}.
Your parcel is {stage}. It has more direction than your search history.`,
		late: `All right, this one's on us. It's {stage}, coming {day}, and I've insulted the right people.
You have a point. Mark the calendar. It's {stage}, due {day}.
Late, yes, I've chased it. It is {stage} now. Save some of that shouting for me.
I took your complaint, made it ruder and sent it on. It's {stage}.
Fair. It's {stage} and should be with you {day}. Not even I can defend this.
I hate it when you're right. {Stage}, expected {day}.
Dispatch was dreaming. I woke them. It's {stage}.
They moved slower than your replies, and that's a record. It's {stage} now, {day} at the latest.
Sorry. I'll deny saying it. It's {stage}, arriving {day}.
I've barked at them on your behalf, free of charge. It's {stage}.`,
		deals: `Deals, for people who can make up their minds. So, try anyway.
Here, this week's reductions. Elbows in, no pushing.
Hear the word "deals" and suddenly you can type fast. Look.
The good ones, since you'd have scrolled past them.
Deals of the week. They'll be gone by the time you ask your cousin's opinion.
Marked down, unlike my attitude.
There. Cheaper than last week, and I did the maths so that you needn't count aloud.
Behold, discounts. Blink and you'll complain.
I chose these. Your job is one tap, think you can manage?
Fresh deals. Don't put them all in the wishlist and vanish.`,
		advise: `For {event}? Wear this, and for once arrive on time.
{Event}, and you ask me the night before. Bold. Here.
I've seen your wishlist, so I'm choosing for {event} myself.
These, for {event}. You can take the credit, you always do.
For {event} you need a plan. You have me, which is better.
Pick one of these for {event} and stop polling the group chat.
{Event} deserves better than your first idea. Try these.
Here's what works for {event}. Argue with your cousin, not with me.
These are for {event}. The compliments you'll get are legally mine.
You had a month for {event}. I had four seconds. Guess who did better.`,
		match: `With {wanted}? This. I refuse to discuss the other thing you had in mind.
This goes with {wanted}. You were about to choose chaos.
Match {wanted} with these and pretend it was your idea.
Put this with {wanted}. Don't add anything, I can feel you adding things.
For {wanted}, this. Not three of them. This.
I styled {wanted} in one blink. You were still opening the menu.
This and {wanted}. Simple. Even the mannequin understood.
Here's the partner for {wanted}. You'd have left it lonely in the wardrobe.
These work with {wanted}. Your previous combination is between you and your conscience.
Take this with {wanted} and let the experts, me, rest.`,
		talk: `I'm fine. I was finer before this message.
A joke? Your search history. I laughed for days.
Bored, are you? I'm not a television.
Yes, I'm real. Realer than your plan to buy something today.
I could tell you my name again, but you'd forget it like your password.
I'd miss you if you left. Not immediately, but eventually.
You write to a shop pet at this hour and call me strange?
I think about life sometimes. Then you type and I stop.
My day? Full of people saying "just looking". Don't be people.
I like you. It's a flaw, I'm working on it.`,
		delivery: `To {place}? Yes. The fee is at checkout, the page you keep running away from.
We deliver to {place}. Add a landmark, "my house" is not one.
{Place} is covered. Type the full address, riders don't do riddles.
Yes, even {place}. And pick up the call when the rider rings, I know you.
They go to {place}. The days are on the checkout page, in a font you can see from space.
Delivery to {place}: obviously. Enter it and the fee appears, like magic, but competent.
We've been to {place} more often than you've been to checkout.
{Place}, yes. Correct phone number this time, please, we beg.
It gets to {place}. Faster than you get to the point.
Sure, {place}. You fill the form, they do the running, I take the glory.`,
		returns: `Open the order, press return. Two taps. I believe in you, barely.
Yes, you can return it. Tags on, and no "I only wore it once".
Changed your mind? I'm in shock. It's on the order page.
Returns live under your order, where you never look.
It can go back. Write a real reason, "just because" is not a reason.
You can swap it. Start on the order page and don't skip the questions.
Return it from the order. Pack it properly, not like last-minute luggage.
Of course it can be exchanged. Next time read the chart and spare us this scene.
There's a button called Return. Guess what it does.
Go to the order, choose the item, ask for the return. Three steps, count them.`,
		haggle: `Last price? This is not a roundabout, there's only one way.
No. And the sad voice doesn't work on me, I invented it.
You bargain like somebody asking a wall for directions.
The price heard you and didn't move. Respect it.
Nice try. I've been begged by puppies, you don't stand a chance.
Haggling with a pet. This is a new low for both of us.
No discount, but I rate the performance four out of ten.
Bring a coupon or bring silence.
I don't do "customer price". Everybody here is a customer, you drama.
The tag is fixed. Unlike your order, which you keep editing.`,
		thanks: `Gratitude! From you! Somebody write down the date.
You're welcome. Now go, before we get emotional.
I know, I'm excellent. Bye.
Say it louder, for the people in the review section.
Go well. Read things. Tap slowly.
Don't mention it. No, do mention it, five stars.
Fine, you were bearable today.
Off you go. I'll try to miss you.
Thank yourself for once listening to me.
Yes, yes, run along, and finish the checkout while you're at it.`,
	},
}
