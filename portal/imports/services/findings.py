"""What a check or a saving found, kept with the import: counts, remarks on the whole, and what became of each row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.audit.models import Verb
from portal.audit.services import record
from portal.common import bulk
from portal.imports.enums import WRITES, ImportState
from portal.imports.models import Import, ImportRow
from portal.imports.registry import Checked, Importer, Link, Reason, StaleRows, one_at_a_time
from portal.imports.sentences import in_every_language
from portal.imports.services.imports import said
from portal.imports.services.phases import KEEP, Phases
from portal.imports.services.unasked import remarks_on_days

KEPT = (
    "belongs_to", "number", "label", "outcome", "reasons", "remarks", "object_id", "object_version", "before",
)  # fmt: skip
SHOWN = ("outcome", "object_id", "object_version")
REMARKS_KEPT = 20
RANGES_SHOWN = 200
REPEATED = _("Rows that repeat another row of this file: they are saved once.")


Told = dict[int, dict[str, str]]  # id of a text > language > the text in it


@dataclass(frozen=True)
class Findings:
    """What a check found, ready to be kept."""

    counts: dict[str, int]
    remarks: list[dict[str, Any]]
    rows: list[tuple]  # values of KEPT


def findings_of(kept: Import, rows: list[Checked], phases: Phases, others: Sequence[Checked] = ()) -> Findings:
    """Put into words before the transaction begins that keeps them. `others`: those of `rows` with which something
    else is to be done than was shown before."""
    told = texts_of(rows)
    values = [kept_row(kept, row, told) for row in phases.each(KEEP, rows)]
    remarks = told_remarks(kept.importer, rows, told)
    if others:
        remarks.insert(0, {"changed_since": True, "of_whole": True} | counted(others))
    return Findings(counts_of(rows), remarks, values)


def counts_of(rows: list[Checked]) -> dict[str, int]:
    return dict(Counter(str(row.outcome) for row in rows))


def changed_since_shown(kept: Import, rows: list[Checked]) -> list[Checked]:
    """Rows with which something else is to be done now than the last check said, or to another state of the register
    than it was said of."""
    shown = {
        number: (outcome, pk, version)
        for number, outcome, pk, version in kept.rows.values_list("number", *SHOWN).iterator()
    }
    return [row for row in rows if shown.get(row.number) != (str(row.outcome), *found_of(row))]


def keep_findings(kept: Import, found: Findings) -> None:
    now = Import.objects.filter(pk=kept.pk, state__in=[ImportState.CHECKING, ImportState.APPLYING])
    now.update(
        state=ImportState.CHECKED,
        counts=found.counts,
        remarks=found.remarks,
        checked_at=timezone.now(),
        version=F("version") + 1,
    )
    ImportRow.objects.filter(belongs_to=kept).delete()
    bulk.insert(ImportRow, KEPT, found.rows)


def save_rows(kept: Import, rows: list[Checked], user, stamp: tuple[int | None, ...]) -> None:
    """All rows, or by an exception none. Runs inside the job's transaction. Raises StaleRows where the register is not
    that of `stamp` any more, with which the rows were compared. Reasons and remarks stay as they were confirmed."""
    one_at_a_time(kept.school)
    if kept.importer.stamp(kept.school) != stamp:
        raise StaleRows
    with bulk.collecting_later():
        kept.importer.apply([row for row in rows if row.outcome in WRITES], kept.school, user)
        mark_saved(kept, rows)
    now = Import.objects.filter(pk=kept.pk, state=ImportState.APPLYING)
    now.update(state=ImportState.APPLIED, applied_at=timezone.now(), version=F("version") + 1)
    record(user, kept.school, Verb.MAKE, kept, said(counts_of(rows)))


def mark_saved(kept: Import, rows: list[Checked]) -> None:
    """Write down only what undoing needs: of rows that are there already, the others of KEPT are left as they are."""
    blank = ((kept.pk, row.number, "", str(row.outcome), [], [], *saved_of(row)) for row in rows if row.saved)
    bulk.insert(ImportRow, KEPT, blank, known_by=KEPT[:2], renew=KEPT[-3:])


def kept_row(kept: Import, row: Checked, told: Told) -> tuple:
    """The values of KEPT."""
    return (
        kept.pk,
        row.number,
        row.label[:300],
        str(row.outcome),
        [kept_reason(reason, told) for reason in row.reasons],
        kept_remarks(row, told),
        *found_of(row),
        None,
    )


def kept_reason(reason: Reason, told: Told) -> dict[str, Any]:
    said = {"column": reason.column, "value": reason.value, "text": told[id(reason.text)]}
    return with_links(said, reason.links)


def kept_remarks(row: Checked, told: Told) -> list[dict[str, Any]]:
    remarks = [with_links(told[id(remark)], row.links.get(id(remark), ())) for remark in row.remarks]
    if row.repeats:
        remarks[0] = remarks[0] | {"repeats": row.repeats}
    return remarks


def with_links(said: dict[str, Any], links: Sequence[Link]) -> dict[str, Any]:
    return said | {"links": [list(link) for link in links]} if links else said


def found_of(row: Checked) -> tuple[int | None, int | None]:
    """Which row of the register is to be changed, and the version that was compared with."""
    if row.found is None or row.outcome not in WRITES:
        return None, None
    return row.found.pk, row.found.version


def saved_of(row: Checked) -> tuple:
    return row.saved.pk, row.saved.version, told_before(row) if row.can_be_undone else None


def texts_of(rows: list[Checked]) -> Told:
    """Every reason and remark in every language, by its id: the language changes once for all, not for each."""
    texts = {id(text): text for row in rows for text in (*(reason.text for reason in row.reasons), *row.remarks)}
    told: Told = {key: {} for key in texts}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for key, text in texts.items():
                told[key][language] = str(text)
    return told


def told_before(row: Checked) -> dict[str, Any]:
    also = [
        [part._meta.label_lower, part.pk, getattr(part, "version", None), storable(before)]
        for part, before in row.also
    ]
    return {"fields": storable(row.before), "also": also}


def storable(before: dict[str, Any] | None) -> dict[str, Any] | None:
    """Values as JSON holds them; a field reads them back by its `to_python`."""
    if before is None:
        return None
    return {name: stored(value) for name, value in before.items()}


def stored(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)


def told_remarks(importer: Importer, rows: list[Checked], told: Told) -> list[dict[str, Any]]:
    """What is said of the whole check, then the most frequent remarks on rows, with their rows."""
    found: dict[str, tuple[dict[str, str], list[Checked]]] = {}
    for row in rows:
        said = [told[id(remark)] for remark in row.remarks[1 if row.repeats else 0 :]]
        for text, words in {words[settings.LANGUAGE_CODE]: words for words in said}.items():
            found.setdefault(text, (words, []))[1].append(row)
    frequent = sorted(found.values(), key=lambda each: -len(each[1]))[:REMARKS_KEPT]
    about_all = [*remarks_on_days(importer, rows), *importer.remarks_on(rows)]
    whole = [told_remark(in_every_language(text), about) for text, about in about_all]
    if repeated := [row for row in rows if row.repeats]:
        whole.append(told_remark(in_every_language(REPEATED), repeated) | {"repeats": True})
    return [remark | {"of_whole": True} for remark in whole] + [told_remark(*each) for each in frequent]


def told_remark(words: dict[str, str], rows: list[Checked]) -> dict[str, Any]:
    return {"text": words} | counted(rows)


def counted(rows: Sequence[Checked]) -> dict[str, Any]:
    return {"rows": len(rows), "numbers": ranges([row.number for row in rows])}


def ranges(numbers: list[int]) -> str:
    """2–14, 17, 20–31"""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [f"{first}–{last}" if last > first else str(first) for first, last in found[:RANGES_SHOWN]]
    return ", ".join(shown) + (" …" if len(found) > RANGES_SHOWN else "")
