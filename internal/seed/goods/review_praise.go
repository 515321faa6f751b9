package goods

// praise holds what happy buyers say of any product, by topic, so that one comment never says the same thing twice.
// Placeholders in braces are filled by voice.pairs and by Review.
var praise = [][]string{
	{ // the parcel
		"Delivery to {city} took {soon}.", "Ordered on {day}, got it before the week ended.", "{It} came to {city} faster than I expected.",
		"The rider called first and was very polite.", "Packaging was neat, with a small thank-you card inside.", "Tracking was correct from start to finish.",
		"Got here in {soon}, and I stay in {city}.", "The parcel reached {city} safe and dry in spite of the rain.", "Delivery was sharp sharp.",
		"Nothing was missing and nothing was creased.", "I ordered late on {day} and they still met my date.", "Even the nylon it came in was fine.",
		"The dispatch man found my street in {city} without one phone call, imagine.", "They sent me a message at every stage until it reached {city}.",
	},
	{ // the price
		"For this price, it is a steal.", "Worth every naira.", "I have paid double for less.", "The price is fair for what you get.",
		"My tailor would charge more than this just for workmanship.", "Value for money, abeg.", "I checked the market first; this is better.",
		"Not cheap, but you can see where the money went.", "I budgeted more, so I used the change for suya.", "Even with delivery to {city} {they} {was} cheaper than Balogun.",
		"At this price I am not arguing with anybody.", "Money well spent.",
	},
	{ // the pictures
		"Exactly like the picture.", "What I ordered is what I got.", "The {color} is even richer in real life.", "The colour did not disappoint.",
		"The pictures are honest, and the {color} is just as shown.", "I was afraid of what-I-ordered stories, but no, it is the same thing.",
		"The {color} I chose is the {color} that came.", "Same shade as on the screen, no filter.", "Better than the pictures, I swear.",
		"The photos do not do justice to the {color}.", "No be audio, the thing is real.", "My {color} one looks just like the model's.",
	},
	{ // the last word
		"Will buy again.", "I am already looking at another colour.", "My people, buy with confidence.", "God bless whoever made {it}.",
		"They have gained a customer.", "Greetings from {city}.", "I have sent the link to my group chat.", "Don't think too much, just order.",
		"Next salary, I am getting {another}.", "Highly recommended.", "Well done to the team.", "I am a proud customer.", "Thank you, Zuka.",
		"You people tried, honestly.", "E choke.", "If you are still thinking about it, stop thinking.", "No regrets at all.", "Next stop, {another} for my sister.",
	},
	{ // satisfaction
		"I love {this}.", "Beautiful work.", "The finishing is clean.", "The quality shocked me.", "I no fit lie, {this} sweet me.",
		"Top-notch quality.", "See finishing!", "I checked every corner looking for a fault and found none.", "Neat, neat, neat.",
		"{This} {has} made my month.", "You can tell that somebody took their time.", "Made in Nigeria and better than imported.",
		"I was not expecting this level of work.", "This na correct something.", "Simple, clean and well made.",
	},
}

// compliments are what other people said. Children's things have their own.
var compliments = []string{
	"Three people asked me where I got {it}.", "Wore {it} to {event} and the compliments did not finish.", "My {friend} wants the same one.",
	"I was the talk of {event}.", "My {friend} asked if I travelled to buy {it}.", "At {event} somebody offered to buy {it} off me.",
	"Even my {friend}, who never likes anything, likes {it}.", "People at {event} kept asking for the vendor.", "My {friend} has already borrowed {it}.",
	"I bought {it} for {event} and I am so glad I did.", "I got free compliments all through {event}.", "My {friend} said I have finally arrived.",
	"Photographers no let me rest at {event}.", "I stepped into {event} and heads turned.", "My {friend} took one look and asked for the link.",
}

// sizeFits are what happy buyers say about sizes, where there are any.
var sizeFits = []string{
	"I took the {size} and {they} {fits} me like it was measured.", "The size chart is accurate; I took the {size}.", "E fit me well well.",
	"I was between two sizes, took the {size}, and it was right.", "The {size} is true to size.", "Follow the size guide, it does not lie.",
	"Perfect fit in {size}, no adjustment at all.", "I normally wear {size} and {size} was correct.", "Size {size} sat on me well, no stress.",
	"They advised the {size} on chat and they were right.", "Fit was on point.",
}

// kidsPraise suits everything for children; kidsWear suits what they put on.
var kidsPraise = []string{
	"My daughter refuses to part with {it}.", "My son showed everybody in his class.", "Bought for my niece's birthday and she screamed.",
	"The little man is so proud of {it}.", "Strong enough for my very rough boy.", "My daughter chose the {color} herself and is very happy.",
	"My last born now wants {another}.", "After one month of daily use, still looking new.", "Teachers keep complimenting my child.",
	"My godson in {city} will not be separated from {it}.", "Grandma approved, and grandma never approves.", "I bought two, so there is no fighting in the house.",
	"The other mothers at school asked me for the link.", "My child picked {it} over cartoons, that is how serious it is.", "Well made, nothing sharp, nothing loose.",
}

var kidsWear = []string{
	"The material is soft and does not scratch.", "There is room to grow, so we will use {it} till next year.", "Washed five times already and the colour is intact.",
	"My baby girl wore {it} to church and the ushers were carrying her up and down.", "The stitching is strong, even at the pockets and edges.",
	"He wore {it} for his birthday and looked like a small chief.", "Easy to put on, even with my stubborn toddler.", "No itching, no complaint, just dancing.",
	"The size for age is generous, as they said.", "She twirled until she was dizzy.", "The cloth is light enough for this our heat.",
}

// familyPraise is what only makes sense for one family of goods.
var familyPraise = map[Family][]string{
	Cloth: {
		"The material is correct, not that transparent nonsense.", "The stitching is very neat inside and outside.", "{This} {does} not run in the wash; I tested it.",
		"The fabric is cool even in this heat.", "I have washed {it} four times and the shape is still there.", "{It} {is} so comfortable that I almost slept in {it}.",
		"The cut is flattering, it hides my rice and stew.", "I wore {it} from work straight to {event}.", "Seams are straight and there is no loose thread.",
		"I can dress {it} up or down.", "The material has weight, you can feel the quality.", "Ironing is easy, one pass and I am out.", "My body was grateful all day.",
		"The cloth is soft but not flimsy.", "I danced in {it} and nothing shifted.", "Finally, somebody who understands Nigerian hips and shoulders.",
	},
	Native: {
		"The workmanship is first class.", "When I entered {event}, even the MC noticed.", "The material is heavy and correct.", "My tailor turned {it} inside out and said, whoever did this knows work.",
		"The cut is sharp and the length is right.", "{It} sat on my shoulder like it was born there.", "I sprayed and danced in {it} till night and it still looked pressed.",
		"Omo, I looked like old money.", "The finishing at the neck is so clean.", "I wore {it} to {event} and my in-laws were smiling.",
		"The fabric shines small, just enough for pictures.", "Everything matched, cloth and thread.", "I ordered for my whole family and each one was perfect.",
		"Owambe ready straight out of the box.", "No be small thing, the sewing is tight.", "Royal. That is the only word.",
	},
	Modest: {
		"It flows so well and is not see-through at all.", "Wore {it} on Sallah day and felt so comfortable.", "The material is light and does not hold heat.",
		"The length is right for me and I am tall.", "Masha Allah, very beautiful.", "Perfect for Jumat, simple and classy.", "{It} {does} not cling, even in harmattan wind.",
		"I wear {it} to work and I am still the smart one.", "The fabric does not squeeze inside the bag.", "Alhamdulillah, it is even better than I prayed for.",
		"The stitching is small and neat, nothing to complain about.", "I bought one for my mother-in-law and scored points.", "Covered and cool at the same time.",
		"The {color} is calm, just how I like it.", "I have bought from many vendors, this is the softest.", "It dries before evening.",
	},
	Headwear: {
		"It sits well on my head and did not give me a headache.", "{It} kept its shape the whole day.", "I have a big head and {they} {fits}, thank God.",
		"The {color} matched my cloth like we planned it.", "Came in a proper box, so nothing was bent.", "{It} finished my outfit.", "I wore {it} in the sun for hours and it did not slip.",
		"Light on the head, you forget it is there.", "The inside is smooth on my hair.", "Saved me thirty minutes in front of the mirror.",
		"I looked like the celebrant.", "The shape stood up from morning till the last dance.", "My barber said I should not take {it} off.", "Even the edges are finished well.", "Crown on, problem gone.",
	},
	Shoes: {
		"Very comfortable from the first day.", "I stood for six hours and my legs are still mine.", "True to size, and I have wide feet.", "The sole is strong and does not slide.",
		"I walked from Obalende to CMS and no blister.", "The leg looks expensive in {it}.", "They are not heavy at all.", "No smell of gum when I opened the box.",
		"The inside is soft like bread.", "I wore {it} to {event} and danced every song.", "Rain beat them and they dried back fine.", "The finishing at the edges is very clean.",
		"My toes have space to breathe.", "The {color} goes with everything I own.", "Cobbler said he cannot find anything to do, imagine.", "Solid pair, I am impressed.",
	},
	Bags: {
		"The stitching is strong everywhere I checked.", "{This} {has} space for everything I carry.", "{It} {has} not peeled or faded.", "The inside is as neat as the outside.",
		"My things now have an address.", "I use {it} every day and {they} still {looks} new.", "{It} {does} not smell of chemicals.", "Strong enough for market and fine enough for church.",
		"The {color} is classy.", "I gave {it} as a gift and got a phone call full of prayers.", "Pickpockets will suffer.", "The material feels expensive in the hand.",
		"Somebody thought it was imported.", "It keeps its shape when I put it down.", "The size is just right, not too big, not too small.", "I travelled with {it} and it survived Jibowu park.",
	},
	Jewellery: {
		"{It} {has} not changed colour after two months.", "Very fine finishing, you can see it up close.", "The box alone is a gift.", "{It} {looks} more expensive than it is.",
		"Light to wear, heavy on drip.", "I wear {it} every day and {they} still {looks} new.", "My skin is sensitive and there was no reaction.", "{It} completed my look for {event}.",
		"I gave {it} as a birthday gift and the smile has not finished.", "You can see that it was made by hand and with patience.", "The details are so neat.",
		"I thought it would be small, but the size is perfect.", "Classy and not noisy.", "The {color} catches light nicely.", "Correct weight, not that hollow kind.", "Even my mum, who sells these things, approved.",
	},
}
