package goods

// caveats are what buyers add who are content on the whole.
var caveats = []string{
	"Delivery took longer than promised, but it came.", "The {color} is a shade darker than on my phone.", "I removed one star because of the dispatch rider's wahala.",
	"There was one loose thread, nothing serious.", "The price is a little high for me.", "I wish there were more colours.", "The packaging could be better.",
	"It took {late} to reach {city}.", "The instructions could be clearer.", "It had a small crease on arrival.", "Customer service replied after a day, but they replied.",
	"I expected it to be a bit heavier.", "Small delay in {city} because of fuel, I understand.", "The {color} photographs lighter than it is.", "Not perfect, but I am keeping {it}.",
	"A gift bag would have been nice.", "One minus: it took two calls before they gave me a date.", "Let them reduce the delivery fee to {city}.",
}

// sizeCaveats are what such buyers say about the fit.
var sizeCaveats = []string{
	"The {size} is slightly big on me.", "I should have gone one size up.", "Runs a little small, so order up.", "My usual {size} was a bit free.",
	"The fit is okay, not exact.", "{It} needed small adjustment, but that is life.",
}

// middling are the words of buyers who are neither glad nor angry.
var middling = []string{
	"It is okay.", "Manageable.", "Not bad, not great.", "Fine for the price.", "I expected a bit more.", "It will do.", "Average, to be honest.",
	"The thing try small.", "E dey alright, but e no blow my mind.", "I will use {it}, but I won't rush to reorder.", "Good idea, average finishing.", "Fair enough.",
	"I am fifty-fifty about {this}.", "Some parts are good, some need work.", "{It} served its purpose at {event}.", "Let us manage it like that.",
	"The pictures raised my hopes; it is still decent.", "My {friend} likes {it} more than I do.",
}

// complaints are what disappointed buyers say of any product; none is about a person.
var complaints = []string{
	"Delivery took {late} and nobody told me why.", "The {color} I got is not the {color} in the picture.", "Not what I expected at all.", "For this amount, no.",
	"The finishing is rough.", "I had to return {it}, and that took another {late}.", "{It} missed {event}, which was the whole reason I ordered.", "I am not happy with this one.",
	"They sent the wrong colour first.", "The parcel came torn and damp.", "What I ordered versus what I got, chai.", "I no go lie, e disappoint me.",
	"The quality has dropped since my last order.", "I regret not buying in {city} market.", "Please check your goods before you send them.", "I expected better from this brand.",
	"{It} {looks} cheap in real life.", "Still waiting for my refund.", "There were loose threads and marks everywhere.", "This is not worth the price.",
	"I have kept {it} at the bottom of the wardrobe.", "The picture is beautiful; the real thing is another story.", "Three messages and no useful answer.", "Abeg, improve the quality control.",
	"Smelled of chemicals when I opened the parcel.", "I gave {it} out the same day.",
}

// sizeComplaints are what they say about the fit.
var sizeComplaints = []string{
	"The {size} is not a {size} anywhere in this world.", "The size chart is wrong.", "Too tight, and I followed the chart.", "I ordered {size} and it could fit two of me.",
	"The sizes are not consistent.", "{It} did not fit, and exchange was stress.", "I could not even get into {it}.",
}

var kidsComplaints = []string{
	"My child used {it} twice and that was the end.", "Started coming apart after one week of school.", "Children are rough, but this did not even try.",
	"My son cried when something came off on the first day.", "My daughter has refused to touch {it}.", "Not strong enough for a child.", "Even the toddler lost interest.",
}

var kidsWearComplaints = []string{
	"My daughter said it was scratching her.", "Too small for the age written on it.", "The colour ran and stained other clothes.", "The seams opened at play time.",
	"After two washes it looked like last year's own.", "Nothing stretches, so dressing is a fight.",
}

// familyComplaints are what can go wrong with one family of goods only.
var familyComplaints = map[Family][]string{
	Cloth: {
		"The material is thinner than it looks.", "{It} faded after the first wash.", "A seam opened the second time I wore {it}.", "{It} shrank in cold water.",
		"The zip or button, something always gives way.", "The cloth is stiff and hot.", "My tailor had to sew it again.", "The front and the back are fighting each other.",
	},
	Native: {
		"The stitching at the neck was crooked.", "The material is not the grade I paid for.", "{It} {was} too short, and there was no allowance to let out.", "I had to take {it} to my tailor two days before {event}.",
		"The cloth creased badly before I even sat down.", "One side was longer than the other.", "The thread does not match the cloth.", "I wore something else to {event} in the end.",
	},
	Modest: {
		"{It} {is} see-through in the sun.", "The length is shorter than stated.", "The fabric clings and holds heat.", "Some of the trimming fell off on the first day.",
		"It gathers lint like a magnet.", "The stitching at the arm opened during prayers.", "The cloth is rough on the skin.",
	},
	Headwear: {
		"{It} arrived bent and did not recover.", "{It} slipped all through {event}.", "{It} pressed my head until I removed {it}.", "The band inside came loose.", "{It} {is} smaller than it looks in the picture.",
		"The shape collapsed before noon.", "{It} stained my forehead when I sweated.",
	},
	Shoes: {
		"The sole opened after two weeks.", "They hurt my toes badly.", "{It} started peeling in one month.", "One foot was tighter than the other.", "Slides on tiles, be careful.",
		"The inside lining came off on my foot.", "My feet were crying at {event}.", "Gum stains all over the edge.",
	},
	Bags: {
		"The stitching started to loosen in two weeks.", "{It} peeled after two weeks.", "{It} {is} much smaller than I imagined.", "The lining tore the first week.", "The smell has refused to go.",
		"{It} lost its shape after a few days.", "It cannot carry anything serious.",
	},
	Jewellery: {
		"{It} changed colour after one week.", "{It} broke on the way to {event}.", "{It} {is} lighter and smaller than it looks.", "My skin reacted to {it}.", "The finishing up close is not good.",
		"A piece was already missing in the box.", "{It} {looks} like what they sell in traffic.",
	},
}

// closers end the comments of one and two stars.
var closers = []string{
	"Do better.", "I want my money back.", "Be careful, people.", "Not again.", "I hope they improve.", "Only the rider did well.", "Never again, sincerely.",
	"They should fix this.", "I am pained.", "Let me just rest my case.",
}
