"""Lists of hosts, of the Commission and of others: one row an organisation, known by OID, PIC, or name and place.

An empty cell changes nothing. New hosts are candidates until somebody decides to work with them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mobilities.enums import HostKind
from mobilities.host_papers import missing_roles
from mobilities.importers.host_alike import LIKE, Alike
from mobilities.importers.host_fields import FIELDS, OWNERS
from mobilities.importers.host_rows import LOST, Contact, Group, Row, grouped, is_other, tidied
from mobilities.importers.odd import remark_phone
from mobilities.known_hosts import CODES, KnownHosts, contradict, place_of, written
from mobilities.models import Host
from mobilities.models.host import HostContact, HostLanguage
from mobilities.services import imported_hosts
from portal.common import places
from portal.common.folding import fold
from portal.common.text import quoted
from portal.imports.changes import told_changes
from portal.imports.enums import Outcome
from portal.imports.registry import VALUE_SHOWN, Checked, Field, Importer, Link
from portal.imports.sentences import lazily, row_numbers, sentence, some_of

SHOWN = 5
DEGREES = Decimal("0.00001")
SPELLED_FREELY = ("name", "city", "address")
LETTERS_LOST = _(
    "In the column %(column)s letters were lost before the file was made; question marks stand in their place: "
    "%(cell)s. Correct the host."
)
NO_CITY = _("The city is missing. Write the city, or an address that ends with it.")
NEW_KIND = _(
    "The portal does not know the kind “%(said)s”: the host will be saved as “%(kind)s”. Known kinds: %(kinds)s."
)
OLD_KIND = _("The portal does not know the kind “%(said)s”: the host stays “%(kind)s”. Known kinds: %(kinds)s.")
NO_CODE = _("Erasmus codes are not kept; they only say that a host without a kind is a school.")
SEVERAL = _(
    "In the register several hosts fit this row: %(hosts)s. Which one is meant cannot be told; correct these hosts, "
    "or write the name and the city of one of them."
)
PLACED = _("These hosts get the coordinates of their city, and so are on the map.")
INCOMPLETE = _(
    "These hosts are saved as drafts: the address or the contacts that a learning agreement needs are still missing."
)


@dataclass
class Plan:
    """What is to be saved for one host; `changes` is field > [before, after]."""

    host: Host
    changes: dict[str, list[str]] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    is_draft: bool = False
    is_placed: bool = False

    @property
    def is_new(self) -> bool:
        return self.host.pk is None

    @property
    def outcome(self) -> str:
        if self.is_new:
            return Outcome.NEW_DRAFT if self.is_draft else Outcome.NEW
        if self.changes or self.languages or self.contacts:
            return Outcome.CHANGED_DRAFT if self.is_draft else Outcome.CHANGED
        return Outcome.UNCHANGED


class Register:
    """The hosts of a school by what they are known by, with their languages and contacts; `written` are names and
    places as they stand there or will."""

    def __init__(self, school) -> None:
        self.school = school
        hosts = list(school.hosts.order_by("pk"))
        self.known = KnownHosts(hosts)
        self.written = {written(vars(host)) for host in hosts}
        self.languages: dict[int, set[str]] = defaultdict(set)
        for pk, language in HostLanguage.objects.filter(host__school=school).values_list("host", "language"):
            self.languages[pk].add(language)
        self.contacts: dict[int, dict[str, str]] = defaultdict(dict)
        for pk, name, role in HostContact.objects.filter(host__school=school).values_list("host", "name", "role"):
            self.contacts[pk][fold(name)] = role

    def is_taken(self, said: dict[str, str], host: Host | None) -> bool:
        """Whether `host`, or a new one, cannot have this name and place."""
        if host and place_of(vars(host)) == place_of(said):
            return False
        whole = vars(host) | said if host else said
        return written(said) in self.written or bool(self.known.namesakes(whole))


@dataclass
class Context:
    """`rows` and their `groups` by the identity of the parsed values they came from."""

    register: Register
    values: Sequence[dict[str, Any]]
    rows: dict[int, Row]
    groups: dict[int, Group | None]
    alike: Alike = field(default_factory=Alike)


class HostImporter(Importer):
    kind = "hosts"
    title = _("Import of hosts")
    permission = "mobilities.add_host"
    fields = FIELDS
    model = Host
    listing = _("a list of hosts")
    owners = OWNERS

    def open(self, school, values) -> Context:
        rows = [tidied(each) for each in values]
        register = Register(school)
        groups = grouped(rows, register.known.meant)
        names = [id(each) for each in values]
        return Context(register, values, dict(zip(names, rows, strict=True)), dict(zip(names, groups, strict=True)))

    def check(self, checked: Checked, values: dict[str, Any], context: Context) -> None:
        row, group = context.rows[id(values)], context.groups[id(values)]
        checked.label = ", ".join(
            filter(None, [row.said.get("name"), row.said.get("city") or row.said.get("country")])
        )
        checked.remarks += row.remarks
        self.remark_lost(checked)
        row.number = checked.number
        if row.said.get("name") and not row.said.get("city") and not {"city", "address"} & checked.unread:
            checked.refuse_at(NO_CITY, *(self.field(name) for name in ("city", "address") if name in checked.mapped))
        for phone in filter(None, [row.said.get("phone"), *(contact.phone for contact in row.contacts)]):
            remark_phone(checked, phone)
        if group is None or checked.reasons:
            return
        if group.differing:
            self.refuse_differing(checked, row, group)
        elif group.number:
            checked.repeat(group.number, twin_remark(row, group))
        else:
            self.check_first(checked, group.first, context.register)
            if not checked.reasons and (like := context.alike.before(checked.number, group.said)):
                checked.remark(sentence(LIKE, row=like.number, host=like.called))
            group.number = 0 if checked.reasons else checked.number

    def remark_lost(self, checked: Checked) -> None:
        for name in SPELLED_FREELY:
            if LOST in (cell := checked.written(name)):
                column = partial(quoted, checked.title(self.field(name)))
                checked.remark(sentence(LETTERS_LOST, column=column, cell=partial(quoted, cell[:VALUE_SHOWN])))

    def check_first(self, checked: Checked, row: Row, register: Register) -> None:
        there = register.known.meant(row.said)
        if len(there) > 1:
            self.refuse_several(checked, row, there)
        elif there and contradict(vars(there[0]), row.said):
            text = _("In the register %(host)s has the OID %(oid)s and the PIC %(pic)s. Correct the numbers.")
            host = there[0]
            text = sentence(text, host=str(host), oid=host.oid or "–", pic=host.pic or "–")
            checked.refuse_at(text, *self.numbers_of(row), links=[link_to(host)])
        elif register.is_taken(row.said, there[0] if there else None):
            text = _(
                "A host of this name and place is in the register with another OID or PIC. If this is another host, "
                "add something to its name; otherwise correct the number."
            )
            checked.refuse_at(text, self.field("name"), *self.numbers_of(row))
        if checked.reasons:
            return
        checked.found = there[0] if there else None
        checked.data = plan = planned(row, checked.found, register)
        checked.outcome = plan.outcome
        remark_kind(checked, row, plan.host)
        register.written.add(written(vars(plan.host)))
        if plan.is_new:
            return
        parts = changed_parts(plan)
        if plan.changes or parts:
            checked.tell_changes(told_changes(Host, dict(plan.changes), parts, label_of))

    def numbers_of(self, row: Row) -> list[Field]:
        return [self.field(name) for name in CODES if row.said.get(name)]

    def refuse_several(self, checked: Checked, row: Row, there: Sequence[Host]) -> None:
        """The numbers are of different hosts, or one of them, or the name and the place, of several."""
        fields = self.numbers_of(row) or [self.field("name"), self.field("city")]
        one, other = there[:2]
        if len(there) == len(CODES) and (one.oid, other.pic) == (row.said.get("oid"), row.said.get("pic")):
            text = _("This is the OID of %(one)s, but the PIC of %(other)s. Correct one of the numbers.")
            told = sentence(text, one=str(one), other=str(other))
        else:
            told = sentence(SEVERAL, hosts=some_of([f"{host}, {host.city}" for host in there], SHOWN))
        checked.refuse_at(told, *fields, links=[link_to(host) for host in there[:SHOWN]])

    def refuse_differing(self, checked: Checked, row: Row, group: Group) -> None:
        """Several organisations under one number, or several numbers of one: whose it is, only people know."""
        rest = [each for each in group.rows if each is not row]
        others = [each for each in rest if is_other(each, row)] or rest
        names = some_of(list(dict.fromkeys(f"{each.said['name']}, {each.said['city']}" for each in others)), SHOWN)
        fields = self.numbers_of(row) or [self.field("name")]
        links = [link_to(group.host)] if group.host else []
        checked.refuse_at(lazily(partial(told_differing, others, names, group.host)), *fields, links=links)

    def remarks_on(self, rows):
        drafts = [row for row in rows if row.outcome in (Outcome.NEW_DRAFT, Outcome.CHANGED_DRAFT)]
        placed = [row for row in rows if row.data and row.data.is_placed]
        coded = [row for row in rows if row.written("erasmus_code")]
        return [(text, found) for text, found in ((INCOMPLETE, drafts), (PLACED, placed), (NO_CODE, coded)) if found]

    def apply(self, rows, school, user) -> None:
        added = imported_hosts.save_hosts([row.data for row in rows], school, user)
        for row in rows:
            plan = row.data
            row.saved = plan.host
            row.also = [(part, None) for part in added.get(plan.host.pk, ())]
            if row.outcome in (Outcome.CHANGED, Outcome.CHANGED_DRAFT):
                row.before = {name: before for name, (before, _after) in plan.changes.items()}


def remark_kind(checked: Checked, row: Row, host: Host) -> None:
    """Where the type in the file says nothing, and no other row of the host said it."""
    if row.unknown_kind and not row.likely_kind and "kind" not in row.said:
        text = NEW_KIND if host.pk is None else OLD_KIND
        kind = HostKind(host.kind).label
        kinds = partial(in_words, HostKind)
        checked.remark(sentence(text, said=row.unknown_kind, kind=kind, kinds=kinds))


def in_words(choices) -> str:
    return ", ".join(str(label) for label in choices.labels)


def told_differing(others: Sequence[Row], names: str, host: Host | None) -> str:
    words = {"rows": row_numbers([row.number for row in others]), "hosts": names}
    if host is None:
        text = ngettext(
            "The file has the same number for %(hosts)s (row %(rows)s). Correct the number or the name.",
            "The file has the same number for %(hosts)s (rows %(rows)s). Correct the number or the name.",
            len(others),
        )
        return text % words
    text = ngettext(
        "Row %(rows)s of the file means the same host of the register, %(host)s, but calls it %(hosts)s. Leave only "
        "one of these rows.",
        "Rows %(rows)s of the file mean the same host of the register, %(host)s, but call it %(hosts)s. Leave only "
        "one of these rows.",
        len(others),
    )
    return text % (words | {"host": host})


def link_to(host: Host) -> Link:
    return str(host), reverse("mobilities:host-detail", args=[host.pk])


def twin_remark(row: Row, group: Group) -> str:
    names = [
        name for name, said in row.said.items() if fold(group.said[name]) != fold(said)
    ]  # what the first row says stands for all
    if not names:
        return sentence(_("The same host as in row %(row)s."), row=group.number)
    text = _("The same host as in row %(row)s; what that row says is used for: %(fields)s.")
    return sentence(text, row=group.number, fields=lambda: ", ".join(map(str, map(label_of, names))))


def label_of(name: str) -> object:
    return HostImporter().field(name).label


def planned(row: Row, existing: Host | None, register: Register) -> Plan:
    plan = Plan(existing or new_host(row, register.school))
    if existing:
        change_host(plan, row.said)
    there = register.contacts.get(existing.pk, {}) if existing else {}
    spoken = register.languages.get(existing.pk, set()) if existing else set()
    plan.languages = [code for code in row.languages if code not in spoken]
    plan.contacts = [contact for contact in row.contacts if fold(contact.name) not in there]
    if plan.is_new:
        place(plan)
    roles = [*there.values(), *(contact.role for contact in plan.contacts)]
    plan.is_draft = bool(missing_roles(roles)) or not plan.host.address
    return plan


def new_host(row: Row, school) -> Host:
    kind = row.likely_kind or HostKind.COMPANY
    return Host(school=school, **{"kind": kind} | row.said)


def place(plan: Plan) -> None:
    plan.is_placed = put_on_map(plan.host)


def put_on_map(host: Host) -> bool:
    """By its city; whether that was found."""
    found = places.find_as_typed(host.city, host.country)
    if found:
        host.latitude, host.longitude = (Decimal(each).quantize(DEGREES) for each in found.point)
    return found is not None


def change_host(plan: Plan, said: dict[str, str]) -> None:
    """Another spelling of the same is no change, and what lost letters replaces nothing."""
    for name, after in said.items():
        before = getattr(plan.host, name)
        same = fold(before) == fold(after) if name in SPELLED_FREELY else before == after
        if same or (before and LOST in after and name in SPELLED_FREELY):
            continue
        plan.changes[name] = [before, after]
        setattr(plan.host, name, after)


def changed_parts(plan: Plan) -> list[object]:
    parts = {HostLanguage: plan.languages, HostContact: plan.contacts}
    return [model._meta.verbose_name_plural for model, rows in parts.items() if rows]
