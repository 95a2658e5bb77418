"""Files of the Beneficiary Module: taken, matched, filled. Jobs do the long part."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mobilities.beneficiary_module import filling, judging, matching
from mobilities.beneficiary_module.fields import BY_NAME
from mobilities.beneficiary_module.filling import Filling, Row
from mobilities.beneficiary_module.layout import Layout
from mobilities.beneficiary_module.opening import open_template
from mobilities.beneficiary_module.template import Template
from mobilities.enums import ModuleFilePurpose, ModuleFileState
from mobilities.models import ModuleFile, ModuleMatch
from mobilities.services.module_numbers import give_numbers
from portal.audit.models import Verb
from portal.audit.services import record
from portal.common import uploads
from portal.common.refused import Refused
from portal.imports import limits
from portal.imports.sentences import in_every_language
from portal.jobs import services as jobs
from projects.models import Project

FILL, COMPARE = "mobilities.fill_module_file", "mobilities.compare_module_file"
KINDS = {ModuleFilePurpose.FILL: FILL, ModuleFilePurpose.COMPARE: COMPARE}
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OF_PERSON = {name for name, field in BY_NAME.items() if field.takes == "person"}
Progress = Callable[[int, int, str], None]


def call_of(project: Project) -> dict[str, Any]:
    """What a match of columns is remembered by."""
    return {"action": judging.action_of(project), "call_year": project.call_year or project.start.year}


def remembered(project: Project) -> dict[str, str]:
    found = ModuleMatch.objects.filter(school=project.school, **call_of(project)).first()
    return found.mapping if found else {}


def receive(project: Project, purpose: str, file: BinaryIO, name: str, size: int, user) -> ModuleFile:
    """Keep an upload with its layout and the match of its columns. Raises Refused, and then nothing is kept."""
    name = uploads.clean_name(name)
    if size > settings.UPLOAD_MAX_BYTES:
        raise limits.too_large(name)
    uploads.admit(file, name, size, project.school)
    template = open_template(file, name, purpose)
    matched = matching.guess(template.layout.columns, remembered(project))
    mapping = {key: match.field for key, match in matched.items()}
    judging.refuse_others(template, mapping, project, name)
    judging.refuse_other_layout(template, mapping, name)
    judging.take_up(template, mapping, project)
    file.seek(0)
    content = template.scrubbed() or file.read()
    row = ModuleFile(
        school=project.school, project=project, user=user, purpose=purpose, name=name, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), layout=layout_kept(template), mapping=mapping,
    )  # fmt: skip
    row.remarks = told([*template.remarks, *filling.warnings(template, project, mapping, name)])
    keep(row, content, user)
    return row


def layout_kept(template: Template) -> dict[str, Any]:
    """A column that was emptied is never chosen for a field: whatever stood there is gone."""
    layout = template.layout.to_json()
    for column in layout["columns"]:
        column["is_special"] = column["is_special"] or column["place"] in template.silent
    return layout | {"gone": [*template.gone, *template.silent.values()]}


@transaction.atomic
def keep(row: ModuleFile, content: bytes, user) -> None:
    row.file.save(row.name, ContentFile(content), save=False)
    try:
        row.save()
        record(user, row.school, Verb.ADD, row, {"sha256": ["", row.sha256]})
    except BaseException:
        row.file.delete(save=False)
        raise


def told(remarks: list[object]) -> list[dict[str, str]]:
    return [in_every_language(remark) for remark in remarks]


def opened(row: ModuleFile) -> Template:
    """The kept file again, as the match of its columns reads it. Raises Refused."""
    try:
        with row.file.open("rb") as file:
            template = open_template(file, row.name, row.purpose)
    except OSError as error:
        raise Refused(_("The file is no longer kept. Upload it again.")) from error
    judging.refuse_others(template, row.mapping, row.project, row.name)
    judging.take_up(template, row.mapping, row.project, row.layout.get("gone", ()))
    return template


def locked(row: ModuleFile) -> ModuleFile:
    return (
        ModuleFile.objects.select_for_update(of=("self",)).select_related("project__school", "school", "job")
        .get(pk=row.pk)
    )  # fmt: skip


def refuse_stale(now: ModuleFile, version: int) -> None:
    if now.version != version:
        raise Refused(_("Somebody else changed this page meanwhile. Look at it as it is now."))


def is_at_work(row: ModuleFile) -> bool:
    return row.state == ModuleFileState.WORKING and row.job is not None and not row.job.is_over


@transaction.atomic
def save_mapping(
    row: ModuleFile, version: int, mapping: Mapping[str, str], *, which: str, main_word: str = ""
) -> ModuleFile:
    """For this file and the next of the action and call year; a column of a special category is never matched.
    Raises Refused."""
    now = locked(row)
    refuse_stale(now, version)
    if is_at_work(now):
        raise Refused(_("The file is being worked on. Wait until that is over."))
    now.mapping = without_special(Layout.from_json(now.layout), mapping)
    now.which = which
    now.layout = now.layout | {"main_word": main_word}
    now.version += 1
    template = opened(now)
    now.remarks = told([*template.remarks, *filling.warnings(template, now.project, now.mapping, now.name, main_word)])
    keep_less(now, template)
    now.save(update_fields=["mapping", "which", "layout", "version", "remarks", "file", "size", "sha256"])
    remember(now, template)
    return now


def keep_less(row: ModuleFile, template: Template) -> None:
    """What speaks of special categories in a column that no field is chosen for any more goes from what is kept."""
    content = template.scrubbed()
    if content is None:
        return
    old, storage = row.file.name, row.file.storage
    row.layout = row.layout | layout_kept(template)
    row.size, row.sha256 = len(content), hashlib.sha256(content).hexdigest()
    row.file.save(row.name, ContentFile(content), save=False)
    transaction.on_commit(lambda: storage.delete(old))


def remember(row: ModuleFile, template: Template) -> None:
    """Only what people chose otherwise than the names say: a table of names that knows more will be used."""
    guessed = matching.guess(template.layout.columns, {})
    kept, _is_new = ModuleMatch.objects.get_or_create(school=row.school, **call_of(row.project))
    others = {key: field for key, field in kept.mapping.items() if key not in row.mapping}
    chosen = {key: field for key, field in row.mapping.items() if key in guessed and field != guessed[key].field}
    kept.mapping, kept.saved_at = others | chosen, timezone.now()
    kept.save()


def without_special(layout: Layout, mapping: Mapping[str, str]) -> dict[str, str]:
    chosen = {column.key: mapping.get(column.key, "") for column in layout.columns}
    special = {column.key for column in layout.columns if column.is_special}
    return {key: "" if key in special or field not in BY_NAME else field for key, field in chosen.items()}


@transaction.atomic
def order(row: ModuleFile, user) -> ModuleFile:
    """Have the file filled or compared. Raises Refused."""
    now = locked(row)
    if is_at_work(now):
        raise Refused(_("The file is being worked on. Wait until that is over."))
    judging.refuse_unmatched(now.mapping, now.purpose)
    now.state = ModuleFileState.WORKING
    now.version += 1
    kind = KINDS[ModuleFilePurpose(now.purpose)]
    key = f"{kind}:{now.pk}:{now.version}"
    now.job = jobs.enqueue(kind, {"file": now.pk}, school=now.school, user=user, idempotency_key=key)
    now.save(update_fields=["state", "version", "job"])
    record(user, now.school, Verb.REQUEST, now)
    return now


def planned(row: ModuleFile, template: Template) -> Filling:
    """Raises Refused."""
    return filling.plan(
        template, row.project, row.mapping, which=row.which, only=row.layout.get("only"),
        main_word=row.layout.get("main_word", ""),
    )  # fmt: skip


def prepare_fill(row: ModuleFile, progress: Progress, user) -> Callable[[], None]:
    """Everything but the mobility IDs; what is returned gives these and writes the file. Raises Refused."""
    progress(0, 3, gettext_noop("Reading the template"))
    template = opened(row)
    progress(1, 3, gettext_noop("Gathering the mobilities"))
    plan = planned(row, template)
    progress(2, 3, gettext_noop("Writing the file"))

    def effect() -> None:
        now = locked(row)
        ids = give_numbers(row.project, plan.numbered, user, taken_over=plan.taken_over, highest=plan.highest)
        content = template.write(plan.lines(ids))
        old = now.result.name
        now.result.save(result_name(now), ContentFile(content), save=False)
        now.state, now.done_at = ModuleFileState.READY, timezone.now()
        now.counts = {
            "filled": len(plan.rows),
            "drafts": plan.drafts,
            "left_out": len(plan.left_out),
            "given": sum(not each.subject.module_id for each in plan.rows) if plan.numbered else 0,
        }
        if plan.lacking:
            now.counts["lacking"] = plan.lacking
        now.left_out = [left_out(plan, each) for each in plan.left_out]
        now.remarks = told(
            [
                *template.remarks,
                *filling.warnings(template, row.project, row.mapping, row.name, row.layout.get("main_word", "")),
                *plan.remarks(),
            ]
        )
        now.version += 1
        now.save()
        record(user, now.school, Verb.MAKE, now, {"rows": ["", str(len(plan.rows))]})
        if old:
            transaction.on_commit(lambda: now.result.storage.delete(old))

    return effect


def left_out(plan: Filling, row: Row) -> dict[str, Any]:
    """`person` and `field`: where it is mended, if nothing but particulars of the person is missing."""
    found = {"mobility": row.key, "label": row.subject.label, "reasons": told(row.reasons)}
    names = [plan.fields.get(column.key, "") for column in row.missing]
    if names and not row.subject.reasons and OF_PERSON.issuperset(names):
        found |= {"person": row.subject.mobility.participant_id, "field": names[0]}
    return found


def result_name(row: ModuleFile) -> str:
    """As the upload is called, with the project; without macros it is XLSX."""
    path = PurePath(row.name)
    suffix = ".xlsx" if path.suffix.lower() in (".xlsx", ".xlsm") else path.suffix
    return f"{path.stem[:100]}-{row.project.short_code or row.project.pk}{suffix}"


@transaction.atomic
def delete_file(row: ModuleFile, user) -> None:
    """With its upload and its result; what was given or taken over stays. Raises Refused while it is worked on."""
    now = locked(row)
    if is_at_work(now):
        raise Refused(_("The file is being worked on. Wait until that is over."))
    record(user, now.school, Verb.DELETE, now)
    files = [each for each in (now.file, now.result) if each]
    now.delete()
    transaction.on_commit(lambda: [each.delete(save=False) for each in files])
