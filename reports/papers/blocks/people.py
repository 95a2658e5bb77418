"""Who takes part, who answers for them, who travels along."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mobilities.enums import PersonKind
from portal.common import text
from portal.common.usual_words import in_language
from reports.papers.blocks.build import Built, missing
from reports.papers.facts import Facts
from reports.papers.shapes import Facing, Grid, Nothing
from reports.papers.tongue import Tongue


def participant(facts: Facts, tongue: Tongue) -> Built:
    person = facts.person
    is_learner = person.kind == PersonKind.LEARNER
    named = person.qualification
    rows = [
        (tongue.say(_("First and last name")), str(person)),
        (tongue.say(_("Date of birth")), tongue.each(lambda lang: text.long_day(person.birth_date, lang))),
        (tongue.say(_("E-mail")), person.email),
        (tongue.say(_("Phone")), person.phone),
    ]
    if is_learner:
        rows.append((tongue.say(_("Qualification")), tongue.each(lambda lang: named.name_in(lang)) if named else ""))
        level = f"EQF {named.eqf_level}" if named and named.eqf_level else ""
        rows += [(tongue.say(_("Group, level")), ", ".join(filter(None, [person.group, level])))] * bool(
            person.group or level
        )
    elif person.work_field:
        field = tongue.each(lambda lang: in_language(person.work_field, lang))
        rows.append((tongue.say(_("Field of work")), field))
    gaps = missing(
        birth_date=person.birth_date or not is_learner, person_email=person.email, person_phone=person.phone
    )
    if is_learner and named is None:
        gaps.append("qualification")
    return Facing(tongue.say(_("Participant")), tuple(rows)), gaps


def guardian(facts: Facts, tongue: Tongue) -> Built:
    """Only for somebody who is, or may be, under 18."""
    if facts.is_minor is False:
        return Nothing(), []
    first = next(iter(facts.guardians), None)
    rows = (
        (tongue.say(_("First and last name")), first.name if first else ""),
        (tongue.say(_("Relation")), tongue.each(lambda lang: in_language(first.relation, lang)) if first else ""),
        (tongue.say(_("Phone")), first.phone if first else ""),
        (tongue.say(_("E-mail")), first.email if first else ""),
    )
    gaps = missing(guardian=first, birth_date=facts.person.birth_date)
    if first:
        gaps += missing(guardian_phone=first.phone)
    return Facing(tongue.say(_("Parent or guardian")), rows), gaps


def participants(facts: Facts, tongue: Tongue) -> Built:
    heads = (
        tongue.say(_("First and last name")), tongue.say(pgettext_lazy("of learners", "Group")),
        tongue.say(_("Qualification or field of work")),
    )  # fmt: skip
    rows = tuple(
        (str(row.participant), row.participant.group, what_of(row, tongue)) for row in facts.group or (facts.mobility,)
    )
    return Grid(tongue.say(_("Participants")), heads, rows), []


def what_of(row, tongue: Tongue) -> str:
    named = row.participant.qualification
    if named:
        return tongue.each(named.name_in)
    return tongue.each(lambda lang: in_language(row.participant.work_field, lang)) or "–"


def companions(facts: Facts, tongue: Tongue) -> Built:
    if not facts.companions:
        return Nothing(), []
    heads = (tongue.say(_("Accompanying person")), tongue.say(_("Dates")))
    rows = tuple(
        (str(row), tongue.each(lambda lang, row=row: text.day_range(row.start, row.end, lang)))
        for row in facts.companions
    )
    return Grid(tongue.say(_("Accompanying persons")), heads, rows), []
