package artwork

// bags stand upright and face the viewer.
var bags = map[Silhouette]figure{
	"handbag": {stance: stands, foot: 838, zoomX: 400, zoomY: 560, parts: []part{
		{hide, "M286 440 Q270 196 400 190 Q530 196 514 440"},
		{cloth, "|M400 430 L592 430 Q616 432 622 458 L662 800 Q662 838 624 838 L400 838"}, {shade, "|M400 660 Q560 654 628 560 L632 600 Q570 690 400 690"},
		{leather, "|M400 424 L600 424 Q612 426 614 440 L622 560 Q560 652 400 658"}, {seam, "|M400 438 L598 438 L606 554 Q550 638 400 644"},
		{gold, "M374 614 L426 614 L426 690 L374 690 Z M386 632 L386 660 L414 660 L414 632 Z"}, {gold, "o286 446 17 514 446 17"}, {dark, "o286 446 8 514 446 8"},
		{leather, "|M400 806 L658 806 Q660 838 624 838 L400 838"}, {seam, "|M400 814 L654 814"}, {fold, "=M604 600 Q612 700 618 790"},
		{cord, "M520 466 Q540 520 534 560"}, {trim, "M520 556 L550 556 L556 650 Q534 662 514 650 Z"}, {fold, "M528 580 L526 650 M542 580 L546 650"},
	}},
	"tote": {stance: stands, foot: 856, zoomX: 400, zoomY: 600, parts: []part{
		{hide, "M300 420 Q296 180 400 176 Q504 180 500 420"}, {deep, "|M400 356 L604 356 L596 400 L400 404"},
		{cloth, "|M400 380 L610 372 L646 846 Q520 862 400 862"}, {hide, "M286 560 L286 420 Q282 230 400 226 Q518 230 514 420 L514 560"},
		{leather, "=M490 540 L538 540 L538 600 L490 600 Z"}, {seam, "=M496 546 L532 546 L532 594 L496 594 Z"}, {seam, "|M400 396 L612 388"}, {fold, "=M600 430 Q586 640 610 840"}, {fold, "=M560 780 Q600 800 640 800"},
		{light, "M352 690 L448 690 L448 740 L352 740 Z"}, {seam, "M358 696 L442 696 L442 734 L358 734 Z"},
	}},
	"backpack": {stance: stands, foot: 842, zoomX: 400, zoomY: 560, parts: backpackParts("leather")},
	"schoolbag": {stance: stands, foot: 842, zoomX: 400, zoomY: 560, parts: assemble(backpackParts("trim"), []part{
		{contrast, "M400 620 L420 664 L468 670 L432 702 L442 750 L400 726 L358 750 L368 702 L332 670 L380 664 Z"}, {light, "o368 330 13 432 330 13"}, {dark, "o370 332 6 430 332 6"}, {ink, "M368 366 Q400 396 432 366"},
	})},
	"clutch": {stance: stands, foot: 716, zoomX: 400, zoomY: 500, parts: []part{
		{cord, "M640 470 Q730 540 700 660 Q670 740 640 640"},
		{cloth, "|M400 380 L652 380 Q668 382 668 398 L668 704 Q666 720 650 720 L400 720"}, {shade, "|M400 610 L664 404 L664 440 L400 640"},
		{pale, "|M400 374 L656 374 Q668 376 668 398 L400 600"}, {seam, "|M400 388 L646 388 L400 578"}, {gold, "o400 582 28"}, {light, "o400 582 15"}, {gold, "o400 582 7 648 466 12"}, {seam, "|M400 704 L652 704 L652 430"},
	}},
	"purse": {stance: stands, foot: 800, zoomX: 400, zoomY: 560, parts: []part{
		{wire, "M216 500 Q180 150 400 146 Q620 150 584 500"}, {pearls, "M216 500 Q180 150 400 146 Q620 150 584 500"},
		{cloth, "|M400 470 L560 470 Q640 560 650 680 Q640 800 520 804 L400 804"}, {fold, "=M450 510 Q480 640 470 790"}, {fold, "=M510 510 Q570 640 560 780"}, {fold, "M400 510 L400 796"},
		{gold, "|M400 450 L584 450 Q600 456 596 480 L584 500 L400 500"}, {gold, "o386 440 15 416 440 15"}, {fold, "|M400 476 L594 476"},
	}},
	"travelbag": {stance: stands, foot: 800, zoomX: 400, zoomY: 600, parts: []part{
		{hide, "M280 560 Q270 300 400 296 Q530 300 520 560"},
		{cloth, "|M400 440 L600 440 Q690 450 700 560 L706 740 Q700 800 640 802 L400 802"}, {seam, "|M400 456 L600 456"}, {gold, "M380 448 L420 448 L420 464 L380 464 Z"},
		{hide, "M268 800 L268 560 Q262 350 400 346 Q538 350 532 560 L532 800"}, {leather, "=M640 452 Q700 470 700 560 L706 740 Q700 800 640 802 Z"}, {seam, "=M632 460 L632 794"}, {gold, "o268 560 11 532 560 11"},
		{base, "|M400 600 L500 600 L500 750 L400 750"}, {seam, "|M400 612 L490 612 L490 740 L400 740"}, {fold, "=M560 470 Q570 620 566 790"},
	}},
}

// backpackParts draws a backpack whose fittings are leather or of the accent colour.
func backpackParts(fittings string) []part {
	fit := leather
	if fittings == "trim" {
		fit = trim
	}
	return []part{
		{strap, "M352 236 Q352 166 400 164 Q448 166 448 236"}, {base, "=M560 330 Q660 420 640 640 Q630 740 590 800 L570 780 L574 380 Z"},
		{cloth, "|M400 220 Q560 220 582 370 L600 780 Q596 842 536 844 L400 844"}, {gloss, "M250 330 Q270 250 350 240 Q290 290 280 420 Z"},
		{seam, "|M400 300 Q500 300 520 380 L524 520"}, {ink, "|M400 284 Q516 284 536 376 L540 520"}, {gold, "M534 510 L548 510 L546 556 L536 556 Z"},
		{cloth, "|M400 540 L540 540 Q564 544 566 570 L570 770 Q566 800 536 802 L400 802"}, {seam, "|M400 552 L536 552 L556 572 L558 770 L534 790 L400 790"},
		{fit, "|M400 530 L548 530 L556 590 L400 596"}, {seam, "|M400 586 L550 580"}, {fit, "=M462 470 L494 470 L490 660 L466 660 Z"}, {gold, "M460 620 L496 620 L496 650 L460 650 Z M304 620 L340 620 L340 650 L304 650 Z"},
		{fit, "|M400 816 L598 800 Q594 844 536 844 L400 844"},
	}
}
