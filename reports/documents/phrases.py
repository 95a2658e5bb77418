"""Headlines and leads that state what the figures show, in the language that is active."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from portal.common.countries import country_name
from portal.common.text import number
from reports.documents.parts import Comparison, Conference, CountryCount, Decision, FirstTime, ProjectEntry, Totals


def spelled(count: int) -> str:
    """A number in a headline: a word to ten, where Latvian needs the feminine (countries, days)."""
    words = (
        pgettext("feminine", "one"),
        pgettext("feminine", "two"),
        pgettext("feminine", "three"),
        pgettext("feminine", "four"),
        pgettext("feminine", "five"),
        pgettext("feminine", "six"),
        pgettext("feminine", "seven"),
        pgettext("feminine", "eight"),
        pgettext("feminine", "nine"),
        pgettext("feminine", "ten"),
    )
    return words[count - 1] if 1 <= count <= 10 else number(count)


def spelled_in(count: int) -> str:
    """The same in the Latvian locative: in three countries, trijās valstīs."""
    words = (
        pgettext("feminine locative", "one"),
        pgettext("feminine locative", "two"),
        pgettext("feminine locative", "three"),
        pgettext("feminine locative", "four"),
        pgettext("feminine locative", "five"),
        pgettext("feminine locative", "six"),
        pgettext("feminine locative", "seven"),
        pgettext("feminine locative", "eight"),
        pgettext("feminine locative", "nine"),
        pgettext("feminine locative", "ten"),
    )
    return words[count - 1] if 1 <= count <= 10 else number(count)


def opening(words: str) -> str:
    """With a capital letter."""
    return words[:1].upper() + words[1:]


def joined(parts: Sequence[str]) -> str:
    """One, two and three."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}


def mobilities(count: int) -> str:
    return ngettext("%(count)s mobility", "%(count)s mobilities", count) % {"count": number(count)}


def learners(count: int) -> str:
    return ngettext("%(count)s learner", "%(count)s learners", count) % {"count": number(count)}


def staff(count: int) -> str:
    return ngettext("%(count)s member of staff", "%(count)s members of staff", count) % {"count": number(count)}


def countries(count: int) -> str:
    return ngettext("%(count)s country", "%(count)s countries", count) % {"count": spelled(count)}


def in_countries(count: int) -> str:
    return ngettext("in %(count)s country", "in %(count)s countries", count) % {"count": spelled_in(count)}


def qualifications(count: int) -> str:
    return ngettext("%(count)s qualification", "%(count)s qualifications", count) % {"count": spelled(count)}


def days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": spelled(count)}


def people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": number(count)}


def decisions(count: int) -> str:
    return ngettext("%(count)s decision", "%(count)s decisions", count) % {"count": number(count)}


def job_offers(count: int) -> str:
    return ngettext("%(count)s job offer", "%(count)s job offers", count) % {"count": number(count)}


def invitations(count: int) -> str:
    return ngettext("%(count)s invitation to come again", "%(count)s invitations to come again", count) % {
        "count": number(count)
    }


def ballots(count: int) -> str:
    return ngettext("%(n)s vote", "%(n)s votes", count) % {"n": number(count)}


def hosts(count: int) -> str:
    return ngettext("%(count)s company or school", "%(count)s companies and schools", count) % {"count": number(count)}


def cover_headline(totals: Totals, places: Sequence[CountryCount]) -> str:
    if not totals.mobilities:
        return _("A year without trips abroad")
    return f"{mobilities(totals.mobilities)} {in_countries(len(places))}" if places else mobilities(totals.mobilities)


def figures_headline(totals: Totals, before: Totals | None) -> str:
    if before is None or not before.mobilities:
        return _("The year in figures")
    if totals.mobilities > before.mobilities:
        return _("More went abroad than the year before")
    if totals.mobilities < before.mobilities:
        return _("Fewer went abroad than the year before")
    return _("As many went abroad as the year before")


def figures_caption(totals: Totals, before: Totals | None, places: Sequence[CountryCount]) -> str:
    """What stands under the huge number, which is printed without its noun."""
    noun = npgettext("under the number", "mobility", "mobilities", totals.mobilities)
    first = f"{noun} {in_countries(len(places))}" if places else noun
    if before is None:
        return first + "."
    earlier = _("the year before: %(count)s") % {"count": number(before.mobilities)}
    return f"{first}; {earlier}."


def map_headline(places: Sequence[CountryCount]) -> str:
    first = [place for place in places if place.is_first]
    if not first:
        return opening(countries(len(places)))
    if len(first) == len(places):
        return _("%(countries)s, for the first time") % {"countries": opening(countries(len(places)))}
    return _("%(countries)s, %(first)s of them for the first time") % {
        "countries": opening(countries(len(places))),
        "first": spelled(len(first)),
    }


def learners_headline(count: int, qualification_count: int, country_count: int) -> str:
    return f"{learners(count)}, {qualifications(qualification_count)}, {countries(country_count)}"


def no_qualification() -> str:
    return _("no qualification given")


def largest(name: str, count: int, total: int) -> str:
    """Who went most: a lead for the learners' page."""
    return _("Most often it was %(name)s: %(count)s of %(total)s.") % {"name": name, "count": count, "total": total}


def staff_headline(count: int, country_count: int) -> str:
    return f"{staff(count)} {in_countries(country_count)}" if country_count else staff(count)


def comparison_headline(comparison: Comparison) -> str:
    return f"{opening(comparison.qualification)} {in_countries(len(comparison.countries))}"


def comparison_lead(comparison: Comparison) -> str:
    """The best and the worst rated country of every criterion that tells them apart."""
    sentences = []
    for criterion in criteria(comparison):
        rated = [(each.ratings[criterion], each) for each in comparison.countries if criterion in each.ratings]
        top = max((value for value, _each in rated), default=0)
        best = [each for value, each in rated if value == top]
        if len(rated) > 1 and len(best) == 1:
            sentences.append(
                _("%(criterion)s: %(country)s first, %(rating)s.")
                % {
                    "criterion": opening(criterion),
                    "country": country_name(best[0].country),
                    "rating": number(top, 1),
                }
            )
    ways = [(each.commute_minutes, each) for each in comparison.countries if each.commute_minutes is not None]
    if len(ways) > 1:
        minutes, longest = max(ways, key=lambda pair: pair[0])
        sentences.append(
            _("The longest way to work: %(country)s, %(minutes)s minutes.")
            % {"country": country_name(longest.country), "minutes": number(minutes)}
        )
    return " ".join(sentences)


def criteria(comparison: Comparison) -> list[str]:
    """Every criterion that somebody rated, in the order met."""
    return list(dict.fromkeys(name for each in comparison.countries for name in each.ratings))


def offers_headline(jobs: int, returns: int, below: int = 0) -> str:
    """Without the numbers that are under `below`."""
    parts = []
    if jobs:
        parts.append(job_offers(jobs) if jobs >= below else _("job offers"))
    if returns:
        parts.append(invitations(returns) if returns >= below else _("invitations to come again"))
    return opening(joined(parts))


def otherwise_new(first_times: Sequence[FirstTime]) -> str:
    """Where no report tells of an offer."""
    return _("What was new this year") if first_times else _("Offers that were told")


def conference_headline(conference: Conference) -> str:
    return (
        f"{opening(days(len(conference.days)))}, {people(conference.people)}"
        if conference.days
        else people(conference.people)
    )


def decisions_headline(rows: Sequence[Decision]) -> str:
    owners = len({row.owner for row in rows})
    return ngettext("%(decisions)s, %(count)s owner", "%(decisions)s, %(count)s owners", owners) % {
        "decisions": decisions(len(rows)),
        "count": number(owners),
    }


def open_before_headline(rows: Sequence[Decision]) -> str:
    return ngettext("%(count)s earlier decision was open", "%(count)s earlier decisions were open", len(rows)) % {
        "count": number(len(rows))
    }


def projects_headline(rows: Sequence[ProjectEntry]) -> str:
    ours = sum(row.is_erasmus for row in rows)
    others = len(rows) - ours
    parts = []
    if ours:
        parts.append(
            ngettext("%(count)s Erasmus+ project", "%(count)s Erasmus+ projects", ours) % {"count": number(ours)}
        )
    if others:
        parts.append(
            ngettext("%(count)s project of another programme", "%(count)s projects of other programmes", others)
            % {"count": number(others)}
        )
    return joined(parts)


def hosts_headline(count: int, new: int) -> str:
    if not new:
        return hosts(count)
    return _("%(hosts)s, %(new)s of them new") % {"hosts": hosts(count), "new": number(new)}


# ---- what stands beside a key figure: the words alone, the number is set apart ----


def learner_days(count: int) -> str:
    return ngettext("day of placement abroad", "days of placement abroad", count)


def days_each(count: int) -> str:
    return ngettext("%(days)s day for each learner", "%(days)s days for each learner", count) % {"days": count}


def staff_days(count: int) -> str:
    return ngettext("day of staff abroad", "days of staff abroad", count)


def accompanying(count: int) -> str:
    return ngettext("accompanying person", "accompanying persons", count)


def hosts_figure(count: int) -> str:
    return ngettext("company or school hosted us", "companies and schools hosted us", count)


def job_offers_figure(count: int) -> str:
    return ngettext("job offer to a learner", "job offers to learners", count)


def invitations_figure(count: int) -> str:
    return ngettext("invitation to come again", "invitations to come again", count)


def first_countries_figure(count: int) -> str:
    return ngettext("country for the first time", "countries for the first time", count)


def people_at_conference(count: int) -> str:
    return ngettext("person at the evaluation conference", "people at the evaluation conference", count)


def green_figure(count: int) -> str:
    return ngettext("mobility with green travel", "mobilities with green travel", count)


def reports_figure(count: int) -> str:
    return ngettext("experience report", "experience reports", count)
