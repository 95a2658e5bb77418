"""The placeholders that stand alone: each a function from facts to a shape and the gaps it leaves."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from mobilities.enums import ConsentKind
from reports.papers.blocks import money, organisations, people, plan
from reports.papers.blocks.build import Build
from reports.papers.signers import signatures


@dataclass(frozen=True)
class Block:
    name: str
    label: object
    build: Build


BLOCKS = [
    Block("participant", _("Table: the participant"), people.participant),
    Block("parties", _("Table: both organisations"), organisations.parties),
    Block("contacts", _("Table: mentor, administrative and emergency contact of each organisation"),
          organisations.contacts),
    Block("guardian", _("Table: parent or guardian, only under 18"), people.guardian),
    Block("stay", _("Table: project, place and dates of the stay"), organisations.stay),
    Block("attended", _("Table: the person, the place and the dates, for certificates"), organisations.attended),
    Block("issued", _("Table: place and date of issue, filled in by hand"), organisations.issued),
    Block("work", _("Table: working language and hours"), plan.work),
    Block("outcomes", _("Learning plan: expected learning outcomes"), plan.of_plan("outcomes")),
    Block("programme", _("Learning plan: programme and tasks"), plan.of_plan("programme")),
    Block("monitoring", _("Learning plan: monitoring and support"), plan.of_plan("monitoring")),
    Block("evaluation", _("Learning plan: evaluation"), plan.of_plan("evaluation")),
    Block("recognition", _("Learning plan: recognition"), plan.of_plan("recognition")),
    Block("activities_done", _("Learning plan: activities carried out"), plan.of_plan("activities_done")),
    Block("skills", _("Table: skills gained"), plan.skills),
    Block("programme_days", _("Table: programme by days"), plan.programme_days),
    Block("participants", _("Table: all participants of the group"), people.participants),
    Block("companions", _("Table: accompanying persons, where there are any"), people.companions),
    Block("amounts", _("Table: amounts of the grant"), money.amounts),
    Block("bank_account", _("Table: bank account"), money.bank_account),
    Block("journey", _("Table: the way there and back, filled in by hand"), money.journey),
    Block("data_consent_text", _("Text in force: use of personal data"), plan.consent_text(ConsentKind.DATA)),
    Block("image_consent_text", _("Text in force: use of pictures"), plan.consent_text(ConsentKind.IMAGE)),
    Block("signatures", _("Signatures: participant (and guardian under 18), sending and receiving organisation"),
          signatures("participant", "guardian", "sending", "receiving")),
    Block("signatures_school", _("Signatures: participant (and guardian under 18), school"),
          signatures("participant", "guardian", "school")),
    Block("signature_person", _("Signature: participant (and guardian under 18)"),
          signatures("participant", "guardian")),
    Block("signature_guardian", _("Signature: parent or guardian"), signatures("guardian")),
    Block("signature_traveller", _("Signature: whoever travelled"), signatures("traveller")),
    Block("signature_receiving", _("Signature: receiving organisation"), signatures("receiving", with_stamp=True)),
    Block("signatures_organisations", _("Signatures: sending and receiving organisation"),
          signatures("sending", "receiving")),
]  # fmt: skip
BY_NAME = {row.name: row for row in BLOCKS}
