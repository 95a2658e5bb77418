"""Quotation marks round words that hold some themselves."""

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.common.text import quoted


@pytest.mark.parametrize(
    ("words", "english", "latvian"),
    [
        ("It changed me “really”.", "“It changed me ‘really’.”", "„It changed me ‚really‘.“"),
        ('"Labāk nekā skolā"', "“Labāk nekā skolā”", "„Labāk nekā skolā“"),
        ('Viņš teica: "Jā"!', "“Viņš teica: ‘Jā’!”", "„Viņš teica: ‚Jā‘!“"),
        ("«Osta» un „Doks”", "“‘Osta’ un ‘Doks’”", "„‚Osta‘ un ‚Doks‘“"),
        ('Caurule bija 15" gara', '“Caurule bija 15" gara”', '„Caurule bija 15" gara“'),
    ],
)
def test_inner_quotation_marks_are_told_apart(words, english, latvian):
    assert (quoted(words, "en"), quoted(words, "lv")) == (english, latvian)


def test_pull_quote_speaks_the_language_of_its_page():
    with override("lv"):
        assert "„Tu ‚nāc‘“" in render_to_string("components/quote.html", {"text": "Tu „nāc”"})
