"""Invented people: every surname is a word for a thing by the water, so that nobody takes them for real."""

FEMALE = (
    "Agnese Baiba Dace Elīna Gunta Ieva Ilze Kristīne Laima Laura Liene Līga Madara Māra Sanita Santa Sigita Una "
    "Vita Zane Aija Anda Evija Inese Jolanta Katrīna Marta Paula Rūta Sabīne"
).split()
MALE = (
    "Aigars Aldis Andris Arvis Edgars Guntis Gatis Harijs Imants Ivo Jānis Kārlis Krišs Lauris Māris Mārtiņš Nauris "
    "Oskars Pēteris Raivis Reinis Roberts Rūdolfs Sandis Toms Uldis Valters Viktors Ģirts Ēriks"
).split()
# masculine, feminine
SURNAMES = [
    ("Tiltiņš", "Tiltiņa"),
    ("Krastiņš", "Krastiņa"),
    ("Straumītis", "Straumīte"),
    ("Vilnītis", "Vilnīte"),
    ("Bākulis", "Bākule"),
    ("Niedrītis", "Niedrīte"),
    ("Upmalis", "Upmale"),
    ("Ezeriņš", "Ezeriņa"),
    ("Līcītis", "Līcīte"),
    ("Kāpulis", "Kāpule"),
    ("Dzelmītis", "Dzelmīte"),
    ("Laiviņš", "Laiviņa"),
    ("Airītis", "Airīte"),
    ("Enkuriņš", "Enkuriņa"),
    ("Kaijulis", "Kaijule"),
    ("Zvirgzdiņš", "Zvirgzdiņa"),
    ("Olītis", "Olīte"),
    ("Avotiņš", "Avotiņa"),
    ("Strautiņš", "Strautiņa"),
    ("Salulis", "Salule"),
]


def name(number: int) -> tuple[str, str]:
    """The first and last name of invented person `number`; 1,200 different ones."""
    is_female = number % 2 == 0
    place = number // 2
    first = FEMALE if is_female else MALE
    surname = SURNAMES[(place * 7 + place // len(first)) % len(SURNAMES)]
    return first[place % len(first)], surname[1 if is_female else 0]
