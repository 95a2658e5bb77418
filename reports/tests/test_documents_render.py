import re
from dataclasses import replace
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from pypdf import PdfReader

from mobilities.models import Finding
from reports.composition.firsts import first_heading
from reports.documents import Said, Totals, phrases, render_annual, render_conference
from reports.documents.annual import annual_context, contents
from reports.documents.conference import conference_context
from reports.documents.sections import photo_rows
from reports.documents.suppression import withheld, withheld_cells
from reports.tests import sample_documents as samples
from reports.tests.printing import EDGE_OF_TEXT, rightmost

pytestmark = pytest.mark.printing


def words_of(pdf: bytes) -> str:
    """The text of all pages, every run of white space as one space."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.fixture(scope="module")
def annual_lv() -> bytes:
    return render_annual(samples.annual(), "lv", samples.FILES)


@cache
def conference(language: str) -> bytes:
    return render_conference(samples.conference(), language, samples.FILES)


def test_annual_summary_in_latvian_holds_the_facts(annual_lv):
    text = words_of(annual_lv)
    for fact in (
        *samples.CODES,
        "75 mobilitātes astoņās valstīs",
        "2022. gada 31. maijs",
        "2022. gada 1. jūnijs",
        "Divas dienas, 53 cilvēki",
        "Mendeļejeva ielas korpuss",
        "Uzņēmumi uzticējās mūsu izglītojamajiem",
        "Ilgs un sarežģīts ceļš līdz vairākiem uzņēmumiem",
        "5 darba piedāvājumi un 7 aicinājumi atgriezties",
        "Norīkošana mācīšanai",
        "Loģistikas darbinieks trijās valstīs",
        "98 740,00 €",
        "Līdzfinansē Eiropas Savienība",
        "Komisija nav atbildīga",
        "Valsts izglītības attīstības aģentūras (VIAA)",
    ):
        assert fact in text, fact
    assert "22no21" in text.replace(" ", "")  # letters of a chart are placed one by one


def test_annual_summary_in_english_holds_the_facts():
    text = words_of(render_annual(samples.annual(), "en", samples.FILES))
    for fact in (
        *samples.CODES,
        "75 mobilities in eight countries",
        "31 May 2022",
        "Two days, 53 people",
        "5 job offers and 7 invitations to come again",
        "Co-funded by the European Union",
        "page 2 of",
    ):
        assert fact in text, fact


def test_contents_name_the_page_of_each_section(annual_lv):
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(annual_lv)).pages]
    with override("lv"):
        sections = contents(samples.annual())
    for section in sections:
        number = int(
            re.search(rf"{re.escape(section.short)} .*?(\d+)(?= [A-ZĀČĒĢĪĶĻŅŠŪŽ]| \w+ dati|$| 2\. lpp)", pages[1])[1]
        )
        assert section.headline in pages[number - 1], section.key


def test_documents_are_tagged(annual_lv):
    for content in (annual_lv, conference("en")):
        with pikepdf.open(BytesIO(content)) as document:
            assert document.Root.MarkInfo.Marked and "/StructTreeRoot" in document.Root
            assert str(document.Root.Lang) in ("lv", "en")
            assert "Daugavpils tehnikums" in str(document.docinfo["/Title"])


def test_an_empty_year_prints_only_what_it_has():
    text = words_of(render_annual(samples.empty(), "lv"))
    assert "Gads bez braucieniem uz ārvalstīm" in text and "2023./2024." in text
    assert "Kur bijām" not in text and "Lēmumi" not in text


def test_a_huge_year_is_described_without_error():
    with override("en"):
        context = annual_context(samples.huge())
    assert len(context["map"]["rows"]) == len(samples.huge().countries)
    assert context["title"] == "12,345 mobilities in 34 countries"


@pytest.mark.parametrize("language", ["lv", "en"])
def test_dissemination_report_holds_the_facts(language):
    text = words_of(conference(language))
    day = {"lv": "2022. gada 31. maijs", "en": "31 May 2022"}[language]
    for fact in (*samples.CODES, day, "53", "Mendeļejeva ielas korpuss", "Anna Bērziņa", "Dace Ozolniece"):
        assert fact in text, fact


def test_a_word_longer_than_its_column_pushes_nothing_off_the_page():
    """Neither points nor tables: whatever stands beside the word is still on the paper."""
    endless = "x" * 500
    talk = replace(samples.TALK, title=endless[:300], presenters=endless[:200])
    meeting = replace(
        samples.CONFERENCE,
        pluses=(Said(endless),),
        days=(
            replace(samples.CONFERENCE.days[0], theme=endless[:300], building=endless[:200], presentations=(talk,)),
        ),
        votes=(samples.d.Vote(endless[:200], ((endless[:200], 30), ("Otrs", 17)), 47),),
    )
    decision = replace(samples.DECISIONS[0], text=endless, owner=endless[:200])
    (offer,) = samples.JOBS
    offer = replace(offer, host=endless[:200], city=endless[:100], what=endless[:200], note=endless[:300], people=12)
    document = replace(samples.conference(), conference=meeting, decisions=(decision,), job_offers=(offer,))
    pdf = render_conference(document, "lv", samples.FILES)
    text = words_of(pdf).replace(" ", "")
    assert endless in text and samples.CONFERENCE.minuses[0].text.replace(" ", "") in text
    assert rightmost(pdf) <= EDGE_OF_TEXT


def test_photos_are_in_the_file(annual_lv):
    assert sum(len(page.images) for page in PdfReader(BytesIO(annual_lv)).pages) >= len(samples.PHOTOS)


def test_the_same_document_gives_the_same_bytes():
    assert render_annual(samples.empty(), "en") == render_annual(samples.empty(), "en")


@pytest.mark.parametrize(
    ("count", "language", "said"),
    [
        (1, "lv", "1 mobilitāte"),
        (2, "lv", "2 mobilitātes"),
        (11, "lv", "11 mobilitātes"),
        (21, "lv", "21 mobilitāte"),
        (0, "lv", "0 mobilitāšu"),
        (1, "en", "1 mobility"),
        (2, "en", "2 mobilities"),
    ],
)
def test_plural_forms(count, language, said):
    with override(language):
        assert phrases.mobilities(count) == said


@pytest.mark.parametrize(
    ("count", "said"), [(1, "vienā valstī"), (3, "trijās valstīs"), (10, "desmit valstīs"), (21, "21 valstī")]
)
def test_numbers_in_headlines(count, said):
    with override("lv"):
        assert phrases.in_countries(count) == said


@pytest.mark.parametrize(
    ("now", "before", "headline"),
    [
        (75, 19, "Braucām vairāk nekā pērn"),
        (5, 19, "Braucām mazāk nekā pērn"),
        (19, 19, "Braucām tikpat, cik pērn"),
        (5, 0, "Gads skaitļos"),
    ],
)
def test_the_headline_states_the_finding(now, before, headline):
    with override("lv"):
        assert phrases.figures_headline(Totals(now), Totals(before)) == headline


def test_small_numbers_cannot_be_worked_out():
    assert withheld([9, 3, 7], 5) == {1, 2}
    assert withheld([9, 3, 2], 5) == {1, 2}
    assert withheld([9, 3, 7], 0) == set()
    cells = {(0, 0): 6, (0, 1): 5, (1, 0): 3, (1, 1): 7, (2, 0): 9, (2, 1): 8}
    hidden = withheld_cells(cells, 5)
    for axis in (0, 1):
        for line in {cell[axis] for cell in cells}:
            assert len([cell for cell in hidden if cell[axis] == line]) != 1


def test_small_numbers_are_withheld_on_paper():
    text = words_of(render_annual(samples.annual(suppress_below=5), "lv", samples.FILES))
    assert "< 5" in text or "<5" in text
    assert "Automehāniķis Fjallabílar Akureiri, Islande 25.04.–20.05.2022. < 5" in text


def test_photo_rows_keep_every_photo():
    rows = photo_rows(samples.PHOTOS * 5)
    assert sum(len(row.photos) for row in rows) == 15


@pytest.mark.parametrize("language", ["lv", "en"])
def test_words_of_people_are_marked_with_their_language(language):
    """In an English document what people wrote in Latvian is said to be so, and is tagged as Latvian."""
    document = samples.annual()
    with override(language):
        html = render_to_string("reports/pdf/annual.html", {**annual_context(document), "document_language": language})
    marked = re.findall(r' lang="lv">\s*([^<]+)', html)
    if language == "lv":
        assert len(re.findall(r'lang="lv"', html)) == 1 and "author's own words" not in html
    else:
        assert "author's own words" in html.replace("&#x27;", "'")
        said = " ".join(marked)
        assert document.quotes[0].text in said and document.decisions[0].text in said
        assert document.conference.pluses[0].text in said


@pytest.mark.parametrize(
    ("document", "page"), [(samples.annual(), annual_context), (samples.conference(), conference_context)]
)
def test_votes_offers_told_and_earlier_decisions_are_printed(document, page):
    name = "annual" if page is annual_context else "conference"
    with override("lv"):
        html = render_to_string(f"reports/pdf/{name}.html", {**page(document), "document_language": "lv"})
    told = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    meeting = samples.CONFERENCE
    assert f"{meeting.votes[0].question} Atbilde Balsis" in told and "Loģistika trijās valstīs 30" in told
    assert samples.TOLD[0].text in told and samples.TOLD[0].about in told
    assert meeting.open_before[0].text in told
    assert f"{meeting.minuses[0].text} {meeting.minuses[0].about}" in told


def annual_html(**more) -> str:
    with override("en"):
        context = annual_context(samples.annual(**more))
        return render_to_string("reports/pdf/annual.html", context | {"document_language": "en"})


def test_of_few_voters_no_numbers_are_told():
    few = replace(samples.CONFERENCE, votes=(samples.d.Vote("Kas patika?", (("Darbs", 3), ("Ceļš", 1)), 4),))
    html = annual_html(conference=few)
    assert "So few voted" in html and "Kas patika?" in html and "75%" not in html


def test_of_few_offers_no_numbers_are_told():
    """Neither beside host and trade nor above them, and none that a sum and the others would give away."""
    (job,), (back,) = samples.JOBS, samples.RETURNS
    few = samples.conference(job_offers=(replace(job, people=1),), invitations=(back, replace(back, people=3), back))
    with override("en"):
        context = conference_context(few)
        html = render_to_string("reports/pdf/conference.html", context | {"document_language": "en"})
    assert re.findall(r'<td class="r">([^<]*)</td></tr>', html[html.index("<h2>Job offers") :])[:4] == [
        "–",
        "–",
        "–",
        "7",
    ]
    assert "Job offers and 17 invitations to come again" in html and "1 job offer" not in html


def test_a_conference_without_votes_and_earlier_decisions_has_no_sections_for_them():
    bare = replace(samples.CONFERENCE, votes=(), open_before=())
    html = annual_html(conference=bare, decisions=(), told_offers=())
    for words in ("Votes of the audience", "earlier conferences", "Offers that were told", 'id="decisions"'):
        assert words not in html
    only_earlier = annual_html(decisions=())
    assert "1 earlier decision was open" in only_earlier and "The next conference begins" not in only_earlier


def test_first_times_speak_the_language_of_the_document():
    finding = Finding(kind="first_time", text="Pirmo reizi Islandē", country="IS")
    assert first_heading(finding, "en") == "Iceland"
    assert first_heading(Finding(kind="first_time", text="Pirmais robots"), "en") == ""
