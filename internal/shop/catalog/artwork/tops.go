package artwork

var neckInside = []part{{deep | front, "|M400 160 Q452 160 478 174 Q452 236 400 242"}}

var shortSleeves = []part{
	{cloth, "=M540 190 Q620 206 644 264 L704 402 Q656 438 598 442 L552 300 Z"},
	{seam, "=M698 386 Q650 420 592 424"},
	{fold, "=M596 300 Q584 262 566 236"},
}

var longSleeves = []part{
	{cloth, "=M540 190 Q612 204 630 272 L690 642 Q660 664 614 664 L556 340 Z"},
	{fold, "=M648 440 Q620 456 606 452"}, {fold, "=M654 470 Q632 484 616 480"}, {fold, "=M596 300 Q588 262 572 236"},
}

var cuffs = []part{
	{cloth, "=M692 636 L698 704 Q664 722 624 714 L612 660 Q660 660 692 636 Z"},
	{seam, "=M688 650 Q660 668 622 672"},
}

var roundBody = []part{
	{cloth | front, "|M400 242 Q460 234 480 172 L552 192 Q584 204 586 250 L580 420 Q578 640 594 846 Q500 866 400 866"},
	{cloth | back, "|M400 184 Q450 182 480 172 L552 192 Q584 204 586 250 L580 420 Q578 640 594 846 Q500 866 400 866"},
}

var bodyFolds = []part{
	{fold, "=M572 446 Q556 520 528 556"}, {fold, "M456 690 Q474 760 464 838"}, {fold, "M340 720 Q330 780 336 842"},
	{fold | back, "|M400 214 Q480 222 548 206"},
}

var shirtCollar = []part{
	{deep | front, "|M400 150 Q450 150 474 166 L456 214 L400 250"},
	{pale | front, "=M474 152 Q440 190 400 250 L452 312 Q490 250 496 178 Z"},
	{seam | front, "=M482 178 Q478 240 450 296 L408 250"},
	{pale | back, "|M400 150 Q452 150 482 162 L490 196 Q450 214 400 214"},
}

var placket = []part{
	{pale | front, "M383 254 L417 254 L417 850 L383 854 Z"}, {seam | front, "M388 262 L388 848"}, {seam | front, "M412 262 L412 848"},
	{dark | front, "o400 330 7 400 420 7 400 510 7 400 600 7 400 690 7 400 780 7"},
}

var chestPocket = []part{
	{seam | front, "M466 378 L544 374 L544 452 L506 476 L468 456 Z"}, {fold | front, "M466 394 L544 390"},
}

var shirtBody = []part{
	{cloth, "|M400 252 L476 170 L552 192 Q584 204 586 250 L580 430 Q576 640 594 796 Q560 852 500 846 Q440 846 400 858"},
	{cloth | back, "|M400 196 Q460 190 476 170 L552 192 Q566 240 540 268 Q460 290 400 290"},
	{seam, "|M400 844 Q440 832 500 832 Q556 836 588 790"},
}

// tops are worn on the upper body, in one layer.
var tops = map[Silhouette]figure{
	"tshirt": {stance: hangs, top: 172, foot: 866, zoomX: 400, zoomY: 330, parts: assemble(neckInside, shortSleeves, roundBody,
		[]part{{rib | front, "|M400 248 Q464 240 486 176"}, {rib | back, "|M400 176 Q452 176 484 168"}, {seam, "|M400 848 Q500 848 590 830"}},
		bodyFolds)},
	"polo": {stance: hangs, top: 172, foot: 866, zoomX: 400, zoomY: 320, parts: assemble(shortSleeves,
		[]part{{rib, "=M702 396 Q656 432 600 436"}}, roundBody,
		[]part{{pale | front, "M384 244 L416 244 L416 420 L384 420 Z"}, {dark | front, "o400 290 7 400 340 7 400 390 7"}}, shirtCollar,
		[]part{{seam, "|M400 848 Q500 848 590 830"}}, bodyFolds)},
	"shirt": {stance: hangs, top: 172, foot: 858, zoomX: 400, zoomY: 330, parts: assemble(longSleeves, cuffs, shirtBody, bodyFolds,
		placket, chestPocket, shirtCollar)},
	"shortshirt": {stance: hangs, top: 172, foot: 858, zoomX: 400, zoomY: 330, parts: assemble(shortSleeves, shirtBody, bodyFolds,
		placket, chestPocket, shirtCollar)},
	"blouse": {stance: hangs, top: 176, foot: 806, zoomX: 400, zoomY: 360, parts: []part{
		{deep | front, "|M400 166 Q452 166 482 178 Q456 250 400 266"},
		{cloth, "=M534 194 Q636 190 682 300 Q708 398 640 424 Q600 436 570 414 L548 300 Z"},
		{base, "=M656 412 Q612 434 574 408 L572 436 Q612 458 660 438 Z"},
		{fold, "=M560 250 Q596 260 620 300"}, {fold, "=M580 340 Q610 360 616 410"}, {fold, "=M620 330 Q650 360 644 404"},
		{cloth, "|M400 566 L532 566 Q566 690 646 776 Q600 820 540 800 Q500 786 466 804 Q430 820 400 800"},
		{fold, "=M440 590 Q456 700 450 800"}, {fold, "=M490 590 Q520 690 548 796"}, {fold, "=M524 590 Q560 680 600 770"},
		{cloth | front, "|M400 266 Q458 250 484 178 L540 194 Q574 208 576 262 L568 400 Q552 500 530 580 L400 584"},
		{cloth | back, "|M400 196 Q450 194 484 178 L540 194 Q574 208 576 262 L568 400 Q552 500 530 580 L400 584"},
		{trim, "|M400 556 L536 552 L530 592 L400 596"}, {trim | front, "M410 560 Q450 540 470 570 Q450 604 410 590 Z"},
		{trim | front, "M390 560 Q350 540 330 570 Q350 604 390 590 Z"}, {trim | front, "M388 590 L360 690 L384 684 L400 604 L420 694 L440 684 L412 590 Z"},
		{contrast | front, "M384 558 L416 558 L416 592 L384 592 Z"},
		{rib | front, "|M400 270 Q462 252 488 178"}, {rib | back, "|M400 190 Q450 188 484 176"}, {fold, "=M560 420 Q530 470 516 540"},
	}},
	"croptop": {stance: hangs, top: 200, foot: 640, zoomX: 400, zoomY: 420, parts: []part{
		{strap, "=M470 300 L486 180"},
		{cloth, "|M400 340 Q440 290 500 286 Q520 340 566 366 L556 620 Q480 640 400 640"},
		{rib, "|M400 346 Q442 296 498 292"}, {rib, "|M400 630 Q480 630 554 610"}, {fold, "=M540 420 Q510 480 470 500"}, {seam, "=M470 320 Q476 480 462 624"}, {gold, "o484 196 7 316 196 7"}, {fold, "=M440 360 Q470 400 476 440"}, {pearls | front, "|M400 356 Q442 306 496 304"},
	}},
	"dashiki": {stance: hangs, top: 172, foot: 818, zoomX: 400, zoomY: 380, parts: []part{
		{deep | front, "|M400 158 Q450 160 476 172 L400 316"},
		{cloth, "=M536 188 Q640 206 692 300 L726 448 Q660 486 582 470 L550 320 Z"},
		{trim, "=M718 414 L726 448 Q660 486 582 470 L576 440 Q652 452 718 414 Z"}, {thread, "=M716 408 Q650 444 574 434"},
		{cloth, "|M400 314 L476 170 L550 192 Q584 206 586 254 L580 440 Q582 640 602 804 Q500 820 400 820"},
		{cloth | back, "|M400 184 L476 170 L550 192 L540 300 L400 330"},
		{trim, "|M400 730 L595 722 L602 804 Q500 820 400 820"}, {thread, "|M400 746 L596 738"}, {thread, "|M400 798 Q500 798 600 784"},
		{fine, "|M400 772 L598 762"},
		{trim | front, "|M400 314 L476 170 L536 188 Q538 380 400 520"},
		{thread | front, "|M400 500 Q518 370 520 192"}, {thread | front, "|M400 340 L488 178"}, {fine | front, "|M400 420 Q478 330 504 194"},
		{fine | front, "|M400 470 Q506 360 512 200"}, {contrast | front, "M400 528 L436 572 L400 640 L364 572 Z"},
		{thread | front, "M400 528 L436 572 L400 640 L364 572 Z"}, {gold | front, "o400 576 9"},
		{fold, "=M572 490 Q560 560 540 600"}, {fold, "=M640 300 Q610 300 580 270"},
	}},
}
