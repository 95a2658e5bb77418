"""Documents to print: a year like that of seed 004, an empty one, a huge one."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

from PIL import Image

from portal.common import europe_map
from portal.common.school_year import SchoolYear
from reports import documents as d

SCHOOL = d.SchoolCard(
    "Daugavpils tehnikums", "Daugavpils", "LV", 26.54, 55.87, "Valsts izglītības attīstības aģentūra"
)
STAMP = d.Stamp(
    datetime(2022, 7, 4, 16, 0, tzinfo=ZoneInfo("Europe/Riga")),
    date(2022, 6, 30),
    "Ilze Kalnāre",
    (("Mobilitātes", 75), ("Uzņemošās organizācijas", 17)),
    True,
)
CODES = (
    "2020-1-LV01-KA116-077195",
    "2021-1-LV01-KA121-VET-000009189",
    "2021-1-LV01-KA121-SCH-000009173",
    "2021-1-LV01-KA122-ADU-000019713",
    "2020-1-DE02-KA226-VET-008138",
    "2021-1-DE02-KA220-VET-000033093",
)
LOGISTICS, MECHANIC, COOK = "Loģistikas darbinieks", "Automehāniķis", "Pavārs"


def photo(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), (120, 150, 160)).save(file, "JPEG")
    return file.getvalue()


FILES = {"a": photo(400, 300), "b": photo(400, 300), "c": photo(300, 400)}


def trip(what: str, host: str, city: str, country: str, start: date, days: int, people: int) -> d.Trip:
    return d.Trip(what, host, city, country, start, start + timedelta(days=days - 1), people, days * people)


TRIPS = (
    trip(LOGISTICS, "Nordkai Logistik", "Hamburga", "DE", date(2022, 2, 14), 33, 6),
    trip(LOGISTICS, "Leeside Freight", "Korka", "IE", date(2022, 3, 7), 33, 5),
    trip(LOGISTICS, "Marsa Cargo Services", "Birzebudža", "MT", date(2022, 4, 4), 33, 5),
    trip(MECHANIC, "Autohaus an der Pleiße", "Leipciga", "DE", date(2022, 2, 14), 33, 5),
    trip(MECHANIC, "Fjallabílar", "Akureiri", "IS", date(2022, 4, 25), 26, 3),
    trip(COOK, "Bistrot des Deux Fleuves", "Liona", "FR", date(2022, 3, 21), 33, 5),
)
STAFF_TRIPS = (
    trip("Darba vērošana", "Berufsschule Elbufer", "Hamburga", "DE", date(2022, 3, 28), 6, 7),
    trip("Norīkošana mācīšanai", "Lycée du Bord de Loire", "Nante", "FR", date(2022, 3, 21), 7, 5),
)
TARGETS = (d.Target("VET izglītojamo īstermiņa mācību mobilitāte", 21, 22), d.Target("Darba vērošana", 13, 15))
PROJECTS = (
    d.ProjectEntry(
        "Jauna pieredze maina dzīves",
        CODES[0],
        "KA1, profesionālā izglītība",
        "koordinators",
        2020,
        first_day=date(2020, 9, 1),
        last_day=date(2022, 6, 30),
        grant=Decimal("98740.00"),
        targets=TARGETS,
    ),
    d.ProjectEntry(
        "Profesionālās kvalifikācijas pilnveide – stabila profesionālā dzīve",
        CODES[1],
        "KA1, profesionālā izglītība",
        "koordinators",
        2021,
        targets=(d.Target("Izglītojamo mobilitāte", 24, 23),),
        grant=Decimal("87360.50"),
    ),
    d.ProjectEntry(
        "Jaunākās tehnoloģijas un zaļā vide uzņēmējdarbības prasmju attīstīšanā",
        CODES[2],
        "KA1, skolu izglītība",
        "koordinators",
        2021,
    ),
    d.ProjectEntry(
        "21.gadsimta kompetences pieaugušo izglītībā", CODES[3], "KA1, pieaugušo izglītība", "koordinators", 2021
    ),
    d.ProjectEntry("ArtIn Future", CODES[4], "KA2, stratēģiskā partnerība", "partneris", 2020),
)
NEW_PROJECT = d.ProjectEntry(
    "DIG-I-READY: profesionālās izglītības iestāžu digitālā sagatavotība iekļaujošās vides aspektā",
    CODES[5],
    "KA2, sadarbības partnerība",
    "partneris",
    2021,
)
NORDPLUS = d.ProjectEntry("Amatu nedēļa Ziemeļos un Baltijā", kind="Nordplus", role="partneris", is_erasmus=False)
TALK = d.Presentation("Loģistika trijās valstīs", "Anna Bērziņa, Jānis Ozols", "Hamburga, Korka, Birzebudža", "10:30")
CONFERENCE = d.Conference(
    "Starptautisko projektu rezultātu izvērtēšanas konference",
    53,
    (
        d.ConferenceDay(date(2022, 5, 31), "Izglītojamo mācību prakses", "Mendeļejeva ielas korpuss", 34, (TALK,)),
        d.ConferenceDay(date(2022, 6, 1), "Pedagogu mobilitātes un projekti", "Mendeļejeva ielas korpuss", 29),
    ),
    "Izglītojamie un pedagogi dalījās pieredzē, paveiktajā un ieguvumos no dalības starptautiskos projektos.",
    "skolotāju iknedēļas sapulces, nozaru metodisko apvienību sēdes",
    PROJECTS,
    (NEW_PROJECT,),
    (
        d.Said("Uzņēmumi uzticējās mūsu izglītojamajiem"),
        d.Said("Nopietni darba uzdevumi", "Nordkai Logistik, Hamburga, Vācija, Loģistikas darbinieks"),
    ),
    (d.Said("Ilgs un sarežģīts ceļš līdz vairākiem uzņēmumiem", "Īrija"),),
    (
        d.Vote(
            "Kura pieredze jūs ieinteresēja visvairāk?", (("Loģistika trijās valstīs", 30), ("Automehāniķi", 17)), 47
        ),
    ),
    (d.Decision("Sagatavot vārdnīcu pirms brauciena", "Dace Ozolniece", date(2022, 3, 1), date(2022, 9, 5)),),
)
RATINGS = "Uzticēšanās", "Uzdevumu nopietnība"
COMPARISON = d.Comparison(
    LOGISTICS,
    (
        d.ComparedCountry(
            "DE",
            "Hamburga",
            6,
            ("Katram savs prakses vadītājs",),
            ("Stunda un četrdesmit minūtes ceļā",),
            dict(zip(RATINGS, (4.8, 4.9), strict=True)),
            100,
            2,
            1,
        ),
        d.ComparedCountry(
            "IE",
            "Korka",
            5,
            ("Valoda uzlabojas visstraujāk",),
            ("Divi autobusi",),
            dict(zip(RATINGS, (4.5, 4.1), strict=True)),
            75,
        ),
        d.ComparedCountry(
            "MT",
            "Birzebudža",
            5,
            ("Redz visu ķēdi",),
            ("Mazāk patstāvīgu uzdevumu",),
            dict(zip(RATINGS, (4.4, 3.9), strict=True)),
            40,
        ),
    ),
    d.Quote("Ja vari nokļūt uz maiņu divos autobusos, tad vari nokļūt jebkur.", "Loģistikas izglītojamais, Korka"),
)
JOBS = (d.Offer("Nordkai Logistik", "Hamburga", "DE", LOGISTICS, 5, "darbs pēc mācību beigām"),)
TOLD = (d.Said("Aicināja atgriezties ar nākamo grupu", "Leeside Freight, Korka, Īrija"),)
RETURNS = (d.Offer("Leeside Freight", "Korka", "IE", LOGISTICS, 7, "prakse nākamajā gadā"),)
FIRSTS = (
    d.FirstTime("Islande un Francija", "valstis, kurās agrāk nebijām"),
    d.FirstTime("Norīkošana mācīšanai", "pieci pedagogi, Nante"),
)
DECISIONS = (
    d.Decision("Pirms brauciena pārbaudīt katra uzņēmuma sasniedzamību", "Ilze Kalnāre", date(2022, 9, 15)),
    d.Decision("Loģistikas grupām piedāvāt vācu valodas kursu", "Dace Ozolniece", date(2022, 10, 1)),
)
PHOTOS = tuple(
    d.Photo(token, *size, f"Prakse Hamburgā, {token}")
    for token, size in zip("abc", ((400, 300), (400, 300), (300, 400)), strict=True)
)
COUNTRIES = (
    d.CountryCount("DE", 11, 7, towns=((9.99, 53.55), (12.37, 51.34))),
    d.CountryCount("ES", 5, 7),
    d.CountryCount("IS", 5, 6, True, ((-18.09, 65.68),)),
    d.CountryCount("FR", 5, 5, True, ((4.84, 45.76),)),
    d.CountryCount("MT", 9, 0, True),
    d.CountryCount("IE", 5, 0, True),
    d.CountryCount("PT", 5, 0),
    d.CountryCount("IT", 0, 5),
)
QUALIFICATIONS = (
    d.QualificationCount(LOGISTICS, {"DE": 6, "IE": 5, "MT": 5}),
    d.QualificationCount(MECHANIC, {"DE": 5, "IS": 3, "PT": 2}),
    d.QualificationCount(COOK, {"FR": 5, "IS": 2, "MT": 1}),
    d.QualificationCount("Programmēšanas tehniķis", {"MT": 3, "PT": 3}),
    d.QualificationCount("Frizieris", {"ES": 5}),
)
HOSTS = tuple(d.HostEntry(each.host, each.city, each.country, each.what, True) for each in (*TRIPS, *STAFF_TRIPS))


def annual(**more) -> d.AnnualDocument:
    content = {
        "school": SCHOOL,
        "year": SchoolYear(2021),
        "stamp": STAMP,
        "totals": d.Totals(75, 45, 30, 1352, 197, 17, 10, 6, 2, 11, 10, 75, 70),
        "before": d.Totals(19, 13, 6),
        "countries": COUNTRIES,
        "qualifications": QUALIFICATIONS,
        "learner_trips": TRIPS,
        "staff_activities": (d.Count("Darba vērošana", 13), d.Count("Kursi", 12), d.Count("Norīkošana mācīšanai", 5)),
        "staff_fields": (d.Count("Profesionālie priekšmeti", 15), d.Count("Vispārizglītojošie priekšmeti", 15)),
        "staff_trips": STAFF_TRIPS,
        "comparisons": (COMPARISON,),
        "job_offers": JOBS,
        "invitations": RETURNS,
        "told_offers": TOLD,
        "first_times": FIRSTS,
        "conference": CONFERENCE,
        "decisions": DECISIONS,
        "projects": (*PROJECTS, NEW_PROJECT, NORDPLUS),
        "quotes": (d.Quote("Pirmajā dienā man iedeva atslēgas.", "Automehāniķa izglītojamais, Leipciga"),),
        "photos": PHOTOS,
        "hosts": HOSTS,
    }
    return d.AnnualDocument(**{**content, **more})


def empty() -> d.AnnualDocument:
    return d.AnnualDocument(SCHOOL, SchoolYear(2023), STAMP, d.Totals())


def huge() -> d.AnnualDocument:
    codes = [*europe_map.load()["outlines"]][:34]
    name = "Ļoti gara kvalifikācija ar nosaukumu, kas neietilpst nevienā slejā un turpinās"
    columns = tuple(
        d.ComparedCountry(code, "Pilsēta", 9, (name,) * 9, (name,) * 9, {"Uzticēšanās": 4.0, name: 3.5}, 65)
        for code in codes[:7]
    )
    return annual(
        totals=d.Totals(12345, 12000, 345, 360000, 2000, 900, 300),
        countries=tuple(d.CountryCount(code, 350 - 9 * i, 10, i % 3 == 0) for i, code in enumerate(codes)),
        qualifications=tuple(
            d.QualificationCount(f"{name} {i}", {code: (i * j) % 40 for j, code in enumerate(codes)})
            for i in range(30)
        ),
        learner_trips=tuple(
            trip(
                f"{name} {i % 9}",
                "Ļoti garš uzņēmuma nosaukums GmbH & Co. KG" * 2,
                "Vīne",
                "AT",
                date(2022, 1, 3),
                30,
                i % 7 + 1,
            )
            for i in range(150)
        ),
        comparisons=(d.Comparison(name, columns), COMPARISON),
        projects=tuple(PROJECTS) * 6,
        decisions=DECISIONS * 20,
        photos=PHOTOS * 7,
        hosts=HOSTS * 20,
    )


def conference(**more) -> d.ConferenceDocument:
    content = {
        "job_offers": JOBS,
        "invitations": RETURNS,
        "told_offers": TOLD,
        "first_times": FIRSTS,
        "decisions": DECISIONS,
        "quotes": (COMPARISON.quote,),
        "photos": PHOTOS,
    }
    return d.ConferenceDocument(SCHOOL, SchoolYear(2021), STAMP, CONFERENCE, **{**content, **more})
