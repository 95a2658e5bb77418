"""What is learned: the learning plan and what it came to."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from portal.common import text
from portal.common.languages import language_name
from reports.papers.blocks.build import Build, Built, missing
from reports.papers.facts import Facts
from reports.papers.shapes import Facing, Grid, Tongues, Writing
from reports.papers.tongue import Tongue

LINES_OF_DAYS = 5
PLAN_TEXTS = ("outcomes", "programme", "monitoring", "evaluation", "recognition", "activities_done")
LATVIAN = re.compile("[āčēģīķļņū]", re.IGNORECASE)
SKILLS = {
    "job_skills": _("Job-related skills"),
    "language_skills": _("Language skills"),
    "digital_skills": _("Digital skills"),
    "organisational_skills": _("Organisational skills"),
    "social_skills": _("Communication and social skills"),
    "other_skills": _("Other skills"),
}


def work(facts: Facts, tongue: Tongue) -> Built:
    plan = facts.plan
    language = tongue.each(lambda lang: language_name(plan.language, lang)) if plan and plan.language else ""
    hours = str(plan.hours_per_week or "") if plan else ""
    rows = ((tongue.say(_("Working language")), language), (tongue.say(_("Hours a week")), hours))
    return Facing(tongue.say(_("Working hours and language")), rows), missing(working_language=language, hours=hours)


def of_plan(name: str) -> Build:
    def build(facts: Facts, tongue: Tongue) -> Built:
        written = facts.plan_text(name)
        return Writing(paragraphs(written), note_on(written, tongue), language_of(written)), missing(**{name: written})

    return build


def note_on(written: str, tongue: Tongue) -> str:
    """That it is not in a language of the paper, or not in both."""
    is_told = bool(written) and (tongue.is_double or language_of(written) not in ("", tongue.main))
    return tongue.say(_("As it was written, in one language")) if is_told else ""


def in_latvian(facts: Facts, names: Iterable[str]) -> bool:
    """Whether a text of the plan is in Latvian that one of these tables prints."""
    asked = set(names)
    printed = [*asked.intersection(PLAN_TEXTS), *(SKILLS if "skills" in asked else ())]
    texts = [facts.plan_text(name) for name in printed]
    texts += [row.text for row in facts.days] if "programme_days" in asked else []
    return any(map(language_of, texts))


def language_of(written: str) -> str:
    """Latvian is known by its letters; of other texts nothing is said."""
    return "lv" if LATVIAN.search(written) else ""


def paragraphs(written: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in written.splitlines() if line.strip())


def programme_days(facts: Facts, tongue: Tongue) -> Built:
    heads = (tongue.say(_("Day")), tongue.say(_("What happens")))
    rows = tuple((tongue.each(lambda lang, row=row: text.day(row.day, lang)), row.text) for row in facts.days)
    note = note_on("\n".join(row.text for row in facts.days), tongue)
    shape = Grid(tongue.say(_("Programme by days")), heads, rows or (("", ""),) * LINES_OF_DAYS, note=note)
    return shape, missing(programme_days=rows)


def skills(facts: Facts, tongue: Tongue) -> Built:
    written = {name: facts.plan_text(name) for name in SKILLS}
    shown = {name: said for name, said in written.items() if said} or dict.fromkeys(list(SKILLS)[:4], "")
    rows = tuple((tongue.say(SKILLS[name]), said) for name, said in shown.items())
    note = note_on("\n".join(filter(None, written.values())), tongue)
    return Facing(tongue.say(_("Skills gained")), rows, note), missing(results=any(written.values()))


def consent_text(kind: str) -> Build:
    def build(facts: Facts, tongue: Tongue) -> Built:
        texts = facts.consent_texts[kind]
        return Tongues(tuple((lang, paragraphs(texts[lang])) for lang in tongue.languages)), []

    return build
