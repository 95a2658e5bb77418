"""What the list of hosts ranks and filters by: marks, the way to work, offers, problems and stays.

The rule of small numbers holds here too: of fewer than charts.FEW reports no mean is made, so that two good reports
do not outrank nine.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Avg, Case, Count, Exists, F, FloatField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from mobilities.host_record import mark_in_rows, mark_of
from mobilities.models import ExperienceReport, Finding, Host
from mobilities.models.experience import RATINGS
from mobilities.models.host import HostQuerySet
from portal.common.charts import FEW, words_of
from portal.common.text import number

LOW_MARK = 3
ABOUT = ExperienceReport.objects.approved().filter(mobility__host=OuterRef("pk")).order_by().values("mobility__host")
OPEN = Finding.objects.open_problems().select_related(None).filter(host=OuterRef("pk")).order_by()


def told(**figures) -> Subquery:
    """The last of these figures of the approved reports about a host."""
    rows = ABOUT
    for name, figure in figures.items():
        rows = rows.annotate(**{name: figure})
    return Subquery(rows.values(name))


def with_mark(hosts: HostQuerySet) -> HostQuerySet:
    """Adds `rated`, how many reports have marks, and `mean_mark`, the mean of theirs where they are enough."""
    rated, mean = Count(mark_in_rows()), Avg(mark_in_rows())
    enough = Case(When(rated__gte=FEW, then=mean), default=None, output_field=FloatField())
    return hosts.annotate(mean_mark=told(rated=rated, mean=enough), rated=Coalesce(told(rated=rated), 0))


def with_commute(hosts: HostQuerySet) -> HostQuerySet:
    """Adds `ways`, how many reports say how long the way to work is, and `commute`, the mean of their minutes where
    they are enough."""
    ways, mean = Count("commute_minutes"), Avg("commute_minutes")
    enough = Case(When(ways__gte=FEW, then=mean), default=None, output_field=FloatField())
    return hosts.annotate(commute=told(ways=ways, mean=enough), ways=Coalesce(told(ways=ways), 0))


def say_marks(hosts: Iterable[Host]) -> None:
    """Adds `mark_words` to hosts `with_mark`: the mean; of few reports the mark of each; empty without marks."""
    hosts = list(hosts)
    single: dict[int, list[float]] = defaultdict(list)
    few = [host.pk for host in hosts if host.mean_mark is None and host.rated]
    if few:
        rows = ExperienceReport.objects.approved().filter(mobility__host__in=few)
        for report in rows.select_related("mobility").only(*RATINGS, "mobility__host"):
            if (mark := mark_of(report)) is not None:
                single[report.mobility.host_id].append(mark)
    for host in hosts:
        host.mark_words = number(host.mean_mark, 1) or (words_of(single[host.pk]) if host.rated else "")


def with_offers(hosts: HostQuerySet) -> HostQuerySet:
    """Adds `invitations` and `job_offers`."""
    return hosts.annotate(
        invitations=Coalesce(told(n=Count("pk", filter=Q(return_invitation=True))), 0),
        job_offers=Coalesce(told(n=Count("pk", filter=Q(job_offer=True))), 0),
    )


def with_problems(hosts: HostQuerySet) -> HostQuerySet:
    """Adds `problems`: how many a conference named and nobody settled."""
    counted = OPEN.values("host").annotate(n=Count("pk")).values("n")
    return hosts.annotate(problems=Coalesce(Subquery(counted), 0))


def with_memory(hosts: HostQuerySet) -> HostQuerySet:
    return with_commute(with_problems(with_offers(with_mark(hosts.with_stays()))))


def with_open_problem(hosts: HostQuerySet) -> HostQuerySet:
    return hosts.filter(Exists(OPEN))


# What hosts are ordered by > (what has to be known of them, the columns); ties by name.
ORDERS = {
    "": (lambda hosts: hosts, ()),
    "mark": (with_mark, (F("mean_mark").desc(nulls_last=True), F("rated").desc())),
    "commute": (with_commute, (F("commute").asc(nulls_last=True), F("ways").desc())),
    "problems": (with_problems, (F("problems").desc(),)),
    "offers": (with_offers, ((F("job_offers") + F("invitations")).desc(),)),
    "last": (HostQuerySet.with_stays, (F("last_stay").desc(nulls_last=True),)),
    "stays": (HostQuerySet.with_stays, (F("stays").desc(),)),
}
