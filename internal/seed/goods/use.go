package goods

// Occasions. The tag goes on the product, the sentences into its description.
var (
	owambe = Use{"owambe", []string{
		"Wear {it} to the owambe and let the photographer find you.",
		"Made for Saturdays when the band is live, the jollof is smoky and nobody leaves early.",
		"Ready for the one question that matters on a party Saturday: where did you get that?",
		"Equal to a long ceremony, a long reception and the after-party nobody planned."}}
	asoEbi = Use{"aso-ebi", []string{
		"Families order {it} in one colour for aso-ebi; write to us for ten pieces or more.",
		"A sure choice for aso-ebi, because it flatters the whole line of friends and not only one of them.",
		"Bridal parties pick {it} for the traditional and wear {it} again long after."}}
	church = Use{"church", []string{
		"Right for Sunday service and the family lunch that follows.",
		"Modest enough for the front pew and pretty enough for the pictures outside.",
		"Take {it} from harvest thanksgiving to a naming ceremony without a second thought."}}
	officeUse = Use{"office", []string{
		"At home in a Marina boardroom on Monday and a site visit on Tuesday.",
		"Wear {it} plainly for work and with something louder after six.",
		"For long office days, client lunches and the third mainland bridge in between."}}
	casual = Use{"casual", []string{
		"Easy for errands, the salon, a beach Sunday at Tarkwa Bay.",
		"For the days with no programme: the mall, the cinema, a friend's veranda.",
		"Throw {it} on and you look as if you tried."}}
	play = Use{"casual", []string{
		"For the compound, the garden and every puddle in between.",
		"Made for cartoons, cousins and long Saturday afternoons.",
		"Comfortable for the car, the nap and the visit to grandma."}}
	newborn = Use{"naming-ceremony", []string{
		"Ready for the eighth day, when everybody wants to hold the baby.",
		"For the naming ceremony, the first photographs and the first visit to church.",
		"The first thing grandma will ask to see."}}
	eid = Use{"eid", []string{
		"Chosen every Sallah for prayers in the morning and visiting all afternoon.",
		"A graceful choice for Eid, Jumat and every family visit between.",
		"Fresh for Sallah day, comfortable until the last plate of ram is gone."}}
	bridal = Use{"bridal", []string{
		"Bridal parties choose {it} for the traditional and again for the second look after the cake.",
		"Worthy of an introduction, an engagement or the big day itself.",
		"Many a groom's family has asked for the same in their own colour."}}
	street = Use{"streetwear", []string{
		"Seen everywhere from Yaba to Wuse on a Friday night.",
		"Made for concerts, campus and wherever the speakers are.",
		"Wear {it} your own way, on repeat."}}
	travel = Use{"travel", []string{
		"Easy to pack, and ready for the day the moment the suitcase is open.",
		"Good company on the night bus and at the departure gate alike."}}
	gift = Use{"gift", []string{
		"Boxed and ready to be handed over with both hands.",
		"A birthday gift that gets used instead of put away.",
		"Buy {it} for someone hard to please; so far nobody has asked to change a thing."}}
	school = Use{"school", []string{
		"Sturdy enough for assembly, break time and the run for the school bus.",
		"Teachers approve, and so do the children who have to wear {it}."}}
	party = Use{"party", []string{
		"For birthdays with a bouncy castle and cake on every chair.",
		"Dressy enough for a wedding train and tough enough for the dance floor."}}
)
