"""Which papers the portal prints, for whom one is made, what its text cannot do without, when it is not made."""

from collections.abc import Callable
from dataclasses import dataclass

from mobilities.enums import PaperKind
from reports.papers.facts import Facts
from reports.papers.gaps import Gap, gap

EACH, GROUP, COMPANION = "each", "group", "companion"
Stop = Callable[[Facts], str]


@dataclass(frozen=True)
class Printable:
    """`per`: one for each mobility, for all who travel together, or for each who travels along. `needs`: placeholders
    without which the text is no such paper. `stops`: each names a gap that keeps the paper from being made, or ""."""

    kind: PaperKind
    needs: tuple[str, ...]
    stops: tuple[Stop, ...] = ()
    per: str = EACH

    @property
    def label(self) -> str:
        return str(self.kind.label)

    def stopped(self, facts: Facts) -> Gap | None:
        found = next(filter(None, (stop(facts) for stop in self.stops)), "")
        return gap(found, facts) if found else None


def without_host(facts: Facts) -> str:
    return "" if facts.has_host else "needs_host"


def without_grant(facts: Facts) -> str:
    if facts.counted is None:
        return "needs_grant"
    return "" if facts.grant_lines or facts.is_zero_grant else "needs_amounts"


def of_age(facts: Facts) -> str:
    return "is_of_age" if facts.is_minor is False else ""


def not_green(facts: Facts) -> str:
    return "" if facts.mobility.green_travel else "not_green"


def incoming(facts: Facts) -> str:
    return "is_incoming" if facts.is_incoming else ""


def nobody_along(facts: Facts) -> str:
    return "" if facts.accompanying else "accompanying"


PRINTABLE = {
    row.kind: row
    for row in (
        Printable(PaperKind.LEARNING_AGREEMENT, ("participant", "parties", "outcomes", "programme", "signatures"),
                  (without_host,)),
        Printable(PaperKind.GROUP_PROGRAMME, ("participants", "programme_days"), (without_host,), GROUP),
        Printable(PaperKind.SHADOWING_PROGRAMME, ("participant_name", "programme_days"), (without_host,)),
        Printable(PaperKind.GRANT_AGREEMENT, ("participant", "amounts", "bank_account", "signatures_school"),
                  (without_grant,)),
        Printable(PaperKind.QUALITY_COMMITMENT, ("signatures",), (without_host,)),
        Printable(PaperKind.DATA_CONSENT, ("data_consent_text", "signature_person"), (incoming,)),
        Printable(PaperKind.IMAGE_CONSENT, ("image_consent_text", "signature_person")),
        Printable(PaperKind.PARENTAL_CONSENT, ("participant_name", "signature_guardian"), (incoming, of_age)),
        Printable(PaperKind.TRAVEL_DECLARATION, ("journey", "signature_traveller"), (not_green,)),
        Printable(PaperKind.ATTENDANCE_CERTIFICATE, ("participant_name", "signature_receiving"), (without_host,)),
        Printable(PaperKind.ACCOMPANYING_CERTIFICATE, ("accompanying_name", "signature_receiving"),
                  (nobody_along, without_host), COMPANION),
        Printable(PaperKind.LEARNING_COMPLEMENT, ("activities_done", "skills"), (without_host,)),
        Printable(PaperKind.EUROPASS_MOBILITY, ("participant", "skills"), (without_host,)),
    )
}  # fmt: skip
