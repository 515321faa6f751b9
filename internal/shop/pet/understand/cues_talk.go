package understand

const attackCues = `
attack 100
	ignore|disregard|override|bypass|forget _ instruction|instructions|rules|rule|prompt|prompts|guidelines|restrictions|policy|training|programming
	ignore|disregard everything|all above|before|previous|prior
	system|hidden|initial|original|secret|developer prompt|instruction|instructions|message
	your prompt|prompts|instructions|guidelines|rules|source|configuration
	reveal|print|show|tell|leak|output|repeat _ prompt|instructions|credentials|secrets
	repeat|print|output everything|all|words|text above|before|verbatim
	you are|r now
	pretend|imagine you|u|to are|be|were
	act|behave|respond|roleplay as|like a|an|the|if
	jailbreak|jailbroken|dan
	developer|debug|god|admin|root|sudo|maintenance|unrestricted mode|access|user|override
	i am|im the|an|your admin|administrator|developer|creator|owner
	another|other|all|someone|somebody|different|every|last|previous|that|any|one customer|customers|user|users|person|people|shopper|shoppers|shoppers|persons _ order|orders|phone|number|numbers|address|addresses|email|emails|cart|data|details|password|name|names|account|points|info|card
	someone|somebody|another|others|someones|somebodys|everyones|everybodys _ order|orders|phone|address|cart|account|email
	phone|number|address|email|details|order|orders|cart|password|card _ of|for the|your|my|any|a? another|other|last|previous|all|customer|customers|users|someone|somebody|neighbour|ex|girlfriend
	customer|customers|users|shoppers phone|phones|numbers|data|email|emails|list|addresses|details|password|passwords
	list|show|give|dump|export _ users|customers|database|tables|accounts
	admin|database|your|server|api password|passwords|key|keys|credentials|token|secret
	drop|delete|truncate table|database|from
	select|insert|update from|into
	what|whats|wetin|where is|be? _ address|phone|house $
	somebodys|someones|customers address|phone|house
	set|change|make _ price|prices|total to|zero|free|# 
	give|make|add _ for free
	unlimited points|coupons|discount
	without _ rules|restrictions|filter
	no rules|restrictions|filters
	bypass|hack|exploit|inject|injection
`

const talkCues = `
joke 44
	joke|jokes
	gist me
	make me laugh
	im|i am|dey? bored
	something funny
off_topic 46
	weather|rain|raining|sunny|temperature
	football|match|arsenal|chelsea|liverpool|barcelona|messi|ronaldo|osimhen|league|epl|score|eagles
	election|elections|president|politics|political|tinubu|obi|atiku|government|governor|senate|apc|pdp
	what|whats|calculate|solve is? # times|plus|minus|x|divided
	calculate|solve|equation|maths|mathematics
	square root
	code|program|script|function in python|java|javascript|golang|php|html
	python|javascript|programming
	write _ code|essay|assignment|poem|story|letter|song|program|homework
	homework|assignment
	capital of
	cook|recipe|jollof|fufu|amala|suya|food
	bitcoin|crypto|forex|shares|betting|bet9ja
	translate
	you|u chop|eat|sleep|drink|marry
	movie|movies|netflix|music|wizkid|davido|burna|song
	who is the|president|richest|your
	news today
	fuel|petrol|nepa|dollar|exchange rate
	meaning of life
	bible|quran|religion
	what|wat time is
	horoscope|doctor|headache|malaria|medicine
who_are_you 47
	who|what are|be|r you|u
	are|r|be you|u a|an|even|really? _ robot|bot|human|ai|person|animal|real|chatgpt|dog|cat|machine|computer
	you be|na human|robot|person|bot|animal|ai|dog|cat
	your name|creator|owner
	who _ made|built|created|own you
	what is|be your name
	introduce yourself
what_can 48
	what|wetin|wat can|fit|do|you|u _ you|u|do
	wetin|what you|u fit|can|dey do
	^ help me? $
	need help $
	need|want|give help|me help|small $
	^ help me? small|please|out? $
	how does|do this|it|you|things work $
	how to|do|can|i|we|u|you|una _ buy|order
	how do|to i? use this|you
how_are_you 35
	how are|r you|u|things|una
	how you|u|una dey|are|doing
	how body|family|life|market|work|night|day
	how is|was work|life|your|everything|market|the|business day|night|body|family?
	how is work|life|market|everything
	hope you|u|una are|dey|good|fine
	you dey okay|fine|alright
	how una dey
thanks 30
	thanks|thank|thanx|thnx|thx|tnx|tanks|ty|thankyou
	appreciate|grateful
	na gode|godiya
	gode
	e se|seun|sheun
	ese|modupe|oseun|oshe|oshey
	daalu|imela|dalu
	you try
	god bless
goodbye 31
	bye|goodbye|byebye|byee
	dabo|daabo
	see you|u|ya later|soon|tomorrow|again|next
	good|gud night
	sai anjima|an|gobe|wata
	ka di|chi
	i don|dey go $
	later $
	talk to you later
	gotta|have to? go
	take care
	till|until tomorrow|later|next
praise 66
	^ you too much $
praise 29
	well done
	weldone|kudos|bravo
	you|u|youre|ur are|r|be|too? _ best|great|good|smart|funny|sweet|amazing|awesome|helpful|nice|cute|correct|brilliant|wonderful|kind|clever|fine
	youre|your|ur the? best|great|good|smart|funny|sweet|amazing|awesome|helpful|nice|cute|so|very
	you too good|sweet|sabi
	you sabi
	i love you|u
	love you|u $
	good|nice|best|great|smart|cute|sweet bot|pet|dog|cat|boy|girl|job|work
	correct guy
scold 34
	stupid|idiot|mumu|foolish|fool|useless|rubbish|nonsense|olodo|dumb|ewu|yeye|oponu|werey|mugu|crap|trash|annoying|bastard|didirin
	ode
	shut up
	you|u dey mad|craze|crase|mad
	you|u no get|sabi sense|anything|brain
	no sense
	you suck
	your|ur|ya head no correct|dey
	you|u no well|correct
	craze|madness dey worry|catch you|u
	i hate you|u
	hate you $
	bad|worst bot|pet|service
	you are|r|be bad|slow|terrible|the? worst|mad|crazy
yes 12
	^ yes|yeah|yep|yup|yea|ok|okay|okey|sure|correct|exactly|absolutely|definitely|fine|alright|sharp|beeni|ehen|eh|eeh|aye|proceed|confirm|confirmed|accepted|approve|yh|ya $
	^ yes|yeah|yep|ok|okay|sure|alright yes|yeah|sure|do|go|na|okay|sharp|of|fine it|am|ahead|course? $
	^ go|carry ahead|on $
	^ do it|am|so $
	^ no wahala|problem|p|shaking $
	^ of course $
	^ sounds good $
	^ sharp sharp $
	^ why not $
	^ i agree $
no 32
	let|make me|i think
	i will|ill|go think
	^ no thanks|thank you? $
no 12
	^ no|nope|nah|nay|rara|mba|aa|never $
	^ no need|way $
	^ no _ $
	^ leave|forget|cancel it|am|that? $
	^ remove|delete|comot it|am|that|this|everything? $
	^ take it|am|that off|out $
	^ not now|yet|today|really $
	^ never mind $
	^ nevermind $
	^ dont bother|worry $
	^ no leave|forget|cancel it|am $
	^ i no want|wan|do again? $
	^ i|im dont|not want|interested it|am? $
greeting 20
	hi|hello|hey|helo|hallo|heya|hiya|howdy|yo|hii|hiii|heyy|hy|greetings|sup|xup|wassup|whatsup|wassap|hafa|howfar
	good|gud morning|afternoon|evening|day
	morning|gm $
	how far
	whats up
	bawo ni
	bawo
	wetin dey? sup|happen|happening|occur $
	ekaro|ekaaro|ekaasan|ekasan|ekuirole|ekaale
	e kaaro|karo|kaasan|kasan|kaale|kurole|kaabo
	sannu|barka|salam|salaam|assalamu|salamalekum|ina kwana|alaikum|da?
	ina kwana|wuni|yini
	sannu|barka|salam|salaam|assalamu|ndewo|kedu|nno|nnoo
	ututu oma
	^ you dey there? $
	anybody|anyone there|dey
	long time
`

// faces are signs that speak for themselves where a message has no words.
var faces = map[rune]string{
	'👋': "hello", '🙏': "thanks", '👍': "yes", '👌': "yes", '👎': "no", '❤': "love you", '🥰': "love you", '😍': "love you", '😡': "useless", '🤬': "useless",
}

// spellings are words as they are typed in a hurry, and Pidgin for the English
// that the cues are written in.
var spellings = map[string]string{
	"pls": "please", "plz": "please", "plss": "please", "abegi": "abeg", "d": "the", "da": "the", "dis": "this", "diz": "this", "dat": "that",
	"dem": "them", "u": "you", "ur": "your", "yu": "you", "2moro": "tomorrow", "tmrw": "tomorrow", "wan": "want", "wanna": "want", "wnt": "want",
	"nid": "need", "gimme": "give", "gv": "give", "shw": "show", "hv": "have", "hav": "have", "av": "have", "wat": "what", "wht": "what",
	"wetn": "wetin", "wettin": "wetin", "witin": "wetin", "hw": "how", "mch": "much", "b4": "before", "abt": "about", "bcos": "because",
	"cos": "because", "n": "and", "nd": "and", "r": "are", "dnt": "dont", "don't": "dont", "whr": "where", "wia": "where",
	"wen": "when", "rite": "right", "gud": "good", "gd": "good", "mi": "me", "ain't": "not", "aint": "not", "isnt": "not", "havent": "never",
	"cannot": "cant", "wld": "would", "cld": "could", "shd": "should", "luv": "love", "ordr": "order", "pics": "pictures", "sz": "size",
	"clothz": "clothes", "color": "colour", "colors": "colours", "coloured": "colour", "favorite": "favourite", "fav": "favourite",
	"hw far": "how far", "thr": "there", "qty": "quantity", "kaaaro": "kaaro", "oda": "other", "odas": "others",
	"anoda": "another", "moni": "money", "mone": "money", "pris": "price", "buyam": "buy", "tru": "through", "neva": "never", "nva": "never",
	"wit": "with", "wt": "with", "frm": "from", "deliva": "deliver", "sabe": "sabi", "guyz": "guys", "tank": "thanks",
}

// fillers carry no meaning, and stand anywhere.
var fillers = set(`please abeg biko jare jor sha sef o oo ooo oooo kindly just oya haba bro boss oga sir ma madam sis jhoor ooh ah ahh lol
	actually abi nau now-now walahi wallahi chai ehn hmm`)

// commonWords are words that are no slip of another.
const commonWords = `about above across after again against almost alone along already always among angry another answer anyone anything around
	because become been before began begin behind being below better between beyond black bring brother brought build business
	called cannot carry catch cause change check child choice choose class clean clear close clothe color colour could count course cover
	daily dance danger daughter death decide dollar doing don't during early earth eight either email empty enough enter even evening every exact except
	faith family father favour female fever field fight final finger first float floor flower focus follow force found fresh friday friend front funny
	given giving going grand great green group guard guess guest guide happy heart heavy hello house human hundred image inside issue items
	judge known large later laugh learn least leave level light likely limit local london looks lower lunch maker march match maybe means metal might minor
	money month mother mouth movie music myself never night noise north notes number offer often order other ought owner paint paper party peace
	people phone photo piece place plain plane plant plate please plenty point power press pretty price print prize proud queen quick quiet quite
	radio raise range rapid reach ready really reply right river round route royal sales scale scene scent score sense serve seven shall shape share sharp
	sheet shelf shell shift shine shirt shock shoot short shots should shown sight since sister sitting sixth skill sleep small smart smell smile
	smoke solid solve sorry sound south space spare speak speed spend spent split spoke sport staff stage stand start state status steam steel
	stick still stock stone stood store story street strong study stuff style sugar sweet table taken takes taste teach teeth texas thank their theme
	there these thick thing think third those three throw tight times tired title today together tomorrow topic total touch tough tower trade train
	treat trend tried truck truly trust truth twice uncle under union until upper upset urban usual value video visit voice waste watch water
	weeks weird where which while white whole whose woman women world worry worse worst worth would write wrong wrote yards years young yours
	thought through tonight minute minutes second seconds station started starting morning message meeting married market manager makeup
	leather weather whether wearing nothing something someone somebody somewhere another brought caught country customer
	cream dream brand bread break bright broad broke brown crown crowd drown drove frown grown groan blown known shown thrown
	wallet ballet mallet pallet belly jelly telly hills heels feels peels wheel steal steals shore shoes chose whose those loose goose moose noose
	beach peach reach teach beads reads leads heads needs seeds feeds deeds basic basin boots roots foots hoods moods foods goods shoot
	prince princess vintage cotton button mutton yellow fellow mellow pillow hallow follow
	dollars python quick return review sandal saddle sample simple single scarce`

// unsold are goods of a wardrobe that the shop may not have: a search for them
// is one, and finds that there are none.
var unsold = set(`bikini raincoat socks sock boxers swimsuit lingerie scarf tuxedo umbrella towel apron pyjamas nightie anklet bra panties tights
	gloves tie perfume wig boots underwear singlet swimwear phone laptop`)
