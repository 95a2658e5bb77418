"""The command says what the page says."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from projects.views.projects import code_says

ARTICLE = "Projektā „Jauna pieredze“ (Nr. 2020-1-LV01-KA116-077195) un „Otrs“ (Nr. 2021-LVO1-KA121-VET-9189)."


def explained(text):
    out = StringIO()
    call_command("explain_code", text, stdout=out)
    return json.loads(out.getvalue())["codes"]


@pytest.mark.parametrize(
    "text",
    ["Nr. 2020–1–LVO1–KA116–77195", "2021-1-XX01-KA999-VET-000009189", "101052345", "npjr 2021 10123", "skola", "",
     "\x00", "E10012345", "612542-EPP-1-2019-1-LV-EPPKA2-KA"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["lv", "en"])
def test_same_as_the_page(text, language):
    with translation.override(language):
        page = code_says(text)
    page["parts"] = [part._asdict() for part in page["parts"]]
    assert explained(text)[0][language] == page


def test_every_part_is_there():
    row = explained("Nr. 2021-LVO1-KA121-VET-000009189")[0]
    assert (row["shape"], row["normal_form"]) == ("decentralised", "2021-LV01-KA121-VET-000009189")
    assert (row["year"], row["agency"], row["key_action"], row["number"]) == (2021, "LV01", 1, "000009189")
    assert (row["repairs"], row["warnings"]) == (["surroundings", "lookalike"], ["round_missing"])
    assert row["suggestion"] == "2021-1-LV01-KA121-VET-000009189"


def test_running_text_gives_every_code_with_its_title():
    rows = explained(ARTICLE)
    assert [row["title"] for row in rows] == ["Jauna pieredze", "Otrs"]
    assert rows[1]["normal_form"] == "2021-LV01-KA121-VET-000009189"
    assert rows[0]["public_card"].endswith("/2020-1-LV01-KA116-077195")
    places = [place for row in rows for place in row["places"]]
    assert [ARTICLE[place["start"] : place["end"]] for place in places] == [row["typed"] for row in rows]


def test_a_repeated_code_is_explained_once_with_all_its_places():
    text = f"{ARTICLE} Vēlreiz 2020-1-LVO1-KA116-077195 un 2020-1-LV01-KA116-077195."
    first, second = explained(text)
    assert (first["title"], len(first["places"]), len(second["places"])) == ("Jauna pieredze", 3, 1)
    assert all(text[place["start"] : place["end"]] == place["typed"] for place in first["places"])


def test_text_from_the_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO(ARTICLE))
    assert len(explained("-")) == 2
