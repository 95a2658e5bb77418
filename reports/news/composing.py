"""The first wording of a news text. Every sentence is a function of the record and names the rows that say so; where
the record says nothing, there is no sentence.

What people wrote themselves (findings, themes, the summary) stands in its own words. It is in Latvian, so the English
of such a sentence stays empty until somebody translates it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from mobilities.conference_record import Told, told
from mobilities.conference_year import journeys, sharings
from mobilities.enums import ConferenceState, Direction, FindingKind, PersonKind, ReviewKind
from mobilities.models import Conference, ConferenceDay, Finding, Mobility, Poll, Presentation, Sharing
from portal.accounts.models import School
from portal.common.countries import country_name, sort_key
from portal.common.text import active_language, inner_quotes, number, quoted
from projects.enums import BEFORE_FUNDING, Programme
from projects.models import Project
from reports.documents import phrases
from reports.documents.suppression import FEWEST_TOLD
from reports.news.composed import Composed, in_both
from reports.news.firsts import firsts
from reports.news.names import names_of
from reports.news.offers import offers
from reports.news.sources import source, sources
from reports.news.tongue import BULLET, clause, day_itself, from_day, in_countries, on_days, sentence, to_day


def school_in(now: Told, language: str) -> str:
    return now.school if language == "lv" else now.school_en or now.school


def titles(conference: Conference) -> tuple[str, str]:
    now = told(conference)

    def write() -> str:
        name = school_in(now, active_language())
        return _("%(school)s looks back on its international projects of %(year)s") % {
            "school": name, "year": conference.school_year.display(active_language()),
        }  # fmt: skip

    both = in_both(0, write, [])
    return both.lv, both.en


def compose_conference(conference: Conference) -> list[Composed]:
    """The sentences of a text about a conference, in order; of a closed one only from its record. Decisions are the
    school's own matter and stay out. None of a conference of which the record says nothing yet."""
    now, went = told(conference), journeys(conference)
    held = days_held(conference, now)
    if not (held or now.findings or now.people or now.polls or now.summary.strip()):
        return []
    names = names_of(conference.school_id)
    parts = (
        opening(conference, now, held, went),
        days(held),
        learning(went),
        weighed(now.findings, names),
        offers(went, now.findings),
        projects(now),
        shared(conference, now, names),
        firsts(now.findings, went, names),
        votes(conference, now),
        ending(now, went),
        closing(conference.school),
    )
    return in_paragraphs(parts)


def in_paragraphs(parts: Iterable[Iterable[Composed]]) -> list[Composed]:
    return [Composed(place, each.lv, each.en, each.sources) for place, part in enumerate(parts) for each in part]


def days_held(conference: Conference, now: Told) -> list[ConferenceDay]:
    """Those that have come; of a closed conference all."""
    today = timezone.localdate()
    return [day for day in now.days if conference.state == ConferenceState.CLOSED or day.date <= today]


def opening(
    conference: Conference, now: Told, held: Sequence[ConferenceDay], went: Sequence[Mobility]
) -> Iterator[Composed]:
    if held:
        buildings = list(dict.fromkeys(day.building for day in held if day.building))

        def took_place() -> str:
            name = school_in(now, active_language())
            words = {
                "days": on_days([day.date for day in held]),
                "title": inner_quotes(now.title),
                "where": f" ({', '.join(buildings)})" if buildings else "",
                "school": name,
            }
            if active_language() == "lv":
                return sentence(_("%(days)s “%(title)s” took place%(where)s; it was held by %(school)s") % words)
            return sentence(_("%(days)s %(school)s held its evaluation conference of international projects") % words)

        yield in_both(0, took_place, [source(conference), *sources(held)])
    attended = [day for day in held if day.ticked or day.other_attendees]
    sessions = [row for row in now.presentations if row.shown and row.day in held]
    if went and (attended or sessions) and not tells_the_year(conference, now.summary):
        everybody = {row.participant.kind for row in went}
        kinds = everybody if attended else presenting(sessions) or everybody
        yield in_both(0, lambda: shared_by(kinds, conference), sources([*sessions, *attended]))
    people = now.people
    if people >= FEWEST_TOLD:
        yield in_both(
            0, lambda: sentence(_("In all %(people)s took part") % {"people": phrases.people(people)}),
            [source(conference, str(people))],
        )  # fmt: skip
    if now.summary.strip():
        yield in_both(0, lambda: now.summary.strip(), [source(conference, now.summary)], in_english=False)


def tells_the_year(conference: Conference, summary: str) -> bool:
    """Whether the school's own summary says already that those of the year told of it."""
    year = conference.school_year
    return any(label in summary for label in (year.label, year.display("lv").rstrip(".")))


def presenting(sessions: Iterable[Presentation]) -> set[str]:
    """Kinds of those who told of a mobility of their own."""
    return {person.kind for row in sessions for person in row.presenters.all() if person.pk in row.abroad}


def shared_by(went: set[str], conference: Conference) -> str:
    who = {
        frozenset({PersonKind.LEARNER, PersonKind.STAFF}): _("Learners and staff"),
        frozenset({PersonKind.LEARNER}): _("Learners"),
        frozenset({PersonKind.STAFF}): _("Members of staff"),
    }[frozenset(went)]
    words = {"who": who, "year": conference.school_year.display(active_language())}
    text = _("%(who)s who were abroad in the school year %(year)s told what they did there and what they gained")
    return sentence(text % words)


def days(held: Sequence[ConferenceDay]) -> Iterator[Composed]:
    for day in held:
        if day.theme:
            yield in_both(0, partial(was_about, day.date, day.theme), [source(day, day.theme)], in_english=False)


def was_about(day: date, theme: str) -> str:
    words = {"day": day_itself(day), "theme": inner_quotes(theme)}
    return sentence(_("%(day)s was about “%(theme)s”") % words)


def learning(everybody: Sequence[Mobility]) -> Iterator[Composed]:
    went = [row for row in everybody if row.participant.kind == PersonKind.LEARNER]
    in_projects = list({row.project_id: row.project for row in went}.values())
    if in_projects:
        yield in_both(
            0,
            lambda: sentence(
                _("Learners went abroad in these projects: %(projects)s")
                % {"projects": phrases.joined([called(project) for project in in_projects])}
            ),
            sources(in_projects),
        )
    compared = across_countries(went)
    if compared:
        yield in_both(0, lambda: comparison(compared), sources(row for rows in compared.values() for row in rows))


def across_countries(went: Iterable[Mobility]) -> dict[Any, list[Mobility]]:
    """Qualification > its mobilities, one of each country, where there were several countries."""
    found: dict[Any, dict[str, Mobility]] = defaultdict(dict)
    for row in went:
        if row.participant.qualification and row.country:
            found[row.participant.qualification].setdefault(row.country, row)
    return {name: list(rows.values()) for name, rows in found.items() if len(rows) > 1}


def comparison(compared: dict[Any, list[Mobility]]) -> str:
    language = active_language()
    parts = []
    for qualification, rows in sorted(compared.items(), key=lambda pair: sort_key(pair[0].name_in(language))):
        places = sorted((country_name(row.country, language) for row in rows), key=sort_key)
        parts.append(f"{clause(qualification.name_in(language))} ({', '.join(places)})")
    text = _("Learners compared what one and the same qualification gains in different countries: %(what)s")
    return sentence(text % {"what": "; ".join(parts)})


def called(project: Project) -> str:
    """“Title” (No. code)."""
    code = _(" (No. %(code)s)") % {"code": project.code} if project.code else ""
    return quoted(project.title_in(active_language())) + code


def weighed(findings: Sequence[Finding], names: Collection[str], *, of_project: bool = False) -> Iterator[Composed]:
    for kind, lead in ((FindingKind.PLUS, as_pluses), (FindingKind.MINUS, as_minuses)):
        rows = [row for row in findings if row.kind == kind]
        if rows:
            said = "; ".join(with_place(row, names) for row in rows)
            yield in_both(
                0, lambda lead=lead, said=said: sentence(lead(said, of_project)), sources(rows), in_english=False
            )


def as_pluses(said: str, of_project: bool) -> str:
    if of_project:  # nothing was said of a conference yet
        return _("An evaluation conference named as pluses: %(what)s") % {"what": said}
    return _("The conference named as pluses: %(what)s") % {"what": said}


def as_minuses(said: str, of_project: bool) -> str:
    if of_project:
        return _("An evaluation conference named as minuses: %(what)s") % {"what": said}
    return _("The conference named as minuses: %(what)s") % {"what": said}


def with_place(finding: Finding, names: Collection[str]) -> str:
    """The finding, and the country and trade of the placement it is about; no name of a company."""
    about = [clause(finding.qualification.name_lv) if finding.qualification else "",
             country_name(finding.country, "lv") if finding.country else ""]  # fmt: skip
    place = ", ".join(filter(None, about))
    said = clause(finding.text, names)
    return f"{said} ({place})" if place else said


def projects(now: Told) -> Iterator[Composed]:
    shown = now.projects
    reviewed = [row.project for row in shown if row.kind == ReviewKind.REVIEWED]
    ours = [row for row in reviewed if row.programme == Programme.ERASMUS]
    if ours:
        yield in_both(0, lambda: weighed_projects(len(ours)), sources(ours))
        for project in ours:
            yield in_both(
                0, lambda project=project: f"{BULLET}{project.kind_in(active_language())}: {called(project)}",
                [source(project)],
            )  # fmt: skip
    for project in [row for row in reviewed if row.programme != Programme.ERASMUS]:
        yield in_both(
            0,
            lambda project=project: sentence(
                _("The results of a project of %(programme)s were looked at as well: %(project)s")
                % {"programme": project.get_programme_display(), "project": called(project)}
            ),
            [source(project)],
        )
    for project in [row.project for row in shown if row.kind == ReviewKind.INTRODUCED]:
        yield in_both(
            0,
            lambda project=project: sentence(
                _("A new project was introduced: %(kind)s, %(project)s")
                % {"kind": project.kind_in(active_language()), "project": called(project)}
            ),
            [source(project)],
        )


def weighed_projects(count: int) -> str:
    text = ngettext(
        "What was achieved in %(count)s Erasmus+ project was weighed:",
        "What was achieved in %(count)s Erasmus+ projects was weighed:",
        count,
    )
    return text % {"count": number(count)}


def shared(conference: Conference, now: Told, names: Collection[str]) -> Iterator[Composed]:
    if now.shared_before.strip():
        yield in_both(
            0,
            lambda: sentence(
                _("Part of the experience had been shared before: %(where)s")
                % {"where": clause(now.shared_before, names)}
            ),
            [source(conference, now.shared_before)],
            in_english=False,
        )
    rows = sharings(conference)
    if rows:
        yield in_both(0, lambda: shared_at(rows), sources(rows))


def shared_at(rows: Sequence[Sharing]) -> str:
    kinds: dict[str, int] = defaultdict(int)
    for row in rows:
        kinds[str(row.get_kind_display())] += 1
    parts = [f"{clause(kind)} ({number(count)})" for kind, count in kinds.items()]
    return sentence(_("Before the conference experience was shared at: %(where)s") % {"where": phrases.joined(parts)})


def votes(conference: Conference, now: Told) -> Iterator[Composed]:
    for poll in now.polls:
        if not poll.total or not poll.is_closed:
            continue
        most = max(ballots for _text, ballots in poll.answers)
        words = {"question": poll.question, "votes": number(most), "cast": number(poll.total),
                 "winners": "; ".join(text for text, ballots in poll.answers if ballots == most)}  # fmt: skip
        fact = f"{words['winners']}: {words['votes']}/{words['cast']}"
        told_by = source(Poll(pk=poll.key, conference=conference), fact) if poll.key else source(conference, fact)
        yield in_both(0, partial(voted, words, counted=most >= FEWEST_TOLD), [told_by], in_english=False)


def voted(words: dict[str, str], *, counted: bool) -> str:
    if counted:
        text = _("The audience was asked “%(question)s”; most votes, %(votes)s of %(cast)s, went to: %(winners)s")
    else:
        text = _("The audience was asked “%(question)s”; most votes went to: %(winners)s")
    return sentence(text % {**words, "question": inner_quotes(words["question"])})


def ending(now: Told, went: Sequence[Mobility]) -> Iterator[Composed]:
    """Who paid; the exact words of the grant agreements stand with the emblem below every text that is given away."""
    named = {row.project_id: row.project for row in (*now.projects, *went)}
    paid = [row for row in named.values() if row.programme == Programme.ERASMUS]
    if paid:
        yield in_both(
            0, lambda: sentence(_("The school's Erasmus+ projects are co-funded by the European Union")), sources(paid)
        )  # fmt: skip


def closing(school: School) -> Iterator[Composed]:
    """Where to learn more and who prepared the text, as the school's settings have it now."""
    if school.learn_more.strip():
        yield in_both(
            0,
            lambda: sentence(_("More about the Erasmus+ programme: %(where)s") % {"where": school.learn_more.strip()}),
            [source(school, school.learn_more)],
        )
    if school.news_author.strip():
        yield in_both(
            0,
            lambda: sentence(_("Prepared by %(who)s") % {"who": clause(school.news_author.strip())}),
            [source(school, school.news_author)],
            in_english=False,
        )


def project_paid(project: Project) -> Iterator[Composed]:
    if project.programme == Programme.ERASMUS:
        yield in_both(0, lambda: sentence(_("The project is co-funded by the European Union")), [source(project)])


def compose_project(project: Project) -> list[Composed]:
    """The sentences of a text about one project: what it is, who went where, what came of it. None of a project that
    nobody has granted: what it says of itself is a wish."""
    if project.state in BEFORE_FUNDING:
        return []
    rows = list(
        project.mobilities.taking_place()
        .filter(direction=Direction.OUTGOING)
        .select_related("participant__qualification", "activity_type", "report")
    )
    findings = list(project.findings.filter(kind__in=[FindingKind.PLUS, FindingKind.MINUS, FindingKind.OFFER,
                                                      FindingKind.FIRST_TIME])
                    .select_related("host", "qualification", "activity_type"))  # fmt: skip
    names = names_of(project.school_id)
    weighing = weighed(findings, names, of_project=True)
    parts = (
        about(project),
        travelled(project, rows),
        weighing,
        offers(rows, findings),
        firsts(findings, rows, names),
        project_paid(project),
        closing(project.school),
    )
    return in_paragraphs(parts)


def about(project: Project) -> Iterator[Composed]:
    def write() -> str:
        language = active_language()
        code = _("No. %(code)s") % {"code": project.code} if project.code else ""
        words = {
            "title": project.title_in(language),
            "facts": "; ".join(filter(None, [code, project.kind_in(language)])),
        }
        words |= {"first": from_day(project.start), "last": to_day(project.end)}
        today = timezone.localdate()
        if project.end < today:
            text = _("The project “%(title)s” (%(facts)s) ran %(first)s %(last)s")
        elif project.start > today:
            text = _("The project “%(title)s” (%(facts)s) will run %(first)s %(last)s")
        else:
            text = _("The project “%(title)s” (%(facts)s) runs %(first)s %(last)s")
        return sentence(text % words)

    yield in_both(0, write, [source(project)])


def travelled(project: Project, rows: Sequence[Mobility]) -> Iterator[Composed]:
    for kind, count in ((PersonKind.LEARNER, phrases.learners), (PersonKind.STAFF, phrases.staff)):
        went = [row for row in rows if row.participant.kind == kind]
        people = {row.participant_id for row in went}
        if people:
            told = (
                partial(abroad, went, people, count) if len(people) >= FEWEST_TOLD else partial(few_abroad, kind, went)
            )
            yield in_both(0, told, [source(project, str(len(people)))])
    compared = across_countries(row for row in rows if row.participant.kind == PersonKind.LEARNER)
    if compared:
        yield in_both(0, lambda: comparison(compared), sources(row for each in compared.values() for row in each))


def abroad(went: Sequence[Mobility], people: set[int], count: Callable[[int], str]) -> str:
    return sentence(_("%(people)s were %(where)s") % {"people": count(len(people)), "where": where(went)})


def few_abroad(kind: str, went: Sequence[Mobility]) -> str:
    learners, staff = _("Learners were %(where)s"), _("Members of staff were %(where)s")
    return sentence((learners if kind == PersonKind.LEARNER else staff) % {"where": where(went)})


def where(went: Sequence[Mobility]) -> str:
    codes = sorted({row.country for row in went if row.country}, key=lambda code: sort_key(country_name(code)))
    return in_countries(codes) if codes else pgettext("were", "abroad")
