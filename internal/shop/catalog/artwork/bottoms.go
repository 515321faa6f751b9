package artwork

var jeansDetails = []part{
	{cloth, "|M400 150 L522 146 L526 196 L400 202"}, {seam, "|M400 158 L520 154"}, {seam, "|M400 192 L524 186"},
	{base | front, "=M470 146 L484 146 L486 204 L472 204 Z"}, {gold | front, "o400 174 9"},
	{seam | front, "M400 204 L400 330 Q424 320 430 280 L430 204"}, {seam | front, "=M456 202 Q470 262 534 268"}, {seam | front, "=M452 202 Q462 272 536 280"},
	{gold | front, "o462 214 4 338 214 4 526 262 4 274 262 4"}, {fold | front, "=M420 360 Q460 340 500 346"}, {fold | front, "=M416 400 Q450 390 476 396"},
	{seam | back, "=M440 260 L520 252 L526 340 L484 372 L444 346 Z"}, {seam | back, "|M400 250 L534 220"}, {leather | back, "M470 158 L516 156 L518 188 L470 190 Z"},
}

// bottoms hang from the waist.
var bottoms = map[Silhouette]figure{
	"trousers": {stance: clips, top: 156, foot: 926, zoomX: 440, zoomY: 300, parts: []part{
		{cloth, "|M400 196 L526 192 Q558 360 560 520 L544 918 Q490 932 432 922 L408 440 L400 440"},
		{base, "|M400 150 L522 146 L528 196 L400 202"}, {fold, "=M488 240 Q496 560 488 922"}, {fold | front, "M400 200 L400 440"},
		{seam | front, "=M534 210 Q520 280 484 312"}, {base, "=M470 140 L484 140 L486 206 L472 206 Z"}, {dark | front, "o400 174 8"},
		{fold, "=M416 430 Q450 420 490 390"}, {fold | back, "M400 200 L400 440"}, {fold | back, "=M446 290 L524 284"}, {dark | back, "o484 304 6 316 304 6"},
	}},
	"jeans": {stance: clips, top: 156, foot: 926, zoomX: 440, zoomY: 280, parts: assemble([]part{
		{cloth, "|M400 196 L526 190 Q556 360 550 540 L526 912 Q480 926 436 918 L408 450 L400 450"},
		{gloss, "=M494 330 Q512 450 504 600 Q490 640 486 560 Q484 430 494 330 Z"}, {seam, "=M536 240 Q552 420 542 560 L518 908"}, {seam, "=M438 900 Q480 908 526 896"},
	}, jeansDetails)},
	"shorts": {stance: clips, top: 156, foot: 640, zoomX: 440, zoomY: 300, parts: []part{
		{cloth, "|M400 196 L526 192 Q568 380 590 620 Q520 650 424 640 L408 450 L400 450"},
		{base, "|M400 150 L522 146 L528 200 L400 206"}, {seam | front, "=M536 220 Q520 300 476 330"}, {seam, "=M588 600 Q520 628 424 618"},
		{cord | front, "M392 196 Q372 260 380 306 M408 196 Q430 250 418 312"}, {fold, "|M400 166 L520 162"}, {fold, "|M400 182 L522 178"}, {fold, "M400 206 L400 450"},
		{fold, "=M500 360 Q520 480 512 620"}, {fold | back, "=M446 300 L524 294 L528 390 L450 396 Z"},
	}},
	"skirt": {stance: clips, top: 170, foot: 850, zoomX: 400, zoomY: 420, parts: []part{
		{cloth, "|M400 214 L510 208 Q594 480 716 794 Q670 846 606 818 Q560 858 500 832 Q450 860 400 836"},
		{fold, "=M422 240 Q446 540 438 836"}, {fold, "=M462 240 Q530 540 546 830"}, {fold, "=M494 240 Q590 540 640 812"},
		{edge, "=M712 784 Q668 832 606 804 Q560 844 500 818 Q450 846 400 822"},
		{base, "|M400 164 L506 160 L514 214 L400 222"}, {seam, "|M400 174 L508 170"}, {dark | front, "o386 192 7 414 192 7"}, {fold | back, "M400 166 L400 420"},
	}},
	"pencil": {stance: clips, top: 170, foot: 800, zoomX: 400, zoomY: 400, parts: []part{
		{cloth, "|M400 214 L504 208 Q556 320 548 460 Q540 640 516 796 Q460 808 400 808"}, {base, "|M400 164 L500 160 L506 214 L400 222"},
		{fold, "=M456 224 L462 300"}, {fold | back, "M400 222 L400 640"}, {shade | back, "M400 640 L412 806 L388 806 Z"}, {fold, "=M536 520 Q500 550 470 550"}, {seam, "|M400 790 Q460 790 516 780"}, {seam, "|M400 174 L500 170"}, {fold, "=M540 330 Q510 350 470 346"}, {fold | front, "=M548 460 Q530 480 500 484"}, {dark | back, "o400 196 8"}, {seam | back, "M392 224 L392 640"},
	}},
	"wrapper": {stance: clips, top: 170, foot: 870, zoomX: 400, zoomY: 420, parts: []part{
		{cloth, "|M400 170 L548 166 Q584 500 600 852 Q500 872 400 872"}, {edge, "|M400 860 Q500 860 598 842"}, {edge, "M500 180 Q540 520 520 862"},
		{shade, "M496 180 L512 180 Q556 520 534 860 L512 864 Q540 520 496 180 Z"}, {fold, "M300 200 Q270 520 280 860"}, {fold, "M380 200 Q364 520 372 866"}, {fold, "M440 200 Q452 520 444 866"},
		{cloth, "M486 176 Q540 140 584 184 Q600 240 556 252 Q500 240 486 176 Z"}, {cloth, "M540 236 Q590 300 600 380 Q566 386 540 340 Q524 280 540 236 Z"}, {fold, "M506 190 Q540 190 566 224"}, {fold, "|M400 214 Q460 216 520 206"},
	}},
}
