"""Special categories of personal data by the names of columns and the words of cells: never filled, read or kept."""

import re
from functools import lru_cache

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
# Frequent conditions by the chapters of ICD-10 (in Latvia SSK-10), and aids by which they are known. A blank at the
# end is the end of the word.
CONDITIONS = (
    "hiv ", "aids ", "hepatit", "tubercul", "tuberkul", "covid",
    "cancer", "tumor", "tumour", "oncolog", "onkolog", "chemother", "kimijterap", "leukaem", "leukem", "leikemij",
    "vezis ", "veza ", "vezi ", "vezim", "audzej",
    "anaemi", "anemi", "haemophil", "hemofil",
    "diabet", "insulin", "thyroid", "vairogdziedz", "obesity", "aptaukos", "coeliac", "celiac", "celiak", "gluten",
    "lactose", "laktoz", "cukurslim",
    "depress", "depresij", "anxiety", "trauksm", "panic attack", "panikas lekm", "bipolar", "schizo", "sizofren",
    "psych", "psih", "autis", "autiz", "asperger", "adhd ", "uds ", "udhs ", "attention deficit", "uzmanibas deficit",
    "hyperactiv", "hiperaktiv", "dyslex", "disleks", "dyscalc", "diskalk", "dysgraph", "disgraf", "dysprax",
    "anorex", "anoreks", "bulimi", "eating disorder", "addict", "atkarib", "alcohol", "alkohol", "self harm",
    "suicid", "pasnavib", "tourette", "stutter", "stost", "ocd ", "ptsd ", "trauma", "burnout", "mental",
    "epilep", "seizure", "lekm", "migrain", "migren", "sclerosis", "skleroz", "cerebral palsy", "bernu triek",
    "paraly", "paraliz", "parkinson", "neurolog", "neirolog",
    "blind", "neredz", "vajredz", "redzes", "eyesight", "poor sight", "visual", "deaf", "nedzird", "vajdzird",
    "dzirdes", "hearing", "cochlear", "sign language", "zimju valod", "braille", "braila", "guide dog", "suns pavadon",
    "heart", "sirds", "cardiac", "cardio", "kardio", "hypertens", "hipertens", "hiperton", "blood pressure",
    "asinsspied", "pacemaker", "stroke", "insult", "infarkt",
    "asthma", "astm", "inhaler", "inhalator", "bronch", "bronhi", "cystic fibros", "copd ",
    "crohn", "colitis", "kolit", "ulcer", "hernia",
    "eczema", "ekzem", "psorias", "psoriaz", "dermat",
    "arthrit", "artrit", "scolios", "skolioz", "wheelchair", "ratinkres", "crutch", "kruki", "kruku", "prosthe",
    "protez", "amput", "orthop", "ortoped", "walking aid",
    "kidney", "nieru", "dialys", "dializ", "transplant",
    "syndrom", "sindrom", "epipen", "anaphyla", "anafila",
)  # fmt: skip
CARE = (
    "surgery", "operacij", "hospital ", "hospitals ", "hospitalis", "hospitaliz", "slimnic", "medicat", "medicam",
    "medikament", "injection", "injekcij", "therap", "terapij", "rehabilit", "doctor ", "arsts ", "arsta ", "arstu ",
    "arste ", "arstes ", "arstej",
    "injur", "fractur", "lauzum", "lauzt", "chronic", "hronisk", "sick", "ill ", "slims ", "slima ", "slimu ",
    "slimo", "darbnespej",
    "vegetarian", "vegetar", "vegan", "halal", "kosher", "koser",
)  # fmt: skip
BELIEFS = (
    "catholic", "katol", "lutheran", "luteran", "orthodox", "pareizticig", "protestant", "jehov", "muslim", "musulm",
    "jewish", "ebrej", "buddhis", "budis", "hinduis", "atheis", "ateis", "romani ", "gypsy", "cigan",
    "gay ", "lesbi", "homosex", "homoseks", "bisex", "biseks", "transgend", "transpers", "lgbt", "party member",
    "partijas biedr", "prison", "cietum", "probation", "probacij",
)  # fmt: skip
# Columns of these names hold whatever people wrote.
FREELY = (
    "comment", "remark", "note ", "notes ", "observation", "free text", "additional info", "other info",
    "further info", "justif", "explan", "descr", "piezim", "komentar", "paskaidroj", "apraksts", "papildu inform",
    "cita inform", "pamatoj",
)  # fmt: skip
LONGEST_CODE, MOST_WORDS = 40, 3
WORD = re.compile(r"[^\W\d_]{2,}")
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


def starting(stems: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(" (?:" + "|".join(map(re.escape, stems)) + ")")


SPECIAL, TELLING = starting((*STEMS, *CONDITIONS)), starting((*STEMS, *CONDITIONS, *CARE, *BELIEFS))
OF_FEWER, OF_WHY, OF_FREE_TEXT = starting(FEWER), starting(WHY), starting(FREELY)


def words_of(text: str) -> str:
    return f" {WORDS.sub(' ', fold(text)).strip()} "


def is_special(title: str) -> bool:
    """Whether a column of this name asks for what must never leave the school."""
    words = words_of(title)
    return bool(SPECIAL.search(words) or (OF_FEWER.search(words) and OF_WHY.search(words)))


@lru_cache(maxsize=20_000)
def is_telling(cell: str) -> bool:
    """Whether a cell speaks of health, belief or the like."""
    return bool(TELLING.search(words_of(cell)))


def is_free_text(title: str) -> bool:
    """Whether people write into a column of this name what they like."""
    return bool(OF_FREE_TEXT.search(words_of(title)))


def is_prose(cell: str) -> bool:
    """No code, number, date or short name."""
    words = WORD.findall(cell)
    return len(words) > MOST_WORDS or (len(words) > 1 and len(cell) > LONGEST_CODE)
