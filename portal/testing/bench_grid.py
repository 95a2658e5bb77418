"""The grid: a page of 200 rows beside one of ten, and the check of one row beside a page that does nothing."""

import json

from portal.testing.bench import Browser, median_ms, row, web_server

FEW, MANY = 10, 200


def bench_grid(user) -> None:
    """`user`: the coordinator of a school with thousands of mobilities."""
    from django.utils import translation

    from mobilities.importers.grid import for_cells, shown_rows
    from mobilities.models import Mobility

    school = user.memberships.get().school
    with translation.override("lv"):
        first = shown_rows(list(for_cells(Mobility.objects.filter(school=school))[:1]))[0]
    keys = [str(pk) for pk in Mobility.objects.filter(school=school).values_list("pk", flat=True)[:MANY]]
    changed = {"pk": first.pk, "version": first.version, "was": first.written_was, **first.cells, "blended_days": "2"}
    body = json.dumps({"rows": [changed]})
    with web_server() as port:
        nobody, coordinator = Browser(port), Browser(port, user)
        pages = [
            lambda: nobody.get("/bare/"),
            lambda: coordinator.get(f"/mobilities/grid/?ids={','.join(keys[:FEW])}"),
            lambda: coordinator.get(f"/mobilities/grid/?ids={','.join(keys)}"),
            lambda: coordinator.post("/mobilities/grid/check/", body),
        ]
        for page in pages:
            page()
        bare, few, many, check = median_ms(*pages)
    row(f"the grid with {MANY} rows", many, f"with {FEW} rows", few)
    row("check of one changed row in the grid", check, "bare page of the same server", bare)
