"""What a project promised beside what is done and planned."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mobilities.enums import TAKES_PLACE, Direction
from mobilities.models import Mobility
from mobilities.models.mobility import is_over
from mobilities.views.mobilities import ADD
from portal.common.http import get_or_403, is_htmx
from projects.models import ActivityType, Project

BAR = 200


@require_safe
def project_mobilities(request: HttpRequest, pk: int) -> HttpResponse:
    """Targets of a project beside what is done and planned; a part of its page, or a page by itself."""
    projects = Project.objects.visible_to(request.user)
    project = get_or_403(projects, request.user, "projects.view_project", pk=pk)
    context = {"project": project, **targets_and_done(project), "may_add": request.user.has_perm(ADD, project)}
    template = "mobilities/project_targets.html" if is_htmx(request) else "mobilities/project_mobilities.html"
    return render(request, template, context)


def targets_and_done(project: Project) -> dict:
    today = timezone.localdate()
    outgoing = Q(direction=Direction.OUTGOING)
    rows = Mobility.objects.filter(outgoing, project=project).standing().order_by()
    counted = rows.values("activity_type").annotate(
        all=Count("pk"), done=Count("pk", filter=is_over(today) & Q(state__in=TAKES_PLACE))
    )
    for row in counted:
        row["ahead"] = row["all"] - row["done"]
    numbers = {row["activity_type"]: row for row in counted}
    targets = {target.activity_type_id: target.planned for target in project.targets.all()}
    lines = [
        line_of(kinds[0], sum(targets.get(kind.pk, 0) for kind in kinds), {
            name: sum(numbers[kind.pk][name] for kind in kinds if kind.pk in numbers) for name in ("done", "ahead")
        })
        for kinds in kinds_by_code({*numbers, *targets})
    ]  # fmt: skip
    incoming = Mobility.objects.filter(project=project, direction=Direction.INCOMING).standing().count()
    total = line_of(None, sum(targets.values()), {
        "done": sum(line["done"] for line in lines), "ahead": sum(line["ahead"] for line in lines),
    }) | {name: sum(line[name] for line in lines) for name in ("left", "over")}  # fmt: skip
    return {"lines": lines, "total": total, "accompanying": project.accompanying_persons.count(), "incoming": incoming}


def kinds_by_code(pks: set[int]) -> list[list[ActivityType]]:
    """Types with the rows of one code together: the school's own and the row whose place it took, own rows first."""
    groups: dict[str, list[ActivityType]] = {}
    for kind in ActivityType.objects.filter(pk__in=pks).order_by("order", "code", "-call_year_from"):
        groups.setdefault(kind.code, []).append(kind)
    return [sorted(kinds, key=lambda kind: kind.school_id is None) for kinds in groups.values()]


def line_of(kind, planned: int, numbers: dict) -> dict:
    """Bar lengths out of BAR: the larger of promise and reality fills it."""
    done, ahead = numbers["done"], numbers["ahead"]
    whole = max(planned, done + ahead, 1)
    return {
        "kind": kind, "planned": planned, "done": done, "ahead": ahead, "left": max(planned - done - ahead, 0),
        "over": max(done + ahead - planned, 0) if planned else 0,
        "done_width": BAR * done // whole, "ahead_width": BAR * ahead // whole, "mark": BAR * planned // whole,
    }  # fmt: skip
