package people

// The names of the other groups, and the English first names that they and their neighbours share.

const englishWomen = `
Abigail Agnes Anita Angela Beatrice Becky Benedicta Blessing Bridget Caroline Catherine Charity Christiana Comfort Cynthia Deborah Doris Dorcas Edith Elizabeth
Emmanuella Esther Eunice Evelyn Faith Favour Felicia Florence Gift Glory Gloria Goodness Grace Happiness Helen Immaculata Jane Janet Jennifer Joy Joyce Judith Juliet Justina
Lilian Linda Loveth Lucy Marvelous Mary Martha Mercy Miracle Monica Naomi Pamela Patience Patricia Peace Perpetua Praise Precious Princess Priscilla Promise
Rachael Rebecca Rejoice Rita Rose Ruth Sandra Sarah Stella Success Susan Sylvia Tabitha Theresa Treasure Veronica Victoria Vivian`

const englishMen = `
Aaron Anthony Augustine Austin Benedict Benjamin Bright Caleb Charles Christian Christopher Clement Collins Cyril Daniel David Desmond Destiny Dominic Ebenezer Edwin
Elijah Emmanuel Ephraim Ernest Felix Francis Frank Friday Gabriel George Gideon Gilbert Godwin Goodluck Gregory Henry Isaac Israel Jacob James Jeremiah Jerry John Jonathan
Joseph Joshua Jude Julius Justice Kelvin Kenneth Kingsley Lawrence Leonard Lucky Luke Marcus Mark Martin Matthew Meshach Michael Monday Moses Nathaniel Nelson Patrick Paul Peter
Philip Prosper Raphael Raymond Richard Samson Samuel Simeon Simon Solomon Stanley Stephen Sunday Sylvester Thaddeus Timothy Valentine Victor Vincent Wilson`

const edoWomen = `
Adesuwa Aimuan Aisosa Amenze Amiator Ayevbosa Efosa Ehi Ehinomen Ejemen Eki Enoghayin Esohe Eseosa Etinosa Ifueko Imade Isoken Itohan Iyore Ivie
Nosakhare Noghayin Odion Ofure Omosede Omosigho Omoye Onaiwu Osariemen Osarugue Osasu Oseyi Osemudiamen Owenvbiugie Uwa Uyi Uyinmwen`

const edoMen = `
Abieyuwa Aigbe Aimufua Airen Eghosa Ehimen Ehis Ehizogie Efosa Ekhator Enosakhare Esosa Eromosele Godspower Idemudia Igbinosa Ikponmwosa Imasuen Iyobosa Nosa Nosakhare
Obehi Odianosen Ohis Okoduwa Omoruyi Osagie Osahon Osaretin Osaro Osarumwense Osas Osawaru Osaze Osayi Osayande Oseghale Oseni Uyi Uyiosa`

const edoLast = `
Abhulimen Agbonifo Agho Aghedo Aigbe Aigbogun Aigbokhan Airhiavbere Akhigbe Asemota Atoe Edokpolo Edosa Ediae Efosa Eghobamien Eguavoen Ehigiator Ehikhamenor
Ekhator Enabulele Erhabor Evbuomwan Giwa-Osagie Ibhadode Idahosa Idehen Igbinovia Igiebor Ighodaro Ihonvbere Imasuen Irabor Isibor Iyamu Iyayi Izevbigie
Odigie Ogbebor Ogbeide Ogbemudia Oghogho Ohenhen Okhai Okojie Okpere Omorodion Omoregie Omoruyi Osagie Osemwegie Osunde Otaru Uwadiae Uwaifo`

const deltaWomen = `
Akpevwe Aghogho Ajiri Edirin Efe Efemena Ejiro Ejovwoke Emuesiri Eloho Enajite Eseoghene Ese Etare Faga Fejiro Igho Ighoyota Isio Jite Kesiena Laju Mamuyovwi
Misan Mone Nevwoke Oghale Oghenekome Omote Omotejohwo Onajite Onome Orhuowo Oritsegbubemi Oritsetsaninomi Ruona Rukevwe Tejiri Toju Tsemaye Tuoyo Uvwie Voke Weyinmi`

const deltaMen = `
Aghogho Akpo Akpofure Amaju Avwerosuo Edafe Efe Efetobore Ejaita Ejiroghene Eriomala Eruemulor Ese Esiri Ewoma Fejiro Irikefe Majemite Maro Mejuyi
Ochuko Oghenekaro Oghenero Oghenetega Oghenemaro Oghenevwede Ogaga Okiemute Omamuyovwi Omatseye Omasan Onoriode Oritsejafor Orezi Rume Tega Temisan Tobore Tosan Tsola Uzezi Voke Yoma`

const deltaLast = `
Abugewa Adjarho Agbeyegbe Akpobome Akpofure Akporiaye Amromare Ayomike Amrevurayire Atake Avwenagha Ayetan Dafinone Diejomaoh Ebiri Edewor Edjeren Efekodha Egbejule
Ejumudo Emakpor Emiko Erhueh Eruteya Esiso Etchie Etaghene Etuwewe Igho Ikomi Irikefe Jemide Kragha Mabiaku Obaro Obiuwevbi Ofotokun Oghenejobo Ogheneovo Ogodo
Okagbare Okotie Okpako Okumagba Omadeli Omatsola Ometan Onokpite Oritsejafor Otobo Oweh Pessu Sagay Tobi Ughwanogho Uvwo`

const efikWomen = `
Abasiama Abasiekeme Adiaha Affiong Akon Anietie Arit Atim Ekaete Ekanem Edidiong Ekom Eme Emem Enobong Eno Eka Ewa Idara Idorenyin Imaobong Imabong Inem Iniobong Ikpong Itoro
Mayen Mbong Mfon Mfonobong Nkoyo Nko Nsikan Nseabasi Nwene Ofonime Sifon Uduak Udeme Unwana Uko Uyai Utibe`

const efikMen = `
Abasiakan Abasifreke Akan Akanimo Akaninyene Akpan Aniekan Aniefiok Anietie Archibong Asuquo Bassey Edet Effiong Ekpo Ekerette Emediong Enefiok Ememobong Essien Etim Etuk Ibanga Idongesit Imoh Ime
Iniabasi Inyang Itoro Mfon Ndifreke Nsikak Nsima Nyong Okon Otobong Ubong Udo Udoh Uduak Ufot Ukeme Unyime Usen Uwem Utibeabasi`

const efikLast = `
Akpan Akwaowo Anwana Archibong Asuquo Bassey Ebong Edet Edem Effanga Effiong Ekanem Ekong Ekpe Ekpenyong Ekpo Ekwere Eket Eno Ephraim Essien Essiet Etim Etuk Eyo Henshaw Ibanga Idiong
Ikpe Ikpeme Inyang Isong Itam Ita Mkpandiok Ndem Nkanga Nkereuwem Nsa Nta Ntuk Nyong Obong Obot Odiong Offiong Okon Okpon Otu Otuekong Udoh Udofia Udoma Udom Udosen Ukpong Umana Umoh Umoren Usoro Uwah`

const ijawWomen = `
Abiye Alaere Alali Awoba Baralate Biobele Boma Burabari Dabota Daba Datonye Dein Diepriye Ebiere Ebimoboere Ebinimi Ebitimi Furo Ibiba Ibim Ibinabo Ibiso Inebimo Ine Ipalibo Ladumaa Lebari
Minaibi Nengi Opuene Preye Sodienye Sotonye Suoyo Tamara Tamunoibi Tamunosisi Tarela Tari Tokoni Wariboko Yinpreye`

const ijawMen = `
Alabo Atonye Barinem Bariledum Biebele Bodiseowei Boma Dagogo Dakuku Dandeson Dawari Diepreye Douye Ebi Ebikabowei Ebipade Ebiowei Fubara Gbaranee Ibifuro Ibiwari Iyowuna Kombo Kuroakegha Lebura Ledum
Mienye Miebi Nimi Nyema Opuada Perekeme Pere Preye Rumuokwu Seiyefa Siyeofori Sokari Soibi Tamuno Tamunotonye Tarinabo Timi Timipre Tonye Tubonimi Wenike`

const ijawLast = `
Abbey Alagoa Alaibe Amachree Amangala Anga Appah Asari Awala Bob-Manuel Braide Briggs Cookey Dappa Dickson Diete-Spiff Dikibo Dokubo Douglas Ekiye Ekpebu Egbe Fiberesima
Fubara Graham-Douglas Harry Horsfall Igali Iyalla Jack Jaja Jumbo Kpakol Koko Lolomari Manuel Nwibari Okorotie Opuala Pepple Perekeme
Princewill Saro Saturday Sekondi Spiff Tantua Tolofari Torunarigha Wakama West Wokocha Wokoma Yellowe`

const tivWomen = `
Afa Aondohemba Dooshima Dooter Doose Doosuur Erdoo Hembadoon Hembafan Iember Iyuadoo Jiryila Kashimana Kpadoo Lubem Mbakeren Member Mimidoo Mnena Mngunengen Msendoo Mwuese Ngodoo Ngohide
Nguavese Ngufan Nguhemen Nguumbur Ngunan Ngusha Onyetar Orseer Seember Sewuese Shiminenge Terdoo Torkwase Verdoo Wandoo Zaki`

const tivMen = `
Aondoaver Aondofa Aondona Aondowase Avaan Avese Bem Doobee Fanen Gbaa Iorliam Iorver Iorwuese Kator Kpamor Luper Msugh Myina Orduen Orkuma Ornguga Saater Sesugh Shagbaor Sughter
Tarfa Terfa Tertsea Tersoo Terhemba Terhemen Terkimbi Terkula Terna Terngu Tersugh Terungwa Terver Torkuma Tyoapine Verem Zungwenen`

const tivLast = `
Abaagu Abeghe Achado Adzege Agba Agbidye Agber Akaai Akaahan Akosu Anongo Anum Anyam Atsenga Atser Ayu Azende Dajo Dzungwe Gbaa Gbenda Gyado Hembe Iber Igbalumun Igbudu Ikyaagba
Ikyase Indyer Iornumbe Iorapuu Ityav Jime Kaase Kpelai Kwaghtser Lorhemen Mkor Nyitse Orbunde Ordam Sar Shija Terwase Tilley Tor Torkula Tsav Tsenongu Tsumba Tyav Tyough Ugba Uzer Yandev Zaki-Biam`

const beltWomen = `
Achetu Agbenu Aladi Anyebe Chundung Dachung Ene Enechojo Eneole Enyinta Eladi Jumai Kachollom Kaneng Kauna Ladi Lami Lantana Mafeng Naanret Nandi Nanpon Nvou Ngyem Nanle
Ochanya Ojochenemi Ojone Ojonugwa Onma Onyemowo Ogwa Oyiza Ozavize Ochuole Rahila Rifkatu Ojoma Talatu Unekwu Vou Yop Zugwai`

const beltMen = `
Abah Abutu Achile Adaji Adeiza Agada Ahiaba Ajanigo Ameh Audu Bitrus Bulus Choji Chollom Dachollom Dalyop Danjuma Danladi Davou Dung Eche Edache Ejeh Enemali Gyang Ishaku Istifanus Joro Kefas Mangai Musa Nanfa Nanpan
Nehemiah Ocheme Ochigbo Ochoga Ogbole Ohiare Ojodale Ojonimi Omachi Onuche Onuh Ondoma Otache Ozovehe Pam Philemon Sati Timloh Unekwuojo Yakubu Yohanna Zang`

const beltLast = `
Abah Abutu Achimugu Adah Adaji Adoga Agada Agi Ahmadu Akogwu Akpa Alhassan Amodu Ameh Apeh Atta Audu Azi Bako Bature Bot Bulus Chollom Chuwang Dakas Dalyop Danjuma Datong Davou Dogo Dung Edache Ejembi
Enenche Fom Gana Gotom Gyang Idoko Itodo Jatau Jiya Katung Kefas Kolo Kwasau Mangut Ndagi Nimzing Nyam Ochefu Ocheja Odeh Ogah Ogbaji Ogbe Ogwuche Ohida Okpanachi Oguche Omale Onoja Otene Pam Pwajok
Sabo Salihu Shekari Tsado Turaki Unekwe Wash Yakubu Yohanna Zang`
