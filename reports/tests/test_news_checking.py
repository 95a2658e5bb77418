"""What in a sentence that people worded is to be doubted: figures and countries."""

import pytest
from django.utils.translation import override

from reports.models import NewsSentence
from reports.news.checking import doubts, doubts_of
from reports.news.countries import countries_in

RECORD = {
    "record_lv": "Vācijā un Maltā strādāja 1\u00a0250 cilvēki.",
    "record_en": "1,250 people worked in Germany and Malta.",
    "sources": [{"kind": "mobility", "pk": 1, "fact": "Automehāniķis, Īrija, 14 dienas"}],
}  # fmt: skip


def sentence(lv: str, en: str, **record) -> NewsSentence:
    return NewsSentence(body_lv=lv, body_en=en, origin="edited", **({**RECORD, **record}))


@pytest.mark.parametrize(
    ("lv", "en", "found"),
    [
        (RECORD["record_lv"], RECORD["record_en"], {}),
        ("Maltā un Vācijā – 1250.", "In Malta and Germany: 1 250.", {}),
        ("14 dienas Īrijā", "14 days in Ireland", {}),
        ("Ar Franciju", "With France", {"Not in the record": ["France"]}),
        ("Čehijas uzņēmumi", "Companies of the Czech Republic", {"Not in the record": ["Czechia"]}),
        ("Vācijā 1250", "In 1250", {"In one language only": ["Germany"]}),
        ("Vācijai", "Germany, 14", {"In one language only": ["14"]}),
        ("Kubas 7", "Malta", {"Not in the record": ["7", "Cuba"], "In one language only": ["Malta"]}),
        ("Vācijā 14", "", {}),
        ("", "Malta 14", {}),
    ],
)
def test_what_the_record_or_the_other_language_does_not_have(lv, en, found):
    with override("en"):
        assert doubts(sentence(lv, en)) == found


def test_what_the_record_itself_tells_in_one_language_is_no_doubt():
    with override("en"):
        row = sentence("Maltā, 5", "There", record_lv="Maltā 5", record_en="There")
        assert doubts(row) == {}
        assert doubts(sentence("Maltā, 5", "There", record_lv="Maltā 5", record_en="")) == {
            "In one language only": ["5", "Malta"]
        }


def test_of_all_sentences_each_thing_once():
    with override("en"):
        rows = [sentence("3 Francijā", "3 in France"), sentence("3", "3"), sentence("14", "Once")]
        assert doubts_of(rows) == {"Not in the record": ["3", "France"], "In one language only": ["14"]}


@pytest.mark.parametrize(
    ("words", "language", "codes"),
    [
        ("Apvienotajā Karalistē, Amerikas Savienotajās Valstīs", "lv", {"GB", "US"}),
        ("Bosnijā un Hercegovinā, Lielbritāniju, Kubā, Ķīnas, Čadai", "lv", {"BA", "GB", "CU", "CN", "TD"}),
        ("Vācu valoda; malā; vācija; Vācieši; Francis", "lv", set()),
        ("Papua New Guinea, Bosnia and Herzegovina, the Netherlands", "en", {"PG", "BA", "NL"}),
        ("the UK and Türkiye, then Turkey; German; turkey", "en", {"GB", "TR"}),
    ],
)
def test_countries_of_a_text(words, language, codes):
    assert countries_in(words, language) == codes
