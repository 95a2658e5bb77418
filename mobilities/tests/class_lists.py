"""Class lists for the tests that import them."""

from mobilities.models import Participant
from portal.imports.models import Import

HEADER = (
    "Vārds;Uzvārds;Grupa;Kvalifikācija;Dzimšanas datums;E-pasts;Tālrunis;Valodas;Mazākas iespējas;"
    "Aizbildnis;Aizbildņa tālrunis"
)
ANNA = (
    "Anna;Bērziņa;LO-41;Loģistikas darbinieks;31.05.2008;anna@example.org;+371 2;angļu B1, vācu A2;jā;"
    "Ilze Bērziņa;+371 3"
)


def outcomes(kept: Import) -> list[str]:
    return list(kept.rows.order_by("number").values_list("outcome", flat=True))


def told(kept: Import, number: int = 2) -> str:
    row = kept.rows.get(number=number)
    return " ".join([*(each["text"] for each in row.told_reasons()), *row.told_remarks()])


def everything_kept(kept: Import) -> str:
    rows = kept.rows.values_list("label", "reasons", "remarks", "before")
    return str(list(rows)) + str(kept.remarks)


def person(school, first_name="Anna", last_name="Bērziņa", **fields) -> Participant:
    return Participant.objects.create(
        school=school, first_name=first_name, last_name=last_name, **{"kind": "learner"} | fields
    )
