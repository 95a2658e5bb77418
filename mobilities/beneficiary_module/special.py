"""Special categories of personal data by the names of their columns: never filled, never read, never kept."""

from portal.common.folding import fold
from portal.imports.columns import WORDS

# How a word begins, or words that follow each other; folded, in English and Latvian.
STEMS = (
    "health", "medical", "medicin", "illness", "disease", "diagnos", "disab", "impair", "handicap", "allerg", "diet",
    "pregnan", "ethnic", "racial", "race", "religio", "faith", "belief", "politic", "trade union", "sexual",
    "sex life",
    "biometric", "genetic", "criminal", "convict", "refugee", "asylum", "migrant", "minority", "special need",
    "additional need", "obstacle", "barrier", "disadvantage",
    "veselib", "slimib", "diagnoz", "invalid", "traucejum", "funkcionalie ierobez", "alergi", "grutniec",
    "etnisk", "tautib", "rase", "rases", "rasu", "religi", "ticib", "parliecib", "politisk", "arodbiedr", "seksual",
    "dzimumdziv", "biometr", "genetisk", "sodam", "begl", "patverum", "minoritat", "mazakumtautib",
    "ipasas vajadzib", "ipasam vajadzib", "ipaso vajadzib", "skersl",
)  # fmt: skip
# The flag itself may go; why somebody has it may not.
FEWER = ("fewer opportunit", "less opportunit", "inclusion", "mazaku iespej", "mazakam iespej", "mazakas iespej",
         "ieklausan")  # fmt: skip
WHY = (
    "reason", "type", "categor", "justif", "descr", "detail", "comment", "explan", "why", "note", "ground",
    "situation",
    "econom", "social", "cultur", "geograph", "discrimin", "learning difficult",
    "iemes", "veid", "kategor", "pamatoj", "aprakst", "piezim", "paskaidroj", "kapec", "situacij", "ekonom", "social",
    "kultur", "geograf", "diskrimin",
)  # fmt: skip


def is_special(title: str) -> bool:
    """Whether a column of this name asks for what must never leave the school."""
    words = " " + WORDS.sub(" ", fold(title)).strip()

    def has(stems: tuple[str, ...]) -> bool:
        return any(f" {stem}" in words for stem in stems)

    return has(STEMS) or (has(FEWER) and has(WHY))
