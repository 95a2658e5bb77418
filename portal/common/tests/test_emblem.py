import io
import re

import pytest
from PIL import Image

from portal.common.emblem import Agency, co_funding, emblem, emblem_png


def test_emblem_has_the_official_geometry():
    drawing = emblem(18, "lv")
    assert 'viewBox="0 0 27 18"' in drawing
    assert drawing.count("#FFCC00") == 12 and "#003399" in drawing
    tops = [tuple(map(float, pair)) for pair in re.findall(r"M([\d.]+) ([\d.]+)L", drawing)]
    centres = [
        (x, y + 1) for x, y in tops
    ]  # the upper point of a star is an eighteenth of the height above its centre
    assert all((x - 13.5) ** 2 + (y - 9) ** 2 == pytest.approx(36, abs=0.01) for x, y in centres)


def test_the_picture_is_the_same_emblem():
    picture = Image.open(io.BytesIO(emblem_png(90)), formats=["PNG"]).convert("RGB")
    assert picture.size == (135, 90)
    assert picture.getpixel((67, 15)) == (0xFF, 0xCC, 0x00) and picture.getpixel((67, 45)) == (0x00, 0x33, 0x99)


@pytest.mark.parametrize(
    ("years", "language", "statement", "part"),
    [
        ([2020], "lv", "Līdzfinansē Eiropas Savienības programma „Erasmus+“", "un Komisija nav atbildīga"),
        ([2019, 2020], "en", "Co-funded by the Erasmus+ Programme of the European Union", "does not constitute"),
        ([2021], "lv", "Līdzfinansē Eiropas Savienība", "Valsts izglītības attīstības aģentūras (VIAA) viedokli"),
        ([2024], "en", "Co-funded by the European Union", "the State Education Development Agency (VIAA)"),
        ([], "lv", "Līdzfinansē Eiropas Savienība", "Paustie viedokļi"),
    ],
)
def test_wording_of_the_call_year(years, language, statement, part):
    words = co_funding(years, language)
    assert words.statement == statement
    assert part in words.disclaimer and "\n" not in words.disclaimer


def test_both_kinds_of_calls_print_both_disclaimers():
    words = co_funding([2021, 2020, 2019], "lv")
    newer, older = words.disclaimer.split("\n")
    assert words.statement == "Līdzfinansē Eiropas Savienība"
    assert newer.startswith("2021. gada uzsaukuma projekti: Finansē")
    begins = (
        "2019., 2020. gada uzsaukumu projekti: Līdzfinansē Eiropas Savienības programma „Erasmus+“. Eiropas Komisijas"
    )
    assert older.startswith(begins)


def test_another_agency_is_named():
    words = co_funding([2021], "en", [Agency("X", "the Swedish Council for Higher Education", "UHR")])
    assert "or the Swedish Council for Higher Education (UHR)." in words.disclaimer
