"""Papers of chosen mobilities in one file."""

import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from mobilities.enums import PaperState
from mobilities.models import Paper
from mobilities.services import papers as checklist
from portal.accounts.models import School
from portal.common.pdf import Press
from portal.common.refused import Refused
from portal.common.text import day
from portal.jobs.registry import PermanentError, Progress
from portal.jobs.steps import step
from reports.bundles import BUNDLERS, Made, place_to_work
from reports.enums import BundleKind
from reports.models import Bundle
from reports.papers.composing import SHEET, Composed, compose, page_words, print_paper
from reports.papers.naming import Names, safe_name
from reports.papers.ordering import Item, Order
from reports.papers.summary import Summary
from reports.papers.tongue import Tongue

# Kept in English and said in the language of whoever looks: see portal.jobs.steps.
COUNTED = gettext_noop("%(count)s of %(total)s")
LOOKING, LISTING = gettext_noop("Looking through the records"), gettext_noop("Writing the list of contents")


def make_papers(bundle: Bundle, progress: Progress) -> Made:
    """A PDF where there is one paper to make, otherwise a ZIP with a folder for each person and a list of contents."""
    wanted = bundle.wanted
    progress(0, 1, LOOKING)
    order = Order(
        bundle.school,
        wanted.get("mobilities", []),
        wanted.get("kinds", []),
        anyway=wanted.get("anyway", False),
        language=bundle.language,
    )
    to_make = [checked.item for checked in order.checked if checked.is_made]
    if not to_make:
        reasons = dict.fromkeys(str(gap.sentence) for checked in order.checked for gap in checked.gaps)
        raise PermanentError(" ".join([_("None of these papers can be made."), *reasons]))
    language = "en" if bundle.language == "en" else "lv"
    with place_to_work() as path:
        if len(to_make) == 1:
            progress(0, 1, step(COUNTED, count=0, total=1))
            path.write_bytes(print_paper(compose_item(to_make[0], bundle.language, order), Press(SHEET)))
            name = safe_name(f"{to_make[0].name(language)} {to_make[0].folder}") + ".pdf"
        else:
            write_archive(path, bundle, order, to_make, language, progress)
            name = name_of_zip(bundle, language)
    return Made(name, path, len(to_make), order.problems(), lambda: mark_made(to_make, bundle.requested_by))


def name_of_zip(bundle: Bundle, language: str) -> str:
    with override(language):
        return safe_name(f"{_('Papers')} {timezone.localtime(bundle.requested_at):%Y-%m-%d} {bundle.pk}") + ".zip"


def compose_item(item: Item, language: str, order: Order) -> Composed:
    return compose(item.kind, item.facts, language, order.words[item.kind])


def write_archive(
    path: Path, bundle: Bundle, order: Order, to_make: list[Item], language: str, progress: Progress
) -> None:
    """One step for each paper, and one for the list of contents."""
    press, names, steps = Press(SHEET), Names(), len(to_make) + 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for count, item in enumerate(to_make):
            progress(count, steps, step(COUNTED, count=count, total=len(to_make)))
            inside = names.free(f"{item.folder}/{item.name(language)}", ".pdf")
            archive.writestr(inside, print_paper(compose_item(item, bundle.language, order), press))
        progress(len(to_make), steps, LISTING)
        with override(language):
            name = names.free(f"0 {_('Contents')}", ".pdf")
            archive.writestr(name, contents_page(press, bundle, order, to_make, language))


def contents_page(press: Press, bundle: Bundle, order: Order, to_make: list[Item], language: str) -> bytes:
    school = bundle.school.name_in(language)
    context = {
        "document_language": language,
        "school_name": school,
        "made_on": bundle.requested_at,
        "title": f"{_('Contents')}. {school}, {day(bundle.requested_at, language)}",
        "count": len(to_make),
        "folders": by_papers(to_make, language),
        "summary": Summary(order.problems(), order.kinds, order.mobilities),
        **page_words(Tongue(language)),
    }
    return press.lay_out(render_to_string("reports/papers/contents.html", context), {})


def by_papers(items: Iterable[Item], language: str) -> list[tuple[list[str], list[str]]]:
    """The same papers of many are named once: (papers, folders)."""
    papers: dict[str, Counter] = {}
    for item in items:
        papers.setdefault(item.folder, Counter())[item.name(language)] += 1
    folders: dict[tuple[str, ...], list[str]] = {}
    for folder, counts in papers.items():
        names = tuple(f"{name} ({count})" if count > 1 else name for name, count in counts.items())
        folders.setdefault(names, []).append(folder)
    return [(list(names), found) for names, found in folders.items()]


def mark_made(items: list[Item], user) -> None:
    """Lines of the checklists that were missing are made now, and wait to be signed."""
    own: set[tuple[int, str]] = set()
    along: set[tuple[int, str]] = set()
    for item in items:
        if item.facts.accompanying:
            along.add((item.facts.accompanying.pk, str(item.kind)))
        else:
            own |= {(row.pk, str(item.kind)) for row in item.facts.group or (item.facts.mobility,)}
    whose = Q(accompanying=None, mobility__in={key for key, _kind in own})
    whose |= Q(accompanying__in={key for key, _kind in along})
    lines = Paper.objects.filter(whose, state=PaperState.MISSING, kind__in={kind for _key, kind in own | along})
    checklist.mark_made([line for line in lines if is_among(line, own, along)], user)


def is_among(line: Paper, own: set[tuple[int, str]], along: set[tuple[int, str]]) -> bool:
    if line.accompanying_id is None:
        return (line.mobility_id, line.kind) in own
    return (line.accompanying_id, line.kind) in along


def compose_paper(
    kind: str, mobility: int, language: str, school: School, accompanying: int | None = None
) -> Composed:
    """One paper of a mobility, whether or not the rules ask for it. Raises Refused where it cannot be made."""
    order = Order(school, [mobility], [kind])
    for item in order.items:
        if accompanying is None or (item.facts.accompanying and item.facts.accompanying.pk == accompanying):
            return compose_item(item, language, order)
    raise Refused(_("Nobody travels along with this mobility, so there is no such paper."))


def render_paper(kind: str, mobility: int, language: str, school: School, accompanying: int | None = None) -> bytes:
    return print_paper(compose_paper(kind, mobility, language, school, accompanying), Press(SHEET))


BUNDLERS[BundleKind.PAPERS] = make_papers
