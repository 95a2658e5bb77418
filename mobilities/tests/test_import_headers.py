"""Names of columns as schools write them, and the fields they are taken for."""

import pytest

from portal.imports import columns
from portal.imports.registry import IMPORTERS

PEOPLE = {
    "first_name": ["Vārds", "VĀRDS", "Vārdi", "Audzēkņa vārds", "Izglītojamā vārds", "First name", "Given name"],
    "last_name": ["Uzvārds", "Uzv.", "uzvards", "Dalībnieka uzvārds", "Surname", "Last name", "Family name"],
    "name": [
        "Vārds, uzvārds", "Vārds un uzvārds", "Audzēkņa vārds, uzvārds", "Izglītojamā vārds un uzvārds", "Skolēns",
        "Audzēkņi", "Vārds Uzvārds", "Full name", "Name, surname", "Student name",
    ],
    "name_turned": ["Uzvārds, vārds", "Uzvārds Vārds", "Audzēkņa uzvārds, vārds"],
    "group": ["Grupa", "Gr.", "Grupas nr.", "Kurss", "Klase", "Kurss / grupa", "Kurss, grupa", "Mācību grupa"],
    "birth_date": [
        "Dzimšanas datums", "Dzimš. dat.", "Dzim. datums", "Dzim. dat.", "Dz. dat.", "Dz. datums", "Dzimšanas dati",
        "Dzimšanas datums (dd.mm.gggg.)", "DZIMŠANAS DATUMS", "Dzimšanas d.", "Dzimš. datums", "Date of birth", "DOB",
        "Birth date (DD/MM/YYYY)",
    ],
    "phone": [
        "Tālrunis", "Tālr.", "Tālr. nr.", "Tel.", "Tel. nr.", "Mob. tel.", "Mob.tālr.", "Mob. tālr.", "Telefona nr.",
        "Mobilais telefons", "Tālruņa nr.", "Audzēkņa tālrunis", "Tālruņi", "Kontakttālr.", "Phone no.", "Telephone",
        "Mobile phone",
    ],
    "email": ["E-pasts", "Epasts", "e-pasta adrese", "E-pasta adr.", "Audzēkņa e-pasts", "El. pasts", "E-mail",
    "email"],
    "guardian": [
        "Vecāks / aizbildnis", "Vecāks/aizbildnis", "Vecāki", "Aizbildņa vārds", "Mātes vārds", "Tēva vārds",
        "Aizbildnis",
        "Vecāka (aizbildņa) vārds, uzvārds", "Mātes vārds, uzvārds", "Likumiskais pārstāvis", "Parent / guardian",
        "Parent's name", "Vecāka vārds un uzvārds",
    ],
    "guardian_phone": [
        "Aizb. tālrunis", "Aizb. tālr.", "Vecāku tālr.", "Vecāka tālruņa nr.", "Mātes tel.", "Vecāku telefons",
        "Vecāka/aizbildņa tālrunis", "Aizbildņa mob. tel.", "Parent's phone", "Guardian phone no.",
    ],
    "guardian_email": ["Vecāku e-pasts", "Aizb. e-pasts", "Mātes epasts", "Vecāka / aizbildņa e-pasts",
    "Parent email"],
    "qualification": ["Kvalifikācija", "Kvalif.", "Izgl. programma", "Izglītības progr.", "Profesija", "Specialitāte"],
    "languages": ["Valodas", "Svešvalodas", "Valodu prasmes", "Valodu zin.", "Languages"],
    "personal_code": ["Personas kods", "Pers. kods", "P. k.", "PERSONAS KODS", "Audzēkņa personas kods"],
    "work_field": ["Amats", "Māc. priekšmets", "Priekšmets", "Job title"],
    "": ["Nr.", "Nr. p. k.", "Paraksts", "Piezīmes", "Cena, EUR", "Daudzums", "Preces nosaukums", "Adrese",
    "Vidējā atzīme"],
}  # fmt: skip
MOBILITIES = {
    "participant": ["Dalībnieks", "Dalībn.", "Dalībnieka vārds, uzvārds", "Audzēknis", "Skolēna vārds un uzvārds"],
    "project": ["Projekts", "Projekta nr.", "Proj. nr.", "Projekta kods", "Līguma nr."],
    "activity_type": ["Aktivitātes veids", "Aktiv. veids", "Mobilitātes veids", "Veids", "Activity type", "Activity"],
    "host": ["Uzņēmējs", "Uzņ. organizācija", "Uzņemošā org.", "Uzņemošā organizācija", "Prakses vieta", "Host org."],
    "start": ["Sākuma datums", "Sāk. datums", "Sākums", "Mobilitātes sākums", "Sākuma dat.", "Start date", "From"],
    "end": ["Beigu datums", "Beigu dat.", "Beigas", "Mobilitātes beigu datums", "End date", "To"],
    "responsible": ["Atbildīgais skolotājs", "Atb. skolotājs", "Atbild. skolotājs", "Atbildīgais pedagogs"],
    "host_country": ["Valsts", "Galamērķa valsts", "Uzņ. valsts", "Country"],
    "accompanying": ["Pavadošās personas", "Pavad. persona", "Pavadošā pers."],
}
HOSTS = {
    "name": [
        "Nosaukums",
        "Uzņēmuma nosaukums",
        "Uzņ. nosaukums",
        "Organizācija",
        "Org. nosaukums",
        "Legal Name",
        "Host",
    ],
    "country": ["Valsts", "Country Cd", "Country code", "Organizācijas valsts"],
    "city": ["Pilsēta", "Town", "City", "Pils."],
    "address": ["Adrese", "Adr.", "Juridiskā adrese", "Jur. adrese", "Street", "Uzņēmuma adrese"],
    "postcode": ["Pasta indekss", "Pasta ind.", "Post Cd", "Zip code"],
    "website": ["Mājaslapa", "Mājas lapa", "Tīmekļa vietne", "Website Url", "Web"],
    "phone": ["Tālrunis", "Tālr. nr.", "Uzņēmuma tālrunis", "Telephone"],
    "contact_name": ["Kontaktpersona", "Kontaktpers.", "Contact person"],
    "contact_email": ["Kontaktpersonas e-pasts", "Kontaktpers. e-pasts", "Contact e-mail"],
    "contact_phone": ["Kontaktpersonas tālr.", "Kontaktpersonas tālruņa nr.", "Contact phone"],
}
PROJECTS = {
    "code": ["Projekta nr.", "Projekta numurs", "Līguma nr.", "Dotācijas līguma nr.", "Project no."],
    "title": ["Projekta nosaukums", "Proj. nosaukums", "Nosaukums", "Title"],
    "start": ["Projekta sākums", "Sākuma dat.", "Projekta sāk. datums", "Start date"],
    "end": ["Projekta beigas", "Beigu dat.", "Projekta beigu datums", "End date"],
    "grant": ["Dotācija, EUR", "Dotācija (EUR)", "Piešķirtais finans.", "Grant EUR"],
}
HEADERS = [
    (kind, field, header)
    for kind, known in (("people", PEOPLE), ("mobilities", MOBILITIES), ("hosts", HOSTS), ("projects", PROJECTS))
    for field, headers in known.items()
    for header in headers
]


@pytest.mark.parametrize("kind", ["people", "mobilities", "hosts", "projects"])
def test_headers_of_schools_are_known(kind):
    importer, wrong = IMPORTERS[kind], []
    for each, field, header in HEADERS:
        if each == kind:
            found = columns.guess(importer.fields, columns.columns_of([header]), importer.owners)
            if list(found) != ([field] if field else []):
                wrong.append((header, field, list(found)))
    assert not wrong


def test_a_whole_header_of_a_class_register():
    header = [
        "Nr.p.k.", "Vārds", "Uzvārds", "Pers. kods", "Dzimš. dat.", "Gr.", "Izgl. programma", "Tālr. nr.", "E-pasts",
        "Vecāks / aizbildnis", "Aizb. tālrunis", "Mātes vārds",
    ]  # fmt: skip
    importer = IMPORTERS["people"]
    found = columns.columns_of(header)
    titles = {column.key: column.title for column in found}
    mapping = columns.guess(importer.fields, found, importer.owners)
    assert {name: titles[key] for name, key in mapping.items()} == {
        "first_name": "Vārds", "last_name": "Uzvārds", "personal_code": "Pers. kods", "birth_date": "Dzimš. dat.",
        "group": "Gr.", "qualification": "Izgl. programma", "phone": "Tālr. nr.", "email": "E-pasts",
        "guardian": "Vecāks / aizbildnis", "guardian_phone": "Aizb. tālrunis",
    }  # fmt: skip
