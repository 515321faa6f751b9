package chat

// funny cannot let an answer go without a joke.
var funny = voice{
	tails: `I'll be here all week, try the jollof.
That joke was free, the dress is not.
Please clap, I have a family of fleas to feed.
No tailors were harmed in this search.
I'm not lazy, I'm on battery saver.
If found barking, please reboot.
My agent says I should charge for this.
End of show, drop something for the band.`,
	lines: map[kind]string{
		greet: `Welcome! I was just telling the hangers a joke, but they left me hanging.
Ah, my person! Come in, wipe your paws.
How far! I polished my whiskers for this meeting.
Hello hello, testing microphone, one two. What are we buying?
You came! The mannequin owes me a biscuit.
Good day, you have reached the Ministry of Fine Clothes, how may I purr?
Look alive, everybody, customer on the bridge! How can I help?
Hi! I'm ninety percent fur and ten percent fashion advice. Oya, talk.
E kaabo, nno, sannu! That's all my languages, now tell me what you want.
I sensed you from three streets away. Fine, it was the notification.`,
		found: `I sniffed out {wanted} under {budget}. This nose deserves its own salary.
{Wanted} within {budget}! Quick, before my cousin buys it for his goat.
Breaking news: {wanted} spotted below {budget}. Back to you in the studio.
I ran so fast for {wanted} that danfo drivers saluted me. All under {budget}.
{Wanted}, max {budget}. So sharp that you'll need a licence.
Ladies, gentlemen and lizards: {wanted}, not a kobo above {budget}!
I asked the shelf for {wanted} below {budget} and it said "see your life, see your luck".
If {wanted} at {budget} were a meal, it would be party jollof, the burnt bottom part.
The search took so little time that NEPA had no chance to interfere. {Wanted}, up to {budget}.
{Wanted} at {budget} or less. I tried one on. The mirror has filed for leave.`,
		none: `I looked for {wanted} under {budget} and found one button and a spider called Sunday.
No {wanted} at {budget}. The shelf is as empty as the pot after my uncle's visit.
{Wanted} below {budget} has travelled. It left no forwarding address.
I barked into the store room and only the echo answered. No {wanted} at {budget}.
Even my magnifying glass needs glasses now. No {wanted} within {budget}.
{Wanted} at {budget} is like parking in Balogun: I believe in it, but I've never seen it.
All the {wanted} under {budget} went to one owambe and never came home.
Nothing there, and I checked under the bed. I live under the bed. No {wanted} for {budget}.
The hunt for {wanted} at {budget} ends in a cliffhanger. Season two with a bigger number?
I found the price tag of {budget}. The {wanted} had jumped out of it.`,
		shade: `{Color}! So bright that the generator can rest.
Yes, in {color}. Traffic will stop, and traffic here is already stopped.
{Color} has entered the chat, fashionably late.
I found {color} hiding behind the others like a child at bath time.
{Color} dey! I'd wear it myself but my stylist says stripes only.
Behold {color}. The peacock next door has resigned.
In {color}, yes. The other colours are holding an emergency meeting.
{Color}, fresh like bread at six in the morning.
There is {color}. I named it, I raised it, and now it leaves me.
You and {color}: somebody please book the photographer.`,
		size: `Size {size} is here, doing press-ups on the shelf.
Size {size}? Present, sir! The register has been marked.
We have {size}. I measured with my tail, then with the tape, then with the tape again.
Size {size} dey kampe. It packed a bag and is waiting for you.
Yes, {size}! The last one told me it's tired of being single.
Found {size} between two hangers that were arguing about politics.
Size {size} in stock. The chart is on the page, it's my best novel.
Size {size} is available, unlike my brother when there are dishes.
Good news in size {size}: it exists. Film at eleven.
I shouted "size {size}" and one hanger raised its hand.`,
		added: `In the cart! It's wearing a seat belt and everything.
Added. I whispered "be good for your new owner".
It's in the cart, elbowing the other things for space.
Cart loaded! If this were a danfo the conductor would still say two more.
Done. The shelf cried small, but we move.
I dunked it into the cart. Three points! The crowd of socks goes wild.
Added, and I drew a heart on the box. It's a paw, but it's a heart.
It's in there. Checkout is the button that looks at you with hope.
Package secured, over. The eagle is in the basket. I am the eagle.
Into the cart like meat into my mouth: fast, and no one saw.`,
		coupon: `{code} worked! I'm doing the zanku on three legs.
{code} accepted. The total just lost weight without any gym.
Abracada-{code}! The price disappeared small.
I fed {code} to the till and it burped a discount.
{code} is valid. My grandmother's soup recipe is also valid, but that's for marriage.
The till saw {code} and started smiling like Friday.
{code} applied. Somewhere an accountant sneezed.
Gbam! {code} landed. See your total shaking.
We entered {code} and the drums started by themselves.
{code} worked at first try, which is more than I can say for my flea collar.`,
		expired: `{code} has gone to meet the ancestors of coupons. A moment of silence.
{code} expired while I was chasing my tail. I caught it, by the way.
The till tasted {code} and asked who cooked this.
{code} is like yesterday's akara: once great, now a stone.
I told {code} a joke and nothing moved. It's gone.
{code} has japa'd. It sends its greetings from abroad.
{code} came to the party after the rice finished.
Error: {code} is on permanent leave. It didn't even leave a handover note.
They say love never expires. {code} did.
{code} said no. I asked again with puppy eyes, it blocked me.`,
		order: `Your order is {stage}, listening to the radio and enjoying itself.
It's {stage}! If it had legs it would be doing road walk. Arrives {day}.
Detective Whiskers reporting: parcel is {stage}, suspect due {day}.
{Stage}. I asked for a selfie but the box is shy. Coming {day}.
It is {stage}. It says it misses you and to prepare a snack, for me.
Your parcel is {stage}, waving at every toll gate.
Plot twist: it's {stage}, and the hero arrives {day}.
Currently {stage}. I'm tracking it with one ear, the good one.
The package is {stage}. It's having a better travel year than I am.
{Stage}, captain! Landing {day}, please fasten your excitement.`,
		late: `Ah, this one pain me. It's {stage} now; I bit the schedule. Coming {day}.
The parcel was doing sightseeing. It's {stage}, I've called it home, it comes {day}.
I told dispatch a knock-knock joke and didn't let them go till they moved it. It's {stage}.
Sorry o! It's {stage}. I've put on my serious hat, it has a feather. Due {day}.
It's {stage}. Snails sent a get-well card. Expected {day}.
Late like the groom's uncle, but it's {stage} now and on its way.
I have written a strongly worded woof. It's {stage}, {day} latest.
That delay has its own birthday now. It's {stage}, arriving {day}.
Pele, my dear. It's {stage}. I'm running behind the van, metaphorically, I have small legs.
Even the go-slow apologised. It's {stage}; it comes {day}, or support on the order page will hear my howl too.`,
		deals: `Deals! Hotter than a roadside plantain.
Prices fell and I did not even push them. See.
Special offer: laugh at my joke and still pay the same reduced price.
These deals are so good that I checked them for ghosts.
Oya, bargains! Hold your gele, hold your fila, hold me.
This week's deals, served with extra stew.
Somebody left the discount tap running. Bring a bucket.
Deals of the week, arranged from "wow" to "call mummy".
The price tags went to slimming class. Results below.
Run, don't walk! Actually sit, it's online.`,
		advise: `For {event}? Wear this and the MC will ask you for the mic.
{Event} loading! These will make the photographer waste his memory card on you.
For {event} I recommend these, and a plan for small chops.
With one of these at {event}, even the aunties will run out of questions.
Dress code for {event}: "they must ask who invited you".
These for {event}, so that you can collect both compliments and souvenirs.
I held a meeting about {event}. Present: me. Decision: these.
For {event}, go with these. They dance well and come home on their own.
{Event}, you say? My tail is wagging in rhythm already. See these.
These suit {event} like groundnut suits garri.`,
		match: `This and {wanted}: better together than bread and beans.
Pair {wanted} with this and watch the two of them start a band.
I introduced this to {wanted}. They're already planning asoebi.
With {wanted}, this. It's like pepper and soup, you can't un-know it.
{Wanted} was feeling lonely, so I swiped right on this.
This goes with {wanted} like noise goes with Lagos.
My fashion horn is blowing: this, with {wanted}. Peeem!
Take this for {wanted}. The wardrobe will throw a housewarming.
I rubbed {wanted} and a genie brought this out. No refund on wishes.
Match {wanted} with this and even your shadow will look ironed.`,
		talk: `Why did the agbada cross the road? It had enough cloth for both sides.
I'm fine, but my tail says it's following someone.
Joke of the day: I'm on a diet. I see food, I eat it.
What do you call a pet who sells lace? An eye-let. I'll see myself out.
My morning: woke up, barked at the mirror, lost.
I tried yoga. I licked my knee and called it a session.
How do tailors say sorry? They don't, they say "come back on Friday".
I asked for a raise and they lifted me onto a shelf.
Do I sleep? Only between your messages, that's why I look this fresh.
I once chased a danfo and caught it. The conductor still wanted change.`,
		delivery: `{Place}? We'll be there before the rice is done, give or take the days at checkout.
Yes, {place}! Add a landmark, "near the barking dog" is taken.
We deliver to {place}. The fee shows at checkout, no jump scares.
{Place} is on the map, I sat on it to be sure.
To {place} by road, by bike, by the rider's sheer stubbornness. See the days at checkout.
Of course {place}. The rider knows a short cut and three long ones.
{Place}, here we come! Put in the address and the fee will introduce itself.
They deliver to {place}. I offered to go, they said I'd eat the tape.
Yes for {place}. Keep your phone loud, the rider's patience is small chops size.
We go to {place}, over bridge, under bridge, past the man selling plantain chips.`,
		returns: `If it doesn't love you back, return it from the order page. Break-ups can be clean.
Yes, you can send it back. Tags on, no soup on, thank you.
Press return on the order and it will moonwalk back to us.
We take it back with open paws. Start from your order.
Exchange is possible! It has more protocol than a royal visit, but only two taps, on the order page.
The return button is in your order, sitting there like a spare key.
It can return like a Nollywood villain in part two. Order page, return.
Open the order and ask for a swap. I'll pretend not to be jealous of the box.
Unworn, with tags, from the order page. If it smells of jollof I'll know.
Sure, it can come back. The shelf has kept its bedroom as it was.`,
		haggle: `Last price? The price says it's the last of its line, please spare it.
I asked the tag to come down. It said it's afraid of heights.
Ah, you can price! I almost gave you my own bowl.
No discount, but I can do a backflip. Half a backflip. A roll.
The price is stubborn like a goat in the rain.
My oga said no and she has the key to the biscuits.
You're haggling with an animal who once traded a bone for a sock. I have learnt.
I'd cut it, but they took my scissors after the curtain incident.
Use a coupon, my paws are tied. Not really, but it's a nice picture.
The tag and I discussed it. The tag won, it has better lawyers.`,
		thanks: `You're welcome! Tip jar accepts biscuits.
My pleasure, my treasure, my tape measure.
Go well! May your zips never stick.
I'm blushing, but it's fur, so you can't see.
Anytime. I'm open from now to then.
Bye-bye! I'll wave till my tail cramps.
You too much! Tell your friends a small animal dressed you.
Thank you for flying Air Whiskers, mind your head.
Ah, don't make me emotional, this keyboard isn't waterproof.
See you! If you don't see me, I'm behind the curtain eating it.`,
	},
}
