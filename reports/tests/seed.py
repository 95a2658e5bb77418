"""What one school's own report of its conference of 2022 names."""

PROJECTS = [
    ("2020-1-LV01-KA116-077195", 2020, "KA116", "VET", "Jauna pieredze maina dzīves", "reviewed"),
    ("2021-1-LV01-KA121-VET-000009189", 2021, "KA121", "VET",
     "Profesionālās kvalifikācijas pilnveide – stabila profesionālā dzīve", "reviewed"),
    ("2021-1-LV01-KA121-SCH-000009173", 2021, "KA121", "SCH",
     "Jaunākās tehnoloģijas un zaļā vide uzņēmējdarbības prasmju attīstīšanā", "reviewed"),
    ("2021-1-LV01-KA122-ADU-000019713", 2021, "KA122", "ADU", "21.gadsimta kompetences pieaugušo izglītībā",
     "reviewed"),
    ("2020-1-DE02-KA226-VET-008138", 2020, "KA226", "VET", "ArtIn Future", "reviewed"),
    ("2021-1-DE02-KA220-VET-000033093", 2021, "KA220", "VET",
     "DIG-I-READY: profesionālās izglītības iestāžu digitālā sagatavotība iekļaujošās vides aspektā", "introduced"),
]  # fmt: skip
WAY = "Ilgs un sarežģīts ceļš līdz vairākiem uzņēmumiem – bet arī tā ir nākotnes darba dzīves ikdiena"
JOBS = "Darba piedāvājumi pēc mācību pabeigšanas loģistikas nozarē"
LEARN_MORE = "Valsts izglītības attīstības aģentūras mājaslapas www.viaa.gov.lv sadaļā Erasmus+, www.erasmusplus.lv"
NEWS_AUTHOR = "Projektu un ārējo sakaru nodaļa"
SUMMARY = "Strādnieku un Bauskas ielas korpusos norisinājās cita starptautiska konference."
SHARED = "Skolotāju iknedēļas sapulces, nozaru metodisko apvienību sēdes"
BUILDING = "Mendeļejeva ielas korpuss"
FACTS = [
    "2022. gada 31. maijā un 1. jūnijā", BUILDING, "Izglītojamie un pedagogi", "2021./2022.",
    SUMMARY.rstrip("."), "53 cilvēki",
    "31. maijs bija veltīts tēmai „Izglītojamo mācību prakses“", "1. jūnijs bija veltīts tēmai „Pedagogu mobilitātes",
    "vienas kvalifikācijas ietvaros", WAY, "lielu uzticību", "nopietnus darba uzdevumus",
    "aicināja atgriezties", "piedāvāja darbu", JOBS, "5 Erasmus+ programmas projekti",
    "Nordplus", SHARED, "norīkošana mācīšanai", "Francijā", "Islandē", "ieinteresēja visvairāk",
    "lielu gandarījumu", "ir gatavi",
    "projektus līdzfinansē Eiropas Savienība", LEARN_MORE, NEWS_AUTHOR,
    *(row[0] for row in PROJECTS), *(row[4] for row in PROJECTS),
]  # fmt: skip
