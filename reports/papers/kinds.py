"""Which papers the portal prints, for whom one is made, what its text cannot do without, when it is left out."""

from collections.abc import Callable
from dataclasses import dataclass

from mobilities.enums import MobilityState, PaperKind, ProfileGroup
from mobilities.papers import RULES
from reports.papers.facts import Facts
from reports.papers.gaps import Gap, gap

EACH, GROUP, COMPANION = "each", "group", "companion"
RULE = {rule.kind: rule for rule in RULES}
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

    @property
    def is_for_companions(self) -> bool:
        return ProfileGroup.ACCOMPANYING in RULE[self.kind].groups

    def stopped(self, facts: Facts) -> Gap | None:
        """Why it cannot be made at all."""
        found = next(filter(None, (stop(facts) for stop in self.stops)), "")
        return gap(found, facts) if found else None

    def unneeded(self, facts: Facts) -> Gap | None:
        """Why the rules of the checklist do not ask for it."""
        rule, profile = facts.rules.get(self.kind), facts.profile
        if rule is None or rule.is_needed(profile) and facts.mobility.state != MobilityState.CANCELLED:
            return None
        if facts.mobility.state == MobilityState.CANCELLED:
            return gap("is_cancelled", facts)
        if RULE[self.kind].is_needed(profile):
            return gap("switched_off", facts)
        if facts.is_incoming and ProfileGroup.INCOMING not in rule.groups:
            return gap("is_incoming", facts)
        return gap(UNMET.get(self.kind, "not_asked"), facts)


def without_host(facts: Facts) -> str:
    return "" if facts.has_host else "needs_host"


def without_grant(facts: Facts) -> str:
    if facts.counted is None:
        return "needs_grant"
    return "" if facts.grant_lines or facts.is_zero_grant else "needs_amounts"


def nobody_along(facts: Facts) -> str:
    return "" if facts.accompanying else "accompanying"


# What the rule of a kind asks of a journey and did not find.
UNMET = {
    PaperKind.PARENTAL_CONSENT: "is_of_age",
    PaperKind.TRAVEL_DECLARATION: "not_green",
    PaperKind.SHADOWING_PROGRAMME: "not_shadowing",
    PaperKind.QUALITY_COMMITMENT: "no_commitment",
    PaperKind.GROUP_PROGRAMME: "no_group",
    PaperKind.LEARNING_AGREEMENT: "no_agreement",
    PaperKind.LEARNING_COMPLEMENT: "no_agreement",
    PaperKind.EUROPASS_MOBILITY: "no_agreement",
}
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
        Printable(PaperKind.DATA_CONSENT, ("data_consent_text", "signature_person")),
        Printable(PaperKind.IMAGE_CONSENT, ("image_consent_text", "signature_person")),
        Printable(PaperKind.PARENTAL_CONSENT, ("participant_name", "signature_guardian")),
        Printable(PaperKind.TRAVEL_DECLARATION, ("journey", "signature_traveller")),
        Printable(PaperKind.ATTENDANCE_CERTIFICATE, ("participant_name", "signature_receiving"), (without_host,)),
        Printable(PaperKind.ACCOMPANYING_CERTIFICATE, ("accompanying_name", "signature_receiving"),
                  (nobody_along, without_host), COMPANION),
        Printable(PaperKind.LEARNING_COMPLEMENT, ("activities_done", "skills"), (without_host,)),
        Printable(PaperKind.EUROPASS_MOBILITY, ("participant", "skills"), (without_host,)),
    )
}  # fmt: skip
