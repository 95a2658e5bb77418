"""The emblem of the European Union and the words that go with it.

Geometry: "The European flag: graphics guide", Annex A1 of the Interinstitutional Style Guide of the
EU: a rectangle of 3 by 2, twelve upright five-pointed stars on a circle whose radius is a third of the
height, each star in a circle of an eighteenth of the height; colours Pantone Reflex Blue (#003399)
and Yellow (#FFCC00).

Words, to call year 2020: Erasmus+ grant agreements 2014-2020 (article on visibility of Union funding) and
"The use of the EU emblem in the context of EU programmes 2014-2020". From call year 2021: "The use of the
EU emblem in the context of EU programmes 2021-2027. Operational guidelines for recipients of EU
funding" and article 17 of the Erasmus+ grant agreements, where the granting authority of a
national project is the national agency.
"""

import io
import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageDraw

from portal.common import svg

BLUE, YELLOW = "#003399", "#FFCC00"
LEAST_HEIGHT = 10.0  # mm, in print
ALT = {
    "lv": "Eiropas Savienības emblēma: divpadsmit zelta zvaigznes aplī uz zila fona",
    "en": "Emblem of the European Union: twelve golden stars in a circle on a blue ground",
}


class Agency(NamedTuple):
    """A granting authority: full name in the genitive for Latvian, as it stands for English."""

    genitive_lv: str
    name_en: str
    short: str


VIAA = Agency("Valsts izglītības attīstības aģentūras", "the State Education Development Agency", "VIAA")
AGENCIES = {
    "DE02": Agency(
        "piešķīrējas iestādes „Nationale Agentur Bildung für Europa beim Bundesinstitut für Berufsbildung“",
        "the National Agency Education for Europe at the Federal Institute for Vocational Education and Training",
        "NA beim BIBB",
    ),
}  # by the code that stands in a grant code; the Latvian one is a setting of the school
UNNAMED = {"lv": "piešķīrējas iestādes", "en": "the granting authority"}


def agency_named(name: str) -> Agency:
    """The granting authority as a school's settings name it."""
    name = name.strip()
    if not name or name in ("Valsts izglītības attīstības aģentūra", VIAA.name_en, VIAA.short):
        return VIAA
    return Agency(f"piešķīrējas iestādes „{name}“", name, "")


class Wording(NamedTuple):
    first_year: int
    last_year: int
    language: str
    statement: str
    disclaimer: str


WORDINGS = (
    Wording(
        0,
        2020,
        "lv",
        "Līdzfinansē Eiropas Savienības programma „Erasmus+“",
        "Eiropas Komisijas atbalsts šīs publikācijas sagatavošanai nav uzskatāms par satura apstiprinājumu, kas"
        " atspoguļo vienīgi autoru viedokli, un Komisija nav atbildīga par tajā ietvertās informācijas jebkādu"
        " izmantošanu.",
    ),
    Wording(
        0,
        2020,
        "en",
        "Co-funded by the Erasmus+ Programme of the European Union",
        "The European Commission's support for the production of this publication does not constitute an"
        " endorsement of the contents, which reflect the views only of the authors, and the Commission cannot be"
        " held responsible for any use which may be made of the information contained therein.",
    ),
    Wording(
        2021,
        9999,
        "lv",
        "Līdzfinansē Eiropas Savienība",
        "Finansē Eiropas Savienība. Paustie viedokļi un uzskati ir tikai autora(-u) viedokļi un uzskati un ne"
        " vienmēr atspoguļo Eiropas Savienības vai {authority} viedokli. Ne Eiropas Savienība, ne piešķīrēja"
        " iestāde nav par tiem atbildīga.",
    ),
    Wording(
        2021,
        9999,
        "en",
        "Co-funded by the European Union",
        "Funded by the European Union. Views and opinions expressed are however those of the author(s) only and do"
        " not necessarily reflect those of the European Union or {authority}. Neither the European Union nor the"
        " granting authority can be held responsible for them.",
    ),
)
CALLS = {"lv": "{years}. gada uzsaukumu projekti: ", "en": "Projects of the {years} calls: "}
CALL = {"lv": "{years}. gada uzsaukuma projekti: ", "en": "Projects of the {years} call: "}


class CoFunding(NamedTuple):
    """What a publication says about who paid. The disclaimer may hold two paragraphs, one per line."""

    statement: str
    disclaimer: str


def co_funding(call_years: Iterable[int], language: str, agencies: Sequence[Agency] = (VIAA,)) -> CoFunding:
    """The statement and disclaimer for projects of these call years; without any, those now in force. Without
    agencies none is named.

    Where calls to 2020 and from 2021 meet, the newer statement leads, and each disclaimer names its calls and, of the
    older ones, their statement (the newer disclaimer begins with its own).
    """
    years = sorted(set(call_years)) or [WORDINGS[-1].first_year]
    either = " vai " if language == "lv" else " or "
    authority = either.join(agency_in(each, language) for each in agencies) or UNNAMED[language]
    found = []
    for wording in WORDINGS:
        covered = [year for year in years if wording.first_year <= year <= wording.last_year]
        if wording.language == language and covered:
            found.append((covered, wording))
    parts = []
    for covered, wording in found:
        naming = (CALL if len(covered) == 1 else CALLS)[language] if len(found) > 1 else ""
        listed = ("., " if language == "lv" else ", ").join(map(str, covered))
        leading = "" if wording is found[-1][1] else f"{wording.statement}. "
        parts.append(naming.format(years=listed) + leading + wording.disclaimer.format(authority=authority))
    return CoFunding(found[-1][1].statement, "\n".join(reversed(parts)))


def agency_in(agency: Agency, language: str) -> str:
    name = agency.genitive_lv if language == "lv" else agency.name_en
    return f"{name} ({agency.short})" if agency.short else name


def emblem(height: float, language: str, *, fluid: bool = False) -> str:
    """The emblem as SVG, `height` mm high (at least 10 in print)."""
    stars = "".join(
        svg.path("M" + "L".join(f"{x:.4f} {y:.4f}" for x, y in star) + "Z", YELLOW) for star in _stars(height)
    )
    width = height * 1.5
    return svg.figure(width, height, svg.rect(0, 0, width, height, BLUE) + stars, ALT[language], fluid=fluid)


@lru_cache
def emblem_png(height: int) -> bytes:
    """The emblem as PNG, `height` pixels high: for word processors and for editors of websites, which drop SVG."""
    fine = 4 * height
    picture = Image.new("RGB", (fine * 3 // 2, fine), BLUE)
    draw = ImageDraw.Draw(picture)
    for star in _stars(fine):
        draw.polygon(star, YELLOW)
    smooth = picture.resize((height * 3 // 2, height), Image.Resampling.BOX)
    content = io.BytesIO()
    smooth.save(content, "PNG", optimize=True)
    return content.getvalue()


def _stars(height: float) -> list[list[svg.Point]]:
    return [
        _star(
            height * 3 / 4 + height / 3 * math.sin(math.pi / 6 * hour),
            height / 2 - height / 3 * math.cos(math.pi / 6 * hour),
            height / 18,
        )
        for hour in range(12)
    ]


def _star(x: float, y: float, outer: float) -> list[svg.Point]:
    """A five-pointed star, one point up, in a circle of radius `outer`."""
    inner = outer * math.sin(math.radians(18)) / math.sin(math.radians(126))
    points = []
    for corner in range(10):
        radius = outer if corner % 2 == 0 else inner
        turn = math.pi / 5 * corner
        points.append((x + radius * math.sin(turn), y - radius * math.cos(turn)))
    return points
