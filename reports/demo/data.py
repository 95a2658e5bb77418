"""The demonstration year as tables.

Codes, titles, school years and totals are what one school published about its own projects; hosts, texts and dates
between are invented, and so is every person (see people.py).
"""

from dataclasses import dataclass

SCHOOL = {
    "name": "Daugavpils tehnikums",
    "name_en": "Daugavpils Technical School",
    "city": "Daugavpils",
    "latitude": "55.87500",
    "longitude": "26.53500",
    "website": "https://example.org/",
    "news_author": "Projektu un ārējo sakaru nodaļa",
    "working_year": 2021,
}
OTHER_SCHOOL = {"name": "Kalnu tehnikums (demonstrācija)", "city": "Cēsis", "working_year": 2021}

# key: name in Latvian, in English, ISCED-F field, EQF level
QUALIFICATIONS = {
    "programmer": ("Programmēšanas tehniķis", "Programming technician", "0613", 4),
    "computers": ("Datorsistēmu tehniķis", "Computer systems technician", "0612", 4),
    "cars": ("Automehāniķis", "Car mechanic", "0716", 4),
    "electricity": ("Elektrotehniķis", "Electrical technician", "0713", 4),
    "clients": ("Klientu apkalpošanas speciālists", "Customer service specialist", "0416", 4),
    "hair": ("Frizieris", "Hairdresser", "1012", 4),
    "clothes": ("Tērpu izgatavošanas un stila speciālists", "Costume and style specialist", "0723", 4),
    "logistics": ("Transporta pārvadājumu komercdarbinieks", "Transport and logistics clerk", "1041", 4),
    "cook": ("Pavārs", "Cook", "1013", 4),
}


@dataclass(frozen=True)
class ProjectRow:
    key: str
    code: str
    title: str
    title_en: str
    start: str
    end: str
    grant: str | None
    targets: tuple[tuple[str, int], ...] = ()
    programme: str = "erasmus"
    role: str = "coordinator"
    coordinator: str = ""
    summary: str = ""


PROJECTS = [
    ProjectRow(
        "europe", "2019-1-LV01-KA116-060226", "Eiropa Daugavpils tehnikumā. Daugavpils tehnikums Eiropā",
        "Europe at Daugavpils Technical School. Daugavpils Technical School in Europe",
        "2019-09-01", "2021-07-31", "86420.00", (("learner", 19), ("shadow", 12)),
    ),
    ProjectRow(
        "change", "2020-1-LV01-KA116-077195", "Jauna pieredze maina dzīves", "New experience changes lives",
        "2020-09-01", "2022-06-30", "98740.00", (("learner", 21), ("teach", 2), ("shadow", 13)),
        summary="Profesionālās izglītības sektora projekts: izglītojamo prakses un personāla mobilitātes.",
    ),
    ProjectRow(
        "stable", "2021-1-LV01-KA121-VET-000009189",
        "Profesionālās kvalifikācijas pilnveide – stabila profesionālā dzīve",
        "Better vocational qualification, a stable working life",
        "2021-09-01", "2023-08-31", "95430.00", (("learner", 22), ("shadow", 4)),
        summary="Profesionālās izglītības sektora akreditēts projekts.",
    ),
    ProjectRow(
        "green", "2021-1-LV01-KA121-SCH-000009173",
        "Jaunākās tehnoloģijas un zaļā vide uzņēmējdarbības prasmju attīstīšanā",
        "New technology and a green environment for entrepreneurial skills",
        "2021-09-01", "2022-11-30", "24180.00", (("course", 6),),
        summary="Skolu izglītības sektora projekts.",
    ),
    ProjectRow(
        "adults", "2021-1-LV01-KA122-ADU-000019713", "21.gadsimta kompetences pieaugušo izglītībā",
        "Skills of the 21st century in adult education",
        "2021-11-01", "2023-04-30", "13420.00", (("course", 3),),
        summary="Pieaugušo izglītības sektora projekts.",
    ),
    ProjectRow(
        "art", "2020-1-DE02-KA226-VET-008138", "ArtIn Future", "ArtIn Future",
        "2021-03-01", "2023-02-28", "21600.00", role="partner", coordinator="Partneris Vācijā",
        summary="KA2 stratēģiskās partnerības projekts.",
    ),
    ProjectRow(
        "dig", "2021-1-DE02-KA220-VET-000033093",
        "DIG-I-READY: profesionālās izglītības iestāžu digitālā sagatavotība iekļaujošās vides aspektā",
        "DIG-I-READY: digital readiness of vocational schools for an inclusive environment",
        "2022-02-01", "2024-07-31", "27300.00", role="partner", coordinator="Partneris Vācijā",
        summary="Jauns KA2 sadarbības partnerības projekts.",
    ),
    ProjectRow(
        "nordplus", "", "Amatu nedēļa Ziemeļvalstīs un Baltijā (demonstrācija)",
        "Craft week in the Nordic and Baltic countries (demonstration)",
        "2021-08-01", "2022-07-31", "8450.00", programme="nordplus", role="partner", coordinator="Partneris Somijā",
    ),
    ProjectRow(
        "future", "2022-1-LV01-KA121-VET-000059221",
        "Profesionālās kvalifikācijas pilnveide nākotnes izglītībā",
        "Better vocational qualification for the education of the future",
        "2022-06-01", "2024-05-31", "118900.00", (("learner", 30), ("shadow", 4)),
    ),
    ProjectRow(
        "skills", "2022-1-LV01-KA122-VET-000074272",
        "Jaunas kompetences, pieredze, iniciatīva un inovācijas ilgtspējīgai profesionālai izglītībai",
        "New skills, experience, initiative and innovation for sustainable vocational education",
        "2022-09-01", "2023-12-31", "52300.00", (("learner", 16),),
    ),
]


@dataclass(frozen=True)
class TripRow:
    """`count` people of one qualification (learners) or fields of work (staff) to one host."""

    project: str
    activity: str
    who: str | tuple[str, ...]
    group: str
    host: str
    start: str
    end: str
    count: int
    accompanying: int = 0
    direction: str = "outgoing"


# key: name, kind, country, city, latitude, longitude, sector
HOSTS = {
    "turia": ("Peluquería Turia", "company", "ES", "Valensija", "39.47", "-0.38", "Frizieru pakalpojumi"),
    "azahar": ("Hostal Azahar", "company", "ES", "Valensija", "39.47", "-0.38", "Viesmīlība"),
    "nordkai": ("Nordkai Logistik", "company", "DE", "Hamburga", "53.55", "9.99", "Loģistika"),
    "pleisse": ("Autohaus an der Pleiße", "company", "DE", "Leipciga", "51.34", "12.37", "Autotransports"),
    "leeside": ("Leeside Freight", "company", "IE", "Korka", "51.90", "-8.47", "Loģistika"),
    "minho": ("Oficina do Minho", "company", "PT", "Braga", "41.55", "-8.42", "Autotransports"),
    "ribeira": ("Ribeira Dados", "company", "PT", "Porto", "41.15", "-8.61", "Informācijas tehnoloģijas"),
    "costureira": ("Atelier da Costureira", "company", "PT", "Porto", "41.15", "-8.61", "Šūto izstrādājumu tehnoloģijas"),
    "clemence": ("Salon Clémence", "company", "FR", "Liona", "45.76", "4.84", "Frizieru pakalpojumi"),
    "fjall": ("Fjallabílar", "company", "IS", "Akureiri", "65.68", "-18.09", "Autotransports"),
    "bluewater": ("Bluewater Code", "company", "MT", "Slīma", "35.91", "14.50", "Informācijas tehnoloģijas"),
    "marsa": ("Marsa Cargo Services", "company", "MT", "Birzebudža", "35.83", "14.53", "Loģistika"),
    "digitale": ("Officina Digitale", "company", "IT", "Boloņa", "44.49", "11.34", "Informācijas tehnoloģijas"),
    "interporto": ("Interporto Servizi", "company", "IT", "Verona", "45.44", "10.99", "Loģistika"),
    "portico": ("Centro Portico Formazione", "course_provider", "IT", "Boloņa", "44.49", "11.34", "Kursi pedagogiem"),
    "giralda": ("Aula Giralda", "course_provider", "ES", "Seviļa", "37.39", "-5.98", "Kursi pedagogiem"),
    "harbour": ("Blue Harbour Training", "course_provider", "MT", "Slīma", "35.91", "14.50", "Kursi pedagogiem"),
    "loire": ("Lycée du Bord de Loire", "school", "FR", "Nante", "47.22", "-1.55", "Profesionālā izglītība"),
    "elbufer": ("Berufsschule Elbufer", "school", "DE", "Hamburga", "53.55", "9.99", "Profesionālā izglītība"),
    "tekniskoli": ("Norðurljós Tækniskóli", "school", "IS", "Reikjavīka", "64.15", "-21.94", "Profesionālā izglītība"),
    "escola": ("Escola Profissional do Minho", "school", "PT", "Braga", "41.55", "-8.42", "Profesionālā izglītība"),
    "zestafoni": ("Kvirila College", "school", "GE", "Zestafoni", "42.11", "43.05", "Profesionālā izglītība"),
}

STAFF_2019 = (
    "frizieru pakalpojumi", "frizieru pakalpojumi", "administratīvie un sekretāra pakalpojumi",
    "administratīvie un sekretāra pakalpojumi", "enerģētika un elektrotehnika", "autotransports", "autotransports",
    "dzelzceļa transports un pakalpojumi", "šūto izstrādājumu tehnoloģijas", "starptautiskās mobilitātes speciālists",
    "profesionālās izglītības plānošanas speciālists", "vadīšanas procesā iesaistīts speciālists",
)

TRIPS = [
    TripRow("europe", "learner", "programmer", "PR-21", "ribeira", "2020-02-03", "2020-02-28", 3, 1),
    TripRow("europe", "learner", "computers", "DT-41", "digitale", "2020-02-03", "2020-02-28", 2, 1),
    TripRow("europe", "shadow", STAFF_2019[:4], "", "elbufer", "2020-01-20", "2020-01-24", 4),
    TripRow("europe", "learner", "cars", "AM-21", "pleisse", "2021-05-10", "2021-06-04", 2, 1),
    TripRow("europe", "learner", "electricity", "EM-31", "pleisse", "2021-05-10", "2021-06-04", 2),
    TripRow("europe", "learner", "clients", "KS-31", "azahar", "2021-05-17", "2021-06-11", 4, 1),
    TripRow("europe", "learner", "hair", "FR-21", "costureira", "2021-06-07", "2021-07-02", 2, 1),
    TripRow("europe", "learner", "clothes", "TS-41", "costureira", "2021-06-07", "2021-07-02", 2),
    TripRow("europe", "learner", "logistics", "TT-41", "interporto", "2021-06-14", "2021-07-09", 2, 1),
    TripRow("europe", "shadow", STAFF_2019[4:9], "", "minho", "2021-06-07", "2021-06-11", 5),
    TripRow("europe", "shadow", STAFF_2019[9:], "", "digitale", "2021-06-21", "2021-06-25", 3),
    TripRow("change", "learner", "clients", "KS-31", "azahar", "2021-11-08", "2021-12-03", 3, 1),
    TripRow("change", "learner", "logistics", "TT-41", "nordkai", "2022-02-14", "2022-03-18", 4, 1),
    TripRow("change", "learner", "cars", "AM-31", "pleisse", "2022-02-14", "2022-03-18", 3),
    TripRow("change", "learner", "logistics", "TT-31", "leeside", "2022-03-07", "2022-04-08", 3, 1),
    TripRow("change", "learner", "hair", "FR-31", "clemence", "2022-03-21", "2022-04-22", 3, 1),
    TripRow("change", "learner", "programmer", "PR-31", "bluewater", "2022-04-04", "2022-04-29", 3),
    TripRow("change", "learner", "cars", "AM-31", "fjall", "2022-04-25", "2022-05-20", 3, 1),
    TripRow("change", "course", ("vispārizglītojošie mācību priekšmeti",) * 3, "", "giralda", "2021-11-15", "2021-11-19", 3),
    TripRow("change", "course", ("informācijas tehnoloģijas",) * 3, "", "harbour", "2022-01-10", "2022-01-14", 3),
    TripRow("change", "teach", ("frizieru pakalpojumi", "autotransports"), "", "loire", "2022-03-21", "2022-03-25", 2),
    TripRow("change", "shadow", ("loģistika", "loģistika", "autotransports"), "", "elbufer", "2022-03-28", "2022-04-01", 3),
    TripRow("change", "shadow", ("enerģētika un elektrotehnika", "autotransports", "viesmīlība", "vadība un atbalsts"),
            "", "tekniskoli", "2022-04-25", "2022-04-29", 4),
    TripRow("stable", "learner", "programmer", "PR-31", "ribeira", "2022-03-07", "2022-04-01", 3, 1),
    TripRow("stable", "learner", "cars", "AM-21", "minho", "2022-03-07", "2022-04-01", 2),
    TripRow("stable", "learner", "logistics", "TT-31", "marsa", "2022-04-04", "2022-05-06", 3, 1),
    TripRow("stable", "shadow", ("vadība un atbalsts", "profesionālie mācību priekšmeti"), "", "escola", "2022-05-09", "2022-05-13", 2),
    TripRow("green", "course", ("vispārizglītojošie mācību priekšmeti",) * 4, "", "portico", "2021-10-11", "2021-10-15", 4),
    TripRow("adults", "course", ("pieaugušo izglītība",) * 3, "", "giralda", "2022-05-16", "2022-05-20", 3),
    TripRow("stable", "learner", "logistics", "TT-41", "nordkai", "2022-10-03", "2022-11-04", 6, 1),
    TripRow("stable", "learner", "hair", "FR-41", "turia", "2023-02-06", "2023-03-03", 4, 1),
    TripRow("stable", "learner", "electricity", "EM-41", "pleisse", "2023-02-13", "2023-03-17", 4, 1),
    TripRow("stable", "hosted", "cook", "", "", "2023-03-06", "2023-03-31", 2, direction="incoming"),
    TripRow("future", "learner", "cars", "AM-41", "fjall", "2022-10-10", "2022-11-11", 6, 1),
    TripRow("future", "learner", "programmer", "PR-41", "bluewater", "2022-10-17", "2022-11-11", 6, 1),
    TripRow("future", "learner", "computers", "DT-41", "digitale", "2023-03-06", "2023-03-31", 6, 1),
    TripRow("future", "learner", "clothes", "TS-41", "costureira", "2023-03-13", "2023-04-07", 6, 1),
    TripRow("future", "learner", "clients", "KS-41", "azahar", "2023-04-17", "2023-05-12", 6, 1),
    TripRow("future", "shadow", ("vadība un atbalsts", "profesionālie mācību priekšmeti", "viesmīlība"), "", "zestafoni",
            "2024-04-08", "2024-04-14", 3),
    TripRow("skills", "learner", "logistics", "TT-31", "leeside", "2023-02-06", "2023-03-10", 6, 1),
    TripRow("skills", "learner", "hair", "FR-31", "clemence", "2023-03-06", "2023-03-31", 5, 1),
    TripRow("skills", "learner", "cook", "PA-31", "azahar", "2023-04-03", "2023-04-28", 5, 1),
]


@dataclass(frozen=True)
class FindingRow:
    kind: str
    text: str
    project: str = ""
    host: str = ""
    country: str = ""
    qualification: str = ""
    activity: str = ""
    owner: str = ""
    due: str | None = None
    done: str | None = None
    done_note: str = ""


CONFERENCE_SUMMARY = (
    "Tehnikuma izglītojamie un pedagogi dalījās savā pieredzē, paveiktajā un ieguvumos no dalības starptautiskos "
    "projektos 2021./2022. mācību gadā. Tajā pašā laikā Strādnieku un Bauskas ielas korpusos norisinājās cita starptautiska "
    "konference."
)
FINDINGS = [
    FindingRow("plus", "Uzņēmumi ļoti uzticējās mūsu izglītojamajiem"),
    FindingRow("plus", "Izglītojamajiem uzticēja nopietnus darba uzdevumus"),
    FindingRow("plus", "Visi pauda lielu gandarījumu, vēlas un ir gatavi projektos iesaistīties arī turpmāk"),
    FindingRow("minus", "Ilgs un sarežģīts ceļš līdz vairākiem uzņēmumiem – bet arī tā ir nākotnes darba dzīves ikdiena"),
    FindingRow("plus", "Jau otrajā nedēļā uzticēja preču pieņemšanu un dokumentus", "change", "nordkai", "DE", "logistics"),
    FindingRow("minus", "Ceļš līdz noliktavai aizņem vairāk nekā stundu", "change", "nordkai", "DE", "logistics"),
    FindingRow("plus", "Angļu valoda ikdienā", "change", "leeside", "IE", "logistics"),
    FindingRow("minus", "Dārga dzīvesvieta", "change", "leeside", "IE", "logistics", done="2022-11-14",
               done_note="Uzņēmums piedāvā vietas darbinieku mītnē par pusi no cenas"),
    FindingRow("plus", "Redzams viss kravas ceļš no kuģa līdz klientam", "stable", "marsa", "MT", "logistics"),
    FindingRow("minus", "Sākumā pārāk vienkārši uzdevumi", "stable", "marsa", "MT", "logistics", done="2022-09-30",
               done_note="Mācību programmā ierakstīts, ka no otrās nedēļas darbs ir ar pavadzīmēm"),
    FindingRow("plus", "Modernākais aprīkojums", "change", "pleisse", "DE", "cars"),
    FindingRow("plus", "Elektromobiļu apkope, kādas mūsu darbnīcās vēl nav", "change", "fjall", "IS", "cars"),
    FindingRow("offer", "Darba piedāvājumi pēc mācību pabeigšanas loģistikas nozarē"),
    FindingRow("first_time", "Pirmo reizi norīkošana mācīšanai", "change", activity="teach"),
    FindingRow("first_time", "Pirmo reizi Francijā", "change", country="FR"),
    FindingRow("first_time", "Pirmo reizi Islandē", "change", country="IS"),
    FindingRow("first_time", "Pirmo reizi Īrijā", "change", country="IE"),
    FindingRow("first_time", "Pirmo reizi Maltā", "change", country="MT"),
    FindingRow(
        "decision", "Pirms brauciena pārbaudīt katra uzņēmuma sasniedzamību ar sabiedrisko transportu",
        owner="Projektu koordinatore", due="2022-09-15", done="2022-09-12",
    ),
    FindingRow(
        "decision", "Loģistikas grupām piedāvāt 40 stundu vācu valodas kursu", qualification="logistics",
        owner="Valodu metodiskā apvienība", due="2022-10-01", done="2022-10-20",
    ),
    FindingRow(
        "decision", "Atbildēt uz aicinājumiem atgriezties praksē un iekļaut tos nākamā gada plānā",
        owner="Projektu koordinatore", due="2022-09-30",
    ),
    FindingRow(
        "decision", "Norīkošanu mācīšanai paplašināt uz vēl vienu skolu", activity="teach",
        owner="Direktora vietnieks", due="2022-11-15",
    ),
]
FINDINGS_2023 = [
    FindingRow("plus", "Vācu valodas kurss pirms brauciena noderēja katru dienu", "stable", "nordkai", "DE", "logistics"),
    FindingRow("plus", "Jauniešu labojumi aizgāja pie īsta klienta", "future", "bluewater", "MT", "programmer"),
    FindingRow("minus", "Kopmītnē bieži nav interneta", "future", "digitale", "IT", "computers"),
    FindingRow("minus", "Ar klientiem gandrīz nestrādāja", "stable", "turia", "ES", "hair", done="2023-09-20",
               done_note="Salons apsolīja no otrās nedēļas dot savus klientus"),
    FindingRow(
        "decision", "Pirms nākamās grupas vienoties ar kopmītni par internetu vai meklēt citu dzīvesvietu", host="digitale",
        owner="Projektu koordinatore", due="2023-10-15",
    ),
]
REVIEWED = ("change", "stable", "green", "adults", "art", "nordplus")
INTRODUCED = ("dig",)
REVIEWED_2023 = ("stable", "adults", "art", "dig", "future", "skills", "green")
