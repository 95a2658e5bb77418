"""What the list of hosts ranks and filters by: marks, offers, problems and stays."""

from django.db.models import Count, Exists, F, FloatField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from mobilities.models import ExperienceReport, Finding
from mobilities.models.experience import RATINGS
from mobilities.models.host import HostQuerySet

LOW_MARK = 3
ABOUT = ExperienceReport.objects.approved().filter(mobility__host=OuterRef("pk")).order_by().values("mobility__host")
OPEN = Finding.objects.open_problems().select_related(None).filter(host=OuterRef("pk")).order_by()


def told(**figure) -> Subquery:
    """One figure of the approved reports about a host."""
    return Subquery(ABOUT.annotate(**figure).values(*figure))


def with_mark(hosts: HostQuerySet) -> HostQuerySet:
    """Adds `mean_mark`, the mean of all marks given, and `rated`, in how many reports."""
    given = sum((Count(name) for name in RATINGS), start=Value(0))
    marks = sum((Coalesce(Sum(name), 0) for name in RATINGS), start=Value(0))
    some = Q()
    for name in RATINGS:
        some |= Q(**{f"{name}__isnull": False})
    mean = Cast(marks, FloatField()) / NullIf(Cast(given, FloatField()), 0.0)
    return hosts.annotate(mean_mark=told(mean=mean), rated=Coalesce(told(rated=Count("pk", filter=some)), 0))


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
    return with_problems(with_offers(with_mark(hosts.with_stays())))


def with_open_problem(hosts: HostQuerySet) -> HostQuerySet:
    return hosts.filter(Exists(OPEN))


# What hosts are ordered by > (what has to be known of them, the columns); ties by name.
ORDERS = {
    "": (lambda hosts: hosts, ()),
    "mark": (with_mark, (F("mean_mark").desc(nulls_last=True), F("rated").desc())),
    "problems": (with_problems, (F("problems").desc(),)),
    "offers": (with_offers, ((F("job_offers") + F("invitations")).desc(),)),
    "last": (HostQuerySet.with_stays, (F("last_stay").desc(nulls_last=True),)),
    "stays": (HostQuerySet.with_stays, (F("stays").desc(),)),
}
