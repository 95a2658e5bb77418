"""What the people of the demonstration wrote about their stays. Plainly invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportRow:
    """What was written about one host in one school year; each person there gave marks of their own."""

    tasks: str
    pluses: str
    minuses: str
    commute: tuple[int, ...]
    how: str
    marks: str  # of each person a word: trust, tasks, mentor, accommodation, organisation
    story: str
    quote: str = ""
    invitations: int = 0
    offers: int = 0
    offer_note: str = ""


# (host, school year) > report
REPORTS = {
    ("nordkai", 2021): ReportRow(
        "Preču pieņemšana, pavadzīmju sagatavošana, kravu izvietošana noliktavā, darbs ar noliktavas programmu.",
        "Jau otrajā nedēļā uzticēja preču pieņemšanu un dokumentus\nNopietni darba uzdevumi, nevis vērošana no malas",
        "Ilgs un sarežģīts ceļš līdz uzņēmumam\nPirmā maiņa sākas pirms pirmā autobusa",
        (78, 75, 82, 78), "Vilciens, autobuss un 15 minūtes kājām", "55543 55434 54543 45444",
        "Pirmajā nedēļā iepazināmies ar noliktavu, no otrās strādājām maiņās kopā ar uzņēmuma darbiniekiem. "
        "Katru rītu brigadieris izdalīja uzdevumus, un vakarā kopā pārrunājām, kas izdevies.",
        "Otrajā nedēļā man iedeva skeneri un teica: šī rinda ir tava.", 2, 1, "Darbs noliktavā pēc mācību beigām",
    ),
    ("leeside", 2021): ReportRow(
        "Sūtījumu reģistrēšana, klientu zvani angļu valodā, maršrutu plānošana.",
        "Runājām tikai angliski un pēc mēneša vairs nebaidījāmies\nMentors katru dienu atrada laiku",
        "Dārga dzīvesvieta\nIlgs ceļš līdz uzņēmumam ar divām pārsēšanās reizēm",
        (65, 70, 60), "Divi autobusi", "54524 44534 55435",
        "Birojā strādāja cilvēki no sešām valstīm, un katram bija savs veids, kā plānot maršrutu.",
        "Pēc mēneša es vairs netulkoju galvā.", 1, 0, "Prakse nākamajā gadā",
    ),
    ("marsa", 2021): ReportRow(
        "Konteineru uzskaite, muitas dokumentu šķirošana, darbs ostas birojā.",
        "Redzējām visu ceļu no kuģa līdz klientam\nLaba valodas prakse",
        "Autobusi kavējas\nSākumā uzdevumi bija pārāk vienkārši",
        (40, 35, 45), "Autobuss", "43443 44354 54444",
        "Ostā viss notiek ātri, tāpēc vispirms mācījāmies nejaukties ceļā un tikai tad palīdzēt.",
        "", 1, 0, "Prakse nākamajā gadā",
    ),
    ("pleisse", 2021): ReportRow(
        "Eļļas un bremžu maiņa, diagnostika, riepu montāža, klientu automašīnu pieņemšana.",
        "Uzticēja klientu automašīnas\nMūsdienīgs aprīkojums",
        "Maz vācu valodas pirms izbraukšanas",
        (35, 35, 30), "Tramvajs", "55545 54544 45435",
        "Meistars vispirms parādīja, tad skatījās, kā daru es, un trešajā reizē aizgāja pusdienās.",
        "Pirmajā dienā man iedeva atslēgas, otrajā – klienta automašīnu.", 1,
    ),
    ("fjall", 2021): ReportRow(
        "Apvidus automašīnu apkope, elektromobiļu diagnostika, virsbūves sagatavošana krāsošanai.",
        "Nopietni uzdevumi jau no pirmās dienas\nDraudzīgs kolektīvs",
        "Ceļš ziemas apstākļos aizņem ilgu laiku\nAugstas cenas",
        (50, 50, 55), "Uzņēmuma autobuss", "55545 55445 54554",
        "Maijā vēl sniga, un puse automašīnu atbrauca ar salauztu balstiekārtu. Iemācījāmies strādāt ātri.",
        "Te neviens neprasa, cik tev gadu, prasa, ko tu proti.",
    ),
    ("minho", 2021): ReportRow(
        "Motora un piekares remonts, rezerves daļu pasūtīšana.",
        "Pieredzējis mentors\nDaudz praktiska darba",
        "Grūti saprasties angliski",
        (25, 20), "Kājām", "44534 54543",
        "Vārdu pietrūka, tāpēc iemācījāmies zīmēt uz kartona kastēm.",
    ),
    ("clemence", 2021): ReportRow(
        "Matu mazgāšana, griešana, krāsošana, klientu pieņemšana.",
        "Ļāva strādāt ar klientiem\nApguvām jaunas krāsošanas tehnikas",
        "Agras maiņas\nValodas barjera sākumā",
        (30, 30, 35), "Metro", "55434 44533 54444",
        "Franču valodā zinājām tikai sveicienus, bet otrajā nedēļā klientes jautāja tieši pēc mums.",
        "Kliente atnāca vēlreiz un prasīja mani.",
    ),
    ("bluewater", 2021): ReportRow(
        "Tīmekļa lapu testēšana, kļūdu apraksti, neliela izstrāde kopā ar komandu.",
        "Strādājām īstā komandā\nKatru nedēļu saņēmām atsauksmes",
        "Pirmajā nedēļā maz uzdevumu",
        (20, 15, 20), "Kājām", "54544 55454 44543",
        "Katru rītu bija īsa sapulce, kurā arī mums bija jāsaka, ko šodien darīsim.",
    ),
    ("ribeira", 2021): ReportRow(
        "Datu bāzu uzturēšana, lietotāju atbalsts, skriptu rakstīšana.",
        "Paši izvēlējāmies uzdevumu\nLaba dzīvesvieta",
        "Ilgs ceļš sastrēgumu dēļ",
        (45, 50, 40), "Autobuss", "44354 54454 45444",
        "Uzrakstījām rīku, ko uzņēmums lieto joprojām.", "Mūsu rīku lieto joprojām.",
    ),
    ("azahar", 2021): ReportRow(
        "Viesu reģistrēšana, rezervācijas, numuru sagatavošana.",
        "Apguvām spāņu valodas pamatus\nLaipni kolēģi",
        "Garas maiņas brīvdienās",
        (15, 15, 10), "Kājām", "43443 44434 54343",
        "Novembrī viesu bija maz, tāpēc paspējām apgūt visu reģistratūras darbu.",
    ),
    ("loire", 2021): ReportRow(
        "Novadītas četras nodarbības franču izglītojamajiem, piedalīšanās metodiskajā sanāksmē.",
        "Pirmo reizi paši vadījām stundas ārvalstu skolā\nIzglītojamie bija ļoti ieinteresēti",
        "Sagatavošanās prasīja vairāk laika, nekā plānots",
        (10, 10), "Kājām", "55545 55554",
        "Stunda bija par bremžu sistēmu. Vārdu pietrūka divreiz, ko parādīt – ne reizi.",
        "Vārdu man pietrūka divreiz, ko parādīt – ne reizi.", 1, 0, "Aicinājums vadīt stundas arī rudenī",
    ),
    ("tekniskoli", 2021): ReportRow(
        "Darba vērošana elektromobiļu un viesmīlības programmās, tikšanās ar prakses vadītājiem.",
        "Redzējām, kā skola strādā kopā ar uzņēmumiem\nIdejas savām stundām",
        "Īss laiks tik tālam ceļam",
        (20, 20, 25, 20), "Autobuss", "54545 55445 45534 54545",
        "Četras dienas vērojām autodiagnostikas un elektromobiļu apkopes nodarbības.",
    ),
    ("elbufer", 2021): ReportRow(
        "Loģistikas un autotransporta programmu vērošana, duālās izglītības modeļa iepazīšana.",
        "Redzējām duālo izglītību darbībā\nVienojāmies par nākamo prakšu vietām",
        "Maz laika darbnīcās",
        (30, 35, 30), "Metro", "44444 54435 45544",
        "Trīs dienas skolā un divas uzņēmumā: tieši tā, kā mācās viņu izglītojamie.",
    ),
    ("escola", 2021): ReportRow(
        "Iekļaujošās vides un digitālās mācību vides vērošana.", "Praktiski piemēri, ko ieviest jau rudenī", "",
        (15, 15), "Tramvajs", "54544 45445",
        "Katrā gaitenī sēdēja kāds, kas mācījās pats.",
    ),
    ("portico", 2021): ReportRow(
        "Kurss par zaļo uzņēmējdarbību, mācību uzņēmumu apmeklējumi.", "Gatavi materiāli stundām\nKolēģi no astoņām valstīm",
        "Maz laika grupu darbam", (20, 15), "Kājām", "44434 43545 54444 44434",
        "Kursā izstrādājām mācību uzņēmuma plānu.",
    ),
    ("harbour", 2021): ReportRow(
        "Kurss par digitālajiem rīkiem stundās.", "Katrs aizbraucām ar gatavu stundas plānu", "Pārāk plaša programma",
        (25, 30), "Autobuss", "44344 43434 44443",
        "Piecas dienas, pieci rīki.",
    ),
    ("giralda", 2021): ReportRow(
        "Kurss par mācīšanos pieaugušo vecumā.", "Metodes, ko uzreiz izmēģinājām", "Liela grupa",
        (10,), "Kājām pa vecpilsētu", "43443 54544 44434",
        "Kursa vidū mainījāmies lomām: vakars, kurā mācījāmies paši.",
    ),
    ("ribeira", 2019): ReportRow(
        "Datoru uzstādīšana, lietotāju kontu sakārtošana, vienkārši skripti.", "Draudzīga komanda",
        "Ilgs ceļš sastrēgumu dēļ\nPirmajā nedēļā neviens nezināja, ko mums dot", (55, 50, 60), "Autobuss", "33343 34442 43343",
        "Otrajā nedēļā paši uzrakstījām sarakstu, ko varam izdarīt, un tad darbs atradās.",
    ),
    ("digitale", 2019): ReportRow(
        "Datoru remonts un tīkla kabeļu montāža mācību klasēs.", "Katru dienu cits uzdevums",
        "Mentors runāja tikai itāliski", (25, 20), "Kājām", "44243 43342", "Saprasties palīdzēja shēmas uz tāfeles.",
    ),
    ("pleisse", 2020): ReportRow(
        "Riepu montāža, eļļas maiņa, palīdzība pie elektroinstalācijas pārbaudes.",
        "Modernākais aprīkojums\nMeistars rādīja, cik reižu vajag", "Maz vācu valodas pirms izbraukšanas",
        (45, 40, 45, 40), "Tramvajs", "44434 34544 43434 44545", "Pirmo nedēļu skatījāmies, pārējās trīs strādājām.",
    ),
    ("azahar", 2020): ReportRow(
        "Viesu sagaidīšana, numuru sagatavošana, brokastu galds.", "Laipni kolēģi", "Garas maiņas brīvdienās\nGrafiku uzzinājām tikai vakarā",
        (20, 20, 15, 20), "Kājām", "33332 43433 33342 34433", "Maijā viesu bija tik daudz, ka spāņu valodu apguvām pie letes.",
    ),
    ("costureira", 2020): ReportRow(
        "Piegriešana, šūšana, pielaikošana, matu veidošana skatei.", "Redzējām visu tērpa tapšanu", "Maz patstāvīga darba",
        (30, 35, 30, 25), "Metro", "32443 33543 42443 33444", "Kursa beigās parādījām četrus tērpus paši savā skatē.",
    ),
    ("interporto", 2020): ReportRow(
        "Preču šķirošana, pavadzīmju kopēšana.", "Liela noliktava, kur redzēt visu ķēdi", "Pārāk vienkārši uzdevumi\nDzīvesvieta tālu no veikaliem",
        (60, 55), "Divi autobusi", "22332 32323", "Ievadīt datus drīkstējām tikai pēdējā nedēļā.",
    ),
    ("nordkai", 2022): ReportRow(
        "Preču pieņemšana, noliktavas programma, autovadītāju sagaidīšana, pavadzīmes vācu valodā.",
        "Uzticēja skeneri un maiņu\nVācu valodas kurss pirms brauciena noderēja katru dienu\nDzīvojām tuvāk uzņēmumam",
        "Agras maiņas", (42, 45, 40, 42, 48, 45), "Vilciens", "55545 45444 55455 54544 45445 55554",
        "Vilcienā bijām ap pieciem, toties pēcpusdienas bija mūsu. Brigadieris atcerējās pagājušā gada grupu.",
        "Pirmajā dienā man jautāja, vai arī es protu strādāt ar skeneri.", 4, 2, "Darbs noliktavā vasarā",
    ),
    ("leeside", 2022): ReportRow(
        "Sūtījumu reģistrēšana, klientu zvani, maršrutu plānošana, atgriezto preču uzskaite.",
        "Runājām tikai angliski un pēc mēneša vairs nebaidījāmies\nVietas darbinieku mītnē pie ostas", "Bieži mainījās, kurš par mums atbild",
        (35, 30, 35, 40, 30, 35), "Autobuss", "54345 44244 55344 44355 45244 54345",
        "Atgrieztās preces ir kā detektīvs: atrodi, kurā vietā kļūda.", "Pirmo zvanu pacēlu ar drebošu roku, piekto – ar prieku.", 2, 0, "Prakse nākamajā gadā",
    ),
    ("bluewater", 2022): ReportRow(
        "Tīmekļa lapu testēšana, kļūdu labošana, neliela programma kolēģu vajadzībām.",
        "Strādājām īstā komandā\nMūsu kods aizgāja pie klienta", "Dārgi pārtikas veikali", (20, 20, 25, 15, 20, 20), "Kājām",
        "55545 55454 45544 55535 44545 55554", "Manā trešajā dienā komanda pieņēma manu labojumu.", "Mans labojums tagad ir pie klienta.", 3, 1, "Attālināts darbs vasarā",
    ),
    ("fjall", 2022): ReportRow(
        "Apvidus automašīnu apkope, elektromobiļu diagnostika, ziemas riepu sezona.",
        "Nopietni uzdevumi jau no pirmās dienas\nElektromobiļu diagnostika", "Augstas cenas", (50, 45, 50, 55, 50, 45), "Uzņēmuma autobuss",
        "55545 55444 54545 45535 55454 55545", "Oktobrī vienā nedēļā nomainījām simt riepu komplektu.", "Tagad riepu komplektu nomainu ātrāk, nekā uzvārās tēja.", 1, 1, "Darbs pēc eksāmena",
    ),
    ("pleisse", 2022): ReportRow(
        "Automašīnu elektroinstalācija, akumulatoru pārbaude, uzlādes staciju apskate.", "Modernākais aprīkojums\nUzticēja klientu automašīnas",
        "Maz uzdevumu elektrotehniķiem", (30, 35, 30, 35), "Tramvajs", "53545 42434 53544 43445",
        "Puse darba bija mehāniķu darbs, bet uzlādes stacijā bijām savā vietā.", "", 1, 0, "Prakse nākamajā gadā",
    ),
    ("digitale", 2022): ReportRow(
        "Datoru remonts, serveru telpas kārtošana, lietotāju palīdzība.", "Katru dienu cits uzdevums",
        "Kopmītnē bieži nebija interneta\nMentors runāja tikai itāliski", (25, 30, 25, 20, 25, 30), "Kājām",
        "44223 43313 34222 44313 33224 44323", "Saprasties palīdzēja shēmas uz tāfeles un vārdnīca telefonā.",
    ),
    ("costureira", 2022): ReportRow(
        "Piegriešana, šūšana, pielaikošana ar klientiem, skates sagatavošana.", "Redzējām visu tērpa tapšanu\nPēdējā nedēļā strādājām ar klientiem",
        "", (30, 30, 25, 35, 30, 30), "Metro", "44554 43544 54454 44555 43544 54454", "Līdz skatei palika divas dienas, un meistare teica: tagad jūs.", "Kleita, ko piegriezu, tagad ir kāzu fotogrāfijās.", 2,
    ),
    ("azahar", 2022): ReportRow(
        "Viesu reģistrēšana, rezervācijas, virtuves darbs brokastīs un pusdienās.", "Laipni kolēģi\nGrafiku iedeva nedēļu iepriekš",
        "Garas maiņas brīvdienās", (15, 15, 10, 15, 20), "Kājām", "44444 45434 44545 54444 34434 45444 44534 55444 44444 43434 45545",
        "Brokastīs divi simti viesu, pusdienās klusums, un tad mācījāmies ēdienkarti spāniski.", "", 3, 1, "Darbs tūrisma sezonā",
    ),
    ("clemence", 2022): ReportRow(
        "Matu griešana, krāsošana, klientu pieņemšana un pieraksts.", "Ļāva strādāt ar klientiem\nApguvām jaunas krāsošanas tehnikas",
        "Valodas barjera sākumā\nIstabā četri cilvēki", (30, 35, 30, 25, 30), "Metro", "54524 44413 55524 44423 54524",
        "Otrajā nedēļā man iedeva pierakstu grāmatu, un tajā bija mans vārds.", "Pierakstu grāmatā bija mans vārds.", 2, 1, "Darbs salonā",
    ),
    ("turia", 2022): ReportRow(
        "Matu mazgāšana un veidošana, palīdzība meistarēm.", "Mācību stunda katru pirmdienu", "Ar klientiem gandrīz nestrādājām",
        (20, 25, 20, 20), "Kājām", "32444 23443 32454 33444", "Visvairāk iemācījāmies pirmdienās, kad salons bija ciet.",
    ),
    ("zestafoni", 2023): ReportRow(
        "Darba vērošana viesmīlības un transporta programmās.", "Redzējām, kā skola strādā ar maz līdzekļiem", "Nogurdinošs ceļš",
        (10, 10, 15), "Kājām", "55454 44455 55454", "Trīs dienas stundās un viena pie uzņēmējiem kalnos.", "", 1, 0, "Kopīgs projekts",
    ),
}
