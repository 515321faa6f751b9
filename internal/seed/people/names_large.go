package people

// The names of the three large groups. Most are in the plain spelling of documents; a few carry their marks, so
// that searching and sorting meet them. Surnames known for one public figure are left out.

const yorubaWomen = `
Abimbola Abosede Adebimpe Adebola Adebukola Adedoyin Adefunke Adejoke Adenike Adeola Aderonke Adesewa Adetoun Adetutu
Adunni Anjolaoluwa Anuoluwapo Arinola Atinuke Ayobami Ayomide Ayotunde Bimpe Bisola Bolanle Bukola Busayo Damilola
Dolapo Ebunoluwa Ewaoluwa Eniola Feyisayo Fiyinfoluwa Folake Folasade Foluke Funke Funmilayo Ibironke Ibukunoluwa Ifeoluwa Iyabo
Jadesola Jokotade Kemi Kehinde Kikelomo Labake Lara Mofoluwaso Mojisola Monisola Morenike Moyosore Modupe Ọlábísí
Olajumoke Olamide Olayinka Olubunmi Olufunke Oluwadamilare Oluwaseyi Oluwatobi Oluwatoyin Omolara Omolola Omotola Omowunmi Oreoluwa
Oyinkansola Oyindamola Ronke Ṣadé Sijuade Simisola Taiwo Temiloluwa Temitope Teniola Titilayo Titilola Tiwalade
Toluwani Tolulope Toyin Wuraola Yetunde Yewande`

const yorubaMen = `
Abayomi Abiodun Abiola Adebayo Adebowale Adedayo Adedeji Adegoke Adekunle Ademola Adeniyi Adeolu Adeshina Adetokunbo Adewale
Adéọlá Akinola Akinwale Akintunde Ayinde Ayodeji Ayodele Ayokunle Babajide Babatunde Bamidele Bankole Bode Bolaji Damilare
Dapo Dayo Ebenezer Femi Fẹ́mi Folarin Gbenga Gbolahan Idowu Jide Jimoh Kayode Kehinde Kolade Kolawole Kunle Lanre Lekan
Niyi Olabode Oladapo Oladele Olakunle Olalekan Olamide Olanrewaju Olatunji Olawale Olayemi Olumide Olusegun Olusola Oluwafemi
Oluwasegun Oluwaseun Oluwatosin Oluwatobiloba Omotayo Opeyemi Oyewole Rotimi Segun Seun Sina Sola Sunkanmi Taiwo Temidayo
Tobi Tokunbo Tolu Tunde Wale Wole Yinka Yomi`

const yorubaMuslimWomen = `
Kafayat Rasheedat Sherifat Mutiat Sidikat Basirat Bilikis Khadijat Mariam Rukayat Zainab Aminat Fausat Ganiyat Habibat Halimat
Modinat Muinat Nimota Rofiat Sekinat Shakirat Simiat Suliat Taibat Wasilat`

const yorubaMuslimMen = `
Abdulrahman Abdulwasiu Azeez Fatai Ganiyu Hakeem Ibraheem Idris Jamiu Kamoru Kazeem Lateef Lukman Mufutau Mukaila Musibau Mutiu Nurudeen
Quadri Rafiu Rasheed Rasaq Ridwan Saheed Sikiru Sulaimon Taofeek Waheed Wasiu Yusuf`

const yorubaLast = `
Abiola Adebanjo Adebayo Adebisi Adedeji Adefolalu Adegbite Adegboyega Adekoya Adeleke Adelabu Ademiluyi Adeniran Adenuga Adeosun
Adepoju Aderibigbe Adesanya Adesina Adetola Adewumi Adeyemi Adeyemo Afolabi Afolayan Agboola Ajayi Ajibade Akande Akinbode
Akinfenwa Akingbola Akinola Akinsanya Akintola Akinwunmi Akinyemi Alabi Alade Alao Amosun Animashaun Aremu Arowolo
Awoniyi Ayoade Ayodele Babalola Badmus Bakare Balogun Bamgbose Bankole Bello Dada Daramola Dosunmu Durojaiye Ekundayo Fadahunsi
Fagbemi Falola Famuyiwa Fasanya Folarin Giwa Idowu Ilori Jaiyeola Jegede Ladipo Lawal Makinde
Odukoya Odunsi Ogunbanjo Ogundipe Ogunlesi Ogunleye Ojo Okunola Oladipo Olaniyan Olaoye Olatunji Olawuyi Olorunfemi Olowookere
Olutoye Omotosho Onabanjo Oni Onifade Osinowo Oyebanji Oyedepo Oyelaran Oyewole Popoola Raji Salami Sanusi Shittu Shonibare
Sowande Tijani Thomas Williams`

const igboWomen = `
Adaego Adaeze Adaku Adanna Adaora Adaugo Akunna Akuoma Amaka Amarachi Amara Anuli Anwuli Apunanwu Chiamaka Chiagoziem Chibuogwu
Chidera Chidimma Chidinma Chikodi Chika Chimamanda Chimdindu Chinasa Chinelo Chinenye Chinwe Chinyere Chisom Chizoba Chizitere
Ebele Ebere Egoyibo Ekene Ezinne Ezinwanne Ginikachukwu Ifeoma Ifeyinwa Ifunanya Ijeoma Ijeamaka Kambili Kamsiyochukwu Kanayo
Kasarachi Kosisochukwu Lotachukwu Makuochukwu Munachi Nchedo Ndidi Ngozi Ngọzị Nkechi Nkeiru Nkem Nkiruka Nkoli Nmasinachi Nneka Nnenna
Nnedinma Nwakaego Nwamaka Obiageli Obioma Ogechi Ogochukwu Oluchi Onyinye Onyinyechi Oby Somtochukwu Sopuruchi Tobenna Uchechi
Ugochi Ujunwa Uju Ulomma Uloma Urenna Uzoamaka Uzoma Zikora`

const igboMen = `
Afamefuna Amaechi Anayo Arinze Azubuike Buchi Chibueze Chibuike Chibuzo Chidi Chidiebere Chidozie Chidubem Chiedozie Chigozie Chijioke
Chika Chikezie Chima Chinaza Chinedu Chinonso Chisom Chukwudi Chukwudum Chukwuebuka Chukwuemeka Chukwuka Chukwuma Chukwunonso
Dubem Ebuka Echezona Ejike Ekene Elochukwu Emeka Emenike Enyinnaya Ezenwa Ifeanyi Ifeanyichukwu Ifechukwu Ikechukwu Ikemefuna Ikenna Izuchukwu
Jideofor Kamsi Kelechi Kenechukwu Kenechi Kosiso Lotanna Madu Maduabuchi Mmaduka Munachimso Ndubuisi Nnaemeka Nnamdi Nnanna Nonso Nwabueze Nwachukwu
Obi Obinna Obiora Ogbonna Okechukwu Okezie Okwudili Olisa Onochie Onyebuchi Onyeka Onyekachi Osita Somto Tobechukwu Toochukwu
Uche Uchenna Udoka Ugochukwu Ugonna Uzochukwu Uzodinma Uzor Zubby`

const igboLast = `
Achike Agbo Agu Aguiyi Agwu Akabueze Amadi Amaechi Anene Aniebo Anosike Anyanwu Anyaoku Arinze Asogwa
Chukwu Chukwuma Chukwurah Duru Ebeledike Egbo Egbuna Egwu Ejiofor Ekeh Ekwunife Emenike Enwerem Eze Ezeani Ezechukwu Ezeh
Ezenwa Ezeudu Ibe Ibeh Ibekwe Ifediora Igwe Iheanacho Ihejirika Ike Ikeh Iloka Iwu Kalu Madu Maduka
Mbah Mbakwe Mbonu Mgbemena Muoghalu Ndukwe Nebo Njoku Nnaji Nnamani Nwabueze Nwachukwu Nwafor Nwankwo Nwaobi Nwokolo Nwosu Nzeribe
Obasi Obi Obiakor Obioha Obiora Offor Ogbonna Ogbu Okafor Okeke Okereke Okoli Okonkwo Okoro Okorie Okoye
Okpara Okpala Okwara Onuoha Onwuka Onwudiwe Onyeama Onyekwere Onyema Opara Orji Osuji Udeh Udeze Udoka Ugwu Ugwuanyi Ukah
Umeh Umeadi Uzoho Uzokwe Uwakwe`

const hausaWomen = `
A'isha Aisha Amina Asabe Asma'u Aziza Balaraba Balkisu Barira Bilkisu Binta Delu Fadila Fadima Falmata Fanna Farida Fatima Fatimah Fauziyya Firdausi
Gambo Habiba Hadiza Hafsat Hajara Halima Hannatu Hassana Hauwa Husaina Inna Jamila Jummai Kaltume Kande Karima Khadija Kubra
Ladi Ladidi Laraba Lubabatu Lami Madina Maimuna Maryam Maryamu Mairo Nafisa Nana Na'ima Rabi Rabi'atu Rahila Rahma Raliya Ramatu Rashida Rufaida
Ruqayya Sa'adatu Sadiya Safiya Sakina Salamatu Salma Samira Saudatu Saratu Shafa'atu Shamsiyya Sumayya Suwaiba Talatu Umma Ummi Yagana Yakaka Zahra Zainab
Zara Zaliha Zubaida Zulaihat Zuwaira`

const hausaMen = `
Abba Abbas Abdulkadir Abdullahi Abdulmalik Abubakar Adamu Ado Ahmad Ahmed Alhassan Aliyu Aminu Anas Auwal Awwalu Babangida Baba Bala Balarabe Bashir Bello Buba
Bukar Bulama Danjuma Danladi Dauda Faruk Garba Gambo Habib Habu Hamisu Hamza Haruna Hashim Hassan Hussaini Ibrahim Idris Ilyasu Inuwa Isa Ishaq
Ismail Jamilu Jibril Kabir Kabiru Kashim Kamal Khalid Lawal Lawan Mahmud Magaji Mansur Maina Mohammed Muazu Mubarak Muhammad Mukhtar Murtala Musa Mustapha
Nasir Nasiru Nuhu Nura Rabiu Rilwanu Sabo Sadiq Sadi Sagir Saidu Salihu Salisu Sanusi Sani Shamsudeen Shehu Suleiman Sulaiman Surajo Tanko Tijjani Tukur Umar Usman
Usaini Yahaya Yakubu Yunusa Yusuf Zakari Zayyanu Zubairu`

const hausaLast = `
Abdulkarim Abdullahi Abubakar Adamu Ahmad Aliyu Aminu Bappa Babangida Bala Barau Bashir Bayero Bello Bichi Birnin-Kudu Bukar Bunza Dambatta Dan-Asabe
Dankabo Daura Doguwa Dutsinma Fagge Funtua Galadima Gashua Gambari Garba Gaya Goni Gumel Gumi Gusau Gwarzo Gwandu Hadejia Halilu Hamza Haruna Hassan
Ibrahim Idris Imam Inuwa Isa Jalo Jega Jibril Jingir Kabir Kachalla Kaita Kano Karaye Katagum Kazaure Kumo Kwairanga Kyari Ladan Lawal Magaji Mahuta
Maikano Maigari Malami Mari Masanawa Maitama Mashi Mohammed Monguno Muhammad Musa Mustapha Nadabo Ningi Numan Rano Ringim Rufai Saleh Sambo Sani Shehu
Suleiman Sule Tafida Talba Tijjani Tsafe Tukur Umar Usman Waziri Wudil Wurno Yahaya Yakasai Yakubu Yaro Yola Yusuf Zubair`
